#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/support/served.h"

/// What the comparisons with the real Prometheus share.
namespace watchglass::test {

inline constexpr const char* kPrometheus = "/usr/bin/prometheus";
inline constexpr const char* kPromtool = "/usr/bin/promtool";

/// A port that nobody uses at the moment.
inline int freePort()
{
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(fd, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(fd);
    return ntohs(address.sin_port);
}

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
