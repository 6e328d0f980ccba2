#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "ui/pages/dashboard_session.h"
#include "ui/panels/panel_data.h"
#include "ui/plot/plot_model.h"
#include "ui/query/annotation_query.h"

namespace watchglass::ui {

/// The annotations of an open dashboard: which are switched on, and what they mark. Asks anew whenever the session has
/// its panels asked; a newer question cancels the one before.
/// Threads: GUI thread only; queries run on the engine's pool.
class AnnotationFeed final : public QObject {
    Q_OBJECT

public:
    /// The session must outlive the feed.
    AnnotationFeed(DashboardSession& session, QueryBackend backend, QObject* parent = nullptr);

    struct Choice {
        const AnnotationQuery* annotation = nullptr;
        bool enabled = false;
        std::string trouble;  ///< why it marks nothing; "" when all is well
    };
    /// Annotations that can be switched, in the order of the file.
    [[nodiscard]] std::vector<Choice> choices() const;
    void setEnabled(std::size_t choice, bool on);

    /// What annotations made by hand are kept under here: as the dashboard was called when it was opened or saved.
    [[nodiscard]] const std::string& home() const { return m_home; }
    void setHome(std::string home) { m_home = std::move(home); }

    /// Gives a list of annotations what its options ask for.
    void list(PanelData& data) const;
    /// What is drawn on a panel, in the current theme's colours.
    [[nodiscard]] std::vector<PlotMark> marksFor(std::int64_t panelId) const;
    /// How the alerts stand that are linked to a panel; none when there are none.
    [[nodiscard]] std::optional<rules::AlertState> alertStateOf(std::int64_t panelId) const;

public slots:
    void ask();

signals:
    /// Other events or other trouble than before, or another state of the store.
    void changed();

private:
    /// Whether something has to be asked for that was not asked for before.
    bool readDashboard();
    void followDashboard();
    [[nodiscard]] PlanContext context() const;
    void take(AnnotationAnswer answer);

    DashboardSession& m_session;
    QueryBackend m_backend;
    std::vector<AnnotationQuery> m_annotations;  ///< those that can be asked for
    std::vector<bool> m_enabled;
    std::vector<std::size_t> m_asked;  ///< which of them the question under way is about
    std::vector<std::vector<AnnotationEvent>> m_events;
    std::vector<std::string> m_problems;
    AlertStates m_alertStates;
    std::string m_home;
    std::uint64_t m_storeVersion = 0;  ///< when it was asked last
    bool m_asking = false;
    Ticket m_ticket;
};

}  // namespace watchglass::ui
