#include "ui/dashboard/layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "ui/dashboard/conditional_rendering.h"

namespace watchglass::ui {

namespace {

constexpr int kNarrowWidth = 769;
constexpr std::size_t kMostClones = 500;  ///< of one panel: a variable with 50,000 values must not stop the window

using Scope = std::vector<std::pair<std::string, std::string>>;

/// A row or tab with what is in it, or the whole dashboard (then `header` is null).
struct Part {
    const Panel* header = nullptr;
    std::vector<const Panel*> members;
    std::vector<Part> parts;
};

/// What is around something that is placed.
struct Around {
    std::string key;  ///< of the row or tab; "" for the dashboard
    Scope scope;
    SharedVariables variables;
    bool waits = false;
    std::vector<OpenStep> path;
};

/// A row or tab, for one value of what it is repeated by.
struct Clone {
    const Part* part;
    Around inner;
};

std::string keyOf(const Panel& panel, const Scope& scope)
{
    // Tabs are known by where they stand: a row more in one of them does not make another one the active tab.
    std::string key = panel.isTab() ? panel.place : std::to_string(panel.id);
    for (const auto& [name, value] : scope) key += ":" + name + "=" + value;
    return key;
}

/// Fills the lowest free place, column by column: where panels have no place of their own and where they fall to.
class Skyline {
public:
    /// The lowest y at which [x, x + w) is free.
    [[nodiscard]] double floor(double x, double w) const
    {
        double y = 0;
        for (int column = first(x); column < last(x, w); ++column)
            y = std::max(y, m_heights[static_cast<std::size_t>(column)]);
        return y;
    }
    void fill(const GridPos& pos)
    {
        for (int column = first(pos.x); column < last(pos.x, pos.w); ++column) {
            auto& height = m_heights[static_cast<std::size_t>(column)];
            height = std::max(height, pos.y + pos.h);
        }
    }
    [[nodiscard]] double top() const { return *std::max_element(m_heights.begin(), m_heights.end()); }
    void raise(double y) { m_heights.fill(std::max(top(), y)); }

private:
    static int first(double x) { return std::clamp(static_cast<int>(std::floor(x + 1e-6)), 0, kGridColumns - 1); }
    static int last(double x, double w)
    {
        return std::clamp(static_cast<int>(std::ceil(x + w - 1e-6)), first(x) + 1, kGridColumns);
    }

    std::array<double, kGridColumns> m_heights{};
};

/// Panels in reading order; those without a place follow in the order of the file.
std::vector<const Panel*> inOrder(const std::vector<Panel>& panels)
{
    std::vector<const Panel*> out;
    for (const Panel& panel : panels) out.push_back(&panel);
    std::stable_sort(out.begin(), out.end(), [](const Panel* a, const Panel* b) {
        if (!a->gridPos || !b->gridPos) return false;
        return std::pair(a->gridPos->y, a->gridPos->x) < std::pair(b->gridPos->y, b->gridPos->x);
    });
    return out;
}

/// Takes what is in a row or tab off the list: its panels, then the rows and tabs of this depth and below.
void fill(Part& part, const std::vector<const Panel*>& all, std::size_t& at, int depth)
{
    while (at < all.size() && !all[at]->isRow()) part.members.push_back(all[at++]);
    while (at < all.size() && all[at]->depth >= depth) {
        Part inner;
        inner.header = all[at++];
        for (const Panel* child : inOrder(inner.header->children)) inner.members.push_back(child);
        fill(inner, all, at, inner.header->depth + 1);
        part.parts.push_back(std::move(inner));
    }
}

std::vector<VariableOption> repeatValues(const std::string& variable, const VariableSet& variables)
{
    const Variable* found = variable.empty() ? nullptr : variables.find(variable);
    if (!found) return {};
    auto values = found->effective();
    std::erase_if(values, [](const VariableOption& one) { return one.value == kAllValue; });
    if (values.size() > kMostClones) values.resize(kMostClones);
    return values;
}

class Layouter {
public:
    Layouter(const VariableSet& variables, const LayoutInput& input) : m_variables(variables), m_input(input) {}

