#include <algorithm>
#include <limits>
#include <set>

#include "engine/api/params.h"
#include "engine/api/point_json.h"
#include "engine/api/query_routes.h"
#include "engine/base/json.h"
#include "engine/base/utf8.h"
#include "engine/promql/parser.h"

namespace watchglass::api {

namespace {

constexpr std::int64_t kMinTime = std::numeric_limits<std::int64_t>::min() / 1000;
constexpr std::int64_t kMaxTime = std::numeric_limits<std::int64_t>::max() / 1000;

struct MetadataQuery {
    std::vector<std::vector<Matcher>> selectors;
    std::int64_t startMs = kMinTime;
    std::int64_t endMs = kMaxTime;
    std::size_t limit = 0;
};

/// `seriesWording`: /series names the parameter in a selector's error, the label endpoints do not.
std::optional<Response> read(const Request& request, bool seriesWording, MetadataQuery& out)
{
    if (const auto limit = parseLimitParam(request.param("limit"))) {
        out.limit = *limit;
    } else {
        return badParameter("limit", limit.error().message);
    }
    for (const char* name : {"start", "end"}) {
        const std::string_view text = request.param(name);
        if (text.empty()) continue;
        const auto time = parseTimeParam(text);
        if (!time)
            return badParameter(name, "invalid time value for '" + std::string(name) + "': " + time.error().message);
        (name[0] == 's' ? out.startMs : out.endMs) = *time;
    }
    for (const std::string& text : request.paramsOf("match[]")) {
        auto matchers = promql::parseMetricSelector(text);
        if (!matchers) {
            const std::string why = promql::describeParseError(matchers.error());
            return seriesWording ? badParameter("match[]", why) : failure("bad_data", why);
        }
        const bool selective = std::any_of(matchers->begin(), matchers->end(),
                                           [](const Matcher& matcher) { return !matcher.matchesEmpty(); });
        if (!selective) return badParameter("match[]", "match[] must contain at least one non-empty matcher");
        out.selectors.push_back(std::move(*matchers));
    }
    return std::nullopt;
}

/// `names` is sorted and distinct.
Response listAnswer(const std::set<std::string>& names, std::size_t limit)
{
    std::string data = "[";
    std::size_t count = 0;
    for (const std::string& name : names) {
        if (limit > 0 && count == limit) break;
        if (count++ > 0) data += ',';
        json::appendQuoted(data, name);
    }
    data += ']';
    std::vector<std::string> warnings;
    if (count < names.size()) warnings.emplace_back("results truncated due to limit");
    return success(data, warnings);
}

Response series(const Request& request, const QuerySources& sources)
{
    if (request.paramsOf("match[]").empty()) return failure("bad_data", "no match[] parameter provided");
    MetadataQuery query;
    if (auto wrong = read(request, true, query)) return *wrong;
    const auto querier = sources.store.querier();
    std::set<Labels> found;
    for (const auto& matchers : query.selectors) {
        const auto selected = querier->select(matchers, query.startMs, query.endMs);
        if (!selected) return queryFailure(selected.error());
        for (const storage::SelectedSeries& one : *selected) found.insert(*one.labels);
    }
    std::string data = "[";
    std::size_t count = 0;
    for (const Labels& labels : found) {
        if (query.limit > 0 && count == query.limit) break;
        if (count++ > 0) data += ',';
        appendLabels(data, labels);
    }
    data += ']';
    std::vector<std::string> warnings;
    if (count < found.size()) warnings.emplace_back("results truncated due to limit");
    return success(data, warnings);
}

template <class Lookup>
Response labelList(const Request& request, const QuerySources& sources, Lookup lookup)
{
    MetadataQuery query;
    if (auto wrong = read(request, false, query)) return *wrong;
    const auto querier = sources.store.querier();
    if (query.selectors.empty()) query.selectors.emplace_back();
    std::set<std::string> found;
    for (const auto& matchers : query.selectors) {
        auto names = lookup(*querier, matchers, query);
        if (!names) return queryFailure(names.error());
        found.insert(std::make_move_iterator(names->begin()), std::make_move_iterator(names->end()));
    }
    return listAnswer(found, query.limit);
}

/// Names that are no classic label names may come escaped: U__a_2e_b for "a.b", "__" for "_".
std::string unescapeName(std::string_view name)
{
    if (!name.starts_with("U__")) return std::string(name);
    std::string out;
    for (std::size_t i = 3; i < name.size(); ++i) {
        if (name[i] != '_') {
            out += name[i];
        } else if (i + 1 < name.size() && name[i + 1] == '_') {
            out += '_';
            ++i;
        } else {
            const std::size_t end = name.find('_', i + 1);
            if (end == std::string_view::npos || end - i - 1 > 6) return std::string(name);
            char32_t code = 0;
            for (const char c : name.substr(i + 1, end - i - 1)) {
                const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
                if (lower >= '0' && lower <= '9') {
                    code = code << 4 | static_cast<char32_t>(lower - '0');
                } else if (lower >= 'a' && lower <= 'f') {
                    code = code << 4 | static_cast<char32_t>(lower - 'a' + 10);
                } else {
                    return std::string(name);
                }
            }
            appendUtf8(out, code);
            i = end;
        }
    }
    return out;
}

Response labelValues(const Request& request, const QuerySources& sources)
{
    constexpr std::string_view kBefore = "/api/v1/label/";
    constexpr std::string_view kAfter = "/values";
    std::string_view rest = std::string_view(request.path).substr(kBefore.size());
    if (!rest.ends_with(kAfter)) return notFound();
    rest.remove_suffix(kAfter.size());
    const std::string name = unescapeName(rest);
    if (name.empty() || !isValidUtf8(name)) return failure("bad_data", "invalid label name: " + goQuote(name));
    return labelList(request, sources, [&](const storage::Querier& querier, const auto& matchers, const auto& query) {
        return querier.labelValues(name, matchers, query.startMs, query.endMs);
    });
}

}  // namespace

void addSeriesRoutes(Router& router, const QuerySources& sources)
{
    router.add("GET POST", "/api/v1/series", [sources](const Request& r) { return series(r, sources); });
    router.add("DELETE", "/api/v1/series", [](const Request&) { return failure("internal", "not implemented"); });
    router.add("GET POST", "/api/v1/labels", [sources](const Request& request) {
        return labelList(request, sources,
                         [](const storage::Querier& querier, const auto& matchers, const auto& query) {
                             return querier.labelNames(matchers, query.startMs, query.endMs);
                         });
    });
    router.add("GET", "/api/v1/label/*", [sources](const Request& r) { return labelValues(r, sources); });
}

}  // namespace watchglass::api
