#include <cctype>
#include <cerrno>
#include <system_error>
#include <tuple>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/mount_prober.h"
#include "engine/hostmetrics/mountinfo.h"
#include "engine/hostmetrics/registry.h"

namespace watchglass::hostmetrics {

namespace {

/// The text that node_exporter puts into the device_error label: Go's wording of errno.
std::string errorText(int error)
{
    if (error == ESTALE) return "stale NFS file handle";
    std::string text = std::generic_category().message(error);
    if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

class FilesystemCollector final : public Collector {
public:
    explicit FilesystemCollector(const CollectorContext& context)
        : m_context(context), m_initMounts(context.proc("1/mountinfo")), m_selfMounts(context.proc("self/mountinfo")),
          m_prober(context.options.askMount
                       ? context.options.askMount
                       : MountProber::Ask([](const char* path, struct statfs* out) { return ::statfs(path, out); }),
                   context.options.mountTimeout),
          m_avail(context.gauge("node_filesystem_avail_bytes", "Bytes free for users other than root.")),
          m_deviceError(context.gauge("node_filesystem_device_error", "Whether the mount could not be asked.")),
          m_files(context.gauge("node_filesystem_files", "Inodes there are.")),
          m_filesFree(context.gauge("node_filesystem_files_free", "Inodes free.")),
          m_free(context.gauge("node_filesystem_free_bytes", "Bytes free.")),
          m_mountInfo(context.gauge("node_filesystem_mount_info", "The device numbers of this mount.")),
          m_readOnly(context.gauge("node_filesystem_readonly", "Whether the mount is read-only.")),
          m_size(context.gauge("node_filesystem_size_bytes", "Size in bytes."))
    {
    }

    Result<void> collect() override
    {
        // The mounts of init are the machine's; ours may be a container's. hidepid hides the former.
        auto text = m_initMounts.read();
        if (!text) text = m_selfMounts.read();
        if (!text) return tl::make_unexpected(text.error());
        findMounts(*text);

        m_paths.clear();
        for (const Mount& mount : m_mounts) m_paths.push_back(m_context.root(mount.mountPoint));
        const auto answers = m_prober.probe(m_paths);
        for (std::size_t i = 0; i < m_mounts.size(); ++i) addMount(m_mounts[i], answers[i]);
        return {};
    }

private:
    void findMounts(std::string_view text)
    {
        // The table changes rarely, and parsing it is most of this collector's time.
        if (text == m_table) return;
        m_table = text;
        m_mounts.clear();
        const std::string& rootfs = m_context.options.rootfs;
        for (Mount& mount : parseMountinfo(text)) {
            if (rootfs != "/" && mount.mountPoint.compare(0, rootfs.size(), rootfs) == 0) {
                mount.mountPoint.erase(0, rootfs.size());
                if (mount.mountPoint.empty()) mount.mountPoint = "/";
            }
            if (isIgnoredMount(mount)) continue;
            // Something mounted twice at one place gives one set of samples.
            bool known = false;
            for (const Mount& other : m_mounts) {
                known = known || std::tie(other.device, other.mountPoint, other.type) ==
                                     std::tie(mount.device, mount.mountPoint, mount.type);
            }
            if (!known) m_mounts.push_back(std::move(mount));
        }
    }

    void addMount(const Mount& mount, const MountAnswer& answer)
    {
        std::string error;
        if (answer.state == MountAnswer::State::Failed) error = errorText(answer.error);
        if (answer.state == MountAnswer::State::Stuck) error = "mountpoint timeout";
        const auto add = [&](MetricFamily& family, double value) {
            family.add({{"device", mount.device},
                        {"device_error", error},
                        {"fstype", mount.type},
                        {"mountpoint", mount.mountPoint}},
                       value);
        };
        add(m_deviceError, error.empty() ? 0 : 1);
        add(m_readOnly, mount.readOnly ? 1 : 0);
        if (!error.empty()) return;
        const auto blockSize = static_cast<double>(answer.stats.f_bsize);
        add(m_size, static_cast<double>(answer.stats.f_blocks) * blockSize);
        add(m_free, static_cast<double>(answer.stats.f_bfree) * blockSize);
        add(m_avail, static_cast<double>(answer.stats.f_bavail) * blockSize);
        add(m_files, static_cast<double>(answer.stats.f_files));
        add(m_filesFree, static_cast<double>(answer.stats.f_ffree));
        m_mountInfo.add({{"device", mount.device},
                         {"major", mount.majorNumber},
                         {"minor", mount.minorNumber},
                         {"mountpoint", mount.mountPoint}},
                        1);
    }

    const CollectorContext& m_context;
    ProcFile m_initMounts;
    ProcFile m_selfMounts;
    MountProber m_prober;
    MetricFamily& m_avail;
    MetricFamily& m_deviceError;
    MetricFamily& m_files;
    MetricFamily& m_filesFree;
    MetricFamily& m_free;
    MetricFamily& m_mountInfo;
    MetricFamily& m_readOnly;
    MetricFamily& m_size;
    std::string m_table;
    std::vector<Mount> m_mounts;
    std::vector<std::string> m_paths;
};

}  // namespace

std::unique_ptr<Collector> makeFilesystemCollector(const CollectorContext& context)
{
    return makeCollector<FilesystemCollector>(context);
}

}  // namespace watchglass::hostmetrics
