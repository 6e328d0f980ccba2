#include "app/desktop/desktop_app.h"

#include <unistd.h>

#include <QApplication>
#include <QDateTime>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>
#include <utility>

#include "app/desktop/grafana_com.h"
#include "app/desktop/known_dashboards.h"
#include "app/desktop/library.h"
#include "app/desktop/listed_dashboards.h"
#include "engine/base/log.h"
#include "ui/dashboard/dashboard_source.h"
#include "ui/dashboard/yaml_value.h"
#include "ui/pages/dashboard_page.h"
#include "ui/pages/dashboard_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/recent_ranges.h"

namespace watchglass::app {

namespace {

/// Since the kernel started this process (field 22 of /proc/self/stat, in clock ticks since boot).
double millisecondsSinceStart()
{
    std::ifstream in("/proc/self/stat");
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    std::istringstream fields(text.substr(text.rfind(')') + 1));
    std::string field;
    for (int i = 3; i < 22; ++i) fields >> field;
    double ticks = 0;
    fields >> ticks;
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6 -
           ticks * 1e3 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// Read once: what a file of data sources says of exemplars.
std::vector<ui::ExemplarLink> exemplarLinksOf(const std::string& file)
{
    if (file.empty()) return {};
    std::ifstream in(file);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const auto documents = ui::yamlValues(text);
    if (!documents) {
        logError("app", documents.error().within("reading " + file).message + " (" + documents.error().where + ")");
        return {};
    }
    std::vector<ui::ExemplarLink> out;
    for (const json::Value& document : *documents) {
        for (ui::ExemplarLink& link : ui::exemplarLinks(document)) out.push_back(std::move(link));
    }
    return out;
}

/// Saved versions of dashboards are the user's, not of one data directory.
std::filesystem::path historyFolder()
{
    return std::filesystem::path(QDir(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation))
                                     .filePath(QStringLiteral("watchglass/dashboard-history"))
                                     .toStdString());
}

/// Where dashboards of grafana.com are kept, as `watchglass import dashboard` does.
std::filesystem::path downloadFolder()
{
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return std::filesystem::path(data.toStdString()) / "watchglass" / "dashboards" / "";  // made when it is needed
}

/// Variables, time range and the panel shown alone as addresses of dashboards have them.
void applyParameters(ui::DashboardPage& page, const ui::UrlParameters& parameters)
{
    ui::DashboardSession& session = page.session();
    ui::TimeRangeText range = session.timeRange().text;
    bool timed = false;
    for (const auto& [name, values] : parameters) {
        constexpr std::string_view kVariable = "var-";
        if (name.starts_with(kVariable)) session.setVariable(name.substr(kVariable.size()), values);
        if (name == "viewPanel" && !values.empty()) {
            const std::string& panel = values.front();  // "3", "panel-3"
            page.view().showPanel(std::atoll(panel.c_str() + (panel.starts_with("panel-") ? 6 : 0)));
        }
        if (values.empty() || (name != "from" && name != "to")) continue;
        (name == "from" ? range.from : range.to) = values.front();
        timed = true;
    }
    if (timed) (void)session.setTimeRange(range);
}

}  // namespace

DesktopApp::DesktopApp(const Invocation& call, EngineOptions options, QObject* parent)
    : QObject(parent), m_call(call), m_started(fail(ErrorCode::Cancelled, "not started")),
      m_starter(startEngine(std::move(options))),
      m_documents(historyFolder(), [] { return QDateTime::currentMSecsSinceEpoch(); })
{
    connect(&m_window, &ui::MainWindow::openFilesRequested, this, &DesktopApp::openFiles);
    connect(&m_window, &ui::MainWindow::openTextRequested, this, &DesktopApp::openText);
    connect(&m_window, &ui::MainWindow::browseRequested, this, &DesktopApp::browse);
    connect(&m_window, &ui::MainWindow::downloadRequested, this, &DesktopApp::download);
    connect(&m_window, &ui::MainWindow::linkActivated, this, &DesktopApp::openLink);
    connect(&m_window, &ui::MainWindow::saveRequested, this, &DesktopApp::save);
    connect(&m_window, &ui::MainWindow::starToggled, this, [this](const QString& location, bool starred) {
        setStarred(location, starred);
        m_listed = listedDashboards(m_kept);
    });
    connect(&m_window, &ui::MainWindow::themeToggled, this, &DesktopApp::toggleTheme);
    connect(&m_notifier, &DesktopNotifier::firingChanged, &m_window, &ui::MainWindow::setFiring);
    connect(&m_notifier, &DesktopNotifier::showRequested, this, [this](const QByteArray& packed) {
        m_window.raiseWindow();
        if (packed.isEmpty()) {
            m_window.showAlertsPage();
        } else {
            m_window.showAlert(Labels::fromPacked(packed.toStdString()));
        }
    });
    if (call.measureStart) {
        connect(&m_window, &ui::MainWindow::firstPanelShown, this, [this] {
            m_window.repaint();  // what has been set is painted now, not at the next turn of the loop
            const double wallMs = millisecondsSinceStart();
            timespec used{};
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
            std::printf("first panel with data after %.0f ms, processor time %.0f ms\n", wallMs,
                        static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6);
            std::fflush(stdout);
            QApplication::quit();
        });
    }
    if (call.measureStalls > 0) m_stalls = std::make_unique<StallRun>(m_window, call.measureStalls);
    ui::RecentRanges& recent = ui::RecentRanges::instance();
    recent.restore(QSettings().value(QStringLiteral("recentTimeRanges")).toStringList());
    connect(&recent, &ui::RecentRanges::changed, this,
            [&recent] { QSettings().setValue(QStringLiteral("recentTimeRanges"), recent.saved()); });
    m_window.setWindowIcon(programIcon());
    m_window.restoreGeometry(QSettings().value(QStringLiteral("windowGeometry")).toByteArray());
    m_window.show();
}

std::jthread DesktopApp::startEngine(EngineOptions options)
{
    QStringList files;
    for (const std::string& file : m_call.files) files << QString::fromStdString(file);
    if (files.isEmpty()) files << QString::fromLatin1(kHostOverview);
    return std::jthread([this, files, options = std::move(options)]() mutable {
        std::jthread reader([this, &files] { m_first = loadDashboards(files); });
        m_started = Engine::start(std::move(options));
        reader.join();
        QMetaObject::invokeMethod(this, &DesktopApp::onEngine, Qt::QueuedConnection);
    });
}

DesktopApp::~DesktopApp()
{
    QSettings().setValue(QStringLiteral("windowGeometry"), m_window.saveGeometry());
    if (m_engine) m_engine->setAlertListener({});
    if (m_starter.joinable()) m_starter.join();
}

void DesktopApp::onEngine()
{
    if (!m_started) {
        const Error& error = m_started.error();
        logError("app", error.message + " (" + error.where + ")");
        m_window.showError(tr("Watchglass cannot start"),
                           QString::fromStdString(error.message + (error.where.empty() ? "" : "\n\n" + error.where)));
        return;
    }
    m_engine = std::move(*m_started);
    Engine& engine = *m_engine;
    engine.setAlertListener([this](const std::vector<rules::AlertNotice>& notices) { m_notifier.post(notices); });
    const auto lists = std::make_shared<const ui::ProgramLists>(ui::ProgramLists{
        [this] { return m_listed; }, [&engine] { return engine.ruleGroups(); }, exemplarLinksOf(m_call.dataSources)});
    ui::WindowSources sources{
        {engine.queries(), engine.store(), engine.queryPool(), engine.clock(),
         [&engine] { return engine.scrapeIntervalMs(); }, lists, &engine.annotations()},
        [&engine] { return engine.ruleGroups(); },
        {[&engine] { return engine.scrapes().targets(); }, [&engine] { return engine.configWarnings(); }},
        [this] { return trouble(); },
        &m_documents};
    m_window.connectEngine(std::move(sources));
    openLoaded(std::exchange(m_first, {}));
    openFiles(std::exchange(m_waitingFiles, {}));
    readKept();
    refreshSoon();
    if (!m_call.noTray) {
        m_tray = std::make_unique<Tray>();
        connect(m_tray.get(), &Tray::showRequested, &m_window, &ui::MainWindow::raiseWindow);
        connect(m_tray.get(), &Tray::alertsRequested, &m_window, [this] {
            m_window.raiseWindow();
            m_window.showAlertsPage();
        });
        connect(m_tray.get(), &Tray::quitRequested, qApp, &QApplication::quit);
        connect(&m_notifier, &DesktopNotifier::firingChanged, m_tray.get(), &Tray::setFiring);
    }
}

/// Downloaded dashboards are listed before they are opened.
void DesktopApp::readKept()
{
    const int id = ++m_loads;
    m_loading[id] = ui::runInBackground(
        m_engine->queryPool(), this,
        [](const std::stop_token&) { return dashboardsInFolder(QString::fromStdString(downloadFolder().string())); },
        [this, id](std::vector<ui::ListedDashboard> kept) {
            m_loading.erase(id);
            m_kept = std::move(kept);
            m_listed = listedDashboards(m_kept);
        });
}

/// A new target is scraped twice at once: the first numbers are asked for until they are there, rates follow, and
/// nothing waits for a whole refresh interval.
void DesktopApp::refreshSoon()
{
    constexpr int kTickMs = 15;
    constexpr int kSlowTicks = 64;  // about once a second when the first numbers are there
    constexpr int kTicks = 640;
    auto* timer = new QTimer(this);
    auto shown = std::make_shared<bool>(false);  // shared by the two connections below
    connect(&m_window, &ui::MainWindow::firstPanelShown, timer, [shown] { *shown = true; });
    connect(timer, &QTimer::timeout, this, [this, timer, shown, tick = 0]() mutable {
        ui::DashboardPage* page = m_window.currentDashboard();
        ++tick;
        if (tick == kTicks) {
            m_young = false;
            if (page) page->session().setStepsAligned(true);
        }
        if (tick >= kTicks && *shown) timer->deleteLater();
        const int intervalMs = page ? page->session().refreshMs() : 0;
        // A dashboard that never refreshes is asked until its first numbers are there, and then left alone.
        const bool slow = tick % kSlowTicks == 0;
        const bool due = *shown ? slow && intervalMs > 0 : slow || tick < kTicks;
        if (page && due && !page->session().busy() && (intervalMs == 0 || intervalMs > kTickMs))
            page->session().refreshNow();
    });
    timer->start(kTickMs);
}

std::string DesktopApp::trouble() const
{
    const std::string storage = m_engine->storageTrouble();
    if (!storage.empty()) return "Nothing is kept on disk at the moment: " + storage;
    return {};
}

void DesktopApp::openFiles(const QStringList& files)
{
    if (files.isEmpty()) return;
    if (!m_engine) {
        m_waitingFiles += files;
        return;
    }
    // One job for all of them: they open in their order.
    const int id = ++m_loads;
    m_loading[id] = ui::runInBackground(
        m_engine->queryPool(), this, [files](const std::stop_token&) { return loadDashboards(files); },
        [this, id](LoadedDashboards loaded) {
            m_loading.erase(id);
            openLoaded(std::move(loaded));
        });
}

void DesktopApp::openLoaded(LoadedDashboards loaded)
{
    for (auto& [file, dashboard] : loaded) {
        if (!dashboard) {
            const Error& error = dashboard.error();
            logError("dashboard", error.message + " (" + error.where + ")");
            m_window.showError(tr("This dashboard cannot be opened"),
                               QString::fromStdString(error.message + "\n\n" + error.where));
            continue;
        }
        rememberDashboard(file, QString::fromStdString(dashboard->title()));
        rememberAsTarget(file, *dashboard);
        m_window.openDashboard(std::move(*dashboard), file);
        ui::DashboardPage* page = m_window.currentDashboard();
        if (!page) continue;
        page->session().setStepsAligned(!m_young);
        applyCommandLine(*page);
        if (const auto asked = m_asked.find(file); asked != m_asked.end()) {
            applyParameters(*page, asked->second);
            m_asked.erase(asked);
        }
        page->setKnownDashboards(knownDashboards());
        page->setStarred(isStarred(file));
    }
    m_listed = listedDashboards(m_kept);
    m_window.setDashboardEntries(dashboardEntries());
}

void DesktopApp::applyCommandLine(ui::DashboardPage& page) const
{
    for (const auto& [name, values] : m_call.variables) page.session().setVariable(name, values);
}

void DesktopApp::openText(const QByteArray& text)
{
    if (!m_engine) return;
    const auto notOne = [this](const Error& error) {
        m_window.showError(tr("This is no dashboard"), QString::fromStdString(error.message + "\n\n" + error.where));
    };
    const auto sources = ui::readDashboardSources({text.constData(), static_cast<std::size_t>(text.size())});
    if (!sources) {
        notOne(sources.error());
        return;
    }
    for (const ui::DashboardSource& source : *sources) {
        auto dashboard = ui::openDashboard(source);
        if (!dashboard) {
            notOne(dashboard.error());
            continue;
        }
        m_window.openDashboard(std::move(*dashboard), QStringLiteral("pasted:%1").arg(++m_pasted));
    }
}

void DesktopApp::browse()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        &m_window, tr("Open dashboards"), {}, tr("Grafana dashboards (*.json *.yaml *.yml);;All files (*)"));
    openFiles(files);
}

