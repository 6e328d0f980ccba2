#include <array>
#include <map>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

struct Column {
    const char* metric;
    const char* help;
    MetricType type;
    double factor;
};

constexpr double kSectorBytes = 512;  // the kernel's unit here, whatever the disk has
constexpr double kMilli = 0.001;

/// The columns of /proc/diskstats behind the name, in their order (Documentation/admin-guide/iostats.rst). Old
/// kernels end earlier; what is missing gives no sample.
constexpr std::array<Column, 17> kColumns = {{
    {"node_disk_reads_completed_total", "Reads done.", MetricType::Counter, 1},
    {"node_disk_reads_merged_total", "Reads merged with others.", MetricType::Counter, 1},
    {"node_disk_read_bytes_total", "Bytes read.", MetricType::Counter, kSectorBytes},
    {"node_disk_read_time_seconds_total", "Seconds spent by all reads.", MetricType::Counter, kMilli},
    {"node_disk_writes_completed_total", "Writes done.", MetricType::Counter, 1},
    {"node_disk_writes_merged_total", "Writes merged with others.", MetricType::Counter, 1},
    {"node_disk_written_bytes_total", "Bytes written.", MetricType::Counter, kSectorBytes},
    {"node_disk_write_time_seconds_total", "Seconds spent by all writes.", MetricType::Counter, kMilli},
    {"node_disk_io_now", "I/Os in progress.", MetricType::Gauge, 1},
    {"node_disk_io_time_seconds_total", "Seconds in which the disk was busy.", MetricType::Counter, kMilli},
    {"node_disk_io_time_weighted_seconds_total", "Seconds spent by all I/Os together.", MetricType::Counter, kMilli},
    {"node_disk_discards_completed_total", "Discards done.", MetricType::Counter, 1},
    {"node_disk_discards_merged_total", "Discards merged with others.", MetricType::Counter, 1},
    {"node_disk_discarded_sectors_total", "Sectors discarded.", MetricType::Counter, 1},
    {"node_disk_discard_time_seconds_total", "Seconds spent by all discards.", MetricType::Counter, kMilli},
    {"node_disk_flush_requests_total", "Flush requests done.", MetricType::Counter, 1},
    {"node_disk_flush_requests_time_seconds_total", "Seconds spent by all flushes.", MetricType::Counter, kMilli},
}};

/// node_exporter's default of --collector.diskstats.device-exclude:
/// ^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$
bool isIgnored(std::string_view device)
{
    std::size_t end = device.size();
    while (end > 0 && isDigit(device[end - 1])) --end;
    if (end == device.size()) return false;
    const std::string_view stem = device.substr(0, end);
    if (stem == "ram" || stem == "zram" || stem == "loop" || stem == "fd") return true;
    if (stem.size() >= 3 && stem.back() >= 'a' && stem.back() <= 'z' && stem[stem.size() - 2] == 'd') {
        const std::string_view bus = stem.substr(0, stem.size() - 2);
        if (bus == "h" || bus == "s" || bus == "v" || bus == "xv") return true;
    }
    if (stem.substr(0, 4) != "nvme" || stem.back() != 'p') return false;
    const std::string_view middle = stem.substr(4, stem.size() - 5);
    const std::size_t n = middle.find('n');
    return n != std::string_view::npos && isNumber(middle.substr(0, n)) && isNumber(middle.substr(n + 1));
}

class DiskstatsCollector final : public Collector {
public:
    explicit DiskstatsCollector(const CollectorContext& context)
        : m_context(context), m_file(context.proc("diskstats")),
          m_info(context.gauge("node_disk_info", "What is known of this disk.")),
          m_filesystemInfo(context.gauge("node_disk_filesystem_info", "The file system on this device.")),
          m_mapperInfo(context.gauge("node_disk_device_mapper_info", "The device mapper's names of this device.")),
          m_writeCache(context.gauge("node_disk_ata_write_cache", "Whether the disk has a write cache.")),
          m_writeCacheOn(context.gauge("node_disk_ata_write_cache_enabled", "Whether its write cache is on.")),
          m_rotation(context.gauge("node_disk_ata_rotation_rate_rpm", "Turns per minute, 0 for solid state."))
    {
        for (std::size_t i = 0; i < kColumns.size(); ++i) {
            m_columns[i] = &context.writer.family(kColumns[i].metric, kColumns[i].type, kColumns[i].help);
        }
    }

