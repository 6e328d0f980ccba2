#include "ui/frame/display_names.h"

#include <optional>
#include <string_view>
#include <utility>

namespace watchglass::ui {

namespace {

constexpr std::string_view kValueField = "Value";

/// `a="1", b="2"`
std::string labelsText(const Labels& labels)
{
    std::string out;
    for (const LabelView label : labels) {
        if (!out.empty()) out += ", ";
        out += std::string(label.name) + "=\"" + std::string(label.value) + "\"";
    }
    return out;
}

std::string bracedLabels(const Labels& labels)
{
    return labels.empty() ? std::string() : '{' + labelsText(labels) + '}';
}

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

std::string frameName(const Frame& frame, std::size_t frameIndex)
{
    if (!frame.name.empty()) return frame.name;
    const Field* labelled = nullptr;
    int count = 0;
    for (const Field& field : frame.fields) {
        if (field.labels.empty()) continue;
        labelled = &field;
        ++count;
    }
    if (count == 1) return bracedLabels(labelled->labels);
    return "Series (" + (frame.refId.empty() ? std::to_string(frameIndex) : frame.refId) + ")";
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
    if (field.type == FieldType::Time && field.labels.empty()) return field.name.empty() ? "Time" : field.name;

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

std::string DisplayNamer::configuredName(const Field& field, const Frame& frame, std::size_t frameIndex) const
{
    const auto token = [&](std::string_view path) -> std::optional<std::string> {
        constexpr std::string_view kLabels = "__field.labels";
        if (path == "__field.name") return field.name;
        if (path == "__field.displayName") return ownName(field, frame);
        if (path == "__series.name") return frameName(frame, frameIndex);
        if (path == kLabels) return labelsText(field.labels);
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
    if (field.config.displayName && !field.config.displayName->empty()) {
        std::string out = configuredName(field, frame, frameIndex);
        if (!out.empty()) return out;
    }
    return ownName(field, frame);
}

void assignDisplayNames(std::vector<Frame>& frames)
{
    const DisplayNamer namer(frames);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        for (Field& field : frames[i].fields) field.displayName = namer.name(field, frames[i], i);
    }
}

}  // namespace watchglass::ui
