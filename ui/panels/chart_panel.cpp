#include "ui/panels/chart_panel.h"

#include <algorithm>
#include <utility>

#include <QClipboard>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QPainter>

#include "ui/panels/color_picker.h"
#include "ui/panels/panel_support.h"
#include "ui/plot/plot_layout.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

ChartPanel::ChartPanel(QWidget* parent)
    : PanelWidget(parent), m_canvas(new QWidget(this)), m_legend(new LegendView(this))
{
    m_canvas->setMouseTracking(true);
    m_canvas->installEventFilter(this);
    connect(m_legend, &LegendView::colorRequested, this, [this](int item, const QRect& anchor) {
        const auto index = static_cast<std::size_t>(item);
        if (index >= m_names.size()) return;
        const auto& items = m_legend->items();
        const auto shown = std::find_if(items.begin(), items.end(),
                                        [item](const LegendItem& one) { return one.series == item; });
        pickColor(*this, m_names[index], shown == items.end() ? QColor() : shown->color, anchor);
    });
    connect(m_legend, &LegendView::isolateRequested, this, [this](int item) { changeHidden(item, true); });
    connect(m_legend, &LegendView::toggleRequested, this, [this](int item) { changeHidden(item, false); });
}

/// The canvas is hidden after this panel is no more than a widget.
ChartPanel::~ChartPanel() { m_canvas->removeEventFilter(this); }

TooltipMode ChartPanel::tooltipMode() const
{
    const std::string& mode = data().options.get("tooltip.mode").toString();
    if (mode == "none" || !data().options.get("tooltip.show").toBool(true)) return TooltipMode::None;
    return mode == "multi" ? TooltipMode::Multi : TooltipMode::Single;
}

void ChartPanel::setLegend(std::vector<LegendItem> items, const QStringList& columns)
{
    const json::Value& options = data().options["legend"];
    const std::string& mode = options["displayMode"].toString();
    m_legendMode = mode == "table" ? LegendMode::Table : LegendMode::List;
    if (!options["showLegend"].toBool(true) || mode == "hidden" || items.empty()) m_legendMode = LegendMode::Hidden;
    m_placement = options["placement"].toString() == "right" ? LegendPlacement::Right : LegendPlacement::Bottom;
    m_names.clear();
    m_items.clear();
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i].series = static_cast<int>(i);
        m_names.push_back(items[i].name);
        AccessibleItem item;
        item.name = items[i].name;
        item.value = items[i].hidden ? tr("hidden") : items[i].texts.join(QStringLiteral(", "));
        m_items.push_back(std::move(item));
    }
    m_legend->setItems(std::move(items), columns, m_legendMode, m_placement);
    const std::string& sortBy = options["sortBy"].toString();
    if (m_legendMode == LegendMode::Table && !sortBy.empty()) {
        const auto column = static_cast<int>(columns.indexOf(toQString(sortBy)));
        if (column >= 0 || sortBy == "Name")
            m_legend->sortBy(column, options["sortDesc"].toBool() ? Qt::DescendingOrder : Qt::AscendingOrder);
    }
}

void ChartPanel::rebuild()
{
    hideTooltip();
    m_elapsedMs = 0;
    rebuildChart();
    place();
    setAccessibleDescription(summary());
    m_canvas->update();
}

void ChartPanel::place()
{
    const bool shown = m_legendMode != LegendMode::Hidden;
    m_legend->setVisible(shown);
    if (shown)
        placeBesideLegend(*m_legend, rect(), m_placement, data().options.get("legend.width").toDouble(0), *m_canvas);
    else
        m_canvas->setGeometry(rect());
}

Range ChartPanel::shownTimes(double width) const
{
    Range range{static_cast<double>(data().fromMs), static_cast<double>(data().toMs)};
    if (!data().live || !(width > 0)) return range;
    const double length = std::max(range.max - range.min, 1.0);
    range.min = steppedTime(range.min + m_elapsedMs, length / (width * devicePixelRatioF()));
    range.max = range.min + length;
    return range;
}

std::optional<double> ChartPanel::slideTo(double nowMs)
{
    const double width = data().live && hasContent() ? timeRect(QRectF(m_canvas->rect())).width() : 0;
    if (!(width > 0)) return {};
    const double before = shownTimes(width).min;
    const bool held = isPinned() || m_selection;
    if (!held) m_elapsedMs = std::max(m_elapsedMs, nowMs - static_cast<double>(data().nowMs));
    const double now = shownTimes(width).min;
    if (now > before) {
        m_canvas->update();
        if (m_tooltip && m_tooltip->isVisible()) showTooltip(m_pointer);
    }
    const double pixel = static_cast<double>(data().toMs - data().fromMs) / (width * devicePixelRatioF());
    if (held) return nowMs + pixel;
    return static_cast<double>(data().nowMs) + now - static_cast<double>(data().fromMs);
}

void ChartPanel::resizeEvent(QResizeEvent*) { place(); }

