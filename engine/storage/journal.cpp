#include "engine/storage/journal.h"

#include <algorithm>

#include "engine/storage/files.h"
#include "engine/storage/journal_codec.h"
#include "engine/storage/packed_blob.h"
#include "engine/storage/stored_tables.h"

namespace watchglass::storage {

namespace {

constexpr std::int64_t kFormat = 3;
constexpr std::int64_t kMostSeries = 100'000'000;

}  // namespace

Result<Journal> Journal::create(const std::filesystem::path& path, bool syncEveryCommit)
{
    auto opened = Database::open(path, Database::Mode::Create, syncEveryCommit);
    if (!opened) return tl::make_unexpected(opened.error());
    Journal out(std::make_unique<Database>(std::move(*opened)));
    const auto made = out.m_database->run("BEGIN IMMEDIATE;" + metaSql({{"format", kFormat}}) +
                                          "CREATE TABLE labels(id INTEGER PRIMARY KEY, data BLOB);"
                                          "CREATE TABLE journal(id INTEGER PRIMARY KEY, data BLOB);"
                                          "COMMIT");
    if (!made) return tl::make_unexpected(made.error());
    if (syncEveryCommit) {
        if (auto done = syncDirectory(path.parent_path()); !done) return tl::make_unexpected(done.error());
    }
    auto labels = Statement::prepare(*out.m_database, "INSERT INTO labels(data) VALUES(?1)");
    if (!labels) return tl::make_unexpected(labels.error());
    auto rows = Statement::prepare(*out.m_database, "INSERT INTO journal(data) VALUES(?1)");
    if (!rows) return tl::make_unexpected(rows.error());
    out.m_labels.emplace(std::move(*labels));
    out.m_rows.emplace(std::move(*rows));
    return out;
}

Result<void> Journal::write(const Pending& pending, const SeriesIndex& index)
{
    if (pending.empty()) return {};
    std::vector<SeriesRef> fresh;
    for (const SeriesRef ref : pending.newSeries) {
        if (ref >= m_known.size() || !m_known[ref]) fresh.push_back(ref);
    }
    const auto all = [&]() -> Result<void> {
        if (auto begun = m_database->run("BEGIN IMMEDIATE"); !begun) return begun;
        // Labels first: a row must never be there without them.
        if (!fresh.empty()) {
            const std::string blob = packBlob(index.row(fresh));
            auto done = m_labels->bindBlob(1, blob).step();
            m_labels->reset();
            if (!done) return tl::make_unexpected(done.error());
        }
        const std::string blob = packBlob(encodePending(pending));
        auto done = m_rows->bindBlob(1, blob).step();
        m_rows->reset();
        if (!done) return tl::make_unexpected(done.error());
        return m_database->run("COMMIT");
    };
    auto written = all();
    if (!written) {
        m_labels->reset();
        m_rows->reset();
        (void)m_database->run("ROLLBACK");
        return written;
    }
    for (const SeriesRef ref : pending.newSeries) {
        if (ref >= m_known.size()) m_known.resize(ref + 1 + ref / 2);
        m_known[ref] = true;
    }
    return written;
}

namespace {

/// The format of a journal file. A row of meta that does not match its checksum is no reason to give up the rest:
/// each row carries a version and a checksum of its own.
Result<std::int64_t> formatOf(Database& database)
{
    const auto meta = readMeta(database);
    if (!meta) return tl::make_unexpected(meta.error());
    if (meta->format == 1) return meta->format;
    if (meta->good && meta->format > kFormat) {
        return fail(ErrorCode::InvalidInput, "the journal was written by a newer version of Watchglass",
                    database.path().string());
    }
    return kFormat;
}

/// Labels as format 1 has them: a row each, without a checksum.
Result<LabelRowsRead> readOldLabels(Database& database, const LabelReader& reader)
{
    LabelRowsRead out;
    LabelRow labels;
    const auto skipped = readRows(database, "SELECT id, labels FROM series WHERE id > ?1 ORDER BY id",
                                  [&](Statement& row) {
                                      labels.clear();
                                      if (labels.add(row.integer(0), row.blob(1))) {
                                          reader(labels);
                                      } else {
                                          ++out.damagedRows;
                                      }
                                  });
    if (!skipped) return tl::make_unexpected(skipped.error());
    out.damagedRows += *skipped;
    return out;
}

}  // namespace

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
    const auto format = formatOf(database);
    if (!format) return tl::make_unexpected(format.error());

    ReplayResult out;
    std::vector<SeriesRef> now;  // names of that run -> of this one, 0 for none
    std::vector<SeriesRef> added;
    const auto reader = [&](const LabelRow& row) {
        added.clear();
        index.add(row, added);
        for (std::size_t i = 0; i < added.size(); ++i) {
            const std::int64_t id = row.series[i].id;
            if (id < 0 || id > kMostSeries) continue;
            if (static_cast<std::size_t>(id) >= now.size()) now.resize(static_cast<std::size_t>(id + 1 + id / 2));
            now[static_cast<std::size_t>(id)] = added[i];
        }
    };
    const auto labels = *format == 1 ? readOldLabels(database, reader) : readLabelRows(database, reader);
    if (!labels) return tl::make_unexpected(labels.error());
    out.damagedRows = labels->damagedRows;

