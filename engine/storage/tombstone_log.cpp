#include "engine/storage/tombstone_log.h"

#include "engine/storage/bytes.h"
#include "engine/storage/files.h"
#include "engine/storage/packed_blob.h"

namespace watchglass::storage {

namespace {

constexpr std::int64_t kFormat = 1;

/// Series to a row: bounds what a damaged row takes with it.
constexpr std::size_t kMostInRow = 1000;

}  // namespace

Result<TombstoneLog> TombstoneLog::open(const std::filesystem::path& path)
{
    auto opened = Database::open(path, Database::Mode::Create);
    if (!opened) return tl::make_unexpected(opened.error());
    TombstoneLog out(std::make_unique<Database>(std::move(*opened)));
    const auto made = out.m_database->run("PRAGMA synchronous=FULL; BEGIN IMMEDIATE;"
                                          "CREATE TABLE IF NOT EXISTS meta(format INTEGER);"
                                          "INSERT INTO meta SELECT " +
                                          std::to_string(kFormat) +
                                          " WHERE NOT EXISTS (SELECT 1 FROM meta);"
                                          "CREATE TABLE IF NOT EXISTS tombstones(id INTEGER PRIMARY KEY, data BLOB);"
                                          "COMMIT");
    if (!made) return tl::make_unexpected(made.error());
    auto meta = Statement::prepare(*out.m_database, "SELECT format FROM meta");
    if (!meta) return tl::make_unexpected(meta.error());
    const auto has = meta->step();
    if (!has) return tl::make_unexpected(has.error());
    if (meta->integer(0) > kFormat) {
        return fail(ErrorCode::InvalidInput, "the list of deleted samples was written by a newer version of Watchglass",
                    path.string());
    }
    return out;
}

Result<void> TombstoneLog::read(SeriesIndex& index, Entries& out)
{
    auto rows = Statement::prepare(*m_database, "SELECT id, data FROM tombstones ORDER BY id");
    if (!rows) return tl::make_unexpected(rows.error());
    std::optional<Error> damage;
    for (;;) {
        const auto more = rows->step();
        if (!more) return tl::make_unexpected(more.error());
        if (!*more) break;
        const auto content = unpackBlob(rows->blob(1));
        ByteReader in(content ? std::string_view(*content) : std::string_view());
        while (!in.atEnd() && !in.failed()) {
            auto labels = Labels::fromStored(std::string(in.text()));
            const std::int64_t minMs = in.signedVarint();
            const std::int64_t maxMs = in.signedVarint();
            if (in.failed() || !labels) {
                in.fail();
            } else {
                out.push_back({index.add(*labels), {minMs, maxMs}});
            }
        }
        if (!content || in.failed()) {
            damage = Error{ErrorCode::Corrupt, "row " + std::to_string(rows->integer(0)) + " is damaged",
                           m_database->path().string()};
        }
    }
    if (damage) return tl::make_unexpected(*damage);
    return {};
}

Result<void> TombstoneLog::add(const Entries& deleted, const SeriesIndex& index)
{
    return write(deleted, index, false);
}

Result<void> TombstoneLog::replace(const Tombstones::Map& all, const SeriesIndex& index)
{
    Entries entries;
    for (const auto& [ref, intervals] : all) {
        for (const Interval& interval : intervals) entries.push_back({ref, interval});
    }
    return write(entries, index, true);
}

Result<void> TombstoneLog::copyTo(const std::filesystem::path& path) { return m_database->copyTo(path); }

Result<void> TombstoneLog::write(const Entries& entries, const SeriesIndex& index, bool replaceAll)
{
    const auto all = [&]() -> Result<void> {
        if (auto begun = m_database->run("BEGIN IMMEDIATE"); !begun) return begun;
        if (replaceAll) {
            if (auto done = m_database->run("DELETE FROM tombstones"); !done) return done;
        }
        auto insert = Statement::prepare(*m_database, "INSERT INTO tombstones(data) VALUES(?1)");
        if (!insert) return tl::make_unexpected(insert.error());
        for (std::size_t from = 0; from < entries.size(); from += kMostInRow) {
            std::string content;
            for (std::size_t i = from; i < std::min(from + kMostInRow, entries.size()); ++i) {
                const auto& [ref, interval] = entries[i];
                putText(content, index.packed(ref));
                putSigned(content, interval.minMs);
                putSigned(content, interval.maxMs);
            }
            const std::string blob = packBlob(content);
            insert->reset();
            if (const auto done = insert->bindBlob(1, blob).step(); !done) return tl::make_unexpected(done.error());
            insert->reset();
        }
        return m_database->run("COMMIT");
    };
    auto written = all();
    if (!written) (void)m_database->run("ROLLBACK");
    return written;
}

}  // namespace watchglass::storage
