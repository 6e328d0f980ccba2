#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <thread>

#include "app/command_line.h"
#include "app/desktop/file_documents.h"
#include "app/desktop/library.h"
#include "app/desktop/single_instance.h"
#include "app/desktop/stall_run.h"
#include "app/desktop/tray.h"
#include "app/notify/desktop_notifier.h"
#include "engine/engine.h"
#include "ui/dashboard/url_text.h"
#include "ui/pages/main_window.h"
#include "ui/query/background.h"
#include "ui/query/program_lists.h"

namespace watchglass::app {

/// The program with a window: starts the engine while the window is made and wires both together.
/// Threads: GUI thread only; the engine is started on a thread of its own.
class DesktopApp final : public QObject {
    Q_OBJECT

public:
    DesktopApp(const Invocation& call, EngineOptions options, QObject* parent = nullptr);
    ~DesktopApp() override;

    void openFiles(const QStringList& files);
    void raiseWindow() { m_window.raiseWindow(); }

private:
    [[nodiscard]] std::jthread startEngine(EngineOptions options);
    void onEngine();
    void openLoaded(LoadedDashboards loaded);
    void readKept();
    void refreshSoon();
    void openText(const QByteArray& text);
    void browse();
    void openLink(const QUrl& url);
    void save(const ui::SaveRequest& request);
    /// Follows an address within Grafana ("/d/UID?var-x=1&from=...") to a dashboard that is known; false for others.
    bool openKnown(const QUrl& url);
    void download(qint64 id, qint64 revision);
    void toggleTheme();
    void applyCommandLine(ui::DashboardPage& page) const;
    [[nodiscard]] std::string trouble() const;

    const Invocation& m_call;
    std::unique_ptr<Engine> m_engine;
    Result<std::unique_ptr<Engine>> m_started;  ///< written by m_starter before it posts onEngine()
    LoadedDashboards m_first;                   ///< what is shown first; written by m_starter
    std::jthread m_starter;                     // after what it writes to; before the window, which is made meanwhile
    QStringList m_waitingFiles;
    std::map<int, ui::Ticket> m_loading;
    int m_loads = 0;
    std::vector<ui::ListedDashboard> m_kept;       ///< in the folder for downloads
    std::vector<ui::ListedDashboard> m_listed;     ///< what lists of dashboards choose from
    std::map<QString, ui::UrlParameters> m_asked;  ///< what a link said about a dashboard that is being opened
    bool m_young = true;                           ///< the first numbers are still to come
    int m_pasted = 0;
    DesktopNotifier m_notifier;
    std::unique_ptr<Tray> m_tray;
    FileDocuments m_documents;
    ui::MainWindow m_window;
    std::unique_ptr<StallRun> m_stalls;
};

}  // namespace watchglass::app
