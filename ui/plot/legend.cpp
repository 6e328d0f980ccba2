#include "ui/plot/legend.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/plot/hover_marks.h"
#include "ui/theme/fonts.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/text_metrics.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kMarkerWidth = 14;
constexpr double kMarkerHeight = 4;
constexpr double kMarkerGap = 8;
constexpr double kItemGap = 10;
constexpr double kFirstValueGap = 16;  ///< between a name and its values in a list
constexpr double kValueGap = 8;
constexpr double kPadding = 4;
constexpr double kLine = 18.857;  ///< the line height of small text
constexpr double kListRow = 23.42;
constexpr double kListInset = 0.58;  ///< of the line in its row
constexpr double kAbove = 8;         ///< between the graph and a legend below it
constexpr double kRightRow = kLine + 4;
constexpr double kTableRow = 23.84;
constexpr double kTableInset = 2;
constexpr double kCellPadding = 8;
constexpr double kMarkerColumn = kMarkerWidth + 2 * kCellPadding;
constexpr double kLeastName = 55;  ///< of the column of names
constexpr double kSortArrow = 12;
constexpr double kScrollBar = 10;

const TextMetrics& metrics() { return textMetrics(Metrics::kSmallTextPixels); }

const TextMetrics& headerMetrics() { return textMetrics(Metrics::kSmallTextPixels, QFont::Medium); }

void paintMarker(QPainter& painter, double x, double lineTop, const QColor& color)
{
    // On whole pixels: half ones would make so small a thing look washed out.
    paintSeriesMarker(painter, {std::round(x), std::round(lineTop + (kLine - kMarkerHeight) / 2)}, color);
}

/// Draws a text whose line starts at `top`, in one of the two fonts above; returns where it ends.
double paintText(QPainter& painter, double x, double top, const QString& text)
{
    painter.drawText(QPointF(x, textBaseline(painter.font(), top, kLine)), text);
    return x + textMetrics(Metrics::kSmallTextPixels, painter.font().weight()).width(text);
}

}  // namespace

void placeBesideLegend(LegendView& legend, const QRect& area, LegendPlacement placement, double width, QWidget& graph)
{
    constexpr double kMostHeight = 0.35;
    constexpr double kMostWidth = 0.6;
    const double wide = area.width();
    const double high = area.height();
    if (placement == LegendPlacement::Right) {
        const double left = wide - std::min(width > 0 ? width : legend.neededWidth(), wide * kMostWidth);
        const int whole = std::max(1, static_cast<int>(left));
        graph.setGeometry(area.left(), area.top(), whole, area.height());
        legend.setGeometry(area.left() + whole, area.top(), area.width() - whole, area.height());
        legend.setOffset({left - std::floor(left), 0});
        return;
    }
    const double top = high - std::min(legend.neededHeight(wide), high * kMostHeight);
    const int whole = std::max(1, static_cast<int>(top));
    graph.setGeometry(area.left(), area.top(), area.width(), whole);
    legend.setGeometry(area.left(), area.top() + whole, area.width(), area.height() - whole);
    legend.setOffset({0, top - std::floor(top)});
}

void isolateSeries(std::vector<bool>& hidden, std::size_t series)
{
    const bool alone = !hidden[series] && std::count(hidden.begin(), hidden.end(), false) == 1;
    for (std::size_t i = 0; i < hidden.size(); ++i) hidden[i] = !alone && i != series;
}

void toggleSeries(std::vector<bool>& hidden, std::size_t series) { hidden[series] = !hidden[series]; }

LegendView::LegendView(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("Legend"));
}

void LegendView::setItems(std::vector<LegendItem> items, const QStringList& calculations, LegendMode mode,
                          LegendPlacement placement)
{
    m_items = std::move(items);
    m_calculations = calculations;
    m_mode = mode;
    m_placement = placement;
    updateColumns();
    if (m_sortColumn >= -1)
        sortBy(m_sortColumn, m_sortOrder);
    else
        place();
    updateGeometry();
    update();
}

void LegendView::sortBy(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    updateColumns();
    const auto value = [column](const LegendItem& item) {
        const auto c = static_cast<std::size_t>(column);
        return c < item.values.size() ? item.values[c] : std::nan("");
    };
    std::stable_sort(m_items.begin(), m_items.end(), [&](const LegendItem& a, const LegendItem& b) {
        if (column < 0) {
            const int compared = QString::localeAwareCompare(a.name, b.name);
            return order == Qt::AscendingOrder ? compared < 0 : compared > 0;
        }
        const double left = value(a);
        const double right = value(b);
        if (std::isnan(left) || std::isnan(right)) return !std::isnan(left) && std::isnan(right);
        return order == Qt::AscendingOrder ? left < right : left > right;
    });
    place();
    update();
}

