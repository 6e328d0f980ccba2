#include <algorithm>
#include <array>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

/// The fields that node_exporter knows since 1.9, when it stopped to pass on whatever the kernel writes (it leaves
/// out, among others, KReclaimable and SecPageTables). Sorted.
constexpr std::array<std::string_view, 51> kFields = {
    "Active",         "Active(anon)",   "Active(file)",    "AnonHugePages", "AnonPages",         "Bounce",
    "Buffers",        "Cached",         "CmaFree",         "CmaTotal",      "CommitLimit",       "Committed_AS",
    "DirectMap1G",    "DirectMap2M",    "DirectMap4k",     "Dirty",         "HardwareCorrupted", "HugePages_Free",
    "HugePages_Rsvd", "HugePages_Surp", "HugePages_Total", "Hugepagesize",  "Inactive",          "Inactive(anon)",
    "Inactive(file)", "KernelStack",    "Mapped",          "MemAvailable",  "MemFree",           "MemTotal",
    "Mlocked",        "NFS_Unstable",   "PageTables",      "Percpu",        "SReclaimable",      "SUnreclaim",
    "Shmem",          "ShmemHugePages", "ShmemPmdMapped",  "Slab",          "SwapCached",        "SwapFree",
    "SwapTotal",      "Unevictable",    "VmallocChunk",    "VmallocTotal",  "VmallocUsed",       "Writeback",
    "WritebackTmp",   "Zswap",          "Zswapped",
};
static_assert(std::is_sorted(kFields.begin(), kFields.end()));

bool isKnown(std::string_view field) { return std::binary_search(kFields.begin(), kFields.end(), field); }

class MeminfoCollector final : public Collector {
public:
    explicit MeminfoCollector(const CollectorContext& context) : m_context(context), m_file(context.proc("meminfo")) {}

    Result<void> collect() override
    {
        const auto text = m_file.read();
        if (!text) return tl::make_unexpected(text.error());
        std::string_view rest = *text;
        for (std::string_view line; nextLine(rest, line);) {
            const std::size_t colon = line.find(':');
            if (colon == std::string_view::npos || !isKnown(line.substr(0, colon))) continue;
            const std::string_view field = line.substr(0, colon);
            line.remove_prefix(colon + 1);
            const auto value = parseUnsigned(nextField(line));
            if (!value) return fail(ErrorCode::Corrupt, "bad value of " + std::string(field), m_file.path());
            const bool inKilobytes = nextField(line) == "kB";
            m_name.assign("node_memory_");
            for (const char c : field) {
                if (c != ')') m_name += c == '(' ? '_' : c;
            }
            if (inKilobytes) m_name += "_bytes";
            m_context.gauge(m_name, "Memory as /proc/meminfo counts it.")
                .add(static_cast<double>(inKilobytes ? *value * 1024 : *value));
        }
        return {};
    }

private:
    const CollectorContext& m_context;
    ProcFile m_file;
    std::string m_name;
};

}  // namespace

std::unique_ptr<Collector> makeMeminfoCollector(const CollectorContext& context)
{
    return makeCollector<MeminfoCollector>(context);
}

}  // namespace watchglass::hostmetrics
