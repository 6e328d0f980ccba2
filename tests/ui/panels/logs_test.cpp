#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <limits>

#include "ui/panels/log_match.h"
#include "ui/panels/logs_panel.h"
#include "ui/panels/panel_factory.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

constexpr double kStart = 1'700'000'000'000;

/// Reads JSON that is written with ' for " (moc 6.4 loses its way in raw strings).
json::Value parsed(const QByteArray& text)
{
    const auto value = json::parse(QByteArray(text).replace('\'', '"').toStdString());
    return value ? *value : json::Value();
}

Field stringField(const std::string& name, std::vector<std::string> values)
{
    Field field;
    field.name = name;
    field.type = FieldType::String;
    field.values = Values::strings(std::move(values));
    return field;
}

std::vector<std::string> linesTo(int end, int from = 0)
{
    std::vector<std::string> out;
    for (int i = from; i < end; ++i) out.push_back("line " + std::to_string(i) + std::string(i % 5 * 40, 'x'));
    return out;
}

/// Lines a second apart, oldest first, from the `first` second on.
PanelData logData(const std::vector<std::string>& lines, const QByteArray& options = "{}", std::vector<Field> more = {},
                  int first = 0)
{
    std::vector<double> times;
    for (std::size_t i = 0; i < lines.size(); ++i) times.push_back(kStart + 1'000 * (first + static_cast<double>(i)));
    Frame frame;
    Field time;
    time.name = "Time";
    time.type = FieldType::Time;
    time.values = Values::numbers(std::move(times));
    frame.fields.push_back(std::move(time));
    for (Field& field : more) frame.fields.push_back(std::move(field));
    frame.fields.push_back(stringField("line", lines));
    PanelData data;
    data.frames = std::make_shared<const std::vector<Frame>>(std::vector<Frame>{std::move(frame)});
    data.options = parsed(options);
    data.timeZone = "utc";
    return data;
}

QStringList texts(const LogModel& model)
{
    QStringList out;
    for (const LogRow& row : model.rows()) {
        out += QString::fromStdString(model.text(row));
        if (row.repeated > 0) out.back() += QStringLiteral(" x%1").arg(row.repeated + 1);
    }
    return out;
}

}  // namespace

class LogsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void levelsAreFound_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("logfmt") << QByteArray("ts=1 level=warn msg=x") << QByteArray("warning");
        QTest::newRow("json") << QByteArray("{\"severity\":\"ERROR\"}") << QByteArray("error");
        QTest::newRow("first counts") << QByteArray("INFO no error here") << QByteArray("info");
        QTest::newRow("whole words") << QByteArray("terrible information_schema debugger") << QByteArray("");
        QTest::newRow("fatal") << QByteArray("[FATAL] out of memory") << QByteArray("critical");
        QTest::newRow("notice") << QByteArray("notice: reload") << QByteArray("info");
        QTest::newRow("trace") << QByteArray("a TRACE b") << QByteArray("trace");
        QTest::newRow("dbug") << QByteArray("dbug x") << QByteArray("debug");
        QTest::newRow("none") << QByteArray("hello") << QByteArray("");
    }

    void levelsAreFound()
    {
        QFETCH(QByteArray, line);
        const std::string_view name = logLevelName(logLevelOf(line.toStdString()));
        QTEST(QByteArray(name.data(), static_cast<qsizetype>(name.size())), "expected");
    }

    void linesAreOrderedAndCleaned_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("newest first") << QByteArray("{}") << QStringList{"third 3", "second 2", "second 1", "first"};
        QTest::newRow("oldest first") << QByteArray("{'sortOrder':'Ascending'}")
                                      << QStringList{"first", "second 1", "second 2", "third 3"};
        QTest::newRow("numbers") << QByteArray("{'dedupStrategy':'numbers'}")
                                 << QStringList{"third 3", "second 2 x2", "first"};
        QTest::newRow("signature") << QByteArray("{'dedupStrategy':'signature'}") << QStringList{"third 3 x3", "first"};
        QTest::newRow("exact") << QByteArray("{'dedupStrategy':'exact'}")
                               << QStringList{"third 3", "second 2", "second 1", "first"};
    }

    void linesAreOrderedAndCleaned()
    {
        QFETCH(QByteArray, options);
        const LogModel model(logData({"\x1b[31mfirst\x1b[0m\n", "second 1", "second 2", "third 3"}, options));
        QTEST(texts(model), "expected");
    }

    void datesDoNotTellLinesApart()
    {
        const LogModel model(logData({"2026-01-02T03:04:05.678Z up", "2026-01-02T03:04:06.001+02:00 up", "other"},
                                     "{'dedupStrategy':'exact','sortOrder':'Ascending'}"));
        QCOMPARE(model.rows().size(), std::size_t{2});
        QCOMPARE(model.rows()[0].repeated, 1U);
    }

    void jsonIsPrettyWhenAsked()
    {
        const std::vector<std::string> lines{"{\"a\":1,\"b\":[2]}"};
        QCOMPARE(texts(LogModel(logData(lines))).front(), QStringLiteral("{\"a\":1,\"b\":[2]}"));
        const QString pretty = texts(LogModel(logData(lines, "{'prettifyLogMessage':true}"))).front();
        QVERIFY2(pretty.count(QLatin1Char('\n')) >= 3, qPrintable(pretty));
    }

    void labelsAreSharedOrNot()
    {
        const LogModel model(logData({"a", "b"}, "{'showLabels':true,'sortOrder':'Ascending'}",
                                     {stringField("job", {"api", "api"}), stringField("pod", {"p1", "p2"})}));
        QCOMPARE(model.commonLabels(), (LogPairs{{"job", "api"}}));
        QCOMPARE(model.uniqueLabels(model.rows()[1]), (LogPairs{{"pod", "p2"}}));
        QCOMPARE(texts(model), (QStringList{"a", "b"}));
    }

    void levelFieldWins()
    {
        const LogModel model(logData({"error in text"}, "{}", {stringField("level", {"debug"})}));
        QCOMPARE(model.level(model.rows().front()), LogLevel::Debug);
    }

    void framesWithoutTimeKeepTheirOrder()
    {
        PanelData data;
        Frame frame;
        frame.fields = {stringField("message", {"b", "a"})};
        data.frames = std::make_shared<const std::vector<Frame>>(std::vector<Frame>{frame});
        QCOMPARE(texts(LogModel(data)), (QStringList{"b", "a"}));
    }

    void detailsOpenOnAClick()
    {
        LogsPanel panel;
        panel.resize(400, 200);
        panel.show();
        panel.setData(logData({"a", "b", "c"}, "{}", {stringField("pod", {"p1", "p2", "p3"})}));
        const double before = panel.view()->rowRect(1).top();
        QTest::mouseClick(panel.view()->viewport(), Qt::LeftButton, {}, panel.view()->rowRect(0).center().toPoint());
        QVERIFY(panel.view()->isOpen(0));
        QVERIFY(panel.view()->rowRect(1).top() > before);
        QTest::keyClick(panel.view(), Qt::Key_Down);
        QTest::keyClick(panel.view(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("b"));
        panel.setData(logData({"a", "b", "c"}, "{'enableLogDetails':false}"));
        QTest::mouseClick(panel.view()->viewport(), Qt::LeftButton, {}, panel.view()->rowRect(2).center().toPoint());
        QVERIFY(!panel.view()->isOpen(2));
    }

    void manyLinesAreNotMeasured()
    {
        std::vector<std::string> lines;
        for (int i = 0; i < 100'000; ++i)
            lines.push_back("level=info request " + std::to_string(i) + std::string(300, 'x'));
        for (const char* options : {"{}", "{'wrapLogMessage':true}"}) {
            LogsPanel panel;
            panel.resize(400, 200);
            panel.show();
            panel.setData(logData(lines, options));
            QVERIFY2(panel.view()->measured() < 500, QByteArray::number(static_cast<int>(panel.view()->measured())));
            QTest::keyClick(panel.view(), Qt::Key_End);
            const QRectF last = panel.view()->rowRect(99'999);
            QVERIFY(!last.isEmpty());
            QVERIFY(std::abs(last.bottom() - panel.view()->viewport()->height()) < 8);
            QTest::keyClick(panel.view(), Qt::Key_Home);
            QCOMPARE(panel.view()->rowRect(0).top(), 0.0);
            QVERIFY(panel.view()->measured() < 3'000);
        }
    }

    void newLinesAreFollowed_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::newRow("newest first") << QByteArray("{'sortOrder':'Descending'}");
        QTest::newRow("newest last") << QByteArray("{'sortOrder':'Ascending'}");
        QTest::newRow("newest last, wrapped") << QByteArray("{'sortOrder':'Ascending','wrapLogMessage':true}");
    }

    /// At the newest end the view stays there; elsewhere it stays at the lines that are seen.
    void newLinesAreFollowed()
    {
        QFETCH(QByteArray, options);
        const bool newestLast = options.contains("Asc");
        LogsPanel panel;
        panel.resize(400, 200);
        panel.show();
        LogView& view = *panel.view();
        const auto firstSeen = [&] {
            const LogModel& model = view.model();
            return model.text(model.rows()[static_cast<std::size_t>(view.rowAt({10, 0}))]);
        };
        const auto newestBox = [&] { return view.rowRect(newestLast ? view.model().rows().size() - 1 : 0); };
        panel.setData(logData(linesTo(100), options));
        QVERIFY(view.isFollowing() && !newestBox().isEmpty());
        panel.setData(logData(linesTo(150), options));
        QVERIFY(!newestBox().isEmpty());
        QCOMPARE(newestLast ? std::round(newestBox().bottom()) : newestBox().top(),
                 newestLast ? view.viewport()->height() : 0.0);

        // Scrolled away: what is seen stays, whatever comes at the one end or goes at the other.
        view.verticalScrollBar()->setValue(64 * 60 + 20);
        const std::string seen = firstSeen();
        const double top = view.rowRect(static_cast<std::size_t>(view.rowAt({10, 0}))).top();
        QVERIFY(!view.isFollowing() && top < 0);
        panel.setData(logData(linesTo(190), options));
        QCOMPARE(firstSeen(), seen);
        QCOMPARE(view.rowRect(static_cast<std::size_t>(view.rowAt({10, 0}))).top(), top);
        panel.setData(logData(linesTo(200, 30), options, {}, 30));
        QCOMPARE(firstSeen(), seen);
        QVERIFY(!view.isFollowing());

        // Back at the end it follows again.
        QScrollBar& bar = *view.verticalScrollBar();
        bar.setValue(newestLast ? bar.maximum() : 0);
        panel.setData(logData(linesTo(260), options));
        QVERIFY(view.isFollowing() && !newestBox().isEmpty());
    }

    void linesThatAreGoneLeaveTheViewWhereTheyWere()
    {
        LogsPanel panel;
        panel.resize(400, 200);
        panel.show();
        panel.setData(logData(linesTo(100), "{'sortOrder':'Ascending'}"));
        panel.view()->verticalScrollBar()->setValue(64 * 10);
        panel.setData(logData(linesTo(200, 100), "{'sortOrder':'Ascending'}", {}, 100));
        QCOMPARE(panel.view()->rowAt({10, 0}), 0);
    }

    void whatIsOpenGoesWithItsLine()
    {
        LogsPanel panel;
        panel.resize(400, 200);
        panel.show();
        const auto pods = [](std::size_t count) {
            return std::vector<Field>{stringField("pod", std::vector<std::string>(count, "p"))};
        };
        panel.setData(logData({"same", "b", "same"}, "{}", pods(3)));
        panel.view()->toggle(1);
        panel.setData(logData({"same", "b", "same", "new", "newer"}, "{}", pods(5)));
        QVERIFY(panel.view()->isOpen(3));
        QVERIFY(!panel.view()->isOpen(1));
    }

    /// Of lines of one moment that say the same each is the same one in turn.
    void linesOfOneMomentAreToldApart()
    {
        const auto model = [](const std::vector<std::string>& lines) {
            Frame frame;
            Field time;
            time.name = "Time";
            time.type = FieldType::Time;
            time.values = Values::numbers(std::vector<double>(lines.size(), kStart));
            frame.fields = {time, stringField("line", lines)};
            PanelData data;
            data.frames = std::make_shared<const std::vector<Frame>>(std::vector<Frame>{frame});
            return LogModel(data);
        };
        const LogModel before = model({"a", "b", "a"});
        const LogModel now = model({"c", "a", "a", "b"});
        QCOMPARE(sameLine(before, 0, now), std::optional<std::size_t>(1));
        QCOMPARE(sameLine(before, 2, now), std::optional<std::size_t>(2));
        QCOMPARE(sameLine(before, 1, now), std::optional<std::size_t>(3));
        QCOMPARE(sameLine(before, 2, model({"a"})), std::optional<std::size_t>());
    }

    void wrappedLinesAreHigher()
    {
        LogsPanel panel;
        panel.resize(300, 200);
        panel.show();
        panel.setData(logData({std::string(400, 'a')}));
        const double flat = panel.view()->rowRect(0).height();
        panel.setData(logData({std::string(400, 'a')}, "{'wrapLogMessage':true}"));
        QVERIFY(panel.view()->rowRect(0).height() > 3 * flat);
    }

    void everySizeAndTextIsSurvived()
    {
        const std::vector<std::string> odd{"",
                                           std::string(300'000, 'y'),
                                           "\xff\xfe broken",
                                           "\xd7\xa9\xd7\x9c \xe4\xb8\xad",
                                           std::string(3'000, '\n'),
                                           "<script>alert(1)</script>"};
        for (const ThemeKind theme : {ThemeKind::Light, ThemeKind::Dark}) {
            applyTheme(*qApp, theme);
            for (const QSize size : {QSize(1, 1), QSize(1, 200), QSize(200, 1), QSize(21, 60), QSize(320, 180)}) {
                RenderRequest request;
                request.type = "logs";
                request.size = size;
                const QByteArray all =
                    "{'showTime':true,'showLabels':true,'showCommonLabels':true,'wrapLogMessage':true,"
                    "'prettifyLogMessage':true,'dedupStrategy':'signature','showLevel':true}";
                QCOMPARE(renderPanel(request, logData(odd)).size(), size);
                QCOMPARE(renderPanel(request, logData(odd, all)).size(), size);
                QCOMPARE(renderPanel(request, PanelData()).size(), size);
            }
        }
    }
};

QTEST_MAIN(LogsTest)
#include "logs_test.moc"
