// info(): adds the labels of info metrics to series with the same instance and job (prometheus promql/info.go).

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "engine/promql/eval_sinks.h"
#include "engine/promql/eval_window.h"
#include "engine/promql/evaluator.h"

namespace watchglass::promql {

namespace {

constexpr std::array<std::string_view, 2> kIdentifying = {"instance", "job"};

/// An info series: at each step the time of the sample that it has there.
struct InfoRow {
    const Labels* labels = nullptr;
    std::string signature;
    Bitmap present;
    std::vector<std::int64_t> times;
};

/// Which series meet: the name of the info metric and the identifying labels.
std::string signatureOf(std::string_view infoName, const Labels& labels)
{
    std::string out(infoName);
    for (const std::string_view name : kIdentifying) {
        out += '\xFF';
        out += labels.get(name);
    }
    return out;
}

/// The first selector below `expr`, whose times the info series are read at.
struct FirstSelector {
    const VectorSelector* selector = nullptr;
    std::vector<const SubqueryExpr*> path;  ///< subqueries around it, outermost first
};

bool findSelector(const Expr& expr, FirstSelector& found)
{
    if (expr.kind == ExprKind::VectorSelector) {
        found.selector = &static_cast<const VectorSelector&>(expr);
        return true;
    }
    const bool subquery = expr.kind == ExprKind::Subquery;
    if (subquery) found.path.push_back(&static_cast<const SubqueryExpr&>(expr));
    for (const Expr* child : childrenOf(expr)) {
        if (findSelector(*child, found)) return true;
    }
    if (subquery) found.path.pop_back();
    return false;
}

/// Which metrics are info metrics: as the matchers say; with none that names any, those that end in "_info".
std::vector<Matcher> infoNames(std::vector<Matcher> matchers)
{
    const bool positive = std::any_of(matchers.begin(), matchers.end(), [](const Matcher& m) {
        return m.type() == Matcher::Type::Equal || m.type() == Matcher::Type::Regex;
    });
    if (positive) return matchers;
    const std::string name(kMetricName);
    if (matchers.empty()) return {Matcher::equal(name, "target_info")};
    matchers.insert(matchers.begin(), *Matcher::create(Matcher::Type::Regex, name, ".+_info"));
    return matchers;
}

/// What the second argument of info() asks for.
struct InfoQuery {
    std::vector<Matcher> names;
    std::map<std::string, std::vector<Matcher>> data;  ///< by label

