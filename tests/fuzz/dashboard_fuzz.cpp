// A dashboard file from its text to the frames that its panels would draw.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "ui/dashboard/dashboard_source.h"
#include "ui/dashboard/document_text.h"
#include "ui/dashboard/import_report.h"
#include "ui/dashboard/layout.h"
#include "ui/dashboard/query_plan.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

void must(bool holds, const char* what)
{
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

constexpr std::int64_t kNow = 1'700'000'000'000;
constexpr std::size_t kMostPanels = 60;

class AnyValues final : public VariableSource {
public:
    Result<std::vector<std::string>> labelNames(const std::string&) override { return std::vector<std::string>{"job"}; }
    Result<std::vector<std::string>> labelValues(const std::string&, const std::string&) override
    {
        return std::vector<std::string>{"a", "b", "c:1"};
    }
    Result<std::vector<std::string>> metricNames(const std::string&) override { return std::vector<std::string>{"up"}; }
    Result<std::vector<Labels>> series(const std::string&) override
    {
        return std::vector<Labels>{Labels{{"__name__", "up"}, {"job", "a"}}};
    }
    Result<promql::QueryResultPtr> queryInstant(const std::string&) override
    {
        return fail(ErrorCode::NotFound, "no data");
    }
};

/// Three series, one of them with a gap and one of them with buckets.
promql::QueryResultPtr answerTo(const PlannedQuery& query)
{
    auto out = std::make_shared<promql::QueryResult>();
    const std::uint32_t steps = query.instant ? 1 : 4;
    out->type = query.instant ? promql::ValueType::Vector : promql::ValueType::Matrix;
    out->grid = {kNow - 3 * 15'000, 15'000, steps};
    for (const char* le : {"1", "2", "+Inf"}) {
        promql::ResultSeries series;
        series.labels = Labels{{"__name__", "up"}, {"job", "a"}, {"le", le}};
        for (std::uint32_t i = 0; i < steps; ++i) series.values.push_back(i * 1.5 - 1);
        series.present = {*le == '2' ? 0b1001ULL : 0b1111ULL};
        out->series.push_back(std::move(series));
    }
    return out;
}

void draw(const Dashboard& dashboard)
{
    VariableSet variables = dashboard.variables();
    AnyValues source;
    VariableSet::RefreshContext context;
    context.range = {kNow - 3'600'000, kNow, {}};
    variables.refreshAll(source, context);
    const auto placed = layoutPanels(dashboard.panels(), variables,
                                     {.rangeMs = context.range.lengthMs(), .everything = true});
    std::size_t count = 0;
    for (const PlacedPanel& place : placed) {
        must(place.pos.x >= 0 && place.pos.x + place.pos.w <= kGridColumns + 1e-6 && place.pos.h > 0,
             "a panel lies outside the grid");
        if (++count > kMostPanels) break;
        PlanContext plan;
        plan.range = context.range;
        plan.variables = &variables;
        const PanelQueryPlan queries = planPanelQueries(place.panel, plan);
        std::vector<promql::QueryResultPtr> answers;
        for (const PlannedQuery& query : queries.queries) {
            must(query.instant || query.stepMs > 0, "a query has no step");
            answers.push_back(answerTo(query));
        }
        (void)interpolateFor(queries, place.panel.title);
        for (const Frame& frame : buildFrames(place.panel, queries, answers)) {
            for (const Field& field : frame.fields) {
                must(field.values.size() == frame.rows(), "columns of one frame differ in length");
            }
        }
    }
}

/// Changed bytes seldom leave a text JSON: values are changed too, by others of the document and by odd ones.
class ValueMutator {
public:
    ValueMutator(json::Value& root, std::uint64_t seed) : m_root(root), m_random(seed) { collect(root); }

    void change()
    {
        const std::size_t place = below(m_all.size());
        json::Value& at = *m_all[place];
        switch (below(4)) {
        case 0: at = odd(); break;
        case 1:
            if (at.isObject() && !at.members().empty()) at.remove(at.members()[below(at.members().size())].first);
            break;
        case 2:
            if (at.isArray() && !at.items().empty()) at.append(json::Value(at.items().front()));
            break;
        default: {
            json::Value other = *m_all[below(m_all.size())];
            // It shares what it holds with the document until that is found again, to be changed: it may be around
            // `at`.
            m_all.clear();
            collect(m_root);
            *m_all[place] = std::move(other);
        }
        }
        m_all.clear();
        collect(m_root);
    }

private:
    void collect(json::Value& value)
    {
        m_all.push_back(&value);
        if (value.isArray()) {
            for (json::Value& item : value.mutableItems()) collect(item);
        } else if (value.isObject()) {
            for (auto& [name, member] : value.mutableMembers()) collect(member);
        }
    }
    json::Value odd()
    {
        static const char* const kOdd[] = {
            "null",  "true",    "-1",       "0",      "1e308", "-1e308",       "9223372036854775807",
            "0.5",   "[]",      "{}",       "[null]", "\"\"",  "\"$__all\"",   "\"$job\"",
            "\"-\"", "\"/(/\"", "\"now-\"", "\"a\"",  "[[]]",  "{\"a\":null}", "\"$v${v}[[v]]\""};
        return *json::parse(kOdd[below(std::size(kOdd))]);
    }
    std::size_t below(std::size_t limit) { return m_random() % limit; }

    json::Value& m_root;
    std::mt19937_64 m_random;
    std::vector<json::Value*> m_all;
};

void drawChanged(const json::Value& document, std::uint64_t seed)
{
    constexpr int kMutants = 6;
    for (int i = 0; i < kMutants; ++i) {
        json::Value changed = document;
        ValueMutator mutator(changed, seed + static_cast<std::uint64_t>(i));
        for (int k = 0; k <= i; ++k) mutator.change();
        const auto dashboard = Dashboard::fromDocument(std::move(changed));
        if (!dashboard) continue;
        (void)makeImportReport(*dashboard);
        draw(*dashboard);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto sources = readDashboardSources(text);
    if (!sources) return 0;
    for (const DashboardSource& source : *sources) {
        const auto dashboard = openDashboard(source);
        if (!dashboard) continue;
        (void)makeImportReport(*dashboard);
        draw(*dashboard);
    }
    if (auto document = DocumentText::fromText(std::string(text))) {
        const auto whole = json::parse(text);
        drawChanged(*whole, std::hash<std::string_view>()(text));
        must(document->set("", *whole).has_value() && document->text() == text, "an unchanged save changes the text");
        (void)document->set("/title", json::Value("new"));
        (void)document->remove("/panels/0");
        must(json::parse(document->text()).has_value(), "an edit breaks the document");
    }
    return 0;
}
