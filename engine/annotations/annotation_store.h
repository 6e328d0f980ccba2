#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/annotations/annotation.h"
#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/mutex.h"

namespace watchglass::storage {
class Database;
}

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
    /// Errors: NotFound, Io.
    [[nodiscard]] Result<void> remove(std::int64_t id);

    /// Rises with every change.
    [[nodiscard]] std::uint64_t version() const { return m_version.load(); }

private:
    AnnotationStore(std::filesystem::path file, const Clock& clock);
    /// Opens the file and reads what is in it, once.
    [[nodiscard]] Result<void> connect() WG_REQUIRES(m_writing);
    [[nodiscard]] Result<void> load(storage::Database& database) WG_REQUIRES(m_writing);
    [[nodiscard]] Result<void> write(const Annotation& annotation) WG_REQUIRES(m_writing);

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
