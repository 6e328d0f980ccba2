#include "ui/plot/time_series_view.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>

#include "ui/plot/candle_painter.h"
#include "ui/plot/exemplar_marks.h"
#include "ui/plot/hover_marks.h"
#include "ui/plot/plot_marks.h"
#include "ui/plot/series_shapes.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kMinSelection = 4;  ///< pixels; less is a click

}  // namespace

TimeSeriesView::TimeSeriesView(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Graph"));
}

TimeSeriesView::~TimeSeriesView() { delete m_tooltip; }

void TimeSeriesView::markDirty()
{
    m_dirty = true;
    if (!m_deferred) update();  // else prepare() does
    Q_EMIT dirtied();
}

void TimeSeriesView::setModel(PlotModel model)
{
    // Its place is no more that of its moment; a range that only goes on takes it along.
    const bool otherSpan = model.toMs - model.fromMs != m_model.toMs - m_model.fromMs;
    if (otherSpan && isPinned()) closeTooltip();
    m_model = std::move(model);
    m_nowMs = m_model.nowMs;
    applyValueZoom();
    markDirty();
}

void TimeSeriesView::setSeriesHidden(const std::vector<bool>& hidden)
{
    for (std::size_t i = 0; i < m_model.series.size() && i < hidden.size(); ++i) m_model.series[i].hidden = hidden[i];
    markDirty();
}

void TimeSeriesView::setHub(CrosshairHub* hub)
{
    if (m_hub) disconnect(m_hub, nullptr, this, nullptr);
    m_hub = hub;
    if (!hub) return;
    connect(hub, &CrosshairHub::moved, this, [this](double timeMs, const QObject* source) {
        if (source != this) showCross(timeMs, nullptr);
    });
    connect(hub, &CrosshairHub::left, this, [this](const QObject* source) {
        if (source != this) hideCross();
    });
}

void TimeSeriesView::setFrameKind(FrameKind kind)
{
    m_frameKind = kind;
    markDirty();
}

void TimeSeriesView::setBackground(const QColor& color)
{
    if (m_background == color) return;
    m_background = color;
    markDirty();
}

void TimeSeriesView::setHighlight(int series)
{
    if (m_highlight == series) return;
    m_highlight = series;
    markDirty();
}

PlotFrame& TimeSeriesView::frame()
{
    if (m_frameKind == FrameKind::Chart) {
        if (!m_chartFrame) m_chartFrame = chartFrame();
        return *m_chartFrame;
    }
    if (!m_painterFrame) m_painterFrame = painterFrame();
    return *m_painterFrame;
}

QColor TimeSeriesView::background() const { return m_background.isValid() ? m_background : currentTheme().panel; }

QSize TimeSeriesView::imageSize() const { return (QSizeF(size()) * devicePixelRatioF()).toSize().expandedTo({1, 1}); }

void TimeSeriesView::prepare()
{
    if (!isDirty()) return;
    const double ratio = devicePixelRatioF();
    const QSize pixels = imageSize();
    m_dirty = false;
    if (m_deferred) update();
    if (m_image.size() != pixels) m_image = QImage(pixels, QImage::Format_RGB32);
    m_image.setDevicePixelRatio(ratio);
    m_data = preparePlotData(m_model);
    m_layout = layoutPlot(m_model, m_data, QSizeF(size()), ratio);
    if (m_model.live && m_nowMs > m_model.nowMs) moveTimes(m_layout, m_model, m_nowMs - m_model.nowMs, ratio);
    // Whole pixels: the picture of the series is not resampled.
    m_layout.plot = QRectF(m_layout.plot.toRect());
    if (m_crossShown) m_points = pointsNear(m_model, m_data, m_layout, m_crossMs);
    m_overlayRegion = rect();  // the overlay is painted with the new layout, wherever that puts it
    if (m_nearest >= static_cast<int>(m_points.size())) m_nearest = -1;
    m_reuse = false;
    paintPicture();
}

