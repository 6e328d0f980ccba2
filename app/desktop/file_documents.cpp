#include "app/desktop/file_documents.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <algorithm>

#include "app/desktop/library.h"
#include "engine/base/json.h"
#include "ui/dashboard/dashboard_source.h"

namespace watchglass::app {

namespace {

QString qt(const std::string& text) { return QString::fromStdString(text); }

/// The file of a location, without the name of one of its dashboards.
QString fileOf(const std::string& location) { return splitLocation(qt(location)).first; }

Result<std::string> readAll(const QString& name)
{
    QFile file(name);
    if (!file.exists()) return fail(ErrorCode::NotFound, "there is no such file", name.toStdString());
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, "cannot read the file: " + file.errorString().toStdString(), name.toStdString());
    return file.readAll().toStdString();
}

/// Whole or not at all: a new file takes the old one's place when all of it is on the disk.
Result<void> writeAll(const QString& name, const std::string& text)
{
    QSaveFile file(name);
    const auto size = static_cast<qint64>(text.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), size) != size || !file.commit())
        return fail(ErrorCode::Io, "cannot write the file: " + file.errorString().toStdString(), name.toStdString());
    return {};
}

}  // namespace

FileDocuments::FileDocuments(std::filesystem::path history, std::function<std::int64_t()> nowMs)
    : m_history(std::move(history)), m_nowMs(std::move(nowMs))
{
}

Result<ui::StoredDocument> FileDocuments::read(const std::string& location)
{
    const auto [file, name] = splitLocation(qt(location));
    auto text = readAll(file);
    if (!text) return tl::make_unexpected(text.error());
    const auto dashboard = loadDashboard(qt(location));
    if (!dashboard) return tl::make_unexpected(dashboard.error());
    ui::StoredDocument out;
    out.path = dashboard->path();
    // The text is edited where it is the very document: not YAML, and not a dashboard inside a text of the file.
    const auto document = json::parse(*text);
    if (!document || !(*document == dashboard->document())) {
        out.text = json::write(dashboard->document(), 2) + "\n";
        out.note = "This dashboard comes out of a file that is no dashboard itself: it is saved as a file of its own.";
        return out;
    }
    out.text = std::move(*text);
    if (file.startsWith(QLatin1Char(':'))) {
        out.note = "This dashboard is shipped with the program: it is saved as a file of its own.";
    } else if (!QFileInfo(file).isWritable()) {
        out.note = "The file may not be written: the dashboard is saved as a copy.";
    } else {
        out.writable = true;
    }
    return out;
}

Result<ui::SaveOutcome> FileDocuments::save(const std::string& location, const std::string& text,
                                            const std::string& expected)
{
    const QString file = fileOf(location);
    const auto present = readAll(file);
    if (!present && present.error().code != ErrorCode::NotFound) return tl::make_unexpected(present.error());
    const std::string onDisk = present ? *present : std::string();
    if (present && onDisk != expected) return ui::SaveOutcome{false, onDisk};
    // What is there before the first save is worth as much as what is saved.
    if (present && versions(location).empty()) {
        if (const auto kept = keep(location, onDisk); !kept) return tl::make_unexpected(kept.error());
    }
    if (const auto kept = keep(location, text); !kept) return tl::make_unexpected(kept.error());
    if (const auto written = writeAll(file, text); !written) return tl::make_unexpected(written.error());
    return ui::SaveOutcome{true, {}};
}

Result<void> FileDocuments::saveCopy(const std::string& file, const std::string& text)
{
    if (const auto before = readAll(qt(file)); before && versions(file).empty()) {
        if (const auto kept = keep(file, *before); !kept) return kept;
    }
    if (const auto kept = keep(file, text); !kept) return kept;
    return writeAll(qt(file), text);
}

/// By the file's full name, readable and unique.
QString FileDocuments::folderOf(const std::string& location) const
{
    const QFileInfo file(fileOf(location));
    const QByteArray hash =
        QCryptographicHash::hash(file.absoluteFilePath().toUtf8(), QCryptographicHash::Sha1).toHex();
    return QDir(QString::fromStdString(m_history.string()))
        .filePath(file.completeBaseName().left(60) + QLatin1Char('-') + QString::fromLatin1(hash.left(12)));
}

Result<void> FileDocuments::keep(const std::string& location, const std::string& text) const
{
    const QString folder = folderOf(location);
    if (!QDir().mkpath(folder))
        return fail(ErrorCode::Io, "cannot make the folder of saved versions", folder.toStdString());
    std::int64_t id = m_nowMs();
    while (QFileInfo::exists(QDir(folder).filePath(QStringLiteral("%1.json").arg(id)))) ++id;
    return writeAll(QDir(folder).filePath(QStringLiteral("%1.json").arg(id)), text);
}

std::vector<ui::SavedVersion> FileDocuments::versions(const std::string& location)
{
    std::vector<ui::SavedVersion> out;
    for (const QFileInfo& file : QDir(folderOf(location)).entryInfoList({QStringLiteral("*.json")}, QDir::Files)) {
        bool isTime = false;
        const qint64 time = file.completeBaseName().toLongLong(&isTime);
        if (isTime) out.push_back({file.completeBaseName().toStdString(), time, static_cast<std::size_t>(file.size())});
    }
    std::sort(out.begin(), out.end(),
              [](const ui::SavedVersion& a, const ui::SavedVersion& b) { return b.savedMs < a.savedMs; });
    return out;
}

Result<std::string> FileDocuments::version(const std::string& location, const std::string& id)
{
    bool isTime = false;
    const qint64 time = QString::fromStdString(id).toLongLong(&isTime);
    if (!isTime) return fail(ErrorCode::NotFound, "there is no such version", id);
    return readAll(QDir(folderOf(location)).filePath(QStringLiteral("%1.json").arg(time)));
}

}  // namespace watchglass::app