    Layout run(const std::vector<Panel>& panels)
    {
        Part all;
        std::size_t at = 0;
        fill(all, inOrder(panels), at, 0);
        placeBody(all, {});
        return std::move(m_out);
    }

private:
    [[nodiscard]] const VariableSet& variablesOf(const Around& around) const
    {
        return around.variables ? *around.variables : m_variables;
    }

    /// Before it is known what data there is, for which of its repeats.
    [[nodiscard]] bool mayShow(const Panel& panel, const Around& around) const
    {
        const VariableSet& variables = variablesOf(around);
        if (!asksAboutData(panel.conditions)) return isShown(panel.conditions, variables, m_input.rangeMs);
        return isShown(panel.conditions, variables, m_input.rangeMs, true) ||
               isShown(panel.conditions, variables, m_input.rangeMs, false);
    }

    /// Whether its own data hides a panel.
    [[nodiscard]] bool isWithheld(const PlacedPanel& placed) const
    {
        if (!asksAboutData(placed.panel.conditions)) return false;
        const auto known = m_input.hasData.find(placed.key);
        return !isShown(placed.panel.conditions, placed.variables ? *placed.variables : m_variables, m_input.rangeMs,
                        known == m_input.hasData.end() ? std::nullopt : std::optional(known->second));
    }

    /// A row or tab for each value of its variable, without those that conditions hide.
    std::vector<Clone> clonesOf(const Part& part, const Around& around)
    {
        std::vector<Clone> out;
        const auto add = [&](Scope scope) {
            Clone clone{&part, around};
            clone.inner.key = keyOf(*part.header, scope);
            clone.inner.scope = std::move(scope);
            enterSection(*part.header, clone.inner);
            if (mayShow(*part.header, clone.inner)) out.push_back(std::move(clone));
        };
        const auto values = repeatValues(part.header->repeat, variablesOf(around));
        if (values.empty()) add(around.scope);
        for (const VariableOption& value : values) {
            Scope scope = around.scope;
            scope.emplace_back(part.header->repeat, value.value);
            add(std::move(scope));
        }
        return out;
    }

    /// Lays a row's or tab's own variables over those around it.
    void enterSection(const Panel& header, Around& inner)
    {
        if (header.variables.empty()) return;
        const auto known = m_input.sections.find(inner.key);
        const VariableSet own = known == m_input.sections.end() ? VariableSet(header.variables) : *known->second;
        inner.variables = std::make_shared<const VariableSet>(inSection(variablesOf(inner), own));
        Section section{inner.key, {}, inner.variables, inner.scope, inner.waits};
        for (const Variable& variable : header.variables) section.names.push_back(variable.name);
        m_out.sections.push_back(std::move(section));
        inner.waits = inner.waits || known == m_input.sections.end();
    }

    void placeBody(const Part& part, const Around& around)
    {
        placeVariables(part, around);
        placeMembers(part, around);
        for (std::size_t at = 0; at < part.parts.size();) {
            const std::string& group = part.parts[at].header->tabGroup;
            std::size_t end = at + 1;
            while (!group.empty() && end < part.parts.size() && part.parts[end].header->tabGroup == group) ++end;
            std::vector<Clone> clones;
            for (; at < end; ++at) {
                for (Clone& clone : clonesOf(part.parts[at], around)) clones.push_back(std::move(clone));
            }
            if (!group.empty())
                placeTabs(clones, around, group);
            else
                for (const Clone& clone : clones) placeRow(clone);
        }
    }

    /// Something as wide as the grid, below all there is.
    void putLine(PlacedPanel line)
    {
        line.pos = {0, m_skyline.top(), kGridColumns, 1};
        m_skyline.fill(line.pos);
        m_out.panels.push_back(std::move(line));
    }

