#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/layout.h"
#include "ui/dashboard/time_settings.h"
#include "ui/query/background.h"
#include "ui/query/panel_query.h"

namespace watchglass::ui {

/// A dashboard that is open: its time range, refresh, variables and the queries under way. Knows no widget.
///
/// The view asks for the panels that it shows; answers come as signals. All lookups and queries run on the
/// engine's pool; a newer request for a panel cancels the one before.
/// Threads: GUI thread only.
class DashboardSession final : public QObject {
    Q_OBJECT

public:
    DashboardSession(Dashboard dashboard, QueryBackend backend, QObject* parent = nullptr);

    /// Looks the variables up, then lays out; layoutChanged() follows (at once when there is nothing to look up).
    void start();

    [[nodiscard]] const Dashboard& dashboard() const { return *m_dashboard; }
    /// The same for workers: it never changes.
    [[nodiscard]] const std::shared_ptr<const Dashboard>& sharedDashboard() const { return m_dashboard; }
    [[nodiscard]] const std::vector<PlacedPanel>& layout() const { return m_layout.panels; }
    /// What is in closed rows and other tabs too, each with what has to be opened for it.
    [[nodiscard]] std::vector<PlacedPanel> everything() const;
    /// The key in layout() of something from everything(): of panels that stand in several places others come first.
    [[nodiscard]] std::string keyOf(const PlacedPanel& placed) const;
    [[nodiscard]] const VariableSet& variables() const { return *m_variables; }
    /// Those that count where this stands: of the rows and tabs around it, and the dashboard's.
    [[nodiscard]] const VariableSet& variablesOf(const PlacedPanel& placed) const
    {
        return placed.variables ? *placed.variables : *m_variables;
    }
    [[nodiscard]] const TimeRange& timeRange() const { return m_range; }
    [[nodiscard]] TimeContext timeContext() const;
    /// Whether the dashboard is refreshed on and on, or redraws without (`liveNow`), and both ends of its range move as
    /// the clock does: then what is drawn over time moves on between refreshes.
    [[nodiscard]] bool followsClock() const;
    [[nodiscard]] const TimeSettings& timeSettings() const { return m_timeSettings; }
    [[nodiscard]] int refreshMs() const { return m_refresh.isActive() ? m_refresh.interval() : 0; }

    /// Takes time range, variables and folded rows of another session of the same dashboard, without asking for them.
    void adopt(const DashboardSession& other);
    /// Errors: InvalidInput for texts that are no time; nothing changes then.
    Result<void> setTimeRange(const TimeRangeText& text);
    /// Shows all times in another zone ("browser", "utc", "Europe/Berlin"), until the dashboard's own is changed.
    void setTimeZone(const std::string& zone);
    /// Zooms to absolute times, as dragging over a graph does.
    void zoomTo(std::int64_t fromMs, std::int64_t toMs);
    void zoomOut();
    void shift(int direction);
    /// 0 turns the automatic refresh off.
    void setRefresh(int ms);
    void setVariable(const std::string& name, const std::vector<std::string>& values);
    /// Rows and tabs that are laid out and have variables of their own.
    [[nodiscard]] const std::vector<Section>& sections() const { return m_layout.sections; }
    /// Of a row or tab, by its key.
    void setSectionVariable(const std::string& section, const std::string& name,
                            const std::vector<std::string>& values);
    /// Names of labels, or values of `label`, on series that match `selector` ("" all) in the time range. `done` gets
    /// none where that fails, and is not called when `context` is gone or the next look-up began.
    void lookUpLabels(const std::string& label, const std::string& selector, QObject* context,
                      std::function<void(std::vector<std::string>)> done);
    void toggleRow(const std::string& key, bool nowCollapsed);
    /// Shows a tab of a strip, by their keys.
    void selectTab(const std::string& strip, const std::string& tab);
    /// Opens rows and shows tabs, so that what is in them is laid out.
    void open(const std::vector<OpenStep>& path);
    void openAllRows();
    void closeAllRows();
    /// Takes over another state of the same dashboard, as editing makes it. Values of variables, the time range and
    /// open rows stay; only panels that changed are asked again.
    void setDashboard(std::shared_ptr<const Dashboard> dashboard);
    /// While a dashboard is edited its grid is that of the document: repeats stand once, rows are open as the file has
    /// them, and a row's header asks for the file to change.
    void setEditing(bool on);
    /// False while data is seconds old: the newest samples are shown at once and not at the next multiple of the step.
    void setStepsAligned(bool aligned) { m_stepsAligned = aligned; }
    /// A hidden window asks for nothing.
    void setPaused(bool paused);

