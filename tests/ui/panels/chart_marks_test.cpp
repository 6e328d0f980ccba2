// Annotations and drags on what draws states and buckets over time.

#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include "tests/support/panel_frames.h"
#include "ui/frame/field_override.h"
#include "ui/panels/chart_panel.h"
#include "ui/panels/panel_factory.h"
#include "ui/plot/plot_tooltip.h"

using namespace watchglass;
using namespace watchglass::ui;
using namespace watchglass::test;

namespace {

const QColor kPoint(0, 255, 255);
const QColor kSpan(255, 0, 255);

std::int64_t minute(double number) { return static_cast<std::int64_t>(kStart + number * kStep); }

}  // namespace

class ChartMarksTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QWidget> m_window;
    ChartPanel* m_panel = nullptr;
    QWidget* m_canvas = nullptr;

    void show(const std::string& type, const char* options = "{}", const char* config = "{}",
              std::vector<PlotMark> marks = {})
    {
        Frame frame;
        frame.refId = "A";
        frame.fields = {times(10), numbers("a", {0, 0, 1, 1, 0, 0, 2, 2, 1, 0}),
                        numbers("b", {0, 0, 1, 1, 0, 0, 2, 2, 1, 0})};
        std::vector<Frame> frames{std::move(frame)};
        applyFieldConfig(frames, fieldConfigSourceFromJson(parsed(config)));
        PanelData data;
        data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
        data.options = parsed(options);
        data.fromMs = minute(0);
        data.toMs = minute(10);
        data.timeZone = "utc";
        data.marks = std::move(marks);
        m_window = std::make_unique<QWidget>();
        m_window->resize(640, 320);
        m_panel = qobject_cast<ChartPanel*>(createPanel(type, m_window.get()));
        QVERIFY(m_panel);
        m_panel->resize(600, 300);
        m_panel->setData(data);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_canvas = nullptr;
        for (QWidget* child : m_panel->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
            if (child->hasMouseTracking() && child->geometry() == m_panel->chartRect()) m_canvas = child;
        }
        QVERIFY(m_canvas);
    }
    static std::vector<PlotMark> marks()
    {
        return {{minute(2), minute(2), kPoint, QStringLiteral("one\nt"), 7},
                {minute(5), minute(8), kSpan, QStringLiteral("span"), 0}};
    }
    QPoint on(double at, double below) const
    {
        const PlotLayout layout = m_panel->timeLayout();
        return QPointF(layout.xOf(static_cast<double>(minute(at))), layout.plot.bottom() + below).toPoint();
    }
    PlotTooltip* tooltip() const
    {
        for (PlotTooltip* one : m_window->findChildren<PlotTooltip*>()) {
            if (one->isVisible()) return one;
        }
        return nullptr;
    }
    bool choose(const QString& text) const
    {
        for (QToolButton* one : m_window->findChildren<QToolButton*>()) {
            if (one->text() == text && one->isVisible()) return QTest::mouseClick(one, Qt::LeftButton), true;
        }
        return false;
    }
    /// Pixels of a colour in a column of the picture, within the plot.
    int dyed(const QImage& image, double at, const QColor& color) const
    {
        const PlotLayout layout = m_panel->timeLayout();
        int out = 0;
        for (int y = static_cast<int>(layout.plot.top()); y < static_cast<int>(layout.plot.bottom()); ++y) {
            bool found = false;
            for (int x = on(at, 0).x() - 1; x <= on(at, 0).x(); ++x)
                found = found || QColor(image.pixel(x, y)) == color;
            out += found ? 1 : 0;
        }
        return out;
    }

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void cleanup() { m_window.reset(); }

    void linesAndHandlesAreDrawn_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("config");
        QTest::addColumn<bool>("drawn");
        const QString plain = QStringLiteral("{}");
        const QString hidden = QStringLiteral("{'defaults':{'custom':{'axisPlacement':'hidden'}}}");
        QTest::newRow("heatmap") << "heatmap" << plain << true;
        QTest::newRow("states") << "state-timeline" << plain << true;
        QTest::newRow("statuses") << "status-history" << plain << true;
        // As Grafana has it.
        QTest::newRow("states without names") << "state-timeline" << hidden << false;
        QTest::newRow("statuses without names") << "status-history" << hidden << true;
    }

    void linesAndHandlesAreDrawn()
    {
        QFETCH(QString, type);
        QFETCH(QString, config);
        QFETCH(bool, drawn);
        QVERIFY(isAnnotated(type.toStdString()));
        const QByteArray how = config.toUtf8();
        show(type.toStdString(), "{}", how.constData());
        const QImage without = m_canvas->grab().toImage();
        show(type.toStdString(), "{}", how.constData(), marks());
        const QImage image = m_canvas->grab().toImage();
        if (!drawn) {
            QCOMPARE(image, without);
            return;
        }
        const double height = m_panel->timeLayout().plot.height();
        for (const auto& [at, color] : {std::pair(2.0, kPoint), std::pair(5.0, kSpan), std::pair(8.0, kSpan)}) {
            const int share = dyed(image, at, color);  // dashes are half of it
            QVERIFY2(share > 0.4 * height && share < 0.7 * height, qPrintable(QString::number(share)));
        }
        // The span is bounded, its inside has the colours that it had.
        const QPoint inside = on(6.4, -20);
        QCOMPARE(image.pixel(inside), without.pixel(inside));
        QCOMPARE(QColor(image.pixel(on(6.5, 2))), kSpan);  // the bar below
        QCOMPARE(QColor(image.pixel(on(2, 4))), kPoint);   // the triangle
        QCOMPARE(image.pixel(on(4, 2)), without.pixel(on(4, 2)));
    }

    void theTooltipSaysWhatTheyMark_data()
    {
        QTest::addColumn<QString>("type");
        QTest::newRow("heatmap") << "heatmap";
        QTest::newRow("states") << "state-timeline";
        QTest::newRow("statuses") << "status-history";
    }

    void theTooltipSaysWhatTheyMark()
    {
        QFETCH(QString, type);
        show(type.toStdString(), "{'tooltip':{'mode':'none','hideZeros':true}}", "{}", marks());
        QTest::mouseMove(m_canvas, on(2, 3));
        QVERIFY(tooltip());
        QCOMPARE(tooltip()->rows().size(), std::size_t{2});
        QCOMPARE(tooltip()->rows()[0].name, QStringLiteral("one"));
        QCOMPARE(tooltip()->rows()[0].color, kPoint);
        QCOMPARE(tooltip()->rows()[1].name, QStringLiteral("t"));
        QTest::mouseMove(m_canvas, on(6, 3));
        QCOMPARE(tooltip()->rows()[0].name, QStringLiteral("span"));
        QTest::mouseMove(m_canvas, on(4, -20));
        QVERIFY(!tooltip());
    }

    void oneIsChangedFromItsTooltip()
    {
        show("state-timeline", "{}", "{}", marks());
        QSignalSpy edit(m_panel, &PanelWidget::annotationEditRequested);
        QSignalSpy remove(m_panel, &PanelWidget::annotationRemoveRequested);
        QTest::mouseMove(m_canvas, on(2, 3));
        QTest::mouseClick(m_canvas, Qt::LeftButton, {}, on(2, 3));
        QVERIFY(tooltip() && !tooltip()->isPinned());  // nothing can be done with it here
        m_panel->setAnnotatable(true);
        for (const char* what : {"Edit annotation", "Delete annotation"}) {
            QTest::mouseMove(m_canvas, on(3, -20));
            QTest::mouseMove(m_canvas, on(2, 3));
            QTest::mouseClick(m_canvas, Qt::LeftButton, {}, on(2, 3));
            QVERIFY(tooltip() && tooltip()->isPinned());
            QVERIFY(choose(QString::fromLatin1(what)));
            QVERIFY(!tooltip());
        }
        QCOMPARE(edit.size(), 1);
        QCOMPARE(edit[0][0].toLongLong(), 7);
        QCOMPARE(remove.size(), 1);
        QTest::mouseMove(m_canvas, on(6, 3));
        QTest::mouseClick(m_canvas, Qt::LeftButton, {}, on(6, 3));
        QVERIFY(!tooltip()->isPinned());  // nobody made it by hand
    }

    void dragsZoomAndAnnotate_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<bool>("annotatable");
        QTest::addColumn<int>("modifier");
        QTest::addColumn<double>("to");
        QTest::addColumn<QString>("asked");
        for (const char* type : {"heatmap", "state-timeline", "status-history"}) {
            const auto row = [&](const char* name, bool annotatable, Qt::KeyboardModifier modifier, double to,
                                 const char* asked) {
                QTest::addRow("%s: %s", type, name) << QString::fromLatin1(type) << annotatable
                                                    << static_cast<int>(modifier) << to << QString::fromLatin1(asked);
            };
            row("a drag", true, Qt::NoModifier, 6, "zoom 3 6");
            row("backwards", true, Qt::NoModifier, 1, "zoom 1 3");
            row("beyond the end", true, Qt::NoModifier, 20, "zoom 3 10");
            row("with Ctrl", true, Qt::ControlModifier, 6, "annotate 3 6");
            row("a click with Ctrl", true, Qt::ControlModifier, 3, "annotate 3 3");
            row("where none can be made", false, Qt::ControlModifier, 6, "zoom 3 6");
            row("a click", true, Qt::NoModifier, 3, "");
        }
    }

    void dragsZoomAndAnnotate()
    {
        QFETCH(QString, type);
        QFETCH(bool, annotatable);
        QFETCH(int, modifier);
        QFETCH(double, to);
        show(type.toStdString());
        m_panel->setAnnotatable(annotatable);
        QString asked;
        const auto note = [&](const char* what) {
            return [&asked, what](qint64 from, qint64 until) {
                const auto minutes = [](qint64 time) {
                    return QString::number(std::lround((static_cast<double>(time) - kStart) / kStep));
                };
                asked += QLatin1String(what) + QLatin1Char(' ') + minutes(from) + QLatin1Char(' ') + minutes(until);
            };
        };
        connect(m_panel, &PanelWidget::zoomRequested, this, note("zoom"));
        connect(m_panel, &PanelWidget::annotationRequested, this, note("annotate"));
        const auto keys = static_cast<Qt::KeyboardModifiers>(modifier);
        QTest::mouseMove(m_canvas, on(5, -40));  // a move to where the pointer is already is none
        QTest::mouseMove(m_canvas, on(3, -30));
        QVERIFY(tooltip());
        QTest::mousePress(m_canvas, Qt::LeftButton, keys, on(3, -30));
        const QImage before = m_canvas->grab().toImage();
        QTest::mouseMove(m_canvas, on(to, -20));
        QCOMPARE(m_canvas->grab().toImage() != before, to != 3);  // what is chosen is shown
        QTest::mouseRelease(m_canvas, Qt::LeftButton, keys, on(to, -20));
        QTEST(asked, "asked");
        // A click alone pins the value under it, and offers to annotate.
        QCOMPARE(tooltip() && tooltip()->isPinned(), asked.isEmpty());
        if (!asked.isEmpty()) return;
        QVERIFY(choose(QStringLiteral("Add annotation")));
        QCOMPARE(asked, QStringLiteral("annotate 3 3"));
        QVERIFY(!tooltip());
    }

    void aDoubleClickZoomsOut()
    {
        show("heatmap");
        QSignalSpy out(m_panel, &PanelWidget::zoomOutRequested);
        QTest::mouseDClick(m_canvas, Qt::LeftButton, {}, on(3, -30));
        QCOMPARE(out.size(), 1);
        QVERIFY(!tooltip());
    }
};

QTEST_MAIN(ChartMarksTest)
#include "chart_marks_test.moc"
