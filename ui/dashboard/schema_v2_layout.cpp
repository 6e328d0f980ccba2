#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "ui/dashboard/conditional_rendering.h"
#include "ui/dashboard/document_path.h"
#include "ui/dashboard/layout.h"
#include "ui/dashboard/schema_v2_parts.h"

namespace watchglass::ui::v2 {

namespace {

constexpr int kDeepest = 32;  ///< layouts within layouts; a file that nests deeper is cut there
/// Rows are numbered from here on, so that a panel more does not give them other numbers.
constexpr std::int64_t kRowNumbers = 1'000'000;
constexpr double kUsualWidth = 1600;  ///< pixels: for how many columns an automatic grid gets

/// What an enclosing row or tab says about the panels within.
struct Within {
    std::string title;
    bool hasHeader = false;
    bool collapsed = false;
    json::Value repeats = json::Value::array();  ///< of the outermost row or tab first
    json::Value conditions = json::Value::array();
    std::string container;  ///< JSON pointer of the row or tab
};

int pixelsOf(const json::Value& mode, const json::Value& custom, const std::map<std::string_view, int>& sizes)
{
    if (mode.toString() == "custom" && custom.toDouble() > 0) {
        return static_cast<int>(std::clamp(custom.toDouble(), 1.0, 10'000.0));
    }
    const auto known = sizes.find(mode.toString());
    return known == sizes.end() ? sizes.at("standard") : known->second;
}

class Flattener {
public:
    Flattener(const json::Value& spec, const std::string& path, std::vector<std::string>& notes)
        : m_elements(spec["elements"]), m_elementsPath(childPath(path, "elements")), m_notes(notes)
    {
    }

    void layout(const json::Value& layout, const std::string& path, const Within& within, int depth)
    {
        if (depth > kDeepest) return note("layouts nest too deeply: what lies deeper is left out");
        const std::string& kind = layout["kind"].toString();
        const json::Value& spec = layout["spec"];
        if (kind == "RowsLayout") {
            std::size_t number = 0;
            for (const json::Value& row : spec["rows"].items())
                container(row, childPath(path + "/spec/rows", number++), within, row["spec"]["collapse"], depth);
        } else if (kind == "TabsLayout") {
            note("tabs are shown as rows of which the first is open");
            std::size_t number = 0;
            for (const json::Value& tab : spec["tabs"].items()) {
                container(tab, childPath(path + "/spec/tabs", number), within, json::Value(number > 0), depth);
                ++number;
            }
        } else if (kind == "GridLayout") {
            leaf(within, [&] { grid(spec, path + "/spec/items", within); });
        } else if (kind == "AutoGridLayout" || kind == "ResponsiveGridLayout") {
            note("an automatic grid is drawn with columns of equal width that do not follow the window");
            leaf(within, [&] { autoGrid(spec, path + "/spec/items", within); });
        } else {
            note("layout \"" + kind + "\" is not known: its panels are left out");
        }
    }

    [[nodiscard]] json::Value take()
    {
        closeRow();
        return std::move(m_panels);
    }

private:
    void note(std::string text)
    {
        if (std::find(m_notes.begin(), m_notes.end(), text) == m_notes.end()) m_notes.push_back(std::move(text));
    }

    void container(const json::Value& kind, const std::string& path, const Within& outer, const json::Value& collapse,
                   int depth)
    {
        const json::Value& spec = kind["spec"];
        Within inner = outer;
        inner.container = path;
        const std::string& title = spec["title"].toString();
        inner.title += (inner.title.empty() || title.empty() ? "" : " / ") + title;
        inner.hasHeader = outer.hasHeader || !spec["hideHeader"].toBool() || spec["repeat"].isObject();
        inner.collapsed = outer.collapsed || collapse.toBool();
        if (spec["repeat"].isObject()) {
            json::Value repeat = spec["repeat"];
            repeat.set("group", ++m_repeats);
            inner.repeats.append(std::move(repeat));
        }
        if (spec["conditionalRendering"].isObject())
            inner.conditions.append(withoutDataConditions(spec["conditionalRendering"]));
        if (!spec["variables"].items().empty()) note("variables of a single row or tab count for the whole dashboard");
        layout(spec["layout"], path + "/spec/layout", inner, depth + 1);
    }

    template <class Fill>
    void leaf(const Within& within, Fill fill)
    {
        if (within.hasHeader) openRow(within);
        fill();
    }

    void openRow(const Within& within)
    {
        closeRow();
        m_row = json::Value::object();
        m_row.set("type", "row");
        m_row.set("title", within.title);
        m_row.set("collapsed", within.collapsed);
        m_row.set(kPlaceMember, within.container);
        json::Value pos = json::Value::object();
        pos.set("x", 0);
        pos.set("y", m_y);
        pos.set("w", kGridColumns);
        pos.set("h", 1);
        m_row.set("gridPos", std::move(pos));
        if (!within.repeats.items().empty()) {
            m_row.set("repeat", within.repeats.items().back()["value"]);
            m_row.set("repeats", within.repeats);
        }
        if (!within.conditions.items().empty()) m_row.set("conditionalRendering", within.conditions);
        m_inRow = json::Value::array();
        m_y += 1;
    }

    void closeRow()
    {
        if (!m_row.isObject()) return;
        const bool collapsed = m_row["collapsed"].toBool();
        m_row.set("panels", collapsed ? m_inRow : json::Value::array());
        m_panels.append(std::move(m_row));
        if (!collapsed) {
            for (json::Value& panel : m_inRow.mutableItems()) m_panels.append(std::move(panel));
        }
        m_row = {};
    }

    /// An item's panel in its place; `pos` is within the layout.
    void put(const json::Value& item, const std::string& path, double top, const GridPos& pos, int columns,
             const Within& within)
    {
        const json::Value& spec = item["spec"];
        const std::string& name = spec["element"]["name"].toString();
        const json::Value& element = m_elements[name];
        if (!element.isObject()) return note("the layout names the element \"" + name + "\", which is not in the file");
        json::Value panel = classicPanel(element, childPath(m_elementsPath, name));
        panel.set(kPlaceMember, path);
        json::Value place = json::Value::object();
        place.set("x", pos.x);
        place.set("y", top + pos.y);
        place.set("w", pos.w);
        place.set("h", pos.h);
        panel.set("gridPos", std::move(place));
        const json::Value& repeat = spec["repeat"];
        if (repeat["value"].isString()) {
            panel.set("repeat", repeat["value"]);
            panel.set("repeatDirection", repeat["direction"].isString() ? repeat["direction"] : json::Value("h"));
            panel.set("maxPerRow", repeat["maxPerRow"].isNumber() ? repeat["maxPerRow"] : json::Value(columns));
        }
        json::Value conditions = within.conditions;
        if (spec["conditionalRendering"].isObject()) conditions.append(spec["conditionalRendering"]);
        if (!conditions.items().empty()) panel.set("conditionalRendering", std::move(conditions));
        m_y = std::max(m_y, top + pos.y + pos.h);
        (m_row.isObject() ? m_inRow : m_panels).append(std::move(panel));
    }

    void grid(const json::Value& spec, const std::string& list, const Within& within)
    {
        const double top = m_y;
        std::size_t number = 0;
        for (const json::Value& item : spec["items"].items()) {
            const std::string path = childPath(list, number++);
            if (item["kind"].toString() == "GridLayoutRow") {
                gridRow(item, path, within);
                continue;
            }
            const json::Value& at = item["spec"];
            put(item, path, top,
                {at["x"].toDouble(), at["y"].toDouble(), at["width"].toDouble(12), at["height"].toDouble(8)}, 4,
                within);
        }
    }

    /// v2alpha1 had rows within the grid.
    void gridRow(const json::Value& row, const std::string& path, const Within& outer)
    {
        const json::Value& spec = row["spec"];
        Within within = outer;
        within.container = path;
        within.title = spec["title"].toString();
        within.collapsed = spec["collapsed"].toBool();
        within.repeats = json::Value::array();
        if (spec["repeat"].isObject()) within.repeats.append(spec["repeat"]);
        openRow(within);
        double first = 0;
        bool any = false;
        for (const json::Value& item : spec["elements"].items()) {
            const double y = item["spec"]["y"].toDouble();
            first = any ? std::min(first, y) : y;
            any = true;
        }
        const double top = m_y - first;
        std::size_t number = 0;
        for (const json::Value& item : spec["elements"].items()) {
            const json::Value& at = item["spec"];
            put(item, childPath(path + "/spec/elements", number++), top,
                {at["x"].toDouble(), at["y"].toDouble(), at["width"].toDouble(12), at["height"].toDouble(8)}, 4,
                within);
        }
    }

    void autoGrid(const json::Value& spec, const std::string& list, const Within& within)
    {
        const int width = pixelsOf(spec["columnWidthMode"], spec["columnWidth"],
                                   {{"narrow", 192}, {"standard", 448}, {"wide", 768}});
        const int height = pixelsOf(spec["rowHeightMode"], spec["rowHeight"],
                                    {{"short", 168}, {"standard", 320}, {"tall", 512}});
        const auto count = static_cast<std::int64_t>(spec["items"].items().size());
        const auto most = std::clamp<std::int64_t>(spec["maxColumnCount"].toInt(3), 1, kGridColumns);
        const auto fitting = std::max<std::int64_t>(1, static_cast<std::int64_t>(kUsualWidth) / width);
        const int columns = static_cast<int>(std::clamp<std::int64_t>(count, 1, std::min(most, fitting)));
        const double h = std::max(1.0, std::round((height + kGridGap) / double(kGridCellHeight + kGridGap)));
        const double w = static_cast<double>(kGridColumns) / columns;
        const double top = m_y;
        int at = 0;
        for (const json::Value& item : spec["items"].items()) {
            put(item, childPath(list, static_cast<std::size_t>(at)), top,
                {(at % columns) * w, (at / columns) * h, w, h}, columns, within);
            ++at;
        }
    }

    const json::Value& m_elements;
    std::string m_elementsPath;
    std::vector<std::string>& m_notes;
    json::Value m_panels = json::Value::array();
    json::Value m_row;  ///< the open row, else null
    json::Value m_inRow;
    double m_y = 0;
    std::int64_t m_repeats = 0;
};

/// Rows have no number in v2: they get those that no panel has.
void numberRows(json::Value& panels)
{
    std::int64_t next = kRowNumbers;
    const auto highest = [&](const json::Value& list) {
        for (const json::Value& panel : list.items()) next = std::max(next, panel["id"].toInt());
    };
    highest(panels);
    for (const json::Value& panel : panels.items()) highest(panel["panels"]);
    for (json::Value& panel : panels.mutableItems()) {
        if (!panel.has("id")) panel.set("id", ++next);
    }
}

}  // namespace

void addSectionVariables(const json::Value& layout, json::Value& variables, int depth)
{
    if (depth > kDeepest) return;
    for (const char* kind : {"rows", "tabs"}) {
        for (const json::Value& section : layout["spec"][kind].items()) {
            for (const json::Value& one : section["spec"]["variables"].items()) {
                json::Value variable = classicVariable(one);
                const auto& known = variables.items();
                const bool taken = std::any_of(known.begin(), known.end(), [&](const json::Value& other) {
                    return other["name"] == variable["name"];
                });
                if (!taken) variables.append(std::move(variable));
            }
            addSectionVariables(section["spec"]["layout"], variables, depth + 1);
        }
    }
}

json::Value classicPanels(const json::Value& spec, const std::string& path, std::vector<std::string>& notes)
{
    Flattener flattener(spec, path, notes);
    flattener.layout(spec["layout"], childPath(path, "layout"), {}, 0);
    json::Value panels = flattener.take();
    numberRows(panels);
    return panels;
}

}  // namespace watchglass::ui::v2
