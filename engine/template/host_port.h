#pragma once

#include <string>
#include <string_view>

namespace watchglass::tmpl {

/// Go's net.SplitHostPort: "[::1]:80" gives "::1" and "80". False when the text is no host:port.
[[nodiscard]] bool splitHostPort(std::string_view text, std::string& host, std::string& port);

/// Whether the text is an IPv4 or IPv6 address (Go's net.ParseIP: no zone, no leading zeros).
[[nodiscard]] bool isIpAddress(std::string_view text);

}  // namespace watchglass::tmpl