/// Dashboards come from anywhere: only web links are opened, and never without a look at where they lead.
void DesktopApp::openLink(const QUrl& url)
{
    if (openKnown(url)) return;
    const QString scheme = url.scheme().toLower();
    if (scheme != QLatin1String("http") && scheme != QLatin1String("https")) {
        m_window.showError(tr("Link not opened"),
                           tr("Only http and https links are opened:\n\n%1").arg(url.toString()));
        return;
    }
    auto* box = new QMessageBox(QMessageBox::Question, tr("Open this link?"), url.toDisplayString(),
                                QMessageBox::Open | QMessageBox::Cancel, &m_window);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [url](int answer) {
        if (answer == QMessageBox::Open) QDesktopServices::openUrl(url);
    });
    box->open();
}

void DesktopApp::save(const ui::SaveRequest& request)
{
    const QString folder = QSettings().value(QStringLiteral("exportFolder"), QDir::homePath()).toString();
    const QString path = QFileDialog::getSaveFileName(&m_window, tr("Save as"), QDir(folder).filePath(request.name),
                                                      request.filter);
    if (path.isEmpty()) return;
    QSettings().setValue(QStringLiteral("exportFolder"), QFileInfo(path).absolutePath());
    QSaveFile file(path);
    const bool written = file.open(QIODevice::WriteOnly) && file.write(request.content) == request.content.size();
    if (!written || !file.commit())
        m_window.showError(tr("This file cannot be written"), path + u'\n' + file.errorString());
}

