#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace watchglass::hostmetrics {

/// A file of /proc that is read at every collection. The descriptor stays open: the kernel makes the text anew for
/// each read from offset 0, so that a collection costs no path look-up.
class ProcFile {
public:
    explicit ProcFile(std::string path);
    ~ProcFile();
    ProcFile(const ProcFile&) = delete;
    ProcFile& operator=(const ProcFile&) = delete;

    /// The whole text now; valid until the next call.
    /// Errors: NotFound when the file does not exist (or the kernel has the feature off), Io otherwise.
    [[nodiscard]] Result<std::string_view> read();

    [[nodiscard]] const std::string& path() const { return m_path; }

private:
    std::string m_path;
    std::string m_text;
    int m_fd = -1;
};

/// Reads small files of one directory, such as the attributes of a device in /sys.
class Directory {
public:
    /// Errors: NotFound, Io.
    [[nodiscard]] static Result<Directory> open(const std::string& path);
    ~Directory();
    Directory(Directory&& other) noexcept;
    Directory& operator=(Directory&&) = delete;

    /// The names in it, sorted; "." and ".." left out.
    [[nodiscard]] std::vector<std::string> names() const;

    /// The text of `name` (may hold slashes) without white space at its ends; no value when it cannot be read. The
    /// view is valid until the next call on this object. At most 4 KiB are read, and with one call: some drivers
    /// answer EAGAIN for ever.
    [[nodiscard]] std::optional<std::string_view> text(const char* name);
    [[nodiscard]] std::optional<std::string_view> text(const std::string& name) { return text(name.c_str()); }

    /// text() as a number; no value when it is none. integer() knows hexadecimal with 0x.
    [[nodiscard]] std::optional<std::int64_t> integer(const char* name);
    [[nodiscard]] std::optional<std::uint64_t> number(const char* name);

    [[nodiscard]] bool has(const char* name) const;

private:
    explicit Directory(int fd) : m_fd(fd) {}

    int m_fd;
    std::string m_text;
};

/// The whole of a file of any size; reads until the end.
/// Errors: NotFound, Io.
[[nodiscard]] Result<std::string> readFile(const std::string& path);

/// A file that holds one unsigned number.
[[nodiscard]] Result<std::uint64_t> readNumber(const std::string& path);

/// Sorts names so that "cpu2" stands before "cpu10".
void sortNaturally(std::vector<std::string>& names);

}  // namespace watchglass::hostmetrics
