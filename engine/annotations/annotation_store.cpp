#include "engine/annotations/annotation_store.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "engine/base/log.h"
#include "engine/storage/bytes.h"
#include "engine/storage/files.h"
#include "engine/storage/packed_blob.h"
#include "engine/storage/sqlite.h"

namespace watchglass::annotations {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kFormat = 1;
constexpr std::size_t kMostText = 65'536;  ///< bytes; no tooltip shows as much
constexpr std::size_t kMostTags = 100;
constexpr std::size_t kMostTag = 1'000;

std::string stored(const Annotation& one)
{
    std::string out;
    storage::putSigned(out, one.fromMs);
    storage::putSigned(out, one.toMs);
    storage::putText(out, one.dashboardUid);
    storage::putSigned(out, one.panelId);
    storage::putText(out, one.text);
    storage::putVarint(out, one.tags.size());
    for (const std::string& tag : one.tags) storage::putText(out, tag);
    storage::putText(out, one.user);
    storage::putSigned(out, one.createdMs);
    storage::putSigned(out, one.updatedMs);
    return storage::storeBlob(out);
}

std::optional<Annotation> restored(std::int64_t id, std::string_view blob)
{
    const auto content = storage::unpackBlob(blob);
    if (!content) return std::nullopt;
    storage::ByteReader in(*content);
    Annotation out;
    out.id = id;
    out.fromMs = in.signedVarint();
    out.toMs = in.signedVarint();
    out.dashboardUid = in.text();
    out.panelId = in.signedVarint();
    out.text = in.text();
    const std::uint64_t tags = in.varint();
    for (std::uint64_t i = 0; i < tags && !in.failed(); ++i) out.tags.emplace_back(in.text());
    out.user = in.text();
    out.createdMs = in.signedVarint();
    out.updatedMs = in.signedVarint();
    return in.failed() ? std::nullopt : std::optional(std::move(out));
}

Result<void> check(const Annotation& one)
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
    fs::rename(out->m_file, out->m_file.string() + ".damaged", ignored);
    fs::rename(out->m_file.string() + "-wal", out->m_file.string() + ".damaged-wal", ignored);
    // What could be read goes on in a new file.
    for (const Annotation& one : out->find({.limit = std::numeric_limits<std::size_t>::max()})) {
        if (auto kept = out->write(one); !kept) return tl::make_unexpected(kept.error());
    }
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
                                    std::to_string(kFormat) +
                                    ", 0 WHERE NOT EXISTS (SELECT 1 FROM meta);"
                                    "CREATE TABLE IF NOT EXISTS annotations(id INTEGER PRIMARY KEY, data BLOB);"
                                    "COMMIT");
    if (!made) return made;
    auto meta = storage::Statement::prepare(*database, "SELECT format, last FROM meta");
    if (!meta) return tl::make_unexpected(meta.error());
    if (const auto has = meta->step(); !has) return tl::make_unexpected(has.error());
    if (meta->integer(0) > kFormat)
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
        if (auto one = restored(id, rows->blob(1))) {
            m_all.emplace(id, std::move(*one));
        } else {
            logError("annotations", "row " + std::to_string(id) + " of " + m_file.string() + " is damaged");
        }
    }
}

Result<void> AnnotationStore::write(const Annotation& annotation)
{
    if (m_file.empty()) return {};
    if (auto connected = connect(); !connected) return connected;
    const std::string blob = stored(annotation);
    const auto all = [&]() -> Result<void> {
        if (auto begun = m_database->run("BEGIN IMMEDIATE"); !begun) return begun;
        auto insert = storage::Statement::prepare(*m_database, "INSERT OR REPLACE INTO annotations VALUES(?1, ?2)");
        if (!insert) return tl::make_unexpected(insert.error());
        if (auto done = insert->bind(1, annotation.id).bindBlob(2, blob).step(); !done)
            return tl::make_unexpected(done.error());
        insert->reset();
        auto last = storage::Statement::prepare(*m_database, "UPDATE meta SET last = max(last, ?1)");
        if (!last) return tl::make_unexpected(last.error());
        if (auto done = last->bind(1, annotation.id).step(); !done) return tl::make_unexpected(done.error());
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
    if (auto good = check(annotation); !good) return tl::make_unexpected(good.error());
    MutexLock writing(m_writing);
    if (auto connected = connect(); !connected) return tl::make_unexpected(connected.error());
    annotation.id = m_lastId + 1;
    annotation.createdMs = annotation.updatedMs = m_clock.nowMs();
    if (auto written = write(annotation); !written) return tl::make_unexpected(written.error());
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
    if (auto good = check(*known); !good) return tl::make_unexpected(good.error());
    known->updatedMs = m_clock.nowMs();
    if (auto written = write(*known); !written) return tl::make_unexpected(written.error());
    MutexLock lock(m_mutex);
    ++m_version;
    return m_all[known->id] = std::move(*known);
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
