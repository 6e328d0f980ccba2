#include <QtTest/QtTest>

#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/layout.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

using Parts = std::vector<std::string>;

/// JSON that is written with ' for ".
std::string quoted(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

std::string joined(const Parts& parts)
{
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : ",") + part;
    return out;
}

std::string grid(const Parts& names, const std::string& rest = {})
{
    Parts items;
    for (std::size_t i = 0; i < names.size(); ++i) {
        items.push_back(quoted("{'kind':'GridLayoutItem','spec':{'element':{'name':'" + names[i] +
                               "'},'x':" + std::to_string(12 * i) + ",'y':0,'width':12,'height':4" + rest + "}}"));
    }
    return quoted("{'kind':'GridLayout','spec':{'items':[") + joined(items) + "]}}";
}

std::string autoGrid(const std::string& name)
{
    return quoted("{'kind':'AutoGridLayout','spec':{'items':[{'spec':{'element':{'name':'" + name + "'}}}]}}");
}

/// A row or tab.
std::string part(const std::string& title, const std::string& layout, const std::string& rest = {})
{
    return quoted("{'kind':'Part','spec':{'title':'" + title + "'," + rest + "'layout':") + layout + "}}";
}
std::string tabs(const Parts& parts) { return quoted("{'kind':'TabsLayout','spec':{'tabs':[") + joined(parts) + "]}}"; }
std::string rows(const Parts& parts) { return quoted("{'kind':'RowsLayout','spec':{'rows':[") + joined(parts) + "]}}"; }

std::string custom(const std::string& name, const std::string& values, const std::string& selected)
{
    std::string options;
    for (const QString& value : QString::fromStdString(values).split(QLatin1Char(',')))
        options += (options.empty() ? "" : ",") + ("{'text':'" + value.toStdString()) + "','value':'" +
                   value.toStdString() + "'}";
    const bool multi = selected.find(',') != std::string::npos;
    const std::string chosen =
        QString::fromStdString(selected).replace(QLatin1String(","), QLatin1String("','")).toStdString();
    const std::string value = multi ? "['" + chosen + "']" : "'" + chosen + "'";
    return quoted("{'kind':'CustomVariable','spec':{'name':'" + name + "','query':'" + values +
                  "','multi':" + (multi ? "true" : "false") + ",'options':[" + options +
                  "],'current':{'text':" + value + ",'value':" + value + "}}}");
}

std::string when(const std::string& variable, const std::string& value)
{
    return "'conditionalRendering':{'kind':'ConditionalRenderingGroup','spec':{'visibility':'show','condition':'and',"
           "'items':[{'kind':'ConditionalRenderingVariable','spec':{'variable':'" +
           variable + "','operator':'equals','value':'" + value + "'}}]}},";
}

std::string repeatedBy(const std::string& variable)
{
    return "'repeat':{'mode':'variable','value':'" + variable + "'},";
}

/// Text panels a to e in this layout.
Dashboard opened(const std::string& layout, const Parts& variables = {})
{
    Parts elements;
    for (const char* name : {"a", "b", "c", "d", "e"}) {
        elements.push_back(quoted("'" + std::string(name) +
                                  "':{'kind':'Panel','spec':{'id':" + std::to_string(elements.size() + 1) +
                                  ",'title':'" + name + "','vizConfig':{'group':'text','spec':{}}}}"));
    }
    auto dashboard = Dashboard::open(quoted("{'elements':{") + joined(elements) + quoted("},'variables':[") +
                                     joined(variables) + quoted("],'layout':") + layout + "}");
    if (!dashboard) qFatal("%s (%s)", dashboard.error().message.c_str(), dashboard.error().where.c_str());
    return std::move(*dashboard);
}

QString scopeText(const Panel& panel)
{
    QString out;
    for (const auto& [name, value] : panel.scope) out += QString::fromStdString(" " + name + "=" + value);
    return out;
}

