#include <algorithm>

#include "ui/frame/field_matcher.h"
#include "ui/frame/field_override.h"
#include "ui/frame/js_regex.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

/// `{names, pattern}` or, by variable, `{variable: "{a,b}"}` as a matcher; none when it says nothing.
std::optional<FieldMatcher> matcherOf(const json::Value& choice, bool byVariable)
{
    const std::string& variable = choice["variable"].toString();
    if (byVariable && !variable.empty()) {
        const bool braced = variable.size() > 1 && variable.front() == '{' && variable.back() == '}';
        std::string_view rest = variable;
        if (braced) rest = rest.substr(1, rest.size() - 2);
        auto names = json::Value::array();
        for (std::size_t at = 0; at != std::string_view::npos;) {
            const auto comma = rest.find(',', at);
            names.append(rest.substr(at, comma == std::string_view::npos ? comma : comma - at));
            at = comma == std::string_view::npos ? comma : comma + 1;
        }
        return FieldMatcher{"byNames", json::Value::object({{"names", std::move(names)}})};
    }
    const bool named = !choice["names"].items().empty();
    const std::string& pattern = choice["pattern"].toString();
    if (pattern.empty()) return named ? std::optional(FieldMatcher{"byNames", choice}) : std::nullopt;
    if (!named) return FieldMatcher{"byRegexp", pattern};
    return FieldMatcher{"byRegexpOrNames", choice};
}

std::vector<Frame> filtered(std::vector<Frame> frames, const std::optional<FieldMatcher>& include,
                            const std::optional<FieldMatcher>& exclude)
{
    if (!include && !exclude) return frames;
    for (const auto* matcher : {&include, &exclude}) {
        // A pattern that does not compile matches nothing.
        if (*matcher && !isKnownFieldMatcher((*matcher)->id)) throw TransformError{fieldMatcherProblem(**matcher)};
    }
    const PreparedFieldMatcher included(include.value_or(FieldMatcher{}));
    const PreparedFieldMatcher excluded(exclude.value_or(FieldMatcher{}));
    for (Frame& frame : frames) {
        std::vector<Field> kept;
        for (const Field& field : frame.fields) {
            if (exclude && excluded.matches(field, frame)) continue;
            if (!include || included.matches(field, frame)) kept.push_back(field);
        }
        frame.fields = std::move(kept);
    }
    std::erase_if(frames, [](const Frame& frame) { return frame.fields.empty(); });
    return frames;
}

std::optional<FieldMatcher> matcherOf(const json::Value& matcher)
{
    if (!matcher.isObject()) return std::nullopt;
    return FieldMatcher{matcher["id"].toString(), matcher["options"]};
}

}  // namespace

std::vector<Frame> transformFilterFields(std::vector<Frame> frames, const json::Value& options)
{
    const bool byVariable = options["byVariable"].toBool();
    return filtered(std::move(frames), matcherOf(options["include"], byVariable),
                    matcherOf(options["exclude"], byVariable));
}

std::vector<Frame> transformMatchFields(std::vector<Frame> frames, const json::Value& options)
{
    return filtered(std::move(frames), matcherOf(options["include"]), matcherOf(options["exclude"]));
}

std::vector<Frame> transformMatchFrames(std::vector<Frame> frames, const json::Value& options)
{
    const auto matches = [](const json::Value& matcher, const Frame& frame) {
        const std::string& text = frame.name.empty() || matcher["id"].toString() == "byRefId" ? frame.refId
                                                                                              : frame.name;
        const std::string& wanted = matcher["options"].toString();
        if (!wanted.starts_with('/')) return text == wanted;
        const auto regex = JsRegex::fromDashboard(wanted);
        return regex && regex->matches(text);
    };
    std::erase_if(frames, [&](const Frame& frame) {
        if (options["include"].isObject() && !matches(options["include"], frame)) return true;
        return options["exclude"].isObject() && matches(options["exclude"], frame);
    });
    return frames;
}

std::vector<Frame> transformFilterByRefId(std::vector<Frame> frames, const json::Value& options)
{
    const auto matching = [](const std::string& wanted) {
        return wanted.starts_with('/') ? JsRegex::fromDashboard(wanted) : JsRegex::plain("^(?:" + wanted + ")$");
    };
    if (const std::string& wanted = options["include"].toString(); !wanted.empty()) {
        const auto regex = matching(wanted);
        if (regex) std::erase_if(frames, [&](const Frame& frame) { return !regex->matches(frame.refId); });
    }
    if (const std::string& unwanted = options["exclude"].toString(); !unwanted.empty()) {
        const auto regex = matching(unwanted);
        if (regex) std::erase_if(frames, [&](const Frame& frame) { return regex->matches(frame.refId); });
    }
    return frames;
}

}  // namespace watchglass::ui
