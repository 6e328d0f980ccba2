#include <array>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

struct Attribute {
    const char* file;
    const char* metric;
    MetricType type;
};

constexpr std::array<Attribute, 16> kAttributes = {{
    {"addr_assign_type", "node_network_address_assign_type", MetricType::Gauge},
    {"carrier", "node_network_carrier", MetricType::Gauge},
    {"carrier_changes", "node_network_carrier_changes_total", MetricType::Counter},
    {"carrier_up_count", "node_network_carrier_up_changes_total", MetricType::Counter},
    {"carrier_down_count", "node_network_carrier_down_changes_total", MetricType::Counter},
    {"dev_id", "node_network_device_id", MetricType::Gauge},
    {"dormant", "node_network_dormant", MetricType::Gauge},
    {"flags", "node_network_flags", MetricType::Gauge},
    {"ifindex", "node_network_iface_id", MetricType::Gauge},
    {"iflink", "node_network_iface_link", MetricType::Gauge},
    {"link_mode", "node_network_iface_link_mode", MetricType::Gauge},
    {"mtu", "node_network_mtu_bytes", MetricType::Gauge},
    {"name_assign_type", "node_network_name_assign_type", MetricType::Gauge},
    {"netdev_group", "node_network_net_dev_group", MetricType::Gauge},
    {"tx_queue_len", "node_network_transmit_queue_length", MetricType::Gauge},
    {"type", "node_network_protocol_type", MetricType::Gauge},
}};
constexpr std::size_t kFlags = 7;

class NetclassCollector final : public Collector {
public:
    explicit NetclassCollector(const CollectorContext& context)
        : m_path(context.sys("class/net")),
          m_info(context.gauge("node_network_info", "What is known of this network device.")),
          m_speed(context.gauge("node_network_speed_bytes", "Speed of the link in bytes per second.")),
          m_up(context.gauge("node_network_up", "Whether the device's operstate is up."))
    {
        for (std::size_t i = 0; i < kAttributes.size(); ++i) {
            m_families[i] = &context.writer.family(kAttributes[i].metric, kAttributes[i].type,
                                                   "Network device property.");
        }
    }

    Result<void> collect() override
    {
        const auto root = Directory::open(m_path);
        if (!root) return tl::make_unexpected(root.error());
        for (const std::string& device : root->names()) {
            // bonding_masters is a file among the devices.
            if (auto directory = Directory::open(m_path + "/" + device)) addDevice(device, *directory);
        }
        return {};
    }

private:
    void addDevice(const std::string& device, Directory& directory)
    {
        std::optional<std::int64_t> flags;
        for (std::size_t i = 0; i < kAttributes.size(); ++i) {
            // carrier of a device that is down, and some more, answer EINVAL.
            const auto value = directory.integer(kAttributes[i].file);
            if (value) m_families[i]->add({{"device", device}}, static_cast<double>(*value));
            if (i == kFlags) flags = value;
        }
        // Megabits per second; -1 (unknown) is passed on by node_exporter's default, and so here.
        if (const auto speed = directory.integer("speed")) {
            m_speed.add({{"device", device}}, static_cast<double>(*speed * 1000 * 1000 / 8));
        }
        std::array<std::string, 5> texts;
        constexpr std::array<const char*, 5> kTexts = {"address", "broadcast", "duplex", "operstate", "ifalias"};
        for (std::size_t i = 0; i < texts.size(); ++i) {
            texts[i] = directory.text(kTexts[i]).value_or(std::string_view());
        }
        const char* adminState = !flags ? "unknown" : (*flags & 1) != 0 ? "up" : "down";
        m_up.add({{"device", device}}, texts[3] == "up" ? 1 : 0);
        m_info.add({{"address", texts[0]},
                    {"adminstate", adminState},
                    {"broadcast", texts[1]},
                    {"device", device},
                    {"duplex", texts[2]},
                    {"ifalias", texts[4]},
                    {"operstate", texts[3]}},
                   1);
    }

    std::string m_path;
    MetricFamily& m_info;
    MetricFamily& m_speed;
    MetricFamily& m_up;
    std::array<MetricFamily*, kAttributes.size()> m_families{};
};

}  // namespace

std::unique_ptr<Collector> makeNetclassCollector(const CollectorContext& context)
{
    return makeCollector<NetclassCollector>(context);
}

}  // namespace watchglass::hostmetrics
