// api/replay.json: recorded requests against a server over the recorded data, through a real socket.
// Not replayed, and counted as skipped: endpoints that are no part of the query side, exemplars and native histograms
// where the store does not hold them.

#include <memory>

#include "engine/api/http_server.h"
#include "engine/api/query_routes.h"
#include "engine/api/rule_routes.h"
#include "engine/api/status_routes.h"
#include "engine/api/target_routes.h"
#include "engine/api/tsdb_routes.h"
#include "engine/model/sample.h"
#include "tests/conformance/api_compare.h"
#include "tests/conformance/areas.h"
#include "tests/conformance/case_file.h"
#include "tests/support/raw_http.h"

namespace watchglass::conformance {

namespace {

/// Of the recording.
constexpr std::int64_t kNowMs = 1'700'001'800'000;
constexpr std::int64_t kTimeoutMs = 10'000;
constexpr std::uint64_t kMaxSamples = 100'000;

/// The engine's query side over a store in memory.
class Server {
public:
    [[nodiscard]] static Result<std::unique_ptr<Server>> start(const json::Value& dataset)
    {
        std::unique_ptr<Server> out(new Server);
        auto store = storage::Storage::open({}, out->m_clock);
        if (!store) return tl::make_unexpected(store.error());
        out->m_store = std::move(*store);
        if (auto loaded = out->load(dataset["series"]); !loaded) return tl::make_unexpected(loaded.error());
        out->m_queries = std::make_unique<promql::QueryEngine>(*out->m_store);
        out->addRoutes();
        api::HttpServerOptions options;
        options.port = 0;
        auto http = api::HttpServer::start(options, out->m_router);
        if (!http) return tl::make_unexpected(http.error());
        out->m_http = std::move(*http);
        return out;
    }

    [[nodiscard]] std::uint16_t port() const { return m_http->port(); }

private:
    Server() = default;

    Result<void> load(const json::Value& series)
    {
        for (const json::Value& one : series.items()) {
            std::vector<std::pair<std::string, std::string>> labels;
            for (const auto& [name, value] : one["labels"].members()) labels.emplace_back(name, value.toString());
            const auto ref = m_store->series(Labels::fromPairs(std::move(labels)));
            if (!ref) return tl::make_unexpected(ref.error());
            for (const json::Value& sample : one["samples"].items()) {
                const auto value = caseFloat(sample.at(1));
                if (!value) return fail(ErrorCode::InvalidInput, "no number: " + sample.at(1).toString());
                const double values[] = {*value};
                const storage::SeriesRef refs[] = {*ref};
                if (m_store->append({sample.at(0).toInt(), refs, values}).appended != 1) {
                    return fail(ErrorCode::InvalidInput, "a sample of the dataset was refused");
                }
            }
        }
        return {};
    }

    void addRoutes()
    {
        promql::QueryOptions options;
        options.timeoutMs = kTimeoutMs;
        options.maxSamples = kMaxSamples;
        const api::QuerySources sources{*m_store, *m_queries, m_clock, options};
        api::addQueryRoutes(m_router, sources);
        api::addSeriesRoutes(m_router, sources);
        api::addParseRoutes(m_router);
        api::addTsdbRoutes(m_router, *m_store, [this] { return m_store->stats(); });
        api::addRuleRoutes(m_router, [] { return std::vector<rules::GroupStatus>(); });
        api::addStatusRoutes(m_router, {});
    }

    ManualClock m_clock{kNowMs};
    std::unique_ptr<storage::Storage> m_store;
    std::unique_ptr<promql::QueryEngine> m_queries;
    api::Router m_router;
    std::unique_ptr<api::HttpServer> m_http;  // last member: stops before what it serves
};

std::string encoded(std::string_view text)
{
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0) {
            out += c;
        } else {
            out += {'%', kHex[byte >> 4], kHex[byte & 15]};
        }
    }
    return out;
}

std::string form(const json::Value& params)
{
    std::string out;
    const auto add = [&](std::string_view name, const json::Value& value) {
        out += (out.empty() ? "" : "&") + encoded(name) + '=' + encoded(value.toString());
    };
    for (const auto& [name, value] : params.members()) {
        if (value.isArray()) {
            for (const json::Value& item : value.items()) add(name, item);
        } else {
            add(name, value);
        }
    }
    return out;
}

HttpAnswer ask(std::uint16_t port, const json::Value& request)
{
    const std::string query = form(request["params"]);
    const std::string body = form(request["form"]);
    std::string text = request["method"].toString() + ' ' + request["path"].toString();
    if (!query.empty()) text += '?' + query;
    text += " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    if (!body.empty()) text += "Content-Type: application/x-www-form-urlencoded\r\n";
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    test::RawConnection connection(port);
    connection.send(text);
    return parseAnswer(connection.readAll());
}

/// Why the case cannot be replayed, or "".
std::string whySkipped(const json::Value& theCase)
{
    const std::string& path = theCase["request"]["path"].toString();
    if (path == "/api/v1/write") return "remote write is not served";
    if (path == "/api/v1/query_exemplars" && !theCase["body"]["data"].items().empty()) {
        return "exemplars are not stored";
    }
    // The one series of native histograms.
    if (json::write(theCase).find("request_size_bytes") != std::string::npos) return "native histograms are not stored";
    return {};
}

/// What the evaluator names as not being there; "" else.
std::string unsupported(const HttpAnswer& answer)
{
    const auto body = json::parse(answer.body);
    if (!body || answer.status != 422) return {};
    const std::string& error = (*body)["error"].toString();
    return error.starts_with("unsupported: ") ? error : std::string();
}

}  // namespace

void runApi(const std::filesystem::path& dir, Report& report)
{
    const auto text = readFile(dir / "dataset.json");
    const auto dataset = text ? json::parse(*text)
                              : Result<json::Value>(fail(ErrorCode::NotFound, "dataset.json is not there"));
    if (!dataset) return report.fail("dataset.json", "a JSON document", dataset.error().message);
    const auto server = Server::start(*dataset);
    if (!server) return report.fail("dataset.json", "data that can be loaded", server.error().message);
    forEachCase(dir / "replay.json", report, [&](const json::Value& theCase, const std::string& id) {
        if (const std::string why = whySkipped(theCase); !why.empty()) return report.skip(id, why);
        const std::string name = id + ' ' + theCase["request"]["path"].toString() + ' ' +
                                 theCase["request"]["params"]["query"].toString();
        const HttpAnswer answer = ask((*server)->port(), theCase["request"]);
        if (const auto missing = unsupported(answer); !missing.empty()) return report.skip(name, missing);
        const std::string difference = compareAnswer(theCase, answer);
        if (difference.empty()) return report.pass(name);
        report.fail(name, difference, answer.body);
    });
}

}  // namespace watchglass::conformance