    [[nodiscard]] bool wants(std::string_view label) const { return data.empty() || data.contains(std::string(label)); }
    /// Whether series without an info series stay.
    [[nodiscard]] bool matchesNothing() const
    {
        return std::all_of(data.begin(), data.end(), [](const auto& entry) {
            return std::all_of(entry.second.begin(), entry.second.end(),
                               [](const Matcher& m) { return m.matchesEmpty(); });
        });
    }
};

InfoQuery queryOf(const CallExpr& call)
{
    InfoQuery query;
    if (call.args.size() > 1) {
        const Expr& arg = unwrapParens(*call.args[1]);
        if (arg.kind != ExprKind::VectorSelector) throwEval("expected a label selector in call to info");
        for (const Matcher& matcher : static_cast<const VectorSelector&>(arg).matchers) {
            if (matcher.name() == kMetricName) {
                query.names.push_back(matcher);
            } else {
                query.data[matcher.name()].push_back(matcher);
            }
        }
    } else {
        query.names.push_back(Matcher::equal(std::string(kMetricName), "target_info"));
    }
    query.names = infoNames(std::move(query.names));
    return query;
}

/// Of each signature the info series that counts at each step: the one with the newest sample.
std::unordered_map<std::string, std::vector<const InfoRow*>> newestAtStep(const std::vector<InfoRow>& rows,
                                                                          std::uint32_t steps)
{
    std::unordered_map<std::string, std::vector<const InfoRow*>> newest;
    for (const InfoRow& row : rows) {
        std::vector<const InfoRow*>& at = newest[row.signature];
        at.resize(steps);
        forEachBit(row.present, [&](std::uint32_t i) {
            if (at[i] != nullptr && at[i]->times[i] == row.times[i]) {
                throwEval("found duplicate series for info metric: existing " + at[i]->labels->toString() + " @ " +
                          std::to_string(row.times[i]) + ", new " + row.labels->toString() + " @ " +
                          std::to_string(row.times[i]));
            }
            if (at[i] == nullptr || at[i]->times[i] < row.times[i]) at[i] = &row;
        });
    }
    return newest;
}

/// The labels of `base` with those of the info series that are asked for.
Labels enriched(const Labels& base, const std::vector<const InfoRow*>& infos, const InfoQuery& query)
{
    LabelsBuilder added;
    for (const InfoRow* info : infos) {
        for (const LabelView label : *info->labels) {
            if (label.name == kMetricName || !query.wants(label.name)) continue;
            const std::string_view known = added.get(label.name);
            if (!known.empty() && known != label.value) throwEval("conflicting label: " + std::string(label.name));
            if (!base.has(label.name)) added.set(label.name, label.value);
        }
    }
    LabelsBuilder out(base);
    for (const auto& [name, value] : added.pairs()) out.set(name, value);
    return out.build();
}

}  // namespace

void Evaluator::streamInfo(const CallExpr& call, const Grid& grid, RowSink& sink)
{
    const InfoQuery query = queryOf(call);
    const Rows base = evalVector(*call.args[0], grid);
    const auto isInfo = [&](const Labels& labels) {
        return std::all_of(query.names.begin(), query.names.end(),
                           [&](const Matcher& m) { return m.matches(labels.metricName()); });
    };

    // Read the info series at the times at which the first selector of the argument reads.
    ResolvedTime at;
    FirstSelector first;
    if (findSelector(*call.args[0], first)) {
        const auto timeOf = [&](const Expr& expr) { return m_facts.timeOf(expr); };
        at = timeOf(*first.selector);
        for (auto it = first.path.rbegin(); it != first.path.rend() && !at.atMs; ++it) {
            at.offsetMs += timeOf(**it).offsetMs;
            at.atMs = timeOf(**it).atMs;
        }
    }
    std::map<std::string_view, std::set<std::string>> wanted;
    for (const Row& row : base) {
        if (isInfo(row.labels)) continue;
        for (const std::string_view name : kIdentifying) {
            if (row.labels.has(name)) wanted[name].emplace(row.labels.get(name));
        }
    }
    std::vector<InfoRow> infos;
    std::set<std::string> infoMetrics;
    if (!wanted.empty()) {
        std::vector<Matcher> matchers = query.names;
        for (const auto& [name, ms] : query.data) matchers.insert(matchers.end(), ms.begin(), ms.end());
        const std::int64_t minMs = at.lookupAt(grid, 0) - m_options.lookbackMs + 1;
        const std::int64_t maxMs = at.lookupAt(grid, grid.steps - 1);
        const Expr& reader = call.args.size() > 1 ? unwrapParens(*call.args[1]) : call;
        ProfileScope scope(call.args.size() > 1 ? m_profiler : nullptr, reader, grid.steps, false);
        std::vector<storage::SelectedSeries> selected = select(matchers, minMs, maxMs);
        std::erase_if(selected, [&](const storage::SelectedSeries& one) {
            return !std::all_of(wanted.begin(), wanted.end(), [&](const auto& entry) {
                return entry.second.contains(std::string(one.labels->get(entry.first)));
            });
        });
        ReadAhead input(m_querier, std::move(selected), minMs, maxMs, nullptr);
        while (const storage::SelectedSeries* series = input.peek()) {
            nextSeries(input);
            const storage::Columns& columns = input.columns();
            const InstantPlan plan = makeInstantPlan(columns.times, grid, at, m_options.lookbackMs);
            InfoRow row{series->labels, signatureOf(series->labels->metricName(), *series->labels),
                        Bitmap(plan.present.size(), 0), std::vector<std::int64_t>(grid.steps)};
            forEachBit(plan.present, [&](std::uint32_t i) {
                const std::uint32_t sample = plan.index[i];
                if (isStaleMarker(columns.values[sample])) return;
                if (!columns.histograms.empty() && columns.histograms[sample]) {
                    throwEval("this should be an info metric, with float samples: " + series->labels->toString());
                }
                setBit(row.present, i);
                row.times[i] = columns.times[sample];
            });
            if (!anyBit(row.present)) continue;
            countSamples(countBits(row.present));
            scope.count(countBits(row.present));
            infoMetrics.emplace(series->labels->metricName());
            infos.push_back(std::move(row));
        }
    }
    const auto newest = newestAtStep(infos, grid.steps);

    Rows out;
    std::unordered_map<std::string, std::size_t> placeOf;
    const auto add = [&](const Row& row, const Labels& labels, std::uint32_t step) {
        const auto [place, isNew] = placeOf.try_emplace(labels.packed(), out.size());
        if (isNew) {
            Row& made = out.emplace_back();
            made.reset(grid.steps);
            made.labels = labels;
            made.dropName = row.dropName;
        }
        Row& into = out[place->second];
        if (into.has(step)) throwEval("vector cannot contain metrics with the same labelset");
        setBit(into.present, step);
        into.values[step] = row.values[step];
        if (row.histogramAt(step) != nullptr) into.setHistogram(step, row.histograms[step]);
    };
    for (const Row& row : base) {
        const bool passes = isInfo(row.labels);
        std::vector<const std::vector<const InfoRow*>*> candidates;
        for (const std::string& name : infoMetrics) {
            const auto found = newest.find(signatureOf(name, row.labels));
            if (found != newest.end()) candidates.push_back(&found->second);
        }
        std::vector<const InfoRow*> matched;
        std::vector<const InfoRow*> labelled;  // the matches that `labels` were made of
        Labels labels;
        bool fresh = true;
        forEachBit(row.present, [&](std::uint32_t i) {
            if (passes) return add(row, row.labels, i);
            matched.clear();
            for (const auto* candidate : candidates) {
                if ((*candidate)[i] != nullptr) matched.push_back((*candidate)[i]);
            }
            if (matched.empty() && !query.matchesNothing()) return;
            if (fresh || matched != labelled) {
                labels = enriched(row.labels, matched, query);
                labelled = matched;
                fresh = false;
            }
            add(row, labels, i);
        });
    }
    for (Row& row : out) row.dense = countBits(row.present) == grid.steps;
    emitRows(std::move(out), sink);
}

}  // namespace watchglass::promql
