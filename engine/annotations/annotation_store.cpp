#include "engine/annotations/annotation_store.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "engine/annotations/annotation_codec.h"
#include "engine/base/log.h"
#include "engine/storage/files.h"
#include "engine/storage/sqlite.h"

namespace watchglass::annotations {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostText = 65'536;  ///< bytes; no tooltip shows as much
constexpr std::size_t kMostTags = 100;
constexpr std::size_t kMostTag = 1'000;

Result<void> checkLengths(const Annotation& one)
{
    if (one.text.find_first_not_of(" \t\r\n") == std::string::npos && one.tags.empty())
        return fail(ErrorCode::InvalidInput, "an annotation has a text or a tag");
    const bool long_ = std::any_of(one.tags.begin(), one.tags.end(),
                                   [](const auto& tag) { return tag.size() > kMostTag; });
    if (one.text.size() > kMostText || one.tags.size() > kMostTags || long_)
        return fail(ErrorCode::Limit, "an annotation has at most 65536 bytes of text and 100 tags of 1000 bytes");
    return {};
}

void setInOrder(Annotation& one)
{
    if (one.toMs < one.fromMs) std::swap(one.fromMs, one.toMs);
    one.tags = cleanTags(one.tags);
}

}  // namespace

AnnotationStore::AnnotationStore(fs::path file, const Clock& clock) : m_file(std::move(file)), m_clock(clock) {}
AnnotationStore::~AnnotationStore() = default;

Result<std::unique_ptr<AnnotationStore>> AnnotationStore::open(const fs::path& directory, const Clock& clock)
{
    std::unique_ptr<AnnotationStore> out(
        new AnnotationStore(directory.empty() ? fs::path() : directory / "annotations.db", clock));
    std::error_code ignored;
    if (directory.empty() || !fs::exists(out->m_file, ignored)) return out;
    MutexLock lock(out->m_writing);
    const auto connected = out->connect();
    if (connected) return out;
    const Error& error = connected.error();
    if (error.code == ErrorCode::InvalidInput) return tl::make_unexpected(error);
    if (error.code != ErrorCode::Corrupt) {
        logError("annotations", out->m_file.string() + " cannot be read now: " + error.message);
        return out;
    }
    logError("annotations", out->m_file.string() + " cannot be used and is set aside as *.damaged: " + error.message);
    if (auto renewed = out->renew(); !renewed) return tl::make_unexpected(renewed.error());
    return out;
}

Result<void> AnnotationStore::connect()
{
    if (m_file.empty() || m_database) return {};
    auto opened = storage::Database::open(m_file, storage::Database::Mode::Create, true);
    if (!opened) return tl::make_unexpected(opened.error());
    auto database = std::make_unique<storage::Database>(std::move(*opened));
    // `last` keeps the ids of what was removed from being given again.
    const auto made = database->run("BEGIN IMMEDIATE;"
                                    "CREATE TABLE IF NOT EXISTS meta(format INTEGER, last INTEGER);"
                                    "INSERT INTO meta SELECT " +
                                    std::to_string(kAnnotationFormat) +
                                    ", 0 WHERE NOT EXISTS (SELECT 1 FROM meta);"
                                    "CREATE TABLE IF NOT EXISTS annotations(id INTEGER PRIMARY KEY, data BLOB);"
                                    "COMMIT");
    if (!made) return made;
    auto meta = storage::Statement::prepare(*database, "SELECT format, last FROM meta");
    if (!meta) return tl::make_unexpected(meta.error());
    if (const auto has = meta->step(); !has) return tl::make_unexpected(has.error());
    if (meta->integer(0) > kAnnotationFormat)
        return fail(ErrorCode::InvalidInput, "the annotations were written by a newer version of Watchglass",
                    m_file.string());
    m_lastId = std::max(m_lastId, meta->integer(1));
    if (auto loaded = load(*database); !loaded) return loaded;
    m_database = std::move(database);
    return storage::syncDirectory(m_file.parent_path());
}

Result<void> AnnotationStore::load(storage::Database& database)
{
    auto rows = storage::Statement::prepare(database, "SELECT id, data FROM annotations ORDER BY id");
    if (!rows) return tl::make_unexpected(rows.error());
    MutexLock lock(m_mutex);
    for (;;) {
        const auto more = rows->step();
        if (!more) return tl::make_unexpected(more.error());
        if (!*more) return {};
        const std::int64_t id = rows->integer(0);
        m_lastId = std::max(m_lastId, id);
        if (auto one = restoredAnnotation(id, rows->blob(1))) {
            m_all.emplace(id, std::move(*one));
        } else {
            logError("annotations", "row " + std::to_string(id) + " of " + m_file.string() + " is damaged");
        }
    }
}

