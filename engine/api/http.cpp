#include "engine/api/http.h"

namespace watchglass::api {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string decode(std::string_view text, bool plusIsBlank)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const int high = hexDigit(text[i + 1]);
            const int low = hexDigit(text[i + 2]);
            if (high >= 0 && low >= 0) {
                out += static_cast<char>(high * 16 + low);
                i += 2;
                continue;
            }
        }
        out += plusIsBlank && text[i] == '+' ? ' ' : text[i];
    }
    return out;
}

}  // namespace

std::string_view Request::param(std::string_view name) const
{
    const auto it = params.find(std::string(name));
    return it == params.end() ? std::string_view() : it->second;
}

std::vector<std::string> Request::paramsOf(std::string_view name) const
{
    std::vector<std::string> out;
    const auto [from, to] = params.equal_range(std::string(name));
    for (auto it = from; it != to; ++it) out.push_back(it->second);
    return out;
}

std::string_view Request::header(std::string_view name) const
{
    const auto it = headers.find(std::string(name));
    return it == headers.end() ? std::string_view() : it->second;
}

std::string percentDecode(std::string_view text) { return decode(text, false); }

void decodeForm(std::string_view text, std::multimap<std::string, std::string>& out)
{
    while (!text.empty()) {
        const std::size_t end = text.find('&');
        const std::string_view part = text.substr(0, end);
        if (!part.empty()) {
            const std::size_t equals = part.find('=');
            const std::string_view value = equals == std::string_view::npos ? "" : part.substr(equals + 1);
            out.emplace(decode(part.substr(0, equals), true), decode(value, true));
        }
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
}

}  // namespace watchglass::api
