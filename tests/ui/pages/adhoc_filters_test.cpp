// A filter that is edited in the variable bar is in every selector of the queries of all panels, and in what they show.

#include "tests/ui/pages/demo_window.h"
#include "ui/dashboard/query_plan.h"
#include "ui/theme/theme.h"
#include "ui/widgets/adhoc_bar.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

std::string dashboardText()
{
    QByteArray json =
        "{'title':'Demo','schemaVersion':42,'time':{'from':'now-1h','to':'now'},'templating':{'list':["
        "{'name':'f','type':'adhoc','datasource':{'type':'prometheus'},'filters':[]}]},'panels':["
        "{'id':1,'type':'timeseries','title':'One','gridPos':{'x':0,'y':0,'w':12,'h':8},'targets':["
        "{'refId':'A','expr':'demo'},{'refId':'B','expr':'max(demo{job!=`z`}) by (job) / on(job) sum by(job) "
        "(demo offset 1m) # demo in words: `demo`'}]},"
        "{'id':2,'type':'stat','title':'Two','gridPos':{'x':12,'y':0,'w':12,'h':8},'targets':["
        "{'refId':'A','expr':'count(demo)','legendFormat':'n'}]}]}";
    return json.replace('\'', '"').toStdString();
}

}  // namespace

class AdHocFiltersTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DemoWindow> m_demo;

    AdHocBar* bar() const { return m_demo->page().findChild<AdHocBar*>(QStringLiteral("f")); }
    QList<QToolButton*> buttons() const
    {
        QList<QToolButton*> out;
        for (QToolButton* button : bar()->findChildren<QToolButton*>(Qt::FindDirectChildrenOnly)) {
            if (button->isVisible()) out.append(button);
        }
        return out;
    }
    QWidget* popup() const
    {
        for (QWidget* child : bar()->findChildren<QWidget*>()) {
            if (child->windowType() == Qt::Popup && child->isVisible() && child->property("wgPopup").toBool())
                return child;
        }
        return nullptr;
    }
    void press(const QString& text) const
    {
        for (QPushButton* button : popup()->findChildren<QPushButton*>()) {
            if (button->text() == text) return QTest::mouseClick(button, Qt::LeftButton);
        }
        QFAIL("no such button");
    }
    /// Opens the button's filter and enters it anew.
    void enter(int button, const QString& label, const QString& op, const QString& value) const
    {
        QTest::mouseClick(buttons()[button], Qt::LeftButton);
        QVERIFY(popup());
        popup()->findChild<QComboBox*>(QStringLiteral("label"))->setEditText(label);
        auto* operators = popup()->findChild<QComboBox*>(QStringLiteral("operator"));
        QVERIFY(operators->findData(op) >= 0);
        operators->setCurrentIndex(operators->findData(op));
        popup()->findChild<QComboBox*>(QStringLiteral("value"))->setEditText(value);
        press(QStringLiteral("Apply"));
    }
    /// All queries of the panels as they are asked.
    QStringList asked() const
    {
        QStringList out;
        for (const PlacedPanel& placed : m_demo->page().session().layout()) {
            PanelQuestion question = m_demo->page().session().questionFor(placed, 600);
            question.context.variables = question.variables.get();
            for (const PlannedQuery& query : planPanelQueries(question.panel, question.context).queries)
                out += QString::fromStdString(query.expr);
        }
        return out;
    }
    QString shown(const char* key) const { return m_demo->frame(key)->panel()->summary(); }

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void init()
    {
        m_demo = std::make_unique<DemoWindow>();
        QVERIFY(m_demo->open(dashboardText()));
        QTRY_VERIFY(bar());
    }
    void cleanup() { m_demo.reset(); }

    void everySelectorGetsTheMatcher_data()
    {
        QTest::addColumn<QString>("op");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("matcher");  // as it stands in the selectors
        QTest::addColumn<QString>("left");     // how many series are
        const auto row = [](const char* op, const char* value, const char* matcher, const char* left) {
            QTest::newRow(op) << QString::fromLatin1(op) << QString::fromLatin1(value) << QString::fromLatin1(matcher)
                              << QString::fromLatin1(left);
        };
        row("=", "a", "job='a'", "1");
        row("!=", "a", "job!='a'", "2");
        row("=~", "[ab]", "job=~'[ab]'", "2");
        row("!~", "[ab]", "job!~'[ab]'", "1");
        row("=|", "a, c", "job=~'a|c'", "2");
        row("!=|", "a, c", "job!~'a|c'", "1");
    }

    void everySelectorGetsTheMatcher()
    {
        QFETCH(QString, op);
        QFETCH(QString, value);
        QFETCH(QString, matcher);
        matcher.replace(u'\'', u'"');
        const QStringList before = asked();
        QCOMPARE(before.size(), 3);
        QCOMPARE(shown("2"), QStringLiteral("n: 3"));

        enter(0, QStringLiteral("job"), op, value);
        QTRY_COMPARE(buttons().size(), 2);
        QCOMPARE(asked(), (QStringList{QStringLiteral("demo{%1}").arg(matcher),
                                       QStringLiteral("max(demo{job!=`z`, %1}) by (job) / on(job) sum by(job) "
                                                      "(demo{%1} offset 1m) # demo in words: `demo`")
                                           .arg(matcher),
                                       QStringLiteral("count(demo{%1})").arg(matcher)}));
        QFETCH(QString, left);
        QVERIFY(m_demo->settled());
        QTRY_COMPARE(shown("2"), QStringLiteral("n: ") + left);

        QTest::mouseClick(buttons()[0], Qt::LeftButton);
        QVERIFY(popup());
        press(QStringLiteral("Remove"));
        QTRY_COMPARE(buttons().size(), 1);
        QCOMPARE(asked(), before);
        QVERIFY(m_demo->settled());
        QTRY_COMPARE(shown("2"), QStringLiteral("n: 3"));
    }

    void severalFiltersStandTogetherAndOneIsChanged()
    {
        enter(0, QStringLiteral("job"), QStringLiteral("!="), QStringLiteral("a"));
        QTRY_COMPARE(buttons().size(), 2);
        enter(1, QStringLiteral("job"), QStringLiteral("!="), QStringLiteral("say \"b\""));
        QTRY_COMPARE(buttons().size(), 3);
        QCOMPARE(asked().last(), QStringLiteral("count(demo{job!=\"a\", job!=\"say \\\"b\\\"\"})"));
        enter(1, QStringLiteral("job"), QStringLiteral("="), QStringLiteral("b"));
        QTRY_COMPARE(asked().last(), QStringLiteral("count(demo{job!=\"a\", job=\"b\"})"));
        QVERIFY(m_demo->settled());
        QTRY_COMPARE(shown("2"), QStringLiteral("n: 1"));
    }
};

QTEST_MAIN(AdHocFiltersTest)
#include "adhoc_filters_test.moc"
