#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <cmath>

#include "ui/frame/field_override.h"
#include "ui/panels/trace_panel.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

/// "a - 0 10|b a 2 3": id, parent, start and duration of each span.
PanelData made(const QByteArray& spans, const QByteArray& tags = {})
{
    std::vector<std::string> texts[6];
    std::vector<double> numbers[2];
    for (const QByteArray& span : spans.split('|')) {
        const QByteArrayList parts = span.split(' ');
        texts[0].push_back("trace");
        texts[1].push_back(parts[0].toStdString());
        texts[2].push_back(parts[1] == "-" ? std::string() : parts[1].toStdString());
        texts[3].push_back("op-" + parts[0].toStdString());
        texts[4].push_back("service");
        texts[5].push_back(QByteArray(tags).replace('\'', '"').toStdString());
        numbers[0].push_back(parts[2].toDouble());
        numbers[1].push_back(parts[3].toDouble());
    }
    Frame frame;
    const char* names[] = {"traceID", "spanID", "parentSpanID", "operationName", "serviceName", "tags"};
    for (std::size_t i = 0; i < 6; ++i) {
        Field field;
        field.name = names[i];
        field.type = FieldType::String;
        field.values = Values::strings(std::move(texts[i]));
        frame.fields.push_back(std::move(field));
    }
    for (std::size_t i = 0; i < 2; ++i) {
        Field field;
        field.name = i == 0 ? "startTime" : "duration";
        field.values = Values::numbers(std::move(numbers[i]));
        frame.fields.push_back(std::move(field));
    }
    std::vector<Frame> frames{std::move(frame)};
    applyFieldConfig(frames, {});
    PanelData data;
    data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    return data;
}

QByteArray told(const TraceModel& model)
{
    QByteArrayList out;
    for (const TraceSpan& span : model.spans)
        out << QByteArray(span.depth, '.') + span.id.toUtf8() + '/' + QByteArray::number(qulonglong(span.descendants));
    for (const QString& note : model.notes) out << "(" + note.toUtf8() + ")";
    return out.join(' ');
}

}  // namespace

class TraceTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void spansMakeATree_data()
    {
        QTest::addColumn<QByteArray>("spans");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* spans, const char* expected) {
            QTest::newRow(name) << QByteArray(spans) << QByteArray(expected);
        };
        row("one", "a - 0 10", "a/0");
        row("children by their start", "a - 0 10|c a 5 1|b a 2 3|d b 3 1", "a/3 .b/1 ..d/0 .c/0");
        row("children before parents", "b a 2 3|a - 0 10", "a/1 .b/0");
        row("a parent that is missing", "a - 0 10|b x 2 3", "a/0 b/0 (1 spans have no parent in the data)");
        row("its own parent", "a a 0 10", "a/0 (1 spans have no parent in the data)");
        row("a circle", "a b 0 10|b a 1 2", "a/1 .b/0 (1 spans have no parent in the data)");
        row("two roots", "b - 5 1|a - 0 1", "a/0 b/0");
        row("absurd times", "a - nan 10|b a 1e300 -5", "a/1 .b/0");
    }

    void spansMakeATree()
    {
        QFETCH(QByteArray, spans);
        QFETCH(QByteArray, expected);
        QCOMPARE(told(traceModel(made(spans))), expected);
    }

    void deepTracesAreRead()
    {
        QByteArray spans = "s0 - 0 1";
        for (int i = 1; i < 20'050; ++i)
            spans += "|s" + QByteArray::number(i) + " s" + QByteArray::number(i - 1) + " 0 1";
        const TraceModel model = traceModel(made(spans));
        QCOMPARE(model.spans.size(), kMostSpans);
        QCOMPARE(model.depth, static_cast<int>(kMostSpans));
        QCOMPARE(model.notes[0], QStringLiteral("50 more spans are not drawn"));
    }

    void detailsAreReadFromTags()
    {
        const TraceModel model = traceModel(
            made("a - 0 1", "[{'key':'error','value':true},{'key':'u','value':'<b>'}]"));
        QVERIFY(model.spans[0].error);
        QCOMPARE(model.spans[0].details.size(), std::size_t{2});
        QCOMPARE(model.spans[0].details[1].second, QStringLiteral("<b>"));
        QCOMPARE(traceModel(made("a - 0 1", "no JSON")).spans[0].details.size(), std::size_t{0});
    }

    void saysWhichFieldsAreMissing()
    {
        PanelData data = made("a - 0 1");
        auto frames = *data.frames;
        frames[0].fields.pop_back();
        frames[0].fields.erase(frames[0].fields.begin());
        data.frames = std::make_shared<const std::vector<Frame>>(frames);
        QCOMPARE(traceModel(data).problem, QStringLiteral("Missing fields: traceid, duration"));
    }

    void durations_data()
    {
        QTest::addColumn<double>("ms");
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << 0.0 << "0ms";
        QTest::newRow("microseconds") << 0.25 << QString::fromUtf8("250μs");
        QTest::newRow("milliseconds") << 1.534 << "1.53ms";
        QTest::newRow("whole") << 100.0 << "100ms";
        QTest::newRow("round") << 20.0 << "20ms";
        QTest::newRow("seconds") << 2100.0 << "2.1s";
        QTest::newRow("minutes") << 90'000.0 << "1.5m";
    }

    void durations()
    {
        QFETCH(double, ms);
        QFETCH(QString, expected);
        QCOMPARE(durationText(ms), expected);
    }

    void foldsAndOpens()
    {
        TracePanel panel;
        panel.resize(600, 400);
        panel.setData(made("a - 0 10|b a 2 3|c b 3 1|d a 6 1", "[{'key':'k','value':'v'}]"));
        QCOMPARE(panel.elementCount(), std::size_t{4});
        panel.setCurrentElement(0);
        QTest::keyClick(&panel, Qt::Key_Down);
        QCOMPARE(panel.element(*panel.currentElement()).name, QStringLiteral("service op-b"));
        QTest::keyClick(&panel, Qt::Key_Left);
        QCOMPARE(panel.elementCount(), std::size_t{3});
        QCOMPARE(panel.element(1).value, QStringLiteral("3ms, folded"));
        QTest::keyClick(&panel, Qt::Key_Right);
        QCOMPARE(panel.elementCount(), std::size_t{4});
        const double before = panel.element(2).box.top();
        QTest::mouseClick(&panel, Qt::LeftButton, {}, {400, static_cast<int>(panel.element(1).box.center().y())});
        QVERIFY(panel.element(2).box.top() > before);
        // The arrow of the root: all below it goes.
        QTest::mouseClick(&panel, Qt::LeftButton, {}, {11, static_cast<int>(panel.element(0).box.center().y())});
        QCOMPARE(panel.elementCount(), std::size_t{1});
    }
};

QTEST_MAIN(TraceTest)
#include "trace_test.moc"
