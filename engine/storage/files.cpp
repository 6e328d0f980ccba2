#include "engine/storage/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace watchglass::storage {

namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> ioError(std::string_view what, const fs::path& path, const std::error_code& error)
{
    return fail(ErrorCode::Io, std::string(what) + ": " + error.message(), path.string());
}

Result<void> sync(const fs::path& path, int flags)
{
    const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
    if (fd < 0) return ioError("cannot open", path, {errno, std::generic_category()});
    const bool good = fsync(fd) == 0;
    const int why = errno;
    close(fd);
    if (!good) return ioError("cannot sync", path, {why, std::generic_category()});
    return {};
}

}  // namespace

std::vector<fs::path> databasesOf(const fs::path& directory, std::string_view prefix)
{
    std::vector<fs::path> out;
    std::error_code error;
    for (auto it = fs::directory_iterator(directory, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        if (it->path().filename().string().starts_with(prefix) && it->path().extension() == ".db") {
            out.push_back(it->path());
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

void removeDatabase(const fs::path& path)
{
    std::error_code ignored;
    for (const char* rest : {"", "-wal", "-shm"}) fs::remove(path.string() + rest, ignored);
}

std::uint64_t bytesIn(const fs::path& directory)
{
    std::uint64_t bytes = 0;
    std::error_code error;
    for (auto it = fs::directory_iterator(directory, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        const auto size = it->file_size(error);
        if (!error) bytes += size;
        error.clear();
    }
    return bytes;
}

Result<void> syncFile(const fs::path& path) { return sync(path, O_RDONLY); }

Result<void> syncDirectory(const fs::path& directory) { return sync(directory, O_RDONLY | O_DIRECTORY); }

Result<void> renameDurably(const fs::path& from, const fs::path& to)
{
    std::error_code error;
    fs::rename(from, to, error);
    if (error) return ioError("cannot rename", from, error);
    return syncDirectory(to.parent_path());
}

Result<void> copyDurably(const fs::path& from, const fs::path& to)
{
    std::error_code error;
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
    if (!error) fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, error);
    if (error) return ioError("cannot copy to " + to.string(), from, error);
    return syncFile(to);
}

Result<void> linkOrCopy(const fs::path& from, const fs::path& to)
{
    std::error_code error;
    fs::create_hard_link(from, to, error);
    if (!error) return {};
    return copyDurably(from, to);
}

}  // namespace watchglass::storage
