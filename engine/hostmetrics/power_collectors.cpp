// Heat and power: thermal_zone, powersupplyclass.

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

class ThermalZoneCollector final : public Collector {
public:
    explicit ThermalZoneCollector(const CollectorContext& context)
        : m_path(context.sys("class/thermal")),
          m_current(context.gauge("node_cooling_device_cur_state", "How hard this device cools now.")),
          m_max(context.gauge("node_cooling_device_max_state", "How hard this device can cool.")),
          m_temperature(context.gauge("node_thermal_zone_temp", "Temperature of this zone in Celsius."))
    {
    }

    Result<void> collect() override
    {
        auto root = Directory::open(m_path);
        if (!root) return tl::make_unexpected(root.error());
        for (const std::string& name : root->names()) {
            const std::string type(root->text(name + "/type").value_or(std::string_view()));
            if (const auto zone = numberAfter(name, "thermal_zone"); !zone.empty()) {
                // A sensor that is off answers an error; the others are still good.
                if (const auto value = root->integer((name + "/temp").c_str())) {
                    m_temperature.add({{"type", type}, {"zone", zone}}, static_cast<double>(*value) / 1000.0);
                }
            } else if (const auto device = numberAfter(name, "cooling_device"); !device.empty()) {
                const auto current = root->integer((name + "/cur_state").c_str());
                const auto max = root->integer((name + "/max_state").c_str());
                if (!current || !max) continue;
                m_current.add({{"name", device}, {"type", type}}, static_cast<double>(*current));
                m_max.add({{"name", device}, {"type", type}}, static_cast<double>(*max));
            }
        }
        return {};
    }

private:
    std::string m_path;
    MetricFamily& m_current;
    MetricFamily& m_max;
    MetricFamily& m_temperature;
};

struct Field {
    const char* file;
    const char* metric;  ///< behind node_power_supply_
    double divisor;
};

constexpr double kMicro = 1e6;
constexpr double kTenth = 10;

constexpr Field kFields[] = {
    {"authentic", "authentic", 1},
    {"calibrate", "calibrate", 1},
    {"capacity", "capacity", 1},
    {"capacity_alert_max", "capacity_alert_max", 1},
    {"capacity_alert_min", "capacity_alert_min", 1},
    {"cycle_count", "cyclecount", 1},
    {"online", "online", 1},
    {"present", "present", 1},
    {"time_to_empty_now", "time_to_empty_seconds", 1},
    {"time_to_full_now", "time_to_full_seconds", 1},
    {"current_boot", "current_boot", kMicro},
    {"current_max", "current_max", kMicro},
    {"current_now", "current_ampere", kMicro},
    {"energy_empty", "energy_empty", kMicro},
    {"energy_empty_design", "energy_empty_design", kMicro},
    {"energy_full", "energy_full", kMicro},
    {"energy_full_design", "energy_full_design", kMicro},
    {"energy_now", "energy_watthour", kMicro},
    {"voltage_boot", "voltage_boot", kMicro},
    {"voltage_max", "voltage_max", kMicro},
    {"voltage_max_design", "voltage_max_design", kMicro},
    {"voltage_min", "voltage_min", kMicro},
    {"voltage_min_design", "voltage_min_design", kMicro},
    {"voltage_now", "voltage_volt", kMicro},
    {"voltage_ocv", "voltage_ocv", kMicro},
    {"charge_control_limit", "charge_control_limit", kMicro},
    {"charge_control_limit_max", "charge_control_limit_max", kMicro},
    {"charge_counter", "charge_counter", kMicro},
    {"charge_empty", "charge_empty", kMicro},
    {"charge_empty_design", "charge_empty_design", kMicro},
    {"charge_full", "charge_full", kMicro},
    {"charge_full_design", "charge_full_design", kMicro},
    {"charge_now", "charge_ampere", kMicro},
    {"charge_term_current", "charge_term_current", kMicro},
    {"constant_charge_current", "constant_charge_current", kMicro},
    {"constant_charge_current_max", "constant_charge_current_max", kMicro},
    {"constant_charge_voltage", "constant_charge_voltage", kMicro},
    {"constant_charge_voltage_max", "constant_charge_voltage_max", kMicro},
    {"precharge_current", "precharge_current", kMicro},
    {"input_current_limit", "input_current_limit", kMicro},
    {"power_now", "power_watt", kMicro},
    {"temp", "temp_celsius", kTenth},
    {"temp_alert_max", "temp_alert_max_celsius", kTenth},
    {"temp_alert_min", "temp_alert_min_celsius", kTenth},
    {"temp_ambient", "temp_ambient_celsius", kTenth},
    {"temp_ambient_max", "temp_ambient_max_celsius", kTenth},
    {"temp_ambient_min", "temp_ambient_min_celsius", kTenth},
    {"temp_max", "temp_max_celsius", kTenth},
    {"temp_min", "temp_min_celsius", kTenth},
};

/// Files of text, which are labels of node_power_supply_info under their own names.
constexpr const char* kTexts[] = {"capacity_level", "charge_type", "health",     "manufacturer", "model_name", "scope",
                                  "serial_number",  "status",      "technology", "type",         "usb_type"};

class PowerSupplyCollector final : public Collector {
public:
    explicit PowerSupplyCollector(const CollectorContext& context)
        : m_context(context), m_path(context.sys("class/power_supply")),
          m_info(context.gauge("node_power_supply_info", "What is known of this power supply."))
    {
    }

    Result<void> collect() override
    {
        const auto root = Directory::open(m_path);
        if (!root) return tl::make_unexpected(root.error());
        for (const std::string& name : root->names()) {
            if (auto directory = Directory::open(m_path + "/" + name)) addSupply(name, *directory);
        }
        return {};
    }

private:
    void addSupply(const std::string& name, Directory& directory)
    {
        for (const Field& field : kFields) {
            const auto value = directory.integer(field.file);
            if (!value) continue;
            m_metric.assign("node_power_supply_").append(field.metric);
            m_context.gauge(m_metric, "Value of the power supply.")
                .add({{"power_supply", name}}, static_cast<double>(*value) / field.divisor);
        }
        std::vector<std::pair<const char*, std::string>> texts;
        for (const char* file : kTexts) {
            const auto text = directory.text(file);
            if (text && !text->empty()) texts.emplace_back(file, std::string(*text));
        }
        std::vector<MetricLabel> labels{{"power_supply", name}};
        for (const auto& [label, value] : texts) labels.push_back({label, value});
        m_info.add(labels, 1);
    }

    const CollectorContext& m_context;
    std::string m_path;
    MetricFamily& m_info;
    std::string m_metric;
};

}  // namespace

std::unique_ptr<Collector> makeThermalZoneCollector(const CollectorContext& context)
{
    return makeCollector<ThermalZoneCollector>(context);
}

std::unique_ptr<Collector> makePowerSupplyCollector(const CollectorContext& context)
{
    return makeCollector<PowerSupplyCollector>(context);
}

}  // namespace watchglass::hostmetrics