void TimeSeriesView::paintPicture()
{
    m_image.fill(background());
    QPainter painter(&m_image);
    paintPlot(painter, m_image.devicePixelRatio());
    if (m_model.live) return;
    m_layer.release();  // nothing moves it: it will not be needed again
    m_reuse = false;
}

std::optional<double> TimeSeriesView::slideTo(double nowMs)
{
    if (!m_model.live || m_model.numbers) return {};
    m_nowMs = std::max(m_nowMs, nowMs);
    const double ratio = devicePixelRatioF();
    const double pixel = m_layout.span() / std::max(m_layout.plot.width() * ratio, 1.0);
    if (isDirty() || m_selecting || isPinned()) return nowMs + pixel;
    const double from = steppedTime(m_model.fromMs + m_nowMs - m_model.nowMs, pixel);
    const auto pixels = static_cast<int>(std::min(1e6, std::round((from - m_layout.fromMs) / pixel)));
    if (pixels > 0) {
        m_slid += pixels;
        moveTimes(m_layout, m_model, m_nowMs - m_model.nowMs, ratio);
        paintPicture();
        update();
    }
    keepCross();
    return m_model.nowMs + from - m_model.fromMs;
}

/// The crosshair stays under the pointer while the picture moves below it.
void TimeSeriesView::keepCross()
{
    constexpr double kNear = 0.5;
    if (!m_crossShown || !m_pointerHere || std::abs(m_layout.xOf(m_crossMs) - m_pointer.x()) < kNear) return;
    const QPointF pointer = m_pointer;
    showCross(m_layout.timeAt(pointer.x()), &pointer);
    if (m_hub) m_hub->move(m_crossMs, this);
}

/// All but the ground and what follows the pointer. `ratio`: pixels of the picture to one of the painter.
void TimeSeriesView::paintPlot(QPainter& painter, double ratio)
{
    painter.save();
    paintThresholdAreas(painter);
    frame().paint(painter, m_layout, currentTheme());
    painter.setClipRect(m_layout.plot.adjusted(-1, -1, 1, 1));
    const bool shapes = paintsShapes(painter) && suitsShapes(m_data);
    if (shapes)
        paintSeriesShapes(painter, m_model, m_data, m_layout);
    else
        paintSeries(painter, ratio);
    if (m_model.candles) paintCandles(painter, *m_model.candles, m_layout, background());
    paintThresholdLines(painter);
    paintMarkLines(painter, m_model.marks, m_layout);
    painter.setClipping(false);
    paintExemplars(painter, m_model.exemplars, m_layout);
    paintMarkHandles(painter, m_model.marks, m_layout);
    painter.translate(m_layout.plot.topLeft());
    if (!shapes) m_layer.paintEdgePoints(painter, m_slid);
    painter.restore();
}

void TimeSeriesView::paintSeries(QPainter& painter, double ratio)
{
    if (!m_reuse || m_layer.picture().devicePixelRatio() != ratio) {
        m_reuse = true;
        m_slid = 0;
        PlotModel faded;
        if (m_highlight >= 0) faded = m_model;
        for (std::size_t i = 0; i < faded.series.size(); ++i) {
            if (static_cast<int>(i) == m_highlight) continue;
            faded.series[i].color.setAlphaF(faded.series[i].color.alphaF() * 0.25F);
        }
        m_layer.render(m_highlight >= 0 ? faded : m_model, m_data, m_layout, ratio);
    }
    const QImage& picture = m_layer.picture();
    const QRectF& plot = m_layout.plot;
    if (m_slid <= 0) {
        painter.drawImage(plot.topLeft(), picture);
    } else if (m_slid < picture.width()) {
        const QRect left(m_slid, 0, picture.width() - m_slid, picture.height());
        painter.drawImage(QRectF(plot.topLeft(), QSizeF(left.size()) / ratio), picture, QRectF(left));
    }
}