    /// What is asked for a placed panel at this width.
    [[nodiscard]] PanelQuestion questionFor(const PlacedPanel& placed, int widthPx) const;
    [[nodiscard]] const QueryBackend& backend() const { return m_backend; }
    /// Asks for one placed panel at this width.
    void request(const PlacedPanel& placed, int widthPx);
    /// The panel left the screen: its query is not wanted any more.
    void forget(const std::string& key);
    /// Whether variables are being looked up or panels are being asked.
    [[nodiscard]] bool busy() const { return m_lookingUp || m_sectionsUnderWay || !m_tickets.empty(); }

public slots:
    /// Resolves the time range anew and has all visible panels asked again.
    void refreshNow();

signals:
    void layoutChanged();
    void timeRangeChanged();
    void refreshIntervalChanged(int ms);
    /// Another state of the dashboard was taken over.
    void dashboardChanged();
    /// A row's header was used while the dashboard is edited.
    void rowFoldRequested(const QString& key, bool folded);
    void variablesChanged();
    /// Visible panels that have not been asked for what they show should be.
    void newPanelsRequested();
    /// All visible panels should be requested again.
    void refreshRequested();
    void panelLoading(const QString& key);
    void panelAnswered(const QString& key, const std::shared_ptr<const watchglass::ui::PanelAnswer>& answer);

private:
    using VariableUpdate = std::function<void(VariableSet&, VariableSource&, const VariableSet::RefreshContext&)>;

    bool resolveRange();
    [[nodiscard]] VariableSet::RefreshContext refreshContext() const;
    [[nodiscard]] bool variablesWait() const;
    void updateVariables(VariableUpdate update, bool onlyTime);
    void applyVariables(VariableSet variables);
    void setAllRows(bool open);
    void relayout();
    void layOut();
    [[nodiscard]] Layout laidOut(bool everything) const;
    [[nodiscard]] std::vector<Section> dueSections() const;
    void refreshSections();
    bool takeSection(const Section& section, const VariableSet& now);
    void setRowFolded(const std::string& key, bool folded);
    void noteData(const std::string& key, const PanelAnswer& answer);
    void askWithheld();

    std::shared_ptr<const Dashboard> m_dashboard;  // shared with workers
    QueryBackend m_backend;
    TimeSettings m_timeSettings;
    std::optional<std::string> m_timeZone;  ///< chosen instead of the dashboard's
    TimeRange m_range;
    std::int64_t m_rangeNowMs = 0;  ///< what the clock said when it was resolved
    QTimer m_refresh;
    bool m_paused = false;
    bool m_stepsAligned = true;
    bool m_missedRefresh = false;
    std::shared_ptr<const VariableSet> m_variables;  // shared with running questions
    LayoutInput m_input;                             ///< but for the time range
    Layout m_layout;                                 ///< what it withholds is asked on, as what hides it may change
    std::set<std::string> m_freshSections;           ///< looked up since what is around them changed
    std::map<std::string, Ticket> m_tickets;
    Ticket m_variableTicket;
    Ticket m_sectionTicket;
    Ticket m_labelNamesTicket;
    Ticket m_labelValuesTicket;
    bool m_editing = false;
    bool m_lookingUp = true;  ///< until start() has its answer
    bool m_sectionsUnderWay = false;
};

/// "5s", "1m" -> milliseconds; 0 for "", "off", "auto" and what is no duration.
[[nodiscard]] int parseRefresh(std::string_view text);

}  // namespace watchglass::ui
