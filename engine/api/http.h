#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace watchglass::api {

/// One request, decoded: path without query, parameters of the URL and of a form body together.
struct Request {
    std::string method = "GET";
    std::string path;
    std::multimap<std::string, std::string> params;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
    std::stop_token stop{};    ///< the client is gone, or the server ends
    double queuedSeconds = 0;  ///< how long the request waited for a worker

    /// The first value of a parameter; "" if absent.
    [[nodiscard]] std::string_view param(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> paramsOf(std::string_view name) const;
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::string contentType = "application/json";
    std::string body;
    std::map<std::string, std::string> headers{};
};

/// Decodes "a=1&b=x%20y" (a query string or a form body) into `out`. Bad escapes stay as they are.
void decodeForm(std::string_view text, std::multimap<std::string, std::string>& out);

/// Reverses percent-encoding; '+' stays '+'.
[[nodiscard]] std::string percentDecode(std::string_view text);

}  // namespace watchglass::api