/// The legend needs other room, as with an arrow in its head.
bool ChartPanel::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest) place();
    return PanelWidget::event(event);
}

void ChartPanel::changeHidden(int item, bool isolate)
{
    if (item < 0 || static_cast<std::size_t>(item) >= m_names.size()) return;
    std::vector<bool> hidden;
    for (const QString& name : m_names) hidden.push_back(isHidden(name));
    const auto index = static_cast<std::size_t>(item);
    if (isolate)
        isolateSeries(hidden, index);
    else
        toggleSeries(hidden, index);
    const std::vector<QString> names = m_names;
    m_hidden.clear();
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (hidden[i]) m_hidden.insert(names[i]);
    }
    rebuild();
}

void ChartPanel::showTooltip(const QPointF& at)
{
    m_pointer = at;
    auto hover = markHover(at);
    if (!hover && tooltipMode() != TooltipMode::None) hover = hoverAt(at, QRectF(m_canvas->rect()));
    if (!hover) {
        hideTooltip();
        return;
    }
    if (!m_tooltip) {
        m_tooltip = new PlotTooltip(window());
        connect(m_tooltip, &PlotTooltip::closeRequested, this, &ChartPanel::hideTooltip);
    }
    std::vector<TooltipRow> rows = std::move(hover->rows);
    const std::string& order = data().options.get("tooltip.sort").toString();
    const TooltipSort sort = order == "asc"    ? TooltipSort::Ascending
                             : order == "desc" ? TooltipSort::Descending
                                               : TooltipSort::None;
    if (hover->isValue && data().options.get("tooltip.hideZeros").toBool())
        std::erase_if(rows, [](const TooltipRow& row) { return row.value == 0; });
    const int leftOut = arrangeTooltipRows(rows, sort, PlotTooltip::kMaxRows);
    m_tooltip->showAt(m_canvas->mapTo(window(), at.toPoint()), hover->header, std::move(rows), leftOut);
    m_actions = std::move(hover->actions);
    m_copies = hover->isValue;
    if (m_mark == hover->mark) return;
    m_mark = hover->mark;
    m_canvas->update();
}

/// Keeps the tooltip, with its value to copy and what else can be done there.
void ChartPanel::pinTooltip()
{
    if (!m_tooltip || !m_tooltip->isVisible() || m_tooltip->rows().empty()) return;
    const auto& rows = m_tooltip->rows();
    const auto nearest = std::find_if(rows.begin(), rows.end(), [](const TooltipRow& row) { return row.nearest; });
    const QString text = nearest == rows.end() ? rows.front().text : nearest->text;
    std::vector<TooltipAction> actions = m_actions;
    if (m_copies) {
        actions.push_back({tr("Copy value: %1").arg(text), [text] { QGuiApplication::clipboard()->setText(text); }});
        if (m_annotatable && timeLayout().plot.contains(m_pointer)) actions.push_back(addAction(m_pointer));
    }
    if (!actions.empty()) m_tooltip->pin(std::move(actions));
}

void ChartPanel::hideTooltip()
{
    if (m_tooltip) m_tooltip->deleteLater();  // the call may come from one of its buttons
    if (m_tooltip) m_tooltip->hide();
    m_tooltip.clear();
    if (m_mark.isEmpty()) return;
    m_mark = {};
    m_canvas->update();
}

/// A click has ended.
void ChartPanel::release(const QMouseEvent& mouse)
{
    const QPointF at = mouse.position();
    pinTooltip();
    if (!isOnMark(at)) clickAt(at, QRectF(m_canvas->rect()));
}

bool ChartPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_canvas) return PanelWidget::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::Paint: {
        QPainter painter(m_canvas);
        painter.setRenderHint(QPainter::Antialiasing);
        paintChart(painter, QRectF(m_canvas->rect()));
        paintTimeOverlay(painter);
        if (!m_mark.isEmpty()) {
            painter.setPen(QPen(currentTheme().text, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(m_mark.adjusted(0.5, 0.5, -0.5, -0.5));
        }
        return true;
    }
    case QEvent::MouseButtonPress:
        m_pressed = static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton;
        if (m_pressed && beginSelection(*static_cast<QMouseEvent*>(event))) return true;
        break;
    case QEvent::MouseMove:
        if (moveSelection(*static_cast<QMouseEvent*>(event))) return true;
        if (!isPinned()) showTooltip(static_cast<QMouseEvent*>(event)->position());
        break;
    case QEvent::MouseButtonDblClick:
        if (timeLayout().plot.isEmpty()) break;
        hideTooltip();
        Q_EMIT zoomOutRequested();
        return true;
    case QEvent::Leave:
        if (!isPinned()) hideTooltip();
        break;
    case QEvent::Hide: hideTooltip(); break;
    case QEvent::MouseButtonRelease: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() != Qt::LeftButton || !std::exchange(m_pressed, false)) break;
        if (!endSelection(*mouse)) release(*mouse);
        break;
    }
    default: break;
    }
    return PanelWidget::eventFilter(watched, event);
}

}  // namespace watchglass::ui
