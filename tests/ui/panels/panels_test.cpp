#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <cmath>
#include <limits>
#include <memory>

#include "ui/frame/field_override.h"
#include "ui/panels/bar_gauge_panel.h"
#include "ui/panels/bar_painter.h"
#include "ui/panels/panel_factory.h"
#include "ui/panels/panel_frame.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/table_panel.h"
#include "ui/panels/text_panel.h"
#include "ui/panels/timeseries_panel.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

constexpr std::int64_t kStart = 1'700'000'000'000;
constexpr std::int64_t kStep = 15'000;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Reads JSON that is written with ' for " (moc 6.4 loses its way in raw strings).
json::Value parsed(const char* text)
{
    const auto value = json::parse(QByteArray(text).replace('\'', '"').toStdString());
    return value ? *value : json::Value();
}

/// One frame per list of values, all with a fixed pure red as colour unless `config` says otherwise.
PanelData seriesData(const std::vector<std::vector<double>>& series, const char* config, const char* options = "{}")
{
    std::vector<Frame> frames;
    for (std::size_t s = 0; s < series.size(); ++s) {
        Frame frame;
        frame.refId = "A";
        frame.stepMs = kStep;
        std::vector<double> times;
        for (std::size_t i = 0; i < series[s].size(); ++i)
            times.push_back(static_cast<double>(kStart + static_cast<std::int64_t>(i) * kStep));
        Field time;
        time.name = "Time";
        time.type = FieldType::Time;
        time.values = Values::numbers(times);
        Field value;
        value.name = "Value";
        value.displayNameFromDs = "series " + std::to_string(s);
        value.values = Values::numbers(series[s]);
        frame.fields = {time, value};
        frames.push_back(std::move(frame));
    }
    applyFieldConfig(frames, fieldConfigSourceFromJson(parsed(config)));
    PanelData data;
    data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    data.options = parsed(options);
    data.fromMs = kStart;
    data.toMs = kStart + 99 * kStep;
    data.timeZone = "utc";
    return data;
}

const char* const kRed = "{'defaults':{'color':{'mode':'fixed','fixedColor':'#ff0000'},'min':0,'max':100,'custom':{'"
                         "lineWidth':2,'fillOpacity':100,'cellOptions':{'type':'color-background','mode':'basic'}}}}";

int pixelsOf(const QImage& image, const QColor& color, const QRect& area)
{
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x) count += image.pixel(x, y) == color.rgb() ? 1 : 0;
    }
    return count;
}

int pixelsOf(const QImage& image, const QColor& color) { return pixelsOf(image, color, image.rect()); }

std::vector<double> ramp(int count)
{
    std::vector<double> values;
    for (int i = 0; i < count; ++i) values.push_back(i);
    return values;
}

}  // namespace