void TimeSeriesView::paintThresholdAreas(QPainter& painter) const
{
    for (const PlotThreshold& threshold : m_model.thresholds) {
        if (!threshold.area || static_cast<std::size_t>(threshold.axis) >= m_layout.axes.size()) continue;
        const Range& range = m_layout.axes[static_cast<std::size_t>(threshold.axis)].range;
        const double top = m_layout.yOf(threshold.axis, std::min(threshold.to, range.max));
        const double bottom = m_layout.yOf(threshold.axis, std::max(threshold.from, range.min));
        if (!(bottom > top)) continue;
        QColor color = threshold.color;
        color.setAlphaF(color.alphaF() * 0.15F);
        painter.fillRect(QRectF(m_layout.plot.left(), top, m_layout.plot.width(), bottom - top), color);
    }
}

void TimeSeriesView::paintThresholdLines(QPainter& painter) const
{
    for (const PlotThreshold& threshold : m_model.thresholds) {
        if (!threshold.line || !std::isfinite(threshold.from) ||
            static_cast<std::size_t>(threshold.axis) >= m_layout.axes.size()) {
            continue;
        }
        const double y = m_layout.yOf(threshold.axis, threshold.from);
        if (!(y >= m_layout.plot.top() - 1 && y <= m_layout.plot.bottom() + 1)) continue;
        QColor color = threshold.color;
        color.setAlphaF(color.alphaF() * 0.7F);
        QPen pen(color, 2);
        if (threshold.dashed) pen.setDashPattern({5, 5});
        painter.setPen(pen);
        painter.drawLine(QPointF(m_layout.plot.left(), y), QPointF(m_layout.plot.right(), y));
    }
}

