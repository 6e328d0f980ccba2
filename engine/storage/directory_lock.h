#pragma once

#include <filesystem>

#include "engine/base/error.h"

namespace watchglass::storage {

/// Holds a data directory for this process: a second one is refused. Released by the destructor, and by the
/// kernel when the process dies.
class DirectoryLock {
public:
    DirectoryLock() = default;
    /// Errors: Limit when another process holds it (the message names its id); Io when the file cannot be made.
    [[nodiscard]] static Result<DirectoryLock> take(const std::filesystem::path& directory);
    /// The same of a directory that is there. Errors: NotFound too.
    [[nodiscard]] static Result<DirectoryLock> takeExisting(const std::filesystem::path& directory);
    ~DirectoryLock();
    DirectoryLock(DirectoryLock&& other) noexcept : m_fd(other.m_fd) { other.m_fd = -1; }
    DirectoryLock& operator=(DirectoryLock&& other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }

private:
    explicit DirectoryLock(int fd) : m_fd(fd) {}
    int m_fd = -1;
};

}  // namespace watchglass::storage