void LegendView::updateColumns()
{
    m_columnWidths.assign(static_cast<std::size_t>(m_calculations.size()), 0);
    for (qsizetype c = 0; c < m_calculations.size(); ++c) {
        double width = headerMetrics().width(m_calculations[c]) + (c == m_sortColumn ? kSortArrow : 0);
        for (const LegendItem& item : m_items) {
            if (c < item.texts.size()) width = std::max(width, metrics().width(item.texts[c]));
        }
        m_columnWidths[static_cast<std::size_t>(c)] = width + 2 * kCellPadding;
    }
}

double LegendView::itemWidth(const LegendItem& item) const
{
    double width = kMarkerWidth + kMarkerGap + metrics().width(item.name) + kItemGap;
    for (qsizetype i = 0; i < item.texts.size() && i < m_calculations.size(); ++i) {
        width += (i == 0 ? kFirstValueGap : kValueGap) +
                 metrics().width(m_calculations[i] + QStringLiteral(": ") + item.texts[i]);
    }
    return width;
}

double LegendView::placeList(double width, std::vector<QRectF>* rects) const
{
    const double right = std::max(width - kPadding, kPadding + 1);
    if (m_placement == LegendPlacement::Right) {
        double y = kPadding;
        for (std::size_t i = 0; i < m_items.size(); ++i, y += kRightRow) {
            if (rects) rects->emplace_back(kPadding, y, right - kPadding, kLine);
        }
        return y + kPadding;
    }
    const bool both = std::any_of(m_items.begin(), m_items.end(),
                                  [](const LegendItem& item) { return item.rightAxis; });
    // Items of the right axis stand at the right end and share the first rows with the others.
    const double middle = both ? (kPadding + right) / 2 : right;
    std::vector<QRectF> places(m_items.size());
    double lowest = kAbove;
    for (const bool ofRight : {false, true}) {
        const double start = ofRight ? middle : kPadding;
        const double end = ofRight ? right : middle;
        double x = start;
        double y = kAbove;
        std::vector<std::size_t> row;
        const auto finishRow = [&] {
            if (ofRight) {
                for (const std::size_t i : row) places[i].translate(end - x, 0);
            }
            row.clear();
        };
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            if (m_items[i].rightAxis != ofRight) continue;
            const double need = std::min(itemWidth(m_items[i]), end - start);
            if (x > start && x + need > end) {
                finishRow();
                x = start;
                y += kListRow;
            }
            places[i] = QRectF(x, y + kListInset, need, kLine);
            row.push_back(i);
            x += need;
            lowest = std::max(lowest, y);
        }
        finishRow();
    }
    if (rects) *rects = std::move(places);
    return m_items.empty() ? 0 : lowest + kListRow;
}

double LegendView::neededHeight(double width) const
{
    if (m_mode == LegendMode::Hidden || m_items.empty()) return 0;
    if (m_mode == LegendMode::Table) {
        return kTableRow * (static_cast<double>(m_items.size()) + 1);
    }
    return placeList(width, nullptr);
}

double LegendView::tableWidth() const
{
    double name = headerMetrics().width(tr("Name")) + (m_sortColumn == -1 ? kSortArrow : 0);
    for (const LegendItem& item : m_items) name = std::max(name, metrics().width(item.name));
    return kMarkerColumn + name + 2 * kCellPadding + std::accumulate(m_columnWidths.begin(), m_columnWidths.end(), 0.0);
}

double LegendView::neededWidth() const
{
    if (m_mode == LegendMode::Hidden || m_items.empty()) return 0;
    if (m_mode == LegendMode::Table) return tableWidth();
    double width = 0;
    for (const LegendItem& item : m_items) width = std::max(width, itemWidth(item));
    return width + 2 * kPadding;
}

int LegendView::heightForWidth(int width) const { return static_cast<int>(std::ceil(neededHeight(width))); }

QSize LegendView::sizeHint() const
{
    const int width = static_cast<int>(std::ceil(neededWidth()));
    return {width, heightForWidth(width)};
}

void LegendView::setOffset(const QPointF& offset)
{
    if (m_offset == offset) return;
    m_offset = offset;
    place();
    update();
}

bool LegendView::overflows() const { return neededHeight(width()) > height() - m_offset.y() + 0.01; }

double LegendView::nameColumn() const
{
    const double values = std::accumulate(m_columnWidths.begin(), m_columnWidths.end(), 0.0);
    const double room = width() - m_offset.x() - (overflows() ? kScrollBar : 0);
    return std::max(kLeastName, room - values - kMarkerColumn);
}

