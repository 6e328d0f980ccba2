#include "app/commands/offscreen.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QLayout>
#include <QSaveFile>
#include <QTimer>
#include <algorithm>

#include "app/desktop/listed_dashboards.h"
#include "ui/export/picture_export.h"
#include "ui/pages/dashboard_picture.h"
#include "ui/pages/dashboard_view.h"
#include "ui/theme/theme.h"

namespace watchglass::app {

namespace {

constexpr int kPollMs = 5;
constexpr int kDrawTimeoutMs = 60'000;
constexpr int kPanelHeight = 400;

/// Opens what the panel is in.
std::string panelKey(ui::DashboardSession& session, int id)
{
    for (const ui::PlacedPanel& placed : session.everything()) {
        if (placed.panel.id != id || placed.kind != ui::PlacedKind::Panel) continue;
        session.open(placed.path);
        return session.keyOf(placed);
    }
    return {};
}

/// Of the dashboard, and of rows and tabs. False: there is none of this name.
bool setVariable(ui::DashboardSession& session, const std::string& name, const std::vector<std::string>& values)
{
    bool found = session.variables().find(name) != nullptr;
    if (found) session.setVariable(name, values);
    for (const ui::Section& section : std::vector<ui::Section>(session.sections())) {
        if (std::find(section.names.begin(), section.names.end(), name) == section.names.end()) continue;
        session.setSectionVariable(section.key, name, values);
        found = true;
    }
    return found;
}

}  // namespace

bool waitUntil(const std::function<bool()>& done, int timeoutMs)
{
    QElapsedTimer elapsed;
    elapsed.start();
    QEventLoop loop;
    QTimer poll;
    bool reached = false;
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        reached = done();
        if (reached || elapsed.hasExpired(timeoutMs)) loop.quit();
    });
    poll.start(kPollMs);
    loop.exec();
    return reached;
}

Result<std::unique_ptr<ui::DashboardPage>> layOutDashboard(Engine& engine, ui::Dashboard dashboard,
                                                           const Invocation& call)
{
    ui::applyTheme(*qApp, call.theme == "light" ? ui::ThemeKind::Light : ui::ThemeKind::Dark);
    const bool ownRange = call.fromGiven;
    const auto lists = std::make_shared<const ui::ProgramLists>(
        ui::ProgramLists{[] { return listedDashboards(); }, [&engine] { return engine.ruleGroups(); }});
    const ui::QueryBackend backend{engine.queries(),
                                   engine.store(),
                                   engine.queryPool(),
                                   engine.clock(),
                                   [&engine] { return engine.scrapeIntervalMs(); },
                                   lists,
                                   &engine.annotations()};
    auto owned = std::make_unique<ui::DashboardPage>(std::move(dashboard), backend);
    ui::DashboardPage& page = *owned;
    ui::DashboardSession& session = page.session();
    session.setRefresh(0);
    if (ownRange) {
        if (auto set = session.setTimeRange({call.from, call.to}); !set) return tl::make_unexpected(set.error());
    }
    page.layout()->setSizeConstraint(QLayout::SetNoConstraint);  // as wide as asked, not as the toolbar would like
    page.resize(call.width, call.height > 0 ? call.height : 800);
    page.setAttribute(Qt::WA_DontShowOnScreen);
    page.show();
    const auto timeout = [] { return fail(ErrorCode::Timeout, "the queries took longer than 60 s"); };
    if (!waitUntil([&] { return !session.busy(); }, kDrawTimeoutMs)) return timeout();
    for (const auto& [name, values] : call.variables) {
        if (!setVariable(session, name, values)) {
            return fail(ErrorCode::NotFound, "the dashboard has no variable \"" + name + "\"");
        }
        if (!waitUntil([&] { return !session.busy(); }, kDrawTimeoutMs)) return timeout();
    }
    if (call.panelId) {
        const std::string key = panelKey(session, *call.panelId);
        if (key.empty()) {
            return fail(ErrorCode::NotFound, "the dashboard has no panel with the id " + std::to_string(*call.panelId));
        }
        page.setKiosk(true);
        page.resize(call.width, call.height > 0 ? call.height : kPanelHeight);
        page.view().setSolo(key);
    } else {
        page.view().setEverythingVisible(true);
        if (call.height == 0) ui::fitToPanels(page, call.width);
    }
    if (!waitUntil([&] { return page.view().settled(); }, kDrawTimeoutMs)) return timeout();
    QApplication::processEvents();
    return owned;
}

Result<QImage> drawDashboard(Engine& engine, ui::Dashboard dashboard, const Invocation& call)
{
    auto page = layOutDashboard(engine, std::move(dashboard), call);
    if (!page) return tl::make_unexpected(page.error());
    QImage image = ui::imageOf(**page, call.scale);
    if (image.isNull()) return fail(ErrorCode::Limit, "the picture is too large");
    return image;
}

Result<void> saveBytes(const QByteArray& bytes, const QString& path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return fail(ErrorCode::Io, "cannot write the file: " + file.errorString().toStdString(), path.toStdString());
    }
    return {};
}

Result<void> savePng(const QImage& image, const QString& path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !image.save(&file, "PNG") || !file.commit()) {
        return fail(ErrorCode::Io, "cannot write the picture: " + file.errorString().toStdString(), path.toStdString());
    }
    return {};
}

}  // namespace watchglass::app
