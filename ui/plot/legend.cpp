#include "ui/plot/legend.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kMarkerWidth = 14;
constexpr double kMarkerGap = 8;
constexpr double kItemGap = 10;
constexpr int kPadding = 4;
constexpr int kListRow = 19;
constexpr int kAbove = 8;  ///< between the graph and a legend below it
constexpr int kRightRowGap = 4;
constexpr int kTableRow = 24;
constexpr double kCellPadding = 8;

const QFontMetricsF& metrics()
{
    static const QFontMetricsF instance(textFont(Metrics::kSmallTextPixels));
    return instance;
}

const QFontMetricsF& headerMetrics()
{
    static const QFontMetricsF instance(textFont(Metrics::kSmallTextPixels, QFont::Medium));
    return instance;
}

void paintMarker(QPainter& painter, double x, double y, const QColor& color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(x, y - 2, kMarkerWidth, 4), 2, 2);
}

}  // namespace

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
    m_columnWidths.assign(static_cast<std::size_t>(calculations.size()), 0);
    if (mode == LegendMode::Table) {
        for (qsizetype c = 0; c < calculations.size(); ++c) {
            double width = headerMetrics().horizontalAdvance(calculations[c]) + 10;
            for (const LegendItem& item : m_items) {
                if (c < item.texts.size()) width = std::max(width, metrics().horizontalAdvance(item.texts[c]));
            }
            m_columnWidths[static_cast<std::size_t>(c)] = width + 2 * kCellPadding;
        }
    }
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

QString LegendView::listText(const LegendItem& item) const
{
    QString text = item.name;
    for (qsizetype i = 0; i < item.texts.size() && i < m_calculations.size(); ++i) {
        text += QStringLiteral("  ") + m_calculations[i] + QStringLiteral(": ") + item.texts[i];
    }
    return text;
}

double LegendView::itemWidth(const LegendItem& item) const
{
    return kMarkerWidth + kMarkerGap + metrics().horizontalAdvance(listText(item)) + kItemGap;
}

int LegendView::placeList(int width, std::vector<QRect>* rects) const
{
    const int right = std::max(width - kPadding, kPadding + 1);
    if (m_placement == LegendPlacement::Right) {
        int y = kPadding;
        for (std::size_t i = 0; i < m_items.size(); ++i, y += kListRow + kRightRowGap) {
            if (rects) rects->emplace_back(kPadding, y, right - kPadding, kListRow);
        }
        return y - kRightRowGap + kPadding;
    }
    double x = kPadding;
    int y = kAbove;
    for (const LegendItem& item : m_items) {
        const double need = std::min<double>(itemWidth(item), right - kPadding);
        if (x > kPadding && x + need - kItemGap > right) {
            x = kPadding;
            y += kListRow;
        }
        if (rects) rects->emplace_back(QRect(static_cast<int>(x), y, static_cast<int>(std::ceil(need)), kListRow));
        x += need;
    }
    return m_items.empty() ? 0 : y + kListRow + kPadding + 1;
}

int LegendView::heightForWidth(int width) const
{
    if (m_mode == LegendMode::Hidden || m_items.empty()) return 0;
    if (m_mode == LegendMode::Table) return kTableRow * (static_cast<int>(m_items.size()) + 1) + 2;
    return placeList(width, nullptr);
}

QSize LegendView::sizeHint() const
{
    if (m_mode == LegendMode::Hidden || m_items.empty()) return {0, 0};
    double width = 0;
    for (const LegendItem& item : m_items) {
        const double need = m_mode == LegendMode::Table
                                ? kCellPadding * 4 + kMarkerWidth + metrics().horizontalAdvance(item.name)
                                : itemWidth(item);
        width = std::max(width, need);
    }
    if (m_mode == LegendMode::Table) width += std::accumulate(m_columnWidths.begin(), m_columnWidths.end(), 0.0);
    const int w = static_cast<int>(std::ceil(width)) + 2 * kPadding;
    return {w, heightForWidth(w)};
}

int LegendView::contentHeight() const { return heightForWidth(width()); }

void LegendView::place()
{
    m_rects.clear();
    if (m_mode == LegendMode::Table) {
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            m_rects.emplace_back(0, kTableRow * (static_cast<int>(i) + 1), width(), kTableRow);
        }
    } else if (m_mode == LegendMode::List) {
        placeList(width(), &m_rects);
    }
    m_scroll = std::clamp(m_scroll, 0, std::max(0, contentHeight() - height()));
}

QRect LegendView::itemRect(int item) const
{
    if (item < 0 || static_cast<std::size_t>(item) >= m_rects.size()) return {};
    return m_rects[static_cast<std::size_t>(item)].translated(0, -m_scroll);
}

int LegendView::itemAt(const QPoint& position) const
{
    if (m_mode == LegendMode::Table && position.y() < kTableRow) return -1;
    for (std::size_t i = 0; i < m_rects.size(); ++i) {
        if (itemRect(static_cast<int>(i)).contains(position)) return static_cast<int>(i);
    }
    return -1;
}