void LegendView::place()
{
    m_rects.clear();
    if (m_mode == LegendMode::Table) {
        const double room = width() - m_offset.x() - (overflows() ? kScrollBar : 0);
        for (std::size_t i = 0; i < m_items.size(); ++i)
            m_rects.emplace_back(0, kTableRow * (static_cast<double>(i) + 1), room, kTableRow);
    } else if (m_mode == LegendMode::List) {
        placeList(width() - m_offset.x(), &m_rects);
    }
    for (QRectF& rect : m_rects) rect.translate(m_offset);
    const auto hidden = static_cast<int>(std::ceil(neededHeight(width()) - height() + m_offset.y()));
    m_scroll = std::clamp(m_scroll, 0, std::max(0, hidden));
}

QRectF LegendView::itemRect(int item) const
{
    if (item < 0 || static_cast<std::size_t>(item) >= m_rects.size()) return {};
    return m_rects[static_cast<std::size_t>(item)].translated(0, -m_scroll);
}

int LegendView::itemAt(const QPoint& position) const
{
    for (std::size_t i = 0; i < m_rects.size(); ++i) {
        if (itemRect(static_cast<int>(i)).contains(position)) return static_cast<int>(i);
    }
    return -1;
}

void LegendView::paintItem(QPainter& painter, const QRectF& box, const LegendItem& item, const QColor& ink) const
{
    paintMarker(painter, box.left(), box.top(), item.color);
    const double left = box.left() + kMarkerWidth + kMarkerGap;
    const double room = box.width() - kMarkerWidth - kMarkerGap -
                        (m_placement == LegendPlacement::Right ? 0 : kItemGap);
    double values = 0;
    for (qsizetype i = 0; i < item.texts.size() && i < m_calculations.size(); ++i) values += 1;
    painter.setPen(ink);
    const double nameRoom = values > 0 ? std::max(room - (itemWidth(item) - kMarkerWidth - kMarkerGap - kItemGap -
                                                          metrics().width(item.name)),
                                                  kLeastName)
                                       : room;
    double x = paintText(painter, left, box.top(), metrics().elided(item.name, nameRoom + 0.5));
    for (qsizetype i = 0; i < item.texts.size() && i < m_calculations.size(); ++i) {
        x += i == 0 ? kFirstValueGap : kValueGap;
        x = paintText(painter, x, box.top(), m_calculations[i] + QLatin1Char(':'));
        x = paintText(painter, x + metrics().width(QStringLiteral(" ")), box.top(), item.texts[i]);
    }
}

void LegendView::paintList(QPainter& painter)
{
    const Theme& theme = currentTheme();
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const QRectF box = itemRect(static_cast<int>(i));
        if (box.bottom() < 0 || box.top() > height()) continue;
        const LegendItem& item = m_items[i];
        QColor color = item.hidden ? theme.textDisabled : theme.text;
        if (static_cast<int>(i) == m_hover && !item.hidden) color = theme.textMaxContrast;
        paintItem(painter, box, item, color);
    }
}

