#include <algorithm>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

/// One array of /proc/mdstat.
struct Array {
    std::string name;
    std::string state;
    std::uint64_t disksActive = 0;
    std::uint64_t disksRequired = 0;
    std::uint64_t disksFailed = 0;
    std::uint64_t disksSpare = 0;
    std::uint64_t blocks = 0;
    std::uint64_t blocksSynced = 0;
};

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::uint64_t countOf(std::string_view text, std::string_view part)
{
    std::uint64_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size()))
        ++count;
    return count;
}

/// The numbers of "[2/1]", which is how many disks the array has and how many of them work.
bool parseDisks(std::string_view line, Array& array)
{
    for (std::size_t open = line.find('['); open != std::string_view::npos; open = line.find('[', open + 1)) {
        const std::string_view inside = line.substr(open + 1, line.find(']', open) - open - 1);
        const std::size_t slash = inside.find('/');
        if (slash == std::string_view::npos) continue;
        const auto required = parseUnsigned(inside.substr(0, slash));
        const auto active = parseUnsigned(inside.substr(slash + 1));
        if (!required || !active) continue;
        array.disksRequired = *required;
        array.disksActive = *active;
        return true;
    }
    return false;
}

/// The line that tells of a sync in progress: "[==>...] recovery = 8.5% (16775552/195310144) finish=..." .
void parseProgress(std::string_view line, Array& array)
{
    if (contains(line, "recovery")) {
        array.state = "recovering";
    } else if (contains(line, "reshape")) {
        array.state = "reshaping";
    } else if (contains(line, "check")) {
        array.state = "checking";
    } else if (contains(line, "resync")) {
        array.state = "resyncing";
    } else {
        return;
    }
    array.blocksSynced = 0;  // "resync=PENDING" or DELAYED
    const std::size_t open = line.find('(');
    if (open == std::string_view::npos) return;
    line.remove_prefix(open + 1);
    array.blocksSynced = parseUnsigned(line.substr(0, line.find('/'))).value_or(0);
}

/// The array whose first line is `line`; `rest` begins with the line of its size.
Result<Array> parseArray(std::string_view line, std::string_view rest, const std::string& path)
{
    Array array;
    array.disksFailed = countOf(line, "(F)");
    array.disksSpare = countOf(line, "(S)");
    const std::string_view whole = line;
    array.name = nextField(line);
    static_cast<void>(nextField(line));  // the colon
    array.state = nextField(line);
    std::string_view size;
    if (array.state.empty() || !nextLine(rest, size)) return fail(ErrorCode::Corrupt, "bad array", path);
    const std::string_view sizeLine = size;
    const auto blocks = parseUnsigned(nextField(size));
    if (!blocks) return fail(ErrorCode::Corrupt, "bad size of " + array.name, path);
    array.blocks = array.blocksSynced = *blocks;
    if (contains(whole, "raid0") || contains(whole, "linear")) {
        // They have no redundancy: all disks work, or there is no array.
        array.disksRequired = array.disksActive = countOf(whole, "[");
    } else if (!contains(whole, "inactive") && !parseDisks(sizeLine, array)) {
        return fail(ErrorCode::Corrupt, "no number of disks of " + array.name, path);
    }
    std::string_view next;
    bool more = nextLine(rest, next);
    if (more && contains(next, "bitmap")) more = nextLine(rest, next);
    if (more) parseProgress(next, array);
    return array;
}

class MdadmCollector final : public Collector {
public:
    explicit MdadmCollector(const CollectorContext& context)
        : m_file(context.proc("mdstat")), m_blockPath(context.sys("block")),
          m_blocks(context.gauge("node_md_blocks", "Blocks of the array.")),
          m_blocksSynced(context.gauge("node_md_blocks_synced", "Blocks in sync.")),
          m_degraded(context.gauge("node_md_degraded", "Disks the array lacks.")),
          m_disks(context.gauge("node_md_disks", "Disks of the array by state.")),
          m_required(context.gauge("node_md_disks_required", "Disks the array should have.")),
          m_raidDisks(context.gauge("node_md_raid_disks", "Disks the array is made of.")),
          m_state(context.gauge("node_md_state", "1 for the state the array is in."))
    {
    }

    Result<void> collect() override
    {
        const auto text = m_file.read();
        if (!text) return tl::make_unexpected(text.error());
        std::string_view rest = *text;
        for (std::string_view line; nextLine(rest, line);) {
            if (line.substr(0, 2) != "md" || !contains(line, " : ")) continue;
            const auto array = parseArray(line, rest, m_file.path());
            if (!array) return tl::make_unexpected(array.error());
            add(*array);
        }
        addDegraded();
        return {};
    }

private:
    void add(const Array& array)
    {
        const std::string& device = array.name;
        m_required.add({{"device", device}}, static_cast<double>(array.disksRequired));
        m_disks.add({{"device", device}, {"state", "active"}}, static_cast<double>(array.disksActive));
        m_disks.add({{"device", device}, {"state", "failed"}}, static_cast<double>(array.disksFailed));
        m_disks.add({{"device", device}, {"state", "spare"}}, static_cast<double>(array.disksSpare));
        constexpr std::pair<const char*, const char*> kStates[] = {{"active", "active"},
                                                                   {"checking", "check"},
                                                                   {"inactive", "inactive"},
                                                                   {"recovering", "recovering"},
                                                                   {"resyncing", "resync"}};
        for (const auto& [state, label] : kStates) {
            m_state.add({{"device", device}, {"state", label}}, array.state == state ? 1 : 0);
        }
        m_blocks.add({{"device", device}}, static_cast<double>(array.blocks));
        m_blocksSynced.add({{"device", device}}, static_cast<double>(array.blocksSynced));
    }

    void addDegraded()
    {
        auto root = Directory::open(m_blockPath);
        if (!root) return;
        for (const std::string& device : root->names()) {
            if (device.compare(0, 2, "md") != 0 || !root->has((device + "/md").c_str())) continue;
            // "11 (10)" while the array is being grown.
            std::string_view disks = root->text(device + "/md/raid_disks").value_or(std::string_view());
            if (const auto count = parseUnsigned(nextField(disks))) {
                m_raidDisks.add({{"device", device}}, static_cast<double>(*count));
            }
            const auto degraded = root->number((device + "/md/degraded").c_str());
            m_degraded.add({{"device", device}}, static_cast<double>(degraded.value_or(0)));
        }
    }

    ProcFile m_file;
    std::string m_blockPath;
    MetricFamily& m_blocks;
    MetricFamily& m_blocksSynced;
    MetricFamily& m_degraded;
    MetricFamily& m_disks;
    MetricFamily& m_required;
    MetricFamily& m_raidDisks;
    MetricFamily& m_state;
};

}  // namespace

std::unique_ptr<Collector> makeMdadmCollector(const CollectorContext& context)
{
    return makeCollector<MdadmCollector>(context);
}

}  // namespace watchglass::hostmetrics