void TimeSeriesView::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    const double wanted = pictureRatio(painter);
    if (paintsShapes(painter) || (PictureMode::isActive() && std::abs(wanted - devicePixelRatioF()) > 0.01)) {
        prepare();
        painter.fillRect(rect(), background());
        paintPlot(painter, wanted);
        return;
    }
    if (m_deferred && isDirty() && !PictureMode::isActive()) {
        Q_EMIT dirtied();
        if (m_image.size() != imageSize()) painter.fillRect(event->rect(), background());
    } else {
        prepare();
    }
    const double ratio = m_image.devicePixelRatio();
    for (const QRect& part : event->region()) {
        painter.drawImage(QRectF(part), m_image,
                          QRectF(part.x() * ratio, part.y() * ratio, part.width() * ratio, part.height() * ratio));
    }
    if (PictureMode::isActive()) return;
    paintOverlay(painter);
    if (hasFocus() && !m_pointerHere) {
        painter.setPen(QPen(currentTheme().primary, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void TimeSeriesView::paintOverlay(QPainter& painter) const
{
    if (!m_crossShown && !m_selecting) return;
    const QRectF& plot = m_layout.plot;
    if (m_selecting) {
        QColor shade = currentTheme().textMaxContrast;
        shade.setAlphaF(0.12F);
        const double x = std::clamp(m_pointer.x(), plot.left(), plot.right());
        const double from = std::clamp(m_selectFrom, plot.left(), plot.right());
        const double y = std::clamp(m_pointer.y(), plot.top(), plot.bottom());
        painter.fillRect(m_selectingValues ? QRectF(QPointF(plot.left(), std::min(m_selectFromY, y)),
                                                    QPointF(plot.right(), std::max(m_selectFromY, y)))
                                           : QRectF(QPointF(std::min(from, x), plot.top()),
                                                    QPointF(std::max(from, x), plot.bottom())),
                         shade);
    }
    if (!m_crossShown) return;
    const bool here = m_pointerHere && plot.contains(m_pointer);
    paintCross(painter, plot, m_layout.xOf(m_crossMs), here ? m_pointer.y() : std::nan(""));
    paintHoverPoints(painter, m_model, plot, m_points);
}

/// Marks what the overlay covered and covers now; narrow strips keep hovering over many graphs cheap.
void TimeSeriesView::updateOverlay()
{
    QRegion now;
    const QRectF& plot = m_layout.plot;
    if (m_crossShown) {
        const int x = static_cast<int>(std::floor(m_layout.xOf(m_crossMs)));
        now += QRect(x - 1, static_cast<int>(plot.top()), 4, static_cast<int>(plot.height()) + 1);
        if (m_pointerHere) {
            now += QRect(static_cast<int>(plot.left()), static_cast<int>(m_pointer.y()) - 1,
                         static_cast<int>(plot.width()) + 1, 4);
        }
        for (const HoverPoint& point : m_points) {
            now += QRectF(point.position.x() - 6, point.position.y() - 6, 13, 13).toAlignedRect();
        }
    }
    if (m_selecting && m_selectingValues) {
        now += plot.toAlignedRect();
    } else if (m_selecting) {
        const double left = std::min(m_selectFrom, m_pointer.x());
        const double right = std::max(m_selectFrom, m_pointer.x());
        now += QRectF(left - 1, plot.top(), right - left + 3, plot.height()).toAlignedRect();
    }
    update(now + m_overlayRegion);
    m_overlayRegion = now;
}

void TimeSeriesView::showCross(double timeMs, const QPointF* pointer)
{
    if ((m_dirty && !isVisible()) || isPinned()) return;
    prepare();
    m_crossShown = true;
    m_crossMs = timeMs;
    m_pointerHere = pointer != nullptr;
    if (pointer) m_pointer = *pointer;
    m_points.clear();
    m_nearest = -1;
    if (pointer || m_hub) {
        m_points = pointsNear(m_model, m_data, m_layout, timeMs);
        if (pointer) m_nearest = nearestPoint(m_points, *pointer);
    }
    updateOverlay();
    if (pointer) {
        showTooltip(*pointer);
    } else if (m_hub && m_hub->tooltips() && isVisible()) {
        const double x = m_layout.xOf(timeMs);
        if (m_layout.plot.left() <= x && x <= m_layout.plot.right())
            showTooltip(QPointF(x, m_layout.plot.top() + m_layout.plot.height() / 3));
        else
            hideTooltip();
    }
}

void TimeSeriesView::hideCross()
{
    if (!m_crossShown || isPinned()) return;
    m_crossShown = false;
    m_pointerHere = false;
    m_points.clear();
    updateOverlay();
    hideTooltip();
}

void TimeSeriesView::showTooltip(const QPointF& pointer)
{
    if (m_tooltipOptions.mode == TooltipMode::None || m_points.empty() || m_selecting) {
        hideTooltip();
        return;
    }
    std::vector<TooltipRow> rows;
    double time = m_crossMs;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const bool nearest = static_cast<int>(i) == m_nearest;
        // Over another graph there is no nearest one.
        if (m_tooltipOptions.mode == TooltipMode::Single && !nearest && m_pointerHere) continue;
        const HoverPoint& point = m_points[i];
        if (m_tooltipOptions.hideZeros && point.value == 0 && !nearest) continue;
        const PlotSeries& series = m_model.series[point.series];
        const QString text = series.format ? series.format(point.value) : QString::number(point.value);
        rows.push_back({series.color, series.name, text, point.value,
                        nearest && m_tooltipOptions.mode == TooltipMode::Multi, series.pattern});
        time = point.timeMs;
    }
    if (rows.empty()) {
        hideTooltip();
        return;
    }
    const int leftOut = arrangeTooltipRows(rows, m_tooltipOptions.sort,
                                           PlotTooltip::rowsFor(m_tooltipOptions.maxHeight));
    tooltip().setMaxWidth(m_tooltipOptions.maxWidth);
    m_tooltip->showAt(mapTo(window(), pointer.toPoint()), headerOf(time), std::move(rows), leftOut);
}

/// What the tooltip says of a place on the x axis.
QString TimeSeriesView::headerOf(double time) const
{
    if (!m_model.numbers) return fullTimeLabel(static_cast<std::int64_t>(time), m_model.zone);
    const QString text = m_model.numbers->format ? m_model.numbers->format(time, -1) : QString::number(time);
    return m_model.numbers->name.isEmpty() ? text : m_model.numbers->name + QStringLiteral(": ") + text;
}

void TimeSeriesView::showMark(const PlotMark& mark, const QPointF& pointer)
{
    tooltip().showAt(mapTo(window(), pointer.toPoint()), markTime(mark, m_model.zone), markRows(mark), 0);
}

void TimeSeriesView::showExemplar(const PlotExemplar& exemplar, const QPointF& pointer)
{
    std::vector<TooltipRow> rows;
    for (const auto& [name, value] : exemplar.rows)
        rows.push_back({rows.empty() ? exemplar.color : QColor(Qt::transparent), name, value, 0, false});
    tooltip().showAt(mapTo(window(), pointer.toPoint()), headerOf(exemplar.timeMs), std::move(rows), 0);
}

void TimeSeriesView::pinExemplar(int exemplar, const QPointF& pointer)
{
    const auto index = static_cast<std::size_t>(exemplar);
    showExemplar(m_model.exemplars[index], pointer);
    tooltip().pin(m_exemplarActions ? m_exemplarActions(index) : std::vector<TooltipAction>());
}

/// What can be done with a mark; the tooltip is gone before it is done.
std::vector<TooltipAction> TimeSeriesView::actionsOf(const PlotMark& mark)
{
    std::vector<TooltipAction> out;
    if (m_markActions) out = m_markActions(mark);
    for (TooltipAction& action : out) {
        action.run = [this, run = std::move(action.run)] {
            closeTooltip();
            run();
        };
    }
    return out;
}

/// A mark under the pointer that something can be done with.
bool TimeSeriesView::pinMark(const QPointF& pointer)
{
    const int mark = markAt(m_model.marks, m_layout, pointer);
    if (mark < 0) return false;
    const PlotMark& shown = m_model.marks[static_cast<std::size_t>(mark)];
    const std::vector<TooltipAction> actions = actionsOf(shown);
    if (actions.empty()) return false;
    showMark(shown, pointer);
    tooltip().pin(actions);
    return true;
}

/// What can be done with annotations at the crosshair: this is how the keyboard gets at them.
std::vector<TooltipAction> TimeSeriesView::annotationActions()
{
    constexpr double kNear = 6;  // pixels; keys move the crosshair by ten
    std::vector<TooltipAction> out;
    if (!m_annotatable) return out;
    const qint64 time = std::llround(m_crossMs);
    out.push_back({tr("Add annotation"), [this, time] {
                       closeTooltip();
                       Q_EMIT annotationRequested(time, time);
                   }});
    const double x = m_layout.xOf(m_crossMs);
    for (const PlotMark& mark : m_model.marks) {
        const double left = m_layout.xOf(static_cast<double>(mark.fromMs));
        const double right = m_layout.xOf(static_cast<double>(std::max(mark.fromMs, mark.toMs)));
        if (x < left - kNear || x > right + kNear) continue;
        const QString about = mark.text.section(QLatin1Char('\n'), 0, 0).left(40);
        for (TooltipAction& action : actionsOf(mark))
            out.push_back({action.text + QStringLiteral(": ") + about, std::move(action.run)});
    }
    return out;
}

PlotTooltip& TimeSeriesView::tooltip()
{
    if (!m_tooltip) {
        m_tooltip = new PlotTooltip(window());
        connect(m_tooltip, &PlotTooltip::closeRequested, this, &TimeSeriesView::closeTooltip);
    }
    return *m_tooltip;
}

void TimeSeriesView::hideTooltip()
{
    if (m_tooltip) m_tooltip->hide();
}

/// Keeps the tooltip, with what can be done with the nearest value.
void TimeSeriesView::pinTooltip()
{
    if (!m_tooltip || !m_tooltip->isVisible() || m_points.empty()) return;
    const auto index = static_cast<std::size_t>(std::max(0, m_nearest));
    const HoverPoint& point = m_points[index];
    const PlotSeries& series = m_model.series[point.series];
    std::vector<TooltipAction> actions;
    if (m_actions) actions = m_actions(point.series, point.timeMs);
    const QString text = series.format ? series.format(point.value) : QString::number(point.value);
    actions.push_back({tr("Copy value: %1").arg(text), [text] { QGuiApplication::clipboard()->setText(text); }});
    for (TooltipAction& action : annotationActions()) actions.push_back(std::move(action));
    m_tooltip->pin(actions);
}

void TimeSeriesView::closeTooltip()
{
    const QWidget* focus = QApplication::focusWidget();
    if (m_tooltip && focus && m_tooltip->isAncestorOf(focus)) setFocus(Qt::OtherFocusReason);
    if (m_tooltip) m_tooltip->unpin();
    hideTooltip();  // those of marks have no crosshair
    hideCross();
    if (m_hub) m_hub->leave(this);
}

void TimeSeriesView::zoomValues(double top, double bottom)
{
    if (bottom - top < kMinSelection) return;
    m_valueZoom.clear();
    for (std::size_t axis = 0; axis < m_layout.axes.size(); ++axis) {
        const auto number = static_cast<int>(axis);
        m_valueZoom.push_back({m_layout.valueAt(number, bottom), m_layout.valueAt(number, top)});
    }
    m_fullRules.clear();
    for (const PlotAxis& axis : m_model.axes) m_fullRules.push_back(axis.rules);
    applyValueZoom();
    markDirty();
}

void TimeSeriesView::applyValueZoom()
{
    if (m_valueZoom.size() != m_model.axes.size()) m_valueZoom.clear();
    for (std::size_t axis = 0; axis < m_valueZoom.size(); ++axis) {
        m_model.axes[axis].rules.hardMin = m_valueZoom[axis].min;
        m_model.axes[axis].rules.hardMax = m_valueZoom[axis].max;
    }
}

void TimeSeriesView::showAllValues()
{
    m_valueZoom.clear();
    for (std::size_t axis = 0; axis < m_fullRules.size() && axis < m_model.axes.size(); ++axis)
        m_model.axes[axis].rules = m_fullRules[axis];
    markDirty();
}

void TimeSeriesView::resizeEvent(QResizeEvent*)
{
    // Nobody says that the pointer is over something else now until it moves.
    const bool away = m_pointerHere && !rect().contains(mapFromGlobal(m_pointerOnScreen));
    if (away) closeTooltip();
    markDirty();
}

void TimeSeriesView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) markDirty();
    QWidget::changeEvent(event);
}