bool DesktopApp::openKnown(const QUrl& url)
{
    if (!url.isRelative()) return false;
    const std::string uid = ui::linkedDashboardUid(url.path().toStdString());
    if (uid.empty()) return false;
    for (const ui::KnownDashboard& known : knownDashboards()) {
        if (known.uid != uid) continue;
        const QString location = QString::fromStdString(known.location);
        m_asked[location] = ui::parseUrlParameters(url.query(QUrl::FullyEncoded).toStdString());
        openFiles({location});
        return true;
    }
    m_window.showError(
        tr("Link not opened"),
        tr("It leads to a dashboard that is not known here. Open its file once, and the link works:\n\n%1")
            .arg(url.toString()));
    return true;
}

void DesktopApp::download(qint64 id, qint64 revision)
{
    if (!m_engine) return;
    const std::string url =
        QSettings().value(QStringLiteral("grafanaComUrl"), QLatin1String(kGrafanaComUrl)).toString().toStdString();
    const int job = ++m_loads;
    m_loading[job] = ui::runInBackground(
        m_engine->queryPool(), this,
        [id, revision, url](std::stop_token stop) {
            return downloadToFile(id, revision, url, downloadFolder(), std::move(stop));
        },
        [this, job](Result<std::filesystem::path> file) {
            m_loading.erase(job);
            m_window.downloadFinished(file ? QString() : QString::fromStdString(file.error().message));
            if (file) openFiles({QString::fromStdString(file->string())});
        });
}

void DesktopApp::toggleTheme()
{
    const bool dark = ui::currentTheme().isDark();
    ui::applyTheme(*qApp, dark ? ui::ThemeKind::Light : ui::ThemeKind::Dark);
    QSettings().setValue(QStringLiteral("theme"), dark ? QStringLiteral("light") : QStringLiteral("dark"));
}

}  // namespace watchglass::app
