#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/storage/head.h"
#include "engine/storage/series_index.h"
#include "engine/storage/sqlite.h"

namespace watchglass::storage {

/// One generation of the journal: a SQLite file that holds the labels of its series and, per commit, one row with
/// all samples since the commit before (FORMAT.md).
///
/// A start of the program and every block written begin a new generation; an old one is deleted as a whole once
/// blocks cover it. Threads: one at a time.
class Journal {
public:
    /// `syncEveryCommit`: what write() has written survives a loss of power. Errors: Io.
    [[nodiscard]] static Result<Journal> create(const std::filesystem::path& path, bool syncEveryCommit = false);

    /// Writes what is pending in one transaction. On an error nothing of it is stored; it can be tried again.
    [[nodiscard]] Result<void> write(const Pending& pending, const SeriesIndex& index);

    /// Copies the rows of another journal file whose checksums hold. Errors: Io.
    [[nodiscard]] Result<void> copyRows(Database& from, std::int64_t format);

    [[nodiscard]] const std::filesystem::path& path() const { return m_database->path(); }

private:
    explicit Journal(std::unique_ptr<Database> database) : m_database(std::move(database)) {}
    /// The labels of series, by their refs or by ids of their own.
    [[nodiscard]] Result<void> writeLabels(const SeriesIndex& index, std::span<const SeriesRef> refs,
                                           std::span<const std::int64_t> ids);

    std::unique_ptr<Database> m_database;  // at a fixed address: statements refer to it
    std::optional<Statement> m_labels;
    std::optional<Statement> m_rows;
    std::vector<bool> m_known;  ///< series whose labels are stored, by ref
};

/// Which series the ids of a journal file stand for.
class JournalRefs {
public:
    void set(std::int64_t id, SeriesRef ref);
    /// 0 for an id without labels.
    [[nodiscard]] SeriesRef operator[](SeriesRef id) const { return id < m_now.size() ? m_now[id] : far(id); }

private:
    [[nodiscard]] SeriesRef far(SeriesRef id) const;

    std::vector<SeriesRef> m_now;
    std::unordered_map<SeriesRef, SeriesRef> m_far;  ///< of large ids: after years of churn
};

/// What a journal file held.
struct ReplayResult {
    std::uint64_t samples = 0;
    std::uint64_t damagedRows = 0;  ///< set aside: the rest was read
    std::optional<std::int64_t> newestMs;
};

/// A journal file of an earlier run: its series are entered when it is opened, its samples later.
class JournalReplay {
public:
    /// Recovers the file, and enters its series into the index.
    /// Errors: Io, Corrupt when the file cannot be read at all; InvalidInput for a newer format.
    [[nodiscard]] static Result<JournalReplay> open(const std::filesystem::path& path, SeriesIndex& index);

    /// Reads the samples into the head; those before `minMs` are in blocks already. Called once. Errors: Io, Corrupt.
    [[nodiscard]] Result<ReplayResult> samples(Head& head, std::int64_t minMs);

    void close() { m_database.reset(); }
    /// Not of a closed one.
    [[nodiscard]] const std::filesystem::path& path() const { return m_database->path(); }

private:
    explicit JournalReplay(Database database) : m_database(std::move(database)) {}
    [[nodiscard]] Result<void> enter(SeriesIndex& index);

    std::optional<Database> m_database;
    std::int64_t m_format = 0;  ///< 0: the process or the disk ended before the first commit
    JournalRefs m_refs;
    std::uint64_t m_damagedRows = 0;
};

/// Verifies a journal file: calls `bad` with each row of samples that is damaged, returns how much else is.
/// Errors: as replayJournal().
[[nodiscard]] Result<std::uint64_t> checkJournalRows(const std::filesystem::path& path,
                                                     const std::function<void(std::int64_t row)>& bad);
/// Writes a journal file anew with the rows that can be read; removes one of which nothing can. Errors: Io.
[[nodiscard]] Result<void> salvageJournal(const std::filesystem::path& path);

}  // namespace watchglass::storage
