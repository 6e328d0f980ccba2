#include <QtTest/QtTest>

#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>

#include "engine/api/query_routes.h"
#include "engine/api/tsdb_routes.h"
#include "engine/base/json.h"
#include "engine/base/log.h"

using namespace watchglass;
using namespace watchglass::api;

class TsdbAdminTest : public QObject {
    Q_OBJECT

private:
    ManualClock m_clock{3'600'000};
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<storage::Storage> m_store;
    std::unique_ptr<promql::QueryEngine> m_queries;
    std::unique_ptr<Router> m_router;

    Response ask(const std::string& url, const std::string& method = "POST") const
    {
        Request request;
        request.method = method;
        request.path = url.substr(0, url.find('?'));
        if (url.size() > request.path.size()) decodeForm(url.substr(request.path.size() + 1), request.params);
        return m_router->handle(request);
    }

    /// Points of `m` in an answer over the hour, one a minute at most.
    int points(const char* job) const
    {
        const std::string body =
            ask("/api/v1/query_range?start=0&end=3540&step=60&query=m{job=\"" + std::string(job) + "\"}", "GET").body;
        return static_cast<int>(std::count(body.begin(), body.end(), '[')) - 2;
    }

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_router = std::make_unique<Router>();
        storage::StorageOptions options;
        options.directory = m_dir->path().toStdString();
        m_store = storage::Storage::open(options, m_clock).value();
        for (const char* job : {"a", "b"}) {
            const storage::SeriesRef ref = m_store->series(Labels{{"__name__", "m"}, {"job", job}}).value();
            for (std::int64_t i = 0; i < 60; ++i) {
                const double value = 1;
                m_store->append({i * 60'000, std::span(&ref, 1), std::span(&value, 1)});
            }
        }
        m_queries = std::make_unique<promql::QueryEngine>(*m_store);
        const QuerySources sources{*m_store, *m_queries, m_clock, {}};
        addQueryRoutes(*m_router, sources);
        addSeriesRoutes(*m_router, sources);
        addTsdbAdminRoutes(*m_router, m_store.get(), [](const std::filesystem::path& folder) -> Result<void> {
            std::filesystem::create_directory(folder / "more");
            return {};
        });
    }

    void deletesAndForgetsEarlierAnswers()
    {
        QCOMPARE(points("a"), 60);
        const Response response = ask("/api/v1/admin/tsdb/delete_series?match[]=m{job=\"a\"}&end=1740");
        QCOMPARE(response.status, 204);
        QVERIFY(response.body.empty());
        QCOMPARE(points("a"), 30);
        QCOMPARE(points("b"), 60);
        QCOMPARE(ask("/api/v1/admin/tsdb/delete_series?match[]=m{job=\"a\"}&match[]=nothing", "PUT").status, 204);
        QVERIFY(ask("/api/v1/label/job/values", "GET").body.ends_with(R"("data":["b"]})"));
        QVERIFY(ask("/api/v1/series?match[]=m{job=\"a\"}", "GET").body.ends_with(R"("data":[]})"));
        QCOMPARE(ask("/api/v1/admin/tsdb/clean_tombstones").status, 204);
        QVERIFY(ask("/api/v1/label/job/values", "GET").body.ends_with(R"("data":["b"]})"));
    }

    void makesSnapshots()
    {
        QCOMPARE(ask("/api/v1/admin/tsdb/delete_series?match[]=m{job=\"a\"}&end=1740").status, 204);
        const Response response = ask("/api/v1/admin/tsdb/snapshot");
        const auto body = json::parse(response.body);
        QVERIFY(body.has_value());
        const std::string name = (*body).get("data.name").toString();
        QVERIFY2(QRegularExpression(QStringLiteral("^19700101T010000Z-[0-9a-f]{16}$"))
                     .match(QString::fromStdString(name))
                     .hasMatch(),
                 name.c_str());
        QVERIFY(QFileInfo(m_dir->path() + "/snapshots/" + QString::fromStdString(name) + "/more").isDir());
        QCOMPARE(ask("/api/v1/admin/tsdb/snapshot?skip_head=TRUE").status, 200);
    }

    void badCalls_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("contains");
        QTest::newRow("no selector") << QByteArray("delete_series") << QByteArray("no match[] parameter provided");
        QTest::newRow("selector") << QByteArray("delete_series?match[]={")
                                  << QByteArray(R"(invalid parameter \"match[]\")");
        QTest::newRow("skip_head") << QByteArray("snapshot?skip_head=maybe")
                                   << QByteArray(R"x(parsing \"maybe\": invalid syntax)x");
        QTest::newRow("start") << QByteArray("delete_series?match[]=m&start=x")
                               << QByteArray(R"(invalid parameter \"start\": invalid time value for 'start')");
    }

    void badCalls()
    {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, contains);
        const Response response = ask("/api/v1/admin/tsdb/" + url.toStdString());
        QCOMPARE(response.status, 400);
        QVERIFY2(response.body.find(contains.toStdString()) != std::string::npos, response.body.c_str());
    }
};

QTEST_APPLESS_MAIN(TsdbAdminTest)
#include "tsdb_admin_test.moc"