class PanelsTest : public QObject {
    Q_OBJECT

private slots:
    void drawsInTheColourOfTheSeries_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("options");
        QTest::newRow("timeseries") << QByteArray("timeseries") << QByteArray("{}");
        QTest::newRow("stat") << QByteArray("stat")
                              << QByteArray("{'colorMode':'background_solid','graphMode':'none'}");
        QTest::newRow("gauge") << QByteArray("gauge") << QByteArray("{}");
        QTest::newRow("bargauge") << QByteArray("bargauge") << QByteArray("{}");
        QTest::newRow("table") << QByteArray("table") << QByteArray("{}");
    }

    void drawsInTheColourOfTheSeries()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, options);
        for (const ThemeKind theme : {ThemeKind::Dark, ThemeKind::Light}) {
            applyTheme(*qApp, theme);
            for (const QSize size : {QSize(600, 260), QSize(300, 150)}) {
                RenderRequest request;
                request.type = type.toStdString();
                request.title = QStringLiteral("title");
                request.size = size;
                const QImage image = renderPanel(request, seriesData({ramp(100)}, kRed, options.constData()));
                const int red = pixelsOf(image, Qt::red);
                QVERIFY2(red > size.width() * size.height() / 200, QByteArray::number(red).constData());
                QCOMPARE(QColor(image.pixel(size.width() / 2, 5)), themeOf(theme).panel);
            }
        }
        applyTheme(*qApp, ThemeKind::Dark);
    }

    void survivesOddData_data()
    {
        QTest::addColumn<QByteArray>("type");
        for (const char* type : {"timeseries", "stat", "gauge", "bargauge", "table", "text", "heatmap", "piechart",
                                 "barchart", "histogram", "state-timeline", "status-history", "geomap", "canvas",
                                 "nodeGraph", "flamegraph", "traces", "welcome"}) {
            QTest::newRow(type) << QByteArray(type);
        }
    }

    void survivesOddData()
    {
        QFETCH(QByteArray, type);
        const double inf = std::numeric_limits<double>::infinity();
        const std::vector<std::vector<std::vector<double>>> inputs = {
            {}, {{}}, {{5}}, {{kNan, kNan, kNan}}, {{inf, -inf, 1e300, -1e300}}, {{0, 0, 0}}, {{1, kNan, 3}, {}, {2}}};
        const char* const configs[] = {
            "{}", "{'defaults':{'min':5,'max':5,'custom':{'drawStyle':'bars','fillOpacity':50}}}",
            "{'defaults':{'custom':{'stacking':{'mode':'percent'},'fillOpacity':20,'scaleDistribution':{'type':'log','"
            "log':10}}}}",
            "{'defaults':{'color':{'mode':'continuous-GrYlRd'},'thresholds':{'mode':'percentage','steps':[]},'custom':{"
            "'gradientMode':'scheme','drawStyle':'points','thresholdsStyle':{'mode':'line+area'}}}}"};
        for (const auto& input : inputs) {
            for (const char* config : configs) {
                for (const QSize size : {QSize(1, 1), QSize(1, 200), QSize(200, 1), QSize(21, 60), QSize(320, 180)}) {
                    RenderRequest request;
                    request.type = type.toStdString();
                    request.size = size;
                    const QImage image = renderPanel(
                        request, seriesData(input, config, "{'graphMode':'area','sparkline':true}"));
                    QCOMPARE(image.size(), size);
                }
            }
        }
    }

    void lineStandsWhereItsValuesSay()
    {
        TimeSeriesPanel panel;
        panel.resize(600, 260);
        panel.setData(seriesData({std::vector<double>(100, 50.0)}, kRed, "{'legend':{'showLegend':false}}"));
        panel.view()->prepare();
        const PlotLayout& layout = panel.view()->layoutInfo();
        const QImage image = panel.view()->grab().toImage();
        const int x = static_cast<int>(layout.plot.center().x()) + 1;
        QCOMPARE(image.pixel(x, static_cast<int>(layout.yOf(0, 25))), QColor(Qt::red).rgb());
        QVERIFY(image.pixel(x, static_cast<int>(layout.yOf(0, 75))) != QColor(Qt::red).rgb());
        QCOMPARE(std::lround(layout.timeAt(layout.xOf(static_cast<double>(kStart + kStep)))), kStart + kStep);
    }

    void gapsStayEmpty()
    {
        std::vector<double> values(100, 100.0);
        for (std::size_t i = 40; i < 60; ++i) values[i] = kNan;
        for (const bool spans : {false, true}) {
            const QByteArray config = QByteArray("{'defaults':{'color':{'mode':'fixed','fixedColor':'#ff0000'},'min':0,"
                                                 "'max':100,'custom':{'fillOpacity':100,'spanNulls':") +
                                      (spans ? "true" : "false") + "}}}";
            TimeSeriesPanel panel;
            panel.resize(600, 260);
            panel.setData(seriesData({values}, config.constData(), "{'legend':{'showLegend':false}}"));
            panel.view()->prepare();
            const QPointF centre = panel.view()->layoutInfo().plot.center();
            const bool filled = panel.view()->grab().toImage().pixel(centre.toPoint() + QPoint(3, 3)) ==
                                QColor(Qt::red).rgb();
            QCOMPARE(filled, spans);
        }
    }

    void stacksAddUp()
    {
        TimeSeriesPanel panel;
        panel.resize(600, 260);
        panel.setData(seriesData({{10, 20}, {1, kNan}, {5, 5}},
                                 "{'defaults':{'custom':{'stacking':{'mode':'normal'},'fillOpacity':10}}}"));
        panel.view()->prepare();
        const PlotData& data = panel.view()->data();
        QCOMPARE(data.series[1].values[0], 11.0);
        QCOMPARE(data.series[2].values[0], 16.0);
        QCOMPARE(data.series[2].values[1], 25.0);
        // Without a value of its own a member stays on the level of those below.
        QCOMPARE(data.series[1].values[1], data.series[0].values[1]);
    }

    /// Qt Charts keeps its labels from one picture to the next; nothing old may stay.
    void movingWindowLeavesNothingBehind()
    {
        PanelData later = seriesData({ramp(100)}, kRed);
        later.fromMs += 37 * kStep;
        later.toMs += 90 * kStep;
        for (const auto kind : {TimeSeriesView::FrameKind::Chart, TimeSeriesView::FrameKind::Painter}) {
            const auto picture = [kind](const std::vector<PanelData>& shown) {
                TimeSeriesPanel panel;
                panel.resize(600, 260);
                panel.view()->setFrameKind(kind);
                for (const PanelData& data : shown) {
                    panel.setData(data);
                    panel.view()->prepare();
                }
                return panel.view()->grab().toImage();
            };
            QVERIFY(picture({seriesData({{1e6, 2e7, 5e8}}, "{}"), later}) == picture({later}));
        }
    }

    void legendIsolatesAndToggles()
    {
        TimeSeriesPanel panel;
        panel.resize(600, 260);
        const PanelData data = seriesData({ramp(10), ramp(10), ramp(10)}, "{}");
        panel.setData(data);
        panel.show();
        const auto hidden = [&panel] {
            QByteArray flags;
            for (const PlotSeries& series : panel.view()->model().series) flags += series.hidden ? 'h' : 'v';
            return flags;
        };
        const auto click = [&panel](int item, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
            QTest::mouseClick(panel.legend(), Qt::LeftButton, modifiers,
                              panel.legend()->itemRect(item).center().toPoint());
        };
        click(1);
        QCOMPARE(hidden(), QByteArray("hvh"));
        panel.setData(data);
        QCOMPARE(hidden(), QByteArray("hvh"));
        click(0, Qt::ControlModifier);
        QCOMPARE(hidden(), QByteArray("vvh"));
        click(0, Qt::ControlModifier);
        click(1);
        QCOMPARE(hidden(), QByteArray("vvv"));
    }

    void dragZoomsAndDoubleClickZoomsOut()
    {
        TimeSeriesPanel panel;
        panel.resize(600, 260);
        panel.setData(seriesData({ramp(100)}, "{}"));
        panel.show();
        panel.view()->prepare();
        const QRect plot = panel.view()->layoutInfo().plot.toRect();
        QSignalSpy zoomed(&panel, &PanelWidget::zoomRequested);
        QSignalSpy out(&panel, &PanelWidget::zoomOutRequested);
        const QPoint from(plot.left() + plot.width() / 4, plot.center().y());
        const QPoint to(plot.left() + plot.width() / 2, plot.center().y());
        QTest::mousePress(panel.view(), Qt::LeftButton, {}, from);
        QTest::mouseMove(panel.view(), to);
        QTest::mouseRelease(panel.view(), Qt::LeftButton, {}, to);
        QCOMPARE(zoomed.count(), 1);
        const double span = 99.0 * kStep;
        QVERIFY(std::abs(zoomed[0][0].toLongLong() - (kStart + span / 4)) < span / 100);
        QVERIFY(std::abs(zoomed[0][1].toLongLong() - (kStart + span / 2)) < span / 100);
        QTest::mouseClick(panel.view(), Qt::LeftButton, {}, to);
        QCOMPARE(zoomed.count(), 1);
        QTest::mouseDClick(panel.view(), Qt::LeftButton, {}, to);
        QCOMPARE(out.count(), 1);
    }

    void tableSortsNumbersAsNumbersAndNullsLast()
    {
        TablePanel panel;
        panel.resize(600, 260);
        panel.setData(seriesData({{10, 9, kNan, 100}}, "{}", "{'sortBy':[{'displayName':'series 0','desc':true}]}"));
        QStringList order;
        for (int row = 0; row < 4; ++row) order += panel.model()->index(row, 1).data().toString();
        QCOMPARE(order.first(), QStringLiteral("100"));
        QCOMPARE(order.mid(1, 2).join(QLatin1Char(' ')), QStringLiteral("10 9"));
    }

    void tooltipSortsAndKeepsTheNearestRow()
    {
        std::vector<TooltipRow> rows;
        for (int i = 0; i < 10; ++i) rows.push_back({Qt::red, QString::number(i), {}, i == 3 ? kNan : i, i == 0});
        const int leftOut = arrangeTooltipRows(rows, TooltipSort::Descending, 4);
        QCOMPARE(leftOut, 6);
        QString names;
        for (const TooltipRow& row : rows) names += row.name;
        QCOMPARE(names, QStringLiteral("9870"));
    }

    void textIsHarmless_data()
    {
        QTest::addColumn<QString>("html");
        QTest::addColumn<QString>("mustNotHold");
        QTest::newRow("script") << "a<script>alert(1)</script>b"
                                << "alert";
        QTest::newRow("open script") << "a<SCRIPT src=x>alert(1)"
                                     << "alert";
        QTest::newRow("handler") << "<b onclick=\"x()\">b</b>"
                                 << "onclick";
        QTest::newRow("image") << "<img src='http://host/p.png'>"
                               << "host";
        QTest::newRow("link") << "<a href=\"javascript:x()\">b</a>"
                              << "javascript";
        QTest::newRow("style url") << "<p style=\"background:url(http://host/x)\">b</p>"
                                   << "host";
        QTest::newRow("frame") << "<iframe src=\"http://host\"></iframe>"
                               << "host";
    }

    void textIsHarmless()
    {
        QFETCH(QString, html);
        QFETCH(QString, mustNotHold);
        QVERIFY2(!safeHtml(html).contains(mustNotHold, Qt::CaseInsensitive), qPrintable(safeHtml(html)));
        for (const char* around : {"%1", "# %1", "- a\n- %1", "| a |\n|---|\n| %1 |"}) {
            const QString safe = safeMarkdown(QString::fromLatin1(around).arg(html));
            QVERIFY2(!safe.contains(mustNotHold, Qt::CaseInsensitive), qPrintable(safe));
        }
    }

    /// Green on green would not be seen.
    void aChangeOnABackgroundIsInTheColourOfTheValue()
    {
        RenderRequest request;
        request.type = "stat";
        request.size = {300, 160};
        const auto drawn = [&](const char* options) {
            const PanelData data = seriesData({{20, 60}},
                                              "{'defaults':{'color':{'mode':'fixed','fixedColor':'green'}}}", options);
            (void)renderPanel(request, data);  // the first picture loads the fonts of its sizes
            return renderPanel(request, data);
        };
        QCOMPARE(drawn("{'colorMode':'background','graphMode':'none','showPercentChange':true}"),
                 drawn("{'colorMode':'background','graphMode':'none','showPercentChange':true,"
                       "'percentChangeColorMode':'same_as_value'}"));
        QVERIFY(drawn("{'colorMode':'none','graphMode':'none','showPercentChange':true}") !=
                drawn("{'colorMode':'none','graphMode':'none','showPercentChange':true,"
                      "'percentChangeColorMode':'same_as_value'}"));
    }

    /// In the middle of a scheme of three stands the second, not the curve through all of them.
    void aGaugeRunsThroughTheColoursOfItsScheme()
    {
        RenderRequest request;
        request.type = "gauge";
        request.size = {300, 200};
        const QImage image = renderPanel(
            request, seriesData({{100}}, "{'defaults':{'color':{'mode':'continuous-GrYlRd'},'min':0,'max':100}}",
                                "{'effects':{'gradient':true},'showThresholdMarkers':false}"));
        const QColor yellow = toQColor(currentVisualTheme().color("yellow"));
        int alike = 0;
        for (int y = 0; y < image.height() / 2; ++y) {
            const QColor found = image.pixelColor(image.width() / 2, y);
            alike += std::abs(found.red() - yellow.red()) < 6 && std::abs(found.green() - yellow.green()) < 6 &&
                     std::abs(found.blue() - yellow.blue()) < 6;
        }
        QVERIFY2(alike > 5, qPrintable(QString::number(alike)));
    }

    /// The line at its end follows its round corners.
    void aBasicBarEndsInItsCorners()
    {
        const PanelData data = seriesData({{50}}, kRed);
        DisplayValue display;
        display.numeric = 50;
        display.color = Color{255, 0, 0, 1};
        for (const bool vertical : {false, true}) {
            QImage image(100, 100, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::black);
            QPainter painter(&image);
            painter.setRenderHint(QPainter::Antialiasing);
            BarPaint paint;
            paint.mode = BarMode::Basic;
            paint.showUnfilled = false;
            paint.vertical = vertical;
            paintBar(painter, vertical ? QRectF(0, 0, 20, 100) : QRectF(0, 0, 100, 20), (*data.frames)[0].fields[1],
                     display, paint);
            painter.end();
            const auto at = [&](int along, int across) {
                return vertical ? image.pixelColor(across, 99 - along).red() : image.pixelColor(along, across).red();
            };
            QVERIFY(at(49, 10) > 250);
            QVERIFY(at(48, 10) > 250);
            QVERIFY(at(45, 10) < 120);
            QVERIFY2(at(49, 0) < 128, qPrintable(QString::number(at(49, 0))));
            QVERIFY2(at(49, 19) < 128, qPrintable(QString::number(at(49, 19))));
        }
    }

    /// Lines of 22 pixels, 16 between paragraphs and below lists, none between the items of a list.
    void textIsSpacedAsInGrafana()
    {
        PanelData data;
        data.options = parsed("{'mode':'markdown','content':'one\\n\\n- a\\n- b\\n\\nlast'}");
        const auto panel = createPanel("text");
        panel->resize(300, 300);
        panel->show();
        panel->setData(data);
        const QTextDocument* document = panel->findChild<QTextBrowser*>()->document();
        std::vector<double> tops;
        for (QTextBlock block = document->begin(); block.isValid(); block = block.next())
            tops.push_back(document->documentLayout()->blockBoundingRect(block).top() + block.layout()->lineAt(0).y());
        QCOMPARE(tops.size(), std::size_t{4});
        QCOMPARE(tops[1] - tops[0], 38.0);
        QCOMPARE(tops[2] - tops[1], 22.0);
        QCOMPARE(tops[3] - tops[2], 38.0);
    }

    void frameTellsItsState()
    {
        PanelFrame frame;
        frame.resize(300, 150);
        frame.setTitle(QStringLiteral("CPU"));
        frame.setPanel(createPanel("gauge"));
        frame.setData(seriesData({}, "{}"));
        QCOMPARE(frame.accessibleName(), QStringLiteral("CPU"));
        QCOMPARE(frame.accessibleDescription(), QStringLiteral("no data"));
        QVERIFY(frame.panel()->isHidden());
        frame.setData(seriesData({{42}}, "{'defaults':{'unit':'percent'}}"));
        QVERIFY(frame.accessibleDescription().contains(QStringLiteral("42%")));
        QVERIFY(!frame.panel()->isHidden());
        const auto corner = [&] { return frame.grab(QRect(9, 9, 22, 24)).toImage(); };
        const QImage plain = corner();
        frame.setNotices({}, {"not a counter"});
        QVERIFY(frame.accessibleDescription().contains(QStringLiteral("not a counter")));
        const QImage info = corner();
        QVERIFY(info != plain);
        frame.setNotices({"many"}, {"not a counter"});
        QVERIFY(frame.accessibleDescription().contains(QStringLiteral("many\nnot a counter")));
        QVERIFY(corner() != plain && corner() != info);
        frame.setNotices({}, {});
        QVERIFY(!frame.accessibleDescription().contains(QStringLiteral("counter")));
        QCOMPARE(corner(), plain);
        frame.setError(QStringLiteral("parse error"));
        QVERIFY(frame.accessibleDescription().contains(QStringLiteral("parse error")));
        const QImage image = frame.grab().toImage();
        QVERIFY(pixelsOf(image, currentTheme().error, QRect(9, 9, 22, 24)) > 100);
    }

    /// New values of a graph are painted by the graph, and by its legend if they stand there.
    void newValuesAreNotPaintedTwice()
    {
        struct Paints : QObject {
            std::map<QObject*, int> counts;
            bool eventFilter(QObject* object, QEvent* event) override
            {
                if (event->type() == QEvent::Paint) ++counts[object];
                return false;
            }
        } paints;
        PanelFrame frame;
        frame.resize(400, 250);
        frame.setTitle(QStringLiteral("CPU"));
        auto* panel = new TimeSeriesPanel;
        panel->setDeferred(true);
        frame.setPanel(panel);
        frame.setData(seriesData({ramp(10), ramp(20)}, "{}"));
        frame.show();
        panel->prepare();
        QVERIFY(QTest::qWaitForWindowExposed(&frame));
        QCoreApplication::processEvents();
        for (QObject* object : std::initializer_list<QObject*>{&frame, panel->view(), panel->legend()})
            object->installEventFilter(&paints);
        frame.setData(seriesData({ramp(30), ramp(10)}, "{}"));
        QCoreApplication::processEvents();
        QCOMPARE(paints.counts.size(), std::size_t{0});
        panel->prepare();
        QCoreApplication::processEvents();
        QCOMPARE(paints.counts[panel->view()], 1);
        QCOMPARE(paints.counts[&frame], 0);
        QCOMPARE(paints.counts[panel->legend()], 0);
        frame.setData(seriesData({ramp(10)}, "{}"));
        QCoreApplication::processEvents();
        QVERIFY(paints.counts[panel->legend()] > 0);
        frame.setData(seriesData({}, "{}"));
        QCoreApplication::processEvents();
        QVERIFY(paints.counts[&frame] > 0);  // it says that there is nothing
    }

    /// A click on a value follows its link, with the value in it.
    void clickFollowsLink_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("url");
        QTest::newRow("stat") << QByteArray("stat") << "https://example.test/d?v=3&s=series%200";
        QTest::newRow("gauge") << QByteArray("gauge") << "https://example.test/d?v=3&s=series%200";
        QTest::newRow("bargauge") << QByteArray("bargauge") << "https://example.test/d?v=3&s=series%200";
        QTest::newRow("table") << QByteArray("table") << "https://example.test/d?v=1&s=series%200";
    }

    void clickFollowsLink()
    {
        QFETCH(QByteArray, type);
        QFETCH(QString, url);
        PanelData data = seriesData({{1, 2, 3}}, "{'defaults':{'links':[{'title':'to','url':'https://example.test/"
                                                 "d?v=${__value.raw}&s=${__field.displayName}'}]}}");
        const std::unique_ptr<PanelWidget> panel(createPanel(type.toStdString()));
        panel->resize(400, 200);
        panel->setData(data);
        panel->show();
        QSignalSpy links(panel.get(), &PanelWidget::linkActivated);
        QWidget* target = panel.get();
        QPoint at(200, 100);
        if (auto* table = panel->findChild<QTableView*>()) {
            target = table->viewport();
            at = table->visualRect(table->model()->index(0, 1)).center();
        }
        QTest::mouseClick(target, Qt::LeftButton, Qt::NoModifier, at);
        QCOMPARE(links.count(), 1);
        QCOMPARE(links.first().first().toUrl().toString(QUrl::FullyEncoded), url);
    }

    void tableIsCopiedAsCsv()
    {
        TablePanel panel;
        panel.setData(seriesData({{1, 2.5}}, "{}"));
        auto* view = panel.findChild<QTableView*>();
        const auto actions = view->actions();
        const auto copy = std::find_if(actions.begin(), actions.end(), [](const QAction* action) {
            return action->text() == QLatin1String("Copy as CSV");
        });
        QVERIFY(copy != actions.end());
        (*copy)->trigger();
        const QString first = QString::number(kStart);
        QCOMPARE(QGuiApplication::clipboard()->text().replace(QStringLiteral("\r\n"), QStringLiteral("|")),
                 QString("\"Time\",\"series 0\"|%1,1|%2,2.5").arg(first, QString::number(kStart + kStep)));
    }

    void clickWithoutLinkDoesNothing()
    {
        const std::unique_ptr<PanelWidget> panel(createPanel("stat"));
        panel->resize(400, 200);
        panel->setData(seriesData({{1, 2, 3}}, "{}"));
        QSignalSpy links(panel.get(), &PanelWidget::linkActivated);
        QTest::mouseClick(panel.get(), Qt::LeftButton, Qt::NoModifier, QPoint(200, 100));
        QCOMPARE(links.count(), 0);
    }
};

QTEST_MAIN(PanelsTest)
#include "panels_test.moc"
