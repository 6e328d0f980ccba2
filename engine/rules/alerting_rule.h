#pragma once

#include <map>
#include <optional>

#include "engine/rules/alert.h"
#include "engine/rules/evaluation.h"
#include "engine/rules/rule_spec.h"

namespace watchglass::rules {

/// An alerting rule with its instances: inactive -> pending -> firing -> resolved.
///
/// Follows prometheus rules/alerting.go: an instance is identified by its final labels, fires once it has
/// been active for `for`, keeps firing for `keep_firing_for`, and stays known for 15 minutes when resolved.
/// Threads: none of its own; the group guards it.
class AlertingRule {
public:
    explicit AlertingRule(RuleSpec spec) : m_spec(std::move(spec)) {}

    [[nodiscard]] const RuleSpec& spec() const { return m_spec; }

    /// Evaluates at context.tMs and returns the ALERTS and ALERTS_FOR_STATE samples to store; none before
    /// restored() is set. On an error the instances keep their state, except beyond the limit: then all go.
    [[nodiscard]] Result<std::vector<RuleSample>> evaluate(const EvalContext& context);

    /// Instances to tell about at `tMs`: firing ones not sent for `resendDelayMs`, resolved ones once.
    [[nodiscard]] std::vector<Alert> takeNotices(std::int64_t tMs, std::int64_t resendDelayMs);

    /// Whether the `for` state of an earlier run has been looked up (or need not be).
    [[nodiscard]] bool restored() const { return m_restored; }
    void setRestored(bool restored) { m_restored = restored; }
    /// Gives the instances of this rule their time of activation back from ALERTS_FOR_STATE.
    void restore(const EvalContext& context, std::int64_t gracePeriodMs, std::int64_t outageToleranceMs);

    /// Takes over the instances of the same rule before a reload.
    void adopt(AlertingRule& previous);

    /// All known instances, resolved ones included, in the order of their labels.
    [[nodiscard]] std::vector<Alert> alerts() const;
    /// The worst state of all instances.
    [[nodiscard]] AlertState state() const;

private:
    [[nodiscard]] Result<std::map<Labels, Alert>> activeNow(const EvalContext& context) const;
    void step(Alert& alert, bool present, std::int64_t tMs);
    void restoreAlert(Alert& alert, std::int64_t sampleMs, std::int64_t activeMs, std::int64_t tMs,
                      std::int64_t gracePeriodMs) const;

    RuleSpec m_spec;
    std::map<Labels, Alert> m_active;
    bool m_restored = true;
};

}  // namespace watchglass::rules
