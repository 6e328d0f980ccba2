#include "ui/edit/v2_edits.h"

#include <algorithm>
#include <numeric>

#include "ui/dashboard/document_path.h"
#include "ui/edit/panel_edits.h"
#include "ui/edit/v2_leaf.h"

namespace watchglass::ui {

namespace {

const GridItem* itemOf(const std::vector<GridItem>& items, const std::string& key)
{
    const auto it = std::find_if(items.begin(), items.end(), [&](const GridItem& one) { return one.key == key; });
    return it == items.end() ? nullptr : &*it;
}

const PlacedPanel* placedOf(const std::vector<PlacedPanel>& layout, const std::string& key)
{
    const auto it = std::find_if(layout.begin(), layout.end(), [&](const PlacedPanel& one) { return one.key == key; });
    return it == layout.end() ? nullptr : &*it;
}

std::size_t leafOf(const std::vector<V2Leaf>& leaves, const std::string& key)
{
    return static_cast<std::size_t>(std::find_if(leaves.begin(), leaves.end(),
                                                 [&](const V2Leaf& leaf) {
                                                     return std::find(leaf.members.begin(), leaf.members.end(), key) !=
                                                            leaf.members.end();
                                                 }) -
                                    leaves.begin());
}

/// The order of `count` items when the one at `from` goes to `to`.
std::vector<std::size_t> movedOrder(std::size_t count, std::size_t from, std::size_t to)
{
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(from));
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(std::min(to, count - 1)), from);
    return order;
}

/// Adds to `out` a move within a list, where it is one.
void arrange(const std::string& list, std::size_t count, std::size_t from, std::size_t to, DocumentChanges& out)
{
    if (std::min(to, count - 1) != from) out.push_back(DocumentChange::arrange(list, movedOrder(count, from, to)));
}

json::Value elementReference(const std::string& name)
{
    return json::Value::object({{"kind", "ElementReference"}, {"name", name}});
}

/// An item for a leaf of this kind that shows what `from` shows.
json::Value itemFor(V2Leaf::Kind kind, const json::Value& from, const GridItem& at, int top)
{
    json::Value spec = from["spec"];
    if (kind == V2Leaf::Kind::AutoGrid) {
        for (const char* name : {"x", "y", "width", "height"}) spec.remove(name);
        return json::Value::object({{"kind", "AutoGridLayoutItem"}, {"spec", std::move(spec)}});
    }
    json::Value placed = json::Value::object({{"x", at.x}, {"y", at.y - top}, {"width", at.w}, {"height", at.h}});
    for (auto& [name, value] : spec.mutableMembers()) {
        if (!placed.has(name)) placed.set(name, std::move(value));
    }
    return json::Value::object({{"kind", "GridLayoutItem"}, {"spec", std::move(placed)}});
}

/// The turn that a panel has in an automatic grid by its place.
std::size_t turnOf(const V2Leaf& leaf, const std::vector<GridItem>& items, const GridItem& moved, int top)
{
    GridItem cell = moved;
    std::size_t others = 0;
    for (const std::string& key : leaf.members) {
        const GridItem* one = key == moved.key ? nullptr : itemOf(items, key);
        if (!one) continue;
        cell = *one;
        ++others;
    }
    const int columns = std::max(1, kGridColumns / cell.w);
    const int row = std::max(0, (moved.y - top + cell.h / 2) / cell.h);
    const int column = std::clamp((moved.x + cell.w / 2) / cell.w, 0, columns - 1);
    return std::min(others, static_cast<std::size_t>(row * columns + column));
}

