#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <set>

#include "ui/edit/json_field.h"
#include "ui/edit/option_rows.h"
#include "ui/edit/transformation_entries.h"
#include "ui/edit/transformations_pane.h"
#include "ui/frame/transform.h"
#include "ui/schema/schema.h"
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

QByteArray written(const json::Value& value)
{
    return QByteArray::fromStdString(json::write(value)).replace('"', '\'').replace(" ", "");
}

}  // namespace

class TransformationFormsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<TransformationsPane> m_pane;
    json::Value m_list;

    QStringListModel* m_names = nullptr;  ///< of the data's fields

    void open(const QByteArray& list)
    {
        m_pane = std::make_unique<TransformationsPane>();
        if (m_names) m_pane->setFieldNames(m_names);
        m_list = parsed(list);
        m_pane->setTransformations(m_list);
        connect(m_pane.get(), &TransformationsPane::changed, m_pane.get(), [this](const json::Value& now) {
            m_list = now;
            m_pane->setTransformations(now);
        });
        m_pane->resize(900, 900);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    }
    [[nodiscard]] const json::Value& options() const { return m_list.at(0)["options"]; }
    template <class Widget>
    Widget* named(const QString& name) const
    {
        QCoreApplication::processEvents();  // layouts show what was added to them
        for (QWidget* one : m_pane->findChildren<QWidget*>()) {
            if (one->accessibleName() == name && one->isVisible()) return qobject_cast<Widget*>(one);
        }
        return nullptr;
    }
    void choose(const QString& name, const QString& text) const
    {
        auto* box = named<QComboBox>(name);
        QVERIFY2(box && box->findText(text) >= 0, qPrintable(name));
        box->setCurrentIndex(box->findText(text));
        Q_EMIT box->activated(box->currentIndex());
    }
    void type(const QString& name, const QString& text) const
    {
        auto* edit = named<QLineEdit>(name);
        QVERIFY2(edit, qPrintable(name));
        edit->clear();
        QTest::keyClicks(edit, text);
    }
    void add(const QString& what) const
    {
        for (QPushButton* one : m_pane->findChildren<QPushButton*>()) {
            if (one->text() == QStringLiteral("Add ") + what && one->isVisible()) {
                one->click();
                return;
            }
        }
        QFAIL(qPrintable(what));
    }

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void cleanup() { m_pane.reset(); }

    void everyTransformationCanBeAdded()
    {
        std::set<std::string> ids;
        for (const TransformationName& one : transformationNames()) {
            ids.insert(one.id);
            QVERIFY2(!one.name.empty() && !one.description.empty(), one.id.c_str());
            const TransformationForm form = transformationForm(json::Value::object({{"id", one.id}}));
            std::set<std::string> pointers;
            for (const OptionEntry& entry : form.entries) QVERIFY(pointers.insert(entry.pointer).second);
        }
        for (const char* id : {"organize", "extractFields", "timeSeriesTable", "groupBy", "regression"})
            QVERIFY(ids.contains(id));
    }

    void whatIsAskedForIsInTheForm_data()
    {
        QTest::addColumn<QByteArray>("step");
        QTest::addColumn<QByteArrayList>("pointers");
        QTest::addColumn<bool>("complete");
        const auto row = [](const char* name, const char* step, QByteArrayList pointers, bool complete = true) {
            QTest::newRow(name) << QByteArray(step) << pointers << complete;
        };
        row("reduce", "{'id':'reduce'}", {"/mode", "/reducers", "/labelsToFields"});
        row("reduce fields", "{'id':'reduce','options':{'mode':'reduceFields'}}",
            {"/mode", "/reducers", "/includeTimeField"});
        row("binary", "{'id':'calculateField','options':{'mode':'binary'}}",
            {"/mode", "/binary/left", "/binary/operator", "/binary/right", "/alias", "/replaceFields"});
        row("binary by matcher",
            "{'id':'calculateField','options':{'mode':'binary','binary':{'left':{'matcher':{'id':'byType'}}}}}",
            {"/mode", "/binary/operator", "/binary/right", "/alias", "/replaceFields"}, false);
        row("old name", "{'id':'seriesToColumns'}", {"/mode", "/byField"});
        row("nothing to set", "{'id':'merge'}", {});
        row("nested tables", "{'id':'groupToNestedTable'}", {"/fields", "/showSubframeHeaders"});
        row("settings of a query", "{'id':'configFromData'}", {"/configRefId", "/applyTo/id", "/mappings"});
        row("settings of a query for a field",
            "{'id':'configFromData','options':{'applyTo':{'id':'byName','options':'a'}}}",
            {"/configRefId", "/applyTo/id", "/applyTo/options", "/mappings"});
        row("places", "{'id':'fieldLookup'}", {"/lookupField", "/gazetteer"});
        row("cells", "{'id':'heatmap'}",
            {"/xBuckets/mode", "/xBuckets/value", "/yBuckets/mode", "/yBuckets/value", "/yBuckets/scale/type"});
        row("cells by powers", "{'id':'heatmap','options':{'yBuckets':{'scale':{'type':'log'}}}}",
            {"/xBuckets/mode", "/xBuckets/value", "/yBuckets/mode", "/yBuckets/value", "/yBuckets/scale/type",
             "/yBuckets/scale/log"});
        row("places of coordinates", "{'id':'spatial','options':{'action':'calculate','source':{'mode':'coords'}}}",
            {"/action", "/calculate/calc", "/calculate/field", "/source/mode", "/source/latitude",
             "/source/longitude"});
        row("lines between places",
            "{'id':'spatial','options':{'action':'modify','modify':{'op':'lineBuilder','target':{'mode':'geohash'}}}}",
            {"/action", "/modify/op", "/source/mode", "/modify/target/mode", "/modify/target/geohash"});
        row("unknown", "{'id':'ours','options':{'a':1,'b':[1]}}", {"/a"}, false);
    }

    void whatIsAskedForIsInTheForm()
    {
        QFETCH(QByteArray, step);
        QFETCH(bool, complete);
        const TransformationForm form = transformationForm(parsed(step));
        QByteArrayList pointers;
        for (const OptionEntry& entry : form.entries) pointers << QByteArray::fromStdString(entry.pointer);
        QTEST(pointers, "pointers");
        QCOMPARE(form.complete, complete);
    }

    void rowsAreWrittenAsTheyWereRead_data()
    {
        QTest::addColumn<int>("form");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("rows");
        const auto row = [](const char* name, RowsForm form, const char* value, const char* rows) {
            QTest::newRow(name) << static_cast<int>(form) << QByteArray(value) << QByteArray(rows);
        };
        row("list", RowsForm::List, "[{'a':1},{'b':2}]", "[{'a':1},{'b':2}]");
        row("by name", RowsForm::ByName, "{'x':{'operation':'groupby'},'y':{}}",
            "[{'operation':'groupby','name':'x'},{'name':'y'}]");
        row("columns", RowsForm::Columns,
            "{'includeByName':{},'excludeByName':{'b':true},'indexByName':{'b':0,'a':1},'renameByName':{'a':'A'}}",
            "[{'name':'b','hide':true},{'name':'a','rename':'A'}]");
        row("columns without an order", RowsForm::Columns, "{'excludeByName':{'b':true},'renameByName':{'a':'A'}}",
            "[{'name':'a','rename':'A'},{'name':'b','hide':true}]");
    }

    void rowsAreWrittenAsTheyWereRead()
    {
        QFETCH(int, form);
        QFETCH(QByteArray, value);
        const json::Value before = parsed(value);
        const json::Value rows = rowsOf(before, static_cast<RowsForm>(form));
        QTEST(written(rows), "rows");
        QVERIFY(writtenRows(rows, static_cast<RowsForm>(form), before) == before);
    }

    void columnsAreOrderedOnceTheyAreMoved()
    {
        const json::Value before = parsed("{'renameByName':{'a':'A','b':'B'}}");
        const json::Value moved = parsed("[{'name':'b','rename':'B'},{'name':'a','rename':'A'}]");
        QCOMPARE(written(writtenRows(moved, RowsForm::Columns, before, true)["indexByName"]),
                 QByteArray("{'b':0,'a':1}"));
        const json::Value more = parsed("[{'name':'c','hide':true},{'name':'a'},{'name':'b'}]");
        QVERIFY(writtenRows(more, RowsForm::Columns, before)["indexByName"].isNull());
    }

    void organizeIsALineForEachField()
    {
        open("[{'id':'organize','options':{'excludeByName':{},'indexByName':{},'renameByName':{}}}]");
        QVERIFY(!m_pane->findChild<JsonField*>()->isVisible());
        add(QStringLiteral("field"));
        type(QStringLiteral("Field of field 1"), QStringLiteral("Time"));
        named<QCheckBox>(QStringLiteral("Hide of field 1"))->click();
        add(QStringLiteral("field"));
        type(QStringLiteral("Field of field 2"), QStringLiteral("Value #A"));
        type(QStringLiteral("Rename to of field 2"), QStringLiteral("CPU"));
        QCOMPARE(written(options()["excludeByName"]), QByteArray("{'Time':true}"));
        QCOMPARE(options()["renameByName"]["Value #A"].toString(), std::string("CPU"));
        QVERIFY(options()["indexByName"].members().empty());
        named<QToolButton>(QStringLiteral("Move up field 2"))->click();
        QCOMPARE(options()["indexByName"]["Value #A"].toInt(-1), 0);
        QCOMPARE(options()["indexByName"]["Time"].toInt(-1), 1);
    }

    void organizeListsTheFieldsOfTheData()
    {
        QStringListModel names({QStringLiteral("Time"), QStringLiteral("cpu"), QStringLiteral("mem")});
        m_names = &names;
        open("[{'id':'organize','options':{}}]");
        m_names = nullptr;
        QCOMPARE(named<QLineEdit>(QStringLiteral("Field of field 3"))->text(), QStringLiteral("mem"));
        type(QStringLiteral("Rename to of field 2"), QStringLiteral("CPU"));
        named<QCheckBox>(QStringLiteral("Hide of field 1"))->click();
        QCOMPARE(written(options()["renameByName"]), QByteArray("{'cpu':'CPU'}"));
        QCOMPARE(written(options()["excludeByName"]), QByteArray("{'Time':true}"));
        // The answer has the new name among the others; it is no further field, and the lines stay where they are.
        names.setStringList({QStringLiteral("Time"), QStringLiteral("cpu"), QStringLiteral("mem"),
                             QStringLiteral("CPU"), QStringLiteral("disk")});
        QCOMPARE(named<QLineEdit>(QStringLiteral("Rename to of field 2"))->text(), QStringLiteral("CPU"));
        QCOMPARE(named<QLineEdit>(QStringLiteral("Field of field 4"))->text(), QStringLiteral("disk"));
        QVERIFY(!named<QLineEdit>(QStringLiteral("Field of field 5")));
        named<QToolButton>(QStringLiteral("Move up field 4"))->click();
        QCOMPARE(written(options()["indexByName"]), QByteArray("{'Time':0,'cpu':1,'disk':2,'mem':3}"));
        m_pane.reset();
    }

    void modesChangeTheForm()
    {
        open("[{'id':'calculateField','options':{'mode':'reduceRow'}}]");
        QVERIFY(!named<QLineEdit>(QStringLiteral("Left")));
        named<QComboBox>(QStringLiteral("Mode"))->setFocus();
        choose(QStringLiteral("Mode"), QStringLiteral("Binary operation"));
        QCOMPARE(QApplication::focusWidget()->accessibleName(), QStringLiteral("Mode"));
        type(QStringLiteral("Left"), QStringLiteral("used"));
        choose(QStringLiteral("Operation"), QStringLiteral("/"));
        type(QStringLiteral("Right"), QStringLiteral("1024"));
        QCOMPARE(written(options()),
                 QByteArray("{'mode':'binary','binary':{'left':'used','operator':'/','right':'1024'}}"));
    }

    void filtersHaveTheValuesOfTheirTest()
    {
        open("[{'id':'filterByValue','options':{'filters':[],'type':'include','match':'any'}}]");
        add(QStringLiteral("condition"));
        type(QStringLiteral("Field of condition 1"), QStringLiteral("cpu"));
        type(QStringLiteral("Value of condition 1"), QStringLiteral("90"));
        QCOMPARE(written(options()["filters"]),
                 QByteArray("[{'config':{'id':'greater','options':{'value':90}},'fieldName':'cpu'}]"));
        QVERIFY(!named<QLineEdit>(QStringLiteral("From of condition 1")));
        choose(QStringLiteral("Test of condition 1"), QStringLiteral("Range"));
        QVERIFY(!named<QLineEdit>(QStringLiteral("Value of condition 1")));
        type(QStringLiteral("From of condition 1"), QStringLiteral("10"));
        QCOMPARE(options()["filters"].at(0)["config"]["options"]["from"].toInt(), 10);
    }

    void groupsHaveCalculations()
    {
        open("[{'id':'groupBy','options':{'fields':{'cpu':{'operation':'aggregate','aggregations':['mean']}}}}]");
        auto* button = named<QToolButton>(QStringLiteral("Calculations of field 1"));
        QVERIFY(button);
        QCOMPARE(button->text(), QStringLiteral("Mean"));
        for (QAction* action : button->menu()->actions()) {
            if (action->text() == QStringLiteral("Max")) action->trigger();
        }
        QVERIFY(button->text().contains(QStringLiteral("Max")));
        QCOMPARE(options()["fields"]["cpu"]["aggregations"].items().size(), std::size_t{2});
        choose(QStringLiteral("Operation of field 1"), QStringLiteral("Group by"));
        QVERIFY(!named<QToolButton>(QStringLiteral("Calculations of field 1")));
    }

    void whatHasNoFormIsJson()
    {
        open("[{'id':'ours','options':{'configRefId':'A','mappings':[]}}]");
        QVERIFY(m_pane->findChild<JsonField*>()->isVisible());
        open("[{'id':'sortBy','options':{'sort':[{'field':'a'}]}}]");
        QVERIFY(!m_pane->findChild<JsonField*>()->isVisible());
        named<QToolButton>(QStringLiteral("Options as JSON: Sort by"))->click();
        QVERIFY(m_pane->findChild<JsonField*>()->isVisible());
    }
};

QTEST_MAIN(TransformationFormsTest)
#include "transformation_forms_test.moc"
