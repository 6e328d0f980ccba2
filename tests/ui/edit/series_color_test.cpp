#include "ui/edit/series_color.h"

#include <QtTest/QtTest>

using namespace watchglass;
using namespace watchglass::ui;

namespace {

/// The overrides of the only panel after `series` got `color`.
std::string coloured(const std::string& overrides, const std::string& series, const std::string& color)
{
    const std::string text = "{\"title\":\"T\",\"schemaVersion\":42,\"panels\":[{\"id\":1,\"type\":\"timeseries\"," +
                             overrides + "\"title\":\"P\"}]}";
    const auto dashboard = Dashboard::open(text);
    if (!dashboard) return "no dashboard";
    const auto editor = DashboardEditor::open(text, dashboard->path());
    if (!editor) return "no editor";
    const std::string origin = (*editor)->dashboard().panels().front().origin;
    if (!(*editor)->apply("colour", colorSeries((*editor)->dashboard(), origin, series, color))) return "no change";
    return json::write((*editor)->dashboard().panels().front().model.get("fieldConfig.overrides"));
}

constexpr const char* kRed =
    "{\"matcher\":{\"id\":\"byName\",\"options\":\"lo\"},\"properties\":[{\"id\":\"color\",\"value\":"
    "{\"mode\":\"fixed\",\"fixedColor\":\"red\"}}]}";

}  // namespace

class SeriesColorTest : public QObject {
    Q_OBJECT

private slots:
    void anOverrideIsAdded()
    {
        QCOMPARE(coloured("", "lo", "red"), "[" + std::string(kRed) + "]");
        const std::string other = "{\"matcher\":{\"id\":\"byName\",\"options\":\"eth0\"},\"properties\":[]}";
        QCOMPARE(coloured("\"fieldConfig\":{\"overrides\":[" + other + "]},", "lo", "red"),
                 "[" + other + "," + kRed + "]");
    }

    void theColourOfAnOverrideIsReplaced()
    {
        std::string blue = kRed;
        blue.replace(blue.find("red"), 3, "blue");
        QCOMPARE(coloured("\"fieldConfig\":{\"overrides\":[" + blue + "]},", "lo", "red"),
                 "[" + std::string(kRed) + "]");
    }

    void otherPropertiesStay()
    {
        const std::string unit = "{\"matcher\":{\"id\":\"byName\",\"options\":\"lo\"},\"properties\":[{\"id\":\"unit\","
                                 "\"value\":\"s\"}]}";
        const std::string got = coloured("\"fieldConfig\":{\"overrides\":[" + unit + "]},", "lo", "red");
        QVERIFY2(got.find("\"unit\"") != std::string::npos, got.c_str());
        QVERIFY2(got.find("\"fixedColor\":\"red\"") != std::string::npos, got.c_str());
    }
};

QTEST_MAIN(SeriesColorTest)
#include "series_color_test.moc"