/// A line for each thing: "T [U] V 0" for a strip, "row R 0", "variables v 0", "a 0,1".
QString shown(const std::vector<PlacedPanel>& layout)
{
    QString out;
    for (const PlacedPanel& one : layout) {
        const QString y = QString::number(one.pos.y);
        const QString title = QString::fromStdString(one.panel.title) + scopeText(one.panel);
        if (one.kind == PlacedKind::Tabs) {
            for (std::size_t i = 0; i < one.tabs.size(); ++i) {
                const Panel& tab = one.tabs[i].panel;
                const QString text = QString::fromStdString(tab.title) + scopeText(tab);
                out += (i == one.activeTab ? QStringLiteral("[%1] ") : QStringLiteral("%1 ")).arg(text);
            }
            out += y;
        } else if (one.kind == PlacedKind::Row) {
            out += QStringLiteral("row %1%2 %3").arg(title, QLatin1String(one.panel.collapsed ? " closed" : ""), y);
        } else if (one.kind == PlacedKind::Variables) {
            out += QStringLiteral("variables %1 %2").arg(QString::fromStdString(joined(one.names)), y);
        } else {
            out += QStringLiteral("%1 %2,%3").arg(title).arg(one.pos.x).arg(y);
        }
        out += QLatin1Char('\n');
    }
    return out;
}

/// Chooses the tab with this title and values; "-R" closes a row.
void choose(const Dashboard& dashboard, const QString& what, LayoutInput& input)
{
    for (const PlacedPanel& one : layoutPanels(dashboard.panels(), dashboard.variables(), input)) {
        if (one.kind == PlacedKind::Row && what == QLatin1Char('-') + QString::fromStdString(one.panel.title))
            input.collapsed.insert(one.key);
        for (const PlacedTab& tab : one.tabs) {
            if (QString::fromStdString(tab.panel.title) + scopeText(tab.panel) == what) input.tabs[one.key] = tab.key;
        }
    }
}

}  // namespace