Result<void> AnnotationStore::write(std::span<const Annotation> annotations)
{
    if (m_file.empty()) return {};
    if (auto connected = connect(); !connected) return connected;
    const auto all = [&]() -> Result<void> {
        if (auto begun = m_database->run("BEGIN IMMEDIATE"); !begun) return begun;
        auto insert = storage::Statement::prepare(*m_database, "INSERT OR REPLACE INTO annotations VALUES(?1, ?2)");
        if (!insert) return tl::make_unexpected(insert.error());
        std::int64_t highest = m_lastId;
        for (const Annotation& one : annotations) {
            const std::string blob = storedAnnotation(one);
            if (auto done = insert->bind(1, one.id).bindBlob(2, blob).step(); !done)
                return tl::make_unexpected(done.error());
            insert->reset();
            highest = std::max(highest, one.id);
        }
        auto last = storage::Statement::prepare(*m_database, "UPDATE meta SET last = max(last, ?1)");
        if (!last) return tl::make_unexpected(last.error());
        if (auto done = last->bind(1, highest).step(); !done) return tl::make_unexpected(done.error());
        last->reset();
        return m_database->run("COMMIT");
    };
    auto written = all();
    if (!written) (void)m_database->run("ROLLBACK");
    return written;
}

std::vector<Annotation> AnnotationStore::find(const AnnotationFilter& filter) const
{
    MutexLock lock(m_mutex);
    std::vector<const Annotation*> found;
    for (const auto& [id, one] : m_all) {
        if (passes(one, filter)) found.push_back(&one);
    }
    const auto newer = [](const Annotation* a, const Annotation* b) {
        return std::tuple(a->toMs, a->fromMs, a->id) > std::tuple(b->toMs, b->fromMs, b->id);
    };
    const std::size_t count = std::min(filter.limit, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end(), newer);
    std::vector<Annotation> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(*found[i]);
    return out;
}

std::optional<Annotation> AnnotationStore::get(std::int64_t id) const
{
    MutexLock lock(m_mutex);
    const auto known = m_all.find(id);
    return known == m_all.end() ? std::nullopt : std::optional(known->second);
}

Result<Annotation> AnnotationStore::add(Annotation annotation)
{
    setInOrder(annotation);
    if (auto good = checkLengths(annotation); !good) return tl::make_unexpected(good.error());
    MutexLock writing(m_writing);
    if (auto connected = connect(); !connected) return tl::make_unexpected(connected.error());
    annotation.id = m_lastId + 1;
    annotation.createdMs = annotation.updatedMs = m_clock.nowMs();
    if (auto written = write({&annotation, 1}); !written) return tl::make_unexpected(written.error());
    m_lastId = annotation.id;
    MutexLock lock(m_mutex);
    ++m_version;
    return m_all[annotation.id] = std::move(annotation);
}

Result<Annotation> AnnotationStore::change(const Annotation& annotation)
{
    MutexLock writing(m_writing);
    auto known = get(annotation.id);
    if (!known) return fail(ErrorCode::NotFound, "the annotation does not exist any more");
    known->fromMs = annotation.fromMs;
    known->toMs = annotation.toMs;
    known->text = annotation.text;
    known->tags = annotation.tags;
    setInOrder(*known);
    if (auto good = checkLengths(*known); !good) return tl::make_unexpected(good.error());
    known->updatedMs = m_clock.nowMs();
    if (auto written = write({&*known, 1}); !written) return tl::make_unexpected(written.error());
    MutexLock lock(m_mutex);
    ++m_version;
    return m_all[known->id] = std::move(*known);
}

Result<void> AnnotationStore::moveAll(const std::string& fromUid, const std::string& toUid)
{
    MutexLock writing(m_writing);
    AnnotationFilter filter;
    filter.dashboardUid = fromUid;
    filter.limit = std::numeric_limits<std::size_t>::max();
    std::vector<Annotation> moved = fromUid.empty() ? std::vector<Annotation>() : find(filter);
    if (moved.empty()) return {};
    for (Annotation& one : moved) one.dashboardUid = toUid;
    if (auto written = write(moved); !written) return written;
    MutexLock lock(m_mutex);
    ++m_version;
    for (Annotation& one : moved) m_all[one.id] = std::move(one);
    return {};
}

Result<void> AnnotationStore::remove(std::int64_t id)
{
    MutexLock writing(m_writing);
    if (!get(id)) return fail(ErrorCode::NotFound, "the annotation does not exist any more");
    if (!m_file.empty()) {
        if (auto connected = connect(); !connected) return connected;
        auto gone = storage::Statement::prepare(*m_database, "DELETE FROM annotations WHERE id = ?1");
        if (!gone) return tl::make_unexpected(gone.error());
        if (auto done = gone->bind(1, id).step(); !done) return tl::make_unexpected(done.error());
    }
    MutexLock lock(m_mutex);
    ++m_version;
    m_all.erase(id);
    return {};
}

}  // namespace watchglass::annotations
