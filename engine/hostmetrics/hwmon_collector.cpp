#include <algorithm>
#include <array>
#include <climits>
#include <cstdlib>
#include <map>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

constexpr std::array<std::string_view, 14> kSensorTypes = {
    "vrm",  "beep_enable", "update_interval", "in",     "cpu",      "fan",       "pwm",
    "temp", "curr",        "power",           "energy", "humidity", "intrusion", "freq"};

/// Lower case, what no metric name may hold as '_', none of these at the ends (node_exporter: cleanMetricName).
std::string cleanName(std::string_view text)
{
    std::string out;
    for (char c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        const bool allowed = (c >= 'a' && c <= 'z') || isDigit(c) || c == ':' || c == '_';
        out += allowed ? c : '_';
    }
    const std::size_t first = out.find_first_not_of('_');
    if (first == std::string::npos) return {};
    return out.substr(first, out.find_last_not_of('_') - first + 1);
}

/// "temp1_max_hyst" is type "temp", sensor "temp1", property "max_hyst".
struct SensorFile {
    std::string_view type;
    std::string sensor;
    std::string_view property;
};

std::optional<SensorFile> parseFileName(std::string_view name)
{
    std::size_t digits = 0;
    while (digits < name.size() && !isDigit(name[digits])) ++digits;
    if (digits == 0) return std::nullopt;
    std::size_t end = digits;
    while (end < name.size() && isDigit(name[end])) ++end;
    SensorFile file;
    file.type = name.substr(0, digits);
    if (end < name.size()) {
        if (name[end] != '_' || end + 1 == name.size()) return std::nullopt;
        file.property = name.substr(end + 1);
    }
    if (std::find(kSensorTypes.begin(), kSensorTypes.end(), file.type) == kSensorTypes.end()) return std::nullopt;
    const auto number = end > digits ? parseUnsigned(name.substr(digits, end - digits)) : 0;
    if (!number) return std::nullopt;
    file.sensor = std::string(file.type) + std::to_string(*number);
    return file;
}

/// The unit's suffix of a value, and what to multiply the file's number with and divide it by: one of the two, the same
/// as in node_exporter, so that the last digit agrees.
struct Unit {
    const char* suffix = "";
    double factor = 1;
    double divisor = 1;
};

/// The rules of node_exporter's collector/hwmon_linux.go, from the kernel's Documentation/hwmon/sysfs-interface.rst.
Unit unitOf(std::string_view type, std::string_view property)
{
    constexpr double kMilli = 0.001;
    constexpr double kMicro = 1e6;
    if (property == "fault" || property == "alarm") return {};
    if (property == "beep") return {"_enabled", 1};
    if (type == "in" || type == "cpu") return {"_volts", kMilli};
    if (type == "temp" && property != "type") return {"_celsius", kMilli};
    if (type == "curr") return {"_amps", kMilli};
    if (type == "energy") return {"_joule_total", 1, kMicro};
    if (type == "power" && property == "accuracy") return {"", 1, kMicro};
    if (type == "power" && property.substr(0, 16) == "average_interval") return {"_seconds", kMilli};
    if (type == "power") return {"_watt", 1, kMicro};
    if (type == "humidity") return {"", 1, kMicro};
    const bool isSpeed = property == "input" || property == "min" || property == "max" || property == "target";
    if (type == "fan" && isSpeed) return {"_rpm", 1};
    return {};
}

struct Sensor {
    std::string type;
    std::map<std::string, std::string, std::less<>> values;  ///< by property, "" for a file without one
};

struct Chip {
    std::string path;
    std::string name;  ///< the `chip` label
    std::string nameFile;
};

class HwmonCollector final : public Collector {
public:
    explicit HwmonCollector(const CollectorContext& context)
        : m_context(context), m_path(context.sys("class/hwmon")),
          m_chipNames(context.gauge("node_hwmon_chip_names", "The names of the chips for people.")),
          m_labels(context.gauge("node_hwmon_sensor_label", "The label of this sensor."))
    {
    }

    Result<void> collect() override
    {
        const auto root = Directory::open(m_path);
        if (!root) return tl::make_unexpected(root.error());
        std::vector<Chip> chips;
        for (const std::string& name : root->names()) {
            const std::string path = m_path + "/" + name;
            auto directory = Directory::open(path);
            if (!directory) continue;
            chips.push_back({path, chipName(path, name), std::string(directory->text("name").value_or(""))});
        }
        makeUnique(chips);
        for (const Chip& chip : chips) addChip(chip);
        return {};
    }

private:
    /// From the device's place in /sys, which is stable, unlike the number of hwmonN.
    static std::string chipName(const std::string& path, const std::string& name)
    {
        char resolved[PATH_MAX];
        if (::realpath((path + "/device").c_str(), resolved)) {
            const std::string_view device = resolved;
            const std::size_t last = device.rfind('/');
            const std::string_view parent = device.substr(0, last);
            const std::string deviceName = cleanName(device.substr(last + 1));
            const std::string deviceType = cleanName(parent.substr(parent.rfind('/') + 1));
            if (!deviceName.empty()) return deviceType.empty() ? deviceName : deviceType + "_" + deviceName;
        }
        const auto text = readFile(path + "/name");
        const std::string chip = text ? cleanName(trimmed(*text)) : std::string();
        return chip.empty() ? cleanName(name) : chip;
    }

