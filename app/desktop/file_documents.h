#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include <QString>

#include "ui/edit/document_store.h"

namespace watchglass::app {

/// Dashboards as files. Every state that was saved is kept below `history`, a folder for each file, a file for each
/// state named by its time; nothing there is ever deleted.
/// Threads: any, one call at a time for a location.
class FileDocuments final : public ui::DocumentStore {
public:
    /// `nowMs` is the clock that names versions.
    FileDocuments(std::filesystem::path history, std::function<std::int64_t()> nowMs);

    [[nodiscard]] Result<ui::StoredDocument> read(const std::string& location) override;
    [[nodiscard]] Result<ui::SaveOutcome> save(const std::string& location, const std::string& text,
                                               const std::string& expected) override;
    [[nodiscard]] Result<void> saveCopy(const std::string& file, const std::string& text) override;
    [[nodiscard]] std::vector<ui::SavedVersion> versions(const std::string& location) override;
    [[nodiscard]] Result<std::string> version(const std::string& location, const std::string& id) override;

private:
    [[nodiscard]] QString folderOf(const std::string& location) const;
    [[nodiscard]] Result<void> keep(const std::string& location, const std::string& text) const;

    std::filesystem::path m_history;
    std::function<std::int64_t()> m_nowMs;
};

}  // namespace watchglass::app
