#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <cmath>
#include <functional>

#include "tests/support/panel_frames.h"
#include "ui/frame/field_override.h"
#include "ui/panels/panel_factory.h"
#include "ui/query/program_lists.h"
#include "ui/schema/panel_defaults.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;
using namespace watchglass::test;

// Pictures of every panel type, two sizes, both themes, against those in the folder "golden". After a wanted change:
// WG_GOLDEN_WRITE=1 ui_panels_golden_test, look at them, commit them.

namespace {

constexpr std::size_t kRows = 60;
constexpr int kBlock = 8;           ///< pixels: letters that are drawn a little otherwise vanish in the mean of a block
constexpr double kTolerance = 10;   ///< of a block's mean colour, of 255
constexpr double kMostOff = 0.004;  ///< share of blocks that may be off

Field wave(const std::string& name, double middle, double height, double length)
{
    std::vector<double> values;
    for (std::size_t i = 0; i < kRows; ++i)
        values.push_back(middle + height * std::sin(static_cast<double>(i) / length));
    return numbers(name, std::move(values));
}

std::vector<Frame> framed(std::vector<Field> fields)
{
    Frame frame;
    frame.refId = "A";
    frame.stepMs = static_cast<std::int64_t>(kStep);
    frame.fields = std::move(fields);
    return {std::move(frame)};
}

std::vector<Frame> waves()
{
    return framed({times(kRows), wave("api", 50, 30, 6), wave("web", 40, 20, 4), wave("db", 65, 15, 9)});
}

std::vector<Frame> hosts()
{
    return framed(
        {texts("host", {"api", "web", "db"}), numbers("requests", {120, 80, 45}), numbers("errors", {12, 30, 5})});
}

std::vector<Frame> buckets()
{
    std::vector<Field> fields{times(kRows)};
    const std::vector<std::string> bounds{"0.1", "0.5", "1", "5", "+Inf"};
    for (std::size_t b = 0; b < bounds.size(); ++b)
        fields.push_back(wave(bounds[b], 40, 39, 3.0 + static_cast<double>(b)));
    return framed(std::move(fields));
}

std::vector<Frame> cells()
{
    std::vector<double> at, low, high, count;
    for (std::size_t i = 0; i < 12; ++i) {
        for (int b = 0; b < 6; ++b) {
            at.push_back(kStart + static_cast<double>(i) * 5 * kStep);
            low.push_back(std::pow(2, b));
            high.push_back(std::pow(2, b + 1));
            count.push_back(static_cast<double>((i * 7 + static_cast<std::size_t>(b) * 13) % 29));
        }
    }
    Field time = numbers("xMax", at);
    time.type = FieldType::Time;
    std::vector<Frame> frames = framed({time, numbers("yMin", low), numbers("yMax", high), numbers("count", count)});
    frames[0].stepMs = static_cast<std::int64_t>(5 * kStep);
    return frames;
}

std::vector<Frame> states()
{
    std::vector<double> door, pump;
    for (std::size_t i = 0; i < 12; ++i) {
        door.push_back(static_cast<double>(i / 3 % 3) * 50);
        pump.push_back(static_cast<double>(i / 2 % 2) * 100);
    }
    std::vector<Frame> frames = framed({times(12), numbers("door", door), numbers("pump", pump)});
    return frames;
}

std::vector<Frame> prices()
{
    std::vector<double> open, high, low, close, volume;
    for (std::size_t i = 0; i < 24; ++i) {
        const double base = 100 + 10 * std::sin(static_cast<double>(i) / 3);
        const double next = 100 + 10 * std::sin(static_cast<double>(i + 1) / 3);
        open.push_back(base);
        close.push_back(next);
        high.push_back(std::max(base, next) + 2);
        low.push_back(std::min(base, next) - 1.5);
        volume.push_back(static_cast<double>(20 + i * 7 % 30));
    }
    return framed({times(24), numbers("open", open), numbers("high", high), numbers("low", low),
                   numbers("close", close), numbers("volume", volume)});
}

std::vector<Frame> logLines()
{
    return framed(
        {times(6),
         texts("line", {"level=info msg=\"server started\" port=9090", "level=debug msg=\"cache warm\" entries=1204",
                        "level=warn msg=\"slow query\" seconds=2.5", "level=error msg=\"disk full\" free=0",
                        "plain text without a level", "{\"severity\":\"trace\",\"span\":\"a1b2\"}"})});
}

std::vector<Frame> curve()
{
    std::vector<double> x, y, z, size;
    for (int i = 0; i < 20; ++i) {
        x.push_back(i * 0.5);
        y.push_back(20 + i * i * 0.3);
        z.push_back(150 - i * 5);
        size.push_back(i % 7);
    }
    return framed({numbers("speed", x), numbers("torque", y), numbers("power", z), numbers("load", size)});
}

std::vector<Frame> powers()
{
    std::vector<double> x, y;
    for (int i = 0; i < 20; ++i) {
        x.push_back(std::pow(10, i * 0.25 - 1));
        y.push_back(3 * std::pow(x.back(), 0.6) * (1 + 0.3 * std::sin(i)));
    }
    return framed({numbers("size", x), numbers("time", y)});
}

std::vector<Frame> cities()
{
    return framed({numbers("latitude", {52.5, 40.7, 35.7, -33.9, -23.5, 1.35}),
                   numbers("longitude", {13.4, -74, 139.7, 151.2, -46.6, 103.8}),
                   texts("city", {"Berlin", "New York", "Tokyo", "Sydney", "São Paulo", "Singapore"}),
                   numbers("load", {20, 95, 70, 40, 85, 10})});
}

std::vector<Frame> services()
{
    std::vector<Frame> frames = framed(
        {texts("id", {"web", "api", "auth", "db", "cache"}),
         texts("title", {"Web", "API", "Auth", "Database", "Cache"}), numbers("mainstat", {120, 95, 30, 60, 410}),
         numbers("arc__ok", {1, 0.8, 0.5, 0.9, 1}), numbers("arc__failed", {0, 0.2, 0.5, 0.1, 0})});
    frames.push_back(framed({texts("id", {"1", "2", "3", "4"}), texts("source", {"web", "api", "api", "auth"}),
                             texts("target", {"api", "auth", "db", "cache"}), numbers("mainstat", {95, 30, 60, 12})})
                         .front());
    return frames;
}

std::vector<Frame> profile()
{
    return framed({numbers("level", {0, 1, 2, 3, 2, 1, 2}),
                   texts("label", {"total", "main.serve", "http.read", "syscall.read", "json.decode", "gc", "gc.mark"}),
                   numbers("value", {100, 70, 40, 25, 20, 30, 18}), numbers("self", {0, 10, 15, 25, 20, 12, 18})});
}

std::vector<Frame> spans()
{
    const std::vector<std::string> trace(5, "t1");
    Field start = numbers("startTime", {kStart, kStart + 5, kStart + 20, kStart + 25, kStart + 70});
    return framed({texts("traceID", trace), texts("spanID", {"a", "b", "c", "d", "e"}),
                   texts("parentSpanID", {"", "a", "a", "c", "a"}),
                   texts("operationName", {"GET /", "auth", "query", "SELECT", "render"}),
                   texts("serviceName", {"web", "auth", "api", "db", "web"}), start,
                   numbers("duration", {100, 14, 48, 40, 28})});
}

std::vector<Frame> meters() { return framed({numbers("cpu", {10, 90}), numbers("load", {1, 5})}); }

struct Specimen {
    const char* name;
    const char* type;
    std::function<std::vector<Frame>()> frames;
    const char* options;
    const char* config;
};

const std::vector<Specimen>& specimens()
{
    static const std::vector<Specimen> all{
        {"timeseries", "timeseries", waves, "{}", "{'unit':'percent','custom':{'fillOpacity':10}}"},
        {"timeseries-bars", "timeseries", waves, "{'legend':{'placement':'right'}}",
         "{'custom':{'drawStyle':'bars','fillOpacity':60,'stacking':{'mode':'normal'}}}"},
        {"stat", "stat", waves, "{}", "{'unit':'percent'}"},
        {"stat-background", "stat", waves, "{'colorMode':'background','graphMode':'none'}", "{'unit':'percent'}"},
        {"gauge", "gauge", waves, "{}", "{'unit':'percent','min':0,'max':100}"},
        {"bargauge", "bargauge", waves, "{'orientation':'horizontal'}", "{'unit':'percent','min':0,'max':100}"},
        {"table", "table", hosts, "{}", "{}"},
        {"piechart", "piechart", waves, "{'pieType':'donut','displayLabels':['percent']}", "{}"},
        {"heatmap", "heatmap", buckets, "{}", "{}"},
        {"heatmap-exemplars", "heatmap", buckets, "{}", "{}"},
        {"heatmap-cells", "heatmap", cells, "{'showValue':'always'}", "{}"},
        {"barchart", "barchart", hosts, "{}", "{'custom':{'thresholdsStyle':{'mode':'line'}}}"},
        {"barchart-log", "barchart", hosts, "{'orientation':'horizontal'}",
         "{'custom':{'scaleDistribution':{'type':'log','log':10}}}"},
        {"histogram", "histogram", waves, "{}", "{}"},
        {"state-timeline", "state-timeline", states, "{}", "{'color':{'mode':'thresholds'}}"},
        {"status-history", "status-history", states, "{}", "{}"},
        {"text", "text", [] { return std::vector<Frame>(); },
         "{'mode':'markdown','content':'# Title\\n\\nSome *text* with `code` and a [link](https://example.org).'}",
         "{}"},
        {"logs", "logs", logLines, "{'showTime':true}", "{}"},
        {"logs-wrapped", "logs", logLines, "{'wrapLogMessage':true,'sortOrder':'Ascending'}", "{}"},
        {"trend", "trend", curve, "{'xField':'speed'}", "{}"},
        {"candlestick", "candlestick", prices, "{}", "{}"},
        {"candlestick-bars", "candlestick", prices,
         "{'candleStyle':'ohlcbars','mode':'candles','colorStrategy':'close-close'}", "{}"},
        {"xychart", "xychart", curve, "{'mapping':'auto'}", "{}"},
        {"xychart-manual", "xychart", curve,
         "{'mapping':'manual','series':[{'x':{'matcher':{'id':'byName','options':'speed'}},'y':{'matcher':{'id':'"
         "byName',"
         "'options':'torque'}},'size':{'matcher':{'id':'byName','options':'load'}},'frame':{'matcher':{'id':'byIndex',"
         "'options':0}}}]}",
         "{'custom':{'show':'points+lines','pointSize':{'min':4,'max':24}}}"},
        {"xychart-log", "xychart", powers, "{'mapping':'auto'}",
         "{'custom':{'show':'points+lines','pointSize':{'fixed':6},'scaleDistribution':{'type':'log','log':10}}}"},
        {"dashlist", "dashlist", [] { return std::vector<Frame>(); }, "{'showRecentlyViewed':true,'showSearch':true}",
         "{}"},
        {"alertlist", "alertlist", [] { return std::vector<Frame>(); }, "{'showInstances':true}", "{}"},
        {"alertlist-stat", "alertlist", [] { return std::vector<Frame>(); }, "{'viewMode':'stat'}", "{}"},
        {"annolist", "annolist", [] { return std::vector<Frame>(); }, "{}", "{}"},
        {"news", "news", [] { return std::vector<Frame>(); }, "{}", "{}"},
        {"geomap", "geomap", cities, "{'view':{'id':'zero','lat':20,'lon':0,'zoom':1}}", "{}"},
        {"canvas", "canvas", meters,
         "{'root':{'elements':[{'type':'rectangle','name':'box','background':{'color':{'field':'cpu','fixed':'#888'}},"
         "'border':{'color':{'fixed':'white'},'width':2},'placement':{'left':20,'top':20,'width':120,'height':50},"
         "'config':{'text':{'mode':'fixed','fixed':'Boiler'},'size':16,'align':'center','valign':'middle','color':{"
         "'fixed':'#fff'}},'connections':[{'targetName':'value','source':{'x':1,'y':0},'target':{'x':-1,'y':0},'color':"
         "{'fixed':'orange'},'size':{'fixed':3}}]},{'type':'metric-value','name':'value','placement':{'left':190,'top':"
         "20,'width':120,'height':50},'background':{'color':{'fixed':'blue'}},'config':{'text':{'mode':'field','field':"
         "'cpu'},'size':20,'align':'center','valign':'middle','color':{'fixed':'#fff'}}},{'type':'ellipse','name':'e',"
         "'placement':{'left':20,'top':90,'width':90,'height':50},'config':{'backgroundColor':{'fixed':'green'},"
         "'borderColor':{'fixed':'white'},'width':2}}]}}",
         "{'unit':'percent'}"},
        {"nodeGraph", "nodeGraph", services,
         "{'nodes':{'arcs':[{'field':'arc__ok','color':'green'},{'field':'arc__failed','color':'red'}]}}", "{}"},
        {"nodeGraph-force", "nodeGraph", services, "{'layoutAlgorithm':'force'}", "{}"},
        {"flamegraph", "flamegraph", profile, "{}", "{'unit':'short'}"},
        {"traces", "traces", spans, "{}", "{}"},
        {"welcome", "welcome", [] { return std::vector<Frame>(); }, "{}", "{}"},
    };
    return all;
}

std::vector<ListedDashboard> dashboards()
{
    return {{"n", "Node", "/d/node.json", "linux", {"linux"}, false, 1},
            {"a", "Api", "/d/api.json", "web", {"web"}, true, 0}};
}

std::vector<rules::GroupStatus> alertGroups()
{
    rules::RuleStatus rule;
    rule.spec.alerting = true;
    rule.spec.name = "DiskFull";
    rule.state = rules::AlertState::Firing;
    rules::Alert alert;
    alert.state = rules::AlertState::Firing;
    alert.labels = Labels{{"alertname", "DiskFull"}, {"host", "api"}, {"severity", "page"}};
    alert.activeAtMs = static_cast<std::int64_t>(kStart);
    rule.alerts = {alert};
    rules::GroupStatus group;
    group.name = "hosts";
    group.file = "hosts.yml";
    group.rules = {rule};
    return {group};
}

QImage drawn(const Specimen& specimen, const QSize& size, ThemeKind theme)
{
    applyTheme(*qApp, theme);
    std::vector<Frame> frames = specimen.frames();
    auto source = json::Value::object();
    source.set("defaults", schema::withDefaults(schema::panelFieldConfig(specimen.type), parsed(specimen.config)));
    applyFieldConfig(frames, fieldConfigSourceFromJson(source));
    PanelData data;
    data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    data.options = schema::withDefaults(schema::panelOptions(specimen.type, "13.2.1"), parsed(specimen.options));
    data.fromMs = static_cast<std::int64_t>(kStart);
    data.toMs = static_cast<std::int64_t>(kStart + kStep * kRows);
    data.nowMs = data.toMs;
    data.timeZone = "utc";
    data.lists = std::make_shared<const ProgramLists>(ProgramLists{dashboards, alertGroups});
    data.listed = {{2, data.toMs, data.toMs, "u", 0, "v2 everywhere", {"prod", "web"}, "ann"},
                   {1, data.fromMs, data.fromMs, "u", 0, "v1", {"prod"}, "bob"}};
    if (std::string_view(specimen.name) == "heatmap-exemplars") {
        std::vector<Exemplar> exemplars;
        for (int i = 0; i < 8; ++i)
            exemplars.push_back(
                {data.fromMs + i * 7 * static_cast<std::int64_t>(kStep), 0.05 * std::pow(2, i), {}, {}});
        data.exemplars = std::make_shared<const std::vector<Exemplar>>(std::move(exemplars));
    }
    RenderRequest request;
    request.type = specimen.type;
    request.title = QString::fromLatin1(specimen.name);
    request.size = size;
    return renderPanel(request, data);
}

/// The share of blocks whose mean colour differs.
double difference(const QImage& a, const QImage& b)
{
    if (a.size() != b.size()) return 1;
    int blocks = 0;
    int off = 0;
    for (int top = 0; top < a.height(); top += kBlock) {
        for (int left = 0; left < a.width(); left += kBlock) {
            double sums[3] = {};
            int count = 0;
            for (int y = top; y < std::min(top + kBlock, a.height()); ++y) {
                for (int x = left; x < std::min(left + kBlock, a.width()); ++x, ++count) {
                    const QRgb p = a.pixel(x, y);
                    const QRgb q = b.pixel(x, y);
                    sums[0] += qRed(p) - qRed(q);
                    sums[1] += qGreen(p) - qGreen(q);
                    sums[2] += qBlue(p) - qBlue(q);
                }
            }
            ++blocks;
            off += std::any_of(std::begin(sums), std::end(sums),
                               [&](double sum) { return std::abs(sum) / count > kTolerance; })
                       ? 1
                       : 0;
        }
    }
    return static_cast<double>(off) / std::max(blocks, 1);
}

const QSize kSizes[] = {{480, 260}, {220, 140}};

QString fileOf(const Specimen& specimen, const QSize& size, ThemeKind theme)
{
    return QStringLiteral(WG_GOLDEN_DIR "/%1-%2-%3.png")
        .arg(QLatin1String(specimen.name))
        .arg(size.width())
        .arg(theme == ThemeKind::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
}

}  // namespace

class GoldenTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::Dark);
        if (!QFontInfo(textFont()).family().startsWith(QStringLiteral("Inter")))
            QSKIP("the font Inter is not installed: texts would differ");
    }

    void pictures_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < specimens().size(); ++i) QTest::newRow(specimens()[i].name) << static_cast<int>(i);
    }

    void pictures()
    {
        QFETCH(int, index);
        const Specimen& specimen = specimens()[static_cast<std::size_t>(index)];
        QVERIFY(isPanelTypeSupported(specimen.type));
        for (const ThemeKind theme : {ThemeKind::Dark, ThemeKind::Light}) {
            for (const QSize& size : kSizes) {
                const QImage image = drawn(specimen, size, theme);
                const QString file = fileOf(specimen, size, theme);
                if (qEnvironmentVariableIsSet("WG_GOLDEN_WRITE")) {
                    QVERIFY(QDir().mkpath(QStringLiteral(WG_GOLDEN_DIR)));
                    QVERIFY2(image.save(file), qPrintable(file));
                    continue;
                }
                const QImage golden(file);
                if (golden.isNull()) QSKIP("no picture to compare with: WG_GOLDEN_WRITE=1 makes them");
                const double off = difference(image, golden);
                if (off > kMostOff) image.save(QDir::temp().filePath(QFileInfo(file).fileName()));
                QVERIFY2(off <= kMostOff, qPrintable(QStringLiteral("%1: %2 of the blocks differ; ours is in %3")
                                                         .arg(QFileInfo(file).fileName())
                                                         .arg(off)
                                                         .arg(QDir::tempPath())));
            }
        }
    }

    /// The comparison sees what people see: another colour of a series, a missing legend, other values.
    void changesAreSeen_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QByteArray>("config");
        const QByteArray usual = "{'unit':'percent','custom':{'fillOpacity':10}}";
        QTest::newRow("colour") << QByteArray("{}")
                                << QByteArray("{'unit':'percent','color':{'mode':'fixed','fixedColor':'red'},'custom':{"
                                              "'fillOpacity':10}}");
        QTest::newRow("no legend") << QByteArray("{'legend':{'showLegend':false}}") << usual;
        QTest::newRow("unit") << QByteArray("{}") << QByteArray("{'unit':'bytes','custom':{'fillOpacity':10}}");
        QTest::newRow("fill") << QByteArray("{}") << QByteArray("{'unit':'percent','custom':{'fillOpacity':30}}");
        QTest::newRow("width") << QByteArray("{}")
                               << QByteArray("{'unit':'percent','custom':{'fillOpacity':10,'lineWidth':3}}");
    }

    void changesAreSeen()
    {
        QFETCH(QByteArray, options);
        QFETCH(QByteArray, config);
        const Specimen& usual = specimens().front();
        Specimen changed = usual;
        changed.options = options.constData();
        changed.config = config.constData();
        for (const QSize& size : kSizes) {
            const double off = difference(drawn(usual, size, ThemeKind::Dark), drawn(changed, size, ThemeKind::Dark));
            QVERIFY2(off > 2 * kMostOff, QByteArray::number(off));
            QCOMPARE(difference(drawn(usual, size, ThemeKind::Dark), drawn(usual, size, ThemeKind::Dark)), 0.0);
        }
    }

    void cleanupTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
};

QTEST_MAIN(GoldenTest)
#include "golden_test.moc"
