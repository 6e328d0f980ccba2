#pragma once

#include <optional>
#include <set>
#include <vector>

#include <QPointer>

#include "ui/graph/scale.h"
#include "ui/panels/panel_widget.h"
#include "ui/plot/legend.h"
#include "ui/plot/plot_layout.h"
#include "ui/plot/plot_tooltip.h"

class QMouseEvent;

namespace watchglass::ui {

/// A drawing with a legend beside it and a tooltip above it: what pies, bars, states and heatmaps have in common. The
/// parts of a panel draw, they hold no state of the pointer. Where time runs along x, annotations stand over the
/// drawing, a drag zooms and one with Ctrl annotates (chart_panel_time.cpp). GUI thread only.
class ChartPanel : public PanelWidget {
    Q_OBJECT

public:
    explicit ChartPanel(QWidget* parent = nullptr);
    ~ChartPanel() override;

    [[nodiscard]] LegendView* legend() const { return m_legend; }
    /// The legend's series or parts, whether a legend is shown or not.
    [[nodiscard]] std::vector<AccessibleItem> accessibleItems() const override { return m_items; }
    void setColorsEditable(bool on) override { m_legend->setColorsEditable(on); }
    void setAnnotatable(bool on) override { m_annotatable = on; }
    std::optional<double> slideTo(double nowMs) override;
    /// Where the drawing stands, legend left out.
    [[nodiscard]] QRect chartRect() const { return m_canvas->geometry(); }
    /// The time axis of the drawing, in pixels of chartRect(); an empty plot where there is none.
    [[nodiscard]] PlotLayout timeLayout() const;

protected:
    /// What the tooltip says of a place.
    struct Hover {
        QString header;
        std::vector<TooltipRow> rows;
        QRectF mark;                           ///< what is outlined; empty: nothing
        std::vector<TooltipAction> actions{};  ///< of the pinned tooltip, before copying the value
        bool isValue = true;                   ///< one that can be copied; an annotation is none
    };

    /// Data, theme or hidden series changed. Calls setLegend().
    virtual void rebuildChart() = 0;
    virtual void paintChart(QPainter& painter, const QRectF& area) = 0;
    [[nodiscard]] virtual std::optional<Hover> hoverAt(const QPointF&, const QRectF&) const { return {}; }
    virtual void clickAt(const QPointF&, const QRectF&) {}
    /// Where the time range is drawn; empty where none is.
    [[nodiscard]] virtual QRectF timeRect(const QRectF&) const { return {}; }
    /// Whether annotations are drawn over the time range.
    [[nodiscard]] virtual bool showsMarks() const { return true; }
    /// The time range that stands over `width` pixels: data()'s, and where the clock has taken it since.
    [[nodiscard]] Range shownTimes(double width) const;

    /// `columns` are the titles of the items' texts.
    void setLegend(std::vector<LegendItem> items, const QStringList& columns = {});
    [[nodiscard]] bool isHidden(const QString& name) const { return m_hidden.count(name) != 0; }
    [[nodiscard]] TooltipMode tooltipMode() const;

    void rebuild() override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// A drag along the time axis, in pixels of the canvas.
    struct Selection {
        double from = 0;
        double to = 0;
        bool annotates = false;
    };

    void place();
    void paintTimeOverlay(QPainter& painter) const;
    [[nodiscard]] std::optional<Hover> markHover(const QPointF& at);
    [[nodiscard]] bool isOnMark(const QPointF& at) const;
    [[nodiscard]] TooltipAction addAction(const QPointF& at);
    bool beginSelection(const QMouseEvent& mouse);
    bool moveSelection(const QMouseEvent& mouse);
    /// False when it was no more than a click.
    bool endSelection(const QMouseEvent& mouse);
    void release(const QMouseEvent& mouse);
    void changeHidden(int item, bool isolate);
    void showTooltip(const QPointF& at);
    void hideTooltip();
    void pinTooltip();
    [[nodiscard]] bool isPinned() const { return m_tooltip && m_tooltip->isPinned(); }

    QWidget* m_canvas;
    LegendView* m_legend;
    LegendMode m_legendMode = LegendMode::List;
    LegendPlacement m_placement = LegendPlacement::Bottom;
    std::vector<AccessibleItem> m_items;
    std::vector<QString> m_names;  ///< of the legend's items
    std::set<QString> m_hidden;
    QPointer<PlotTooltip> m_tooltip;
    std::vector<TooltipAction> m_actions;
    bool m_copies = true;  ///< the tooltip shows a value
    bool m_annotatable = false;
    bool m_pressed = false;
    std::optional<Selection> m_selection;
    QPointF m_pointer;       ///< where the tooltip was asked for last
    double m_elapsedMs = 0;  ///< since data() came, for ranges that follow the clock
    QRectF m_mark;
};

}  // namespace watchglass::ui
