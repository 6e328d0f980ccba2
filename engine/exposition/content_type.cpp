#include "engine/exposition/content_type.h"

#include <array>
#include <map>

#include "engine/base/error.h"
#include "engine/model/labels.h"

namespace watchglass::exposition {

namespace {

struct Protocol {
    std::string_view name;
    std::string_view mediaType;
    Format format;
    bool escapes;  ///< can be asked for an escaping scheme
};

constexpr std::array<Protocol, 5> kProtocols = {{
    {"PrometheusProto", "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
     Format::Protobuf, false},
    {"PrometheusText0.0.4", "text/plain;version=0.0.4", Format::Text, false},
    {"PrometheusText1.0.0", "text/plain;version=1.0.0", Format::Text, true},
    {"OpenMetricsText0.0.1", "application/openmetrics-text;version=0.0.1", Format::OpenMetrics, false},
    {"OpenMetricsText1.0.0", "application/openmetrics-text;version=1.0.0", Format::OpenMetrics, true},
}};

const Protocol& protocolOf(ScrapeProtocol protocol) { return kProtocols[static_cast<std::size_t>(protocol)]; }

std::string_view bareMediaType(Format format)
{
    switch (format) {
    case Format::Text: return "text/plain";
    case Format::OpenMetrics: return "application/openmetrics-text";
    case Format::Protobuf: break;
    }
    return "application/vnd.google.protobuf";
}

// ---- Go's mime.ParseMediaType -------------------------------------------------------------------

bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool isTokenByte(char c)
{
    return c > ' ' && c < '\x7f' && std::string_view("()<>@,;:\\\"/[]?=").find(c) == std::string_view::npos;
}

void trimLeft(std::string_view& text)
{
    while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
}

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::string_view takeToken(std::string_view& text)
{
    std::size_t length = 0;
    while (length < text.size() && isTokenByte(text[length])) ++length;
    const std::string_view token = text.substr(0, length);
    text.remove_prefix(length);
    return token;
}

/// A token or a quoted string. False when there is neither.
bool takeValue(std::string_view& text, std::string& value)
{
    value.clear();
    if (text.empty() || text.front() != '"') {
        value = takeToken(text);
        return !value.empty();
    }
    for (std::size_t i = 1; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            text.remove_prefix(i + 1);
            return true;
        }
        if (c == '\\' && i + 1 < text.size() && !isTokenByte(text[i + 1])) {
            value += text[++i];
        } else if (c == '\r' || c == '\n') {
            return false;
        } else {
            value += c;
        }
    }
    return false;
}

/// Reads "; name=value" from the front of `text`.
bool takeParameter(std::string_view& text, std::string& name, std::string& value)
{
    std::string_view rest = text;
    trimLeft(rest);
    if (rest.empty() || rest.front() != ';') return false;
    rest.remove_prefix(1);
    trimLeft(rest);
    name = lower(takeToken(rest));
    trimLeft(rest);
    if (name.empty() || rest.empty() || rest.front() != '=') return false;
    rest.remove_prefix(1);
    trimLeft(rest);
    if (!takeValue(rest, value)) return false;
    text = rest;
    return true;
}

Result<std::string> parseMediaType(std::string_view header)
{
    const std::size_t semicolon = header.find(';');
    std::string type = lower(header.substr(0, semicolon));
    while (!type.empty() && isSpace(type.back())) type.pop_back();
    type.erase(0, type.find_first_not_of(" \t\r\n\v\f"));

    std::string_view rest = type;
    if (takeToken(rest).empty()) return fail(ErrorCode::InvalidInput, "mime: no media type");
    if (!rest.empty()) {
        if (rest.front() != '/') return fail(ErrorCode::InvalidInput, "mime: expected slash after first token");
        rest.remove_prefix(1);
        if (takeToken(rest).empty()) return fail(ErrorCode::InvalidInput, "mime: expected token after slash");
        if (!rest.empty()) return fail(ErrorCode::InvalidInput, "mime: unexpected content after media subtype");
    }

    std::map<std::string, std::string> seen;
    std::string_view parameters = semicolon == std::string_view::npos ? std::string_view{} : header.substr(semicolon);
    for (trimLeft(parameters); !parameters.empty(); trimLeft(parameters)) {
        std::string name;
        std::string value;
        if (!takeParameter(parameters, name, value)) {
            std::string_view tail = parameters;
            tail.remove_prefix(1);
            trimLeft(tail);
            if (parameters.front() == ';' && tail.empty()) break;  // trailing semicolon
            return fail(ErrorCode::InvalidInput, "mime: invalid media parameter");
        }
        const auto [at, isNew] = seen.emplace(name, value);
        if (!isNew && at->second != value) return fail(ErrorCode::InvalidInput, "mime: duplicate parameter name");
    }
    return type;
}

}  // namespace

