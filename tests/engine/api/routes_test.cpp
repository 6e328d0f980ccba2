// Answers of the query side that the recorded requests do not show.

#include <QtTest/QtTest>

#include "engine/api/query_routes.h"
#include "engine/api/target_routes.h"
#include "engine/api/tsdb_routes.h"
#include "engine/base/json.h"

using namespace watchglass;
using namespace watchglass::api;

class RoutesTest : public QObject {
    Q_OBJECT

private:
    ManualClock m_clock{1'700'000'060'000};
    std::unique_ptr<storage::Storage> m_store;
    std::unique_ptr<promql::QueryEngine> m_queries;
    Router m_router;

    void add(const Labels& labels, double value)
    {
        const storage::SeriesRef refs[] = {m_store->series(labels).value()};
        const double values[] = {value};
        QCOMPARE(m_store->append({1'700'000'000'000, refs, values}).appended, 1U);
    }

    Response ask(const std::string& url, const std::string& method = "GET") const
    {
        Request request;
        request.method = method;
        request.path = url.substr(0, url.find('?'));
        if (url.size() > request.path.size()) decodeForm(url.substr(request.path.size() + 1), request.params);
        return m_router.handle(request);
    }

private slots:
    void initTestCase()
    {
        m_store = storage::Storage::open({}, m_clock).value();
        add({{"__name__", "up"}, {"job", "a"}, {"instance", "1"}}, 1);
        add({{"__name__", "up"}, {"job", "a"}, {"instance", "2"}}, 1);
        add({{"__name__", "load"}, {"job", "a"}}, 3);
        m_queries = std::make_unique<promql::QueryEngine>(*m_store);
        const QuerySources sources{*m_store, *m_queries, m_clock, {}};
        addQueryRoutes(m_router, sources);
        addSeriesRoutes(m_router, sources);
        addParseRoutes(m_router, *m_queries, *m_store);
        addTsdbRoutes(m_router, *m_store, [this] { return m_store->stats(); });
        addTsdbAdminRoutes(m_router, nullptr);
        TargetSources targets;
        targets.active = [] { return std::vector<scrape::TargetStatus>(); };
        targets.dropped = [] { return std::vector<scrape::DroppedTarget>(); };
        targets.metadata = [] {
            return std::vector<scrape::MetricMetadata>{{"m", exposition::MetricType::Gauge, "one", "", {}},
                                                       {"m", exposition::MetricType::Gauge, "two", "", {}},
                                                       {"n", exposition::MetricType::Counter, "three", "", {}}};
        };
        addTargetRoutes(m_router, std::move(targets));
    }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("contains");
        const auto row = [](const char* name, const char* url, int status, const char* contains) {
            QTest::newRow(name) << QByteArray(url) << status << QByteArray(contains);
        };
        row("stats", "/api/v1/query?query=sum(up)&stats=all", 200,
            R"("samples":{"totalQueryableSamples":2,"samplesRead":2,"peakSamples":)");
        row("stats by resolution", "/api/v1/query?query=sum(up)&stats=all", 200,
            R"("byResolution":{"raw":2,"5m":0,"1h":0}},)");
        row("stats with a profile", "/api/v1/query?query=sum(up)&stats=all", 200,
            R"x(,"profile":{"expr":"sum(up)","start":0,"end":7,"totalTime":)x");
        row("no stats", "/api/v1/query?query=1", 200, R"("result":[1700000060,"1"]}})");
        row("stats of another word", "/api/v1/query?query=1&stats=yes", 200,
            R"x("warnings":["value \"yes\" for parameter \"stats\" is deprecated)x");
        row("the most points", "/api/v1/query_range?query=1&start=0&end=11000&step=1", 200, R"([11000,"1"]]}]}})");
        row("a point too many", "/api/v1/query_range?query=1&start=0&end=11001&step=1", 400,
            "exceeded maximum resolution of 11,000 points per timeseries");
        row("longer than 64 bits", "/api/v1/query_range?query=1&start=-9e15&end=9e15&step=1", 400,
            "exceeded maximum resolution");
        row("limit is looked at first", "/api/v1/query_range?limit=x&start=y", 400, R"(invalid parameter \"limit\")");
        row("negative duration", "/api/v1/query_range?query=1&start=0&end=1&step=-5m", 400,
            R"(invalid parameter \"step\": cannot parse \"-5m\" to a valid duration)");
        row("no time left", "/api/v1/query?query=up&timeout=0", 503,
            R"("errorType":"timeout","error":"query timed out in expression evaluation")");
        row("short lookback", "/api/v1/query?query=up&lookback_delta=30s", 200, R"("result":[]})");
        row("exemplars of no series", "/api/v1/query_exemplars?query=1", 204, "");
        row("exemplars", "/api/v1/query_exemplars?query=rate(up[5m])", 200, R"({"status":"success","data":[]})");
        row("several selectors", "/api/v1/label/job/values?match[]=up&match[]=load", 200, R"("data":["a"])");
        row("escaped label name", "/api/v1/label/U__job/values", 200, R"("data":["a"])");
        row("tsdb", "/api/v1/status/tsdb?limit=1", 200,
            R"("seriesCountByMetricName":[{"name":"up","value":2}],"labelValueCountByLabelName":[{"name":"__name__")");
        row("tsdb counts", "/api/v1/status/tsdb", 200, R"("headStats":{"numSeries":3,"numLabelPairs":5,)");
        row("tsdb limit", "/api/v1/status/tsdb?limit=0", 400, "limit must be a positive number");
        row("tsdb high limit", "/api/v1/status/tsdb?limit=10001", 400, "limit must not exceed 10000");
        row("metadata", "/api/v1/metadata?metric=n", 200,
            R"("data":{"n":[{"type":"counter","unit":"","help":"three"}]})");
        row("metadata limit", "/api/v1/metadata?limit=0", 200, R"("data":{})");
        row("metadata per metric", "/api/v1/metadata?limit_per_metric=1&limit=1", 200,
            R"("data":{"m":[{"type":"gauge","unit":"","help":"one"}]})");
        row("metadata bad limit", "/api/v1/metadata?limit=x", 400, "limit must be a number");
    }

    void answers()
    {
        QFETCH(QByteArray, url);
        QFETCH(int, status);
        QFETCH(QByteArray, contains);
        const Response response = ask(url.toStdString());
        QVERIFY2(response.status == status, response.body.c_str());
        QVERIFY2(response.body.find(contains.toStdString()) != std::string::npos, response.body.c_str());
        QVERIFY(status == 204 || json::parse(response.body).has_value());
    }

    void profiles()
    {
        const auto profileOf = [&](const std::string& url) {
            const auto body = json::parse(ask(url).body);
            return body ? (*body).get("data.stats.profile") : json::Value();
        };
        const json::Value instant = profileOf("/api/v1/query?query=sum(up)&stats=all");
        QCOMPARE(instant["children"].items().size(), std::size_t{1});
        const json::Value& up = instant["children"].at(0);
        QCOMPARE(up["expr"].toString(), std::string("up"));
        for (const char* count : {"series", "points", "seriesSelected", "samplesRead"}) QCOMPARE(up[count].toInt(), 2);
        QVERIFY(up["totalTime"].isNumber() && up["totalTime"].toDouble() <= instant["totalTime"].toDouble());

        const json::Value range = profileOf(
            "/api/v1/query_range?query=up&start=1700000000&end=1700000030&step=15&stats=all");
        QCOMPARE(range["steps"].toInt(), 3);
        QCOMPARE(range["points"].toInt(), 6);
        QVERIFY(profileOf("/api/v1/query?query=sum(up)&stats=true").isNull());
        QVERIFY(profileOf("/api/v1/query?query=sum(up)").isNull());
    }

    void adminIsRefused()
    {
        const Response response = ask("/api/v1/admin/tsdb/delete_series", "POST");
        QCOMPARE(response.status, 500);
        QVERIFY(response.body.find(R"("errorType":"unavailable","error":"admin APIs disabled")") != std::string::npos);
        QCOMPARE(ask("/api/v1/admin/tsdb/delete_series").status, 405);
    }

    void aCancelledRequestStopsItsQuery()
    {
        std::stop_source stop;
        stop.request_stop();
        Request request;
        request.path = "/api/v1/query";
        request.params.emplace("query", "up");
        request.stop = stop.get_token();
        const Response response = m_router.handle(request);
        QCOMPARE(response.status, 499);
        QVERIFY(response.body.find(R"("errorType":"canceled")") != std::string::npos);
    }

    void waitingCountsTowardsTheTimeout()
    {
        Request request;
        request.path = "/api/v1/query";
        request.params.emplace("query", "up");
        request.params.emplace("timeout", "2s");
        request.queuedSeconds = 3;
        const Response response = m_router.handle(request);
        QCOMPARE(response.status, 503);
        QVERIFY(response.body.find("query timed out in query queue") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(RoutesTest)
#include "routes_test.moc"
