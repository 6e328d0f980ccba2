#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/rules/alerting_rule.h"
#include "engine/rules/rule_spec.h"
#include "engine/storage/storage.h"

namespace watchglass::rules {

enum class RuleHealth : std::uint8_t { Unknown, Ok, Err };

/// A rule's last evaluation, for the API and the Alerts page.
struct RuleStatus {
    RuleSpec spec;
    RuleHealth health = RuleHealth::Unknown;
    std::string lastError;
    double evaluationSeconds = 0;
    std::int64_t lastEvaluationMs = 0;
    AlertState state = AlertState::Inactive;
    std::vector<Alert> alerts;  ///< pending, firing and recently resolved ones
};

struct GroupStatus {
    std::string name;
    std::string file;
    std::int64_t intervalMs = 0;
    std::size_t limit = 0;
    double evaluationSeconds = 0;
    std::int64_t lastEvaluationMs = 0;
    std::vector<RuleStatus> rules;
};

/// What a group needs from the engine. All references outlive the group.
struct GroupEnvironment {
    const promql::QueryEngine& queries;
    const storage::Queryable& store;
    storage::SampleSink& sink;
    TemplateExpander expand;
    const Clock& clock;
    std::int64_t resendDelayMs = 60'000;
    std::int64_t gracePeriodMs = 600'000;        ///< least `for` that is restored after a restart
    std::int64_t outageToleranceMs = 3'600'000;  ///< longest outage after which `for` is restored
};

/// One rule group: evaluates its rules in order, stores what they give, ends the series they no longer give.
///
/// Threads: evaluate() on one thread at a time; status() from any thread at once with it.
class Group {
public:
    /// `restored`: no earlier run's `for` state has to be looked up.
    Group(GroupSpec spec, std::int64_t defaultIntervalMs, bool restored);

    [[nodiscard]] const GroupSpec& spec() const { return m_spec; }
    [[nodiscard]] std::int64_t intervalMs() const { return m_intervalMs; }

    /// Evaluates at `tMs` and returns whom to tell.
    std::vector<AlertNotice> evaluate(const GroupEnvironment& env, std::int64_t tMs, std::stop_token stop = {});

    /// Takes over the alerts and the series of a group that this one replaces.
    void adopt(Group& previous);
    /// Writes staleness markers for all series of the last evaluation; called when the group goes.
    void endSeries(const GroupEnvironment& env, std::int64_t tMs);

    [[nodiscard]] GroupStatus status() const;

private:
    struct Rule {
        RuleSpec spec;
        std::unique_ptr<AlertingRule> alerting;  ///< null for a recording rule
        std::set<Labels> written;                ///< series of the last evaluation
        RuleStatus status;
    };

    void store(const GroupEnvironment& env, Rule& rule, const std::vector<RuleSample>& samples, std::int64_t tMs);
    void writeStale(const GroupEnvironment& env, const std::vector<Labels>& ended, std::int64_t tMs);

    GroupSpec m_spec;
    std::int64_t m_intervalMs;
    int m_evaluations = 0;
    bool m_restored;
    std::vector<Rule> m_rules;
    std::vector<Labels> m_orphans;  ///< series of rules that a reload removed: ended at the next evaluation

    mutable Mutex m_statusMutex;
    GroupStatus m_status WG_GUARDED_BY(m_statusMutex);
};

}  // namespace watchglass::rules
