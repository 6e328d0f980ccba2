#include "engine/promql/profile.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace watchglass::promql {

namespace {

constexpr std::size_t kColumns = 6;
/// The cells of a node, right-aligned, and its text behind them.
struct Line {
    std::array<std::string, kColumns> cells;
    std::string text;
};

json::Value count(std::uint64_t number) { return static_cast<std::int64_t>(number); }

std::uint64_t countOf(const json::Value& value) { return static_cast<std::uint64_t>(value.toInt()); }

std::string milliseconds(double seconds)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.3f ms", seconds * 1000);
    return text;
}

void addLines(const ProfileNode& node, std::size_t depth, std::vector<Line>& lines)
{
    Line& line = lines.emplace_back();
    line.cells = {milliseconds(node.seconds),
                  milliseconds(node.selfSeconds),
                  std::to_string(node.series),
                  std::to_string(node.points),
                  node.readsStorage ? std::to_string(node.seriesSelected) : "-",
                  node.readsStorage ? std::to_string(node.samplesRead) : "-"};
    line.text = std::string(2 * depth, ' ') + node.text;
    if (node.hoisted) line.text += "  (evaluated once)";
    if (node.steps == 0) line.text += "  (not evaluated)";
    for (const ProfileNode& child : node.children) addLines(child, depth + 1, lines);
}

}  // namespace

json::Value toJson(const ProfileNode& node)
{
    json::Value out = json::Value::object({{"expr", node.text},
                                           {"start", node.pos.start},
                                           {"end", node.pos.end},
                                           {"totalTime", node.seconds},
                                           {"selfTime", node.selfSeconds},
                                           {"steps", count(node.steps)},
                                           {"stepInvariant", node.hoisted},
                                           {"series", count(node.series)},
                                           {"points", count(node.points)}});
    if (node.readsStorage) {
        out.set("seriesSelected", count(node.seriesSelected));
        out.set("samplesRead", count(node.samplesRead));
    }
    json::Value children = json::Value::array();
    for (const ProfileNode& child : node.children) children.append(toJson(child));
    out.set("children", std::move(children));
    return out;
}

ProfileNode profileFromJson(const json::Value& value)
{
    ProfileNode out;
    out.text = value["expr"].toString();
    out.pos = {static_cast<std::int32_t>(value["start"].toInt()), static_cast<std::int32_t>(value["end"].toInt())};
    out.seconds = value["totalTime"].toDouble();
    out.selfSeconds = value["selfTime"].toDouble();
    out.steps = static_cast<std::uint32_t>(value["steps"].toInt());
    out.hoisted = value["stepInvariant"].toBool();
    out.series = countOf(value["series"]);
    out.points = countOf(value["points"]);
    out.readsStorage = value.has("samplesRead");
    out.seriesSelected = countOf(value["seriesSelected"]);
    out.samplesRead = countOf(value["samplesRead"]);
    for (const json::Value& child : value["children"].items()) out.children.push_back(profileFromJson(child));
    return out;
}

std::string profileText(const ProfileNode& root)
{
    std::vector<Line> lines{{{"total", "self", "series", "points", "selected", "samples"}, "expression"}};
    addLines(root, 0, lines);
    std::array<std::size_t, kColumns> widths{};
    for (const Line& line : lines) {
        for (std::size_t i = 0; i < kColumns; ++i) widths[i] = std::max(widths[i], line.cells[i].size());
    }
    std::string out;
    for (const Line& line : lines) {
        for (std::size_t i = 0; i < kColumns; ++i) {
            out.append(widths[i] - line.cells[i].size(), ' ');
            out += line.cells[i] + "  ";
        }
        out += line.text + '\n';
    }
    return out;
}

}  // namespace watchglass::promql
