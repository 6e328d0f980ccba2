#include <QCoreApplication>
#include <charconv>
#include <cstdio>

#include "app/commands/commands.h"
#include "app/desktop/grafana_com.h"
#include "app/desktop/library.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/import_report.h"

namespace watchglass::app {

namespace {

/// "1860", or the address of its page: ".../grafana/dashboards/1860-node-exporter-full/".
std::optional<std::int64_t> dashboardNumber(std::string_view text)
{
    constexpr std::string_view kPage = "/dashboards/";
    bool page = false;
    if (const std::size_t at = text.rfind(kPage); at != std::string_view::npos) {
        text.remove_prefix(at + kPage.size());
        page = true;
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number <= 0) return std::nullopt;
    const bool whole = end == text.data() + text.size();
    return whole || (page && (*end == '-' || *end == '/' || *end == '?')) ? std::optional(number) : std::nullopt;
}

Result<void> importOne(const Invocation& call, const std::string& which)
{
    const auto id = dashboardNumber(which);
    if (!id) return fail(ErrorCode::InvalidInput, "not the number of a dashboard, such as 1860", which);
    const auto path = downloadToFile(*id, call.revision, call.url.empty() ? kGrafanaComUrl : call.url,
                                     call.out.empty() ? defaultStoragePath() / "dashboards" / ""
                                                      : std::filesystem::path(call.out));
    if (!path) return tl::make_unexpected(path.error());
    const QString location = QString::fromStdString(path->string());
    const auto dashboard = loadDashboard(location);
    if (!dashboard) return tl::make_unexpected(dashboard.error());
    const ui::ImportReport report = ui::makeImportReport(*dashboard);
    std::printf("%s: \"%s\": %zu options honoured, %zu approximated, %zu not drawn\n", path->c_str(),
                dashboard->title().c_str(), report.count(ui::Honoured::Yes), report.count(ui::Honoured::Approximated),
                report.count(ui::Honoured::NotDrawn));
    for (const std::string& note : dashboard->notes()) std::printf("  note: %s\n", note.c_str());
    rememberDashboard(location, QString::fromStdString(dashboard->title()));
    return {};
}

}  // namespace

int runImportDashboard(const Invocation& call)
{
    // Where the window looks for what was opened lately.
    QCoreApplication::setApplicationName(QStringLiteral("watchglass"));
    QCoreApplication::setOrganizationName(QStringLiteral("watchglass"));
    bool good = true;
    for (const std::string& which : call.files) {
        const auto done = importOne(call, which);
        if (done) continue;
        printError(done.error());
        good = false;
    }
    return good ? 0 : 1;
}

}  // namespace watchglass::app
