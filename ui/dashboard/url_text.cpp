#include "ui/dashboard/url_text.h"

#include <QByteArray>
#include <algorithm>
#include <array>
#include <cctype>

namespace watchglass::ui {

namespace {

std::string encoded(const std::string& text)
{
    // What encodeURIComponent() leaves alone besides letters and digits.
    return QByteArray::fromStdString(text).toPercentEncoding("!'()*").toStdString();
}

std::string decoded(std::string_view text)
{
    QByteArray bytes(text.data(), static_cast<qsizetype>(text.size()));
    return QByteArray::fromPercentEncoding(bytes.replace('+', ' ')).toStdString();
}

}  // namespace

std::string toUrlParameters(const UrlParameters& parameters)
{
    std::string out;
    for (const auto& [name, values] : parameters) {
        for (const std::string& value : values) {
            if (!out.empty()) out += '&';
            out += encoded(name) + '=' + encoded(value);
        }
    }
    return out;
}

UrlParameters parseUrlParameters(std::string_view query)
{
    UrlParameters out;
    if (query.starts_with('?')) query.remove_prefix(1);
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        const std::string name = decoded(pair.substr(0, equals));
        const std::string value = decoded(pair.substr(std::min(equals + 1, pair.size())));
        const auto same = std::find_if(out.begin(), out.end(), [&](const auto& one) { return one.first == name; });
        if (same == out.end()) {
            out.push_back({name, {value}});
        } else {
            same->second.push_back(value);
        }
    }
    return out;
}

std::string safeLink(std::string_view url)
{
    // Blanks and control characters in a scheme do not stop a browser.
    std::string plain;
    for (const char c : url) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20) plain += static_cast<char>(std::tolower(byte));
    }
    static constexpr std::array<std::string_view, 3> kRefused{"javascript:", "data:", "vbscript:"};
    const bool refused = std::any_of(kRefused.begin(), kRefused.end(),
                                     [&](std::string_view scheme) { return plain.starts_with(scheme); });
    return refused ? "about:blank" : std::string(url);
}

}  // namespace watchglass::ui
