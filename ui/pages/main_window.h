#pragma once

#include <QMainWindow>
#include <QPointer>
#include <map>
#include <memory>
#include <optional>

#include "ui/dashboard/dashboard.h"
#include "ui/export/save_request.h"
#include "ui/pages/alerts_page.h"
#include "ui/pages/home_page.h"
#include "ui/pages/targets_page.h"
#include "ui/query/query_backend.h"

class QAction;
class QStackedWidget;

namespace watchglass::ui {

class Banner;
class DashboardPage;
class DocumentStore;
class ExplorePage;
class ImportDialog;
class NavRail;

/// What the window shows of the engine; callbacks must not block.
struct WindowSources {
    QueryBackend backend;
    AlertsPage::Source ruleGroups;
    TargetsPage::Sources targets;
    /// Trouble of the whole program, for the banner; "" when all is well.
    std::function<std::string()> trouble;
    DocumentStore* documents = nullptr;  ///< where dashboards are saved; null: they are not edited
};

/// The program's window: the pages behind a rail at the left, and a banner for what is wrong with the whole.
///
/// It opens no files and no links: it asks for that by signals. Before connectEngine() it shows itself with an
/// empty page, so that it is there before the engine is.
/// Threads: GUI thread only.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    void connectEngine(WindowSources sources);
    /// Opens a dashboard, or brings it to the front when `location` is open already.
    void openDashboard(Dashboard dashboard, const QString& location);
    void setDashboardEntries(const std::vector<DashboardEntry>& entries);
    /// A file that could not be opened, an engine that did not start.
    void showError(const QString& title, const QString& text);
    /// What became of a download that was asked for; "" when the dashboard is there.
    void downloadFinished(const QString& error);
    void showAlert(const Labels& labels);
    void showAlertsPage();
    void setFiring(int count);
    /// Comes to the front, as a second start of the program or a notification asks.
    void raiseWindow();
    [[nodiscard]] DashboardPage* currentDashboard() const;
    /// Titles of open dashboards with changes that no file holds.
    [[nodiscard]] QStringList unsavedDashboards() const;

public slots:
    void importDashboard();

signals:
    void openFilesRequested(const QStringList& paths);
    void openTextRequested(const QByteArray& text);
    void browseRequested();
    /// A dashboard of grafana.com is wanted; revision 0 is the newest. downloadFinished() is the answer.
    void downloadRequested(qint64 id, qint64 revision);
    void linkActivated(const QUrl& url);
    void themeToggled();
    void starToggled(const QString& location, bool starred);
    void firstPanelShown();
    void saveRequested(const watchglass::ui::SaveRequest& request);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    enum Page { kHome, kDashboard, kExplore, kAlerts, kTargets };

    void buildMenus();
    void showPage(int page);
    void updateWindowTitle();
    /// The widget of a page, made when it is first wanted; null before the engine is there.
    QWidget* pageWidget(int page);
    ExplorePage* makeExplore();
    AlertsPage* makeAlerts();
    void paste();
    void setKiosk(bool on);

    QAction* m_kiosk = nullptr;
    NavRail* m_nav;
    Banner* m_banner;
    QStackedWidget* m_pages;
    HomePage* m_home;
    QStackedWidget* m_dashboards;
    ExplorePage* m_explore = nullptr;
    AlertsPage* m_alerts = nullptr;
    TargetsPage* m_targets = nullptr;
    QPointer<ImportDialog> m_import;
    std::optional<WindowSources> m_sources;
    std::map<QString, DashboardPage*> m_open;  ///< by location
    QTimer m_troubleTimer;
};

}  // namespace watchglass::ui
