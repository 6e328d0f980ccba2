#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include "app/desktop/grafana_com.h"
#include "app/desktop/library.h"
#include "ui/dashboard/dashboard_folder.h"
#include "ui/dashboard/dashboard_source.h"

namespace watchglass::app {

namespace {

/// Real dashboards have a few megabytes; read as a document, a text takes many times its size.
constexpr qint64 kLargestFile = 64LL * 1024 * 1024;
constexpr std::size_t kMostOfFolder = 50;  ///< dashboards that one folder opens at once

Error in(const QString& file, Error error)
{
    const std::string name = file.toStdString();
    error.where = error.where.empty() ? name : name + ":" + error.where;
    return error;
}

Result<std::vector<ui::DashboardSource>> readSources(const QString& name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::Io, "cannot read the file: " + file.errorString().toStdString(), name.toStdString());
    }
    if (file.size() > kLargestFile) {
        return fail(ErrorCode::Limit, "the file is larger than 64 MiB, which no dashboard is", name.toStdString());
    }
    const QByteArray text = file.readAll();
    auto sources = ui::readDashboardSources({text.constData(), static_cast<std::size_t>(text.size())});
    if (!sources) return tl::make_unexpected(in(name, sources.error()));
    return sources;
}

/// What tells the dashboards of a file apart.
QString nameOf(const ui::DashboardSource& source)
{
    return QString::fromStdString(source.name.empty() ? source.part.path : source.name);
}

Result<ui::Dashboard> openSource(const ui::DashboardSource& source, const QString& file)
{
    if (source.gnetId > 0) {
        const QString url =
            QSettings().value(QStringLiteral("grafanaComUrl"), QLatin1String(kGrafanaComUrl)).toString();
        const auto text = downloadDashboard(source.gnetId, source.revision, url.toStdString());
        if (!text) return tl::make_unexpected(in(file, text.error().within("\"" + source.name + "\"")));
        return ui::Dashboard::open(*text);
    }
    auto dashboard = ui::openDashboard(source);
    const bool isPart = source.broken && !source.name.empty();
    if (!dashboard)
        return tl::make_unexpected(in(isPart ? file + QLatin1Char('#') + nameOf(source) : file, dashboard.error()));
    return dashboard;
}

void loadFolder(const QString& folder, LoadedDashboards& out);

void loadFile(const QString& file, LoadedDashboards& out, bool inFolder)
{
    const auto sources = readSources(file);
    if (!sources) {
        // A folder may hold other files too; what is broken is told all the same.
        const bool isOther = sources.error().code == ErrorCode::InvalidInput &&
                             sources.error().where == file.toStdString();
        const bool isJson = file.endsWith(QLatin1String(".json"));
        if (!inFolder || (isJson && !isOther)) out.emplace_back(file, tl::make_unexpected(sources.error()));
        return;
    }
    for (const ui::DashboardSource& source : *sources) {
        const std::filesystem::path path = source.path.empty() ? std::filesystem::path()
                                                               : ui::provisionedPath(source.path, file.toStdString());
        const QString found = QString::fromStdString(path.string());
        const QString location = sources->size() == 1 ? file : file + QLatin1Char('#') + nameOf(source);
        if (!found.isEmpty() && QFileInfo(found).isDir()) {
            if (!inFolder) loadFolder(found, out);
        } else if (!found.isEmpty()) {
            out.emplace_back(found, loadDashboard(found));
        } else {
            out.emplace_back(location, openSource(source, file));
        }
    }
}

void loadFolder(const QString& folder, LoadedDashboards& out)
{
    const std::size_t before = out.size();
    for (const std::filesystem::path& file : ui::dashboardFiles(folder.toStdString())) {
        if (out.size() - before >= kMostOfFolder) {
            out.emplace_back(folder, fail(ErrorCode::Limit,
                                          "the folder holds many dashboards: the first " +
                                              std::to_string(kMostOfFolder) + " are opened",
                                          folder.toStdString()));
            return;
        }
        loadFile(QString::fromStdString(file.string()), out, true);
    }
    if (out.size() == before) {
        out.emplace_back(folder, fail(ErrorCode::NotFound, "the folder holds no dashboard", folder.toStdString()));
    }
}

}  // namespace

std::pair<QString, QString> splitLocation(const QString& location)
{
    const qsizetype hash = location.lastIndexOf(QLatin1Char('#'));
    if (hash <= 0 || QFileInfo::exists(location)) return {location, QString()};
    return {location.left(hash), location.mid(hash + 1)};
}

Result<ui::Dashboard> loadDashboard(const QString& location)
{
    const auto [file, name] = splitLocation(location);
    const auto sources = readSources(file);
    if (!sources) return tl::make_unexpected(sources.error());
    if (name.isEmpty() && sources->size() > 1) {
        return fail(ErrorCode::InvalidInput,
                    "the file holds " + std::to_string(sources->size()) + " dashboards: name one as FILE#" +
                        nameOf(sources->front()).toStdString(),
                    file.toStdString());
    }
    for (const ui::DashboardSource& source : *sources) {
        if (name.isEmpty() || nameOf(source) == name) return openSource(source, file);
    }
    return fail(ErrorCode::NotFound, "the file holds no dashboard \"" + name.toStdString() + "\"", file.toStdString());
}

LoadedDashboards loadDashboards(const QStringList& locations)
{
    LoadedDashboards out;
    for (const QString& location : locations) {
        if (QFileInfo(location).isDir()) {
            loadFolder(location, out);
        } else if (QFileInfo::exists(location)) {
            loadFile(location, out, false);
        } else {
            out.emplace_back(location, loadDashboard(location));
        }
    }
    return out;
}

}  // namespace watchglass::app
