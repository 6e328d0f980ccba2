#include "ui/plot/legend_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QCoreApplication>

#include "ui/theme/text_metrics.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

using Sizes = LegendMetrics;

constexpr double kPadding = 4;
constexpr double kListRow = 23.42;
constexpr double kListInset = 0.58;  ///< of the line in its row
constexpr double kAbove = 8;         ///< between the graph and a legend below it
constexpr double kRightRow = Sizes::kLine + 4;
constexpr double kSectionGap = 25;  ///< between the items of the left axis and those of the right one
constexpr double kSectionGapBelow = 15;

/// The column of names in a table that cuts none, no wider than `enough`.
double nameColumnOf(const std::vector<LegendItem>& items, bool isSorted, double enough)
{
    double width = legendHeadMetrics().width(QCoreApplication::translate("LegendView", "Name")) +
                   (isSorted ? Sizes::kSortArrow : 0) + 2 * Sizes::kCellPadding;
    for (const LegendItem& item : items) {
        if (width >= enough) return enough;
        width = std::max(width, legendMetrics().width(item.name) + 2 * Sizes::kCellPadding);
    }
    return std::min(width, enough);
}

}  // namespace

const TextMetrics& legendMetrics() { return textMetrics(Metrics::kSmallTextPixels); }

const TextMetrics& legendHeadMetrics() { return textMetrics(Metrics::kSmallTextPixels, QFont::Medium); }

bool LegendLayout::setItems(std::vector<LegendItem> items, const QStringList& calculations, LegendMode mode,
                            LegendPlacement placement)
{
    if (m_sortColumn >= -1) sortLegend(items, m_sortColumn, m_sortOrder);
    if (items == m_items && calculations == m_calculations && mode == m_mode && placement == m_placement) return false;
    m_items = std::move(items);
    m_calculations = calculations;
    m_mode = mode;
    m_placement = placement;
    updateColumns();
    place(m_size, m_offset);
    return true;
}

void LegendLayout::sortBy(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    updateColumns();
    sortLegend(m_items, column, order);
    place(m_size, m_offset);
}

void LegendLayout::updateColumns()
{
    m_columnWidths.assign(static_cast<std::size_t>(m_calculations.size()), 0);
    for (qsizetype c = 0; c < m_calculations.size(); ++c) {
        double width = legendHeadMetrics().width(m_calculations[c]) + (c == m_sortColumn ? Sizes::kSortArrow : 0);
        for (const LegendItem& item : m_items) {
            if (c < item.texts.size()) width = std::max(width, legendMetrics().width(item.texts[c]));
        }
        m_columnWidths[static_cast<std::size_t>(c)] = width + 2 * Sizes::kCellPadding;
    }
}

double LegendLayout::itemWidth(const LegendItem& item) const
{
    double width = Sizes::kMarkerWidth + Sizes::kMarkerGap + legendMetrics().width(item.name) + Sizes::kItemGap;
    for (qsizetype i = 0; i < item.texts.size() && i < m_calculations.size(); ++i) {
        width += (i == 0 ? Sizes::kFirstValueGap : Sizes::kValueGap) +
                 legendMetrics().width(m_calculations[i] + QStringLiteral(": ") + item.texts[i]);
    }
    return width;
}

double LegendLayout::placeList(double width, std::vector<QRectF>* rects) const
{
    const double right = std::max(width - kPadding, kPadding + 1);
    if (m_placement == LegendPlacement::Right) {
        double y = kPadding;
        for (std::size_t i = 0; i < m_items.size(); ++i, y += kRightRow) {
            if (rects)
                rects->emplace_back(kPadding, y, std::max(right - kPadding, itemWidth(m_items[i])), Sizes::kLine);
        }
        return y + kPadding;
    }
    // As Grafana's VizLegendList: items of the right axis stand at the right end, and below the others where both have
    // no room side by side.
    std::vector<std::size_t> ofLeft;
    std::vector<std::size_t> ofRight;
    double leftWidth = 0;
    double widestOfRight = 0;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        (m_items[i].rightAxis ? ofRight : ofLeft).push_back(i);
        const double need = itemWidth(m_items[i]);
        if (m_items[i].rightAxis)
            widestOfRight = std::max(widestOfRight, need);
        else
            leftWidth += need;
    }
    std::vector<QRectF> places(m_items.size());
    const double inner = right - kPadding;
    double bottom = kAbove;
    if (!ofLeft.empty()) bottom = placeRows(ofLeft, {kPadding, right}, kAbove, false, places);
    if (!ofRight.empty()) {
        const bool beside = leftWidth + kSectionGap + std::max(inner / 2, widestOfRight) <= inner;
        const double start = !ofLeft.empty() && beside ? kPadding + leftWidth + kSectionGap : kPadding;
        const double top = ofLeft.empty() || beside ? kAbove : bottom + kSectionGapBelow;
        bottom = std::max(bottom, placeRows(ofRight, {start, right}, top, true, places));
    }
    if (rects) *rects = std::move(places);
    return m_items.empty() ? 0 : bottom;
}

