#include <QDir>
#include <QFile>
#include <QtTest/QtTest>
#include <set>

#include "tests/support/shared_files.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/document_path.h"
#include "ui/dashboard/document_text.h"
#include "ui/dashboard/import_report.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

/// How many lines of two texts differ; -1 when one has more lines.
int changedLines(const std::string& before, const std::string& after)
{
    const QList<QByteArray> old = QByteArray::fromStdString(before).split('\n');
    const QList<QByteArray> now = QByteArray::fromStdString(after).split('\n');
    if (old.size() != now.size()) return -1;
    int changed = 0;
    for (qsizetype i = 0; i < old.size(); ++i) changed += old[i] == now[i] ? 0 : 1;
    return changed;
}

/// The last panel of the file whose title is in the document.
std::string titlePlace(const Dashboard& dashboard)
{
    for (auto panel = dashboard.panels().rbegin(); panel != dashboard.panels().rend(); ++panel) {
        std::string place = childPath(panel->origin, "title");
        if (valueAt(dashboard.document(), place).isString()) return place;
    }
    return childPath(dashboard.path(), "title");
}

/// Adds the JSON pointers of all values that are neither objects nor lists with something in them.
void collectLeaves(const json::Value& value, const std::string& path, std::vector<std::string>& out)
{
    std::size_t index = 0;
    for (const json::Value& item : value.items()) collectLeaves(item, childPath(path, index++), out);
    for (const auto& [name, member] : value.members()) collectLeaves(member, childPath(path, name), out);
    if (value.items().empty() && value.members().empty()) out.push_back(path);
}

/// The first place of the document that no line of the report speaks of; "" when there is none.
std::string uncovered(const Dashboard& dashboard, const ImportReport& report)
{
    std::set<std::string> spoken;
    for (const ReportLine& line : report.lines) {
        if (!line.path.empty()) spoken.insert(line.path);
    }
    std::vector<std::string> leaves;
    collectLeaves(dashboard.document(), "", leaves);
    for (const std::string& leaf : leaves) {
        bool found = false;
        for (std::size_t end = leaf.size(); end != std::string::npos && end > 0 && !found;
             end = leaf.rfind('/', end - 1))
            found = spoken.contains(leaf.substr(0, end));
        if (!found) return leaf;
    }
    return {};
}

}  // namespace

/// Over all of `../shared/corpus/dashboards`; one row for a file.
class CorpusTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_folder = QDir(QString::fromStdString((testing::sharedFolder() / "corpus" / "dashboards").string()));
        if (testing::sharedFolder().empty() || !m_folder.exists()) QSKIP("no dashboard corpus (../shared/corpus)");
        for (const QString& name : m_folder.entryList({QStringLiteral("*.json")}, QDir::Files)) {
            if (name != QLatin1String("index.json")) m_files << name;
        }
        QVERIFY(m_files.size() > 900);
    }

    void savesWithoutLoss()
    {
        QStringList wrong;
        for (const QString& name : m_files) {
            const std::string text = testing::readFile(m_folder.filePath(name).toStdString());
            const auto dashboard = Dashboard::open(text);
            auto document = DocumentText::fromText(text);
            if (!dashboard || !document) {
                wrong << name + QStringLiteral(": does not open");
                continue;
            }
            // What stands there put in again changes nothing, whichever way it was spelled.
            if (!document->set(dashboard->path(), valueAt(dashboard->document(), dashboard->path())) ||
                document->text() != text) {
                wrong << name + QStringLiteral(": an unchanged save changes it");
            }
            if (!document->set(titlePlace(*dashboard), json::Value("another \"title\"")) ||
                changedLines(text, document->text()) != 1) {
                wrong << name + QStringLiteral(": a new title changes more than a line");
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
    }

    void reportSpeaksOfEverything()
    {
        QStringList wrong;
        std::size_t counts[3] = {};
        for (const QString& name : m_files) {
            const auto dashboard = Dashboard::open(testing::readFile(m_folder.filePath(name).toStdString()));
            if (!dashboard) continue;
            const ImportReport report = makeImportReport(*dashboard);
            const std::string gap = uncovered(*dashboard, report);
            if (!gap.empty()) wrong << name + QStringLiteral(": ") + QString::fromStdString(gap);
            for (const ReportLine& line : report.lines) {
                ++counts[static_cast<std::size_t>(line.honoured)];
                // What is not as in Grafana says why.
                if (line.note.empty() != (line.honoured == Honoured::Yes))
                    wrong << name + QStringLiteral(": no reason: ") + QString::fromStdString(line.option);
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.mid(0, 20).join(QLatin1Char('\n'))));
        qInfo("%zu honoured, %zu approximated, %zu not drawn", counts[0], counts[1], counts[2]);
    }

private:
    QDir m_folder;
    QStringList m_files;
};

QTEST_APPLESS_MAIN(CorpusTest)
#include "corpus_test.moc"
