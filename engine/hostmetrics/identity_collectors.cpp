// What machine this is: uname, os, dmi, selinux.

#include <cerrno>
#include <map>
#include <system_error>

#include <sys/utsname.h>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

class UnameCollector final : public Collector {
public:
    explicit UnameCollector(const CollectorContext& context)
        : m_info(context.gauge("node_uname_info", "What uname(2) says."))
    {
    }

    Result<void> collect() override
    {
        struct utsname name {};
        if (::uname(&name) != 0) return fail(ErrorCode::Io, std::generic_category().message(errno), "uname");
        m_info.add({{"domainname", name.domainname},
                    {"machine", name.machine},
                    {"nodename", name.nodename},
                    {"release", name.release},
                    {"sysname", name.sysname},
                    {"version", name.version}},
                   1);
        return {};
    }

private:
    MetricFamily& m_info;
};

/// The value of a line of os-release(5): shell quotes and backslashes taken away.
std::string unquoted(std::string_view text)
{
    std::string out;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
            out += text[++i];
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
        } else if (c == quote) {
            quote = 0;
        } else {
            out += c;
        }
    }
    return out;
}

/// Days from 1970-01-01 to "YYYY-MM-DD" (Howard Hinnant's days_from_civil); no value for another form.
std::optional<std::int64_t> daysSinceEpoch(std::string_view date)
{
    if (date.size() != 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
    auto year = parseInteger(date.substr(0, 4));
    const auto month = parseInteger(date.substr(5, 2));
    const auto day = parseInteger(date.substr(8, 2));
    if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
    const std::int64_t y = *month <= 2 ? *year - 1 : *year;
    const std::int64_t era = y / 400;
    const std::int64_t yearOfEra = y - era * 400;
    const std::int64_t dayOfYear = (153 * (*month + (*month > 2 ? -3 : 9)) + 2) / 5 + *day - 1;
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

class OsCollector final : public Collector {
public:
    explicit OsCollector(const CollectorContext& context)
        : m_context(context), m_info(context.gauge("node_os_info", "What os-release says.")),
          m_version(context.gauge("node_os_version", "Major and minor version of the system.")),
          m_supportEnd(context.gauge("node_os_support_end_timestamp_seconds", "When support ends, Unix time."))
    {
    }

    Result<void> collect() override
    {
        auto text = readFile(m_context.root("/etc/os-release"));
        if (!text) text = readFile(m_context.root("/usr/lib/os-release"));
        if (!text) return tl::make_unexpected(text.error());
        std::map<std::string, std::string, std::less<>> fields;
        std::string_view rest = *text;
        for (std::string_view line; nextLine(rest, line);) {
            line = trimmed(line);
            const std::size_t equals = line.find('=');
            if (equals == std::string_view::npos || line[0] == '#') continue;
            fields[std::string(line.substr(0, equals))] = unquoted(line.substr(equals + 1));
        }
        m_info.add({{"build_id", fields["BUILD_ID"]},
                    {"id", fields["ID"]},
                    {"id_like", fields["ID_LIKE"]},
                    {"image_id", fields["IMAGE_ID"]},
                    {"image_version", fields["IMAGE_VERSION"]},
                    {"name", fields["NAME"]},
                    {"pretty_name", fields["PRETTY_NAME"]},
                    {"variant", fields["VARIANT"]},
                    {"variant_id", fields["VARIANT_ID"]},
                    {"version", fields["VERSION"]},
                    {"version_codename", fields["VERSION_CODENAME"]},
                    {"version_id", fields["VERSION_ID"]}},
                   1);
        const double version = majorMinor(fields["VERSION_ID"]);
        if (version > 0) {
            m_version.add({{"id", fields["ID"]}, {"id_like", fields["ID_LIKE"]}, {"name", fields["NAME"]}}, version);
        }
        if (const auto days = daysSinceEpoch(fields["SUPPORT_END"])) {
            m_supportEnd.add(static_cast<double>(*days * 86'400));
        }
        return {};
    }

private:
    /// "22.04.3" gives 22.04, "rolling" 0.
    static double majorMinor(std::string_view text)
    {
        std::size_t end = 0;
        while (end < text.size() && isDigit(text[end])) ++end;
        if (end == 0) return 0;
        if (end < text.size() && text[end] == '.') {
            ++end;
            while (end < text.size() && isDigit(text[end])) ++end;
        }
        return parseNumber(text.substr(0, end)).value_or(0);
    }

    const CollectorContext& m_context;
    MetricFamily& m_info;
    MetricFamily& m_version;
    MetricFamily& m_supportEnd;
};

/// File name and, where it differs, label name.
constexpr std::pair<const char*, const char*> kDmiFields[] = {
    {"bios_date", "bios_date"},
    {"bios_release", "bios_release"},
    {"bios_vendor", "bios_vendor"},
    {"bios_version", "bios_version"},
    {"board_asset_tag", "board_asset_tag"},
    {"board_name", "board_name"},
    {"board_serial", "board_serial"},
    {"board_vendor", "board_vendor"},
    {"board_version", "board_version"},
    {"chassis_asset_tag", "chassis_asset_tag"},
    {"chassis_serial", "chassis_serial"},
    {"chassis_vendor", "chassis_vendor"},
    {"chassis_version", "chassis_version"},
    {"product_family", "product_family"},
    {"product_name", "product_name"},
    {"product_serial", "product_serial"},
    {"product_sku", "product_sku"},
    {"product_uuid", "product_uuid"},
    {"product_version", "product_version"},
    {"sys_vendor", "system_vendor"},
};

class DmiCollector final : public Collector {
public:
    explicit DmiCollector(const CollectorContext& context)
        : m_path(context.sys("class/dmi/id")), m_info(context.gauge("node_dmi_info", "What the firmware says."))
    {
        // It cannot change while the machine runs. Serial numbers are for root only.
        auto directory = Directory::open(m_path);
        if (!directory) return;
        for (const auto& [file, label] : kDmiFields) {
            if (const auto text = directory->text(file)) m_values.emplace_back(label, std::string(*text));
        }
    }

    Result<void> collect() override
    {
        if (m_values.empty()) return fail(ErrorCode::NotFound, "no DMI", m_path);
        std::vector<MetricLabel> labels;
        for (const auto& [label, value] : m_values) labels.push_back({label, value});
        m_info.add(labels, 1);
        return {};
    }

private:
    std::string m_path;
    MetricFamily& m_info;
    std::vector<std::pair<const char*, std::string>> m_values;
};

class SelinuxCollector final : public Collector {
public:
    explicit SelinuxCollector(const CollectorContext& context)
        : m_context(context), m_configMode(context.gauge("node_selinux_config_mode", "Mode set in the configuration.")),
          m_currentMode(context.gauge("node_selinux_current_mode", "Mode now: 1 enforcing, 0 permissive.")),
          m_enabled(context.gauge("node_selinux_enabled", "Whether SELinux is on."))
    {
    }

    Result<void> collect() override
    {
        const auto enforcing = readNumber(m_context.sys("fs/selinux/enforce"));
        m_enabled.add(enforcing ? 1 : 0);
        if (!enforcing) return {};
        m_currentMode.add(static_cast<double>(*enforcing));
        m_configMode.add(configuredMode());
        return {};
    }

private:
    double configuredMode() const
    {
        const auto text = readFile(m_context.root("/etc/selinux/config"));
        std::string_view rest = text ? std::string_view(*text) : std::string_view();
        for (std::string_view line; nextLine(rest, line);) {
            line = trimmed(line);
            if (line.substr(0, 8) != "SELINUX=") continue;
            const std::string_view mode = trimmed(line.substr(8));
            if (mode == "enforcing") return 1;
            if (mode == "permissive") return 0;
        }
        return -1;  // disabled
    }

    const CollectorContext& m_context;
    MetricFamily& m_configMode;
    MetricFamily& m_currentMode;
    MetricFamily& m_enabled;
};

}  // namespace

std::unique_ptr<Collector> makeUnameCollector(const CollectorContext& context)
{
    return makeCollector<UnameCollector>(context);
}

std::unique_ptr<Collector> makeOsCollector(const CollectorContext& context)
{
    return makeCollector<OsCollector>(context);
}

std::unique_ptr<Collector> makeDmiCollector(const CollectorContext& context)
{
    return makeCollector<DmiCollector>(context);
}

std::unique_ptr<Collector> makeSelinuxCollector(const CollectorContext& context)
{
    return makeCollector<SelinuxCollector>(context);
}

}  // namespace watchglass::hostmetrics
