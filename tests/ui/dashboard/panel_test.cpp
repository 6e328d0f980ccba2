#include "ui/dashboard/panel.h"

#include <QtTest/QtTest>

using namespace watchglass;
using namespace watchglass::ui;

namespace {

Panel read(const char* text) { return panelFromJson(json::parse(text).value_or(json::Value())); }

}  // namespace

class PanelTest : public QObject {
    Q_OBJECT

private slots:
    void saysNothing_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char* type, const char* path, const char* value) {
            QTest::newRow((QByteArray(type) + ' ' + path).constData())
                << QByteArray(type) << QByteArray(path) << QByteArray(value);
        };
        row("timeseries", "legend.displayMode", "\"list\"");
        row("timeseries", "legend.showLegend", "true");
        row("timeseries", "tooltip.mode", "\"single\"");
        row("stat", "reduceOptions.calcs", "[\"lastNotNull\"]");
        row("stat", "graphMode", "\"area\"");
        row("stat", "orientation", "\"auto\"");
        row("bargauge", "displayMode", "\"gradient\"");
        row("gauge", "sparkline", "false");
        row("table", "showHeader", "true");
        row("state-timeline", "rowHeight", "0.9");
        row("no-such-type", "legend", "null");
    }

    void saysNothing()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, value);
        const Panel panel = read(("{\"type\":\"" + type + "\"}").constData());
        QCOMPARE(json::write(panel.options.get(path.toStdString())), value.toStdString());
    }

    void colorsOfFields()
    {
        QCOMPARE(read(R"({"type":"timeseries"})").fieldConfig.defaults.color->mode, std::string("palette-classic"));
        QVERIFY(!read(R"({"type":"stat"})").fieldConfig.defaults.color);
        QVERIFY(read(R"({"type":"stat"})").fieldConfig.defaults.thresholds == defaultThresholds());
        const Panel own = read(R"({"type":"timeseries","fieldConfig":{"defaults":{"color":{"mode":"shades"},
            "custom":{"lineWidth":3,"stacking":{"mode":"normal"}}}}})");
        QCOMPARE(own.fieldConfig.defaults.color->mode, std::string("shades"));
        QCOMPARE(json::write(own.fieldConfig.defaults.custom["lineWidth"]), std::string("3"));
        QCOMPARE(json::write(own.fieldConfig.defaults.custom["stacking"]),
                 std::string(R"({"mode":"normal","group":"A"})"));
    }

    void listsReplaceLists()
    {
        const Panel panel = read(R"({"type":"stat","options":{"reduceOptions":{"calcs":[]}}})");
        QCOMPARE(json::write(panel.options.get("reduceOptions.calcs")), std::string("[]"));
        QVERIFY(panel.options.get("reduceOptions.values").isBool());
    }
};

QTEST_APPLESS_MAIN(PanelTest)
#include "panel_test.moc"
