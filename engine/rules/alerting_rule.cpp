#include "engine/rules/alerting_rule.h"

#include <algorithm>
#include <cmath>

namespace watchglass::rules {

namespace {

constexpr std::int64_t kResolvedRetentionMs = 15 * 60'000;
constexpr std::string_view kAlertName = "alertname";
constexpr std::string_view kAlertState = "alertstate";
constexpr std::string_view kAlerts = "ALERTS";
constexpr std::string_view kAlertsForState = "ALERTS_FOR_STATE";

RuleSample alertsSample(const Alert& alert)
{
    LabelsBuilder labels(alert.labels);
    labels.set(kMetricName, kAlerts).set(kAlertState, alertStateName(alert.state));
    return {labels.build(), 1};
}

RuleSample forStateSample(const Alert& alert)
{
    LabelsBuilder labels(alert.labels);
    labels.set(kMetricName, kAlertsForState);
    return {labels.build(), static_cast<double>(alert.activeAtMs / 1000)};
}

/// A failing template must not hide the alert: its text says what went wrong.
std::string expand(const EvalContext& context, const std::string& ruleName, const std::string& text,
                   const TemplateScope& scope)
{
    auto out = context.expand("__alert_" + ruleName, text, scope);
    if (!out) return "<error expanding template: " + out.error().message + ">";
    return std::move(*out);
}

}  // namespace

std::string_view alertStateName(AlertState state)
{
    switch (state) {
    case AlertState::Inactive: return "inactive";
    case AlertState::Pending: return "pending";
    case AlertState::Firing: return "firing";
    }
    return "inactive";
}

Result<std::map<Labels, Alert>> AlertingRule::activeNow(const EvalContext& context) const
{
    const auto samples = evaluateExpr(m_spec.expr, context);
    if (!samples) return tl::make_unexpected(samples.error());
    std::map<Labels, Alert> out;
    for (const RuleSample& sample : *samples) {
        const TemplateScope scope{sample.labels, sample.value, context.tMs};
        LabelsBuilder labels(sample.labels);
        labels.remove(kMetricName);
        for (const auto& [name, text] : m_spec.labels) labels.set(name, expand(context, m_spec.name, text, scope));
        labels.set(kAlertName, m_spec.name);
        LabelsBuilder annotations;
        for (const auto& [name, text] : m_spec.annotations) {
            annotations.set(name, expand(context, m_spec.name, text, scope));
        }
        Alert alert;
        alert.labels = labels.build();
        alert.annotations = annotations.build();
        alert.value = sample.value;
        alert.activeAtMs = context.tMs;
        const Labels key = alert.labels;
        if (!out.emplace(key, std::move(alert)).second) {
            return fail(ErrorCode::InvalidInput,
                        "vector contains metrics with the same labelset after applying alert labels", m_spec.name);
        }
    }
    return out;
}

void AlertingRule::step(Alert& alert, bool present, std::int64_t tMs)
{
    if (!present) {
        bool keepFiring = false;
        if (alert.state == AlertState::Firing && m_spec.keepFiringForMs > 0) {
            if (alert.keepFiringSinceMs == 0) alert.keepFiringSinceMs = tMs;
            keepFiring = tMs - alert.keepFiringSinceMs < m_spec.keepFiringForMs;
        }
        if (!keepFiring) {
            if (alert.state != AlertState::Inactive) {
                alert.state = AlertState::Inactive;
                alert.resolvedAtMs = tMs;
            }
            return;
        }
    } else {
        alert.keepFiringSinceMs = 0;
    }
    const bool longEnough = tMs - alert.activeAtMs >= m_spec.forMs;
    if (alert.state == AlertState::Pending && longEnough) {
        alert.state = AlertState::Firing;
        alert.firedAtMs = tMs;
    } else if (alert.state == AlertState::Firing && !longEnough) {  // `for` grew by a reload
        alert.state = AlertState::Pending;
        alert.firedAtMs = 0;
    }
}

Result<std::vector<RuleSample>> AlertingRule::evaluate(const EvalContext& context)
{
    auto now = activeNow(context);
    if (!now) return tl::make_unexpected(now.error());
    for (auto& [labels, alert] : *now) {
        const auto known = m_active.find(labels);
        if (known != m_active.end() && known->second.state != AlertState::Inactive) {
            known->second.value = alert.value;
            known->second.annotations = alert.annotations;
        } else {
            m_active[labels] = alert;
        }
    }
    std::vector<RuleSample> out;
    std::size_t active = 0;
    for (auto it = m_active.begin(); it != m_active.end();) {
        Alert& alert = it->second;
        const bool present = now->contains(it->first);
        const bool forgotten = !present &&
                               (alert.state == AlertState::Pending ||
                                (alert.resolvedAtMs != 0 && context.tMs - alert.resolvedAtMs > kResolvedRetentionMs));
        if (forgotten) {
            it = m_active.erase(it);
            continue;
        }
        step(alert, present, context.tMs);
        if (alert.state != AlertState::Inactive) ++active;
        if (m_restored && alert.state != AlertState::Inactive) {
            out.push_back(alertsSample(alert));
            out.push_back(forStateSample(alert));
        }
        ++it;
    }
    if (context.limit > 0 && active > context.limit) {
        m_active.clear();
        return fail(ErrorCode::Limit,
                    "exceeded limit of " + std::to_string(context.limit) + " with " + std::to_string(active) +
                        " alerts",
                    m_spec.name);
    }
    return out;
}

std::vector<Alert> AlertingRule::takeNotices(std::int64_t tMs, std::int64_t resendDelayMs)
{
    std::vector<Alert> out;
    for (auto& [labels, alert] : m_active) {
        if (alert.state == AlertState::Pending) continue;
        const bool resolvedSince = alert.resolvedAtMs != 0 && alert.resolvedAtMs > alert.lastSentMs;
        if (!resolvedSince && alert.lastSentMs != 0 && tMs - alert.lastSentMs <= resendDelayMs) continue;
        alert.lastSentMs = tMs;
        out.push_back(alert);
    }
    return out;
}

void AlertingRule::restore(const EvalContext& context, std::int64_t gracePeriodMs, std::int64_t outageToleranceMs)
{
    m_restored = true;
    if (m_spec.forMs < gracePeriodMs || m_active.empty()) return;
    // Not by a query: a range selector skips staleness markers, and a series that ended must not be restored.
    const auto querier = context.store.querier();
    const std::vector<Matcher> matchers{Matcher::equal(std::string(kMetricName), std::string(kAlertsForState)),
                                        Matcher::equal(std::string(kAlertName), m_spec.name)};
    const std::int64_t from = context.tMs - outageToleranceMs;
    const auto selected = querier->select(matchers, from, context.tMs);
    if (!selected) return;
    storage::Columns columns;
    for (const storage::SelectedSeries& series : *selected) {
        LabelsBuilder builder(*series.labels);
        builder.remove(kMetricName);
        const auto it = m_active.find(builder.build());
        if (it == m_active.end() || !querier->read(series.ref, from, context.tMs, columns)) continue;
        if (columns.values.empty() || !std::isfinite(columns.values.back())) continue;
        restoreAlert(it->second, columns.times.back(), static_cast<std::int64_t>(columns.values.back() * 1000),
                     context.tMs, gracePeriodMs);
    }
}

void AlertingRule::restoreAlert(Alert& alert, std::int64_t sampleMs, std::int64_t activeMs, std::int64_t tMs,
                                std::int64_t gracePeriodMs) const
{
    const std::int64_t remaining = m_spec.forMs - (sampleMs - activeMs);
    if (remaining <= 0) {
        alert.activeAtMs = activeMs;
    } else if (remaining < gracePeriodMs) {
        alert.activeAtMs = tMs + gracePeriodMs - m_spec.forMs;
    } else {
        alert.activeAtMs = activeMs + (tMs - sampleMs);
    }
}

void AlertingRule::adopt(AlertingRule& previous)
{
    m_active = std::move(previous.m_active);
    m_restored = previous.m_restored;
}

std::vector<Alert> AlertingRule::alerts() const
{
    std::vector<Alert> out;
    out.reserve(m_active.size());
    for (const auto& [labels, alert] : m_active) out.push_back(alert);
    return out;
}

AlertState AlertingRule::state() const
{
    AlertState worst = AlertState::Inactive;
    for (const auto& [labels, alert] : m_active) worst = std::max(worst, alert.state);
    return worst;
}

}  // namespace watchglass::rules
