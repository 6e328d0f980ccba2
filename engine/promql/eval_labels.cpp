// Functions that change or compare label sets: label_replace, label_join, sort and its kin.

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/base/utf8.h"
#include "engine/model/regex.h"
#include "engine/promql/eval_sinks.h"
#include "engine/promql/evaluator.h"

namespace watchglass::promql {

namespace {

/// "node10" -> "node", "10".
std::vector<std::string_view> digitRuns(std::string_view text)
{
    std::vector<std::string_view> runs;
    const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
    for (std::size_t from = 0; from < text.size();) {
        std::size_t to = from + 1;
        while (to < text.size() && digit(to) == digit(from)) ++to;
        runs.push_back(text.substr(from, to - from));
        from = to;
    }
    return runs;
}

/// Natural order as sort_by_label has it: runs of digits count as numbers. Assumes a != b.
bool naturalLess(std::string_view a, std::string_view b)
{
    const std::vector<std::string_view> left = digitRuns(a);
    const std::vector<std::string_view> right = digitRuns(b);
    const auto number = [](std::string_view text, std::int64_t& out) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
        return error == std::errc() && end == text.data() + text.size();
    };
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (i >= right.size()) return false;
        std::int64_t x = 0;
        std::int64_t y = 0;
        const bool numbers = number(left[i], x) && number(right[i], y);
        if (numbers ? x != y : left[i] != right[i]) return numbers ? x < y : left[i] < right[i];
        if (i + 1 == left.size()) return true;
        if (i + 1 == right.size()) return false;
    }
    return false;
}

/// Go's sort.Sort as far as ties and NaN show it: an insertion sort up to 12 elements; beyond, a stable sort.
template <class Less>
void goSort(Rows& rows, Less&& less)
{
    if (rows.size() > 12) {
        std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
            if (std::isnan(a.values[0])) return false;
            return std::isnan(b.values[0]) || less(a.values[0], b.values[0]);
        });
        return;
    }
    for (std::size_t i = 1; i < rows.size(); ++i) {
        for (std::size_t j = i; j > 0; --j) {
            const double before = rows[j - 1].values[0];
            if (!std::isnan(before) && !less(rows[j].values[0], before)) break;
            std::swap(rows[j], rows[j - 1]);
        }
    }
}

void checkLabelName(std::string_view name, const char* what, const char* function)
{
    if (!name.empty() && isValidUtf8(name)) return;
    throwEval(std::string("invalid ") + what + " label name in " + function + "(): " + std::string(name));
}

}  // namespace

void Evaluator::streamLabelReplace(const CallExpr& call, const Grid& grid, RowSink& sink)
{
    const std::string& target = stringArg(call, 1);
    const std::string& replacement = stringArg(call, 2);
    const std::string& source = stringArg(call, 3);
    const std::string& pattern = stringArg(call, 4);
    const Result<Regex> regex = Regex::anchored(pattern);
    if (!regex) throwEval("invalid regular expression in label_replace(): " + pattern);
    checkLabelName(target, "destination", "label_replace");

    Rows rows = evalVector(*call.args[0], grid);
    std::string value;
    for (Row& row : rows) {
        value.clear();
        if (!regex->expandFirst(row.labels.get(source), replacement, value)) continue;
        row.labels = LabelsBuilder(row.labels).set(target, value).build();
        if (target == kMetricName) row.dropName = false;
    }
    mergeEqual(rows, grid, false);
    emitRows(std::move(rows), sink);
}

void Evaluator::streamLabelJoin(const CallExpr& call, const Grid& grid, RowSink& sink)
{
    const std::string& target = stringArg(call, 1);
    const std::string& separator = stringArg(call, 2);
    for (std::size_t i = 3; i < call.args.size(); ++i) checkLabelName(stringArg(call, i), "source", "label_join");
    checkLabelName(target, "destination", "label_join");

    Rows rows = evalVector(*call.args[0], grid);
    for (Row& row : rows) {
        std::string value;
        for (std::size_t i = 3; i < call.args.size(); ++i) {
            if (i > 3) value += separator;
            value += row.labels.get(stringArg(call, i));
        }
        row.labels = LabelsBuilder(row.labels).set(target, value).build();
        if (target == kMetricName) row.dropName = false;
    }
    mergeEqual(rows, grid, false);
    emitRows(std::move(rows), sink);
}

void Evaluator::streamSort(const CallExpr& call, const Grid& grid, RowSink& sink)
{
    const std::string_view name = call.function->name;
    if (m_facts.window().startMs != m_facts.window().endMs && grid.steps > 1) {
        m_annotations.warn("sort is ineffective for range queries since results are always ordered by labels",
                           call.pos);
    }
    Rows rows = evalVector(*call.args[0], grid);
    if (name == "sort" || name == "sort_desc") {
        for (Row& row : rows) row.dropHistograms();
        std::erase_if(rows, [](const Row& row) { return !row.dense && !anyBit(row.present); });
    }
    if (grid.steps > 1) return emitRows(std::move(rows), sink);

    if (name == "sort") {
        goSort(rows, [](double a, double b) { return a < b; });
    } else if (name == "sort_desc") {
        goSort(rows, [](double a, double b) { return a > b; });
    } else {
        const bool descending = name == "sort_by_label_desc";
        std::stable_sort(rows.begin(), rows.end(), [&](const Row& first, const Row& second) {
            const Row& a = descending ? second : first;
            const Row& b = descending ? first : second;
            for (std::size_t i = 1; i < call.args.size(); ++i) {
                const std::string_view x = a.labels.get(stringArg(call, i));
                const std::string_view y = b.labels.get(stringArg(call, i));
                if (x != y) return naturalLess(x, y);
            }
            return a.labels < b.labels;
        });
    }
    emitRows(std::move(rows), sink);
}

}  // namespace watchglass::promql
