#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <cmath>
#include <limits>

#include "tests/support/panel_frames.h"
#include "ui/frame/field_override.h"
#include "ui/panels/graph_panels.h"
#include "ui/panels/panel_factory.h"
#include "ui/panels/xy_panel.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;
using namespace watchglass::test;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

PanelData made(std::vector<std::vector<Field>> frameFields, const QByteArray& options = "{}",
               const QByteArray& config = "{}")
{
    std::vector<Frame> frames;
    for (auto& fields : frameFields) {
        Frame frame;
        frame.refId = "A";
        frame.fields = std::move(fields);
        frames.push_back(std::move(frame));
    }
    applyFieldConfig(frames, fieldConfigSourceFromJson(parsed(config)));
    PanelData data;
    data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    data.options = parsed(options);
    data.fromMs = static_cast<std::int64_t>(kStart - kStep);
    data.toMs = static_cast<std::int64_t>(kStart + 4 * kStep);
    data.timeZone = "utc";
    return data;
}

std::vector<Field> prices()
{
    return {times(4),
            numbers("open", {10, 12, 9, 9}),
            numbers("high", {13, 13, 12, 10}),
            numbers("low", {9, 8, 8, 7}),
            numbers("close", {12, 9, 11, 9}),
            numbers("volume", {100, 300, 200, 50}),
            numbers("trades", {1, 2, 3, 4})};
}

QStringList namesOf(const PlotModel& plot, bool drawn)
{
    QStringList out;
    for (const PlotSeries& series : plot.series) {
        if (series.drawn == drawn) out += series.name;
    }
    return out;
}

int pixelsOf(const QImage& image, const QColor& color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) count += image.pixel(x, y) == color.rgb() ? 1 : 0;
    }
    return count;
}

}  // namespace

class GraphPanelsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void trendStandsOnNumbers()
    {
        const PanelData data = made(
            {{numbers("rpm", {3000, 1000, 2000}), numbers("torque", {30, 10, 20})}}, "{}",
            "{'overrides':[{'matcher':{'id':'byName','options':'rpm'},'properties':[{'id':'unit',"
            "'value':'rotrpm'},{'id':'custom.axisLabel','value':'speed'}]}]}");
        const TimeSeriesModel model = trendModel(data);
        QCOMPARE(model.plot.series.size(), std::size_t{1});
        QCOMPARE(model.plot.fromMs, 1000.0);
        QCOMPARE(model.plot.toMs, 3000.0);
        // Rows are sorted by x.
        QCOMPARE(model.plot.series[0].values[0], 10.0);
        QCOMPARE(model.plot.series[0].values[2], 30.0);
        QVERIFY(model.plot.numbers.has_value());
        QCOMPARE(model.plot.numbers->name, QStringLiteral("speed"));
        const PlotLayout layout = layoutPlot(model.plot, preparePlotData(model.plot), QSizeF(500, 300));
        QVERIFY(!layout.timeTicks.empty());
        QVERIFY2(layout.timeTicks.front().label.endsWith(QStringLiteral("rpm")),
                 qPrintable(layout.timeTicks.front().label));
        QCOMPARE(layout.xOf(1000), layout.plot.left());
        QCOMPARE(layout.xOf(3000), layout.plot.right());
    }

    void trendOverSmallNumbers()
    {
        const PanelData data = made({{numbers("x", {0, 0.25, 0.5}), numbers("y", {1, 2, 3})}});
        const TimeSeriesModel model = trendModel(data);
        const PlotLayout layout = layoutPlot(model.plot, preparePlotData(model.plot), QSizeF(500, 300));
        QCOMPARE(layout.xOf(0.25), layout.plot.center().x());
        QVERIFY(layout.timeTicks.size() > 2);
        const auto points = pointsNear(model.plot, preparePlotData(model.plot), layout, 0.24);
        QCOMPARE(points.size(), std::size_t{1});
        QCOMPARE(points[0].timeMs, 0.25);
    }

    void trendFieldByName_data()
    {
        QTest::addColumn<std::string>("wanted");
        QTest::addColumn<int>("expected");
        QTest::newRow("first number") << std::string() << 1;
        QTest::newRow("named") << std::string("b") << 2;
        QTest::newRow("unknown") << std::string("zz") << -1;
        QTest::newRow("time is none") << std::string("Time") << -1;
    }

    void trendFieldByName()
    {
        QFETCH(std::string, wanted);
        Frame frame;
        frame.fields = {times(1), numbers("a", {1}), numbers("b", {1})};
        QTEST(trendXField(frame, wanted), "expected");
    }

    void candlesByMode_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QStringList>("asMarks");
        QTest::addColumn<QStringList>("asLines");
        QTest::newRow("both") << QByteArray("{'mode':'candles+volume'}")
                              << QStringList{"open", "high", "low", "close", "volume"} << QStringList{};
        QTest::newRow("candles") << QByteArray("{'mode':'candles'}") << QStringList{"open", "high", "low", "close"}
                                 << QStringList{};
        QTest::newRow("volume") << QByteArray("{'mode':'volume'}") << QStringList{"volume"}
                                << QStringList{"open", "close"};
        QTest::newRow("all fields") << QByteArray("{'mode':'candles','includeAllFields':true}")
                                    << QStringList{"open", "high", "low", "close"} << QStringList{"volume", "trades"};
        QTest::newRow("mapped") << QByteArray("{'mode':'candles','fields':{'high':'trades'}}")
                                << QStringList{"open", "low", "close", "trades"} << QStringList{};
    }

    void candlesByMode()
    {
        QFETCH(QByteArray, options);
        const CandlestickModel made1 = candlestickModel(made({prices()}, options));
        QTEST(namesOf(made1.model.plot, false), "asMarks");
        QTEST(namesOf(made1.model.plot, true), "asLines");
        QVERIFY(made1.model.plot.candles.has_value());
    }

    void volumeStandsLow()
    {
        const CandlestickModel found = candlestickModel(made({prices()}, "{'mode':'candles+volume'}"));
        const PlotModel& plot = found.model.plot;
        QCOMPARE(plot.axes.size(), std::size_t{2});
        const auto& axis = plot.axes[static_cast<std::size_t>(plot.candles->volumeAxis)];
        QCOMPARE(axis.rules.hardMax.value_or(0), 2100.0);
        QCOMPARE(axis.format(2000, 0), QString());
        QVERIFY(!axis.format(200, 0).isEmpty());
    }

    void candlesOfOneValue()
    {
        const auto found = candlestickFields(*made({{times(3), numbers("price", {1, 2, 4})}}).frames, parsed("{}"));
        QVERIFY(found.has_value());
        const Values& close = found->frame.fields[static_cast<std::size_t>(found->close)].values;
        QCOMPARE(close.number(0), 2.0);
        QCOMPARE(close.number(2), 4.0);
        QCOMPARE(found->high, found->open);
        QVERIFY(!candlestickFields({}, parsed("{}")).has_value());
    }

    void candlesOfSeveralFrames()
    {
        const auto found = candlestickFields(
            *made({{times(3), numbers("open", {1, 2, 4})}, {times(3), numbers("close", {2, 3, 5})}}).frames,
            parsed("{}"));
        QVERIFY(found.has_value());
        QCOMPARE(found->frame.rows(), std::size_t{3});
        QCOMPARE(found->frame.fields[static_cast<std::size_t>(found->close)].values.number(1), 3.0);
    }

    void candleColours_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<bool>("up");
        QTest::addColumn<bool>("down");
        const QByteArray colors = "'colors':{'up':'#00ff00','down':'#ff0000','flat':'#0000ff'}";
        QTest::newRow("by open") << QByteArray("{'mode':'candles'," + colors + "}") << true << true;
        QTest::newRow("bars") << QByteArray("{'mode':'candles','candleStyle':'ohlcbars'," + colors + "}") << true
                              << true;
        QTest::newRow("by close") << QByteArray("{'mode':'candles','colorStrategy':'close-close'," + colors + "}")
                                  << true << true;
    }

    void candleColours()
    {
        QFETCH(QByteArray, options);
        CandlestickPanel panel;
        panel.resize(500, 300);
        panel.setData(made({prices()}, options));
        panel.view()->prepare();
        const QImage image = panel.view()->grab().toImage();
        QTEST(pixelsOf(image, QColor(0, 255, 0)) > 50, "up");
        QTEST(pixelsOf(image, QColor(255, 0, 0)) > 50, "down");
        const bool byClose = options.contains("close-close");
        QCOMPARE(pixelsOf(image, QColor(0, 0, 255)) > 20, byClose);
    }

    void xySeries_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("auto") << QByteArray("{'mapping':'auto'}") << QStringList{"a/b", "a/c", "a/d", "e/f"};
        QTest::newRow("auto, x named")
            << QByteArray("{'mapping':'auto','series':[{'x':{'matcher':{'id':'byName','options':'c'}}}]}")
            << QStringList{"c/a", "c/b", "c/d"};
        QTest::newRow("manual")
            << QByteArray(
                   "{'mapping':'manual','series':[{'frame':{'matcher':{'id':'byIndex','options':0}},'x':{'matcher':"
                   "{'id':'byName','options':'b'}},'y':{'matcher':{'id':'byName','options':'c'}},'size':{'matcher':{"
                   "'id':'byName','options':'d'}}}]}")
            << QStringList{"b/c"};
        QTest::newRow("manual without y")
            << QByteArray("{'mapping':'manual','series':[{'x':{'matcher':{'id':'byName','options':'b'}}}]}")
            << QStringList{};
        QTest::newRow("as version 10 wrote it")
            << QByteArray("{'seriesMapping':'manual','series':[{'x':'e','y':'f'}]}") << QStringList{"e/f"};
        QTest::newRow("manual without series") << QByteArray("{'mapping':'manual','series':[]}") << QStringList{};
    }

    void xySeries()
    {
        QFETCH(QByteArray, options);
        const PanelData data = made(
            {{times(2), numbers("a", {1, 2}), numbers("b", {3, 4}), numbers("c", {5, 6}), numbers("d", {7, 8})},
             {numbers("e", {1, 2}), numbers("f", {3, 4})}},
            options);
        const XyModel model = xyModel(data);
        QStringList got;
        for (const XySeries& series : model.series)
            got += QString::fromStdString(series.x->name + "/" + series.y->name);
        QTEST(got, "expected");
    }

    void xySizesGrowByArea()
    {
        const PanelData data = made({{numbers("x", {1, 2, 3}), numbers("y", {1, 2, 3}), numbers("s", {0, 50, 100})}},
                                    "{'mapping':'auto','series':[{'size':{'matcher':{'id':'byName','options':'s'}}}]}",
                                    "{'defaults':{'custom':{'pointSize':{'min':10,'max':30}}}}");
        const XyModel model = xyModel(data);
        QCOMPARE(model.series.size(), std::size_t{1});
        QCOMPARE(model.series[0].sizes.front(), 10.0);
        QCOMPARE(model.series[0].sizes.back(), 30.0);
        QVERIFY(std::abs(model.series[0].sizes[1] - std::sqrt(500.0)) < 1e-9);
        // The field of sizes is none of points.
        QCOMPARE(model.series[0].y->name, std::string("y"));
    }

    void xyNamesLoseWhatTheyShare()
    {
        const XyModel model = xyModel(
            made({{numbers("x", {1}), numbers("cpu of api", {1}), numbers("cpu of web", {1})}}));
        QCOMPARE(model.series[0].name, QStringLiteral("api"));
        QCOMPARE(model.series[1].name, QStringLiteral("web"));
    }

    void xyPointsStandWhereTheyBelongAndAnswer()
    {
        XyPanel panel;
        panel.resize(500, 300);
        panel.show();
        panel.setData(
            made({{numbers("x", {1, 3, 2}), numbers("y", {10, 30, 20})}}, "{'legend':{'showLegend':false}}",
                 "{'defaults':{'color':{'mode':'fixed','fixedColor':'#ff0000'},'custom':{'pointSize':{'fixed':20},"
                 "'fillOpacity':100,'show':'points'}}}"));
        const QRectF area(panel.chartRect());
        const QPointF first = panel.pointAt(0, 0, area);
        const QPointF second = panel.pointAt(0, 1, area);
        QVERIFY(second.x() > first.x() && second.y() < first.y());
        const QImage image = panel.grab().toImage();
        QCOMPARE(image.pixel(first.toPoint()), QColor(Qt::red).rgb());
        QCOMPARE(image.pixel(second.toPoint()), QColor(Qt::red).rgb());
        QWidget* canvas = panel.childAt(first.toPoint());
        QTest::mouseMove(canvas, first.toPoint());
        QMouseEvent move(QEvent::MouseMove, first, canvas->mapToGlobal(first), Qt::NoButton, Qt::NoButton, {});
        QCoreApplication::sendEvent(canvas, &move);
        QVERIFY(panel.window()->findChild<PlotTooltip*>() != nullptr);
        const QPointF empty(area.left() + 2, area.top() + 2);
        QMouseEvent away(QEvent::MouseMove, empty, canvas->mapToGlobal(empty), Qt::NoButton, Qt::NoButton, {});
        QCoreApplication::sendEvent(canvas, &away);
        const auto* gone = panel.window()->findChild<PlotTooltip*>();
        QVERIFY(!gone || gone->isHidden());
    }

    /// Ticks of the x axis that are labelled, and how far along the axis the points stand, in percent.
    void xyScales_data()
    {
        QTest::addColumn<QByteArray>("distribution");
        QTest::addColumn<QStringList>("labels");
        QTest::addColumn<QList<int>>("places");
        QTest::newRow("linear") << QByteArray("{'type':'linear'}")
                                << QStringList{"0", "200", "400", "600", "800", "1000"} << QList<int>{0, 1, 9, 91};
        QTest::newRow("log 10") << QByteArray("{'type':'log','log':10}") << QStringList{"1", "10", "100", "1000"}
                                << QList<int>{0, 33, 67, 100};
        QTest::newRow("log 2") << QByteArray("{'type':'log','log':2}")
                               << QStringList{"1", "4", "16", "64", "256", "1024"} << QList<int>{0, 33, 66, 100};
        QTest::newRow("symlog") << QByteArray("{'type':'symlog','log':10,'linearThreshold':1}")
                                << QStringList{"1", "10", "100", "1000"} << QList<int>{0, 32, 66, 100};
    }

    void xyScales()
    {
        QFETCH(QByteArray, distribution);
        const PanelData data = made(
            {{numbers("x", {1, 10, 100, 1000}), numbers("y", {1, 2, 3, 4})}}, "{}",
            "{'defaults':{},'overrides':[{'matcher':{'id':'byName','options':'x'},'properties':[{'id':"
            "'custom.scaleDistribution','value':" +
                distribution + "}]}]}");
        XyModel model = xyModel(data);
        const PlotLayout layout = layoutXy(model, {400, 300});
        QStringList labels;
        for (const Tick& tick : layout.timeTicks) {
            if (!tick.label.isEmpty()) labels += tick.label;
        }
        QTEST(labels, "labels");
        QList<int> places;
        for (const double x : model.series[0].xs) {
            places += static_cast<int>(std::lround((layout.xOf(x) - layout.plot.left()) / layout.plot.width() * 100));
            QVERIFY(std::abs(layout.timeAt(layout.xOf(x)) / x - 1) < 1e-9);
        }
        QTEST(places, "places");
    }

    void xyLogAxesLeaveOutWhatHasNoPlace()
    {
        const QByteArray log = "{'defaults':{'custom':{'scaleDistribution':{'type':'log','log':10}}}}";
        XyModel model = xyModel(made({{numbers("x", {-5, 0, 1, 50}), numbers("y", {3, 0, -2, 70})}}, "{}", log));
        const PlotLayout layout = layoutXy(model, {400, 300});
        QCOMPARE(layout.fromMs, 1.0);
        QCOMPARE(layout.toMs, 100.0);
        QVERIFY(std::isnan(layout.xOf(0)));
        QCOMPARE(layout.axes[0].range.min, 1.0);
        QCOMPARE(layout.axes[0].range.max, 100.0);
        XyModel none = xyModel(made({{numbers("x", {-5}), numbers("y", {-3})}}, "{}", log));
        QCOMPARE(layoutXy(none, {400, 300}).fromMs, 1.0);
    }

    void oddDataIsSurvived()
    {
        const double inf = std::numeric_limits<double>::infinity();
        const std::vector<std::vector<double>> odd{{}, {1}, {kNan, kNan}, {inf, -inf, 1e300, -1e300}, {0, 0, 0}};
        for (const char* type : {"trend", "candlestick", "xychart"}) {
            for (const auto& values : odd) {
                for (const char* options :
                     {"{}", "{'mode':'volume','candleStyle':'ohlcbars','includeAllFields':true,'xField':'open'}"}) {
                    const PanelData data = made({{times(values.size()), numbers("open", values),
                                                  numbers("close", values), numbers("v", values)}},
                                                options);
                    for (const QSize size :
                         {QSize(1, 1), QSize(1, 200), QSize(200, 1), QSize(21, 60), QSize(320, 180)}) {
                        RenderRequest request;
                        request.type = type;
                        request.size = size;
                        QCOMPARE(renderPanel(request, data).size(), size);
                    }
                }
            }
        }
    }
};

QTEST_MAIN(GraphPanelsTest)
#include "graph_panels_test.moc"
