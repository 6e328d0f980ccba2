#pragma once

#include <utility>

#include <QRectF>

#include "ui/plot/legend_items.h"

namespace watchglass::ui {

class TextMetrics;

/// Sizes of a legend, in pixels.
struct LegendMetrics {
    static constexpr double kMarkerWidth = 14;
    static constexpr double kMarkerHeight = 4;
    static constexpr double kMarkerGap = 8;
    static constexpr double kItemGap = 10;
    static constexpr double kFirstValueGap = 16;  ///< between a name and its values in a list
    static constexpr double kValueGap = 8;
    static constexpr double kLine = 18.857;  ///< the line height of small text
    static constexpr double kTableRow = 23.84;
    static constexpr double kTableInset = 2;
    static constexpr double kCellPadding = 8;
    static constexpr double kMarkerColumn = kMarkerWidth + 2 * kCellPadding;
    static constexpr double kLeastName = 55;  ///< of the column of names
    static constexpr double kSortArrow = 12;
    static constexpr double kScrollBar = 10;
};

/// Where the items of a legend stand. Knows no widget.
class LegendLayout {
public:
    /// Returns whether anything is different from before.
    bool setItems(std::vector<LegendItem> items, const QStringList& calculations, LegendMode mode,
                  LegendPlacement placement);
    /// Sorts a table by a column: -1 is the name.
    void sortBy(int column, Qt::SortOrder order);
    /// Lays out in a rectangle that starts at `offset`, which is less than a pixel.
    void place(const QSizeF& size, const QPointF& offset);

    [[nodiscard]] const std::vector<LegendItem>& items() const { return m_items; }
    [[nodiscard]] const QStringList& calculations() const { return m_calculations; }
    [[nodiscard]] LegendMode mode() const { return m_mode; }
    [[nodiscard]] LegendPlacement placement() const { return m_placement; }
    [[nodiscard]] int sortColumn() const { return m_sortColumn; }
    [[nodiscard]] Qt::SortOrder sortOrder() const { return m_sortOrder; }
    [[nodiscard]] QPointF offset() const { return m_offset; }

    /// The room that all items need.
    [[nodiscard]] double neededHeight(double width) const;
    [[nodiscard]] double neededWidth() const;
    /// Whether there is more than fits above each other, or side by side: a scroll bar for one takes room of the other.
    [[nodiscard]] bool overflows() const { return m_overflows; }
    [[nodiscard]] bool overflowsSideways() const { return m_overflowsSideways; }
    /// How high and wide the items are beside scroll bars.
    [[nodiscard]] double contentHeight() const { return m_contentHeight; }
    [[nodiscard]] double contentWidth() const;
    /// Places of items before any scrolling.
    [[nodiscard]] const std::vector<QRectF>& rects() const { return m_rects; }
    /// What is left of the size beside scroll bars.
    [[nodiscard]] double room() const;
    [[nodiscard]] double roomBelow() const;
    [[nodiscard]] double nameColumn() const;
    [[nodiscard]] const std::vector<double>& columnWidths() const { return m_columnWidths; }
    [[nodiscard]] double itemWidth(const LegendItem& item) const;
    /// What a name may take of its column in a table; lists have names whole and scroll.
    [[nodiscard]] double nameRoom() const;
    /// Whether a name ends in an ellipsis or beyond the room.
    [[nodiscard]] bool isNameCut(std::size_t item) const;
    /// The column of a table's head at `x`; -1 is the name.
    [[nodiscard]] int columnAt(double x) const;

private:
    void updateColumns();
    double placeList(double width, std::vector<QRectF>* rects) const;
    double placeRows(const std::vector<std::size_t>& items, std::pair<double, double> span, double top, bool atRight,
                     std::vector<QRectF>& places) const;

    std::vector<LegendItem> m_items;
    QStringList m_calculations;
    LegendMode m_mode = LegendMode::List;
    LegendPlacement m_placement = LegendPlacement::Bottom;
    QSizeF m_size;
    QPointF m_offset;
    std::vector<QRectF> m_rects;
    double m_contentHeight = 0;
    bool m_overflows = false;
    bool m_overflowsSideways = false;
    std::vector<double> m_columnWidths;  ///< of the calculations
    int m_sortColumn = -2;               ///< -2: as given
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

/// Of the texts of items, and of the heads of columns.
[[nodiscard]] const TextMetrics& legendMetrics();
[[nodiscard]] const TextMetrics& legendHeadMetrics();

}  // namespace watchglass::ui