std::string_view scrapeProtocolName(ScrapeProtocol protocol) { return protocolOf(protocol).name; }

std::optional<ScrapeProtocol> scrapeProtocolFromName(std::string_view name)
{
    for (std::size_t i = 0; i < kProtocols.size(); ++i) {
        if (kProtocols[i].name == name) return static_cast<ScrapeProtocol>(i);
    }
    return std::nullopt;
}

Format scrapeProtocolFormat(ScrapeProtocol protocol) { return protocolOf(protocol).format; }

std::vector<ScrapeProtocol> defaultScrapeProtocols()
{
    return {ScrapeProtocol::OpenMetricsText100, ScrapeProtocol::OpenMetricsText001, ScrapeProtocol::PrometheusText100,
            ScrapeProtocol::PrometheusText004};
}

std::string acceptHeader(const std::vector<ScrapeProtocol>& protocols, EscapingScheme escaping)
{
    static constexpr std::array<std::string_view, 4> kSchemes = {"allow-utf-8", "underscores", "dots", "values"};
    std::string out;
    std::size_t weight = kProtocols.size() + 1;
    for (const ScrapeProtocol protocol : protocols) {
        out += protocolOf(protocol).mediaType;
        if (protocolOf(protocol).escapes) {
            out += ";escaping=";
            out += kSchemes[static_cast<std::size_t>(escaping)];
        }
        out += ";q=0." + std::to_string(weight) + ',';
        if (weight > 1) --weight;
    }
    return out + "*/*;q=0." + std::to_string(weight);
}

Negotiated negotiate(std::string_view contentType, std::optional<ScrapeProtocol> fallback)
{
    Negotiated out;
    if (fallback) out.format = scrapeProtocolFormat(*fallback);
    const std::string fallbackType = fallback ? goQuote(bareMediaType(*out.format)) : std::string();
    const std::string quoted = goQuote(contentType.substr(0, 256));

    if (contentType.empty()) {
        out.message = "non-compliant scrape target sending blank Content-Type";
        out.message += fallback ? ", using fallback_scrape_protocol " + fallbackType
                                : " and no fallback_scrape_protocol specified for target";
        return out;
    }
    const auto mediaType = parseMediaType(contentType);
    if (!mediaType) {
        out.message = fallback ? "could not parse received Content-Type " + quoted +
                                     ", using fallback_scrape_protocol " + fallbackType
                               : "cannot parse Content-Type " + quoted + " and no fallback_scrape_protocol for target";
        out.message += '\n' + mediaType.error().message;
        return out;
    }
    for (const Format format : {Format::Text, Format::OpenMetrics, Format::Protobuf}) {
        if (*mediaType == bareMediaType(format)) return {format, {}};
    }
    out.message = "received unsupported Content-Type " + quoted;
    out.message += fallback ? ", using fallback_scrape_protocol " + fallbackType
                            : " and no fallback_scrape_protocol specified for target";
    return out;
}

}  // namespace watchglass::exposition
