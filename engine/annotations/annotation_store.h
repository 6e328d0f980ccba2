#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/annotations/annotation.h"
#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/mutex.h"

namespace watchglass::storage {
class Database;
struct Damage;
}  // namespace watchglass::storage

namespace watchglass::annotations {

/// Annotations made by hand. All are in memory, so that looking some up waits for no disk; a change is in the file
/// before it is seen, or nothing of it is.
/// Threads: any.
class AnnotationStore {
public:
    /// Reads annotations.db of a directory, made when it is first written to. A damaged file is set aside as *.damaged,
    /// a damaged row costs only itself; the log says so. "": kept in memory only. Errors: InvalidInput for the file of
    /// a newer program, Io.
    [[nodiscard]] static Result<std::unique_ptr<AnnotationStore>> open(const std::filesystem::path& directory,
                                                                       const Clock& clock);
    ~AnnotationStore();
    AnnotationStore(const AnnotationStore&) = delete;
    AnnotationStore& operator=(const AnnotationStore&) = delete;

    /// Newest first, by their ends. Waits for nothing.
    [[nodiscard]] std::vector<Annotation> find(const AnnotationFilter& filter) const;
    [[nodiscard]] std::optional<Annotation> get(std::int64_t id) const;

    /// Durable on return; gives id and times of writing, cleans the tags and puts the ends in order.
    /// Errors: InvalidInput without text and tags, Limit for long ones, Io.
    [[nodiscard]] Result<Annotation> add(Annotation annotation);
    /// Replaces times, text and tags. Errors: as add(), NotFound.
    [[nodiscard]] Result<Annotation> change(const Annotation& annotation);
    /// Puts the annotations of one dashboard under another uid, all or none. Errors: Io.
    [[nodiscard]] Result<void> moveAll(const std::string& fromUid, const std::string& toUid);
    /// Errors: NotFound, Io.
    [[nodiscard]] Result<void> remove(std::int64_t id);

    /// Puts a copy of all into another folder, durable on return; nothing where nothing was ever written.
    /// Errors: Io, Corrupt.
    [[nodiscard]] Result<void> copyTo(const std::filesystem::path& folder);

    // Of a directory that no process uses (`watchglass db`). Errors: Io, Limit when one does, NotFound.

    /// What is damaged.
    [[nodiscard]] static Result<std::vector<storage::Damage>> check(const std::filesystem::path& directory);
    /// Writes a damaged file anew with what can be read of it; the old one is kept as *.damaged. Returns what was.
    [[nodiscard]] static Result<std::vector<storage::Damage>> repair(const std::filesystem::path& directory);

    /// How many can be read.
    [[nodiscard]] static Result<std::size_t> count(const std::filesystem::path& directory);

    /// Rises with every change.
    [[nodiscard]] std::uint64_t version() const { return m_version.load(); }

private:
    AnnotationStore(std::filesystem::path file, const Clock& clock);
    /// Opens the file and reads what is in it, once.
    [[nodiscard]] Result<void> connect() WG_REQUIRES(m_writing);
    [[nodiscard]] Result<void> load(storage::Database& database) WG_REQUIRES(m_writing);
    [[nodiscard]] Result<void> write(std::span<const Annotation> annotations) WG_REQUIRES(m_writing);
    /// Sets the file aside as *.damaged and writes what is in memory to a new one.
    [[nodiscard]] Result<void> renew() WG_REQUIRES(m_writing);

    const std::filesystem::path m_file;  ///< empty: in memory
    const Clock& m_clock;
    std::atomic<std::uint64_t> m_version{0};
    Mutex m_writing;  ///< held across a change of the file; taken before m_mutex
    std::unique_ptr<storage::Database> m_database WG_GUARDED_BY(m_writing);
    std::int64_t m_lastId WG_GUARDED_BY(m_writing) = 0;
    mutable Mutex m_mutex;
    std::map<std::int64_t, Annotation> m_all WG_GUARDED_BY(m_mutex);
};

}  // namespace watchglass::annotations