void LegendView::paintTable(QPainter& painter)
{
    const Theme& theme = currentTheme();
    const double top = m_offset.y();
    const double left = m_offset.x();
    const double room = width() - left - (overflows() ? kScrollBar : 0);
    const double name = nameColumn();
    const double nameLeft = left + kMarkerColumn + kCellPadding;
    const auto cells = [&](double rowTop, const QStringList& texts, int sorted) {
        double right = left + kMarkerColumn + name;
        for (std::size_t c = 0; c < m_columnWidths.size(); ++c) {
            right += m_columnWidths[c];
            const QString text = texts.value(static_cast<qsizetype>(c));
            const double arrow = static_cast<int>(c) == sorted ? kSortArrow : 0;
            const double width = textMetrics(Metrics::kSmallTextPixels, painter.font().weight()).width(text);
            paintText(painter, right - kCellPadding - arrow - width, rowTop + kTableInset, text);
        }
    };
    painter.setClipRect(QRectF(0, top + kTableRow, width(), height()));
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const QRectF row = itemRect(static_cast<int>(i));
        if (row.bottom() < top + kTableRow || row.top() > height()) continue;
        const LegendItem& item = m_items[i];
        if (static_cast<int>(i) == m_hover) painter.fillRect(row, theme.hover);
        paintMarker(painter, left + kCellPadding, row.top() + kTableInset + 0.3, item.color);
        painter.setPen(item.hidden ? theme.textDisabled : theme.text);
        paintText(painter, nameLeft, row.top() + kTableInset,
                  metrics().elided(item.name, name - 2 * kCellPadding + 0.5));
        cells(row.top(), item.texts, -1);
        painter.fillRect(QRectF(row.left(), std::round(row.bottom()) - 1, room, 1), theme.borderWeak);
    }
    painter.setClipping(false);
    painter.setFont(textFont(Metrics::kSmallTextPixels, QFont::Medium));
    painter.setPen(theme.primaryText);
    paintText(painter, nameLeft, top + kTableInset, tr("Name"));
    cells(top, m_calculations, m_sortColumn);
    if (m_sortColumn >= -1) {
        double right = nameLeft + headerMetrics().width(tr("Name")) + kSortArrow;
        if (m_sortColumn >= 0) {
            right = left + kMarkerColumn + name - kCellPadding;
            for (int c = 0; c <= m_sortColumn && static_cast<std::size_t>(c) < m_columnWidths.size(); ++c)
                right += m_columnWidths[static_cast<std::size_t>(c)];
        }
        const QRectF box(right - kSortArrow, top + 5.7, kSortArrow, kSortArrow);
        const double tip = m_sortOrder == Qt::DescendingOrder ? 1 : -1;
        painter.setPen(QPen(theme.primaryText, 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(QPolygonF{QPointF(box.center().x() - 3, box.center().y() - tip * 1.5),
                                       QPointF(box.center().x(), box.center().y() + tip * 1.5),
                                       QPointF(box.center().x() + 3, box.center().y() - tip * 1.5)});
    }
    painter.fillRect(QRectF(left, std::round(top + kTableRow) - 1, room, 1), theme.borderWeak);
}

void LegendView::paintEvent(QPaintEvent*)
{
    if (m_mode == LegendMode::Hidden) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(textFont(Metrics::kSmallTextPixels));
    if (m_mode == LegendMode::Table)
        paintTable(painter);
    else
        paintList(painter);
    if (overflows()) {
        const int all = heightForWidth(width());
        const int length = std::max(16, height() * height() / all);
        const int top = m_scroll * (height() - length) / std::max(1, all - height());
        painter.setPen(Qt::NoPen);
        painter.setBrush(currentTheme().borderStrong);
        painter.drawRoundedRect(QRectF(width() - 5, top, 4, length), 2, 2);
    }
    if (hasFocus() && m_current >= 0 && !PictureMode::isActive()) {
        painter.setPen(QPen(currentTheme().primary, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(itemRect(m_current).adjusted(-1.5, 0.5, -0.5, -0.5), 2, 2);
    }
}

void LegendView::activate(int item, bool toggle)
{
    if (item < 0 || static_cast<std::size_t>(item) >= m_items.size()) return;
    const int series = m_items[static_cast<std::size_t>(item)].series;
    if (toggle)
        Q_EMIT toggleRequested(series);
    else
        Q_EMIT isolateRequested(series);
}

void LegendView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    const QPoint position = event->position().toPoint();
    const double header = m_offset.y() + kTableRow;
    if (m_mode == LegendMode::Table && position.y() < header) {
        double x = m_offset.x() + kMarkerColumn + nameColumn();
        int column = -1;
        for (std::size_t c = 0; c < m_columnWidths.size(); ++c) {
            if (position.x() >= x) column = static_cast<int>(c);
            x += m_columnWidths[c];
        }
        const bool again = column == m_sortColumn && m_sortOrder == Qt::DescendingOrder;
        sortBy(column, again ? Qt::AscendingOrder : Qt::DescendingOrder);
        return;
    }
    m_current = itemAt(position);
    activate(m_current, (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) != 0);
}

void LegendView::setHover(int item)
{
    if (item == m_hover) return;
    update(itemRect(m_hover).toAlignedRect());
    m_hover = item;
    update(itemRect(m_hover).toAlignedRect());
    setCursor(item >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    Q_EMIT hovered(item < 0 ? -1 : m_items[static_cast<std::size_t>(item)].series);
}

void LegendView::mouseMoveEvent(QMouseEvent* event) { setHover(itemAt(event->position().toPoint())); }

void LegendView::leaveEvent(QEvent*) { setHover(-1); }

void LegendView::wheelEvent(QWheelEvent* event)
{
    const int most = std::max(0, heightForWidth(width()) - height());
    const int wanted = std::clamp(m_scroll - event->angleDelta().y() / 3, 0, most);
    if (wanted == m_scroll) {
        event->ignore();
        return;
    }
    m_scroll = wanted;
    place();
    update();
}

void LegendView::keyPressEvent(QKeyEvent* event)
{
    const int last = static_cast<int>(m_items.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Right: m_current = std::min(m_current + 1, last); break;
    case Qt::Key_Up:
    case Qt::Key_Left: m_current = std::max(m_current - 1, 0); break;
    case Qt::Key_Space:
    case Qt::Key_Return: activate(m_current, (event->modifiers() & Qt::ControlModifier) != 0); break;
    default: QWidget::keyPressEvent(event); return;
    }
    update();
}

void LegendView::resizeEvent(QResizeEvent*) { place(); }

}  // namespace watchglass::ui
