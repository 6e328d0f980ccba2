// exposition/: bodies of all formats, content types, the Accept header and larger files.

#include <map>
#include <set>

#include "engine/base/go_float.h"
#include "engine/exposition/content_type.h"
#include "engine/exposition/parser.h"
#include "tests/conformance/areas.h"
#include "tests/conformance/case_file.h"

namespace watchglass::conformance {

namespace {

using namespace exposition;

std::string floatText(const json::Value& value)
{
    const auto number = caseFloat(value);
    return number ? formatFloat(*number) : "not a number: " + value.toString();
}

json::Value labelsJson(const std::vector<LabelView>& labels)
{
    std::map<std::string, std::string> sorted;
    for (const LabelView& label : labels) sorted[std::string(label.name)] = std::string(label.value);
    json::Value out = json::Value::object();
    for (const auto& [name, value] : sorted) out.set(name, value);
    return out;
}

/// Members by name, floats in their shortest form.
std::string histogramText(const json::Value& value)
{
    std::string out;
    if (value.isArray()) {
        for (const json::Value& item : value.items()) out += histogramText(item) + ',';
        return '[' + out + ']';
    }
    if (value.isObject()) {
        const std::map<std::string, json::Value> sorted(value.members().begin(), value.members().end());
        for (const auto& [name, member] : sorted) out += name + '=' + histogramText(member) + ',';
        return '{' + out + '}';
    }
    const auto number = value.isString() ? caseFloat(value) : std::nullopt;
    return number ? formatFloat(*number) : json::write(value);
}

/// Both sides in one spelling, so that they can be compared and printed as text: labels sorted by name, floats in
/// their shortest form. Empty label values equal absent labels.
std::string normalized(const json::Value& entry)
{
    std::string out = entry["entry"].toString();
    const auto labelsOf = [](const json::Value& labels) {
        std::map<std::string, std::string> sorted;
        for (const auto& [name, value] : labels.members()) {
            if (!value.toString().empty()) sorted[name] = value.toString();
        }
        std::string text = "{";
        for (const auto& [name, value] : sorted) text += json::write(name) + '=' + json::write(value) + ',';
        return text + '}';
    };
    std::map<std::string, json::Value> rest(entry.members().begin(), entry.members().end());
    rest.erase("entry");
    for (const auto& [name, value] : rest) {
        out += ' ' + name + '=';
        if (name == "labels") {
            out += labelsOf(value);
        } else if (name == "value") {
            out += floatText(value);
        } else if (name == "histogram") {
            out += histogramText(value);
        } else if (name == "exemplars") {
            for (const json::Value& exemplar : value.items()) {
                out += labelsOf(exemplar["labels"]) + floatText(exemplar["value"]) + '@' +
                       exemplar["timestamp_ms"].numberSpelling() + ';';
            }
        } else {
            out += json::write(value);
        }
    }
    return out;
}

json::Value spansJson(const std::vector<HistogramSpan>& spans)
{
    json::Value out = json::Value::array({});
    for (const HistogramSpan& span : spans) {
        json::Value item = json::Value::object();
        item.set("offset", std::int64_t{span.offset});
        item.set("length", std::int64_t{span.length});
        out.append(item);
    }
    return out;
}

json::Value floatsJson(const std::vector<double>& values)
{
    json::Value out = json::Value::array({});
    for (const double value : values) out.append(formatFloat(value));
    return out;
}

json::Value histogramJson(const FloatHistogram& h, bool integer)
{
    json::Value out = json::Value::object();
    out.set("count", formatFloat(h.count));
    out.set("counter_reset_hint", counterResetHintText(h.counterResetHint));
    if (h.usesCustomBuckets()) out.set("custom_values", floatsJson(h.customValues));
    out.set("integer", integer);
    out.set("negative_buckets", floatsJson(h.negativeBuckets));
    out.set("negative_spans", spansJson(h.negativeSpans));
    out.set("positive_buckets", floatsJson(h.positiveBuckets));
    out.set("positive_spans", spansJson(h.positiveSpans));
    out.set("schema", std::int64_t{h.schema});
    out.set("sum", formatFloat(h.sum));
    out.set("zero_count", formatFloat(h.zeroCount));
    out.set("zero_threshold", formatFloat(h.zeroThreshold));
    return out;
}

/// What floats and histograms share.
void addSample(Parser& parser, json::Value& out)
{
    std::vector<LabelView> labels;
    parser.labels(labels);
    out.set("labels", labelsJson(labels));
    if (parser.timestampMs()) out.set("timestamp_ms", *parser.timestampMs());
    json::Value exemplars = json::Value::array({});
    for (const Exemplar& exemplar : parser.exemplars()) {
        json::Value item = json::Value::object();
        item.set("labels", labelsJson(exemplar.labels));
        item.set("value", formatFloat(exemplar.value));
        if (exemplar.tMs) item.set("timestamp_ms", *exemplar.tMs);
        exemplars.append(item);
    }
    if (!exemplars.items().empty()) out.set("exemplars", exemplars);
    const std::int64_t start = parser.startTimestampMs();
    if (start != 0) out.set("start_timestamp_ms", start);
}

json::Value entryJson(Entry kind, Parser& parser)
{
    json::Value out = json::Value::object();
    const auto metadata = [&](const char* name, std::string_view text) {
        out.set("entry", name);
        out.set("metric", parser.metric());
        out.set(name, text);
    };
    switch (kind) {
    case Entry::Type: metadata("type", metricTypeName(parser.type())); break;
    case Entry::Help: metadata("help", parser.text()); break;
    case Entry::Unit: metadata("unit", parser.text()); break;
    case Entry::Comment:
        out.set("entry", "comment");
        out.set("comment", parser.text());
        break;
    case Entry::Series:
        out.set("entry", "series");
        out.set("value", formatFloat(parser.value()));
        addSample(parser, out);
        break;
    case Entry::Histogram:
        out.set("entry", "histogram");
        out.set("histogram", histogramJson(*parser.histogram(), parser.integerHistogram()));
        addSample(parser, out);
        break;
    case Entry::End: break;
    }
    return out;
}

struct Parsed {
    std::vector<json::Value> entries;
    std::string error;  ///< "" at a good end
};

Parsed parseAll(std::string_view body, Format format, ParserOptions options)
{
    Parsed out;
    const auto parser = createParser(body, format, options);
    for (;;) {
        const auto entry = parser->next();
        if (!entry) {
            out.error = entry.error().message;
            return out;
        }
        if (*entry == Entry::End) return out;
        out.entries.push_back(entryJson(*entry, *parser));
    }
}

std::optional<Format> formatNamed(const std::string& name)
{
    if (name == "text") return Format::Text;
    if (name == "openmetrics") return Format::OpenMetrics;
    if (name == "protobuf") return Format::Protobuf;
    return std::nullopt;
}

void runBody(const json::Value& theCase, const std::string& id, Report& report)
{
    const auto format = formatNamed(theCase["format"].toString());
    if (!format) return report.fail(id, "a format", theCase["format"].toString());
    const json::Value& options = theCase["options"];
    ParserOptions parserOptions;
    parserOptions.typeAndUnitLabels = options["type_and_unit_labels"].toBool();
    parserOptions.skipCreatedSeries = options["skip_created_series"].toBool();
    parserOptions.convertClassicToNhcb = options["convert_classic_to_nhcb"].toBool();
    parserOptions.keepClassic = options["keep_classic"].toBool();
    parserOptions.ignoreNative = options["ignore_native"].toBool();

    const Parsed got = parseAll(caseText(theCase, "input"), *format, parserOptions);
    const auto& expected = theCase["entries"].items();
    for (std::size_t i = 0; i < std::max(expected.size(), got.entries.size()); ++i) {
        const std::string want = i < expected.size() ? normalized(expected[i]) : "the end";
        const std::string have = i < got.entries.size() ? normalized(got.entries[i]) : "the end " + got.error;
        if (want != have) return report.fail(id + " entry " + std::to_string(i), want, have);
    }
    const std::string& error = theCase["error"].toString();
    if (error.empty() != got.error.empty()) return report.fail(id, "error: " + error, "error: " + got.error);
    report.pass(id);
}

void runContentType(const json::Value& theCase, const std::string& id, Report& report)
{
    const std::string& fallbackName = theCase["fallback_scrape_protocol"].toString();
    const auto fallback = scrapeProtocolFromName(fallbackName);
    if (!fallbackName.empty() && !fallback) return report.fail(id, fallbackName, "unknown scrape protocol");
    const Negotiated got = negotiate(theCase["content_type"].toString(), fallback);
    static const std::map<Format, std::string> kNames = {
        {Format::Text, "text"}, {Format::OpenMetrics, "openmetrics"}, {Format::Protobuf, "protobuf"}};
    const std::string name = got.format ? kNames.at(*got.format) : "none";
    const std::string& want = theCase["parser"].toString();
    const std::string& message = theCase["error_contains"].toString();
    if (name != (want.empty() ? "none" : want)) return report.fail(id, want, name);
    if (message.empty() ? !got.message.empty() : got.message.find(message) == std::string::npos) {
        return report.fail(id, message, got.message);
    }
    report.pass(id);
}

void runAccept(const json::Value& theCase, const std::string& id, Report& report)
{
    std::vector<ScrapeProtocol> protocols;
    for (const json::Value& name : theCase["scrape_protocols"].items()) {
        const auto protocol = scrapeProtocolFromName(name.toString());
        if (!protocol) return report.fail(id, name.toString(), "unknown scrape protocol");
        protocols.push_back(*protocol);
    }
    static const std::map<std::string, EscapingScheme> kSchemes = {{"allow-utf-8", EscapingScheme::AllowUtf8},
                                                                   {"underscores", EscapingScheme::Underscores},
                                                                   {"dots", EscapingScheme::Dots},
                                                                   {"values", EscapingScheme::Values}};
    const auto scheme = kSchemes.find(theCase["escaping"].toString());
    if (scheme == kSchemes.end()) return report.fail(id, theCase["escaping"].toString(), "unknown escaping scheme");
    report.compare(id, theCase["accept"].toString(), acceptHeader(protocols, scheme->second));
}

void runFile(const std::filesystem::path& dir, const json::Value& theCase, const std::string& id, Report& report)
{
    const std::string& file = theCase["file"].toString();
    const auto body = readFile(dir / file);
    const auto format = formatNamed(theCase["format"].toString());
    if (!body || !format) return report.fail(id, file, "cannot be read, or an unknown format");
    const Parsed got = parseAll(*body, *format, {});
    if (theCase["error"].toString().empty() != got.error.empty()) return report.fail(id, "another end", got.error);

    std::map<std::string, std::int64_t> counts;
    std::set<std::string> names;
    std::int64_t exemplars = 0;
    std::string first;
    std::string last;
    for (const json::Value& entry : got.entries) {
        ++counts[entry["entry"].toString()];
        if (entry["entry"].toString() != "series") continue;
        names.insert(entry["labels"]["__name__"].toString());
        exemplars += static_cast<std::int64_t>(entry["exemplars"].items().size());
        last = normalized(entry);
        if (first.empty()) first = last;
    }
    std::map<std::string, std::int64_t> wanted;
    for (const auto& [kind, count] : theCase["entry_counts"].members()) wanted[kind] = count.toInt();
    const auto print = [](const std::map<std::string, std::int64_t>& map) {
        std::string text;
        for (const auto& [kind, count] : map) text += kind + '=' + std::to_string(count) + ' ';
        return text;
    };
    if (counts != wanted) return report.fail(id + " counts", print(wanted), print(counts));
    const std::string numbers = std::to_string(names.size()) + " names, " + std::to_string(exemplars) + " exemplars";
    const std::string wantedNumbers = std::to_string(theCase["distinct_metric_names"].toInt()) + " names, " +
                                      std::to_string(theCase["exemplars"].toInt()) + " exemplars";
    if (numbers != wantedNumbers) return report.fail(id, wantedNumbers, numbers);
    if (first != normalized(theCase["first_series"])) {
        return report.fail(id + " first series", normalized(theCase["first_series"]), first);
    }
    report.compare(id + " last series", normalized(theCase["last_series"]), last);
}

}  // namespace

void runExposition(const std::filesystem::path& dir, Report& report)
{
    for (const char* file : {"text.json", "openmetrics.json", "nhcb.json", "protobuf.json"}) {
        forEachCase(dir / file, report,
                    [&](const json::Value& theCase, const std::string& id) { runBody(theCase, id, report); });
    }
    forEachCase(dir / "content_type.json", report,
                [&](const json::Value& theCase, const std::string& id) { runContentType(theCase, id, report); });
    forEachCase(dir / "accept_header.json", report,
                [&](const json::Value& theCase, const std::string& id) { runAccept(theCase, id, report); });
    forEachCase(dir / "files.json", report,
                [&](const json::Value& theCase, const std::string& id) { runFile(dir, theCase, id, report); });
}

}  // namespace watchglass::conformance
