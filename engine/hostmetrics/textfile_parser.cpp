#include "engine/hostmetrics/textfile_parser.h"

#include "engine/base/utf8.h"
#include "engine/hostmetrics/text_scan.h"
#include "engine/model/labels.h"

namespace watchglass::hostmetrics {

namespace {

std::string_view takeBlanks(std::string_view text)
{
    while (!text.empty() && (text[0] == ' ' || text[0] == '\t')) text.remove_prefix(1);
    return text;
}

/// Takes the characters up to a blank or one of `stops` off `text`.
std::string_view takeName(std::string_view& text, std::string_view stops)
{
    std::size_t end = 0;
    while (end < text.size() && text[end] != ' ' && text[end] != '\t' &&
           stops.find(text[end]) == std::string_view::npos) {
        ++end;
    }
    const std::string_view name = text.substr(0, end);
    text.remove_prefix(end);
    return name;
}

/// Takes `{name="value",...}` off `text`; false when it is malformed.
bool takeLabels(std::string_view& text)
{
    text.remove_prefix(1);
    for (text = takeBlanks(text); !text.empty() && text[0] != '}';) {
        if (!isLegacyLabelName(takeName(text, "="))) return false;
        text = takeBlanks(text);
        if (text.empty() || text[0] != '=') return false;
        text = takeBlanks(text.substr(1));
        if (text.empty() || text[0] != '"') return false;
        std::size_t end = 1;
        while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
        if (end >= text.size()) return false;
        text = takeBlanks(text.substr(end + 1));
        if (!text.empty() && text[0] == ',') {
            text = takeBlanks(text.substr(1));
        } else if (text.empty() || text[0] != '}') {
            return false;
        }
    }
    if (text.empty()) return false;
    text.remove_prefix(1);
    return true;
}

/// Whether `name` is a part of the histogram or summary `family`.
std::string_view familyOf(std::string_view name, const TextfileFamilies& families)
{
    for (const std::string_view suffix : {"_bucket", "_sum", "_count"}) {
        if (name.size() <= suffix.size() || name.substr(name.size() - suffix.size()) != suffix) continue;
        const std::string_view base = name.substr(0, name.size() - suffix.size());
        const auto family = families.find(base);
        if (family == families.end()) continue;
        if (family->second.type == "histogram" || (family->second.type == "summary" && suffix != "_bucket"))
            return base;
    }
    return name;
}

/// A line that begins with '#'; comments other than HELP and TYPE say nothing. Returns what is wrong, if anything.
const char* addComment(std::string_view line, TextfileFamilies& families)
{
    line.remove_prefix(1);
    const std::string_view keyword = nextField(line);
    if (keyword != "HELP" && keyword != "TYPE") return nullptr;
    const std::string_view name = nextField(line);
    if (!isLegacyMetricName(name)) return "invalid metric name";
    TextfileFamily& family = families[std::string(name)];
    if (keyword == "HELP") {
        family.help = takeBlanks(line);
        family.hasHelp = true;
        return nullptr;
    }
    const std::string_view type = trimmed(line);
    const bool known = type == "counter" || type == "gauge" || type == "untyped" || type == "histogram" ||
                       type == "summary";
    if (!known) return "unknown metric type";
    if (!family.type.empty() || !family.samples.empty()) return "second TYPE line or TYPE after samples";
    family.type = type;
    return nullptr;
}

const char* addSample(std::string_view line, TextfileFamilies& families)
{
    const std::string_view whole = line;
    const std::string_view name = takeName(line, "{");
    if (!isLegacyMetricName(name)) return "invalid metric name";
    line = takeBlanks(line);
    if (!line.empty() && line[0] == '{' && !takeLabels(line)) return "malformed labels";
    if (!parseNumber(nextField(line))) return "expected a number as value";
    if (!trimmed(line).empty()) return "timestamps are not supported in textfiles";
    families[std::string(familyOf(name, families))].samples.append(whole).append("\n");
    return nullptr;
}

}  // namespace

Result<TextfileFamilies> parseTextfile(std::string_view text)
{
    if (!isValidUtf8(text)) return fail(ErrorCode::InvalidInput, "invalid UTF-8", "1");
    TextfileFamilies families;
    int number = 0;
    for (std::string_view line; nextLine(text, line);) {
        ++number;
        line = trimmed(line);
        if (line.empty()) continue;
        const char* error = line[0] == '#' ? addComment(line, families) : addSample(line, families);
        if (error) return fail(ErrorCode::InvalidInput, error, std::to_string(number));
    }
    return families;
}

}  // namespace watchglass::hostmetrics