class TabsTest : public QObject {
    Q_OBJECT

private slots:
    void layouts_data()
    {
        QTest::addColumn<QByteArray>("layout");
        QTest::addColumn<QStringList>("chosen");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const std::string& layout, const QStringList& chosen,
                            const char* expected) {
            QTest::newRow(name) << QByteArray::fromStdString(layout) << chosen << QByteArray(expected);
        };
        const std::string two = tabs({part("T", grid({"a", "b"})), part("U", grid({"c"}))});
        row("the first one", two, {}, "[T] U 0\na 0,1\nb 12,1\n");
        row("a chosen one", two, {"U"}, "T [U] 0\nc 0,1\n");
        row("and back", two, {"U", "T"}, "[T] U 0\na 0,1\nb 12,1\n");
        row("an automatic grid in a tab", tabs({part("T", autoGrid("a")), part("U", autoGrid("b"))}), {"U"},
            "T [U] 0\nb 0,1\n");
        row("no tabs", tabs({}), {}, "");
        row("rows in a tab",
            tabs({part("T", rows({part("R", grid({"a"})), part("S", grid({"b"}))})), part("U", grid({"c"}))}), {},
            "[T] U 0\nrow R 1\na 0,2\nrow S 6\nb 0,7\n");
        row("a row without a header in a tab", tabs({part("T", rows({part("R", grid({"a"}), "'hideHeader':true,")}))}),
            {}, "[T] 0\na 0,1\n");
        const std::string inRows = rows({part("R", two), part("S", grid({"d"}))});
        row("tabs in a row", inRows, {"U"}, "row R 0\nT [U] 1\nc 0,2\nrow S 6\nd 0,7\n");
        row("tabs in a closed row", inRows, {"-R"}, "row R closed 0\nrow S 1\nd 0,2\n");
        row("tabs in a tab", tabs({part("V", two), part("W", grid({"d"}))}), {"U"}, "[V] W 0\nT [U] 1\nc 0,2\n");
        row("other tab of the outer ones", tabs({part("V", two), part("W", grid({"d"}))}), {"U", "W"},
            "V [W] 0\nd 0,1\n");
        row("the inner one stays chosen", tabs({part("V", two), part("W", grid({"d"}))}), {"U", "W", "V"},
            "[V] W 0\nT [U] 1\nc 0,2\n");
        row("hidden by a condition", tabs({part("T", grid({"a"}), when("v", "x")), part("U", grid({"b"}))}), {},
            "[U] 0\nb 0,1\n");
        row("all hidden", tabs({part("T", grid({"a"}), when("v", "x"))}), {}, "");
        row("shown by a condition", tabs({part("T", grid({"a"}), when("v", "1")), part("U", grid({"b"}))}), {},
            "[T] U 0\na 0,1\n");
        row("a chosen one that is hidden", tabs({part("T", grid({"a"})), part("U", grid({"b"}), when("v", "x"))}),
            {"U"}, "[T] 0\na 0,1\n");
        row("repeated", tabs({part("T", grid({"a"}), repeatedBy("m")), part("U", grid({"b"}))}), {},
            "[T m=1] T m=2 U 0\na m=1 0,1\n");
        row("one of the repeated", tabs({part("T", grid({"a"}), repeatedBy("m")), part("U", grid({"b"}))}), {"T m=2"},
            "T m=1 [T m=2] U 0\na m=2 0,1\n");
        row("in repeated rows", rows({part("R", two, repeatedBy("m"))}), {"U m=2"},
            "row R m=1 0\n[T m=1] U m=1 1\na m=1 0,2\nb m=1 12,2\nrow R m=2 6\nT m=2 [U m=2] 7\nc m=2 0,8\n");
        row("a repeated panel in a tab", tabs({part("T", grid({"a"}, ",'repeat':{'mode':'variable','value':'m'}"))}),
            {}, "[T] 0\na m=1 0,1\na m=2 12,1\n");
        row("own variables of a tab", tabs({part("T", grid({"a"}), "'variables':[" + custom("o", "p,q", "p") + "],")}),
            {}, "[T] 0\nvariables o 1\na 0,2\n");
        row("own variables of a row", rows({part("R", grid({"a"}), "'variables':[" + custom("o", "p,q", "p") + "],")}),
            {}, "row R 0\nvariables o 1\na 0,2\n");
        row("own variables in a closed row",
            rows({part("R", grid({"a"}), "'variables':[" + custom("o", "p,q", "p") + "],")}), {"-R"},
            "row R closed 0\n");
        row("own variables repeat",
            rows({part("R", grid({"a"}, ",'repeat':{'mode':'variable','value':'o'}"),
                       "'variables':[" + custom("o", "p,q", "p,q") + "],"),
                  part("S", grid({"b"}, ",'repeat':{'mode':'variable','value':'o'}"))}),
            {}, "row R 0\nvariables o 1\na o=p 0,2\na o=q 12,2\nrow S 6\nb 0,7\n");
        row("own variables decide",
            rows({part("R", grid({"a"}, "," + when("v", "p").substr(0, when("v", "p").size() - 1)),
                       "'variables':[" + custom("v", "p,q", "p") + "],"),
                  part("S", grid({"b"}, "," + when("v", "p").substr(0, when("v", "p").size() - 1)))}),
            {}, "row R 0\nvariables v 1\na 0,2\nrow S 6\n");
    }

    void layouts()
    {
        QFETCH(QByteArray, layout);
        QFETCH(QStringList, chosen);
        QFETCH(QByteArray, expected);
        const Dashboard dashboard = opened(layout.toStdString(), {custom("v", "1,2", "1"), custom("m", "1,2", "1,2")});
        LayoutInput input;
        for (const QString& what : chosen) choose(dashboard, what, input);
        QCOMPARE(shown(layoutPanels(dashboard.panels(), dashboard.variables(), input)).toUtf8(), expected);
    }

    void everythingSaysWhatToOpen()
    {
        const Dashboard dashboard = opened(rows({part(
            "R", tabs({part("T", grid({"a"})), part("U", rows({part("S", grid({"b"}))}))}), "'collapse':true,")}));
        LayoutInput input;
        const auto all = layoutPanels(dashboard.panels(), dashboard.variables(), {.everything = true});
        QCOMPARE(shown(all).toUtf8(), QByteArray("row R closed 0\n[T] U 1\na 0,2\nrow S 6\nb 0,7\n"));
        for (const OpenStep& step : all.back().path) {
            if (step.tabs.empty()) {
                input.expanded.insert(step.key);
            } else {
                input.tabs[step.tabs] = step.key;
            }
        }
        QCOMPARE(shown(layoutPanels(dashboard.panels(), dashboard.variables(), input)).toUtf8(),
                 QByteArray("row R 0\nT [U] 1\nrow S 2\nb 0,3\n"));
    }

    /// A row more does not make another tab the active one.
    void theActiveTabStaysWhenRowsCome()
    {
        const auto with = [](const std::string& first) {
            return opened(tabs({part("T", first), part("U", rows({part("S", grid({"b"}))}))}));
        };
        const Dashboard before = with(grid({"a"}));
        LayoutInput input;
        choose(before, QStringLiteral("U"), input);
        const Dashboard after = with(rows({part("R", grid({"a"})), part("Q", grid({"c"}))}));
        QCOMPARE(shown(layoutPanels(after.panels(), after.variables(), input)).toUtf8(),
                 QByteArray("T [U] 0\nrow S 1\nb 0,2\n"));
    }

    void variablesCountInTheirSection()
    {
        const std::string own = "'variables':[" + custom("v", "p,q", "p") + "," + custom("o", "r,s", "r") + "],";
        const Dashboard dashboard = opened(
            rows({part("R", tabs({part("T", grid({"a"}), "'variables':[" + custom("o", "t,u", "t") + "],")}), own),
                  part("S", grid({"b"}))}),
            {custom("v", "1,2", "1")});
        QCOMPARE(dashboard.variables().all().size(), std::size_t{1});
        Layout layout = layOut(dashboard.panels(), dashboard.variables());
        const auto valuesOf = [&](const char* title) {
            QStringList out;
            for (const PlacedPanel& one : layout.panels) {
                if (one.panel.title != title || one.kind != PlacedKind::Panel) continue;
                const VariableSet& set = one.variables ? *one.variables : dashboard.variables();
                for (const Variable& variable : set.all())
                    out += QString::fromStdString(variable.name + "=" + variable.text());
                if (one.waits) out += QStringLiteral("waits");
            }
            return out;
        };
        QCOMPARE(valuesOf("a"), QStringList({"v=p", "o=t", "waits"}));
        QCOMPARE(valuesOf("b"), QStringList({"v=1"}));
        // What was looked up and chosen counts, for what is within too; the outer one comes first.
        QCOMPARE(layout.sections.size(), std::size_t{2});
        QVERIFY(!layout.sections[0].waits && layout.sections[1].waits);
        LayoutInput input;
        VariableSet row = *layout.sections[0].variables;
        QVERIFY(row.select("v", {"q"}));
        VariableSet tab({*layout.sections[1].variables->find("o")});
        QVERIFY(tab.select("o", {"u"}));
        input.sections[layout.sections[0].key] = std::make_shared<const VariableSet>(
            VariableSet({*row.find("v"), *row.find("o")}));
        input.sections[layout.sections[1].key] = std::make_shared<const VariableSet>(std::move(tab));
        layout = layOut(dashboard.panels(), dashboard.variables(), input);
        QCOMPARE(valuesOf("a"), QStringList({"v=q", "o=u"}));
        QCOMPARE(valuesOf("b"), QStringList({"v=1"}));
    }
};

QTEST_APPLESS_MAIN(TabsTest)
#include "tabs_test.moc"