void LegendView::paintList(QPainter& painter)
{
    const Theme& theme = currentTheme();
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const QRect box = itemRect(static_cast<int>(i));
        if (box.bottom() < 0 || box.top() > height()) continue;
        const LegendItem& item = m_items[i];
        paintMarker(painter, box.left(), box.center().y() + 0.5, item.color);
        const double left = box.left() + kMarkerWidth + kMarkerGap;
        const QRectF text(left, box.top(), box.right() - left + 1, box.height());
        QColor color = item.hidden ? theme.textDisabled : theme.text;
        if (static_cast<int>(i) == m_hover && !item.hidden) color = theme.textMaxContrast;
        painter.setPen(color);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics().elidedText(listText(item), Qt::ElideRight, text.width()));
    }
}

void LegendView::paintTable(QPainter& painter)
{
    const Theme& theme = currentTheme();
    const double values = std::accumulate(m_columnWidths.begin(), m_columnWidths.end(), 0.0);
    const double nameLeft = 2 * kCellPadding + kMarkerWidth + kCellPadding;
    const double nameWidth = std::max(20.0, width() - values - nameLeft);
    painter.setClipRect(QRect(0, kTableRow, width(), height() - kTableRow));
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const QRect row = itemRect(static_cast<int>(i));
        if (row.bottom() < kTableRow || row.top() > height()) continue;
        const LegendItem& item = m_items[i];
        if (static_cast<int>(i) == m_hover) painter.fillRect(row, theme.hover);
        paintMarker(painter, kCellPadding, row.center().y() + 0.5, item.color);
        painter.setPen(item.hidden ? theme.textDisabled : theme.text);
        painter.drawText(QRectF(nameLeft, row.top(), nameWidth, kTableRow - 1), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics().elidedText(item.name, Qt::ElideRight, nameWidth - kCellPadding));
        double x = width() - values;
        for (std::size_t c = 0; c < m_columnWidths.size(); ++c) {
            const auto text = static_cast<qsizetype>(c) < item.texts.size() ? item.texts[static_cast<qsizetype>(c)]
                                                                            : QString();
            painter.drawText(QRectF(x, row.top(), m_columnWidths[c] - kCellPadding, kTableRow - 1),
                             Qt::AlignRight | Qt::AlignVCenter, text);
            x += m_columnWidths[c];
        }
        painter.fillRect(QRect(0, row.bottom(), width(), 1), theme.borderWeak);
    }
    painter.setClipping(false);
    painter.setFont(textFont(Metrics::kSmallTextPixels, QFont::Medium));
    painter.setPen(theme.primaryText);
    const auto title = [this](const QString& text, int column) -> QString {
        if (column != m_sortColumn) return text;
        return text + (m_sortOrder == Qt::DescendingOrder ? QStringLiteral(" \u2193") : QStringLiteral(" \u2191"));
    };
    painter.drawText(QRectF(nameLeft, 0, nameWidth, kTableRow - 1), Qt::AlignLeft | Qt::AlignVCenter,
                     title(tr("Name"), -1));
    double x = width() - values;
    for (std::size_t c = 0; c < m_columnWidths.size(); ++c) {
        painter.drawText(QRectF(x, 0, m_columnWidths[c] - kCellPadding, kTableRow - 1),
                         Qt::AlignRight | Qt::AlignVCenter,
                         title(m_calculations[static_cast<qsizetype>(c)], static_cast<int>(c)));
        x += m_columnWidths[c];
    }
    painter.fillRect(QRect(0, kTableRow - 1, width(), 1), theme.borderWeak);
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
    const int all = contentHeight();
    if (all > height()) {
        const int length = std::max(16, height() * height() / all);
        const int top = m_scroll * (height() - length) / std::max(1, all - height());
        painter.setPen(Qt::NoPen);
        painter.setBrush(currentTheme().borderStrong);
        painter.drawRoundedRect(QRectF(width() - 5, top, 4, length), 2, 2);
    }
    if (hasFocus() && m_current >= 0) {
        painter.setPen(QPen(currentTheme().primary, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(itemRect(m_current)).adjusted(-1.5, 0.5, -0.5, -0.5), 2, 2);
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
    if (m_mode == LegendMode::Table && position.y() < kTableRow) {
        double x = width() - std::accumulate(m_columnWidths.begin(), m_columnWidths.end(), 0.0);
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
    update(itemRect(m_hover));
    m_hover = item;
    update(itemRect(m_hover));
    setCursor(item >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    Q_EMIT hovered(item < 0 ? -1 : m_items[static_cast<std::size_t>(item)].series);
}

void LegendView::mouseMoveEvent(QMouseEvent* event) { setHover(itemAt(event->position().toPoint())); }

void LegendView::leaveEvent(QEvent*) { setHover(-1); }

void LegendView::wheelEvent(QWheelEvent* event)
{
    const int most = std::max(0, contentHeight() - height());
    const int wanted = std::clamp(m_scroll - event->angleDelta().y() / 3, 0, most);
    if (wanted == m_scroll) {
        event->ignore();
        return;
    }
    m_scroll = wanted;
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