    /// Two chips on one device would give the same labels twice. node_exporter told them apart only in 1.12 (#3646),
    /// 1.11 fails the whole scrape.
    static void makeUnique(std::vector<Chip>& chips)
    {
        std::map<std::string, int> byName;
        std::map<std::string, int> byBoth;
        for (const Chip& chip : chips) {
            ++byName[chip.name];
            ++byBoth[chip.name + '\n' + chip.nameFile];
        }
        for (Chip& chip : chips) {
            if (byName[chip.name] < 2) continue;
            std::string suffix = cleanName(chip.nameFile);
            if (suffix.empty() || byBoth[chip.name + '\n' + chip.nameFile] > 1) {
                suffix = cleanName(std::string_view(chip.path).substr(chip.path.rfind('/') + 1));
            }
            chip.name += "_" + suffix;
        }
    }

    void addChip(const Chip& chip)
    {
        std::map<std::string, Sensor> sensors;
        readSensors(chip.path, sensors);
        readSensors(chip.path + "/device", sensors);
        const std::string chipName = cleanName(chip.nameFile);
        if (!chipName.empty()) m_chipNames.add({{"chip", chip.name}, {"chip_name", chipName}}, 1);
        for (const auto& [name, sensor] : sensors) addSensor(chip.name, name, sensor);
    }

    static void readSensors(const std::string& path, std::map<std::string, Sensor>& sensors)
    {
        auto directory = Directory::open(path);
        if (!directory) return;
        for (const std::string& name : directory->names()) {
            const auto file = parseFileName(name);
            if (!file) continue;
            const auto text = directory->text(name);
            if (!text) continue;
            Sensor& sensor = sensors[file->sensor];
            sensor.type = file->type;
            sensor.values[std::string(file->property)] = *text;
        }
    }

    void addSensor(const std::string& chip, const std::string& name, const Sensor& sensor)
    {
        const auto value = [&](std::string_view property) {
            const auto at = sensor.values.find(property);
            return at == sensor.values.end() ? std::nullopt : parseNumber(at->second);
        };
        const auto gauge = [&](const std::string& metric, double number) {
            m_context.gauge(metric, "Hardware monitor value.").add({{"chip", chip}, {"sensor", name}}, number);
        };
        const auto label = sensor.values.find("label");
        if (label != sensor.values.end()) {
            m_labels.add({{"chip", chip}, {"label", label->second}, {"sensor", name}}, 1);
        }
        if (sensor.type == "beep_enable") {
            gauge("node_hwmon_beep_enabled", value("") == 1.0 ? 1 : 0);
        } else if (sensor.type == "vrm") {
            if (const auto number = value("")) gauge("node_hwmon_voltage_regulator_version", *number);
        } else if (sensor.type == "update_interval") {
            if (const auto number = value("")) gauge("node_hwmon_update_interval_seconds", *number * 0.001);
        } else {
            for (const auto& [property, text] : sensor.values) {
                const auto number = property == "label" ? std::nullopt : parseNumber(text);
                if (number) addProperty(chip, name, sensor, property, *number);
            }
        }
    }

    void addProperty(const std::string& chip, const std::string& name, const Sensor& sensor,
                     const std::string& property, double number)
    {
        std::string metric = "node_hwmon_" + sensor.type;
        if (property == "input") {
            // Without a suffix it is the value, unless there is a file of that meaning too ("pwm1" and "pwm1_input").
            if (sensor.values.count("") > 0) metric += "_input";
        } else if (!property.empty()) {
            metric += "_" + cleanName(property);
        }
        if (sensor.type == "freq" && property == "input") {
            const auto label = sensor.values.find("label");
            if (label == sensor.values.end()) return;
            m_context.gauge(metric + "_freq_mhz", "Hardware monitor value.")
                .add({{"chip", chip}, {"sensor", cleanName(label->second)}}, number / 1e6);
            return;
        }
        const Unit unit = unitOf(sensor.type, property);
        const auto type = std::string_view(unit.suffix) == "_joule_total" ? MetricType::Counter : MetricType::Gauge;
        m_context.writer.family(metric + unit.suffix, type, "Hardware monitor value.")
            .add({{"chip", chip}, {"sensor", name}}, number * unit.factor / unit.divisor);
    }

    const CollectorContext& m_context;
    std::string m_path;
    MetricFamily& m_chipNames;
    MetricFamily& m_labels;
};

}  // namespace

std::unique_ptr<Collector> makeHwmonCollector(const CollectorContext& context)
{
    return makeCollector<HwmonCollector>(context);
}

}  // namespace watchglass::hostmetrics
