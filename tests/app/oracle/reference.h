#pragma once

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/support/free_port.h"
#include "tests/support/served.h"

/// What the comparisons with the real Prometheus share.
namespace watchglass::test {

inline constexpr const char* kPrometheus = "/usr/bin/prometheus";
inline constexpr const char* kPromtool = "/usr/bin/promtool";

/// A series as text, its labels sorted.
inline std::string seriesText(const json::Value& metric)
{
    std::map<std::string, std::string> labels;
    for (const auto& [name, value] : metric.members()) labels[name] = value.toString();
    std::string out;
    for (const auto& [name, value] : labels) out += (out.empty() ? "" : ",") + name + "=" + value;
    return out;
}

using Lines = std::vector<std::string>;

/// Lines of one side only, "" when there are none.
inline QByteArray difference(const Lines& prometheus, const Lines& watchglass)
{
    Lines only;
    std::set_difference(prometheus.begin(), prometheus.end(), watchglass.begin(), watchglass.end(),
                        std::back_inserter(only));
    QByteArray out;
    for (const std::string& line : only) out += "\n  Prometheus: " + QByteArray::fromStdString(line);
    only.clear();
    std::set_difference(watchglass.begin(), watchglass.end(), prometheus.begin(), prometheus.end(),
                        std::back_inserter(only));
    for (const std::string& line : only) out += "\n  Watchglass: " + QByteArray::fromStdString(line);
    return out;
}

}  // namespace watchglass::test
