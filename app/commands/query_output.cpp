#include "app/commands/query_output.h"

#include <algorithm>
#include <set>
#include <vector>

#include "engine/api/params.h"
#include "engine/model/labels.h"

namespace watchglass::app {

namespace {

using Line = std::vector<std::string>;

/// A longer cell pushes its line out and not all others.
constexpr std::size_t kWidestColumn = 100;

std::string metricText(const json::Value& metric)
{
    std::vector<std::pair<std::string, std::string>> labels;
    for (const auto& [name, value] : metric.members()) labels.emplace_back(name, value.toString());
    return Labels::fromPairs(std::move(labels)).toString();
}

/// A native histogram in short, else the number's own text.
std::string pointText(const json::Value& value)
{
    if (!value.isObject()) return value.toString();
    return "{count:" + value["count"].toString() + " sum:" + value["sum"].toString() + "}";
}

std::vector<Line> linesOf(const json::Value& data)
{
    const auto time = [](const json::Value& point) {
        return api::parseTimeParam(point.at(0).numberSpelling()).map(api::formatRfc3339).value_or("");
    };
    const json::Value& result = data["result"];
    const std::string& type = data["resultType"].toString();
    if (type == "scalar" || type == "string") return {{type, time(result), result.at(1).toString()}};
    std::vector<Line> lines;
    for (const json::Value& series : result.items()) {
        const std::string metric = metricText(series["metric"]);
        for (const char* one : {"value", "histogram"}) {
            if (series.has(one)) lines.push_back({metric, time(series[one]), pointText(series[one].at(1))});
        }
        for (const char* several : {"values", "histograms"}) {
            for (const json::Value& point : series[several].items()) {
                lines.push_back({metric, time(point), pointText(point.at(1))});
            }
        }
    }
    return lines;
}

/// Characters, taken as one cell each: bytes that begin one.
std::size_t widthOf(const std::string& text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & '\xC0') != '\x80'; }));
}

std::string table(const std::vector<Line>& lines)
{
    std::vector<std::size_t> widths;
    for (const Line& line : lines) {
        widths.resize(std::max(widths.size(), line.size()));
        for (std::size_t i = 0; i < line.size(); ++i) {
            widths[i] = std::max(widths[i], std::min(widthOf(line[i]), kWidestColumn));
        }
    }
    std::string out;
    for (const Line& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            out += line[i];
            if (i + 1 == line.size()) break;
            const std::size_t width = widthOf(line[i]);
            out.append((width < widths[i] ? widths[i] - width : 0) + 2, ' ');
        }
        out += '\n';
    }
    return out;
}

std::string csv(const Line& head, const std::vector<Line>& lines)
{
    std::string out;
    const auto add = [&out](const Line& line) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (i > 0) out += ',';
            if (line[i].find_first_of(",\"\r\n") == std::string::npos) {
                out += line[i];
                continue;
            }
            out += '"';
            for (const char c : line[i]) out.append(c == '"' ? 2 : 1, c);
            out += '"';
        }
        out += '\n';
    };
    add(head);
    for (const Line& line : lines) add(line);
    return out;
}

std::string asJson(const json::Value& data) { return json::write(data, 2) + '\n'; }

}  // namespace

std::string formatValues(const json::Value& data, const std::string& format)
{
    if (format == "json") return asJson(data);
    const std::vector<Line> lines = linesOf(data);
    return format == "csv" ? csv({"metric", "time", "value"}, lines) : table(lines);
}

std::string formatSeries(const json::Value& data, const std::string& format)
{
    if (format == "json") return asJson(data);
    std::vector<Line> lines;
    if (format != "csv") {
        for (const json::Value& series : data.items()) lines.push_back({metricText(series)});
        return table(lines);
    }
    std::set<std::string> names;
    for (const json::Value& series : data.items()) {
        for (const auto& [name, value] : series.members()) names.insert(name);
    }
    const Line head(names.begin(), names.end());
    for (const json::Value& series : data.items()) {
        Line line;
        for (const std::string& name : head) line.push_back(series[name].toString());
        lines.push_back(std::move(line));
    }
    return csv(head, lines);
}

std::string formatNames(const json::Value& data, const std::string& format, const std::string& head)
{
    if (format == "json") return asJson(data);
    std::vector<Line> lines;
    for (const json::Value& name : data.items()) lines.push_back({name.toString()});
    return format == "csv" ? csv({head}, lines) : table(lines);
}

}  // namespace watchglass::app