    Bounds bounds;
    bounds.minMs = minMs;
    std::vector<SeriesRef> refs;
    std::vector<double> values;
    std::vector<std::int64_t> times;
    std::vector<HistogramPtr> histograms;
    const auto skipped = readRows(
        database, "SELECT id, data FROM journal WHERE id > ?1 ORDER BY id", [&](Statement& row) {
            const auto content = unpackBlob(row.blob(1));
            const bool read =
                content && decodePending(*content, [&](const SampleBatch& batch) {
                    refs.clear();
                    values.clear();
                    times.clear();
                    histograms.clear();
                    for (std::size_t i = 0; i < batch.refs.size(); ++i) {
                        const std::int64_t tMs = batch.times.empty() ? batch.tMs : batch.times[i];
                        const SeriesRef ref = batch.refs[i] < now.size() ? now[batch.refs[i]] : 0;
                        if (ref == 0 || tMs < minMs) continue;
                        refs.push_back(ref);
                        values.push_back(batch.values[i]);
                        if (!batch.times.empty()) times.push_back(tMs);
                        if (!batch.histograms.empty()) histograms.push_back(batch.histograms[i]);
                        out.newestMs = std::max(out.newestMs.value_or(tMs), tMs);
                    }
                    if (refs.empty()) return;
                    out.samples += head.replay({batch.tMs, refs, values, times, histograms}, bounds).appended;
                });
            if (!read) ++out.damagedRows;
        });
    if (!skipped) return tl::make_unexpected(skipped.error());
    out.damagedRows += *skipped;
    return out;
}

Result<std::uint64_t> checkJournalRows(const std::filesystem::path& path,
                                       const std::function<void(std::int64_t row)>& bad)
{
    auto database = Database::open(path, Database::Mode::Create);
    if (!database) return tl::make_unexpected(database.error());
    const auto format = formatOf(*database);
    if (!format) return tl::make_unexpected(format.error());
    const auto ignore = [](const LabelRow&) {};
    const auto labels = *format == 1 ? readOldLabels(*database, ignore) : readLabelRows(*database, ignore);
    if (!labels) return tl::make_unexpected(labels.error());
    const auto skipped = readRows(*database, "SELECT id, data FROM journal WHERE id > ?1 ORDER BY id",
                                  [&](Statement& row) {
                                      const auto content = unpackBlob(row.blob(1));
                                      const bool good = content && decodePending(*content, [](const SampleBatch&) {});
                                      if (!good) bad(row.integer(0));
                                  });
    if (!skipped) return tl::make_unexpected(skipped.error());
    return labels->damagedRows + *skipped;
}

Result<void> salvageJournal(const std::filesystem::path& path)
{
    const std::filesystem::path fresh = path.string() + ".tmp";
    removeDatabase(fresh);
    {
        auto from = Database::open(path, Database::Mode::Create);
        const auto format = from ? formatOf(*from) : Result<std::int64_t>(tl::make_unexpected(from.error()));
        if (!format) {
            if (format.error().code != ErrorCode::Corrupt) return tl::make_unexpected(format.error());
            removeDatabase(path);
            return {};
        }
        auto to = Journal::create(fresh);
        if (!to) return tl::make_unexpected(to.error());
        if (auto copied = to->copyRows(*from, *format); !copied) return copied;
    }
    removeDatabase(path);
    return renameDurably(fresh, path);
}

Result<void> Journal::copyRows(Database& from, std::int64_t format)
{
    SeriesIndex index;
    std::vector<SeriesRef> refs;
    std::vector<std::int64_t> ids;
    const auto add = [&](const LabelRow& row) {
        index.add(row, refs);
        for (const LabelRow::Series& series : row.series) ids.push_back(series.id);
    };
    (void)(format == 1 ? readOldLabels(from, add) : readLabelRows(from, add));
    if (auto begun = m_database->run("BEGIN IMMEDIATE"); !begun) return begun;
    const std::string packed = packBlob(index.row(refs, ids));
    if (auto done = m_labels->bindBlob(1, packed).step(); !done) return tl::make_unexpected(done.error());
    m_labels->reset();
    Result<void> written;
    (void)readRows(from, "SELECT id, data FROM journal WHERE id > ?1 ORDER BY id", [&](Statement& row) {
        if (!written || !unpackBlob(row.blob(1))) return;
        if (auto done = m_rows->bindBlob(1, row.blob(1)).step(); !done) written = tl::make_unexpected(done.error());
        m_rows->reset();
    });
    if (!written) return written;
    return m_database->run("COMMIT");
}

}  // namespace watchglass::storage
