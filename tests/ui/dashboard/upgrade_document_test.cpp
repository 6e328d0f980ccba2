#include "ui/dashboard/upgrade_document.h"

#include <QDir>
#include <QtTest/QtTest>

#include "tests/support/shared_files.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/migration.h"

using namespace watchglass;
using namespace watchglass::ui;

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
            if (!after || after->panels().size() != before->panels().size()) {
                wrong << name + QStringLiteral(": other panels");
                continue;
            }
            for (std::size_t i = 0; i < after->panels().size(); ++i) {
                const Panel& was = before->panels()[i];
                const Panel& is = after->panels()[i];
                if (was.id != is.id || was.type != is.type || was.title != is.title ||
                    !(was.model.get("fieldConfig") == is.model.get("fieldConfig")) || !(was.options == is.options))
                    wrong << QStringLiteral("%1: panel %2 is another").arg(name).arg(was.id);
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.mid(0, 20).join(QLatin1Char('\n'))));
        QVERIFY(current > 50);
        QCOMPARE(unchanged, current);
    }
};

QTEST_APPLESS_MAIN(UpgradeDocumentTest)
#include "upgrade_document_test.moc"
