#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QImage>
#include <QPointer>
#include <QWidget>

#include "ui/plot/crosshair_hub.h"
#include "ui/plot/plot_frame.h"
#include "ui/plot/plot_hover.h"
#include "ui/plot/plot_tooltip.h"
#include "ui/plot/series_layer.h"

namespace watchglass::ui {

struct TooltipOptions {
    TooltipMode mode = TooltipMode::Single;
    TooltipSort sort = TooltipSort::None;
    bool hideZeros = false;
    double maxWidth = 0;   ///< pixels; 0: no limit of its own
    double maxHeight = 0;  ///< the same
};

/// A graph over time: frame and series in one cached picture, crosshair, points and selection painted above it.
/// Moving the pointer never paints data again.
///
/// Gestures: drag selects a time range, with Alt a range of values, with Ctrl a span to annotate, as a click with Ctrl
/// does a moment; double click leads back to all values or asks for a wider time range; a click pins the tooltip, also
/// that of an annotation which can be changed; the pointer's time goes to the hub.
/// Keyboard: Left and Right move the crosshair, Return pins the tooltip and goes to what it offers, Escape removes
/// both, Ctrl+Z zooms out. GUI thread only.
class TimeSeriesView final : public QWidget {
    Q_OBJECT

public:
    enum class FrameKind { Chart, Painter };

    explicit TimeSeriesView(QWidget* parent = nullptr);
    ~TimeSeriesView() override;

    void setModel(PlotModel model);
    [[nodiscard]] const PlotModel& model() const { return m_model; }
    void setSeriesHidden(const std::vector<bool>& hidden);
    void setTooltip(const TooltipOptions& options) { m_tooltipOptions = options; }
    /// What a pinned tooltip offers for a sample of a series, besides copying its value.
    using ActionsOf = std::function<std::vector<TooltipAction>(std::size_t series, double timeMs)>;
    void setActions(ActionsOf actions) { m_actions = std::move(actions); }
    /// What a pinned tooltip offers for an exemplar.
    using ExemplarActions = std::function<std::vector<TooltipAction>(std::size_t exemplar)>;
    void setExemplarActions(ExemplarActions actions) { m_exemplarActions = std::move(actions); }
    /// What a pinned tooltip offers for a mark.
    using MarkActions = std::function<std::vector<TooltipAction>(const PlotMark& mark)>;
    void setMarkActions(MarkActions actions) { m_markActions = std::move(actions); }
    /// Whether times can be annotated.
    void setAnnotatable(bool on) { m_annotatable = on; }
    /// Whether the tooltip stays until it is closed.
    [[nodiscard]] bool isPinned() const { return m_tooltip && m_tooltip->isPinned(); }
    /// Whether a part of the values was chosen.
    [[nodiscard]] bool isValueZoomed() const { return !m_valueZoom.empty(); }
    /// Joins the crosshair of other graphs; null leaves them. The hub must outlive the view or be a QObject ancestor.
    void setHub(CrosshairHub* hub);
    /// Who draws the grid. The painter unless told otherwise: README.md has the figures.
    void setFrameKind(FrameKind kind);
    /// The colour behind the graph; invalid means the panel's.
    void setBackground(const QColor& color);
    /// -1: all series equally; otherwise the others are faded (legend hover).
    void setHighlight(int series);

    /// Leaves rebuilding to the receiver of dirtied(): until it calls prepare(), the last picture stays.
    void setDeferred(bool on) { m_deferred = on; }
    /// Rebuilds what is dirty, so that the next paint only copies. Called by the paint itself when nobody did.
    void prepare();
    /// Moves a live range on to where the clock is, by whole pixels: the series are not drawn again, and nothing is
    /// while less than a pixel has passed. It stands still while a part is being selected and while a tooltip is
    /// pinned. Returns when the next pixel is due; none where the range does not follow the clock.
    std::optional<double> slideTo(double nowMs);
    [[nodiscard]] bool isDirty() const { return m_dirty || m_image.size() != imageSize(); }
    /// Where things stand; valid after prepare().
    [[nodiscard]] const PlotLayout& layoutInfo() const { return m_layout; }
    [[nodiscard]] const PlotData& data() const { return m_data; }

    [[nodiscard]] QSize sizeHint() const override { return {600, 240}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {1, 1}; }

Q_SIGNALS:
    void zoomRequested(qint64 fromMs, qint64 toMs);
    void zoomOutRequested();
    /// A moment, both times equal, or a span is to be annotated.
    void annotationRequested(qint64 fromMs, qint64 toMs);
    /// prepare() has something to do.
    void dirtied();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void markDirty();
    [[nodiscard]] QSize imageSize() const;
    [[nodiscard]] QColor background() const;
    void paintPicture();
    void paintPlot(QPainter& painter, double ratio);
    void paintSeries(QPainter& painter, double ratio);
    void keepCross();
    void paintThresholdAreas(QPainter& painter) const;
    void paintThresholdLines(QPainter& painter) const;
    void paintOverlay(QPainter& painter) const;
    /// Puts the crosshair at a time; `pointer` is where the mouse is, or null when it is over another graph.
    void showCross(double timeMs, const QPointF* pointer);
    void hideCross();
    void updateOverlay();
    void showTooltip(const QPointF& pointer);
    [[nodiscard]] QString headerOf(double time) const;
    void showMark(const PlotMark& mark, const QPointF& pointer);
    void showExemplar(const PlotExemplar& exemplar, const QPointF& pointer);
    void pinExemplar(int exemplar, const QPointF& pointer);
    bool pinMark(const QPointF& pointer);
    [[nodiscard]] std::vector<TooltipAction> actionsOf(const PlotMark& mark);
    [[nodiscard]] std::vector<TooltipAction> annotationActions();
    PlotTooltip& tooltip();
    void hideTooltip();
    void pinTooltip();
    void closeTooltip();
    void showAllValues();
    void zoomValues(double top, double bottom);
    void applyValueZoom();
    PlotFrame& frame();

    PlotModel m_model;
    PlotData m_data;
    PlotLayout m_layout;
    SeriesLayer m_layer;
    std::unique_ptr<PlotFrame> m_chartFrame;
    std::unique_ptr<PlotFrame> m_painterFrame;
    FrameKind m_frameKind = FrameKind::Painter;
    QImage m_image;
    QColor m_background;
    bool m_dirty = true;
    bool m_deferred = false;
    double m_nowMs = 0;    ///< what the clock said last, for live ranges
    int m_slid = 0;        ///< device pixels by which the series have moved since they were drawn
    bool m_reuse = false;  ///< the series are painted as they were drawn last
    int m_highlight = -1;

    QPointer<CrosshairHub> m_hub;
    TooltipOptions m_tooltipOptions;
    QPointer<PlotTooltip> m_tooltip;
    bool m_crossShown = false;
    double m_crossMs = 0;
    bool m_pointerHere = false;
    QPointF m_pointer;
    QPoint m_pointerOnScreen;  ///< when it moved last
    std::vector<HoverPoint> m_points;
    int m_nearest = -1;
    QRegion m_overlayRegion;  ///< what the overlay covered last
    bool m_selecting = false;
    bool m_selectingValues = false;
    ActionsOf m_actions;
    ExemplarActions m_exemplarActions;
    MarkActions m_markActions;
    bool m_annotatable = false;
    bool m_annotating = false;            ///< what is being selected will be annotated
    std::vector<Range> m_valueZoom;       ///< by axis; empty: all values
    std::vector<RangeRules> m_fullRules;  ///< of the axes, before a part was chosen
    double m_selectFromY = 0;
    double m_selectFrom = 0;
};

}  // namespace watchglass::ui
