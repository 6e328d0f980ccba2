// Prometheus's template functions. Source: prometheus template/template.go, common/helpers/templates.

#include "engine/template/functions.h"

#include <algorithm>
#include <cmath>

#include "engine/base/duration.h"
#include "engine/base/go_float.h"
#include "engine/base/unicode_case.h"
#include "engine/base/utf8.h"
#include "engine/model/regex.h"
#include "engine/template/function_names.h"
#include "engine/template/go_time.h"
#include "engine/template/host_port.h"
#include "engine/template/printf.h"

namespace watchglass::tmpl {

namespace {

using Arguments = std::vector<Value>;

auto wrong(std::string message) { return fail(ErrorCode::InvalidInput, std::move(message)); }

/// Go's conversion on amd64: what does not fit becomes the smallest integer.
std::int64_t toInteger(double value)
{
    if (!(value >= -9223372036854775808.0 && value < 9223372036854775808.0)) return INT64_MIN;
    return static_cast<std::int64_t>(value);
}

Result<double> toFloat(const Value& value)
{
    switch (value.kind()) {
    case Kind::Float: return value.toDouble();
    case Kind::Int:
        if (!value.text().empty()) break;
        return static_cast<double>(value.toInt());
    case Kind::Uint: return static_cast<double>(value.toUint());
    case Kind::Duration: return static_cast<double>(value.toInt()) / 1e9;
    case Kind::String: {
        bool rangeError = false;
        const auto number = parseFloat(value.text(), &rangeError);
        if (number && !rangeError) return *number;
        return wrong("strconv.ParseFloat: parsing " + goQuote(value.text()) + ": " +
                     (number ? "value out of range" : "invalid syntax"));
    }
    default: break;
    }
    return wrong("can't convert " + std::string(value.isNil() ? "<nil>" : value.type()) + " to float");
}

/// Milliseconds precision, as Prometheus keeps times.
Result<Value> toTimeValue(double seconds)
{
    if (!std::isfinite(seconds)) return wrong("value is NaN or Inf");
    const double ns = seconds * 1e9;
    if (ns > 9223372036854775807.0 || ns < -9223372036854775808.0) {
        return wrong(formatFloatG(seconds) +
                     " cannot be represented as a nanoseconds timestamp since it overflows int64");
    }
    return Value::time(toInteger(ns) / 1'000'000 * 1'000'000);
}

// ---- queries ------------------------------------------------------------------------------------

Result<Value> query(const Arguments& arguments, const Environment& environment)
{
    if (!environment.query) return wrong("queries are not available here");
    const auto samples = environment.query(arguments[0].text());
    if (!samples) return tl::make_unexpected(samples.error());
    ValueList items;
    for (const QuerySample& sample : *samples) {
        items.push_back(Value::structure(
            {{"Labels", labelsValue(sample.labels)}, {"Value", Value::number(sample.value)}}, kSampleType));
    }
    return Value::list(std::move(items), kQueryResultType);
}

Result<Value> first(const Arguments& arguments, const Environment&)
{
    if (arguments[0].items().empty()) return wrong("first() called on vector with no elements");
    return arguments[0].items().front();
}

const Value& sampleLabels(const Value& sample) { return sample.members().find("Labels")->second; }

std::string labelOf(const Value& sample, std::string_view name)
{
    const ValueMap& labels = sampleLabels(sample).members();
    const auto at = labels.find(name);
    return at == labels.end() ? std::string() : at->second.text();
}

Result<Value> label(const Arguments& arguments, const Environment&)
{
    return Value::string(labelOf(arguments[1], arguments[0].text()));
}

Result<Value> value(const Arguments& arguments, const Environment&)
{
    return arguments[0].members().find("Value")->second;
}

Result<Value> strvalue(const Arguments& arguments, const Environment&)
{
    return Value::string(labelOf(arguments[0], "__value__"));
}

Result<Value> sortByLabel(const Arguments& arguments, const Environment&)
{
    ValueList items = arguments[1].items();
    const std::string& name = arguments[0].text();
    std::stable_sort(items.begin(), items.end(),
                     [&](const Value& a, const Value& b) { return labelOf(a, name) < labelOf(b, name); });
    return Value::list(std::move(items), kQueryResultType);
}

// ---- numbers ------------------------------------------------------------------------------------

constexpr std::string_view kLarge[] = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
constexpr std::string_view kSmall[] = {"m", "u", "n", "p", "f", "a", "z", "y"};

/// Divides by 1,000 until less than that is left.
std::string scaledDown(double number, double step, std::string_view suffix)
{
    std::string prefix;
    for (const std::string_view name : kLarge) {
        if (std::fabs(number) < step) break;
        prefix = std::string(name) + std::string(suffix);
        number /= step;
    }
    return formatDouble(number, 'g', 4) + prefix;
}

std::string scaledUp(double number)
{
    std::string_view prefix;
    for (const std::string_view name : kSmall) {
        if (std::fabs(number) >= 1) break;
        prefix = name;
        number *= 1000;
    }
    return formatDouble(number, 'g', 4) + std::string(prefix);
}

/// A function of a number that gives a text.
template <std::string (*Print)(double)>
Result<Value> ofNumber(const Arguments& arguments, const Environment&)
{
    const auto number = toFloat(arguments[0]);
    if (!number) return tl::make_unexpected(number.error());
    return Value::string(Print(*number));
}

std::string humanize(double number)
{
    if (number == 0 || !std::isfinite(number)) return formatDouble(number, 'g', 4);
    return std::fabs(number) >= 1 ? scaledDown(number, 1000, "") : scaledUp(number);
}

std::string humanize1024(double number)
{
    if (std::fabs(number) <= 1 || !std::isfinite(number)) return formatDouble(number, 'g', 4);
    return scaledDown(number, 1024, "i");
}

std::string humanizePercentage(double ratio) { return formatDouble(ratio * 100, 'g', 4) + '%'; }

std::string humanizeDuration(double seconds)
{
    if (!std::isfinite(seconds)) return formatDouble(seconds, 'g', 4);
    if (seconds == 0) return formatDouble(seconds, 'g', 4) + 's';
    if (std::fabs(seconds) < 1) return scaledUp(seconds) + 's';
    const std::string sign = seconds < 0 ? "-" : "";
    const double magnitude = std::fabs(seconds);
    const std::int64_t whole = toInteger(magnitude);
    const std::int64_t parts[] = {whole / 86400, whole / 3600 % 24, whole / 60 % 60, whole % 60};
    static constexpr char kUnits[] = {'d', 'h', 'm', 's'};
    std::string out;
    for (std::size_t i = 0; i < 4; ++i) {
        if (out.empty() && parts[i] == 0) continue;
        if (out.empty() && i == 3) break;
        out += (out.empty() ? "" : " ") + std::to_string(parts[i]) + kUnits[i];
    }
    // Below a minute four digits are shown.
    return sign + (out.empty() ? formatDouble(magnitude, 'g', 4) + 's' : out);
}

Result<Value> humanizeTimestamp(const Arguments& arguments, const Environment&)
{
    const auto seconds = toFloat(arguments[0]);
    if (!seconds) return tl::make_unexpected(seconds.error());
    if (!std::isfinite(*seconds)) return Value::string(formatDouble(*seconds, 'g', 4));
    const auto time = toTimeValue(*seconds);
    if (!time) return time;
    return Value::string(timeText(time->toInt()));
}

Result<Value> toTime(const Arguments& arguments, const Environment&)
{
    const auto seconds = toFloat(arguments[0]);
    if (!seconds) return tl::make_unexpected(seconds.error());
    return toTimeValue(*seconds);
}

Result<Value> toDuration(const Arguments& arguments, const Environment&)
{
    const auto seconds = toFloat(arguments[0]);
    if (!seconds) return tl::make_unexpected(seconds.error());
    return Value::duration(toInteger(*seconds * 1e9));
}

Result<Value> now(const Arguments&, const Environment& environment)
{
    return Value::number(static_cast<double>(environment.nowMs) / 1000.0);
}

Result<Value> parseDurationText(const Arguments& arguments, const Environment&)
{
    std::string_view text = arguments[0].text();
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const auto length = parseDuration(text);
    if (!length) return wrong(length.error().message);
    const double seconds = static_cast<double>(length->count()) * 1e6 / 1e9;
    return Value::number(negative ? -seconds : seconds);
}

// ---- texts --------------------------------------------------------------------------------------

/// The first letter of each word in title case; words go on over dots, colons and apostrophes between letters.
std::string titleCased(std::string_view text)
{
    std::string out;
    bool inWord = false;
    while (!text.empty()) {
        std::size_t used = 0;
        const char32_t c = decodeUtf8(text, used);
        std::size_t following = 0;
        const bool letterFollows = used < text.size() && isLetterOrDigit(decodeUtf8(text.substr(used), following));
        const bool joins = (c == '.' || c == ':' || c == '\'' || c == U'\u2019' || c == U'\u00B7') && letterFollows;
        const bool wordChar = isLetterOrDigit(c) || c == '_' || (c >= 0x300 && c < 0x370);
        appendUtf8(out, wordChar && !inWord ? toUpperCase(c) : c);
        inWord = wordChar || (inWord && joins);
        text.remove_prefix(used);
    }
    return out;
}

Result<Value> title(const Arguments& arguments, const Environment&)
{
    return Value::string(titleCased(arguments[0].text()));
}

Result<Value> toUpper(const Arguments& arguments, const Environment&)
{
    return Value::string(toUpperUtf8(arguments[0].text()));
}

Result<Value> toLower(const Arguments& arguments, const Environment&)
{
    return Value::string(toLowerUtf8(arguments[0].text()));
}

Result<Value> stripPort(const Arguments& arguments, const Environment&)
{
    std::string host;
    std::string port;
    return Value::string(splitHostPort(arguments[0].text(), host, port) ? host : arguments[0].text());
}

Result<Value> stripDomain(const Arguments& arguments, const Environment&)
{
    const std::string& hostPort = arguments[0].text();
    std::string host;
    std::string port;
    if (!splitHostPort(hostPort, host, port)) {
        host = hostPort;
        port.clear();
    }
    if (isIpAddress(host)) return Value::string(hostPort);
    host = host.substr(0, host.find('.'));
    if (port.empty()) return Value::string(host);
    return Value::string((host.find(':') == std::string::npos ? host : '[' + host + ']') + ':' + port);
}

Result<Value> match(const Arguments& arguments, const Environment&)
{
    const auto regex = Regex::plain(arguments[0].text());
    if (!regex) return wrong(regex.error().message);
    return Value::boolean(regex->matches(arguments[1].text()));
}

Result<Value> reReplaceAll(const Arguments& arguments, const Environment&)
{
    const auto regex = Regex::plain(arguments[0].text());
    if (!regex) return wrong("regexp: Compile(" + goQuote(arguments[0].text()) + "): " + regex.error().message);
    return Value::string(regex->replaceAll(arguments[2].text(), arguments[1].text()));
}

std::string expressionLink(const Value& expression, char tab)
{
    return "/graph?g0.expr=" + queryEscaped(expression.text()) + "&g0.tab=" + tab;
}

Result<Value> graphLink(const Arguments& arguments, const Environment&)
{
    return Value::string(expressionLink(arguments[0], '0'));
}

Result<Value> tableLink(const Arguments& arguments, const Environment&)
{
    return Value::string(expressionLink(arguments[0], '1'));
}

Result<Value> args(const Arguments& arguments, const Environment&)
{
    ValueMap members;
    for (std::size_t i = 0; i < arguments.size(); ++i) members["arg" + std::to_string(i)] = arguments[i];
    return Value::map(std::move(members));
}

Result<Value> safeHtml(const Arguments& arguments, const Environment&)
{
    return Value::string(arguments[0].text(), "template.HTML");
}

Result<Value> externalUrl(const Arguments&, const Environment& environment)
{
    return Value::string(environment.externalUrl);
}

Result<Value> pathPrefix(const Arguments&, const Environment& environment)
{
    const std::string_view url = environment.externalUrl;
    const std::size_t scheme = url.find("://");
    const std::size_t path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
    if (path == std::string_view::npos) return Value::string({});
    return Value::string(std::string(url.substr(path, url.find_first_of("?#", path) - path)));
}

Result<Value> urlQueryEscape(const Arguments& arguments, const Environment&)
{
    return Value::string(queryEscaped(arguments[0].text()));
}

}  // namespace

std::string_view paramType(Param param)
{
    switch (param) {
    case Param::Any: return "interface {}";
    case Param::String: return "string";
    case Param::Int: return "int";
    case Param::Sample: return kSampleType;
    case Param::QueryResult: return kQueryResultType;
    case Param::Duration: return "time.Duration";
    case Param::Time: return "time.Time";
    case Param::Float: return "float64";
    }
    return {};
}

const std::vector<Function>& prometheusFunctions()
{
    static const std::vector<Function> kFunctions = {
        {"query", {Param::String}, false, query},
        {"first", {Param::QueryResult}, false, first},
        {"label", {Param::String, Param::Sample}, false, label},
        {"value", {Param::Sample}, false, value},
        {"strvalue", {Param::Sample}, false, strvalue},
        {"sortByLabel", {Param::String, Param::QueryResult}, false, sortByLabel},
        {"humanize", {Param::Any}, false, ofNumber<humanize>},
        {"humanize1024", {Param::Any}, false, ofNumber<humanize1024>},
        {"humanizeDuration", {Param::Any}, false, ofNumber<humanizeDuration>},
        {"humanizePercentage", {Param::Any}, false, ofNumber<humanizePercentage>},
        {"humanizeTimestamp", {Param::Any}, false, humanizeTimestamp},
        {"toTime", {Param::Any}, false, toTime},
        {"toDuration", {Param::Any}, false, toDuration},
        {"now", {}, false, now},
        {"parseDuration", {Param::String}, false, parseDurationText},
        {"title", {Param::String}, false, title},
        {"toUpper", {Param::String}, false, toUpper},
        {"toLower", {Param::String}, false, toLower},
        {"stripPort", {Param::String}, false, stripPort},
        {"stripDomain", {Param::String}, false, stripDomain},
        {"match", {Param::String, Param::String}, false, match},
        {"reReplaceAll", {Param::String, Param::String, Param::String}, false, reReplaceAll},
        {"graphLink", {Param::String}, false, graphLink},
        {"tableLink", {Param::String}, false, tableLink},
        {"args", {Param::Any}, true, args},
        {"safeHtml", {Param::String}, false, safeHtml},
        {"externalURL", {}, false, externalUrl},
        {"pathPrefix", {}, false, pathPrefix},
        {"urlQueryEscape", {Param::String}, false, urlQueryEscape},
    };
    return kFunctions;
}

const Function* findFunction(std::string_view name)
{
    for (const auto* table : {&prometheusFunctions(), &builtinFunctions()}) {
        for (const Function& function : *table) {
            if (function.name == name) return &function;
        }
    }
    return nullptr;
}

bool isFunction(std::string_view name) { return findFunction(name) != nullptr; }

}  // namespace watchglass::tmpl