/// What of a grid's items stands elsewhere than the document says. `key` may have come from elsewhere.
void placeMembers(const Dashboard& dashboard, const V2Leaf& leaf, const std::vector<GridItem>& items, int top,
                  DocumentChanges& out)
{
    int first = 0;  // rows within a grid count from the grid's top
    if (leaf.kind == V2Leaf::Kind::GridRow) {
        for (std::size_t i = 0; i < leaf.pointers.size(); ++i) {
            const auto y = static_cast<int>(valueAt(dashboard.document(), leaf.pointers[i])["spec"]["y"].toInt());
            first = i == 0 ? y : std::min(first, y);
        }
    }
    for (std::size_t i = 0; i < leaf.members.size(); ++i) {
        const GridItem* item = itemOf(items, leaf.members[i]);
        if (!item) continue;
        const std::string spec = leaf.pointers[i] + "/spec";
        const json::Value& before = valueAt(dashboard.document(), spec);
        const std::pair<const char*, int> now[] = {
            {"x", item->x}, {"y", item->y - top + first}, {"width", item->w}, {"height", item->h}};
        for (const auto& [name, value] : now) {
            if (before[name].isNumber() && before[name].toDouble() == value) continue;
            out.push_back(DocumentChange::set(childPath(spec, name), value));
        }
    }
}

/// Whether the panels of a leaf stand to each other as before.
bool standsStill(const std::vector<V2Leaf>& leaves, std::size_t index, const std::vector<PlacedPanel>& layout,
                 const std::vector<GridItem>& items)
{
    std::vector<GridItem> before;
    for (const PlacedPanel& placed : layout) before.push_back(gridItem(placed.key, placed.pos));
    const int topBefore = v2Top(leaves, index, before);
    const int topNow = v2Top(leaves, index, items);
    return std::all_of(leaves[index].members.begin(), leaves[index].members.end(), [&](const std::string& key) {
        const GridItem* was = itemOf(before, key);
        const GridItem* is = itemOf(items, key);
        return !was || !is ||
               (was->x == is->x && was->w == is->w && was->h == is->h && was->y - topBefore == is->y - topNow);
    });
}

/// The panels of the open grids, where they stand elsewhere now. `gone` has left its grid; "" when none has.
void placeOthers(const Dashboard& dashboard, const std::vector<V2Leaf>& leaves, const std::vector<PlacedPanel>& layout,
                 const std::vector<GridItem>& items, const std::string& gone, DocumentChanges& out)
{
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        if (leaves[i].kind == V2Leaf::Kind::AutoGrid || leaves[i].folded) continue;
        V2Leaf staying = leaves[i];
        const auto own = std::find(staying.members.begin(), staying.members.end(), gone);
        if (own != staying.members.end()) {
            staying.pointers.erase(staying.pointers.begin() + (own - staying.members.begin()));
            staying.members.erase(own);
        }
        if (!standsStill(leaves, i, layout, items))
            placeMembers(dashboard, staying, items, v2Top(leaves, i, items, gone), out);
    }
}

void append(const Dashboard& dashboard, const std::string& list, json::Value item, DocumentChanges& out)
{
    if (valueAt(dashboard.document(), list).isArray()) {
        out.push_back(DocumentChange::set(list + "/-", std::move(item)));
    } else {
        out.push_back(DocumentChange::set(list, json::Value::array({std::move(item)})));
    }
}

/// Below everything that is in a list of a grid or of a row within one, in its own numbers.
int bottomOf(const Dashboard& dashboard, const V2Leaf& leaf)
{
    const auto end = [](const json::Value& item) {
        return static_cast<int>(item["spec"]["y"].toInt() + item["spec"]["height"].toInt(1));
    };
    int bottom = 0;
    if (leaf.kind == V2Leaf::Kind::GridRow)
        bottom = static_cast<int>(valueAt(dashboard.document(), leaf.header)["spec"]["y"].toInt()) + 1;
    for (const json::Value& item : valueAt(dashboard.document(), leaf.list).items())
        bottom = std::max(bottom, end(item));
    return bottom;
}

DocumentChanges moveRow(const Dashboard& dashboard, const std::vector<PlacedPanel>& layout,
                        const std::vector<GridItem>& items, const PlacedPanel& row)
{
    const auto [list, number] = v2ListOf(row.panel.place);
    const GridItem* at = itemOf(items, row.key);
    if (!at) return {};
    std::size_t to = 0;
    for (const PlacedPanel& other : layout) {
        if (other.kind != PlacedKind::Row || other.key == row.key || v2ListOf(other.panel.place).first != list)
            continue;
        const GridItem* its = itemOf(items, other.key);
        if (its && its->y < at->y) ++to;
    }
    DocumentChanges out;
    arrange(list, valueAt(dashboard.document(), list).items().size(), number, to, out);
    return out;
}

}  // namespace

