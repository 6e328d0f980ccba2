#pragma once

#include <QDateTime>
#include <QElapsedTimer>
#include <QScrollArea>
#include <QTimer>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "engine/model/labels.h"
#include "ui/pages/dashboard_session.h"
#include "ui/panels/panel_data.h"
#include "ui/plot/render_scheduler.h"
#include "ui/widgets/adhoc_bar.h"

namespace watchglass::ui {

class AnnotationFeed;
class CrosshairHub;
class GridEditing;
class PanelFrame;
class PanelWidget;

/// The grid of panels of one dashboard.
///
/// The grid itself is geometry only. A widget exists for panels in the viewport and one viewport height around
/// it; only panels that are seen are queried, and one that comes back shows its last answer. Widgets, models and
/// pictures are made a few milliseconds at a time.
/// Threads: GUI thread only.
class DashboardView final : public QScrollArea {
    Q_OBJECT

public:
    explicit DashboardView(DashboardSession& session, QWidget* parent = nullptr);
    ~DashboardView() override;

    /// Makes and asks every panel, seen or not: for pictures of the whole dashboard.
    void setEverythingVisible(bool on);
    /// Whether every panel that is shown has had its answer.
    [[nodiscard]] bool settled() const;
    /// The grid's widget, for grab().
    [[nodiscard]] QWidget* canvas() const { return m_canvas; }
    /// The canvas cut between rows: from one row's header to the next, or between panels where there are no rows.
    [[nodiscard]] std::vector<QRect> rowParts() const;
    /// Shows one panel alone in the whole view; empty goes back to the grid.
    void setSolo(const std::string& key);
    [[nodiscard]] const std::string& solo() const { return m_solo; }
    /// Puts everything where the session's layout has it.
    void relayout();
    /// Lets panels be moved and resized; null ends that. It must outlive this or be taken back.
    void setGridEditing(GridEditing* editing);
    /// Where a place of the grid is on the canvas.
    [[nodiscard]] QRect rectOf(const GridPos& pos) const;
    [[nodiscard]] PanelWidget* panelWidget(const std::string& key) const;
    [[nodiscard]] PanelFrame* panelFrame(const std::string& key) const;
    /// Null for a key that is not laid out.
    [[nodiscard]] const PlacedPanel* placedPanel(const std::string& key) const;
    /// The last answer of a panel; null before the first.
    [[nodiscard]] std::shared_ptr<const PanelAnswer> answer(const std::string& key) const;
    /// With variables replaced, as far as they are known.
    [[nodiscard]] QString titleOf(const std::string& key) const;
    [[nodiscard]] QString titleOf(const ui::Panel& panel, const SharedVariables& variables) const;
    /// How a panel's data are drawn; without an answer as empty as it is.
    [[nodiscard]] PanelData panelData(const std::string& key) const;
    /// The panel that keys are for: the one alone in the view, under the pointer, or with the focus; "" if none.
    [[nodiscard]] std::string pointedKey() const;
    /// What graphs show while the pointer is over another one: nothing, a line, their values. Until the dashboard is
    /// closed.
    void nextCrosshair();
    [[nodiscard]] std::int64_t crosshair() const;
    /// Shows or hides a panel's legend, against what the dashboard says, until it is closed.
    void toggleLegend(const std::string& key);
    /// Scrolls to a panel and gives it the focus, whose ring marks it.
    void reveal(const std::string& key);
    /// The same for what is in closed rows or other tabs, which it opens; and for tabs.
    void find(const std::string& key);
    /// Draws what the feed has on the panels over time; it must outlive the view.
    void setAnnotations(const AnnotationFeed* feed);
    /// Moves what is drawn over time on to where the clock is, between refreshes: ui/plot/README.md has the rule.
    /// Returns when the next pixel of a panel is due; none while nothing is to move. A timer calls it.
    std::optional<double> slide();
    /// Lets colours of series be chosen in legends.
    void setColorsEditable(bool on);
    /// Lets times be annotated on graphs.
    void setAnnotatable(bool on);
    /// Shows a panel alone, by the id that it has in the file; as soon as it is laid out.
    void showPanel(std::int64_t panelId);

signals:
    /// The menu of a panel was asked for; `position` is global.
    void menuRequested(const QString& key, const QPoint& position);
    void soloChanged();
    void colorChosen(const QString& key, const QString& series, const QString& color);
    void linkActivated(const QUrl& url);
    void dashboardRequested(const QString& location);
    void alertRequested(const watchglass::Labels& labels);
    /// A moment, both times equal, or a span of a panel is to be annotated.
    void annotationRequested(qint64 panelId, qint64 fromMs, qint64 toMs);
    void annotationEditRequested(qint64 id);
    void annotationRemoveRequested(qint64 id);
    /// A panel has been painted with data for the first time since the dashboard was opened.
    void firstPanelShown();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Slot {
        PlacedPanel placed;
        QRect rect;
        PanelFrame* frame = nullptr;                // owned by the canvas, null outside the zone
        PanelWidget* body = nullptr;                // owned by the frame
        QWidget* line = nullptr;                    // a header, tabs or variables; owned by the canvas
        std::shared_ptr<const PanelAnswer> answer;  // shared with the panel, which draws from its frames
        QDateTime answered;                         ///< when the answer came
        std::int64_t shownMs = 0;                   ///< what the clock says where its range stands
        QString staleSince;                         ///< when the answer came, once its source does not answer any more
        bool stale = true;                          ///< to be asked when it is seen
    };

    void takeOver(Slot& slot, const PlacedPanel& placed);
    void preview();
    void placeAll();
    void syncZone();
    void askVisible();
    void slideSoon();
    void build(const std::string& key, Slot& slot);
    void drop(Slot& slot);
    void show(Slot& slot);
    void showAlert(Slot& slot);
    void buildLine(const std::string& key, Slot& slot);
    void fillLine(Slot& slot);
    void makeRoomForLines();
    [[nodiscard]] QRect lowered(QRect rect) const;
    void onAnswer(const QString& key, const std::shared_ptr<const PanelAnswer>& answer);
    void showLater(const std::string& key, const Slot& slot);
    [[nodiscard]] QRect seen() const;
    [[nodiscard]] bool isSeen(const Slot& slot) const;

    DashboardSession& m_session;
    QWidget* m_canvas;
    CrosshairHub* m_hub;
    std::optional<int> m_crosshair;          ///< chosen by key; none: the dashboard's
    std::set<std::string> m_flippedLegends;  ///< keys of panels
    GridEditing* m_editing = nullptr;
    const AnnotationFeed* m_annotations = nullptr;
    std::map<std::string, Slot> m_slots;
    std::vector<std::pair<int, int>> m_higherLines;  ///< tops of lines that need more room than the grid has, how much
    std::string m_solo;
    int m_gridScroll = 0;  ///< where the grid stood when one panel took the view
    bool m_everything = false;
    bool m_firstShown = false;
    bool m_colorsEditable = false;
    bool m_annotatable = false;
    std::int64_t m_wantedPanel = 0;  ///< to be shown alone when it is laid out
    RenderScheduler m_render;
    QTimer m_alertLists;  ///< alerts change without a refresh of the dashboard
    QTimer m_slide;       ///< runs out when a panel has a pixel to move
    QTimer m_build;       ///< makes the widgets around the viewport, a few each time
};

/// Where ad hoc filters of an open dashboard get their suggestions from; nothing comes once `context` is gone.
[[nodiscard]] LabelLookup labelLookup(DashboardSession& session, QObject* context);

}  // namespace watchglass::ui
