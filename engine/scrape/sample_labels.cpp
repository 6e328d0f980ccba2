#include "engine/scrape/sample_labels.h"

#include <algorithm>

#include "engine/base/utf8.h"

namespace watchglass::scrape {

namespace {

constexpr std::size_t kShownBytes = 50;  // Prometheus cuts names and values in messages here

std::string shown(std::string_view text) { return std::string(text.substr(0, kShownBytes)); }

void addTargetLabels(LabelsBuilder& builder, const Labels& line, const SampleLabelRules& rules,
                     const std::vector<std::string>& emptyNames)
{
    const auto isEmpty = [&](std::string_view name) {
        return std::find(emptyNames.begin(), emptyNames.end(), name) != emptyNames.end();
    };
    if (rules.honorLabels) {
        for (const auto& [name, value] : rules.target) {
            if (!line.has(name) && !isEmpty(name)) builder.set(name, value);
        }
        return;
    }
    std::vector<LabelView> displaced;
    for (const auto& [name, value] : rules.target) {
        if (const auto existing = line.get(name); !existing.empty()) displaced.push_back({name, existing});
        builder.set(name, value);
    }
    std::stable_sort(displaced.begin(), displaced.end(),
                     [](const LabelView& a, const LabelView& b) { return a.name.size() < b.name.size(); });
    for (const auto& [name, value] : displaced) {
        std::string free = "exported_" + std::string(name);
        while (!builder.get(free).empty()) free = "exported_" + free;
        builder.set(free, value);
    }
}

bool areNamesValid(const Labels& labels, bool legacy)
{
    for (const auto& [name, value] : labels) {
        if (!isValidUtf8(value)) return false;
        if (name == kMetricName) {
            if (legacy && !isLegacyMetricName(value)) return false;
        } else if (legacy ? !isLegacyLabelName(name) : name.empty() || !isValidUtf8(name)) {
            return false;
        }
    }
    return true;
}

Result<void> checkLimits(const Labels& labels, const config::ScrapeLimits& limits)
{
    const std::string metric = "(metric: " + shown(labels.metricName());
    const auto lengths = [](std::size_t length, std::uint64_t limit) {
        return ", length: " + std::to_string(length) + ", limit: " + std::to_string(limit) + ")";
    };
    if (limits.labels > 0 && labels.size() > limits.labels) {
        return fail(ErrorCode::Limit, "label_limit exceeded " + metric +
                                          ", number of labels: " + std::to_string(labels.size()) +
                                          ", limit: " + std::to_string(limits.labels) + ")");
    }
    for (const auto& [name, value] : labels) {
        if (limits.labelNameLength > 0 && name.size() > limits.labelNameLength) {
            return fail(ErrorCode::Limit, "label_name_length_limit exceeded " + metric + ", label name: " +
                                              shown(name) + lengths(name.size(), limits.labelNameLength));
        }
        if (limits.labelValueLength > 0 && value.size() > limits.labelValueLength) {
            return fail(ErrorCode::Limit, "label_value_length_limit exceeded " + metric +
                                              ", label name: " + shown(name) + ", value: " + goQuote(shown(value)) +
                                              lengths(value.size(), limits.labelValueLength));
        }
    }
    return {};
}

}  // namespace

Result<Labels> seriesLabels(const Labels& line, const SampleLabelRules& rules,
                            const std::vector<std::string>& emptyNames)
{
    LabelsBuilder builder(line);
    addTargetLabels(builder, line, rules, emptyNames);
    if (!relabel::process(builder, rules.relabelling)) return Labels();
    Labels labels = builder.build();
    if (labels.empty()) return labels;
    if (labels.metricName().empty()) {
        return fail(ErrorCode::InvalidInput, "missing metric name (__name__ label)");
    }
    if (!areNamesValid(labels, rules.legacyNames)) {
        return fail(ErrorCode::InvalidInput, "invalid metric name or label names: " + labels.toString());
    }
    if (const auto ok = checkLimits(labels, rules.limits); !ok) return tl::make_unexpected(ok.error());
    return labels;
}

Labels reportLabels(std::string_view name, const Labels& target)
{
    LabelsBuilder builder;
    for (const auto& [label, value] : target) {
        builder.remove("exported_" + std::string(label));  // as Prometheus does, mutateReportSampleLabels
        builder.set(label, value);
    }
    builder.set(kMetricName, name);
    return builder.build();
}

}  // namespace watchglass::scrape