DocumentChanges moveTabInV2(const Dashboard& dashboard, const PlacedPanel& strip, int by)
{
    const auto [list, number] = v2ListOf(strip.panel.place);
    const auto count = static_cast<int>(valueAt(dashboard.document(), list).items().size());
    const int to = std::clamp(static_cast<int>(number) + by, 0, std::max(0, count - 1));
    DocumentChanges out;
    if (count > 0) arrange(list, static_cast<std::size_t>(count), number, static_cast<std::size_t>(to), out);
    return out;
}

bool isInAutoGrid(const Dashboard& dashboard, const Panel& panel)
{
    if (panel.isRow() || panel.place.empty()) return false;
    constexpr std::string_view kItems = "/spec/items";
    const std::string list = v2ListOf(panel.place).first;
    if (!list.ends_with(kItems)) return false;
    const std::string& kind =
        valueAt(dashboard.document(), list.substr(0, list.size() - kItems.size()))["kind"].toString();
    return kind == "AutoGridLayout" || kind == "ResponsiveGridLayout";
}

DocumentChanges placeInV2(const Dashboard& dashboard, const std::vector<PlacedPanel>& layout,
                          const std::vector<GridItem>& items, const std::string& key,
                          const std::optional<V2Arrival>& arrival)
{
    const PlacedPanel* moved = placedOf(layout, key);
    if (moved && moved->kind == PlacedKind::Row) return moveRow(dashboard, layout, items, *moved);
    const GridItem* at = itemOf(items, key);
    const std::vector<V2Leaf> leaves = v2Leaves(dashboard, layout);
    if (!at || leaves.empty() || (!moved && !arrival)) return {};
    const std::size_t from = leafOf(leaves, key);
    const std::size_t to = v2LeafAt(leaves, items, at->y, key);
    if (to == leaves.size()) return {};
    DocumentChanges out;
    placeOthers(dashboard, leaves, layout, items, from == to ? std::string() : key, out);
    const V2Leaf& target = leaves[to];
    const int top = v2Top(leaves, to, items, key);
    const std::size_t count = valueAt(dashboard.document(), target.list).items().size();
    if (from == to) {
        if (target.kind == V2Leaf::Kind::AutoGrid)
            arrange(target.list, count, v2ListOf(moved->panel.place).second, turnOf(target, items, *at, top), out);
        return out;
    }
    json::Value source = arrival ? arrival->item : valueAt(dashboard.document(), moved->panel.place);
    if (arrival) source.edit("spec").set("element", elementReference(arrival->element));
    append(dashboard, target.list, itemFor(target.kind, source, *at, top), out);
    if (target.kind == V2Leaf::Kind::AutoGrid)
        arrange(target.list, count + 1, count, turnOf(target, items, *at, top), out);
    if (moved) out.push_back(DocumentChange::remove(moved->panel.place));
    return out;
}

DocumentChanges moveIntoV2(const Dashboard& dashboard, const std::vector<PlacedPanel>& layout,
                           const std::vector<GridItem>& items, const std::string& key, const std::string& place)
{
    const PlacedPanel* moved = placedOf(layout, key);
    const std::vector<V2Leaf> leaves = v2Leaves(dashboard, layout);
    const auto target = std::find_if(leaves.begin(), leaves.end(), [&](const V2Leaf& leaf) {
        return std::find(leaf.around.begin(), leaf.around.end(), place) != leaf.around.end();
    });
    if (!moved || moved->kind != PlacedKind::Panel || target == leaves.end()) return {};
    DocumentChanges out;
    placeOthers(dashboard, leaves, layout, items, key, out);
    GridItem at = gridItem(key, moved->pos);
    at.x = 0;
    at.y = bottomOf(dashboard, *target);
    append(dashboard, target->list, itemFor(target->kind, valueAt(dashboard.document(), moved->panel.place), at, 0),
           out);
    out.push_back(DocumentChange::remove(moved->panel.place));
    return out;
}

}  // namespace watchglass::ui
