#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace watchglass::storage {

/// The *.db files of a directory whose names begin with `prefix`, sorted.
[[nodiscard]] std::vector<std::filesystem::path> databasesOf(const std::filesystem::path& directory,
                                                             std::string_view prefix);

/// Removes a database with what SQLite keeps beside it.
void removeDatabase(const std::filesystem::path& path);
/// Size of the files of a directory, without folders in it.
[[nodiscard]] std::uint64_t bytesIn(const std::filesystem::path& directory);

/// Makes what was created, renamed or removed in the directory durable. Errors: Io.
Result<void> syncDirectory(const std::filesystem::path& directory);
/// Makes a file's bytes durable. Errors: Io.
[[nodiscard]] Result<void> syncFile(const std::filesystem::path& path);
/// Renames, durable on return. Errors: Io.
[[nodiscard]] Result<void> renameDurably(const std::filesystem::path& from, const std::filesystem::path& to);
/// Copies a file, its bytes durable on return, mode 0600. Errors: Io.
[[nodiscard]] Result<void> copyDurably(const std::filesystem::path& from, const std::filesystem::path& to);
/// A second name for a file that never changes, or a copy where the file system has no links. Errors: Io.
[[nodiscard]] Result<void> linkOrCopy(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace watchglass::storage
