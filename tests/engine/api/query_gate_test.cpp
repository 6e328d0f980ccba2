// Slow queries keep nothing else waiting, and end when nobody wants their answer.

#include <QtTest/QtTest>
#include <condition_variable>
#include <thread>

#include "engine/api/http_server.h"
#include "tests/support/raw_http.h"

using namespace watchglass;
using namespace watchglass::api;
using watchglass::test::RawConnection;

namespace {

constexpr std::chrono::seconds kPatience{20};
const std::string kSlow = "GET /slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
const std::string kQuick = "GET /quick HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// A handler that runs until it is released or asked to stop.
class Gate {
public:
    Response enter(const Request& request)
    {
        std::unique_lock lock(m_mutex);
        most = std::max(most, ++inside);
        m_changed.notify_all();
        const bool released = m_changed.wait(lock, request.stop, [this] { return m_open; });
        --inside;
        stopped += released ? 0 : 1;
        m_changed.notify_all();
        return released ? success("\"released\"") : failure("canceled", "stopped");
    }
    void open()
    {
        const std::lock_guard lock(m_mutex);
        m_open = true;
        m_changed.notify_all();
    }
    /// Waits until `done` says so of the counts below.
    bool wait(const std::function<bool()>& done)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, kPatience, done);
    }

    /// What `count` is at the moment.
    int now(const int Gate::*count)
    {
        const std::lock_guard lock(m_mutex);
        return this->*count;
    }

    int inside = 0;
    int most = 0;
    int stopped = 0;

private:
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_open = false;
};

struct Served {
    explicit Served(unsigned maxQueries, std::string corsOrigin = {})
    {
        router.add(
            "GET", "/slow", [this](const Request& r) { return gate.enter(r); }, Router::Cost::Query);
        router.add("GET", "/quick", [](const Request&) { return success("\"quick\""); });
        HttpServerOptions options;
        options.port = 0;
        options.maxQueries = maxQueries;
        options.corsOrigin = std::move(corsOrigin);
        server = HttpServer::start(options, router).value();
    }
    Gate gate;
    Router router;
    std::unique_ptr<HttpServer> server;
};

}  // namespace

class QueryGateTest : public QObject {
    Q_OBJECT

private slots:
    void slowQueriesKeepNothingElseWaiting()
    {
        Served served(2);
        constexpr std::size_t kClients = 12;  // more than there are threads of any kind
        std::vector<RawConnection> clients;
        for (std::size_t i = 0; i < kClients; ++i) {
            clients.emplace_back(served.server->port());
            clients.back().send(kSlow);
        }
        QVERIFY(served.gate.wait([&] { return served.gate.inside == 2; }));
        for (int i = 0; i < 8; ++i) {
            RawConnection quick(served.server->port());
            quick.send(kQuick);
            QVERIFY(quick.readAll().find("\"quick\"") != std::string::npos);
        }
        QCOMPARE(served.gate.now(&Gate::inside), 2);
        served.gate.open();
        for (RawConnection& client : clients) {
            QVERIFY(client.readAll().find("\"released\"") != std::string::npos);
        }
        QCOMPARE(served.gate.now(&Gate::most), 2);
    }

    void aQueryWhoseClientHangsUpIsStopped()
    {
        Served served(2);
        {
            RawConnection gone(served.server->port());
            gone.send(kSlow);
            QVERIFY(served.gate.wait([&] { return served.gate.inside == 1; }));
        }
        QVERIFY(served.gate.wait([&] { return served.gate.stopped == 1; }));
    }

    void theServerEndsWhileQueriesRunAndWait()
    {
        Served served(1);
        std::vector<RawConnection> clients;
        for (int i = 0; i < 3; ++i) {
            clients.emplace_back(served.server->port());
            clients.back().send(kSlow);
        }
        QVERIFY(served.gate.wait([&] { return served.gate.inside == 1; }));
        served.server.reset();
        QCOMPARE(served.gate.now(&Gate::stopped), 1);
        QCOMPARE(served.gate.now(&Gate::most), 1);
    }

    void onlyConfiguredOriginsMayRead()
    {
        Served served(1, "https?://(.*\\.)?example\\.org");
        const auto ask = [&](const std::string& method, const std::string& path, const std::string& origin) {
            RawConnection client(served.server->port());
            client.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin +
                        "\r\nConnection: close\r\n\r\n");
            return client.readAll();
        };
        const std::string allowed = ask("GET", "/quick", "https://a.example.org");
        QVERIFY2(allowed.find("Access-Control-Allow-Origin: https://a.example.org\r\n") != std::string::npos,
                 allowed.c_str());
        QVERIFY(allowed.find("Vary: Origin") != std::string::npos);
        QVERIFY(ask("OPTIONS", "/api/v1/query", "https://example.org").starts_with("HTTP/1.1 204"));
        const std::string refused = ask("GET", "/quick", "https://example.org.evil.net");
        QVERIFY2(refused.starts_with("HTTP/1.1 403"), refused.c_str());
        QVERIFY(refused.find("Access-Control") == std::string::npos);
    }

    void aBrokenOriginPatternIsRefused()
    {
        HttpServerOptions options;
        options.port = 0;
        options.corsOrigin = "(";
        const Router router;
        const auto server = HttpServer::start(options, router);
        QVERIFY(!server.has_value());
        QCOMPARE(server.error().where, std::string("--web.cors.origin"));
    }
};

QTEST_GUILESS_MAIN(QueryGateTest)
#include "query_gate_test.moc"
