#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/error.h"

namespace watchglass::ui {

/// The text that a dashboard is edited in.
struct StoredDocument {
    std::string text;
    std::string path;       ///< JSON pointer of the dashboard in it
    bool writable = false;  ///< whether save() may put it back; else it is saved as a copy
    std::string note;       ///< why it may not: "It is shipped with the program."
};

/// What became of a wish to save.
struct SaveOutcome {
    bool saved = false;
    std::string onDisk;  ///< when it was not saved: what somebody else wrote meanwhile
};

/// A text that was saved once; such are kept for ever.
struct SavedVersion {
    std::string id;
    std::int64_t savedMs = 0;
    std::size_t bytes = 0;
};

/// Where dashboards come from and go to. Locations are those that dashboards were opened with, or names of files.
/// Threads: any, one call at a time for a location; blocks.
class DocumentStore {
public:
    virtual ~DocumentStore() = default;

    /// Errors: Io; NotFound for a location that is no file (a pasted dashboard).
    [[nodiscard]] virtual Result<StoredDocument> read(const std::string& location) = 0;
    /// Puts `text` in place of `expected`, whole or not at all, and keeps both as versions. A file that holds anything
    /// else than `expected` stays as it is. Errors: Io.
    [[nodiscard]] virtual Result<SaveOutcome> save(const std::string& location, const std::string& text,
                                                   const std::string& expected) = 0;
    /// Writes a file of its own. A file that is there already is replaced. Errors: Io.
    [[nodiscard]] virtual Result<void> saveCopy(const std::string& file, const std::string& text) = 0;
    /// What was saved of a location, the newest first.
    [[nodiscard]] virtual std::vector<SavedVersion> versions(const std::string& location) = 0;
    /// Errors: Io, NotFound.
    [[nodiscard]] virtual Result<std::string> version(const std::string& location, const std::string& id) = 0;
};

}  // namespace watchglass::ui
