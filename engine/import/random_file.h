#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/base/error.h"

namespace watchglass::import {

/// A file that is read here and there. Read, not mapped: a bad disk is an error and no signal.
class RandomFile {
public:
    /// Errors: Io.
    [[nodiscard]] static Result<RandomFile> open(const std::filesystem::path& path);
    ~RandomFile();
    RandomFile(RandomFile&& other) noexcept;
    RandomFile& operator=(RandomFile&& other) noexcept;

    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// Exactly `length` bytes. Errors: Corrupt behind the end; Io.
    [[nodiscard]] Result<std::string> read(std::uint64_t offset, std::uint64_t length) const;
    /// At most `length` bytes: fewer at the end. Errors: Corrupt behind the end; Io.
    [[nodiscard]] Result<std::string> readSome(std::uint64_t offset, std::uint64_t length) const;
    [[nodiscard]] Result<std::string> readAll() const { return read(0, m_size); }

private:
    RandomFile() = default;

    std::filesystem::path m_path;
    int m_fd = -1;
    std::uint64_t m_size = 0;
};

}  // namespace watchglass::import