    void placeRow(const Clone& clone)
    {
        const Panel& header = *clone.part->header;
        Around inner = clone.inner;
        bool open = true;
        if (!header.hideHeader) {
            open = m_input.rowsOpen.value_or(!header.collapsed);
            if (m_input.collapsed.contains(inner.key)) open = false;
            if (m_input.expanded.contains(inner.key)) open = true;
            PlacedPanel row{header, {}, inner.key, PlacedKind::Row, inner.variables, inner.waits, inner.path};
            row.panel.scope = inner.scope;
            row.panel.collapsed = !open;
            if (header.children.empty()) row.panel.children.resize(countMembers(*clone.part));
            putLine(std::move(row));
            inner.path.push_back({inner.key, {}});
        }
        if (open || m_input.everything) placeBody(*clone.part, inner);
    }

    static std::size_t countMembers(const Part& part)
    {
        std::size_t count = part.members.size();
        for (const Part& inner : part.parts) count += countMembers(inner);
        return count;
    }

    void placeTabs(const std::vector<Clone>& clones, const Around& around, const std::string& group)
    {
        if (clones.empty()) return;
        PlacedPanel strip{*clones.front().part->header,
                          {},
                          "tabs:" + group + (around.key.empty() ? "" : ":"),
                          {},
                          around.variables,
                          around.waits,
                          around.path};
        strip.key += around.key;
        strip.kind = PlacedKind::Tabs;
        const auto chosen = m_input.tabs.find(strip.key);
        for (const Clone& clone : clones) {
            if (chosen != m_input.tabs.end() && chosen->second == clone.inner.key) strip.activeTab = strip.tabs.size();
            PlacedTab tab{*clone.part->header, clone.inner.key, clone.inner.variables};
            tab.panel.scope = clone.inner.scope;
            strip.tabs.push_back(std::move(tab));
        }
        strip.panel = strip.tabs[strip.activeTab].panel;
        const std::size_t active = strip.activeTab;
        const std::string key = strip.key;
        putLine(std::move(strip));
        for (std::size_t at = 0; at < clones.size(); ++at) {
            if (at != active && !m_input.everything) continue;
            Around inner = clones[at].inner;
            inner.path.push_back({inner.key, key});
            placeBody(*clones[at].part, inner);
        }
    }

    void placeVariables(const Part& part, const Around& around)
    {
        if (!part.header) return;
        PlacedPanel line{*part.header, {},         "variables:" + around.key, PlacedKind::Variables, around.variables,
                         around.waits, around.path};
        for (const Variable& variable : part.header->variables) {
            if (hasControl(variable)) line.names.push_back(variable.name);
        }
        if (line.names.empty()) return;
        line.panel.scope = around.scope;
        line.panel.place.clear();  // no part of the layout
        line.section = around.key;
        putLine(std::move(line));
    }

    void placeMembers(const Part& part, const Around& around)
    {
        // Places within a row are relative to its first panel: rows above may have grown or closed.
        double top = 0;
        bool any = false;
        std::vector<const Panel*> shown;
        for (const Panel* member : part.members) {
            if (!mayShow(*member, around)) continue;
            shown.push_back(member);
            if (!member->gridPos) continue;
            top = any ? std::min(top, member->gridPos->y) : member->gridPos->y;
            any = true;
        }
        const double base = m_skyline.top();
        double shift = 0;  // by which repeats have grown what stands above
        for (const Panel* member : shown) {
            std::optional<GridPos> wanted = member->gridPos;
            if (wanted) wanted->y = wanted->y - top + base + shift;
            shift += placeMember(*member, wanted, around);
        }
    }

