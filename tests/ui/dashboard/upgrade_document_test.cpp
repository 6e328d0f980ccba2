#include "ui/dashboard/upgrade_document.h"

#include <QDir>
#include <QtTest/QtTest>

#include "tests/support/shared_files.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/layout.h"
#include "ui/dashboard/migration.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

/// Where two values differ as JavaScript reads them, "" when they do not: members in any order, the last of a name,
/// numbers by value. What only the import report reads does not count.
std::string difference(const json::Value& a, const json::Value& b, const std::string& path = {})
{
    if (a.type() != b.type()) return path + ": another type";
    if (a.isNumber())
        return a.toDouble() == b.toDouble() ? "" : path + ": " + a.numberSpelling() + ", " + b.numberSpelling();
    if (a.isArray()) {
        if (a.items().size() != b.items().size()) return path + ": another length";
        for (std::size_t i = 0; i < a.items().size(); ++i) {
            std::string found = difference(a.at(i), b.at(i), path + "/" + std::to_string(i));
            if (!found.empty()) return found;
        }
        return {};
    }
    if (!a.isObject()) return a == b ? "" : path + ": " + json::write(a) + ", " + json::write(b);
    for (const auto& [name, value] : a.members()) {
        if (name == "autoMigrateFrom") continue;
        if (!b.has(name)) return path + "/" + name + ": missing";
        std::string found = difference(a[name], b[name], path + "/" + name);
        if (!found.empty()) return found;
    }
    for (const auto& [name, value] : b.members()) {
        if (name != "autoMigrateFrom" && !a.has(name)) return path + "/" + name + ": new";
    }
    return {};
}

/// Where the panels stand.
std::vector<std::pair<std::string, GridPos>> places(const Dashboard& dashboard)
{
    std::vector<std::pair<std::string, GridPos>> out;
    LayoutInput input;
    input.everything = true;
    for (const PlacedPanel& placed : layoutPanels(dashboard.panels(), dashboard.variables(), input))
        out.emplace_back(placed.key, placed.pos);
    return out;
}

}  // namespace

