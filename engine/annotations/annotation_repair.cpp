// What is done to annotations.db as a whole: copies, checks and repair.

#include <limits>

#include "engine/annotations/annotation_codec.h"
#include "engine/annotations/annotation_store.h"
#include "engine/storage/db_tools.h"
#include "engine/storage/directory_lock.h"
#include "engine/storage/files.h"
#include "engine/storage/sqlite.h"

namespace watchglass::annotations {

namespace {

namespace fs = std::filesystem;

using Damages = std::vector<storage::Damage>;

Damages damagesOf(const fs::path& file)
{
    Damages out;
    const auto add = [&](std::string part, std::string message) {
        out.push_back({file.filename().string(), std::move(part), std::move(message)});
    };
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return out;
    auto database = storage::Database::open(file, storage::Database::Mode::Create);
    if (!database) {
        add("file", database.error().message);
        return out;
    }
    for (std::string& page : database->damagedPages()) add("file", std::move(page));
    auto meta = storage::Statement::prepare(*database, "SELECT format FROM meta");
    if (!meta || !meta->step().value_or(false)) {
        add("file", "does not say its format");
    } else if (meta->integer(0) > kAnnotationFormat) {
        add("file", "was written by a newer version of Watchglass");
        return out;
    }
    auto rows = storage::Statement::prepare(*database, "SELECT id, data FROM annotations ORDER BY id");
    for (Result<bool> more = rows ? rows->step() : tl::make_unexpected(rows.error());; more = rows->step()) {
        if (!more) add("file", more.error().message);
        if (!more || !*more) return out;
        if (!restoredAnnotation(rows->integer(0), rows->blob(1)))
            add("row " + std::to_string(rows->integer(0)), "does not match its checksum");
    }
}

}  // namespace

Result<void> AnnotationStore::copyTo(const fs::path& folder)
{
    MutexLock lock(m_writing);
    std::error_code ignored;
    if (m_file.empty() || !fs::exists(m_file, ignored)) return {};
    if (auto connected = connect(); !connected) return connected;
    return m_database->copyTo(folder / m_file.filename());
}

Result<void> AnnotationStore::renew()
{
    m_database.reset();
    std::error_code ignored;
    for (const char* rest : {"", "-wal"})
        fs::rename(m_file.string() + rest, m_file.string() + ".damaged" + rest, ignored);
    storage::removeDatabase(m_file);
    if (auto connected = connect(); !connected) return connected;
    return write(find({.limit = std::numeric_limits<std::size_t>::max()}));
}

Result<Damages> AnnotationStore::check(const fs::path& directory)
{
    const auto lock = storage::DirectoryLock::takeExisting(directory);
    if (!lock) return tl::make_unexpected(lock.error());
    return damagesOf(directory / "annotations.db");
}

Result<Damages> AnnotationStore::repair(const fs::path& directory)
{
    const auto lock = storage::DirectoryLock::takeExisting(directory);
    if (!lock) return tl::make_unexpected(lock.error());
    Damages found = damagesOf(directory / "annotations.db");
    if (found.empty()) return found;
    AnnotationStore store(directory / "annotations.db", SystemClock::instance());
    MutexLock writing(store.m_writing);
    // What can be read is in memory then, whatever becomes of the rest.
    if (const auto read = store.connect(); !read && read.error().code != ErrorCode::Corrupt)
        return tl::make_unexpected(read.error());
    if (auto renewed = store.renew(); !renewed) return tl::make_unexpected(renewed.error());
    return found;
}

Result<std::size_t> AnnotationStore::count(const fs::path& directory)
{
    const auto lock = storage::DirectoryLock::takeExisting(directory);
    if (!lock) return tl::make_unexpected(lock.error());
    AnnotationStore store(directory / "annotations.db", SystemClock::instance());
    std::error_code ignored;
    MutexLock writing(store.m_writing);
    if (fs::exists(store.m_file, ignored)) (void)store.connect();
    return store.find({.limit = std::numeric_limits<std::size_t>::max()}).size();
}

}  // namespace watchglass::annotations
