#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "ui/dashboard/document_path.h"
#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"

namespace watchglass::ui::migration {

namespace {

constexpr int kColumns = 24;
constexpr double kDefaultRowHeight = 250;

/// Grid rows that a height in pixels takes: cells of 30 px and 8 px between, at least 90 px.
int gridHeight(const json::Value& height)
{
    constexpr double kMinHeight = 90;
    constexpr double kCell = 38;
    constexpr double kMost = 40 * 1000;  // a mistyped height must not make rows unreachable
    const double pixels = truthy(height) ? leadingNumber(height).value_or(kMinHeight) : kDefaultRowHeight;
    return static_cast<int>(std::ceil(std::clamp(pixels, kMinHeight, kMost) / kCell));
}

/// How far each column of a row is filled (Grafana DashboardMigrator.ts, RowArea).
class RowArea {
public:
    RowArea(int height, int y) : m_height(height), m_y(y) {}

    struct Place {
        int x = 0;
        int y = 0;
    };

    /// Where a panel of that width goes; wraps to a new line below when there is no room.
    Place place(int width, int height)
    {
        std::optional<int> x = freeColumn(width);
        if (!x) {
            m_y += m_height;
            m_filled.fill(0);
            x = 0;
        }
        // Everything right of the start counts, not only what lies below the panel.
        const int top = *std::max_element(m_filled.begin() + *x, m_filled.end());
        for (int i = *x; i < *x + width; ++i) m_filled[static_cast<std::size_t>(i)] = top + height;
        return {*x, m_y + top};
    }
    [[nodiscard]] int y() const { return m_y; }

private:
    /// Scans from the right over columns that have room and are no fuller than their right neighbour.
    [[nodiscard]] std::optional<int> freeColumn(int width) const
    {
        std::optional<int> start;
        int end = -1;
        for (int i = kColumns - 1; i >= 0; --i) {
            const auto column = static_cast<std::size_t>(i);
            if (m_filled[column] >= m_height) break;
            if (end < 0)
                end = i;
            else if (m_filled[column] <= m_filled[column + 1])
                start = i;
            else
                break;
        }
        if (!start || end - *start < width - 1) return std::nullopt;
        return start;
    }

    int m_height;
    int m_y;
    std::array<int, kColumns> m_filled{};
};

json::Value gridPos(int x, int y, int w, int h)
{
    return json::Value::object({{"x", x}, {"y", y}, {"w", w}, {"h", h}});
}

std::int64_t greatestPanelId(const json::Value& dashboard)
{
    std::int64_t greatest = 0;
    for (const json::Value& panel : dashboard["panels"].items()) greatest = std::max(greatest, panel["id"].toInt());
    for (const json::Value& row : dashboard["rows"].items()) {
        for (const json::Value& panel : row["panels"].items()) greatest = std::max(greatest, panel["id"].toInt());
    }
    return greatest;
}

/// Gives a row's panel its place and takes `span` and `height` away.
json::Value placedPanel(const json::Value& old, RowArea& area, int rowHeight)
{
    constexpr double kDefaultSpan = 4;
    json::Value panel = old;
    double span = numberOf(panel["span"]).value_or(0);
    if (span == 0) span = kDefaultSpan;
    const int width = std::clamp(static_cast<int>(std::floor(std::clamp(span, 0.0, 12.0))) * 2, 2, kColumns);
    const int height = truthy(panel["height"]) ? gridHeight(panel["height"]) : rowHeight;
    if (const auto minSpan = numberOf(panel["minSpan"])) {
        panel.set("minSpan", numberValue(std::min<double>(kColumns, *minSpan * 2)));
    }
    const RowArea::Place place = area.place(width, height);
    panel.set("gridPos", gridPos(place.x, place.y, width, height));
    panel.remove("span");
    panel.remove("height");
    return panel;
}

}  // namespace

void rowsToGrid(json::Value& dashboard)
{
    if (!dashboard["rows"].isArray()) return;
    const std::vector<json::Value> rows = dashboard["rows"].items();
    json::Value panels = dashboard["panels"].isArray() ? dashboard["panels"] : json::Value::array();
    std::int64_t nextId = greatestPanelId(dashboard) + 1;
    // One header that says something makes headers of all rows.
    const bool headers = std::any_of(rows.begin(), rows.end(), [](const json::Value& row) {
        return truthy(row["collapse"]) || truthy(row["showTitle"]) || truthy(row["repeat"]);
    });

    int y = 0;
    for (const json::Value& row : rows) {
        if (!row.isObject() || truthy(row["repeatIteration"])) continue;
        const int rowHeight = gridHeight(row["height"]);
        const bool collapsed = headers && truthy(row["collapse"]);
        json::Value header;
        if (headers) {
            header = json::Value::object({{"id", json::Value(nextId++)},
                                          {"type", "row"},
                                          {"title", row["title"]},
                                          {"collapsed", collapsed},
                                          {"panels", json::Value::array()},
                                          {"gridPos", gridPos(0, y, kColumns, 1)}});
            if (row.has(kOriginMember)) header.set(kOriginMember, row[kOriginMember]);
            if (truthy(row["repeat"])) header.set("repeat", row["repeat"]);
            ++y;
        }
        RowArea area(rowHeight, y);
        std::vector<json::Value> placed;
        for (const json::Value& panel : row["panels"].items()) {
            if (panel.isObject()) placed.push_back(placedPanel(panel, area, rowHeight));
        }
        y = area.y();
        if (headers) {
            if (collapsed) header.set("panels", json::Value::array(std::exchange(placed, {})));
            panels.append(std::move(header));
        }
        for (json::Value& panel : placed) panels.append(std::move(panel));
        if (!collapsed) y += rowHeight;
    }
    dashboard.set("panels", std::move(panels));
    dashboard.remove("rows");
}

}  // namespace watchglass::ui::migration
