#include "engine/hostmetrics/mountinfo.h"

#include <algorithm>
#include <array>

#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

/// collector.filesystem.fs-types-exclude of node_exporter 1.11; sorted.
constexpr std::array<std::string_view, 25> kIgnoredTypes = {
    "autofs", "binfmt_misc", "bpf",        "cgroup",    "cgroup2",  "configfs", "debugfs", "devpts", "devtmpfs",
    "erofs",  "fusectl",     "hugetlbfs",  "iso9660",   "mqueue",   "nsfs",     "overlay", "proc",   "procfs",
    "pstore", "rpc_pipefs",  "securityfs", "selinuxfs", "squashfs", "sysfs",    "tracefs",
};
static_assert(std::is_sorted(kIgnoredTypes.begin(), kIgnoredTypes.end()));

/// Whether `path` is `root` or lies below it.
bool isWithin(std::string_view path, std::string_view root)
{
    return path.substr(0, root.size()) == root && (path.size() == root.size() || path[root.size()] == '/');
}

/// Whether `path` lies below `root`, not counting an empty name directly there.
bool isBelow(std::string_view path, std::string_view root)
{
    return isWithin(path, root) && path.size() > root.size() + 1;
}

bool hasOption(std::string_view options, std::string_view option)
{
    while (!options.empty()) {
        const std::string_view one = options.substr(0, options.find(','));
        if (one == option) return true;
        options.remove_prefix(std::min(one.size() + 1, options.size()));
    }
    return false;
}

std::string decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 4) == "\\040" || text.substr(i, 4) == "\\011") {
            out += text[i + 2] == '4' ? ' ' : '\t';
            i += 3;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

std::vector<Mount> parseMountinfo(std::string_view text)
{
    std::vector<Mount> mounts;
    for (std::string_view line; nextLine(text, line);) {
        // id, parent, major:minor, root, mount point, options, any number of tags, "-", type, source, super options
        static_cast<void>(nextField(line));
        static_cast<void>(nextField(line));
        const std::string_view number = nextField(line);
        static_cast<void>(nextField(line));
        const std::string_view point = nextField(line);
        const std::string_view options = nextField(line);
        std::string_view tag = nextField(line);
        while (!tag.empty() && tag != "-") tag = nextField(line);
        const std::size_t colon = number.find(':');
        if (tag.empty() || colon == std::string_view::npos) continue;
        Mount mount;
        mount.type = nextField(line);
        mount.device = nextField(line);
        const std::string_view superOptions = nextField(line);
        mount.mountPoint = decoded(point);
        mount.majorNumber = number.substr(0, colon);
        mount.minorNumber = number.substr(colon + 1);
        mount.readOnly = hasOption(options, "ro") || hasOption(superOptions, "ro");
        mounts.push_back(std::move(mount));
    }
    return mounts;
}

bool isIgnoredMount(const Mount& mount)
{
    const std::string_view path = mount.mountPoint;
    // collector.filesystem.mount-points-exclude:
    // ^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)
    if (isWithin(path, "/dev") || isWithin(path, "/proc") || isWithin(path, "/sys")) return true;
    if (isBelow(path, "/run/credentials") || isBelow(path, "/var/lib/docker")) return true;
    if (isBelow(path, "/var/lib/containers/storage")) return true;
    return std::binary_search(kIgnoredTypes.begin(), kIgnoredTypes.end(), std::string_view(mount.type));
}

}  // namespace watchglass::hostmetrics
