#include "ui/edit/v2_leaf.h"

#include <algorithm>
#include <map>

#include "ui/dashboard/document_path.h"

namespace watchglass::ui {

namespace {

constexpr int kDeepest = 32;  ///< as deep as layouts are shown

/// Walks the layout as it is shown.
class Walk {
public:
    std::vector<V2Leaf> leaves;

    void layout(const json::Value& layout, const std::string& path, const std::string& header, int depth)
    {
        if (depth > kDeepest) return;
        const std::string& kind = layout["kind"].toString();
        const json::Value& spec = layout["spec"];
        if (kind == "RowsLayout") containers(spec["rows"], path + "/spec/rows", header, depth);
        if (kind == "TabsLayout") containers(spec["tabs"], path + "/spec/tabs", header, depth);
        if (kind == "GridLayout") {
            leaves.push_back({path + "/spec/items", header, V2Leaf::Kind::Grid, {}, false, {}, {}});
            rowsOfGrid(spec["items"], path + "/spec/items");
        }
        if (kind == "AutoGridLayout" || kind == "ResponsiveGridLayout")
            leaves.push_back({path + "/spec/items", header, V2Leaf::Kind::AutoGrid, {}, false, {}, {}});
    }

private:
    void containers(const json::Value& list, const std::string& path, const std::string& header, int depth)
    {
        for (std::size_t i = 0; i < list.items().size(); ++i) {
            const json::Value& spec = list.items()[i]["spec"];
            const std::string own = childPath(path, i);
            const bool shows = !header.empty() || !spec["hideHeader"].toBool() || spec["repeat"].isObject();
            layout(spec["layout"], own + "/spec/layout", shows ? own : std::string(), depth + 1);
        }
    }

    void rowsOfGrid(const json::Value& items, const std::string& path)
    {
        for (std::size_t i = 0; i < items.items().size(); ++i) {
            if (items.items()[i]["kind"].toString() != "GridLayoutRow") continue;
            const std::string own = childPath(path, i);
            leaves.push_back({own + "/spec/elements", own, V2Leaf::Kind::GridRow, {}, false, {}, {}});
        }
    }
};

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
    for (V2Leaf& leaf : walk.leaves) {
        std::map<std::size_t, const PlacedPanel*> inside;
        for (const PlacedPanel& placed : layout) {
            if (placed.panel.isRow() && !leaf.header.empty() && placed.panel.place == leaf.header) {
                leaf.headerKey = placed.key;
                leaf.folded = placed.panel.collapsed;
            }
            const auto [list, number] = v2ListOf(placed.panel.place);
            if (!placed.panel.isRow() && list == leaf.list) inside.emplace(number, &placed);
        }
        for (const auto& [number, placed] : inside) {
            leaf.members.push_back(placed->key);
            leaf.pointers.push_back(placed->panel.place);
        }
        // Open against what the file says: a tab.
        if (!leaf.members.empty()) leaf.folded = false;
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
