#include "ui/dashboard/document_shape.h"

#include <QDir>
#include <QtTest/QtTest>

#include "tests/support/shared_files.h"
#include "ui/dashboard/document_text.h"

using namespace watchglass;
using namespace watchglass::ui;

class DocumentShapeTest : public QObject {
    Q_OBJECT

private slots:
    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("document");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char* document, const char* problem) {
            QTest::newRow(document) << QString::fromUtf8(document).replace('\'', '"') << QString::fromUtf8(problem);
        };
        row("{'panels':[]}", "");
        row("{'panels':null,'title':null,'links':null}", "");
        row("{'panels':3}", "/panels: expected a list, found a number");
        row("{'panels':[],'title':{}}", "/title: expected a text, found an object");
        row("{'panels':[{'type':'row','panels':[{'type':1}]}]}",
            "/panels/0/panels/0/type: expected a text, found a number");
        row("{'panels':['x']}", "/panels/0: expected an object, found a text");
        row("{'panels':[{'targets':{}}]}", "/panels/0/targets: expected a list, found an object");
        row("{'panels':[{'fieldConfig':{'overrides':[true]}}]}",
            "/panels/0/fieldConfig/overrides/0: expected an object, found true or false");
        row("{'rows':[{'panels':[{'gridPos':[]}]}],'schemaVersion':14}",
            "/rows/0/panels/0/gridPos: expected an object, found a list");
        row("{'panels':[],'templating':{'list':{}}}", "/templating/list: expected a list, found an object");
        row("{'dashboard':{'panels':[],'links':{}}}", "/dashboard/links: expected a list, found an object");
        row("{'elements':{'a':{'kind':'Panel','spec':3}},'layout':{'kind':'GridLayout','spec':{}}}",
            "/elements/a/spec: expected an object, found a number");
        row("{'elements':{},'layout':{'kind':'GridLayout','spec':{}},'variables':[{'kind':2}]}",
            "/variables/0/kind: expected a text, found a number");
    }

    void saysWhatIsWrong()
    {
        QFETCH(QString, document);
        QFETCH(QString, problem);
        const json::Value value = *json::parse(document.toStdString());
        const auto part = findDashboard(value);
        QVERIFY(part);
        const auto found = shapeProblem(*part);
        QCOMPARE(found ? QString::fromStdString(found->pointer + ": " + found->message) : QString(), problem);
    }

    void placesAreFound()
    {
        const auto text = DocumentText::fromText("{\n  \"a\": [1,\n    {\"b\": 2}]\n}");
        QVERIFY(text);
        QCOMPARE(text->where(""), std::string("1:1"));
        QCOMPARE(text->where("/a"), std::string("2:8"));
        QCOMPARE(text->where("/a/1/b"), std::string("3:11"));
        QCOMPARE(text->where("/x"), std::string());
    }

    void dashboardsOfTheCorpusHaveTheShape()
    {
        const auto folder = watchglass::testing::sharedFolder() / "corpus" / "dashboards";
        const QDir files(QString::fromStdString(folder.string()));
        const QStringList names = files.entryList({QStringLiteral("*.json")}, QDir::Files);
        if (names.empty()) QSKIP("the corpus is not here");
        QStringList wrong;
        for (const QString& name : names) {
            const auto value = json::parse(watchglass::testing::readFile(folder / name.toStdString()));
            if (!value) continue;
            for (const DashboardPart& part : findDashboards(*value)) {
                if (const auto problem = shapeProblem(part))
                    wrong += name + QStringLiteral(": ") +
                             QString::fromStdString(problem->pointer + ": " + problem->message);
            }
        }
        QVERIFY2(wrong.empty(), qPrintable(wrong.join(QLatin1Char('\n'))));
    }
};

QTEST_GUILESS_MAIN(DocumentShapeTest)
#include "document_shape_test.moc"
