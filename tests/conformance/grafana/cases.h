#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/model/labels.h"
#include "tests/conformance/grafana/compare.h"
#include "ui/frame/frame.h"
#include "ui/frame/visual_theme.h"

namespace watchglass::conformance::grafana {

/// One case of a file and the file around it.
struct Case {
    const json::Value& item;
    const json::Value& document;

    [[nodiscard]] const json::Value& input() const { return item["input"]; }
    [[nodiscard]] const json::Value& expected() const { return item["expected"]; }
};

/// What this program says to a case. `expected` is the case's own unless only part of it concerns the program.
struct Answer {
    json::Value got;
    Comparison how;
    json::Value expected;
    bool ownExpected = false;

    Answer(json::Value theAnswer, Comparison comparison = {}) : got(std::move(theAnswer)), how(std::move(comparison)) {}
    static Answer against(json::Value expected, json::Value got, Comparison how = {})
    {
        Answer out(std::move(got), std::move(how));
        out.expected = std::move(expected);
        out.ownExpected = true;
        return out;
    }
};
using AnswerCase = std::function<Answer(const Case&)>;
/// By kind of case; "" answers files without kinds.
using Adapters = std::map<std::string, AnswerCase, std::less<>>;

/// The adapters of all files, by file name without ".json".
[[nodiscard]] const std::map<std::string, Adapters, std::less<>>& adapters();

void addFormatAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addDisplayAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addColorAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addReducerAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addFieldAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addTransformAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addTimeAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addVariableAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addPrometheusAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addTextAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addDefaultsAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addPanelAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addGraphDataAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addAxesAdapters(std::map<std::string, Adapters, std::less<>>& out);
void addStatBarAdapters(std::map<std::string, Adapters, std::less<>>& out);

/// {"$": "throws"}: Grafana refuses, and so do we.
[[nodiscard]] json::Value refused();
/// Milliseconds since 1970 of an ISO instant; none for null and nonsense.
[[nodiscard]] std::optional<std::int64_t> instantMs(const json::Value& iso);
/// "2024-05-15T12:34:56.789Z"
[[nodiscard]] json::Value isoInstant(std::int64_t ms);

/// Numbers that JSON cannot say become {"$": "NaN"} and the like.
[[nodiscard]] json::Value numberJson(double value);
[[nodiscard]] double numberOf(const json::Value& value);
[[nodiscard]] ui::Cell cellOf(const json::Value& value);
[[nodiscard]] json::Value cellJson(const ui::Cell& cell);
/// The text, null when it is empty.
[[nodiscard]] json::Value textJson(const std::string& text);
[[nodiscard]] std::optional<int> decimalsOf(const json::Value& value);

[[nodiscard]] ui::Values valuesOf(const json::Value& list);
[[nodiscard]] Labels labelsOf(const json::Value& object);
[[nodiscard]] ui::Field fieldOf(const json::Value& column);
/// The frames of a list, or of the frame set that a text names. Display names are worked out.
[[nodiscard]] std::vector<ui::Frame> framesOf(const json::Value& list, const json::Value& document);
[[nodiscard]] json::Value labelsJson(const Labels& labels);
/// A config as Grafana stores it.
[[nodiscard]] json::Value configJson(const ui::FieldConfig& config, const std::string& displayNameFromDs);
/// What the program has a use for of an expected config; nothing set in `custom` is the same as none.
/// Without the sentences that explain an entry: those are Grafana's words, and we have our own.
[[nodiscard]] json::Value withoutDescriptions(json::Value value);
[[nodiscard]] json::Value knownConfig(const json::Value& config);
[[nodiscard]] const ui::VisualTheme& themeOf(const json::Value& name);

/// Frames that came out, against those that a case expects.
[[nodiscard]] Answer comparedFrames(const Case& one, std::vector<ui::Frame> frames, bool withRefId);

}  // namespace watchglass::conformance::grafana