/// Places items in rows between the two ends of `span`, the first at `top`; a single row may stand `atRight`. Returns
/// where the last one ends.
double LegendLayout::placeRows(const std::vector<std::size_t>& items, std::pair<double, double> span, double top,
                               bool atRight, std::vector<QRectF>& places) const
{
    double x = span.first;
    double y = top;
    for (const std::size_t i : items) {
        const double need = itemWidth(m_items[i]);
        if (x > span.first && x + need > span.second) {
            x = span.first;
            y += kListRow;
        }
        places[i] = QRectF(x, y + kListInset, need, Sizes::kLine);
        x += need;
    }
    if (atRight && y == top) {
        for (const std::size_t i : items) places[i].translate(span.second - x, 0);
    }
    return y + kListRow;
}

double LegendLayout::neededHeight(double width) const
{
    if (m_mode == LegendMode::Hidden || m_items.empty()) return 0;
    if (m_mode == LegendMode::Table) return Sizes::kTableRow * (static_cast<double>(m_items.size()) + 1);
    return placeList(width, nullptr);
}

double LegendLayout::neededWidth() const
{
    if (m_mode == LegendMode::Hidden || m_items.empty()) return 0;
    double width = 0;
    if (m_mode == LegendMode::List) {
        for (const LegendItem& item : m_items) width = std::max(width, itemWidth(item));
        return width + 2 * kPadding;
    }
    return Sizes::kMarkerColumn + nameColumnOf(m_items, m_sortColumn == -1, HUGE_VAL) +
           std::accumulate(m_columnWidths.begin(), m_columnWidths.end(), 0.0);
}

double LegendLayout::contentWidth() const
{
    if (m_mode == LegendMode::Table) {
        return Sizes::kMarkerColumn + nameColumn() + std::accumulate(m_columnWidths.begin(), m_columnWidths.end(), 0.0);
    }
    double right = 0;
    for (const LegendItem& item : m_items) right = std::max(right, itemWidth(item));
    return right + kPadding;
}

double LegendLayout::room() const { return m_size.width() - m_offset.x() - (m_overflows ? Sizes::kScrollBar : 0); }

double LegendLayout::roomBelow() const
{
    return m_size.height() - m_offset.y() - (m_overflowsSideways ? Sizes::kScrollBar : 0);
}

double LegendLayout::nameColumn() const
{
    const double values = std::accumulate(m_columnWidths.begin(), m_columnWidths.end(), 0.0);
    return std::max(nameColumnOf(m_items, m_sortColumn == -1, Sizes::kLeastName),
                    room() - values - Sizes::kMarkerColumn);
}

double LegendLayout::nameRoom() const { return nameColumn() - 2 * Sizes::kCellPadding + 0.5; }

bool LegendLayout::isNameCut(std::size_t item) const
{
    const double width = legendMetrics().width(m_items[item].name);
    if (m_mode == LegendMode::Table) return width > nameRoom();
    return m_rects[item].left() + Sizes::kMarkerWidth + Sizes::kMarkerGap + width > m_offset.x() + room();
}

int LegendLayout::columnAt(double x) const
{
    double left = m_offset.x() + Sizes::kMarkerColumn + nameColumn();
    int column = -1;
    for (std::size_t c = 0; c < m_columnWidths.size(); ++c) {
        if (x >= left) column = static_cast<int>(c);
        left += m_columnWidths[c];
    }
    return column;
}

void LegendLayout::place(const QSizeF& size, const QPointF& offset)
{
    constexpr double kSlack = 0.01;
    m_size = size;
    m_offset = offset;
    m_rects.clear();
    m_overflows = m_overflowsSideways = false;
    // One scroll bar may make the other necessary.
    for (int pass = 0; pass < 2; ++pass) {
        m_overflows = m_overflows || neededHeight(m_size.width()) > roomBelow() + kSlack;
        m_overflowsSideways = m_overflowsSideways || (!m_items.empty() && contentWidth() > room() + 1);
    }
    if (m_mode == LegendMode::Table) {
        for (std::size_t i = 0; i < m_items.size(); ++i)
            m_rects.emplace_back(0, Sizes::kTableRow * (static_cast<double>(i) + 1), room(), Sizes::kTableRow);
        m_contentHeight = neededHeight(m_size.width());
    } else if (m_mode == LegendMode::List) {
        m_contentHeight = placeList(room(), &m_rects);
    }
    for (QRectF& rect : m_rects) rect.translate(offset);
}

}  // namespace watchglass::ui
