#include "engine/storage/journal.h"

#include <unordered_map>

#include "engine/base/log.h"
#include "engine/storage/journal_codec.h"
#include "engine/storage/packed_blob.h"

namespace watchglass::storage {

namespace {

constexpr std::int64_t kFormat = 1;

}  // namespace

Result<Journal> Journal::create(const std::filesystem::path& path)
{
    auto opened = Database::open(path, Database::Mode::Create);
    if (!opened) return tl::make_unexpected(opened.error());
    Journal out(std::make_unique<Database>(std::move(*opened)));
    const auto made = out.m_database->run("BEGIN IMMEDIATE;"
                                          "CREATE TABLE meta(format INTEGER);"
                                          "INSERT INTO meta VALUES(" +
                                          std::to_string(kFormat) +
                                          ");"
                                          "CREATE TABLE series(id INTEGER PRIMARY KEY, labels BLOB);"
                                          "CREATE TABLE journal(id INTEGER PRIMARY KEY, data BLOB);"
                                          "COMMIT");
    if (!made) return tl::make_unexpected(made.error());
    auto series = Statement::prepare(*out.m_database, "INSERT OR IGNORE INTO series VALUES(?1, ?2)");
    if (!series) return tl::make_unexpected(series.error());
    auto rows = Statement::prepare(*out.m_database, "INSERT INTO journal(data) VALUES(?1)");
    if (!rows) return tl::make_unexpected(rows.error());
    out.m_series.emplace(std::move(*series));
    out.m_rows.emplace(std::move(*rows));
    return out;
}

Result<void> Journal::write(const Pending& pending, const SeriesIndex& index)
{
    if (pending.empty()) return {};
    const auto all = [&]() -> Result<void> {
        if (auto begun = m_database->run("BEGIN IMMEDIATE"); !begun) return begun;
        // Labels first: a row must never be there without them.
        const auto addSeries = [&](SeriesRef ref) -> Result<void> {
            m_series->reset();
            const std::string& labels = index.labels(ref).packed();
            auto done = m_series->bind(1, static_cast<std::int64_t>(ref)).bindBlob(2, labels).step();
            if (!done) return tl::make_unexpected(done.error());
            return {};
        };
        for (const SeriesRef ref : pending.newSeries) {
            if (auto added = addSeries(ref); !added) return added;
        }
        for (const Pending::Late& late : pending.late) {
            if (auto added = addSeries(late.ref); !added) return added;
        }
        m_series->reset();
        const std::string blob = packBlob(encodePending(pending));
        m_rows->reset();
        auto done = m_rows->bindBlob(1, blob).step();
        m_rows->reset();
        if (!done) return tl::make_unexpected(done.error());
        return m_database->run("COMMIT");
    };
    auto written = all();
    if (!written) {
        m_series->reset();
        m_rows->reset();
        (void)m_database->run("ROLLBACK");
    }
    return written;
}

Result<ReplayResult> replayJournal(const std::filesystem::path& path, SeriesIndex& index, Head& head,
                                   std::int64_t minMs)
{
    auto opened = Database::open(path, Database::Mode::Create);  // recovers the WAL of a run that was killed
    if (!opened) return tl::make_unexpected(opened.error());
    Database database = std::move(*opened);
    auto tables = Statement::prepare(database, "SELECT count(*) FROM sqlite_master");
    if (!tables) return tl::make_unexpected(tables.error());
    const auto counted = tables->step();
    if (!counted) return tl::make_unexpected(counted.error());
    if (tables->integer(0) == 0) return ReplayResult();  // the process or the disk ended before the first commit
    auto meta = Statement::prepare(database, "SELECT format FROM meta");
    if (!meta) return tl::make_unexpected(meta.error());
    const auto has = meta->step();
    if (!has || !*has) return fail(ErrorCode::Corrupt, "the journal names no format", path.string());
    if (meta->integer(0) > kFormat) {
        return fail(ErrorCode::InvalidInput, "the journal was written by a newer version of Watchglass", path.string());
    }

    ReplayResult out;
    std::unordered_map<SeriesRef, SeriesRef> now;  // names of that run -> of this one
    auto series = Statement::prepare(database, "SELECT id, labels FROM series");
    if (!series) return tl::make_unexpected(series.error());
    for (;;) {
        const auto more = series->step();
        if (!more) return tl::make_unexpected(more.error());
        if (!*more) break;
        const auto labels = Labels::fromStored(std::string(series->blob(1)));
        if (labels) {
            now[static_cast<SeriesRef>(series->integer(0))] = index.add(*labels);
        } else {
            ++out.damagedRows;
        }
    }

    Bounds bounds;
    bounds.minMs = minMs;
    std::vector<SeriesRef> refs;
    std::vector<double> values;
    auto rows = Statement::prepare(database, "SELECT data FROM journal ORDER BY id");
    if (!rows) return tl::make_unexpected(rows.error());
    for (;;) {
        const auto more = rows->step();
        if (!more) {
            ++out.damagedRows;
            logError("storage", path.string() + ": " + more.error().message);
            break;
        }
        if (!*more) break;
        const auto content = unpackBlob(rows->blob(0));
        const bool read = content && decodePending(*content, [&](const SampleBatch& batch) {
                              refs.clear();
                              values.clear();
                              for (std::size_t i = 0; i < batch.refs.size(); ++i) {
                                  const auto it = now.find(batch.refs[i]);
                                  if (it == now.end()) continue;
                                  refs.push_back(it->second);
                                  values.push_back(batch.values[i]);
                              }
                              if (batch.tMs < minMs || refs.empty()) return;
                              out.samples += head.replay({batch.tMs, refs, values}, bounds).appended;
                              out.newestMs = std::max(out.newestMs.value_or(batch.tMs), batch.tMs);
                          });
        if (!read) ++out.damagedRows;
    }
    return out;
}

}  // namespace watchglass::storage
