#include <QDir>
#include <QFileInfo>

#include "app/commands/commands.h"
#include "app/commands/offscreen.h"
#include "app/desktop/library.h"
#include "ui/export/csv_export.h"
#include "ui/export/picture_export.h"
#include "ui/export/save_request.h"
#include "ui/pages/dashboard_view.h"
#include "ui/panels/panel_support.h"

namespace watchglass::app {

namespace {

QString formatOf(const Invocation& call)
{
    if (!call.pictureFormat.empty()) return QString::fromStdString(call.pictureFormat);
    const QString suffix = QFileInfo(QString::fromStdString(call.out)).suffix().toLower();
    const bool known = suffix == QLatin1String("csv") || ui::formatOfSuffix(QLatin1Char('.') + suffix) != nullptr;
    return known ? suffix : QStringLiteral("png");
}

QByteArray panelCsv(const ui::DashboardPage& page, const std::string& key, const Invocation& call)
{
    const ui::PanelData data = page.view().panelData(key);
    return ui::csvOf(ui::joinedByTime(*data.frames), {true, call.forExcel}, ui::formatContextOf(data));
}

/// One panel into the file, or each into a file of its own in the folder.
Result<void> writeCsv(const ui::DashboardPage& page, const Invocation& call)
{
    const QString out = QString::fromStdString(call.out);
    if (call.panelId) return saveBytes(panelCsv(page, page.view().solo(), call), out);
    if (!QDir().mkpath(out)) return fail(ErrorCode::Io, "cannot make the folder", call.out);
    for (const ui::PlacedPanel& placed : page.session().layout()) {
        const QByteArray csv = panelCsv(page, placed.key, call);
        if (csv.isEmpty()) continue;
        const QString name = ui::fileNameOf(ui::toQString(placed.key) + QLatin1Char(' ') +
                                            page.view().titleOf(placed.key));
        if (auto saved = saveBytes(csv, QDir(out).filePath(name + QStringLiteral(".csv"))); !saved) return saved;
    }
    return {};
}

Result<void> write(ui::DashboardPage& page, const Invocation& call)
{
    const QString format = formatOf(call);
    if (format == QLatin1String("csv")) return writeCsv(page, call);
    ui::PictureExport how;
    how.format = *ui::formatOfSuffix(QLatin1Char('.') + format);
    how.scale = call.scale;
    how.a4 = call.a4;
    how.title = ui::toQString(page.session().dashboard().title());
    const auto parts = call.pagePerRow && !call.panelId ? page.rowParts() : std::vector<QRect>();
    const QByteArray bytes = ui::pictureOf(page, how, parts);
    if (bytes.isEmpty()) return fail(ErrorCode::Limit, "the picture is too large");
    return saveBytes(bytes, QString::fromStdString(call.out));
}

}  // namespace

int runRender(const Invocation& call)
{
    auto options = engineOptions(call.engine, defaultStoragePath());
    if (!options) {
        printError(options.error());
        return 1;
    }
    // Only what is stored is drawn, unless the caller asks to collect first.
    options->hostMetrics = call.waitSeconds > 0 && call.engine.hostMetrics;
    if (call.waitSeconds > 0) {
        options->storagePath = call.engine.storagePath;
    } else if (auto directory = storedData(call.engine)) {
        options->storagePath = std::move(*directory);
    } else {
        printError(directory.error());
        return 1;
    }
    auto dashboard = loadDashboard(QString::fromStdString(call.files.front()));
    if (!dashboard) {
        printError(dashboard.error());
        return 1;
    }
    auto engine = Engine::start(std::move(*options));
    if (!engine) {
        printError(engine.error());
        return 1;
    }
    if (call.waitSeconds > 0) (void)waitUntil([] { return false; }, static_cast<int>(call.waitSeconds * 1000));
    auto page = layOutDashboard(**engine, std::move(*dashboard), call);
    const auto saved = page ? write(**page, call) : Result<void>(tl::make_unexpected(page.error()));
    if (!saved) {
        printError(saved.error());
        return 1;
    }
    std::printf("%s\n", QDir::current().absoluteFilePath(QString::fromStdString(call.out)).toUtf8().constData());
    return 0;
}

}  // namespace watchglass::app
