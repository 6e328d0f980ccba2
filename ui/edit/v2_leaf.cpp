#include "ui/edit/v2_leaf.h"

#include <algorithm>
#include <map>

#include "ui/dashboard/document_path.h"

namespace watchglass::ui {

namespace {

constexpr int kDeepest = 32;  ///< as deep as layouts are shown

/// What is around a layout.
struct Within {
    std::string header;
    std::vector<std::string> around;
};

/// Walks the layout as it is shown.
class Walk {
public:
    std::vector<V2Leaf> leaves;

    void layout(const json::Value& layout, const std::string& path, const Within& within, int depth)
    {
        if (depth > kDeepest) return;
        const std::string& kind = layout["kind"].toString();
        const json::Value& spec = layout["spec"];
        if (kind == "RowsLayout") containers(spec["rows"], path + "/spec/rows", within, depth);
        if (kind == "TabsLayout") containers(spec["tabs"], path + "/spec/tabs", within, depth);
        if (kind == "GridLayout") {
            add(path + "/spec/items", within, V2Leaf::Kind::Grid);
            rowsOfGrid(spec["items"], path + "/spec/items", within);
        }
        if (kind == "AutoGridLayout" || kind == "ResponsiveGridLayout")
            add(path + "/spec/items", within, V2Leaf::Kind::AutoGrid);
    }

private:
    void add(std::string list, const Within& within, V2Leaf::Kind kind)
    {
        leaves.push_back({std::move(list), within.header, within.around, kind, {}, false, {}, {}});
    }

    void containers(const json::Value& list, const std::string& path, const Within& within, int depth)
    {
        for (std::size_t i = 0; i < list.items().size(); ++i) {
            const json::Value& spec = list.items()[i]["spec"];
            const bool isTab = path.ends_with("/spec/tabs");
            Within inner = within;
            inner.header.clear();
            if (isTab || !spec["hideHeader"].toBool()) {
                inner.header = childPath(path, i);
                inner.around.push_back(inner.header);
            } else if (i == 0) {
                inner.header = within.header;
            }
            layout(spec["layout"], childPath(path, i) + "/spec/layout", inner, depth + 1);
        }
    }

    void rowsOfGrid(const json::Value& items, const std::string& path, const Within& within)
    {
        for (std::size_t i = 0; i < items.items().size(); ++i) {
            if (items.items()[i]["kind"].toString() != "GridLayoutRow") continue;
            Within inner = within;
            inner.header = childPath(path, i);
            inner.around.push_back(inner.header);
            add(inner.header + "/spec/elements", inner, V2Leaf::Kind::GridRow);
        }
    }
};

/// Keys of the headers and tabs that are open, by their place in the document.
std::map<std::string, std::string> openHeaders(const std::vector<PlacedPanel>& layout)
{
    std::map<std::string, std::string> out;
    std::map<std::string, std::string> places;  // by the key of the row or tab
    for (const PlacedPanel& placed : layout) {
        if (placed.kind == PlacedKind::Variables) {
            if (const auto place = places.find(placed.section); place != places.end()) out[place->second] = placed.key;
        } else if (placed.kind == PlacedKind::Tabs) {
            out[placed.panel.place] = placed.key;
            places[placed.tabs[placed.activeTab].key] = placed.panel.place;
        } else if (placed.kind == PlacedKind::Row && !placed.panel.collapsed) {
            out[placed.panel.place] = placed.key;
            places[placed.key] = placed.panel.place;
        }
    }
    return out;
}

const GridItem* itemOf(const std::vector<GridItem>& items, const std::string& key)
{
    const auto it = std::find_if(items.begin(), items.end(), [&](const GridItem& one) { return one.key == key; });
    return it == items.end() ? nullptr : &*it;
}

}  // namespace

std::pair<std::string, std::size_t> v2ListOf(const std::string& place)
{
    const std::size_t slash = place.rfind('/');
    if (slash == std::string::npos) return {};
    return {place.substr(0, slash), itemNumber(std::string_view(place).substr(slash + 1)).value_or(0)};
}

std::vector<V2Leaf> v2Leaves(const Dashboard& dashboard, const std::vector<PlacedPanel>& layout)
{
    const std::string path = childPath(dashboard.path(), "layout");
    Walk walk;
    walk.layout(valueAt(dashboard.document(), path), path, {}, 0);
    const auto open = openHeaders(layout);
    for (V2Leaf& leaf : walk.leaves) {
        std::map<std::size_t, const PlacedPanel*> inside;
        leaf.folded = std::any_of(leaf.around.begin(), leaf.around.end(),
                                  [&](const std::string& place) { return !open.contains(place); });
        if (const auto header = open.find(leaf.header); header != open.end()) leaf.headerKey = header->second;
        for (const PlacedPanel& placed : layout) {
            const auto [list, number] = v2ListOf(placed.panel.place);
            if (placed.kind == PlacedKind::Panel && list == leaf.list) inside.emplace(number, &placed);
        }
        for (const auto& [number, placed] : inside) {
            leaf.members.push_back(placed->key);
            leaf.pointers.push_back(placed->panel.place);
        }
    }
    return std::move(walk.leaves);
}

int v2Top(const std::vector<V2Leaf>& leaves, std::size_t index, const std::vector<GridItem>& items,
          const std::string& butNot)
{
    const V2Leaf& leaf = leaves[index];
    if (const GridItem* header = itemOf(items, leaf.headerKey)) return header->y + 1;
    if (index == 0) return 0;
    int top = -1;
    for (const std::string& key : leaf.members) {
        const GridItem* item = key == butNot ? nullptr : itemOf(items, key);
        if (item) top = top < 0 ? item->y : std::min(top, item->y);
    }
    if (top >= 0) return top;
    for (const std::string& key : leaves[index - 1].members) {
        if (const GridItem* item = itemOf(items, key)) top = std::max(top, item->y + item->h);
    }
    return std::max(top, v2Top(leaves, index - 1, items, butNot));
}

std::size_t v2LeafAt(const std::vector<V2Leaf>& leaves, const std::vector<GridItem>& items, int y,
                     const std::string& butNot)
{
    std::size_t found = leaves.size();
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        if (leaves[i].folded) continue;
        if (found == leaves.size() || v2Top(leaves, i, items, butNot) <= y) found = i;
    }
    return found;
}

}  // namespace watchglass::ui
