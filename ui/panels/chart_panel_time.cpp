// What charts over time share: annotations above the drawing, and drags along the time axis.

#include <algorithm>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>

#include "ui/panels/chart_panel.h"
#include "ui/panels/panel_support.h"
#include "ui/plot/plot_marks.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kMinSelection = 4;  ///< pixels; less is a click

}  // namespace

PlotLayout ChartPanel::timeLayout() const
{
    PlotLayout out;
    if (!hasContent()) return out;
    out.size = QSizeF(m_canvas->size());
    out.plot = timeRect(QRectF(m_canvas->rect()));
    const Range shown = shownTimes(out.plot.width());
    out.fromMs = shown.min;
    out.toMs = shown.max;
    return out;
}

void ChartPanel::paintTimeOverlay(QPainter& painter) const
{
    if (data().marks.empty() && !m_selection) return;
    const PlotLayout layout = timeLayout();
    if (layout.plot.isEmpty()) return;
    if (showsMarks()) {
        paintMarkLines(painter, data().marks, layout, MarkedSpans::Bounded);
        paintMarkHandles(painter, data().marks, layout);
    }
    if (!m_selection) return;
    QColor shade = currentTheme().textMaxContrast;
    shade.setAlphaF(0.12F);
    painter.fillRect(QRectF(QPointF(std::min(m_selection->from, m_selection->to), layout.plot.top()),
                            QPointF(std::max(m_selection->from, m_selection->to), layout.plot.bottom())),
                     shade);
}

bool ChartPanel::isOnMark(const QPointF& at) const
{
    return showsMarks() && !data().marks.empty() && markAt(data().marks, timeLayout(), at) >= 0;
}

std::optional<ChartPanel::Hover> ChartPanel::markHover(const QPointF& at)
{
    if (!isOnMark(at)) return {};
    const PlotMark& mark = data().marks[static_cast<std::size_t>(markAt(data().marks, timeLayout(), at))];
    Hover hover;
    hover.header = markTime(mark, timeZoneOf(data()));
    hover.rows = markRows(mark);
    hover.isValue = false;
    if (!m_annotatable || mark.id == 0) return hover;
    const qint64 id = mark.id;
    // The tooltip is gone before a dialog comes.
    hover.actions.push_back({tr("Edit annotation"), [this, id] {
                                 hideTooltip();
                                 Q_EMIT annotationEditRequested(id);
                             }});
    hover.actions.push_back({tr("Delete annotation"), [this, id] {
                                 hideTooltip();
                                 Q_EMIT annotationRemoveRequested(id);
                             }});
    return hover;
}

TooltipAction ChartPanel::addAction(const QPointF& at)
{
    const qint64 time = std::llround(timeLayout().timeAt(at.x()));
    return {tr("Add annotation"), [this, time] {
                hideTooltip();
                Q_EMIT annotationRequested(time, time);
            }};
}

bool ChartPanel::beginSelection(const QMouseEvent& mouse)
{
    if (isOnMark(mouse.position()) || !timeLayout().plot.contains(mouse.position())) return false;
    const double x = mouse.position().x();
    m_selection = Selection{x, x, m_annotatable && (mouse.modifiers() & Qt::ControlModifier) != 0};
    return true;
}

bool ChartPanel::moveSelection(const QMouseEvent& mouse)
{
    if (!m_selection) return false;
    const QRectF plot = timeLayout().plot;
    m_selection->to = std::clamp(mouse.position().x(), plot.left(), std::max(plot.left(), plot.right()));
    if (std::abs(m_selection->to - m_selection->from) < kMinSelection) return true;
    hideTooltip();
    m_canvas->update();
    return true;
}

bool ChartPanel::endSelection(const QMouseEvent& mouse)
{
    if (!m_selection) return false;
    (void)moveSelection(mouse);
    const Selection chosen = *m_selection;
    m_selection.reset();
    m_canvas->update();
    const PlotLayout layout = timeLayout();
    const bool isClick = std::abs(chosen.to - chosen.from) < kMinSelection;
    const qint64 from = std::llround(layout.timeAt(std::min(chosen.from, chosen.to)));
    const qint64 to = std::llround(layout.timeAt(std::max(chosen.from, chosen.to)));
    if (chosen.annotates) {
        hideTooltip();
        Q_EMIT annotationRequested(from, isClick ? from : to);
        return true;
    }
    if (!isClick) Q_EMIT zoomRequested(from, to);
    return !isClick;
}

}  // namespace watchglass::ui
