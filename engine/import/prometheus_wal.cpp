#include "engine/import/prometheus_wal.h"

#include <algorithm>
#include <charconv>

#include <snappy.h>
#include <zstd.h>

#include "engine/import/big_endian_reader.h"
#include "engine/import/crc32c.h"
#include "engine/import/random_file.h"

namespace watchglass::import {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPageBytes = 32U << 10;
constexpr std::size_t kHeaderBytes = 7;
constexpr std::size_t kMostRecordBytes = 256U << 20;
enum Fragment : std::uint8_t { kRest, kFull, kFirst, kMiddle, kLast };
constexpr std::uint8_t kFragmentMask = 7;
constexpr std::uint8_t kSnappy = 8;
constexpr std::uint8_t kZstd = 16;

/// Number of a segment file or a checkpoint; -1 for another name.
std::int64_t numberOf(std::string_view name)
{
    std::int64_t out = -1;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), out);
    return error == std::errc{} && end == name.data() + name.size() ? out : -1;
}

std::map<std::int64_t, fs::path> numbered(const fs::path& folder, std::string_view prefix)
{
    std::map<std::int64_t, fs::path> out;
    std::error_code error;
    for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (!name.starts_with(prefix)) continue;
        const std::int64_t number = numberOf(std::string_view(name).substr(prefix.size()));
        if (number >= 0) out.emplace(number, it->path());
    }
    return out;
}

/// False when it is damaged.
bool unpack(std::string_view packed, std::uint8_t flags, std::string& out)
{
    if ((flags & kSnappy) != 0) {
        std::size_t length = 0;
        return snappy::GetUncompressedLength(packed.data(), packed.size(), &length) && length <= kMostRecordBytes &&
               snappy::Uncompress(packed.data(), packed.size(), &out);
    }
    if ((flags & kZstd) != 0) {
        // The frame need not say how long it is.
        ZSTD_DCtx* context = ZSTD_createDCtx();
        ZSTD_inBuffer in{packed.data(), packed.size(), 0};
        std::size_t left = 1;
        std::string piece(ZSTD_DStreamOutSize(), '\0');
        out.clear();
        while (left != 0 && !ZSTD_isError(left) && out.size() <= kMostRecordBytes) {
            ZSTD_outBuffer to{piece.data(), piece.size(), 0};
            left = ZSTD_decompressStream(context, &to, &in);
            out.append(piece, 0, to.pos);
            if (to.pos == 0 && in.pos == in.size) break;
        }
        ZSTD_freeDCtx(context);
        return left == 0;
    }
    out.assign(packed);
    return true;
}

/// Puts records together from their fragments.
class RecordReader {
public:
    explicit RecordReader(const std::function<Result<void>(std::string_view)>& take) : m_take(take) {}

    /// What is damaged, or "".
    Result<std::string> segment(const fs::path& path)
    {
        const auto file = RandomFile::open(path);
        if (!file) return tl::make_unexpected(file.error());
        for (std::uint64_t offset = 0; offset < file->size(); offset += kPageBytes) {
            const auto page = file->readSome(offset, kPageBytes);
            if (!page) return tl::make_unexpected(page.error());
            for (BigEndianReader in(*page); in.rest().size() >= kHeaderBytes;) {
                const std::uint8_t type = in.byte();
                if ((type & kFragmentMask) == kRest) break;
                const std::uint64_t length = std::uint64_t{in.byte()} << 8 | in.byte();
                const std::uint32_t sum = in.be32();
                const std::string_view data = in.bytes(length);
                if (in.failed() || crc32c(data) != sum) return where(path, offset);
                if (!fragment(type, data)) return where(path, offset);
                if (m_failed) return tl::make_unexpected(*m_failed);
            }
        }
        return std::string();
    }

private:
    static std::string where(const fs::path& path, std::uint64_t offset)
    {
        return path.string() + " is damaged from byte " + std::to_string(offset) + " on";
    }

    bool fragment(std::uint8_t type, std::string_view data)
    {
        const std::uint8_t kind = type & kFragmentMask;
        if (kind > kLast || (kind == kFull || kind == kFirst) == m_open) return false;
        m_packed.append(data);
        m_open = kind == kFirst || kind == kMiddle;
        if (m_packed.size() > kMostRecordBytes) return false;
        if (m_open) return true;
        const bool good = unpack(m_packed, type, m_record);
        m_packed.clear();
        if (good) {
            if (auto taken = m_take(m_record); !taken) m_failed = taken.error();
        }
        return good;
    }

    const std::function<Result<void>(std::string_view)>& m_take;
    bool m_open = false;  ///< inside a record
    std::string m_packed;
    std::string m_record;
    std::optional<Error> m_failed;
};

}  // namespace

Result<std::string> readWal(const fs::path& folder, const std::function<Result<void>(std::string_view record)>& take)
{
    std::vector<fs::path> paths;
    std::int64_t from = 0;
    if (const auto checkpoints = numbered(folder, "checkpoint."); !checkpoints.empty()) {
        from = checkpoints.rbegin()->first + 1;
        for (const auto& [number, path] : numbered(checkpoints.rbegin()->second, "")) paths.push_back(path);
    }
    for (const auto& [number, path] : numbered(folder, "")) {
        if (number >= from) paths.push_back(path);
    }
    RecordReader reader(take);
    for (const fs::path& path : paths) {
        auto damage = reader.segment(path);
        if (!damage || !damage->empty()) return damage;
    }
    return std::string();
}

}  // namespace watchglass::import