    /// Places a panel or its clones; returns by how much the clones are taller than the one.
    double placeMember(const Panel& panel, std::optional<GridPos> wanted, const Around& around)
    {
        const auto values = repeatValues(panel.repeat, variablesOf(around));
        if (values.empty()) {
            put(panel, wanted, around, around.scope);
            return 0;
        }
        GridPos pos = wanted.value_or(GridPos{0, m_skyline.top(), 12, 8});
        const double height = pos.h;
        const double top = pos.y;
        if (!panel.repeatVertical) {
            pos.w = std::max<double>(kGridColumns / static_cast<double>(values.size()),
                                     static_cast<double>(kGridColumns) / panel.maxPerRow);
            pos.x = 0;
        }
        for (const VariableOption& value : values) {
            Scope inner = around.scope;
            inner.emplace_back(panel.repeat, value.value);
            put(panel, pos, around, inner);
            if (panel.repeatVertical) {
                pos.y += height;
            } else {
                pos.x += pos.w;
                if (pos.x + pos.w > kGridColumns + 1e-6) {
                    pos.x = 0;
                    pos.y += height;
                }
            }
        }
        const double bottom = pos.x > 0 || panel.repeatVertical ? pos.y + (panel.repeatVertical ? 0 : height) : pos.y;
        return std::max(0.0, bottom - top - height);
    }

    void put(const Panel& panel, std::optional<GridPos> wanted, const Around& around, const Scope& scope)
    {
        GridPos pos = wanted ? *wanted : freePlace();
        pos.w = std::clamp(pos.w, 1.0, static_cast<double>(kGridColumns));
        pos.x = std::clamp(pos.x, 0.0, kGridColumns - pos.w);
        pos.y = m_skyline.floor(pos.x, pos.w);  // compacts upwards and never overlaps, as Grafana's grid does
        PlacedPanel placed{panel,        pos,        keyOf(panel, scope), PlacedKind::Panel, around.variables,
                           around.waits, around.path};
        placed.panel.scope = scope;
        // Files with repeated ids exist; keys stay unique.
        int copies = 1;
        const std::string key = placed.key;
        while (std::any_of(m_out.panels.begin(), m_out.panels.end(),
                           [&](const PlacedPanel& other) { return other.key == placed.key; })) {
            placed.key = key + "#" + std::to_string(++copies);
        }
        if (isWithheld(placed)) {
            m_out.withheld.push_back(std::move(placed));
            return;
        }
        m_skyline.fill(pos);
        m_out.panels.push_back(std::move(placed));
    }

    /// The next place for a panel that has none: beside the last one, or below everything.
    GridPos freePlace() const
    {
        GridPos pos;
        if (!m_out.panels.empty() && m_out.panels.back().kind == PlacedKind::Panel) {
            const GridPos& last = m_out.panels.back().pos;
            if (last.x + last.w + pos.w <= kGridColumns) pos.x = last.x + last.w;
        }
        pos.y = m_skyline.top();
        return pos;
    }

    const VariableSet& m_variables;
    const LayoutInput& m_input;
    Skyline m_skyline;
    Layout m_out;
};

}  // namespace

Layout layOut(const std::vector<Panel>& panels, const VariableSet& variables, const LayoutInput& input)
{
    return Layouter(variables, input).run(panels);
}

std::vector<PlacedPanel> layoutPanels(const std::vector<Panel>& panels, const VariableSet& variables,
                                      const LayoutInput& input)
{
    return layOut(panels, variables, input).panels;
}

PixelRect pixelRect(const GridPos& pos, int width)
{
    const bool narrow = width < kNarrowWidth;
    const double column = (width - (kGridColumns - 1) * kGridGap) / static_cast<double>(kGridColumns);
    const auto left = [&](double x) { return x * (column + kGridGap); };
    PixelRect out;
    out.x = narrow ? 0 : static_cast<int>(std::lround(left(pos.x)));
    out.w = narrow ? width : static_cast<int>(std::lround(left(pos.x + pos.w) - kGridGap)) - out.x;
    out.y = static_cast<int>(std::lround(pos.y * (kGridCellHeight + kGridGap)));
    out.h = static_cast<int>(std::lround(pos.h * kGridCellHeight + (pos.h - 1) * kGridGap));
    return out;
}

int layoutHeight(const std::vector<PlacedPanel>& placed)
{
    int bottom = 0;
    for (const PlacedPanel& panel : placed) {
        const PixelRect box = pixelRect(panel.pos, 1000);
        bottom = std::max(bottom, box.y + box.h);
    }
    return bottom;
}

}  // namespace watchglass::ui
