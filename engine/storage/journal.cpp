#include "engine/storage/journal.h"

#include <algorithm>

#include "engine/storage/files.h"
#include "engine/storage/journal_codec.h"
#include "engine/storage/journal_file.h"
#include "engine/storage/packed_blob.h"
#include "engine/storage/stored_tables.h"

namespace watchglass::storage {

namespace {

/// A start reads one row while it enters the series of another; labels stand anew in each.
constexpr std::size_t kSeriesInRow = 16384;

}  // namespace

Result<Journal> Journal::create(const std::filesystem::path& path, bool syncEveryCommit)
{
    auto opened = Database::open(path, Database::Mode::Create, syncEveryCommit);
    if (!opened) return tl::make_unexpected(opened.error());
    Journal out(std::make_unique<Database>(std::move(*opened)));
    const auto made = out.m_database->run("BEGIN IMMEDIATE;" + metaSql({{"format", kJournalFormat}}) +
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

Result<void> Journal::writeLabels(const SeriesIndex& index, std::span<const SeriesRef> refs,
                                  std::span<const std::int64_t> ids)
{
    for (std::size_t from = 0; from < refs.size(); from += kSeriesInRow) {
        const std::size_t count = std::min(kSeriesInRow, refs.size() - from);
        const std::string blob = packBlob(
            index.row(refs.subspan(from, count), ids.empty() ? ids : ids.subspan(from, count)));
        auto done = m_labels->bindBlob(1, blob).step();
        m_labels->reset();
        if (!done) return tl::make_unexpected(done.error());
    }
    return {};
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
        if (auto done = writeLabels(index, fresh, {}); !done) return done;
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

Result<std::int64_t> journalFormat(Database& database)
{
    const auto meta = readMeta(database);
    if (!meta) return tl::make_unexpected(meta.error());
    if (meta->format == 1) return meta->format;
    if (meta->good && meta->format > kJournalFormat) {
        return fail(ErrorCode::InvalidInput, "the journal was written by a newer version of Watchglass",
                    database.path().string());
    }
    return kJournalFormat;
}

namespace {

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

Result<LabelRowsRead> readJournalLabels(Database& database, std::int64_t format, const LabelReader& reader)
{
    return format == 1 ? readOldLabels(database, reader) : readLabelRows(database, reader);
}

Result<void> salvageJournal(const std::filesystem::path& path)
{
    const std::filesystem::path fresh = path.string() + ".tmp";
    removeDatabase(fresh);
    {
        auto from = Database::open(path, Database::Mode::Create);
        const auto format = from ? journalFormat(*from) : Result<std::int64_t>(tl::make_unexpected(from.error()));
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
    (void)readJournalLabels(from, format, add);
    if (auto begun = m_database->run("BEGIN IMMEDIATE"); !begun) return begun;
    if (auto done = writeLabels(index, refs, ids); !done) return done;
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
