#pragma once

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <QTemporaryDir>

#include "engine/hostmetrics/host_collector.h"

namespace watchglass::hostmetrics {

/// A directory with `proc`, `sys` and `root` below it, which a test fills; it goes away with the object.
class FixtureTree {
public:
    void write(const std::string& path, std::string_view text) const
    {
        const std::filesystem::path full = std::filesystem::path(base()) / path;
        std::filesystem::create_directories(full.parent_path());
        std::ofstream(full, std::ios::binary) << text;
    }

    void link(const std::string& path, const std::string& target) const
    {
        const std::filesystem::path full = std::filesystem::path(base()) / path;
        std::filesystem::create_directories(full.parent_path());
        std::filesystem::create_symlink(std::filesystem::path(base()) / target, full);
    }

    [[nodiscard]] std::string base() const { return m_dir.path().toStdString(); }

    /// Options that read only this tree, with no collector but `name`.
    [[nodiscard]] HostOptions optionsFor(std::string_view name) const
    {
        HostOptions options;
        options.procRoot = base() + "/proc";
        options.sysRoot = base() + "/sys";
        options.rootfs = base() + "/root";
        options.udevDataRoot = base() + "/udev";
        options.enabled = {std::string(name)};
        for (const CollectorInfo& info : availableCollectors()) {
            if (info.name != name) options.disabled.emplace(info.name);
        }
        return options;
    }

private:
    QTemporaryDir m_dir;
};

/// `body` without HELP lines, and without the families that every collection has, whose values nobody can foresee.
/// node_scrape_collector_success becomes one line "success 0" or "success 1" at the end.
inline std::string essence(const std::string& body)
{
    std::string out;
    std::string success;
    std::size_t begin = 0;
    while (begin < body.size()) {
        const std::size_t end = body.find('\n', begin);
        const std::string_view line = std::string_view(body).substr(begin, end - begin);
        begin = end + 1;
        const auto has = [&](std::string_view part) { return line.find(part) != std::string_view::npos; };
        if (line.substr(0, 6) == "# HELP" || has("process_") || has("watchglass_build_info")) continue;
        if (has("node_scrape_collector_")) {
            if (line[0] != '#' && has("_success")) success = "success " + std::string(1, line.back()) + "\n";
            continue;
        }
        out.append(line).append("\n");
    }
    return out + success;
}

/// The essence of one collection.
inline std::string collectOnce(HostOptions options)
{
    HostCollector collector(std::move(options));
    std::string body;
    collector.collect(body);
    return essence(body);
}

}  // namespace watchglass::hostmetrics