void TimeSeriesView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && pinMark(event->position())) return;
    if (event->button() != Qt::LeftButton || !m_layout.plot.contains(event->position())) {
        event->ignore();
        return;
    }
    m_selecting = true;
    m_annotating = m_annotatable && (event->modifiers() & Qt::ControlModifier) != 0;
    m_selectingValues = !m_annotating && (event->modifiers() & Qt::AltModifier) != 0;
    m_selectFrom = event->position().x();
    m_selectFromY = event->position().y();
    m_pointer = event->position();
    hideTooltip();
}

void TimeSeriesView::mouseMoveEvent(QMouseEvent* event)
{
    prepare();
    const QPointF position = event->position();
    const int mark = m_selecting ? -1 : markAt(m_model.marks, m_layout, position);
    const int exemplar = m_selecting || mark >= 0 ? -1 : exemplarAt(m_model.exemplars, m_layout, position);
    if (mark >= 0 || exemplar >= 0 || (!m_selecting && !m_layout.plot.contains(position))) {
        if (isPinned()) return;
        hideCross();
        if (m_hub) m_hub->leave(this);
        if (exemplar >= 0)
            showExemplar(m_model.exemplars[static_cast<std::size_t>(exemplar)], position);
        else if (mark >= 0)
            showMark(m_model.marks[static_cast<std::size_t>(mark)], position);
        else
            hideTooltip();
        return;
    }
    setCursor(Qt::CrossCursor);
    m_pointerOnScreen = event->globalPosition().toPoint();
    const double time = m_layout.timeAt(std::clamp(position.x(), m_layout.plot.left(), m_layout.plot.right()));
    showCross(time, &position);
    if (m_hub) m_hub->move(time, this);
}

