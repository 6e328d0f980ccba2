#include "ui/pages/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/pages/banner.h"
#include "ui/pages/dashboard_edit.h"
#include "ui/pages/dashboard_page.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/import_dialog.h"
#include "ui/pages/nav_rail.h"

namespace watchglass::ui {

namespace {

constexpr int kTroubleMs = 2000;

/// Large enough for a dashboard, never larger than the screen.
QSize startSize(const QWidget& window)
{
    const QScreen* screen = window.screen();
    if (!screen) return {1400, 900};
    const QSize room = screen->availableSize();
    return QSize(1600, 1000).boundedTo(QSize(room.width() * 19 / 20, room.height() * 9 / 10));
}

}  // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent), m_nav(new NavRail(this)), m_banner(new Banner(this)), m_pages(new QStackedWidget(this)),
      m_home(new HomePage(this)), m_dashboards(new QStackedWidget(this))
{
    setWindowTitle(QStringLiteral("Watchglass"));
    setAcceptDrops(true);
    resize(startSize(*this));
    m_nav->add(IconKind::Home, tr("Home"));
    m_nav->add(IconKind::Dashboard, tr("Dashboard"));
    m_nav->add(IconKind::Compass, tr("Explore"));
    m_nav->add(IconKind::Bell, tr("Alerts"));
    m_nav->add(IconKind::Target, tr("Targets"));
    m_pages->addWidget(m_home);
    m_pages->addWidget(m_dashboards);

    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_pages, 1);
    auto* layout = new QHBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_nav);
    layout->addLayout(column, 1);
    setCentralWidget(centre);
    buildMenus();

    connect(m_nav, &NavRail::chosen, this, &MainWindow::showPage);
    connect(m_home, &HomePage::openRequested, this,
            [this](const QString& location) { Q_EMIT openFilesRequested({location}); });
    connect(m_home, &HomePage::browseRequested, this, &MainWindow::browseRequested);
    connect(m_home, &HomePage::pasteRequested, this, &MainWindow::paste);
    m_troubleTimer.setInterval(kTroubleMs);
    connect(&m_troubleTimer, &QTimer::timeout, this, [this] {
        if (m_sources) m_banner->setMessage(QString::fromStdString(m_sources->trouble()));
    });
    showPage(kDashboard);
}

MainWindow::~MainWindow() = default;

void MainWindow::buildMenus()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addAction(tr("&Open dashboard…"), QKeySequence::Open, this, &MainWindow::browseRequested);
    file->addAction(tr("&Import dashboard…"), QKeySequence(Qt::CTRL | Qt::Key_I), this, &MainWindow::importDashboard);
    file->addAction(tr("&Paste dashboard JSON"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V), this,
                    &MainWindow::paste);
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence::Quit, qApp, &QApplication::quit);
    QMenu* view = menuBar()->addMenu(tr("&View"));
    view->addAction(tr("Switch between &dark and light"), QKeySequence(Qt::CTRL | Qt::Key_T), this,
                    &MainWindow::themeToggled);
    m_kiosk = view->addAction(tr("&Kiosk"));
    m_kiosk->setShortcut(Qt::Key_F11);
    m_kiosk->setCheckable(true);
    addAction(m_kiosk);  // still reachable when the menu bar is hidden
    connect(m_kiosk, &QAction::toggled, this, &MainWindow::setKiosk);
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&About Watchglass"), this, [this] {
        QMessageBox::about(this, tr("About Watchglass"),
                           tr("<h3>Watchglass %1</h3><p>Metrics, dashboards and alerts in one program.</p>"
                              "<p>Free software under the GNU General Public License, version 3 or later.</p>")
                               .arg(QStringLiteral(WG_VERSION)));
    });
}

void MainWindow::connectEngine(WindowSources sources)
{
    m_sources.emplace(std::move(sources));
    m_troubleTimer.start();
    m_banner->setMessage(QString::fromStdString(m_sources->trouble()));
}

ExplorePage* MainWindow::makeExplore()
{
    auto* page = new ExplorePage(m_sources->backend, this);
    m_pages->addWidget(page);
    return page;
}

AlertsPage* MainWindow::makeAlerts()
{
    auto* page = new AlertsPage(m_sources->ruleGroups, this);
    m_pages->addWidget(page);
    connect(page, &AlertsPage::exploreRequested, this, [this](const QString& expression) {
        showPage(kExplore);
        m_explore->explore(expression);
    });
    return page;
}

QWidget* MainWindow::pageWidget(int page)
{
    if (page == kHome) return m_home;
    if (page == kDashboard) return m_dashboards;
    if (!m_sources) return nullptr;
    if (page == kExplore) return m_explore ? m_explore : m_explore = makeExplore();
    if (page == kAlerts) return m_alerts ? m_alerts : m_alerts = makeAlerts();
    if (!m_targets) {
        m_targets = new TargetsPage(m_sources->targets, this);
        m_pages->addWidget(m_targets);
    }
    return m_targets;
}

