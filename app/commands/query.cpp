#include <algorithm>
#include <cstdio>

#include "app/commands/commands.h"
#include "app/commands/query_output.h"
#include "app/commands/query_source.h"
#include "engine/api/params.h"
#include "engine/promql/profile.h"

namespace watchglass::app {

namespace {

// As promtool's.
constexpr std::int64_t kUsualRangeMs = 300'000;
constexpr std::int64_t kUsualSteps = 250;

std::string seconds(std::int64_t ms)
{
    std::string out;
    api::appendSeconds(out, ms);
    return out;
}

Result<std::int64_t> timeOf(const std::string& text, const char* option, std::int64_t otherwise)
{
    if (text.empty()) return otherwise;
    auto time = api::parseTimeParam(text);
    if (!time) return fail(ErrorCode::InvalidInput, time.error().message, option);
    return time;
}

/// start, end and step of a range query.
Result<QuerySource::Params> rangeParams(const Invocation& call)
{
    const auto end = timeOf(call.end, "--end", SystemClock::instance().nowMs());
    if (!end) return tl::make_unexpected(end.error());
    const auto start = timeOf(call.start, "--start", *end - kUsualRangeMs);
    if (!start) return tl::make_unexpected(start.error());
    if (*end < *start) return fail(ErrorCode::InvalidInput, "the end is before the start", "--end");
    std::int64_t step = std::max<std::int64_t>((*end - *start) / 1000 / kUsualSteps, 1) * 1000;
    if (!call.step.empty()) {
        const auto given = api::parseDurationParam(call.step);
        if (!given) return fail(ErrorCode::InvalidInput, given.error().message, "--step");
        if (*given <= 0) return fail(ErrorCode::InvalidInput, "the step must be positive", "--step");
        step = *given;
    }
    return QuerySource::Params{{"start", seconds(*start)}, {"end", seconds(*end)}, {"step", seconds(step)}};
}

/// start, end and selectors of the questions about series and labels.
Result<QuerySource::Params> seriesParams(const Invocation& call)
{
    QuerySource::Params out;
    for (const auto& [option, name, text] : {std::tuple("--start", "start", call.start), {"--end", "end", call.end}}) {
        const auto time = timeOf(text, option, 0);
        if (!time) return tl::make_unexpected(time.error());
        if (!text.empty()) out.emplace(name, seconds(*time));
    }
    for (const std::string& selector : call.selectors) out.emplace("match[]", selector);
    return out;
}

/// What to ask, and how to show the answer.
struct Question {
    std::string path;
    QuerySource::Params params;
};

Result<Question> questionOf(const Invocation& call)
{
    Question out;
    Result<QuerySource::Params> params;
    switch (call.queryKind) {
    case QueryKind::Instant: {
        const auto time = timeOf(call.time, "--time", SystemClock::instance().nowMs());
        if (!time) return tl::make_unexpected(time.error());
        out.path = "/api/v1/query";
        params = QuerySource::Params{{"query", call.expression}, {"time", seconds(*time)}};
        break;
    }
    case QueryKind::Range:
        out.path = "/api/v1/query_range";
        params = rangeParams(call);
        if (params) params->emplace("query", call.expression);
        break;
    case QueryKind::Series:
        out.path = "/api/v1/series";
        params = seriesParams(call);
        break;
    case QueryKind::Labels:
        out.path = call.labelName.empty() ? "/api/v1/labels" : "/api/v1/label/" + call.labelName + "/values";
        params = seriesParams(call);
        break;
    }
    if (!params) return tl::make_unexpected(params.error());
    out.params = std::move(*params);
    if (call.profile) {
        if (call.format == "csv") return fail(ErrorCode::InvalidInput, "a profile has no csv form", "--profile");
        out.params.emplace("stats", "all");
    }
    return out;
}

std::string shown(const Invocation& call, const json::Value& data)
{
    switch (call.queryKind) {
    case QueryKind::Series: return formatSeries(data, call.format);
    case QueryKind::Labels: return formatNames(data, call.format, call.labelName.empty() ? "label" : call.labelName);
    case QueryKind::Instant:
    case QueryKind::Range: break;
    }
    return formatValues(data, call.format);
}

/// Behind the values; json has it among them.
void printProfile(const Invocation& call, const json::Value& profile)
{
    if (!profile.isObject()) {
        std::fprintf(stderr, "the server gave no profile\n");
    } else if (call.format != "json") {
        std::printf("\n%s", promql::profileText(promql::profileFromJson(profile)).c_str());
    }
}

Result<json::Value> answer(const Invocation& call)
{
    const auto question = questionOf(call);
    if (!question) return tl::make_unexpected(question.error());
    const auto source = QuerySource::open(call);
    if (!source) return tl::make_unexpected(source.error());
    return (*source)->data(question->path, question->params);
}

}  // namespace

int runQuery(const Invocation& call)
{
    const auto data = answer(call);
    if (!data) {
        printError(data.error());
        return 1;
    }
    const std::string text = shown(call, *data);
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (text.empty()) std::fprintf(stderr, "no data\n");
    if (call.profile) printProfile(call, (*data)["stats"]["profile"]);
    return 0;
}

}  // namespace watchglass::app
