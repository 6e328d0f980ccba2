#include "engine/storage/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace watchglass::storage {

Result<DirectoryLock> DirectoryLock::take(const std::filesystem::path& directory)
{
    const std::filesystem::path path = directory / "lock";
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return fail(ErrorCode::Io, std::string("cannot write there: ") + std::strerror(errno), path.string());
    DirectoryLock out(fd);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        char text[32] = "";
        const ssize_t got = read(fd, text, sizeof text - 1);
        std::string holder = got > 0 ? " (process " + std::string(text, static_cast<std::size_t>(got)) + ")"
                                     : std::string();
        return fail(ErrorCode::Limit,
                    "another Watchglass uses this data directory" + holder +
                        "; end it, or give this one another by --storage.path",
                    directory.string());
    }
    // The lock holds without the number, for which a full disk has no room.
    const std::string id = std::to_string(getpid());
    if (ftruncate(fd, 0) == 0) (void)!pwrite(fd, id.data(), id.size(), 0);
    return out;
}

Result<DirectoryLock> DirectoryLock::takeExisting(const std::filesystem::path& directory)
{
    std::error_code ignored;
    if (!std::filesystem::is_directory(directory, ignored))
        return fail(ErrorCode::NotFound, "there is no data directory", directory.string());
    return take(directory);
}

DirectoryLock::~DirectoryLock()
{
    if (m_fd >= 0) close(m_fd);
}

}  // namespace watchglass::storage
