#include "ui/frame/display_names.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>
#include <utility>

namespace watchglass::ui {

namespace {

constexpr std::string_view kValueField = "Value";
constexpr std::string_view kComparison = "-compare";

std::string bracedLabels(const Labels& labels) { return formatLabels(labels); }

/// A name that occurs more than once in a frame gets its number.
std::string uniqueName(const Field& field, const Frame& frame)
{
    int same = 0;
    int own = 0;
    for (const Field& other : frame.fields) {
        if (other.name == field.name) ++same;
        if (&other == &field) own = same;
    }
    return same > 1 ? field.name + " " + std::to_string(own) : field.name;
}

/// The value of a label by a path of `.name` or `["name"]`.
std::string labelByPath(const Labels& labels, std::string_view path)
{
    if (path.starts_with("[\"") && path.ends_with("\"]")) {
        path = path.substr(2, path.size() - 4);
    } else if (path.starts_with('.')) {
        path.remove_prefix(1);
    }
    return std::string(labels.get(path));
}

}  // namespace

DisplayNamer::DisplayNamer(const std::vector<Frame>& frames, TextFilter variables) : m_variables(std::move(variables))
{
    bool several = false;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (i > 0 && frames[i].name != frames[i - 1].name) m_framesDiffer = true;
        for (const Field& field : frames[i].fields) {
            for (const LabelView label : field.labels) {
                if (m_singleLabel.empty()) m_singleLabel = std::string(label.name);
                if (label.name != m_singleLabel) several = true;
            }
        }
    }
    if (several) m_singleLabel.clear();
}

std::string DisplayNamer::ownName(const Field& field, const Frame& frame) const
{
    if (!field.displayNameFromDs.empty()) return field.displayNameFromDs;
    if (field.type == FieldType::Time && field.labels.empty() && !field.labelled)
        return field.name.empty() ? "Time" : field.name;

    std::string out;
    const auto add = [&out](std::string_view part) {
        if (!out.empty()) out += ' ';
        out += part;
    };
    const bool frameFirst = m_framesDiffer && !frame.name.empty();
    if (frameFirst) add(frame.name);
    const bool isValue = field.name == kValueField;
    if (!field.name.empty() && !isValue) add(field.name);
    const std::string labels = m_singleLabel.empty() ? bracedLabels(field.labels)
                                                     : std::string(field.labels.get(m_singleLabel));
    if (!labels.empty()) add(labels);
    if (!frameFirst && labels.empty() && isValue && !frame.name.empty()) add(frame.name);
    if (out.empty()) out = field.name.empty() ? std::string(kValueField) : field.name;
    return out == field.name ? uniqueName(field, frame) : out;
}

std::string DisplayNamer::fixedName(const Field& field, const Frame& frame) const
{
    const auto& configured = field.config.displayName;
    const bool fixed = configured && !configured->empty() && configured->find("${") == std::string::npos;
    return fixed ? *configured : ownName(field, frame);
}

std::string DisplayNamer::configuredName(const Field& field, const Frame& frame, std::size_t frameIndex) const
{
    const auto token = [&](std::string_view path) -> std::optional<std::string> {
        constexpr std::string_view kLabels = "__field.labels";
        if (path == "__field.name") return field.name;
        if (path == "__field.displayName") return ownName(field, frame);
        if (path == "__series.name") return frameDisplayName(frame, frameIndex);
        if (path == kLabels) return formatLabels(field.labels, {}, true);
        if (path.starts_with(kLabels)) return labelByPath(field.labels, path.substr(kLabels.size()));
        return {};
    };
    std::string out;
    // Variables first: a label's value is never read as one.
    const std::string filtered = m_variables ? m_variables(*field.config.displayName) : *field.config.displayName;
    std::string_view text = filtered;
    while (!text.empty()) {
        const auto open = text.find("${");
        out += text.substr(0, open);
        if (open == std::string_view::npos) break;
        text.remove_prefix(open);
        const auto close = text.find('}');
        const auto value = close == std::string_view::npos ? std::nullopt : token(text.substr(2, close - 2));
        out += value ? *value : std::string("${");
        text.remove_prefix(value ? close + 1 : 2);
    }
    return out;
}

