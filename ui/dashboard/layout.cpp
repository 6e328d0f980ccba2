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

/// A row with what belongs to it, or the panels above the first row (then `header` is null).
struct Section {
    const Panel* header = nullptr;
    std::vector<const Panel*> members;
    bool open = true;
    std::vector<std::pair<std::string, std::string>> scope;
};

std::string keyOf(const Panel& panel, const std::vector<std::pair<std::string, std::string>>& scope)
{
    std::string key = std::to_string(panel.id);
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

std::vector<VariableOption> repeatValues(const std::string& variable, const VariableSet& variables)
{
    const Variable* found = variables.find(variable);
    if (!found) return {};
    auto values = found->effective();
    std::erase_if(values, [](const VariableOption& one) { return one.value == kAllValue; });
    if (values.size() > kMostClones) values.resize(kMostClones);
    return values;
}

class Layouter {
public:
    Layouter(const VariableSet& variables, const std::set<std::string>& collapsed,
             const std::set<std::string>& expanded, std::optional<std::int64_t> rangeMs,
             const std::map<std::string, bool>& hasData, std::vector<PlacedPanel>* withheld)
        : m_variables(variables), m_collapsed(collapsed), m_expanded(expanded), m_rangeMs(rangeMs), m_hasData(hasData),
          m_withheld(withheld)
    {
    }

    std::vector<PlacedPanel> run(const std::vector<Panel>& panels)
    {
        for (const Section& section : sections(panels)) place(section);
        return std::move(m_out);
    }

private:
    /// Before it is known what data there is, for which of its repeats.
    [[nodiscard]] bool mayShow(const Panel& panel) const
    {
        if (!asksAboutData(panel.conditions)) return isShown(panel.conditions, m_variables, m_rangeMs);
        return isShown(panel.conditions, m_variables, m_rangeMs, true) ||
               isShown(panel.conditions, m_variables, m_rangeMs, false);
    }

    /// Whether its own data hides a panel.
    [[nodiscard]] bool isWithheld(const PlacedPanel& placed) const
    {
        if (!asksAboutData(placed.panel.conditions)) return false;
        const auto known = m_hasData.find(placed.key);
        return !isShown(placed.panel.conditions, m_variables, m_rangeMs,
                        known == m_hasData.end() ? std::nullopt : std::optional(known->second));
    }

    std::vector<Section> sections(const std::vector<Panel>& panels)
    {
        std::vector<Section> plain(1);
        for (const Panel* panel : inOrder(panels)) {
            if (!mayShow(*panel)) continue;
            if (panel->isRow()) {
                Section section;
                section.header = panel;
                for (const Panel* child : inOrder(panel->children)) {
                    if (mayShow(*child)) section.members.push_back(child);
                }
                plain.push_back(std::move(section));
            } else {
                plain.back().members.push_back(panel);
            }
        }
        return repeated(plain, 0);
    }

    /// What a section is repeated by at a depth, and which sections are repeated together: in v2 a row or tab may hold
    /// several, and others that are repeated themselves.
    struct Repeat {
        std::string variable;
        std::int64_t group = 0;
    };
    static Repeat repeatOf(const Section& section, std::size_t depth)
    {
        if (!section.header) return {};
        const json::Value& all = section.header->model["repeats"];
        if (all.isArray()) return {all.at(depth)["value"].toString(), all.at(depth)["group"].toInt()};
        return {depth == 0 ? section.header->repeat : std::string(), 0};
    }

    /// Sections for each value of their variables, the outermost first.
    std::vector<Section> repeated(const std::vector<Section>& plain, std::size_t depth) const
    {
        std::vector<Section> out;
        const auto add = [&](std::vector<Section> some, bool again) {
            if (again) some = repeated(some, depth + 1);
            out.insert(out.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
        };
        for (std::size_t at = 0; at < plain.size();) {
            const Repeat repeat = repeatOf(plain[at], depth);
            std::size_t end = at + 1;
            while (repeat.group != 0 && end < plain.size() && repeatOf(plain[end], depth).group == repeat.group) ++end;
            const std::vector<Section> together(plain.begin() + static_cast<std::ptrdiff_t>(at),
                                                plain.begin() + static_cast<std::ptrdiff_t>(end));
            at = end;
            const auto values = repeat.variable.empty() ? std::vector<VariableOption>()
                                                        : repeatValues(repeat.variable, m_variables);
            if (values.empty()) add(together, !repeat.variable.empty());
            for (const VariableOption& value : values) {
                std::vector<Section> clones = together;
                for (Section& clone : clones) clone.scope.emplace_back(repeat.variable, value.value);
                add(std::move(clones), true);
            }
        }
        return out;
    }

    void place(const Section& section)
    {
        bool open = true;
        if (section.header) {
            const std::string key = keyOf(*section.header, section.scope);
            open = !section.header->collapsed;
            if (m_collapsed.contains(key)) open = false;
            if (m_expanded.contains(key)) open = true;
            m_skyline.raise(0);
            PlacedPanel row{*section.header, {0, m_skyline.top(), kGridColumns, 1}, key};
            row.panel.scope = section.scope;
            row.panel.collapsed = !open;
            if (section.header->children.empty()) row.panel.children.resize(section.members.size());
            m_skyline.fill(row.pos);
            m_out.push_back(std::move(row));
        }
        if (!open) return;
        // Places within a row are relative to its first panel: rows above may have grown or closed.
        double top = 0;
        bool any = false;
        for (const Panel* member : section.members) {
            if (!member->gridPos) continue;
            top = any ? std::min(top, member->gridPos->y) : member->gridPos->y;
            any = true;
        }
        const double base = m_skyline.top();
        double shift = 0;  // by which repeats have grown what stands above
        for (const Panel* member : section.members) {
            std::optional<GridPos> wanted = member->gridPos;
            if (wanted) wanted->y = wanted->y - top + base + shift;
            shift += placeMember(*member, wanted, section.scope);
        }
    }

    /// Places a panel or its clones; returns by how much the clones are taller than the one.
    double placeMember(const Panel& panel, std::optional<GridPos> wanted,
                       const std::vector<std::pair<std::string, std::string>>& scope)
    {
        const auto values = panel.repeat.empty() ? std::vector<VariableOption>()
                                                 : repeatValues(panel.repeat, m_variables);
        if (values.empty()) {
            put(panel, wanted, scope);
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
            auto inner = scope;
            inner.emplace_back(panel.repeat, value.value);
            put(panel, pos, inner);
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

    void put(const Panel& panel, std::optional<GridPos> wanted,
             const std::vector<std::pair<std::string, std::string>>& scope)
    {
        GridPos pos = wanted ? *wanted : freePlace();
        pos.w = std::clamp(pos.w, 1.0, static_cast<double>(kGridColumns));
        pos.x = std::clamp(pos.x, 0.0, kGridColumns - pos.w);
        pos.y = m_skyline.floor(pos.x, pos.w);  // compacts upwards and never overlaps, as Grafana's grid does
        PlacedPanel placed{panel, pos, keyOf(panel, scope)};
        placed.panel.scope = scope;
        // Files with repeated ids exist; keys stay unique.
        int copies = 1;
        const std::string key = placed.key;
        while (std::any_of(m_out.begin(), m_out.end(),
                           [&](const PlacedPanel& other) { return other.key == placed.key; })) {
            placed.key = key + "#" + std::to_string(++copies);
        }
        if (isWithheld(placed)) {
            if (m_withheld) m_withheld->push_back(std::move(placed));
            return;
        }
        m_skyline.fill(pos);
        m_out.push_back(std::move(placed));
    }

    /// The next place for a panel that has none: beside the last one, or below everything.
    GridPos freePlace() const
    {
        GridPos pos;
        if (!m_out.empty() && !m_out.back().panel.isRow()) {
            const GridPos& last = m_out.back().pos;
            if (last.x + last.w + pos.w <= kGridColumns) pos.x = last.x + last.w;
        }
        pos.y = m_skyline.top();
        return pos;
    }

    const VariableSet& m_variables;
    const std::set<std::string>& m_collapsed;
    const std::set<std::string>& m_expanded;
    std::optional<std::int64_t> m_rangeMs;
    const std::map<std::string, bool>& m_hasData;
    std::vector<PlacedPanel>* m_withheld;
    Skyline m_skyline;
    std::vector<PlacedPanel> m_out;
};

}  // namespace

std::vector<PlacedPanel> layoutPanels(const std::vector<Panel>& panels, const VariableSet& variables,
                                      const std::set<std::string>& collapsed, const std::set<std::string>& expanded,
                                      std::optional<std::int64_t> rangeMs, const std::map<std::string, bool>& hasData,
                                      std::vector<PlacedPanel>* withheld)
{
    return Layouter(variables, collapsed, expanded, rangeMs, hasData, withheld).run(panels);
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
