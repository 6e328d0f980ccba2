#pragma once

#include <QWidget>
#include <memory>

#include "ui/dashboard/dashboard_links.h"
#include "ui/dashboard/import_report.h"
#include "ui/export/save_request.h"
#include "ui/pages/dashboard_keys.h"
#include "ui/pages/dashboard_session.h"

class QLabel;
class QSplitter;
class QToolButton;

namespace watchglass::ui {

class AnnotationCommands;
class AnnotationFeed;
class DashboardEdit;
class ControlsBar;
class DashboardView;
class PanelCommands;
class PanelEditor;
class DocumentStore;
class EditBar;
class RefreshPicker;
class EmptyNote;
class TimePicker;
class VariableBar;

/// One open dashboard with its bars: title, import report, time range, refresh, variables, panels.
///
/// Keys: dashboard_keys.h.
class DashboardPage final : public QWidget {
    Q_OBJECT

public:
    DashboardPage(Dashboard dashboard, QueryBackend backend, QWidget* parent = nullptr);
    ~DashboardPage() override;

    [[nodiscard]] DashboardSession& session() { return *m_session; }
    [[nodiscard]] const DashboardSession& session() const { return *m_session; }
    [[nodiscard]] DashboardView& view() { return *m_view; }
    [[nodiscard]] const DashboardView& view() const { return *m_view; }
    [[nodiscard]] PanelCommands& commands() { return *m_commands; }
    /// Where the dashboard's file is, for what is shared.
    void setLocation(const QString& location);
    /// Lets the dashboard be edited and saved where the store says; the store must outlive this.
    void enableEditing(DocumentStore& store, const QString& location);
    /// Null until enableEditing().
    [[nodiscard]] DashboardEdit* edit() const { return m_edit; }
    /// What the pages of a document show when each row has its own, in coordinates of this widget.
    [[nodiscard]] std::vector<QRect> rowParts() const;
    /// Null where no annotations are kept.
    [[nodiscard]] AnnotationCommands* annotations() const { return m_notes; }
    /// Hides the bars, for wall displays.
    void setKiosk(bool on);
    /// The dashboards that links by tags can lead to.
    void setKnownDashboards(std::vector<KnownDashboard> known);
    /// Shows the star beside the title; dashboards that no list can hold have none.
    void setStarred(bool starred);

signals:
    /// The dashboard has another title.
    void titleChanged();
    /// A copy was saved there.
    void copySaved(const QString& file);
    void linkActivated(const QUrl& url);
    void dashboardRequested(const QString& location);
    void alertRequested(const watchglass::Labels& labels);
    /// The star beside the title was clicked.
    void starToggled(bool starred);
    void firstPanelShown();
    void kioskToggled();
    void exploreRequested(const QString& expression, const watchglass::ui::TimeRangeText& range);
    void saveRequested(const watchglass::ui::SaveRequest& request);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void showReport();
    void makeReport();
    void setReport(ImportReport report);
    void updateTime();
    void updateSolo();
    void updateEmpty();
    void addFirstPanel();
    void buildKeys();
    void onKey(DashboardKey key);
    void onPanelKey(DashboardKey key);
    [[nodiscard]] bool isKeyUsed(DashboardKey key) const;
    [[nodiscard]] bool isTypedInto() const;
    void exportDashboard();
    void openSearch();
    void revealPanel(const QString& key);
    void updateTitle();
    void undo();
    void updateControls();
    void offerFieldNames();
    void editPanel(const QString& origin);
    void enableAnnotating();

    std::unique_ptr<DashboardSession> m_session;
    ImportReport m_report;
    Ticket m_reportTicket;
    QWidget* m_bars;
    QLabel* m_title;
    QToolButton* m_star;
    QToolButton* m_reportButton;
    QToolButton* m_editButton;
    EditBar* m_editBar;
    DashboardEdit* m_edit = nullptr;
    PanelEditor* m_panelEditor = nullptr;  ///< made when the first panel is edited
    QSplitter* m_across;                   ///< panels, and the options of one
    QSplitter* m_down;                     ///< panels, and the queries of one
    TimePicker* m_time;
    RefreshPicker* m_refresh;
    VariableBar* m_variables;
    ControlsBar* m_controls;
    AnnotationFeed* m_annotations;          // a child of the session
    AnnotationCommands* m_notes = nullptr;  ///< likewise; null where no annotations are kept
    std::vector<KnownDashboard> m_known;
    DashboardView* m_view;
    PanelCommands* m_commands;
    EmptyNote* m_empty = nullptr;  ///< made for the first dashboard without panels
    QToolButton* m_back;           ///< from a panel that fills the view
};

}  // namespace watchglass::ui