std::string DisplayNamer::name(const Field& field, const Frame& frame, std::size_t frameIndex) const
{
    const bool compared = field.type != FieldType::Time && isComparison(frame);
    const char* suffix = compared ? " (comparison)" : "";
    if (field.config.displayName && !field.config.displayName->empty()) {
        const std::string out = configuredName(field, frame, frameIndex);
        if (!out.empty()) return out + suffix;
    }
    return ownName(field, frame) + suffix;
}

bool isComparison(const Frame& frame) { return frame.refId.ends_with(kComparison); }

std::string comparisonRefId(std::string_view refId) { return std::string(refId) + std::string(kComparison); }

std::string frameDisplayName(const Frame& frame, std::optional<std::size_t> index)
{
    if (!frame.name.empty()) return frame.name;
    const DisplayNamer namer({frame});
    std::vector<std::string> names;
    for (const Field& field : frame.fields) {
        if (field.type != FieldType::Time) names.push_back(namer.fixedName(field, frame));
    }
    if (names.size() == 1) return names.front();
    if (!index && !frame.fields.empty()) {
        std::string out;
        for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
        return out;
    }
    if (!frame.refId.empty()) return "Series (" + frame.refId + ")";
    return "Series (" + (index ? std::to_string(*index) : std::string("undefined")) + ")";
}

std::string formatLabels(const Labels& labels, std::string_view otherwise, bool withoutBraces)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const LabelView label : labels) pairs.emplace_back(label.name, label.value);
    return formatLabels(std::move(pairs), otherwise, withoutBraces);
}

std::string formatLabels(std::vector<std::pair<std::string, std::string>> labels, std::string_view otherwise,
                         bool withoutBraces)
{
    if (labels.empty()) return std::string(otherwise);
    std::sort(labels.begin(), labels.end());
    std::string out;
    for (const auto& [name, value] : labels) {
        if (!out.empty()) out += ", ";
        out += name + "=\"" + value + "\"";
    }
    return withoutBraces ? out : '{' + out + '}';
}

Labels parseLabels(std::string_view text)
{
    std::vector<std::pair<std::string, std::string>> out;
    const auto isName = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::size_t from = at;
        while (at < text.size() && isName(text[at])) ++at;
        const std::string_view name = text.substr(from, at - from);
        while (at < text.size() && (text[at] == '=' || text[at] == '!' || text[at] == '~')) ++at;
        if (name.empty() || at >= text.size() || text[at] != '"') continue;
        const auto close = text.find('"', at + 1);
        if (close == std::string_view::npos) break;
        out.emplace_back(name, text.substr(at + 1, close - at - 1));
        at = close;
    }
    return Labels::fromPairs(std::move(out));
}

Labels commonLabels(const std::vector<Labels>& sets)
{
    std::vector<std::pair<std::string, std::string>> out;
    if (sets.empty()) return {};
    for (const LabelView label : sets.front()) {
        const bool everywhere = std::all_of(sets.begin(), sets.end(), [&](const Labels& labels) {
            return labels.has(label.name) && labels.get(label.name) == label.value;
        });
        if (everywhere) out.emplace_back(label.name, label.value);
    }
    return Labels::fromPairs(std::move(out));
}

Labels uniqueLabels(const Labels& labels, const Labels& common)
{
    std::vector<std::pair<std::string, std::string>> out;
    for (const LabelView label : labels) {
        if (!common.has(label.name)) out.emplace_back(label.name, label.value);
    }
    return Labels::fromPairs(std::move(out));
}

void assignDisplayNames(std::vector<Frame>& frames)
{
    const DisplayNamer namer(frames);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        for (Field& field : frames[i].fields) field.displayName = namer.name(field, frames[i], i);
    }
}

}  // namespace watchglass::ui
