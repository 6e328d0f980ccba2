#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <cmath>
#include <limits>

#include "tests/support/panel_frames.h"
#include "ui/frame/field_override.h"
#include "ui/panels/bar_chart_panel.h"
#include "ui/panels/bar_gauge_panel.h"
#include "ui/panels/heatmap_colors.h"
#include "ui/panels/heatmap_exemplars.h"
#include "ui/panels/heatmap_panel.h"
#include "ui/panels/panel_factory.h"
#include "ui/panels/pie_panel.h"
#include "ui/panels/state_panel.h"

using namespace watchglass;
using namespace watchglass::ui;
using namespace watchglass::test;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

PanelData made(std::vector<Field> fields, const char* options = "{}", const char* config = "{}")
{
    const std::size_t rows = fields.front().values.size();
    Frame frame;
    frame.refId = "A";
    frame.fields = std::move(fields);
    std::vector<Frame> frames{std::move(frame)};
    applyFieldConfig(frames, fieldConfigSourceFromJson(parsed(config)));
    PanelData data;
    data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    data.options = parsed(options);
    data.fromMs = static_cast<std::int64_t>(kStart);
    data.toMs = static_cast<std::int64_t>(kStart + static_cast<double>(rows) * kStep);
    data.timeZone = "utc";
    return data;
}

QStringList namesOf(const std::vector<PieSlice>& slices)
{
    QStringList names;
    for (const PieSlice& slice : slices) names += slice.name + QLatin1Char(' ') + slice.percent;
    return names;
}

}  // namespace

class ChartsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void pieSlicesAreSortedAndShared_data()
    {
        QTest::addColumn<std::string>("sort");
        QTest::addColumn<QString>("hidden");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("descending") << std::string() << QString() << QStringList{"b 60%", "c 30%", "a 10%", "d 0%"};
        QTest::newRow("ascending") << std::string("asc") << QString() << QStringList{"d 0%", "a 10%", "c 30%", "b 60%"};
        QTest::newRow("as they come") << std::string("none") << QString()
                                      << QStringList{"a 10%", "b 60%", "c 30%", "d 0%"};
        QTest::newRow("without one") << std::string() << QStringLiteral("b")
                                     << QStringList{"b 0%", "c 75%", "a 25%", "d 0%"};
    }

    void pieSlicesAreSortedAndShared()
    {
        QFETCH(std::string, sort);
        QFETCH(QString, hidden);
        QFETCH(QStringList, expected);
        const PanelData data = made(
            {times(1), numbers("a", {10}), numbers("b", {60}), numbers("c", {30}), numbers("d", {-5})});
        const auto values = reducedValues(data);
        const auto slices = pieSlices(values, sort, [&](const QString& name) { return name == hidden; });
        QCOMPARE(namesOf(slices), expected);
        double at = 0;
        for (const PieSlice& slice : slices) {
            QCOMPARE(slice.start, at);
            at += slice.share;
        }
        QVERIFY(std::abs(at - 1) < 1e-9);
    }

    void donutHasAHoleAndAPieHasNone()
    {
        const PanelData whole = made({times(1), numbers("a", {1})}, "{'pieType':'pie','legend':{'showLegend':false}}");
        PanelData ring = whole;
        ring.options = parsed("{'pieType':'donut','legend':{'showLegend':false}}");
        RenderRequest request;
        request.type = "piechart";
        request.size = {300, 200};
        const QRgb ground = currentTheme().panel.rgb();
        QVERIFY(renderPanel(request, whole).pixel(150, 100) != ground);
        QCOMPARE(renderPanel(request, ring).pixel(150, 100), ground);
    }

    void pieLegendShowsWhatIsAskedFor()
    {
        PiePanel panel;
        panel.setData(made({times(1), numbers("a", {1}), numbers("b", {3})},
                           "{'legend':{'values':['percent','value'],'displayMode':'table'}}"));
        QCOMPARE(panel.legend()->items().size(), std::size_t{2});
        QCOMPARE(panel.legend()->items()[0].name, QStringLiteral("b"));
        QCOMPARE(panel.legend()->items()[0].texts, (QStringList{"3", "75%"}));
    }

    void heatmapReadsBuckets()
    {
        const HeatmapModel model = heatmapModel(
            made({times(3), numbers("0.1", {0, 1, 2}), numbers("0.5", {5, kNan, 7}), numbers("+Inf", {1, 1, 1})}));
        QCOMPARE(model.rows(), std::size_t{3});
        QCOMPARE(model.columns.size(), std::size_t{3});
        QVERIFY(model.namesAtEdges);
        QCOMPARE(model.columns[0], kStart - kStep / 2);
        QVERIFY(std::isnan(model.count(0, 0)));
        QCOMPARE(model.count(0, 1), 5.0);
        QVERIFY(std::isnan(model.count(1, 1)));
        QCOMPARE(model.count(2, 2), 1.0);
        QCOMPARE(model.low, 1.0);
        QCOMPARE(model.high, 7.0);
    }

    void heatmapReadsCells()
    {
        // Two histograms; the second has a finer bucket, and nothing lies between 2 and 8.
        const double later = kStart + kStep;
        Field at = times(4);
        at.name = "xMax";
        at.values = Values::numbers({kStart, kStart, later, later});
        PanelData data = made(
            {at, numbers("yMin", {1, 8, 1, 8}), numbers("yMax", {2, 16, 2, 16}), numbers("count", {5, 2, 7, 3})});
        std::vector<Frame> frames = *data.frames;
        frames[0].stepMs = static_cast<std::int64_t>(kStep);
        data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
        const HeatmapModel model = heatmapModel(data);
        QCOMPARE(model.columns, (std::vector<double>{kStart - kStep, kStart}));
        QCOMPARE(model.rowNames, (std::vector<QString>{"2", "4", "8", "16"}));
        QCOMPARE(model.count(0, 0), 5.0);
        QVERIFY(std::isnan(model.count(0, 1)));
        QVERIFY(std::isnan(model.count(0, 2)));
        QCOMPARE(model.count(1, 3), 3.0);
    }

    void chartsOverTimeSlide_data()
    {
        QTest::addColumn<QString>("type");
        for (const char* type : {"heatmap", "state-timeline", "status-history"}) QTest::newRow(type) << QString(type);
    }

    /// Moved on, the picture is the one of that moment.
    void chartsOverTimeSlide()
    {
        QFETCH(QString, type);
        const auto dataAt = [](double elapsed) {
            PanelData data = made(
                {times(20), numbers("1", {1, 1, 2, 2, 3, 3, 3, 1, 2, 5, 5, 1, 1, 2, 2, 3, 3, 3, 1, 2})},
                "{'cellGap':0,'legend':{'showLegend':false}}");
            data.fromMs += static_cast<std::int64_t>(elapsed);
            data.toMs += static_cast<std::int64_t>(elapsed);
            data.nowMs = data.toMs;
            data.live = true;
            return data;
        };
        const auto shown = [&](double elapsed) {
            std::unique_ptr<PanelWidget> panel(createPanel(type.toStdString(), nullptr));
            panel->resize(500, 200);
            panel->setData(dataAt(elapsed));
            return panel;
        };
        const auto panel = shown(0);
        const QImage before = panel->grab().toImage();
        const double now = static_cast<double>(dataAt(0).nowMs);
        const auto due = panel->slideTo(now);
        QVERIFY(due && *due > now);
        panel->slideTo(*due - 1);
        QCOMPARE(panel->grab().toImage(), before);
        for (const double elapsed : {*due - now + 1, kStep, 3.3 * kStep}) {
            panel->slideTo(now + elapsed);
            const QImage fresh = shown(elapsed)->grab().toImage();
            const QImage slid = panel->grab().toImage();
            // What comes in at the right is drawn with the next data.
            const QRect known(0, 0, slid.width() - 90, slid.height());
            QCOMPARE(slid.copy(known), fresh.copy(known));
            QVERIFY(slid != before);
        }
        PanelData still = dataAt(0);
        still.live = false;
        panel->setData(still);
        QVERIFY(!panel->slideTo(now + kStep));
    }

    void heatmapExemplarsStandInTheirBuckets_data()
    {
        QTest::addColumn<QStringList>("rows");
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QList<double>>("edges");
        const QStringList bounds{QStringLiteral("0.1"), QStringLiteral("0.5"), QStringLiteral("+Inf")};
        QTest::newRow("upper bounds") << bounds << QByteArray("{}") << QList<double>{0.5, 0.5, 1.5, 2.5};
        QTest::newRow("lower bounds") << QStringList{QStringLiteral("0"), QStringLiteral("0.1"), QStringLiteral("0.5")}
                                      << QByteArray("{'rowsFrame':{'layout':'ge'}}")
                                      << QList<double>{0.5, 1.5, 1.5, 2.5};
        QTest::newRow("names") << QStringList{QStringLiteral("api"), QStringLiteral("web")} << QByteArray("{}")
                               << QList<double>{};
        QTest::newRow("calculated") << bounds << QByteArray("{'calculate':true}") << QList<double>{};
    }

    void heatmapExemplarsStandInTheirBuckets()
    {
        QFETCH(QStringList, rows);
        QFETCH(QByteArray, options);
        std::vector<Field> fields{times(3)};
        for (const QString& row : rows) fields.push_back(numbers(row.toStdString(), {1, 2, 3}));
        PanelData data = made(fields, options);
        std::vector<Exemplar> exemplars;
        for (const double value : {0.05, 0.1, 0.3, 9.0}) exemplars.push_back({data.fromMs + 1, value, {}, {}});
        data.exemplars = std::make_shared<const std::vector<Exemplar>>(exemplars);
        QList<double> edges;
        for (const HeatmapExemplar& one : heatmapExemplars(data, heatmapModel(data))) edges += one.edge;
        QTEST(edges, "edges");
    }

    void heatmapExemplarsAreDrawnAndAnswer()
    {
        applyTheme(*qApp, ThemeKind::Dark);
        PanelData data = made(
            {times(20), numbers("1", std::vector<double>(20, 5)), numbers("2", std::vector<double>(20, 9))},
            "{'exemplars':{'color':'#00ff00'},'legend':{'show':false}}");
        Exemplar exemplar;
        exemplar.tMs = (data.fromMs + data.toMs) / 2;
        exemplar.value = 1.5;
        exemplar.labels = Labels({{"traceID", "a1"}});
        Exemplar outside = exemplar;
        outside.tMs = data.toMs + 1000;
        data.exemplars = std::make_shared<const std::vector<Exemplar>>(std::vector<Exemplar>{exemplar, outside});
        HeatmapPanel panel;
        panel.resize(500, 240);
        panel.show();
        panel.setData(data);
        const QRectF area(panel.chartRect());
        const QRectF box = panel.exemplarRect(0, area);
        QCOMPARE(box.size(), QSizeF(8, 8));
        QVERIFY(panel.exemplarRect(1, area).isEmpty());
        const QImage image = panel.grab().toImage();
        QCOMPARE(image.pixelColor(box.center().toPoint()), QColor(0, 255, 0));
        QVERIFY(image.pixelColor((box.topLeft() - QPointF(2, 0)).toPoint()) != QColor(0, 255, 0));

        QWidget* canvas = panel.childAt(box.center().toPoint());
        QMouseEvent move(QEvent::MouseMove, box.center(), canvas->mapToGlobal(box.center()), Qt::NoButton, Qt::NoButton,
                         {});
        QCoreApplication::sendEvent(canvas, &move);
        const auto* tooltip = panel.window()->findChild<PlotTooltip*>();
        QVERIFY(tooltip);
        QStringList said;
        for (const TooltipRow& row : tooltip->rows()) said += row.name + QLatin1Char('=') + row.text;
        QCOMPARE(said, (QStringList{"Value=1.50", "traceID=a1"}));
        QTest::mouseClick(canvas, Qt::LeftButton, {}, box.center().toPoint());
        QVERIFY(tooltip->isPinned());
        QCOMPARE(panel.accessibleItems().size(), std::size_t{2});
        QCOMPARE(panel.accessibleItems().front().value, QStringLiteral("Value 1.50, traceID a1"));
    }

    void heatmapWritesValuesIntoCells()
    {
        applyTheme(*qApp, ThemeKind::Dark);
        const std::vector<Field> fields{times(2), numbers("1", {5, 50}), numbers("2", {10, 70})};
        RenderRequest request;
        request.type = "heatmap";
        request.size = {400, 240};
        const char* const kNever = "{'showValue':'never','color':{'scheme':'Greys'},'legend':{'show':false}}";
        const char* const kAlways = "{'showValue':'always','color':{'scheme':'Greys'},'legend':{'show':false}}";
        QVERIFY(renderPanel(request, made(fields, kNever)) != renderPanel(request, made(fields, kAlways)));
    }

    void heatmapCountsValues()
    {
        std::vector<double> values;
        for (int i = 0; i < 100; ++i) values.push_back(i);
        const HeatmapModel model = heatmapModel(made({times(100), numbers("a", values)}, "{'calculate':true}"));
        QCOMPARE(model.edges.front(), 0.0);
        QCOMPARE(model.edges[1] - model.edges[0], 10.0);
        QCOMPARE(model.columnMs, 5 * kStep);
        double total = 0;
        for (const double count : model.counts) total += std::isnan(count) ? 0 : count;
        QCOMPARE(total, 100.0);
    }

    void heatmapCountsInPowers()
    {
        const HeatmapModel model = heatmapModel(
            made({times(4), numbers("a", {1, 3, 9, 0})},
                 "{'calculate':true,'calculation':{'yBuckets':{'scale':{'type':'log','log':2}}}}"));
        QCOMPARE(model.edges, (std::vector<double>{1, 2, 4, 8, 16}));
    }

    /// Translucent shades beside each other must not show where one ends.
    void heatmapScaleHasNoSeams()
    {
        const QRectF bar(0.4, 0, 283.3, 8);
        for (const char* steps : {"64", "128"}) {
            const auto shades = heatmapColors(parsed(
                (std::string("{'mode':'opacity','fill':'#b4ff00','exponent':0.5,'steps':") + steps + "}").c_str()));
            QImage image(284, 8, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::black);
            QPainter painter(&image);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.fillRect(bar, heatmapScale(shades, bar));
            painter.end();
            for (int x = 2; x < 283; ++x) QVERIFY(image.pixelColor(x, 4).green() >= image.pixelColor(x - 1, 4).green());
        }
        const std::vector<QColor> few{Qt::red, Qt::green, Qt::blue};
        const QGradientStops stops = heatmapScale(few, bar).stops();
        QCOMPARE(stops.size(), qsizetype{6});
        QCOMPARE(stops[3].first, 2.0 / 3);
        QCOMPARE(stops[3].second, QColor(Qt::green));
    }

    void heatmapColoursRunFromFewToMany()
    {
        const auto oranges = heatmapColors(parsed("{'mode':'scheme','scheme':'Oranges','steps':64}"));
        QCOMPARE(oranges.size(), std::size_t{64});
        QVERIFY(oranges.front().lightness() < oranges.back().lightness());
        const auto turned = heatmapColors(parsed("{'mode':'scheme','scheme':'Oranges','steps':64,'reverse':true}"));
        QCOMPARE(turned.front(), oranges.back());
        const auto shades = heatmapColors(parsed("{'mode':'opacity','fill':'#ff0000','exponent':0.5,'steps':5}"));
        QCOMPARE(shades.front().alpha(), 0);
        QCOMPARE(shades[1].alpha(), 128);
        QCOMPARE(heatmapStep(5, 0, 10, 10), std::size_t{5});
        QCOMPARE(heatmapStep(99, 0, 10, 10), std::size_t{9});
        QCOMPARE(heatmapStep(1, 1, 1, 10), std::size_t{0});
    }

    void barsStandSideBySideOrOnEachOther()
    {
        const auto fields = [] {
            return std::vector<Field>{texts("host", {"a", "b"}), numbers("x", {1, 3}), numbers("y", {2, -1})};
        };
        BarChartModel model = barChartModel(made(fields()));
        QCOMPARE(model.categories, (std::vector<QString>{"a", "b"}));
        QCOMPARE(model.span(1, 0).to, 2.0);
        model = barChartModel(made(fields(), "{'stacking':'normal'}"));
        QCOMPARE(model.span(1, 0).from, 1.0);
        QCOMPARE(model.span(1, 0).to, 3.0);
        QCOMPARE(model.span(1, 1).from, 0.0);
        QCOMPARE(model.extremes().min, -1.0);
        model = barChartModel(made(fields(), "{'stacking':'percent'}"));
        QVERIFY(std::abs(model.span(0, 0).to - 1.0 / 3) < 1e-9);
    }

    void framesAreJoinedByTheirCategory()
    {
        PanelData data = made({texts("host", {"a", "b"}), numbers("x", {1, 2})});
        std::vector<Frame> frames = *data.frames;
        Frame second;
        second.fields = {texts("host", {"b", "c"}), numbers("z", {5, 6})};
        frames.push_back(second);
        data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
        const BarChartModel model = barChartModel(data);
        QCOMPARE(model.categories, (std::vector<QString>{"a", "b", "c"}));
        QVERIFY(std::isnan(model.series[1].values[0]));
        QCOMPARE(model.series[1].values[1], 5.0);
        QVERIFY(std::isnan(model.series[0].values[2]));
    }

    void barsLieWhenThePanelIsHigh()
    {
        BarChartPanel panel;
        panel.setData(made({texts("host", {"a", "b"}), numbers("x", {10, 20})}, "{'barWidth':1}"));
        const QRectF standing = panel.barRect(0, 1, QRectF(0, 0, 400, 200));
        const QRectF small = panel.barRect(0, 0, QRectF(0, 0, 400, 200));
        QVERIFY(std::abs(standing.height() / small.height() - 2) < 0.05);
        QVERIFY(standing.left() >= small.right() - 1);
        const QRectF lying = panel.barRect(0, 1, QRectF(0, 0, 200, 400));
        QVERIFY(std::abs(lying.width() / panel.barRect(0, 0, QRectF(0, 0, 200, 400)).width() - 2) < 0.05);
        QVERIFY(lying.top() >= panel.barRect(0, 0, QRectF(0, 0, 200, 400)).bottom() - 1);
    }

    void histogramCountsInBuckets()
    {
        const BarChartModel model = histogramModel(made(
            {times(6), numbers("a", {0, 1, 2, 9, 10, 11}), numbers("b", {kNan, 5, 5, 5, 5, 5})}, "{'bucketSize':5}"));
        QCOMPARE(model.categories, (std::vector<QString>{"0", "5", "10"}));
        QCOMPARE(model.series[0].values, (std::vector<double>{3, 1, 2}));
        QCOMPARE(model.series[1].values[1], 5.0);
        const BarChartModel one = histogramModel(
            made({times(2), numbers("a", {1, 2}), numbers("b", {1, 7})}, "{'bucketSize':5,'combine':true}"));
        QCOMPARE(one.series.size(), std::size_t{1});
        QCOMPARE(one.series[0].values, (std::vector<double>{3, 1}));
    }

    void statesLastUntilTheNextOne()
    {
        const auto data = [](const char* options, const char* config) {
            return made({times(6), numbers("up", {1, 1, 0, kNan, 0, 1})}, options, config);
        };
        const StateModel merged = stateTimelineModel(data("{}", "{}"));
        QCOMPARE(merged.rows.size(), std::size_t{1});
        const auto& spans = merged.rows[0].spans;
        QCOMPARE(spans.size(), std::size_t{4});
        QCOMPARE(spans[0].toMs, kStart + 2 * kStep);
        QCOMPARE(spans[1].toMs, kStart + 3 * kStep);
        QCOMPARE(spans[2].fromMs, kStart + 4 * kStep);
        QCOMPARE(spans[3].toMs, kStart + 6 * kStep);
        QCOMPARE(stateTimelineModel(data("{'mergeValues':false}", "{}")).rows[0].spans.size(), std::size_t{5});
        QCOMPARE(stateTimelineModel(data("{}", "{'defaults':{'custom':{'spanNulls':true}}}")).rows[0].spans.size(),
                 std::size_t{3});
    }

    void statusBoxesStandAroundTheirTime()
    {
        const StateModel model = statusHistoryModel(made({times(3), numbers("up", {1, kNan, 0})}, "{'colWidth':0.5}"));
        QCOMPARE(model.rows[0].spans.size(), std::size_t{2});
        QCOMPARE(model.rows[0].spans[0].fromMs, kStart - kStep / 4);
        QCOMPARE(model.rows[0].spans[0].toMs, kStart + kStep / 4);
    }

    void statesAreNamedByMappingsAndThresholds()
    {
        const char* mapped = "{'defaults':{'mappings':[{'type':'value','options':{'0':{'text':'Down','color':'red'},"
                             "'1':{'text':'Up','color':'green'}}}]}}";
        const StateModel states = stateTimelineModel(made({times(2), numbers("up", {1, 0})}, "{}", mapped));
        QCOMPARE(states.legend.size(), std::size_t{2});
        QCOMPARE(states.legend[1].first, QStringLiteral("Down"));
        const char* steps = "{'defaults':{'color':{'mode':'thresholds'},'thresholds':{'mode':'absolute','steps':["
                            "{'color':'green','value':null},{'color':'red','value':80}]}}}";
        const StateModel levels = stateTimelineModel(made({times(2), numbers("load", {10, 90})}, "{}", steps));
        QCOMPARE(levels.legend[0].first, QStringLiteral("< 80"));
        QCOMPARE(levels.legend[1].first, QStringLiteral("80+"));
    }

    void drawsAtEverySizeInBothThemes_data()
    {
        QTest::addColumn<QByteArray>("type");
        for (const char* type : {"piechart", "heatmap", "barchart", "histogram", "state-timeline", "status-history"})
            QTest::newRow(type) << QByteArray(type);
    }

    /// Ink must cover a fair part of the panel, and nothing may fail on what is tiny, empty or not a number.
    void drawsAtEverySizeInBothThemes()
    {
        QFETCH(QByteArray, type);
        std::vector<double> values;
        for (int i = 0; i < 50; ++i) values.push_back(50 + 40 * std::sin(i / 5.0));
        const PanelData full = made({times(50), numbers("10", values), numbers("20", values)});
        const PanelData odd = made({times(3), numbers("a", {kNan, kNan, kNan}), numbers("b", {1e300, -1e300, 0})});
        const PanelData single = made({times(1), numbers("a", {7})});
        const PanelData nothing;
        RenderRequest request;
        request.type = type.toStdString();
        for (const ThemeKind theme : {ThemeKind::Dark, ThemeKind::Light}) {
            applyTheme(*qApp, theme);
            for (const QSize size : {QSize(600, 260), QSize(300, 150), QSize(40, 30), QSize(1, 1)}) {
                request.size = size;
                for (const PanelData* data : {&odd, &single, &nothing}) {
                    QCOMPARE(renderPanel(request, *data).size(), size);
                }
                const QImage image = renderPanel(request, full);
                if (size.width() < 100) continue;
                int inked = 0;
                for (int y = 0; y < size.height(); ++y) {
                    for (int x = 0; x < size.width(); ++x)
                        inked += image.pixel(x, y) != currentTheme().panel.rgb() ? 1 : 0;
                }
                QVERIFY2(inked > size.width() * size.height() / 20, QByteArray::number(inked).constData());
            }
        }
        applyTheme(*qApp, ThemeKind::Dark);
    }

    void barsOnALogarithmicAxis()
    {
        BarChartPanel panel;
        panel.resize(400, 300);
        const char* const kLog = "{'defaults':{'custom':{'scaleDistribution':{'type':'log','log':10}}}}";
        panel.setData(made({texts("host", {"a", "b", "c"}), numbers("v", {2, 20, 200})},
                           "{'orientation':'vertical','legend':{'showLegend':false}}", kLog));
        const QRectF area(panel.chartRect());
        const double first = panel.barRect(0, 0, area).top();
        const double second = panel.barRect(0, 1, area).top();
        const double third = panel.barRect(0, 2, area).top();
        // Equal factors are equal heights.
        QVERIFY2(std::abs((first - second) - (second - third)) <= 2,
                 QByteArray::number(first - second) + ' ' + QByteArray::number(second - third));
        QVERIFY(second - third > 20);
    }

    void barsWithThresholds()
    {
        const auto draw = [&](const char* mode) {
            const QByteArray config = QByteArray("{'defaults':{'min':0,'max':100,'color':{'mode':'fixed','fixedColor':"
                                                 "'#0000ff'},'thresholds':{'mode':'absolute','steps':[{'value':null,"
                                                 "'color':'#00ff00'},{'value':50,'color':'#ff0000'}]},'custom':{"
                                                 "'thresholdsStyle':{'mode':'") +
                                      mode + "'}}}}";
            RenderRequest request;
            request.type = "barchart";
            request.size = {300, 200};
            const QImage image = renderPanel(request, made({texts("host", {"a"}), numbers("v", {10})},
                                                           "{'legend':{'showLegend':false}}", config.constData()));
            int reddish = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor color(image.pixel(x, y));
                    reddish += color.red() > color.green() + 15 && color.red() > color.blue() + 15 ? 1 : 0;
                }
            }
            return reddish;
        };
        QCOMPARE(draw("off"), 0);
        const int line = draw("line");
        QVERIFY(line > 200);
        QVERIFY(draw("dashed") < line);
        QVERIFY(draw("area") > 5 * line);
    }

    void hiddenStatesAreNotDrawn()
    {
        StateTimelinePanel panel;
        panel.resize(400, 200);
        panel.show();
        panel.setData(
            made({times(4), numbers("door", {0, 100, 0, 100})}, "{'legend':{'showLegend':true}}",
                 "{'defaults':{'color':{'mode':'thresholds'},'custom':{'fillOpacity':100},'thresholds':{'mode':"
                 "'absolute','steps':[{'value':null,'color':'#00ff00'},{'value':80,'color':'#ff0000'}]}}}"));
        const auto reds = [&] {
            const QImage image = panel.grab(panel.chartRect()).toImage();
            int count = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) count += image.pixel(x, y) == QColor(255, 0, 0).rgb() ? 1 : 0;
            }
            return count;
        };
        QVERIFY(reds() > 1000);
        const auto& items = panel.legend()->items();
        QCOMPARE(items.size(), std::size_t{2});
        const int red = items[0].color == QColor(255, 0, 0) ? 0 : 1;
        Q_EMIT panel.legend()->toggleRequested(red);
        QCOMPARE(reds(), 0);
        Q_EMIT panel.legend()->toggleRequested(red);
        QVERIFY(reds() > 1000);
    }

    void barGaugesScroll()
    {
        std::vector<Field> fields{times(1)};
        for (int i = 0; i < 30; ++i) fields.push_back(numbers("value " + std::to_string(i), {static_cast<double>(i)}));
        BarGaugePanel panel;
        panel.resize(200, 150);
        panel.show();
        panel.setData(made(fields, "{'orientation':'horizontal','minVizHeight':16}"));
        auto* bar = panel.findChild<QScrollBar*>();
        QVERIFY(bar->isVisible());
        QVERIFY(bar->maximum() > 100);
        const QImage before = panel.grab().toImage();
        bar->setValue(bar->maximum());
        QVERIFY(panel.grab().toImage() != before);
        panel.setData(made({times(1), numbers("one", {1}), numbers("two", {2})}, "{'orientation':'horizontal'}"));
        QVERIFY(!bar->isVisible());
        QCOMPARE(bar->value(), 0);
    }
};

QTEST_MAIN(ChartsTest)
#include "charts_test.moc"
