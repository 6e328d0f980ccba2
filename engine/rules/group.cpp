#include "engine/rules/group.h"

#include <algorithm>

#include "engine/base/log.h"
#include "engine/rules/recording_rule.h"

namespace watchglass::rules {

Group::Group(GroupSpec spec, std::int64_t defaultIntervalMs, bool restored)
    : m_spec(std::move(spec)), m_intervalMs(m_spec.intervalMs > 0 ? m_spec.intervalMs : defaultIntervalMs),
      m_restored(restored)
{
    GroupStatus status;
    status.name = m_spec.name;
    status.file = m_spec.file;
    status.intervalMs = m_intervalMs;
    status.limit = m_spec.limit;
    for (const RuleSpec& ruleSpec : m_spec.rules) {
        Rule& rule = m_rules.emplace_back();
        rule.spec = ruleSpec;
        rule.status.spec = ruleSpec;
        if (ruleSpec.alerting) {
            rule.alerting = std::make_unique<AlertingRule>(ruleSpec);
            rule.alerting->setRestored(restored);
        }
        status.rules.push_back(rule.status);
    }
    MutexLock lock(m_statusMutex);
    m_status = std::move(status);
}

std::vector<AlertNotice> Group::evaluate(const GroupEnvironment& env, std::int64_t tMs, std::stop_token stop)
{
    const std::int64_t startNs = env.clock.steadyNs();
    const EvalContext context{env.queries,          env.store,    env.expand,     tMs,
                              m_spec.queryOffsetMs, m_spec.limit, std::move(stop)};
    ++m_evaluations;
    std::vector<AlertNotice> notices;
    for (Rule& rule : m_rules) {
        if (context.stop.stop_requested()) return notices;
        const std::int64_t ruleStartNs = env.clock.steadyNs();
        auto samples = rule.alerting ? rule.alerting->evaluate(context) : evaluateRecordingRule(rule.spec, context);
        if (!samples && samples.error().code == ErrorCode::Cancelled) return notices;
        rule.status.lastEvaluationMs = tMs;
        if (samples) {
            rule.status.health = RuleHealth::Ok;
            rule.status.lastError.clear();
            store(env, rule, *samples, tMs - m_spec.queryOffsetMs);
        } else {
            if (rule.status.lastError != samples.error().message) {
                logWarning("rules", m_spec.file + ": group \"" + m_spec.name + "\", rule \"" + rule.spec.name +
                                        "\": " + samples.error().message);
            }
            rule.status.health = RuleHealth::Err;
            rule.status.lastError = samples.error().message;
        }
        if (rule.alerting) {
            for (Alert& alert : rule.alerting->takeNotices(tMs, env.resendDelayMs)) {
                const std::int64_t endsAt = alert.resolvedAtMs != 0
                                                ? alert.resolvedAtMs
                                                : tMs + 4 * std::max(m_intervalMs, env.resendDelayMs);
                notices.push_back({std::move(alert), m_spec.name, m_spec.file, rule.spec.expr, endsAt});
            }
            rule.status.alerts = rule.alerting->alerts();
            rule.status.state = rule.alerting->state();
        }
        rule.status.evaluationSeconds = static_cast<double>(env.clock.steadyNs() - ruleStartNs) / 1e9;
    }
    if (!m_orphans.empty()) {
        writeStale(env, m_orphans, tMs - m_spec.queryOffsetMs);
        m_orphans.clear();
    }
    // As Prometheus: the first evaluation finds the active alerts, the second has them; then `for` is restored.
    if (!m_restored && m_evaluations >= 2) {
        m_restored = true;
        for (Rule& rule : m_rules) {
            if (rule.alerting) rule.alerting->restore(context, env.gracePeriodMs, env.outageToleranceMs);
        }
    }

    MutexLock lock(m_statusMutex);
    for (std::size_t i = 0; i < m_rules.size(); ++i) m_status.rules[i] = m_rules[i].status;
    m_status.lastEvaluationMs = tMs;
    m_status.evaluationSeconds = static_cast<double>(env.clock.steadyNs() - startNs) / 1e9;
    return notices;
}

void Group::store(const GroupEnvironment& env, Rule& rule, const std::vector<RuleSample>& samples, std::int64_t tMs)
{
    std::vector<storage::SeriesRef> refs;
    std::vector<double> values;
    std::vector<HistogramPtr> histograms;  // empty without any
    std::set<Labels> written;
    const auto add = [&](const Labels& labels, double value, const HistogramPtr& histogram = {}) {
        const auto ref = env.sink.series(labels);
        if (!ref) return;
        refs.push_back(*ref);
        values.push_back(value);
        if (histogram || !histograms.empty()) histograms.resize(refs.size());
        if (histogram) histograms.back() = histogram;
    };
    for (const RuleSample& sample : samples) {
        add(sample.labels, sample.value, sample.histogram);
        written.insert(sample.labels);
    }
    for (const Labels& labels : rule.written) {
        if (!written.contains(labels)) add(labels, staleMarker());
    }
    rule.written = std::move(written);
    if (refs.empty()) return;
    const storage::AppendResult result = env.sink.append({tMs, refs, values, {}, histograms});
    if (const std::uint32_t lost = result.outOfOrder + result.duplicate + result.outOfBounds; lost > 0) {
        logWarning("rules", "group \"" + m_spec.name + "\", rule \"" + rule.spec.name + "\": " + std::to_string(lost) +
                                " samples were not stored (out of order, duplicate or out of bounds)");
    }
}

void Group::writeStale(const GroupEnvironment& env, const std::vector<Labels>& ended, std::int64_t tMs)
{
    std::vector<storage::SeriesRef> refs;
    for (const Labels& labels : ended) {
        if (const auto ref = env.sink.series(labels)) refs.push_back(*ref);
    }
    const std::vector<double> values(refs.size(), staleMarker());
    if (!refs.empty()) env.sink.append({tMs, refs, values});
}

void Group::adopt(Group& previous)
{
    m_evaluations = previous.m_evaluations;
    m_restored = previous.m_restored;
    m_orphans = std::move(previous.m_orphans);
    for (Rule& old : previous.m_rules) {
        // Rules are matched by kind, name and labels; the expression may have changed (rules/group.go CopyState).
        const auto same = std::find_if(m_rules.begin(), m_rules.end(), [&](const Rule& rule) {
            return rule.written.empty() && rule.spec.alerting == old.spec.alerting && rule.spec.name == old.spec.name &&
                   rule.spec.labels == old.spec.labels && rule.status.health == RuleHealth::Unknown;
        });
        if (same == m_rules.end()) {
            m_orphans.insert(m_orphans.end(), old.written.begin(), old.written.end());
            continue;
        }
        same->written = std::move(old.written);
        same->status = std::move(old.status);
        same->status.spec = same->spec;
        if (same->alerting) same->alerting->adopt(*old.alerting);
    }
    MutexLock lock(m_statusMutex);
    for (std::size_t i = 0; i < m_rules.size(); ++i) m_status.rules[i] = m_rules[i].status;
}

void Group::endSeries(const GroupEnvironment& env, std::int64_t tMs)
{
    std::vector<Labels> ended = std::move(m_orphans);
    for (Rule& rule : m_rules) {
        ended.insert(ended.end(), rule.written.begin(), rule.written.end());
        rule.written.clear();
    }
    writeStale(env, ended, tMs);
}

GroupStatus Group::status() const
{
    MutexLock lock(m_statusMutex);
    return m_status;
}

}  // namespace watchglass::rules
