#include "ui/edit/grid_rules.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "ui/dashboard/layout.h"

// The rules are those of react-grid-layout with vertical compaction, which Grafana's grid is.

namespace watchglass::ui {

namespace {

bool meet(const GridItem& a, const GridItem& b)
{
    return a.key != b.key && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

bool isFree(const std::vector<GridItem>& items, const GridItem& place)
{
    return std::none_of(items.begin(), items.end(), [&](const GridItem& item) { return meet(item, place); });
}

/// Pushes items out of each other's way.
class Mover {
public:
    explicit Mover(std::vector<GridItem>& items) : m_items(items) {}

    /// `first` is the item that a person holds: only what it meets may go above it.
    void move(std::size_t index, int x, int y, bool first)
    {
        GridItem& item = m_items[index];
        const bool upwards = y <= item.y;
        item.x = x;
        item.y = y;
        m_moved.insert(index);
        std::vector<std::size_t> met;
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            if (meet(m_items[i], item)) met.push_back(i);
        }
        std::stable_sort(met.begin(), met.end(), [&](std::size_t a, std::size_t b) {
            const auto at = [&](std::size_t i) { return std::pair(m_items[i].y, m_items[i].x); };
            return upwards ? at(b) < at(a) : at(a) < at(b);
        });
        for (const std::size_t other : met) {
            if (m_moved.contains(other) || !meet(m_items[other], m_items[index])) continue;
            giveWay(index, other, first);
        }
    }

private:
    void giveWay(std::size_t to, std::size_t index, bool mayRise)
    {
        const GridItem& item = m_items[index];
        if (mayRise) {
            GridItem above = item;
            above.key.clear();
            above.y = std::max(0, m_items[to].y - item.h);
            if (isFree(m_items, above)) {
                move(index, item.x, above.y, false);
                return;
            }
        }
        move(index, item.x, item.y + 1, false);  // compaction sorts out who stands above whom
    }

    std::vector<GridItem>& m_items;
    std::set<std::size_t> m_moved;
};

std::size_t indexOf(const std::vector<GridItem>& items, const std::string& key)
{
    return static_cast<std::size_t>(
        std::find_if(items.begin(), items.end(), [&](const GridItem& item) { return item.key == key; }) -
        items.begin());
}

}  // namespace

GridItem gridItem(std::string key, const GridPos& pos)
{
    const auto whole = [](double value) { return static_cast<int>(std::lround(value)); };
    GridItem item{std::move(key), whole(pos.x), whole(pos.y), std::max(1, whole(pos.w)), std::max(1, whole(pos.h))};
    item.w = std::min(item.w, kGridColumns);
    item.x = std::clamp(item.x, 0, kGridColumns - item.w);
    return item;
}

GridPos gridPos(const GridItem& item)
{
    return {static_cast<double>(item.x), static_cast<double>(item.y), static_cast<double>(item.w),
            static_cast<double>(item.h)};
}

std::vector<GridItem> compacted(std::vector<GridItem> items)
{
    std::vector<std::size_t> order(items.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(items[a].y, items[a].x) < std::pair(items[b].y, items[b].x);
    });
    std::vector<GridItem> placed;
    int bottom = 0;
    for (const std::size_t i : order) {
        GridItem& item = items[i];
        item.y = std::min(item.y, bottom);
        while (item.y > 0) {
            GridItem higher = item;
            --higher.y;
            if (!isFree(placed, higher)) break;
            item = higher;
        }
        for (auto hit = placed.begin(); hit != placed.end();) {
            hit = std::find_if(placed.begin(), placed.end(), [&](const GridItem& other) { return meet(other, item); });
            if (hit != placed.end()) item.y = hit->y + hit->h;
        }
        bottom = std::max(bottom, item.y + item.h);
        placed.push_back(item);
    }
    return items;
}

std::vector<GridItem> moveItem(std::vector<GridItem> items, const std::string& key, int x, int y)
{
    const std::size_t index = indexOf(items, key);
    if (index == items.size()) return items;
    Mover(items).move(index, std::clamp(x, 0, kGridColumns - items[index].w), std::max(0, y), true);
    return compacted(std::move(items));
}

std::vector<GridItem> resizeItem(std::vector<GridItem> items, const std::string& key, int w, int h)
{
    const std::size_t index = indexOf(items, key);
    if (index == items.size()) return items;
    items[index].w = std::clamp(w, 1, kGridColumns - items[index].x);
    items[index].h = std::max(1, h);
    return compacted(std::move(items));
}

}  // namespace watchglass::ui
