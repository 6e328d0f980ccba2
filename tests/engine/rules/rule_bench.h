#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/promql/memory_store.h"
#include "engine/rules/group.h"

namespace watchglass::rules {

/// A store that rules can read from and write to, in memory.
class RuleStore final : public storage::SampleSink {
public:
    promql::MemoryStore memory;

    Result<storage::SeriesRef> series(const Labels& labels) override
    {
        const auto [it, fresh] = m_refs.emplace(labels, m_labels.size() + 1);
        if (fresh) m_labels.push_back(labels);
        return it->second;
    }

    storage::AppendResult append(const storage::SampleBatch& batch) override
    {
        storage::AppendResult result;
        for (std::size_t i = 0; i < batch.refs.size(); ++i) {
            const Labels& labels = m_labels[batch.refs[i] - 1];
            const HistogramPtr histogram = batch.histograms.empty() ? nullptr : batch.histograms[i];
            const bool taken = memory.append(labels, batch.tMs, batch.values[i], histogram, 0);
            taken ? ++result.appended : ++result.outOfOrder;
            if (taken) written[labels.toString()].push_back({batch.tMs, batch.values[i]});
        }
        return result;
    }

    std::map<std::string, std::vector<Sample>> written;  ///< what the rules stored, by series

private:
    std::map<Labels, storage::SeriesRef> m_refs;
    std::vector<Labels> m_labels;
};

/// A group with all that it needs, driven by hand. Templates are left as they stand, but `{{ $value }}`.
class GroupBench {
public:
    explicit GroupBench(GroupSpec spec, bool restored = true) : group(std::move(spec), 60'000, restored) {}

    RuleStore store;
    promql::QueryEngine queries{store.memory};
    ManualClock clock;
    GroupEnvironment env{
        queries, store.memory, store,
        [](std::string_view, std::string_view text, const TemplateScope& scope) -> Result<std::string> {
            if (text == "{{ $value }}") return std::to_string(static_cast<int>(scope.value));
            if (text == "{{ bad }}") return fail(ErrorCode::InvalidInput, "no such function");
            return std::string(text);
        },
        clock};
    Group group;

    std::vector<AlertNotice> at(std::int64_t seconds)
    {
        clock.set(seconds * 1000);
        return group.evaluate(env, seconds * 1000);
    }
    /// The state of the only alert of the first rule; "" when there is none.
    [[nodiscard]] std::string state() const
    {
        const auto alerts = group.status().rules.at(0).alerts;
        return alerts.empty() ? std::string() : std::string(alertStateName(alerts[0].state));
    }
};

inline RuleSpec alertRule(std::string expr, std::int64_t forSeconds = 0, std::int64_t keepSeconds = 0)
{
    RuleSpec rule;
    rule.alerting = true;
    rule.name = "A";
    rule.expr = std::move(expr);
    rule.forMs = forSeconds * 1000;
    rule.keepFiringForMs = keepSeconds * 1000;
    rule.labels = {{"severity", "page"}};
    rule.annotations = {{"summary", "{{ $value }}"}};
    return rule;
}

inline GroupSpec groupOf(std::vector<RuleSpec> rules)
{
    GroupSpec group;
    group.name = "g";
    group.file = "rules.yml";
    group.rules = std::move(rules);
    return group;
}

}  // namespace watchglass::rules