class UpgradeDocumentTest : public QObject {
    Q_OBJECT

private slots:
    void writesOnlyWhatMigrationChanges()
    {
        const std::string text = R"({
  "uid": "x",
  "panels": [
    {
      "id": 4, "type": "table", "title": "A",
      "options": {"zoom": 1.50},
      "fieldConfig": { "defaults": { "custom": { "displayMode": "lcd-gauge" } }, "overrides": [] }
    }
  ],
  "schemaVersion": 36,
  "refresh": false
}
)";
        const auto upgraded = upgradeDocument(text);
        QVERIFY(upgraded.has_value());
        QVERIFY(upgraded->changed);
        QCOMPARE(upgraded->fromSchema, 36);
        const QByteArray after = QByteArray::fromStdString(upgraded->text);
        QVERIFY2(after.startsWith("{\n  \"uid\": \"x\",\n  \"panels\": [\n    {\n      \"id\": 4, \"type\": \"table\", "
                                  "\"title\": \"A\",\n      \"options\": {\"zoom\": 1.50"),
                 after.constData());
        QVERIFY2(after.contains("\"schemaVersion\": 42,\n  \"refresh\": \"\"\n}\n"), after.constData());
        QVERIFY2(after.contains("\"cellOptions\""), after.constData());
        QVERIFY2(!after.contains("displayMode"), after.constData());
        QVERIFY2(!after.contains("autoMigrateFrom"), after.constData());
    }

    void keepsWhatIsAroundIt()
    {
        const auto upgraded = upgradeDocument(R"({"meta":{"a":1.0},"dashboard":{"rows":[],"title":"T"}})");
        QVERIFY(upgraded.has_value());
        QVERIFY(upgraded->text.starts_with(R"({"meta":{"a":1.0},"dashboard":{"title":"T")") ||
                upgraded->text.starts_with(R"({"meta":{"a":1.0},"dashboard":{"rows":[],"title":"T")"));
        const auto second = upgradeDocument(R"([{"panels":[],"title":"1"},{"panels":[],"title":"2"}])", "/1");
        QVERIFY(second.has_value());
        QVERIFY(second->text.starts_with(R"([{"panels":[],"title":"1"},{"panels":[],"title":"2",)"));
        QCOMPARE(upgradeDocument("[]").error().code, ErrorCode::InvalidInput);
        QCOMPARE(upgradeDocument("{}", "/1").error().code, ErrorCode::NotFound);
    }

    void replacesOldPanelsOfTheCurrentSchema()
    {
        const auto upgraded = upgradeDocument(
            R"({"schemaVersion":42,"panels":[{"id":1,"type":"stat","x":1.0},{"id":2,"type":"graph"}],"y":2.0})");
        QVERIFY(upgraded.has_value());
        QVERIFY(upgraded->text.starts_with(R"({"schemaVersion":42,"panels":[{"id":1,"type":"stat","x":1.0},)"));
        QVERIFY(upgraded->text.find(R"({"id":2,"type":"timeseries")") != std::string::npos);
        QVERIFY(upgraded->text.ends_with(R"(],"y":2.0})"));
    }

    void regionsOfOldGraphsBecomeAnnotations()
    {
        const std::string text =
            R"({"schemaVersion":42,"panels":[{"type":"graph","timeRegions":[{"op":"time","from":"08:00","to":"09:00",
            "fill":true,"fillColor":"red","colorMode":"custom"}]},{"type":"row","id":1,"collapsed":true,"panels":[
            {"type":"graph","timeRegions":[{"from":"1:00","line":true,"colorMode":"blue"}]}]}]})";
        const auto before = Dashboard::open(text);
        const auto upgraded = upgradeDocument(text);
        QVERIFY(upgraded.has_value());
        const auto after = Dashboard::open(upgraded->text);
        QCOMPARE(after->annotations().size(), std::size_t{2});
        QCOMPARE(difference(before->model(), after->model()), std::string());
        QVERIFY(!upgradeDocument(upgraded->text)->changed);
    }

    void leavesNewerAndV2Alone()
    {
        for (const std::string text : {R"({"panels":[{"type":"graph"}],"schemaVersion":99})",
                                       R"({"elements":{},"layout":{"kind":"GridLayout","spec":{"items":[]}}})"}) {
            const auto upgraded = upgradeDocument(text);
            QVERIFY(upgraded.has_value());
            QVERIFY(!upgraded->changed);
            QCOMPARE(upgraded->text, text);
        }
    }

    /// Over the corpus: what is written shows the same dashboard, and writing it again changes nothing.
    void corpus()
    {
        const QDir folder(QString::fromStdString((testing::sharedFolder() / "corpus" / "dashboards").string()));
        if (testing::sharedFolder().empty() || !folder.exists()) QSKIP("no dashboard corpus (../shared/corpus)");
        QStringList wrong;
        int unchanged = 0;
        int current = 0;
        for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files)) {
            if (name == QLatin1String("index.json")) continue;
            const std::string text = testing::readFile(folder.filePath(name).toStdString());
            const auto before = Dashboard::open(text);
            const auto upgraded = upgradeDocument(text);
            if (!before || !upgraded) {
                wrong << name + QStringLiteral(": does not open");
                continue;
            }
            const auto& panels = before->panels();
            const bool old = std::any_of(panels.begin(), panels.end(),
                                         [](const Panel& panel) { return panel.type != panel.originalType; });
            if (before->schemaVersion() == kCurrentSchema && !old) {
                ++current;
                unchanged += upgraded->changed ? 0 : 1;
            }
            const auto again = upgradeDocument(upgraded->text);
            if (!again || again->changed) wrong << name + QStringLiteral(": a second time changes it again");
            const auto after = Dashboard::open(upgraded->text);
            if (!after) {
                wrong << name + QStringLiteral(": does not open any more");
                continue;
            }
            // All that is drawn is read from the model: panels, options, queries, variables, annotations, links.
            const std::string differs = difference(before->model(), after->model());
            if (!differs.empty()) wrong << name + QStringLiteral(": ") + QString::fromStdString(differs);
            if (places(*before) != places(*after)) wrong << name + QStringLiteral(": another layout");
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.mid(0, 20).join(QLatin1Char('\n'))));
        QVERIFY(current > 50);
        QCOMPARE(unchanged, current);
    }
};

QTEST_APPLESS_MAIN(UpgradeDocumentTest)
#include "upgrade_document_test.moc"
