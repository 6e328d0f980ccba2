#include <cstdlib>

#include "ui/frame/histogram.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

/// A number, or what a text begins with.
std::optional<double> numberOf(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble() == 0 ? std::nullopt : std::optional(value.toDouble());
    if (!value.isString()) return std::nullopt;
    char* end = nullptr;
    const double number = std::strtod(value.toString().c_str(), &end);
    return end == value.toString().c_str() ? std::nullopt : std::optional(number);
}

}  // namespace

std::vector<Frame> transformHistogram(std::vector<Frame> frames, const json::Value& options)
{
    if (frames.empty()) return frames;
    HistogramRules rules;
    rules.bucketSize = numberOf(options["bucketSize"]);
    rules.bucketOffset = numberOf(options["bucketOffset"]).value_or(0);
    rules.combine = options["combine"].toBool();
    auto histogram = buildHistogram(frames, rules);
    if (!histogram) return {};
    Frame out;
    out.refId = "histogram";
    out.fields = {std::move(histogram->min), std::move(histogram->max)};
    for (Field& count : histogram->counts) out.fields.push_back(std::move(count));
    std::vector<Frame> result;
    result.push_back(std::move(out));
    return result;
}

}  // namespace watchglass::ui
