#pragma once

#include <optional>

#include <QString>
#include <QUrl>
#include <QWidget>

#include "engine/model/labels.h"
#include "ui/panels/panel_data.h"
#include "ui/theme/accessible_items.h"

namespace watchglass::ui {

class CrosshairHub;

/// What is inside a panel's frame. It draws and reports gestures; it runs no query and knows no data source.
/// Data that looks the same as before costs one repaint at most. GUI thread only.
class PanelWidget : public QWidget, public AccessibleItemSource {
    Q_OBJECT

public:
    explicit PanelWidget(QWidget* parent = nullptr);

    void setData(const PanelData& data);
    [[nodiscard]] const PanelData& data() const { return m_data; }

    /// False when there is nothing to draw: the frame then says "No data" in its place.
    [[nodiscard]] virtual bool hasContent() const;
    /// Value and state in words, for screen readers: "cpu: 93.4 %".
    [[nodiscard]] virtual QString summary() const { return {}; }
    /// A picture of data; what is read of it are summary() and the items that a panel type names.
    [[nodiscard]] QAccessible::Role accessibleRole() const override { return QAccessible::Chart; }
    [[nodiscard]] QString accessibleValue() const override { return summary(); }
    /// Whether colours of series can be chosen in the legend.
    virtual void setColorsEditable(bool) {}
    /// Whether annotations can be made here, and those that were made by hand changed.
    virtual void setAnnotatable(bool) {}
    /// Joins the crosshair that the graphs of a dashboard share.
    virtual void setHub(CrosshairHub*) {}
    /// The colour behind the panel: the frame's, or the page's when the panel is transparent.
    virtual void setBackground(const QColor& color) { m_background = color; }
    [[nodiscard]] QColor background() const;
    /// Leaves the rebuilding of pictures to whoever receives prepareRequested(), so that paints only copy.
    virtual void setDeferred(bool) {}
    /// Brings pictures up to date before the next paint.
    virtual void prepare() {}
    /// Moves what is drawn over time on to where the clock is, by whole pixels. Returns when the next one is due; none
    /// for what does not follow the clock.
    virtual std::optional<double> slideTo(double) { return {}; }

    [[nodiscard]] QSize minimumSizeHint() const override { return {1, 1}; }

Q_SIGNALS:
    void zoomRequested(qint64 fromMs, qint64 toMs);
    void zoomOutRequested();
    /// A link was clicked. The receiver decides whether to open it, and shows where it leads.
    void linkActivated(const QUrl& url);
    /// A series is to have that colour from now on, in the dashboard.
    void colorChosen(const QString& series, const QString& color);
    /// A moment, both times equal, or a span is to be annotated.
    void annotationRequested(qint64 fromMs, qint64 toMs);
    /// An annotation that was made by hand is to be changed or taken away.
    void annotationEditRequested(qint64 id);
    void annotationRemoveRequested(qint64 id);
    /// A panel of this dashboard is to be shown alone.
    void panelRequested(qint64 panelId);
    /// A dashboard of a list was chosen: ListedDashboard's location.
    void dashboardRequested(const QString& location);
    /// An alert of a list was chosen.
    void alertRequested(const watchglass::Labels& labels);
    /// prepare() has something to do.
    void prepareRequested();

protected:
    /// Data or theme changed: data() is what to show.
    virtual void rebuild() = 0;
    /// Called after rebuild(). Panels whose parts paint themselves have nothing to do.
    virtual void repaintRebuilt() { update(); }
    void changeEvent(QEvent* event) override;

private:
    PanelData m_data;
    QColor m_background;
};

}  // namespace watchglass::ui
