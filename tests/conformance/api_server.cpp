#include "tests/conformance/api_server.h"

#include "engine/api/query_routes.h"
#include "engine/api/rule_routes.h"
#include "engine/api/status_routes.h"
#include "engine/api/tsdb_routes.h"
#include "engine/api/write_routes.h"
#include "tests/conformance/case_file.h"

namespace watchglass::conformance {

namespace {

/// Of the recording.
constexpr std::int64_t kNowMs = 1'700'001'800'000;
constexpr std::int64_t kTimeoutMs = 10'000;
constexpr std::uint64_t kMaxSamples = 100'000;
constexpr std::size_t kMaxExemplars = 100'000;

Labels labelsOf(const json::Value& series)
{
    std::vector<std::pair<std::string, std::string>> labels;
    for (const auto& [name, value] : series["labels"].members()) labels.emplace_back(name, value.toString());
    return Labels::fromPairs(std::move(labels));
}

std::vector<HistogramSpan> spansOf(const json::Value& spans)
{
    std::vector<HistogramSpan> out;
    for (const json::Value& span : spans.items()) {
        out.push_back({static_cast<std::int32_t>(span.at(0).toInt()), static_cast<std::uint32_t>(span.at(1).toInt())});
    }
    return out;
}

std::vector<double> countsOf(const json::Value& counts)
{
    std::vector<double> out;
    for (const json::Value& count : counts.items()) out.push_back(count.toDouble());
    return out;
}

HistogramPtr histogramOf(const json::Value& value)
{
    auto out = std::make_shared<FloatHistogram>();
    out->schema = static_cast<std::int32_t>(value["schema"].toInt());
    out->count = value["count"].toDouble();
    out->sum = value["sum"].toDouble();
    out->zeroThreshold = value["zero_threshold"].toDouble();
    out->zeroCount = value["zero_count"].toDouble();
    out->positiveSpans = spansOf(value["pos_spans"]);
    out->negativeSpans = spansOf(value["neg_spans"]);
    out->positiveBuckets = countsOf(value["pos"]);
    out->negativeBuckets = countsOf(value["neg"]);
    return out;
}

auto refused() { return fail(ErrorCode::InvalidInput, "a sample of the dataset was refused"); }

}  // namespace

ApiServer::ApiServer() : m_clock(kNowMs) {}

Result<std::unique_ptr<ApiServer>> ApiServer::start(const json::Value& dataset)
{
    std::unique_ptr<ApiServer> out(new ApiServer);
    if (auto loaded = out->load(dataset["series"]); !loaded) return tl::make_unexpected(loaded.error());
    out->m_queries = std::make_unique<promql::QueryEngine>(*out->m_storage);
    out->addRoutes();
    api::HttpServerOptions options;
    options.port = 0;
    auto http = api::HttpServer::start(options, out->m_router);
    if (!http) return tl::make_unexpected(http.error());
    out->m_http = std::move(*http);
    return out;
}

Result<void> ApiServer::load(const json::Value& series)
{
    storage::StorageOptions storageOptions;
    storageOptions.maxExemplars = kMaxExemplars;
    auto storage = storage::Storage::open(std::move(storageOptions), m_clock);
    if (!storage) return tl::make_unexpected(storage.error());
    m_storage = std::move(*storage);
    for (const json::Value& one : series.items()) {
        const auto ref = m_storage->series(labelsOf(one));
        if (!ref) return tl::make_unexpected(ref.error());
        const storage::SeriesRef refs[] = {*ref};
        for (const json::Value& sample : one["samples"].items()) {
            const auto value = caseFloat(sample.at(1));
            if (!value) return fail(ErrorCode::InvalidInput, "no number: " + sample.at(1).toString());
            const double values[] = {*value};
            if (m_storage->append({sample.at(0).toInt(), refs, values}).appended != 1) return refused();
        }
        for (const json::Value& sample : one["histograms"].items()) {
            const double values[] = {0};
            const HistogramPtr histograms[] = {histogramOf(sample.at(1))};
            const auto done = m_storage->append({sample.at(0).toInt(), refs, values, {}, histograms});
            if (done.appended != 1) return refused();
        }
        std::vector<storage::ExemplarSample> exemplars;
        for (const json::Value& exemplar : one["exemplars"].items()) {
            exemplars.push_back({*ref, exemplar["unix_ms"].toInt(), exemplar["value"].toDouble(), labelsOf(exemplar)});
        }
        m_storage->appendExemplars(std::move(exemplars));
    }
    return {};
}

void ApiServer::addRoutes()
{
    promql::QueryOptions options;
    options.timeoutMs = kTimeoutMs;
    options.maxSamples = kMaxSamples;
    const api::QuerySources sources{*m_storage, *m_queries, m_clock, options};
    api::addQueryRoutes(m_router, sources);
    api::addSeriesRoutes(m_router, sources);
    api::addParseRoutes(m_router, *m_queries, *m_storage);
    api::addTsdbRoutes(m_router, *m_storage, [] { return storage::StorageStats(); });
    api::addTsdbAdminRoutes(m_router, nullptr);
    api::addWriteRoutes(m_router, nullptr);
    api::addRuleRoutes(m_router, [] { return std::vector<rules::GroupStatus>(); });
    api::addStatusRoutes(m_router, {});
}

}  // namespace watchglass::conformance
