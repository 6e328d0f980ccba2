#include "engine/hostmetrics/file_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

/// What most files of /proc fit into; a bigger one makes its buffer grow once.
constexpr std::size_t kFirstBuffer = 8192;
constexpr std::size_t kAttributeSize = 4096;

tl::unexpected<Error> failure(const std::string& path)
{
    const int error = errno;
    // ENOTSUP, ENODEV: the file is there, what it tells of is not (pressure without psi=1, a device gone).
    const bool absent = error == ENOENT || error == ENOTDIR || error == EOPNOTSUPP || error == ENODEV;
    return fail(absent ? ErrorCode::NotFound : ErrorCode::Io, std::generic_category().message(error), path);
}

/// Reads from offset 0 to the end into `text`. False on an error, with errno set.
bool readAll(int fd, std::string& text)
{
    if (text.capacity() < kFirstBuffer) text.reserve(kFirstBuffer);
    text.resize(text.capacity());
    std::size_t used = 0;
    for (;;) {
        const ssize_t got = ::pread(fd, text.data() + used, text.size() - used, static_cast<off_t>(used));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return false;
        if (got == 0) break;
        used += static_cast<std::size_t>(got);
        if (used == text.size()) text.resize(text.size() * 2);
    }
    text.resize(used);
    return true;
}

}  // namespace

ProcFile::ProcFile(std::string path) : m_path(std::move(path)) {}

ProcFile::~ProcFile()
{
    if (m_fd >= 0) ::close(m_fd);
}

Result<std::string_view> ProcFile::read()
{
    if (m_fd < 0) m_fd = ::open(m_path.c_str(), O_RDONLY | O_CLOEXEC);
    if (m_fd < 0) return failure(m_path);
    if (!readAll(m_fd, m_text)) {
        const auto error = failure(m_path);
        ::close(m_fd);
        m_fd = -1;
        return error;
    }
    return std::string_view(m_text);
}

Result<Directory> Directory::open(const std::string& path)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return failure(path);
    return Directory(fd);
}

Directory::~Directory()
{
    if (m_fd >= 0) ::close(m_fd);
}

Directory::Directory(Directory&& other) noexcept : m_fd(other.m_fd), m_text(std::move(other.m_text))
{
    other.m_fd = -1;
}

std::vector<std::string> Directory::names() const
{
    std::vector<std::string> names;
    // A descriptor of its own: fdopendir() takes the one it gets, and reading moves its position.
    const int fd = ::openat(m_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* dir = fd < 0 ? nullptr : ::fdopendir(fd);
    if (!dir) {
        if (fd >= 0) ::close(fd);
        return names;
    }
    while (const dirent* entry = ::readdir(dir)) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
    }
    ::closedir(dir);
    sortNaturally(names);
    return names;
}

std::optional<std::string_view> Directory::text(const char* name)
{
    const int fd = ::openat(m_fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return std::nullopt;
    m_text.resize(kAttributeSize);
    const ssize_t got = ::read(fd, m_text.data(), m_text.size());
    ::close(fd);
    if (got < 0) return std::nullopt;
    return trimmed(std::string_view(m_text).substr(0, static_cast<std::size_t>(got)));
}

std::optional<std::int64_t> Directory::integer(const char* name)
{
    const auto value = text(name);
    return value ? parseInteger(*value) : std::nullopt;
}

std::optional<std::uint64_t> Directory::number(const char* name)
{
    const auto value = text(name);
    return value ? parseUnsigned(*value) : std::nullopt;
}

bool Directory::has(const char* name) const { return ::faccessat(m_fd, name, F_OK, 0) == 0; }

Result<std::string> readFile(const std::string& path)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return failure(path);
    std::string text;
    const bool ok = readAll(fd, text);
    const auto error = failure(path);
    ::close(fd);
    if (!ok) return error;
    return text;
}

Result<std::uint64_t> readNumber(const std::string& path)
{
    const auto text = readFile(path);
    if (!text) return tl::make_unexpected(text.error());
    const auto value = parseUnsigned(*text);
    if (!value) return fail(ErrorCode::Corrupt, "expected a number", path);
    return *value;
}

void sortNaturally(std::vector<std::string>& names)
{
    std::sort(names.begin(), names.end(),
              [](const std::string& a, const std::string& b) { return ::strverscmp(a.c_str(), b.c_str()) < 0; });
}

}  // namespace watchglass::hostmetrics
