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

    /// `depth` is how many rows and tabs are around it.
    void layout(const json::Value& layout, const std::string& path, int depth)
    {
        if (depth > kDeepest) return note("layouts nest too deeply: what lies deeper is left out");
        const std::string& kind = layout["kind"].toString();
        const json::Value& spec = layout["spec"];
        if (kind == "RowsLayout") {
            std::size_t number = 0;
            for (const json::Value& row : spec["rows"].items())
                container(row, childPath(path + "/spec/rows", number++), depth, {});
        } else if (kind == "TabsLayout") {
            std::size_t number = 0;
            for (const json::Value& tab : spec["tabs"].items())
                container(tab, childPath(path + "/spec/tabs", number++), depth, path);
        } else if (kind == "GridLayout") {
            grid(spec, path + "/spec/items", depth);
        } else if (kind == "AutoGridLayout" || kind == "ResponsiveGridLayout") {
            note("an automatic grid is drawn with columns of equal width that do not follow the window");
            autoGrid(spec, path + "/spec/items");
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

    void container(const json::Value& kind, const std::string& path, int depth, const std::string& tabGroup)
    {
        const json::Value& spec = kind["spec"];
        json::Value row = json::Value::object();
        row.set("title", spec["title"].toString());
        if (tabGroup.empty()) {
            const bool hidden = spec["hideHeader"].toBool();
            if (hidden) row.set("hideHeader", true);
            row.set("collapsed", !hidden && spec["collapse"].toBool());  // what has no header cannot be opened
        } else {
            row.set("tabGroup", tabGroup);
        }
        if (spec["repeat"].isObject()) row.set("repeat", spec["repeat"]["value"]);
        if (spec["conditionalRendering"].isObject())
            row.set("conditionalRendering", withoutDataConditions(spec["conditionalRendering"]));
        json::Value variables = json::Value::array();
        for (const json::Value& one : spec["variables"].items()) variables.append(classicVariable(one));
        if (!variables.items().empty()) row.set("variables", std::move(variables));
        openRow(std::move(row), path, depth);
        layout(spec["layout"], path + "/spec/layout", depth + 1);
    }

    void openRow(json::Value row, const std::string& path, int depth)
    {
        closeRow();
        m_row = std::move(row);
        m_row.set("type", "row");
        if (depth > 0) m_row.set("depth", depth);
        m_row.set(kPlaceMember, path);
        json::Value pos = json::Value::object();
        pos.set("x", 0);
        pos.set("y", m_y);
        pos.set("w", kGridColumns);
        pos.set("h", 1);
        m_row.set("gridPos", std::move(pos));
        m_inRow = json::Value::array();
        if (!m_row["hideHeader"].toBool()) m_y += 1;
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
    void put(const json::Value& item, const std::string& path, double top, const GridPos& pos, int columns)
    {
        const json::Value& spec = item["spec"];
        const std::string& name = spec["element"]["name"].toString();
        const json::Value& element = m_elements[name];
        if (!element.isObject()) return note("the layout names the element \"" + name + "\", which is not in the file");
        json::Value panel = classicPanel(element, childPath(m_elementsPath, name));
        panel.set(kPlaceMember, path);
        json::Value place = json::Value::object();
        place.set("x", pos.x);
        place.set("y", top + std::max(0.0, pos.y));  // never above its row
        place.set("w", pos.w);
        place.set("h", pos.h);
        panel.set("gridPos", std::move(place));
        const json::Value& repeat = spec["repeat"];
        if (repeat["value"].isString()) {
            panel.set("repeat", repeat["value"]);
            panel.set("repeatDirection", repeat["direction"].isString() ? repeat["direction"] : json::Value("h"));
            panel.set("maxPerRow", repeat["maxPerRow"].isNumber() ? repeat["maxPerRow"] : json::Value(columns));
        }
        if (spec["conditionalRendering"].isObject()) panel.set("conditionalRendering", spec["conditionalRendering"]);
        m_y = std::max(m_y, top + pos.y + pos.h);
        (m_row.isObject() ? m_inRow : m_panels).append(std::move(panel));
    }

    void grid(const json::Value& spec, const std::string& list, int depth)
    {
        const double top = m_y;
        std::size_t number = 0;
        for (const json::Value& item : spec["items"].items()) {
            const std::string path = childPath(list, number++);
            if (item["kind"].toString() == "GridLayoutRow") {
                gridRow(item, path, depth);
                continue;
            }
            const json::Value& at = item["spec"];
            put(item, path, top,
                {at["x"].toDouble(), at["y"].toDouble(), at["width"].toDouble(12), at["height"].toDouble(8)}, 4);
        }
    }

    /// v2alpha1 had rows within the grid.
    void gridRow(const json::Value& kind, const std::string& path, int depth)
    {
        const json::Value& spec = kind["spec"];
        json::Value row = json::Value::object();
        row.set("title", spec["title"].toString());
        row.set("collapsed", spec["collapsed"].toBool());
        if (spec["repeat"].isObject()) row.set("repeat", spec["repeat"]["value"]);
        openRow(std::move(row), path, depth);
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
                {at["x"].toDouble(), at["y"].toDouble(), at["width"].toDouble(12), at["height"].toDouble(8)}, 4);
        }
    }

    void autoGrid(const json::Value& spec, const std::string& list)
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
                {(at % columns) * w, (at / columns) * h, w, h}, columns);
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

json::Value classicPanels(const json::Value& spec, const std::string& path, std::vector<std::string>& notes)
{
    Flattener flattener(spec, path, notes);
    flattener.layout(spec["layout"], childPath(path, "layout"), 0);
    json::Value panels = flattener.take();
    numberRows(panels);
    return panels;
}

}  // namespace watchglass::ui::v2