void TimeSeriesView::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_selecting || event->button() != Qt::LeftButton) return;
    m_selecting = false;
    const double from = std::clamp(std::min(m_selectFrom, event->position().x()), m_layout.plot.left(),
                                   m_layout.plot.right());
    const double to = std::clamp(std::max(m_selectFrom, event->position().x()), m_layout.plot.left(),
                                 m_layout.plot.right());
    updateOverlay();
    if (m_selectingValues) {
        const QRectF& plot = m_layout.plot;
        const double y = std::clamp(event->position().y(), plot.top(), plot.bottom());
        zoomValues(std::min(m_selectFromY, y), std::max(m_selectFromY, y));
        return;
    }
    if (m_annotating) {
        const auto timeAt = [this](double x) { return static_cast<qint64>(std::llround(m_layout.timeAt(x))); };
        Q_EMIT annotationRequested(timeAt(from), timeAt(to - from < kMinSelection ? from : to));
        return;
    }
    if (to - from < kMinSelection) {
        const QPointF position = event->position();
        if (std::abs(position.y() - m_selectFromY) >= kMinSelection) return;
        if (const int exemplar = exemplarAt(m_model.exemplars, m_layout, position); exemplar >= 0) {
            pinExemplar(exemplar, position);
            return;
        }
        showCross(m_layout.timeAt(from), &position);
        pinTooltip();
        return;
    }
    Q_EMIT zoomRequested(static_cast<qint64>(std::llround(m_layout.timeAt(from))),
                         static_cast<qint64>(std::llround(m_layout.timeAt(to))));
}

