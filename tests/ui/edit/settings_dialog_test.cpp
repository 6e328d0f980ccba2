// The settings of a dashboard: which fields there are, and what they write into the document.

#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <set>

#include "ui/edit/dashboard_editor.h"
#include "ui/edit/settings_dialog.h"
#include "ui/edit/settings_entries.h"
#include "ui/edit/settings_list.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

/// Reads JSON that is written with ' for ".
json::Value parsed(const QByteArray& text)
{
    const auto value = json::parse(QByteArray(text).replace('\'', '"').toStdString());
    return value ? *value : json::Value();
}

const QByteArray kText =
    "{'title':'Demo','schemaVersion':42,'panels':[],'templating':{'list':["
    "{'name':'job','type':'query','query':{'query':'label_values(up, job)','refId':'x'},'refresh':1},"
    "{'name':'size','type':'custom','query':'a,b'}]},'annotations':{'list':["
    "{'builtIn':1,'name':'Own','enable':true,'hide':true,'type':'dashboard'},"
    "{'name':'Restarts','enable':true,'iconColor':'blue','expr':'changes(up[5m]) > 0'}]},"
    "'links':[{'title':'Docs','type':'link','url':'https://example.org'}]}";

QStringList pointersOf(const std::vector<OptionEntry>& entries)
{
    QStringList out;
    for (const OptionEntry& entry : entries) out += QString::fromStdString(entry.pointer);
    return out;
}

}  // namespace

class SettingsDialogTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DashboardEditor> m_editor;
    std::unique_ptr<SettingsDialog> m_dialog;

    void open(const QByteArray& text = kText)
    {
        m_editor = DashboardEditor::open(QByteArray(text).replace('\'', '"').toStdString()).value();
        m_dialog = std::make_unique<SettingsDialog>(*m_editor);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    void tab(const QString& name) const
    {
        auto* tabs = m_dialog->findChild<QTabWidget*>();
        for (int i = 0; i < tabs->count(); ++i) {
            if (tabs->tabText(i) == name) return tabs->setCurrentIndex(i);
        }
        QFAIL(qPrintable(name));
    }
    template <class Widget>
    Widget* named(const QString& name) const
    {
        QCoreApplication::processEvents();  // layouts show what was added to them
        for (QWidget* one : m_dialog->findChildren<QWidget*>()) {
            if (one->accessibleName() == name && one->isVisible()) return qobject_cast<Widget*>(one);
        }
        return nullptr;
    }
    QStringList listed(const QString& what) const
    {
        QStringList out;
        auto* list = named<QListWidget>(QStringLiteral("All: ") + what);
        for (int i = 0; list && i < list->count(); ++i) out += list->item(i)->text();
        return out;
    }
    void choose(const QString& what, int row) const
    {
        named<QListWidget>(QStringLiteral("All: ") + what)->setCurrentRow(row);
    }
    void click(const QString& name) const
    {
        auto* button = named<QAbstractButton>(name);
        QVERIFY2(button, qPrintable(name));
        QTest::mouseClick(button, Qt::LeftButton);
    }
    void type(const QString& name, const QString& text) const
    {
        auto* edit = named<QLineEdit>(name);
        QVERIFY2(edit, qPrintable(name));
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    void pick(const QString& name, const QString& text) const
    {
        auto* box = named<QComboBox>(name);
        QVERIFY2(box && box->findText(text) >= 0, qPrintable(name + text));
        box->setCurrentIndex(box->findText(text));
        Q_EMIT box->activated(box->currentIndex());
    }
    [[nodiscard]] const json::Value& written(const char* place) const { return m_editor->written().get(place); }
    [[nodiscard]] const json::Value& variable(std::size_t i) const { return written("templating.list").at(i); }
    [[nodiscard]] const json::Value& annotation(std::size_t i) const { return written("annotations.list").at(i); }

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void cleanup()
    {
        m_dialog.reset();
        m_editor.reset();
    }

    void fieldsFollowWhatItIs_data()
    {
        QTest::addColumn<QByteArray>("item");
        QTest::addColumn<QStringList>("has");
        QTest::addColumn<QStringList>("lacks");
        const auto row = [](const char* name, const char* item, const QStringList& has, const QStringList& lacks) {
            QTest::newRow(name) << QByteArray(item) << has << lacks;
        };
        row("query", "{'type':'query','query':'up'}", {"/query", "/regex", "/refresh", "/sort", "/multi", "/allValue"},
            {"/auto", "/query/query"});
        row("query with an object", "{'type':'query','query':{'query':'up'}}", {"/query/query"}, {"/query"});
        row("custom", "{'type':'custom'}", {"/query", "/multi", "/includeAll"}, {"/regex", "/refresh", "/sort"});
        row("data source", "{'type':'datasource'}", {"/query", "/regex", "/multi"}, {"/refresh", "/auto"});
        row("interval", "{'type':'interval'}", {"/query", "/auto", "/auto_count", "/auto_min"}, {"/multi", "/regex"});
        row("constant", "{'type':'constant'}", {"/query"}, {"/multi", "/regex", "/auto"});
        row("text box", "{'type':'textbox'}", {"/query"}, {"/multi", "/regex", "/auto"});
        row("ad hoc", "{'type':'adhoc'}", {"/name", "/label"}, {"/query", "/multi"});
        row("switch", "{'type':'switch'}", {"/name", "/label"}, {"/query", "/multi"});
        row("group by", "{'type':'groupby'}", {"/name", "/label"}, {"/query", "/multi"});
    }

    void fieldsFollowWhatItIs()
    {
        QFETCH(QByteArray, item);
        QFETCH(QStringList, has);
        QFETCH(QStringList, lacks);
        const QStringList pointers = pointersOf(variableEntries(parsed(item)));
        for (const QString& one : has) QVERIFY2(pointers.contains(one), qPrintable(one));
        for (const QString& one : lacks) QVERIFY2(!pointers.contains(one), qPrintable(one));
        QCOMPARE(QSet<QString>(pointers.begin(), pointers.end()).size(), pointers.size());
    }

    void annotationsHaveWhatTheirSourceNeeds_data()
    {
        QTest::addColumn<QByteArray>("item");
        QTest::addColumn<QStringList>("rest");  // behind name, enable, hide and colour
        const auto row = [](const char* name, const char* item, const QStringList& rest) {
            QTest::newRow(name) << QByteArray(item) << rest;
        };
        const QStringList queried{"/step", "/titleFormat", "/textFormat", "/tagKeys", "/useValueForTime"};
        row("query", "{'expr':'up'}", QStringList{"/expr"} + queried);
        row("query in a target", "{'target':{'expr':'up'}}", QStringList{"/target/expr"} + queried);
        row("built in", "{'builtIn':1,'type':'dashboard'}", {"/type", "/limit"});
        row("by tags", "{'datasource':{'uid':'-- Grafana --'},'target':{'type':'tags'}}",
            {"/target/type", "/target/tags", "/target/matchAny", "/target/limit"});
        row("of a dashboard", "{'datasource':'-- Grafana --','target':{'type':'dashboard'}}",
            {"/target/type", "/target/limit"});
        row("times of day", "{'datasource':{'uid':'-- Grafana --'},'target':{'queryType':'timeRegions'}}", {});
    }

    void annotationsHaveWhatTheirSourceNeeds()
    {
        QFETCH(QByteArray, item);
        QTEST(pointersOf(annotationEntries(parsed(item))).mid(4), "rest");
    }

    void aVariableIsChanged()
    {
        open();
        tab("Variables");
        QCOMPARE(listed("variable"), (QStringList{"job", "size"}));
        type("Query", "label_values(zone)");
        QCOMPARE(variable(0)["query"]["query"].toString(), std::string("label_values(zone)"));
        QCOMPARE(variable(0)["query"]["refId"].toString(), std::string("x"));  // what the form does not show stays
        pick("Sort", "Natural up");
        QCOMPARE(variable(0)["sort"].toInt(), 7);
        pick("Refresh", "When the time range changes");
        QCOMPARE(variable(0)["refresh"].toInt(), 2);
        click("Several values");
        QVERIFY(variable(0)["multi"].toBool());
        choose("variable", 1);
        type("Name", "sizes");
        QCOMPARE(listed("variable"), (QStringList{"job", "sizes"}));
        pick("Type", "Interval");
        QVERIFY(named<QWidget>("Offer Auto"));
        QVERIFY(!named<QWidget>("Offer All"));
        QCOMPARE(variable(1)["type"].toString(), std::string("interval"));
        QCOMPARE(variable(1)["query"].toString(), std::string("a,b"));
        while (m_editor->canUndo()) m_editor->undo();
        QVERIFY(QString::fromStdString(m_editor->text()) == QString::fromUtf8(QByteArray(kText).replace('\'', '"')));
        QCOMPARE(listed("variable"), (QStringList{"job", "size"}));
    }

    void variablesComeGoAndMove()
    {
        open();
        tab("Variables");
        QVERIFY(!named<QAbstractButton>("Earlier")->isEnabled());
        click("Add variable");
        QCOMPARE(listed("variable"), (QStringList{"job", "size", "new"}));
        QCOMPARE(variable(2)["type"].toString(), std::string("query"));
        QCOMPARE(named<QListWidget>("All: variable")->currentRow(), 2);
        QVERIFY(!named<QAbstractButton>("Later")->isEnabled());
        click("Earlier");
        QCOMPARE(listed("variable"), (QStringList{"job", "new", "size"}));
        QCOMPARE(named<QListWidget>("All: variable")->currentRow(), 1);
        QCOMPARE(m_editor->undoName(), std::string("Settings: Move variable new"));
        click("Remove variable");
        QCOMPARE(listed("variable"), (QStringList{"job", "size"}));
        click("Remove variable");
        click("Remove variable");
        QVERIFY(listed("variable").isEmpty());
        QVERIFY(!named<QAbstractButton>("Remove variable")->isEnabled());
        QVERIFY(!named<QLineEdit>("Name"));
    }

    void anAnnotationIsChanged()
    {
        open();
        tab("Annotations");
        QCOMPARE(listed("annotation"), (QStringList{"Own", "Restarts"}));
        pick("Made by hand", "With tags");
        QCOMPARE(annotation(0)["type"].toString(), std::string("tags"));
        QVERIFY(named<QWidget>("Any of them will do"));
        click("Any of them will do");
        QVERIFY(annotation(0)["matchAny"].toBool());
        choose("annotation", 1);
        type("Query", "up == 0");
        QCOMPARE(annotation(1)["expr"].toString(), std::string("up == 0"));
        type("Title", "{{job}} is down");
        type("Tags from labels", "job,zone");
        type("Min step", "5m");
        click("Value is the time");
        click("Enabled");
        QCOMPARE(annotation(1)["titleFormat"].toString(), std::string("{{job}} is down"));
        QCOMPARE(annotation(1)["tagKeys"].toString(), std::string("job,zone"));
        QCOMPARE(annotation(1)["step"].toString(), std::string("5m"));
        QVERIFY(annotation(1)["useValueForTime"].toBool());
        QVERIFY(!annotation(1)["enable"].toBool(true));
        click("Add annotation");
        QCOMPARE(listed("annotation"), (QStringList{"Own", "Restarts", "New annotation"}));
        QVERIFY(annotation(2)["enable"].toBool());
    }

    /// A dashboard that has no such lists gets them where Grafana keeps them.
    void listsAreMadeWhereThereAreNone()
    {
        open("{'title':'Bare','schemaVersion':42,'panels':[]}");
        tab("Variables");
        click("Add variable");
        tab("Annotations");
        click("Add annotation");
        tab("Links");
        click("Add link");
        QCOMPARE(variable(0)["name"].toString(), std::string("new"));
        QCOMPARE(annotation(0)["name"].toString(), std::string("New annotation"));
        QCOMPARE(written("links").at(0)["type"].toString(), std::string("link"));
        QCOMPARE(m_editor->dashboard().annotations().size(), std::size_t{1});
    }

    /// Schema v2 keeps the same in other places and other words.
    void dashboardsOfSchemaV2HaveTheSameForms()
    {
        open(
            "{'elements':{},'layout':{'kind':'GridLayout','spec':{'items':[]}},'title':'Two','tags':['a'],'variables':["
            "{'kind':'QueryVariable','spec':{'name':'job','sort':'disabled','query':{'kind':'DataQuery','group':"
            "'prometheus','spec':{'query':'label_values(up, job)','refId':'x'}}}},"
            "{'kind':'DatasourceVariable','spec':{'name':'ds','pluginId':'prometheus'}}],"
            "'annotations':[{'kind':'AnnotationQuery','spec':{'name':'Restarts','enable':true,'query':{'kind':"
            "'DataQuery','group':'prometheus','spec':{'expr':'up'}},'legacyOptions':{'step':'1m'}}}],'links':[]}");
        const auto variable2 = [this](std::size_t i) { return written("variables").at(i); };
        tab("Variables");
        QCOMPARE(listed("variable"), (QStringList{"job", "ds"}));
        type("Query", "label_values(zone)");
        QCOMPARE(variable2(0).get("spec.query.spec.query").toString(), std::string("label_values(zone)"));
        QCOMPARE(variable2(0).get("spec.query.spec.refId").toString(), std::string("x"));
        pick("Sort", "Natural up");
        QCOMPARE(variable2(0).get("spec.sort").toString(), std::string("naturalAsc"));
        QCOMPARE(m_editor->dashboard().variables().find("job")->sort, 7);
        pick("Show", "Nothing");
        QCOMPARE(variable2(0).get("spec.hide").toString(), std::string("hideVariable"));
        choose("variable", 1);
        type("Value or values", "loki");
        QCOMPARE(variable2(1).get("spec.pluginId").toString(), std::string("loki"));
        pick("Type", "Constant");
        QCOMPARE(variable2(1)["kind"].toString(), std::string("ConstantVariable"));
        click("Add variable");
        type("Query", "up");
        QCOMPARE(m_editor->dashboard().variables().find("new")->query, std::string("up"));
        tab("Annotations");
        type("Query", "up == 0");
        QCOMPARE(written("annotations").at(0).get("spec.query.spec.expr").toString(), std::string("up == 0"));
        type("Min step", "5m");
        QCOMPARE(written("annotations").at(0).get("spec.legacyOptions.step").toString(), std::string("5m"));
        click("Enabled");
        QVERIFY(!written("annotations").at(0).get("spec.enable").toBool(true));
        tab("Links");
        QVERIFY(!named<QLineEdit>("URL"));
        click("Add link");
        type("URL", "https://example.org");
        QCOMPARE(written("links").at(0)["url"].toString(), std::string("https://example.org"));
    }

    void valuesOfAVariableAreShown()
    {
        open();
        QStringList values{"api", "db"};
        m_dialog->setVariableValues([&](const QString& name) { return name == "job" ? values : QStringList(); });
        tab("Variables");
        const auto says = [this](const QString& text) {
            QCoreApplication::processEvents();
            for (const QLabel* one : m_dialog->findChildren<QLabel*>()) {
                if (one->isVisible() && one->text().startsWith(QStringLiteral("Values: "))) return one->text() == text;
            }
            return text.isEmpty();
        };
        QVERIFY(says(QStringLiteral("Values: api, db")));
        values += QStringLiteral("web");
        m_dialog->updateVariableValues();
        QVERIFY(says(QStringLiteral("Values: api, db, web")));
        choose("variable", 1);
        QVERIFY(says({}));
    }

    void tagsAreAList()
    {
        open();
        for (QPushButton* one : m_dialog->findChildren<QPushButton*>()) {
            if (one->text() == QStringLiteral("Add tag") && one->isVisible()) one->click();
        }
        type("Tag of tag 1", "linux");
        QCOMPARE(json::write(written("tags")), std::string(R"(["linux"])"));
    }

    void aLinkIsChanged()
    {
        open();
        tab("Links");
        type("URL", "https://example.org/x?a=1");
        QCOMPARE(written("links").at(0)["url"].toString(), std::string("https://example.org/x?a=1"));
        click("With the time range");
        QVERIFY(written("links").at(0)["keepTime"].toBool());
        pick("Type", "Dashboards with tags");
        QVERIFY(named<QWidget>("As a menu"));
        QVERIFY(!named<QWidget>("URL"));
    }
};

QTEST_MAIN(SettingsDialogTest)
#include "settings_dialog_test.moc"