void MainWindow::openDashboard(Dashboard dashboard, const QString& location)
{
    if (!m_sources) return;
    auto it = m_open.find(location);
    if (it == m_open.end()) {
        auto* page = new DashboardPage(std::move(dashboard), m_sources->backend, m_dashboards);
        connect(page, &DashboardPage::linkActivated, this, &MainWindow::linkActivated);
        connect(page, &DashboardPage::firstPanelShown, this, &MainWindow::firstPanelShown);
        connect(page, &DashboardPage::saveRequested, this, &MainWindow::saveRequested);
        connect(page, &DashboardPage::kioskToggled, m_kiosk, &QAction::toggle);
        connect(page, &DashboardPage::exploreRequested, this,
                [this](const QString& expression, const TimeRangeText& range) {
                    showPage(kExplore);
                    m_explore->explore(expression, range);
                });
        page->setLocation(location);
        page->setKiosk(m_kiosk->isChecked());
        connect(page, &DashboardPage::titleChanged, this, &MainWindow::updateWindowTitle);
        connect(page, &DashboardPage::copySaved, this,
                [this](const QString& file) { Q_EMIT openFilesRequested({file}); });
        if (m_sources->documents) page->enableEditing(*m_sources->documents, location);
        connect(page, &DashboardPage::dashboardRequested, this,
                [this](const QString& wanted) { Q_EMIT openFilesRequested({wanted}); });
        connect(page, &DashboardPage::alertRequested, this, &MainWindow::showAlert);
        connect(page, &DashboardPage::starToggled, this,
                [this, location](bool starred) { Q_EMIT starToggled(location, starred); });
        m_dashboards->addWidget(page);
        it = m_open.emplace(location, page).first;
    }
    m_dashboards->setCurrentWidget(it->second);
    showPage(kDashboard);
}

DashboardPage* MainWindow::currentDashboard() const
{
    return qobject_cast<DashboardPage*>(m_dashboards->currentWidget());
}

void MainWindow::setDashboardEntries(const std::vector<DashboardEntry>& entries) { m_home->setEntries(entries); }

void MainWindow::showPage(int page)
{
    if (page == kDashboard && !m_dashboards->currentWidget() && m_sources) page = kHome;
    QWidget* widget = pageWidget(page);
    if (!widget) return;
    m_pages->setCurrentWidget(widget);
    m_nav->setCurrent(page);
    updateWindowTitle();
}

void MainWindow::updateWindowTitle()
{
    DashboardPage* dashboard = m_pages->currentWidget() == m_dashboards ? currentDashboard() : nullptr;
    setWindowTitle(
        dashboard
            ? QStringLiteral("%1 – Watchglass").arg(QString::fromStdString(dashboard->session().dashboard().title()))
            : QStringLiteral("Watchglass"));
}

void MainWindow::showError(const QString& title, const QString& text)
{
    auto* box = new QMessageBox(QMessageBox::Warning, title, text, QMessageBox::Ok, this);
    box->setTextFormat(Qt::PlainText);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::showAlertsPage() { showPage(kAlerts); }

void MainWindow::showAlert(const Labels& labels)
{
    showPage(kAlerts);
    if (m_alerts) m_alerts->showAlert(labels);
}

void MainWindow::setFiring(int count) { m_nav->setBadge(kAlerts, count); }

void MainWindow::raiseWindow()
{
    setWindowState((windowState() & ~Qt::WindowMinimized) | Qt::WindowActive);
    show();
    raise();
    activateWindow();
}

void MainWindow::setKiosk(bool on)
{
    m_nav->setVisible(!on);
    menuBar()->setVisible(!on);
    for (auto& [location, page] : m_open) page->setKiosk(on);
    if (on) {
        showFullScreen();
    } else {
        showNormal();
    }
}

void MainWindow::paste() { Q_EMIT openTextRequested(QApplication::clipboard()->text().toUtf8()); }

QStringList MainWindow::unsavedDashboards() const
{
    QStringList out;
    for (const auto& [location, page] : m_open) {
        if (page->edit() && page->edit()->isDirty()) out << QString::fromStdString(page->session().dashboard().title());
    }
    return out;
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    const QStringList unsaved = unsavedDashboards();
    if (!unsaved.isEmpty()) {
        const auto answer = QMessageBox::question(
            this, tr("Unsaved changes"),
            tr("Changes of these dashboards are not saved:\n\n%1").arg(unsaved.join(QLatin1Char('\n'))),
            QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Cancel);
        if (answer != QMessageBox::Discard) {
            event->ignore();
            return;
        }
    }
    QMainWindow::closeEvent(event);
}

void MainWindow::importDashboard()
{
    if (m_import) {
        m_import->raise();
        m_import->activateWindow();
        return;
    }
    m_import = new ImportDialog(this);
    m_import->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_import, &ImportDialog::downloadRequested, this, &MainWindow::downloadRequested);
    connect(m_import, &ImportDialog::textRequested, this, [this](const QByteArray& text) {
        m_import->accept();
        Q_EMIT openTextRequested(text);
    });
    connect(m_import, &ImportDialog::filesRequested, this, [this] {
        m_import->accept();
        Q_EMIT browseRequested();
    });
    m_import->open();
}

void MainWindow::downloadFinished(const QString& error)
{
    if (m_import && m_import->isWaiting()) {
        if (error.isEmpty())
            m_import->accept();
        else
            m_import->showError(error);
    } else if (!error.isEmpty()) {
        showError(tr("This dashboard cannot be opened"), error);
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls() || event->mimeData()->hasText()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) paths << url.toLocalFile();
    }
    if (!paths.isEmpty()) {
        Q_EMIT openFilesRequested(paths);
    } else if (event->mimeData()->hasText()) {
        Q_EMIT openTextRequested(event->mimeData()->text().toUtf8());
    }
    event->acceptProposedAction();
}

}  // namespace watchglass::ui
