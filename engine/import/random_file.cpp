#include "engine/import/random_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace watchglass::import {

Result<RandomFile> RandomFile::open(const std::filesystem::path& path)
{
    RandomFile out;
    out.m_path = path;
    out.m_fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about {};
    if (out.m_fd < 0 || ::fstat(out.m_fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        return fail(ErrorCode::Io, std::string("cannot read the file: ") + std::strerror(errno), path.string());
    }
    out.m_size = static_cast<std::uint64_t>(about.st_size);
    return out;
}

RandomFile::~RandomFile()
{
    if (m_fd >= 0) ::close(m_fd);
}

RandomFile::RandomFile(RandomFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_fd(std::exchange(other.m_fd, -1)), m_size(other.m_size)
{
}

RandomFile& RandomFile::operator=(RandomFile&& other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_fd, other.m_fd);
    std::swap(m_size, other.m_size);
    return *this;
}

Result<std::string> RandomFile::read(std::uint64_t offset, std::uint64_t length) const
{
    if (offset > m_size || length > m_size - offset) return fail(ErrorCode::Corrupt, "the file ends early", m_path);
    std::string out(length, '\0');
    for (std::uint64_t done = 0; done < length;) {
        const ssize_t got = ::pread(m_fd, out.data() + done, length - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) {
            return fail(ErrorCode::Io,
                        std::string("cannot read the file: ") + (got < 0 ? std::strerror(errno) : "it became shorter"),
                        m_path);
        }
        done += static_cast<std::uint64_t>(got);
    }
    return out;
}

Result<std::string> RandomFile::readSome(std::uint64_t offset, std::uint64_t length) const
{
    return read(offset, std::min(length, offset < m_size ? m_size - offset : length));
}

}  // namespace watchglass::import