void TimeSeriesView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) return;
    m_selecting = false;
    if (isValueZoomed())
        showAllValues();
    else
        Q_EMIT zoomOutRequested();
}

void TimeSeriesView::leaveEvent(QEvent*)
{
    if (m_selecting || isPinned()) return;  // the pointer may be on its way to the tooltip
    hideCross();
    hideTooltip();
    if (m_hub) m_hub->leave(this);
}

void TimeSeriesView::keyPressEvent(QKeyEvent* event)
{
    prepare();
    const QRectF& plot = m_layout.plot;
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        const double start = m_crossShown ? m_layout.xOf(m_crossMs) : plot.center().x();
        const double x = std::clamp(start + (event->key() == Qt::Key_Left ? -10 : 10), plot.left(), plot.right());
        const QPointF position(x, plot.center().y());
        showCross(m_layout.timeAt(x), &position);
        if (m_hub) m_hub->move(m_crossMs, this);
    } else if (event->key() == Qt::Key_Escape && m_crossShown && !underMouse()) {
        closeTooltip();
    } else if (event->key() == Qt::Key_Return && m_crossShown) {
        pinTooltip();
        if (isPinned()) m_tooltip->focusActions();
    } else if (event->matches(QKeySequence::Undo)) {
        Q_EMIT zoomOutRequested();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void TimeSeriesView::focusOutEvent(QFocusEvent* event)
{
    if (!underMouse()) hideCross();
    QWidget::focusOutEvent(event);
}

void TimeSeriesView::hideEvent(QHideEvent*) { closeTooltip(); }

}  // namespace watchglass::ui
