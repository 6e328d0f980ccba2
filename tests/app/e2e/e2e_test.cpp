// From a file on disk to pixels: collector -> scrape -> storage -> query -> drawn panel.

#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <QtWidgets/QApplication>

#include "app/commands/offscreen.h"
#include "engine/base/log.h"

using namespace watchglass;
using namespace watchglass::app;

namespace {

constexpr const char* kDashboard = R"json({
  "title": "End to end", "schemaVersion": 39,
  "panels": [{
    "id": 1, "type": "timeseries", "title": "", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 10},
    "targets": [{"refId": "A", "expr": "EXPR"}],
    "options": {"legend": {"showLegend": false}},
    "fieldConfig": {"defaults": {"min": 0, "max": 100, "color": {"mode": "fixed", "fixedColor": "#ff0000"},
      "custom": {"lineWidth": 3, "showPoints": "always", "pointSize": 10}}, "overrides": []}
  }]
})json";

bool isRed(QRgb pixel) { return qRed(pixel) > 180 && qGreen(pixel) < 60 && qBlue(pixel) < 60; }

int redPixels(const QImage& image, int fromY, int toY)
{
    int count = 0;
    for (int y = fromY; y < toY; ++y) {
        for (int x = 0; x < image.width(); ++x) count += isRed(image.pixel(x, y)) ? 1 : 0;
    }
    return count;
}

}  // namespace

class EndToEndTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    std::unique_ptr<Engine> m_engine;

    void writeGauge(double value) const
    {
        QFile file(m_dir.filePath(QStringLiteral("demo.prom")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("demo_gauge " + QByteArray::number(value) + "\n");
    }

    std::unique_ptr<Engine> start() const
    {
        EngineOptions options;
        options.storagePath = m_dir.filePath(QStringLiteral("data")).toStdString();
        options.hostIntervalMs = 500;
        options.host.textfileDirectory = m_dir.path().toStdString();
        auto engine = Engine::start(std::move(options));
        return engine ? std::move(*engine) : nullptr;
    }

    QImage draw(const char* expr) const
    {
        QByteArray text(kDashboard);
        text.replace("EXPR", expr);
        auto dashboard = ui::Dashboard::open(text.toStdString());
        if (!dashboard) return {};
        Invocation call;
        call.panelId = 1;
        call.width = 600;
        call.height = 300;
        call.fromGiven = true;
        call.from = "now-10s";
        const auto image = drawDashboard(*m_engine, std::move(*dashboard), call);
        return image ? *image : QImage();
    }

    double ask(const char* expr) const
    {
        const auto result = m_engine->queries().instant(expr, m_engine->clock().nowMs());
        return result && !(*result)->series.empty() ? (*result)->series[0].values[0] : -1;
    }

private slots:
    void initTestCase()
    {
        Log::instance().setStderr(false);
        writeGauge(50);
        m_engine = start();
        QVERIFY(m_engine != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(ask("count_over_time(demo_gauge[1m])") >= 4, 20'000);
    }

    void theSeriesStandsWhereItsValueIs()
    {
        const QImage image = draw("demo_gauge");
        QCOMPARE(image.size(), QSize(600, 300));
        // 50 of 0-100 is the middle of the plot; nothing red stands near its top and bottom.
        QVERIFY2(redPixels(image, 110, 190) > 50, qPrintable(QString::number(redPixels(image, 110, 190))));
        QCOMPARE(redPixels(image, 0, 90), 0);
        QCOMPARE(redPixels(image, 210, 300), 0);
    }

    /// Pictures of stored data are asked for as in Grafana: `$__rate_interval` of a source that says nothing is 1m.
    void dataThatNothingIsAddedToComesAt15Seconds()
    {
        EngineOptions options;
        options.hostMetrics = false;
        const auto engine = Engine::start(std::move(options));
        QVERIFY(engine.has_value());
        QCOMPARE((*engine)->scrapeIntervalMs(), std::int64_t{15'000});
    }

    void anotherValueStandsElsewhere()
    {
        const QImage image = draw("demo_gauge + 40");
        QVERIFY(redPixels(image, 20, 100) > 50);
        QCOMPARE(redPixels(image, 120, 300), 0);
    }

    void nothingIsDrawnForWhatIsNotThere()
    {
        QCOMPARE(redPixels(draw("no_such_metric"), 0, 300), 0);
        QCOMPARE(redPixels(draw("rate(demo_gauge"), 0, 300), 0);  // an error text stands there
    }

    void aRestartHasTheHistory()
    {
        const double before = ask("count_over_time(demo_gauge[5m])");
        m_engine.reset();
        m_engine = start();
        QVERIFY(m_engine != nullptr);
        QVERIFY(ask("count_over_time(demo_gauge[5m])") >= before);
    }
};

QTEST_MAIN(EndToEndTest)
#include "e2e_test.moc"
