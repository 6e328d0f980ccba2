// A chunk, a record of the write-ahead log, or a whole block, by the first byte. Checksums are made to fit, so that
// what is behind them is reached.

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "engine/base/clock.h"
#include "engine/import/big_endian_reader.h"
#include "engine/import/crc32c.h"
#include "engine/import/prometheus_block.h"
#include "engine/import/prometheus_chunk.h"
#include "engine/import/prometheus_wal.h"

using namespace watchglass;
using namespace watchglass::import;

namespace {

namespace fs = std::filesystem;

/// A folder of this process, removed at its end.
class Folder {
public:
    Folder()
    {
        std::string name = (fs::temp_directory_path() / "watchglass-fuzz-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) std::abort();
        m_path = name;
        fs::create_directories(m_path / "block/chunks");
        fs::create_directories(m_path / "wal");
    }
    ~Folder()
    {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    void write(const char* name, std::string_view bytes) const
    {
        std::ofstream(m_path / name, std::ios::binary | std::ios::trunc)
            .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    [[nodiscard]] const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

void putBe32(std::string& bytes, std::size_t at, std::uint32_t value)
{
    for (int i = 3; i >= 0; --i) bytes[at++] = static_cast<char>(value >> (8 * i));
}

/// Makes the checksum behind [from, from + length) fit, if both are in the bytes.
void seal(std::string& bytes, std::uint64_t from, std::uint64_t length)
{
    if (from > bytes.size() || length > bytes.size() - from || bytes.size() - from - length < 4) return;
    putBe32(bytes, from + length, crc32c(std::string_view(bytes).substr(from, length)));
}

std::uint64_t be32(const std::string& bytes, std::uint64_t at)
{
    return at > bytes.size() ? 0 : BigEndianReader(std::string_view(bytes).substr(at)).be32();
}

void sealVarintLength(std::string& bytes, std::uint64_t at, std::uint64_t more)
{
    if (at >= bytes.size()) return;
    BigEndianReader in(std::string_view(bytes).substr(at));
    const std::uint64_t length = in.uvarint();
    seal(bytes, bytes.size() - in.rest().size(), length + more);
}

void sealIndex(std::string& index)
{
    constexpr std::size_t kToc = 52;
    if (index.size() < kToc) return;
    const std::size_t toc = index.size() - kToc;
    seal(index, toc, kToc - 4);
    BigEndianReader in(std::string_view(index).substr(toc));
    const std::uint64_t symbols = in.be64();
    for (int i = 0; i < 3; ++i) in.be64();
    const std::uint64_t postings = in.be64();
    const std::uint64_t table = in.be64();
    for (const std::uint64_t section : {symbols, postings, table}) seal(index, section + 4, be32(index, section));
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(be32(index, postings + 4), 100); ++i) {
        sealVarintLength(index, be32(index, postings + 8 + i * 4) * 16, 0);
    }
}

void readBlock(std::string_view input, const Folder& folder)
{
    BigEndianReader in(input);
    std::string index(in.bytes(std::min<std::uint64_t>(in.be32(), in.rest().size())));
    std::string tombstones(in.bytes(std::min<std::uint64_t>(in.be32(), in.rest().size())));
    std::string chunks(in.rest());
    sealIndex(index);
    if (tombstones.size() > 9) seal(tombstones, 5, tombstones.size() - 9);
    for (std::size_t at = 8; at < chunks.size();) {
        BigEndianReader chunk(std::string_view(chunks).substr(at));
        const std::uint64_t length = chunk.uvarint();
        sealVarintLength(chunks, at, 1);
        at = chunks.size() - chunk.rest().size() + std::min<std::uint64_t>(length, chunks.size()) + 5;
    }
    folder.write("block/meta.json", R"({"version":1,"minTime":0,"maxTime":2000000000000})");
    folder.write("block/index", index);
    folder.write("block/tombstones", tombstones);
    folder.write("block/chunks/000001", chunks);
    const auto block = PrometheusBlock::open(folder.path() / "block");
    if (!block) return;
    for (std::size_t i = 0; i < block->series().size(); ++i) {
        storage::Columns columns;
        (void)block->read(i, INT64_MIN, INT64_MAX, columns);
        for (std::size_t k = 1; k < columns.times.size(); ++k) {
            if (columns.times[k] <= columns.times[k - 1]) std::abort();
        }
        if (columns.values.size() != columns.times.size()) std::abort();
        if (!columns.histograms.empty() && columns.histograms.size() != columns.times.size()) std::abort();
    }
}

void readRecord(std::string_view record, const Folder& folder)
{
    if (record.size() > 30'000) return;
    std::string page = {1, static_cast<char>(record.size() >> 8), static_cast<char>(record.size()), 0, 0, 0, 0};
    putBe32(page, 3, crc32c(record));
    folder.write("wal/00000000", page.append(record));
    static const ManualClock clock{1'700'000'000'000};
    const auto store = storage::Storage::open({}, clock).value();
    const storage::SeriesRef known = store->series(Labels{{"__name__", "m"}}).value();
    if (known == 0 || !WalImport(*store, 0).run(folder.path())) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Folder folder;
    if (size == 0) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (*data) {
    case 'b': readBlock(input, folder); break;
    case 'w': readRecord(input, folder); break;
    default: {
        storage::Columns columns;
        (void)decodeChunk(static_cast<ChunkEncoding>(*data % 4), input, columns);
        if (!columns.histograms.empty() && columns.histograms.size() != columns.times.size()) std::abort();
    }
    }
    return 0;
}