    Result<void> collect() override
    {
        const auto text = m_file.read();
        if (!text) return tl::make_unexpected(text.error());
        std::string_view rest = *text;
        for (std::string_view line; nextLine(rest, line);) {
            const std::string_view majorNumber = nextField(line);
            const std::string_view minorNumber = nextField(line);
            const std::string_view device = nextField(line);
            if (device.empty() || isIgnored(device)) continue;
            addInfo(device, majorNumber, minorNumber);
            for (std::size_t i = 0; i < kColumns.size(); ++i) {
                const std::string_view field = nextField(line);
                if (field.empty()) break;
                const auto value = parseUnsigned(field);
                if (!value) return fail(ErrorCode::Corrupt, "bad number of " + std::string(device), m_file.path());
                m_columns[i]->add({{"device", device}}, static_cast<double>(*value) * kColumns[i].factor);
            }
        }
        return {};
    }

private:
    using Properties = std::map<std::string_view, std::string_view>;

    void addInfo(std::string_view device, std::string_view majorNumber, std::string_view minorNumber)
    {
        std::string path = m_context.options.udevDataRoot + "/b";
        path.append(majorNumber).append(":").append(minorNumber);
        const auto text = readFile(path);
        Properties udev;
        std::string_view rest = text ? std::string_view(*text) : std::string_view();
        for (std::string_view line; nextLine(rest, line);) {
            const std::size_t equals = line.find('=');
            if (line.substr(0, 2) != "E:" || equals == std::string_view::npos) continue;
            udev[line.substr(2, equals - 2)] = line.substr(equals + 1);
        }
        // What is printed on the disk first; virtio disks have only the last.
        std::string_view serial = udev["SCSI_IDENT_SERIAL"];
        if (serial.empty()) serial = udev["ID_SERIAL_SHORT"];
        if (serial.empty()) serial = udev["ID_SERIAL"];

        std::string rotationalPath = m_context.sys("block/");
        rotationalPath.append(device).append("/queue/rotational");
        const bool rotational = readNumber(rotationalPath).value_or(0) == 1;

        m_info.add({{"device", device},
                    {"major", majorNumber},
                    {"minor", minorNumber},
                    {"model", udev["ID_MODEL"]},
                    {"path", udev["ID_PATH"]},
                    {"revision", udev["ID_REVISION"]},
                    {"rotational", rotational ? "1" : "0"},
                    {"serial", serial},
                    {"wwn", udev["ID_WWN"]}},
                   1);
        if (!udev["ID_FS_TYPE"].empty()) {
            m_filesystemInfo.add({{"device", device},
                                  {"type", udev["ID_FS_TYPE"]},
                                  {"usage", udev["ID_FS_USAGE"]},
                                  {"uuid", udev["ID_FS_UUID"]},
                                  {"version", udev["ID_FS_VERSION"]}},
                                 1);
        }
        if (!udev["DM_NAME"].empty()) {
            m_mapperInfo.add({{"device", device},
                              {"lv_layer", udev["DM_LV_LAYER"]},
                              {"lv_name", udev["DM_LV_NAME"]},
                              {"name", udev["DM_NAME"]},
                              {"uuid", udev["DM_UUID"]},
                              {"vg_name", udev["DM_VG_NAME"]}},
                             1);
        }
        if (udev["ID_ATA"].empty()) return;
        addNumber(m_writeCache, device, udev["ID_ATA_WRITE_CACHE"]);
        addNumber(m_writeCacheOn, device, udev["ID_ATA_WRITE_CACHE_ENABLED"]);
        addNumber(m_rotation, device, udev["ID_ATA_ROTATION_RATE_RPM"]);
    }

    static void addNumber(MetricFamily& family, std::string_view device, std::string_view text)
    {
        if (const auto value = parseNumber(text)) family.add({{"device", device}}, *value);
    }

    const CollectorContext& m_context;
    ProcFile m_file;
    MetricFamily& m_info;
    MetricFamily& m_filesystemInfo;
    MetricFamily& m_mapperInfo;
    MetricFamily& m_writeCache;
    MetricFamily& m_writeCacheOn;
    MetricFamily& m_rotation;
    std::array<MetricFamily*, kColumns.size()> m_columns{};
};

}  // namespace

std::unique_ptr<Collector> makeDiskstatsCollector(const CollectorContext& context)
{
    return makeCollector<DiskstatsCollector>(context);
}

}  // namespace watchglass::hostmetrics
