#include "engine/scrape/scrape_manager.h"

#include <QtTest/QtTest>

#include <zlib.h>

#include "tests/support/fake_sink.h"
#include "tests/support/http_server.h"

using namespace watchglass;
using namespace watchglass::scrape;

namespace {

using Connection = test::HttpServer::Connection;

config::Config configOf(const std::string& yaml)
{
    config::LoadOptions options;
    options.file = "prometheus.yml";
    auto config = config::parseConfig(yaml, options);
    if (!config) qFatal("%s", config.error().message.c_str());
    return *config;
}

/// One job "j" with fast scrapes; `more` is a line of further settings.
config::Config oneJob(const std::string& address, const std::string& more = {})
{
    return configOf("scrape_configs:\n  - job_name: j\n    scrape_interval: 300ms\n    scrape_timeout: 250ms\n" +
                    (more.empty() ? std::string() : "    " + more + "\n") + "    static_configs:\n      - targets: ['" +
                    address + "']\n        labels: {instance: i}\n");
}

std::string series(const std::string& name, const std::string& instance = "i")
{
    return name + "{instance=\"" + instance + "\", job=\"j\"}";
}

std::string gzipped(const std::string& text)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

/// Name, script and what the target shall say about it.
struct Behaviour {
    const char* name;
    const char* error;  ///< a part of lastError; "" for health up
    test::HttpServer::Script script;
    const char* settings = "";
};

std::vector<Behaviour> behaviours()
{
    const std::string body = "a 1\n";
    return {
        {"plain", "", [=](const std::string&, Connection& c) { return c.reply(body); }},
        {"gzip", "",
         [=](const std::string& request, Connection& c) {
             if (request.find("Accept-Encoding: gzip") == std::string::npos) return c.reply(body, "406 No");
             return c.reply(gzipped(body), "200 OK", "Content-Encoding: gzip\r\n");
         }},
        {"no compression", "",
         [=](const std::string& request, Connection& c) {
             return c.reply(body, request.find("Accept-Encoding: identity") == std::string::npos ? "406 No" : "200 OK");
         },
         "enable_compression: false"},
        {"chunked", "",
         [](const std::string&, Connection& c) {
             return c.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "2\r\na \r\n2\r\n1\n\r\n0\r\n\r\n");
         }},
        {"until close", "",
         [](const std::string&, Connection& c) {
             c.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\na 1\n");
             return false;
         }},
        {"redirect", "",
         [=](const std::string& request, Connection& c) {
             if (request.starts_with("GET /there ")) return c.reply(body);
             return c.reply("", "302 Found", "Location: /there\r\n");
         }},
        {"redirect not followed", "server returned HTTP status 302 Found",
         [](const std::string&, Connection& c) { return c.reply("", "302 Found", "Location: /there\r\n"); },
         "follow_redirects: false"},
        {"redirect to a file", "Get \"http://",
         [](const std::string&, Connection& c) {
             return c.reply("", "302 Found", "Location: file:///etc/passwd\r\n");
         }},
        {"redirect loop", "Get \"http://",
         [](const std::string&, Connection& c) { return c.reply("", "302 Found", "Location: /again\r\n"); }},
        {"404", "server returned HTTP status 404 Not Found",
         [](const std::string&, Connection& c) { return c.reply("no", "404 Not Found"); }},
        {"500", "server returned HTTP status 500 Oh Dear",
         [](const std::string&, Connection& c) { return c.reply("a 1\n", "500 Oh Dear"); }},
        {"endless error page", "server returned HTTP status 503 Busy",
         [](const std::string&, Connection& c) {
             if (!c.send("HTTP/1.1 503 Busy\r\n\r\n")) return false;
             while (c.send(std::string(4096, 'x'))) {
             }
             return false;
         }},
        {"hang", "context deadline exceeded",
         [](const std::string&, Connection& c) {
             c.hang();
             return false;
         }},
        {"hang in the body", "context deadline exceeded",
         [](const std::string&, Connection& c) {
             c.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\na 1\n");
             c.hang();
             return false;
         }},
        {"length too long", "unexpected EOF",
         [](const std::string&, Connection& c) {
             c.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\na 1\n");
             return false;
         }},
        {"length too short", "",
         [](const std::string&, Connection& c) {
             c.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\na 1\nb 2\n");
             return false;
         }},
        {"flood", "body size limit exceeded",
         [](const std::string&, Connection& c) {
             if (!c.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")) return false;
             while (c.send("a{b=\"0123456789\"} 1\n")) {
             }
             return false;
         },
         "body_size_limit: 10KB"},
        {"gzip bomb", "body size limit exceeded",
         [](const std::string&, Connection& c) {
             return c.reply(gzipped(std::string(4 << 20, '\n')), "200 OK", "Content-Encoding: gzip\r\n");
         },
         "body_size_limit: 1MB"},
        {"announced flood", "body size limit exceeded",
         [](const std::string&, Connection& c) {
             return c.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 99999999999\r\n\r\n");
         },
         "body_size_limit: 10KB"},
        {"garbage", "Get \"http://",
         [](const std::string&, Connection& c) {
             c.send("\x01\x02\x03 hello\r\n\r\n");
             return false;
         }},
        {"garbage body", "expected", [](const std::string&, Connection& c) { return c.reply("\x02\x01\xff{{{"); }},
        {"broken gzip", "Get \"http://",
         [](const std::string&, Connection& c) {
             return c.reply("this is not gzip", "200 OK", "Content-Encoding: gzip\r\n");
         }},
        {"basic auth", "",
         [=](const std::string& request, Connection& c) {
             const bool good = request.find("Authorization: Basic dTpwOnE=\r\n") != std::string::npos;
             return c.reply(body, good ? "200 OK" : "401 Unauthorized");
         },
         "basic_auth: {username: u, password: 'p:q'}"},
        {"bearer", "",
         [=](const std::string& request, Connection& c) {
             const bool good = request.find("Authorization: Bearer tok\r\n") != std::string::npos;
             return c.reply(body, good ? "200 OK" : "401 Unauthorized");
         },
         "bearer_token: tok"},
        {"missing secret", "unable to read file /nonexistent/secret",
         [=](const std::string&, Connection& c) { return c.reply(body); },
         "authorization: {credentials_file: /nonexistent/secret}"},
        {"headers", "",
         [=](const std::string& request, Connection& c) {
             const bool good = request.find("X-Prometheus-Scrape-Timeout-Seconds: 0.25\r\n") != std::string::npos &&
                               request.find("Accept: application/openmetrics-text;version=1.0.0") !=
                                   std::string::npos &&
                               request.find("User-Agent: Watchglass/") != std::string::npos &&
                               request.find("X-Scope: t1\r\n") != std::string::npos;
             return c.reply(body, good ? "200 OK" : "400 Bad Request");
         },
         "http_headers: {X-Scope: {values: [t1]}}"},
        {"params", "",
         [=](const std::string& request, Connection& c) {
             const bool good = request.starts_with("GET /p%20q?module=a+b&module=c HTTP/1.1\r\n");
             return c.reply(body, good ? "200 OK" : "400 Bad Request");
         },
         "{metrics_path: '/p q', params: {module: ['a b', c]}}"},
    };
}

}  // namespace

class ScrapeManagerTest : public QObject {
    Q_OBJECT

private slots:
    void copesWith_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const auto& behaviour : behaviours()) QTest::newRow(behaviour.name) << index++;
    }

    void copesWith()
    {
        QFETCH(int, index);
        const Behaviour behaviour = behaviours()[static_cast<std::size_t>(index)];
        test::HttpServer server(behaviour.script);
        test::HttpServer good([](const std::string&, Connection& c) { return c.reply("fine 1\n"); });
        test::FakeSink sink;
        ScrapeManager manager(sink);
        auto config = jobWith(server.address(), behaviour.settings);
        config.scrapeConfigs[0].staticConfigs.push_back({{good.address()}, {{"instance", "good"}}});
        QVERIFY(manager.apply(config).has_value());
        const std::string wanted = behaviour.error[0] == 0 ? "1" : "0";
        QVERIFY2(sink.waitFor([&] { return sink.samples(series("up")).size() >= 2; }), behaviour.name);
        const auto status = statusOf(manager, "i");
        QVERIFY2(status.lastError.find(behaviour.error) != std::string::npos, status.lastError.c_str());
        QCOMPARE(sink.last(series("up")), wanted);
        QCOMPARE(sink.last(series("a")), behaviour.error[0] == 0 ? std::string("1") : std::string("none"));
        QVERIFY(status.health == (behaviour.error[0] == 0 ? Health::Up : Health::Down));
        if (status.lastError.empty()) QVERIFY(server.connections() >= 1);
    }

    void reusesConnections()
    {
        test::HttpServer server([](const std::string&, Connection& c) { return c.reply("a 1\n"); });
        test::FakeSink sink;
        ScrapeManager manager(sink);
        QVERIFY(manager.apply(oneJob(server.address())).has_value());
        QVERIFY(sink.waitFor([&] { return sink.samples(series("a")).size() >= 4; }));
        QCOMPARE(server.connections(), 1);
    }

    void reportsTargets()
    {
        test::HttpServer server([](const std::string&, Connection& c) { return c.reply("# TYPE a counter\na 1\n"); });
        test::FakeSink sink;
        ScrapeManager manager(sink);
        QVERIFY(manager.apply(oneJob(server.address())).has_value());
        QCOMPARE(manager.targets().size(), std::size_t{1});
        QVERIFY(sink.waitFor([&] { return manager.targets().at(0).health == Health::Up || sinkIsUp(sink); }));
        const auto target = manager.targets().at(0);
        QCOMPARE(target.scrapePool, std::string("j"));
        QCOMPARE(target.scrapeUrl, "http://" + server.address() + "/metrics");
        QCOMPARE(target.labels.toString(), std::string("{instance=\"i\", job=\"j\"}"));
        QCOMPARE(std::string(target.discoveredLabels.get("__address__")), server.address());
        QCOMPARE(std::string(target.discoveredLabels.get("__scrape_interval__")), std::string("300ms"));
        QCOMPARE(target.interval.count(), std::int64_t{300});
        QVERIFY(!target.globalUrl.starts_with("http://127.0.0.1"));
        QCOMPARE(manager.metadata().at(0).metric, std::string("a"));
    }

    void endsTheSeriesOfARemovedTarget()
    {
        test::HttpServer server([](const std::string&, Connection& c) { return c.reply("a 1\n"); });
        test::FakeSink sink;
        ScrapeManager manager(sink);
        QVERIFY(manager.apply(oneJob(server.address())).has_value());
        QVERIFY(sink.waitFor([&] { return sink.samples(series("a")).size() >= 2; }));
        QVERIFY(manager.apply(config::Config()).has_value());
        QVERIFY(manager.targets().empty());
        QCOMPARE(sink.last(series("a")), std::string("1"));
        QVERIFY(sink.waitFor([&] { return sink.last(series("a")) == "stale"; }));
        QCOMPARE(sink.last(series("up")), std::string("stale"));
    }

    void keepsTargetsOverAReload()
    {
        test::HttpServer server([](const std::string&, Connection& c) { return c.reply("a 1\n"); });
        test::FakeSink sink;
        ScrapeManager manager(sink);
        QVERIFY(manager.apply(oneJob(server.address())).has_value());
        QVERIFY(sink.waitFor([&] { return sink.samples(series("a")).size() >= 2; }));
        QVERIFY(manager.apply(config::Config()).has_value());
        QVERIFY(manager.apply(oneJob(server.address(), "sample_limit: 100")).has_value());
        const auto before = sink.samples(series("a")).size();
        QVERIFY(sink.waitFor([&] { return sink.samples(series("a")).size() >= before + 4; }));
        for (const Sample& sample : sink.samples(series("a"))) QVERIFY(!isStaleMarker(sample.value));
        QCOMPARE(sink.last(series("scrape_series_added")), std::string("0"));  // its cache survived
    }

    void scrapesTwiceWithinASecond()
    {
        test::HttpServer server([](const std::string&, Connection& c) { return c.reply("a 1\n"); });
        test::FakeSink sink;
        ScrapeManager manager(sink);
        QElapsedTimer timer;
        timer.start();
        auto config = oneJob(server.address());
        config.scrapeConfigs[0].scrapeInterval = std::chrono::seconds(15);
        config.scrapeConfigs[0].scrapeTimeout = std::chrono::seconds(10);
        QVERIFY(manager.apply(config).has_value());
        QVERIFY(sink.waitFor([&] { return sink.samples(series("a")).size() >= 2; }));
        QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
    }

    void refusesTooManyTargets()
    {
        test::HttpServer server([](const std::string&, Connection& c) { return c.reply("a 1\n"); });
        test::FakeSink sink;
        ScrapeManager manager(sink);
        auto config = oneJob(server.address(), "target_limit: 1");
        config.scrapeConfigs[0].staticConfigs.push_back({{server.address()}, {{"instance", "other"}}});
        QVERIFY(manager.apply(config).has_value());
        QVERIFY(sink.waitFor([&] { return sink.last(series("up")) == "0"; }));
        QVERIFY(sink.waitFor([&] { return !statusOf(manager, "i").lastError.empty(); }));
        QCOMPARE(statusOf(manager, "i").lastError,
                 std::string("target_limit exceeded (number of targets: 2, limit: 1)"));
        QCOMPARE(server.connections(), 0);
    }

    void scrapesInternalTargets()
    {
        test::FakeSink sink;
        ScrapeManager manager(sink);
        std::atomic<int> calls = 0;
        InternalTarget target;
        target.job = "j";
        target.instance = "i";
        target.interval = std::chrono::milliseconds(200);
        target.write = [&](std::string& body) { body += "calls " + std::to_string(++calls) + "\n"; };
        manager.addInternalTarget(target);
        QVERIFY(manager.apply(config::Config()).has_value());
        QVERIFY(sink.waitFor([&] { return sink.samples(series("calls")).size() >= 3; }));
        QCOMPARE(sink.last(series("up")), std::string("1"));
        QVERIFY(manager.targets().at(0).internal);
    }

    void parsesLargeBodiesAside()
    {
        std::string body;
        for (int i = 0; i < 40'000; ++i) body += "big{n=\"" + std::to_string(i) + "\"} " + std::to_string(i) + "\n";
        test::HttpServer server([&](const std::string&, Connection& c) { return c.reply(body); });
        test::FakeSink sink;
        ScrapeManager manager(sink);
        auto config = oneJob(server.address());
        config.scrapeConfigs[0].scrapeInterval = std::chrono::seconds(5);
        config.scrapeConfigs[0].scrapeTimeout = std::chrono::seconds(5);
        QVERIFY(manager.apply(config).has_value());
        QVERIFY(sink.waitFor([&] { return sinkIsUp(sink); }));
        QCOMPARE(sink.last("big{instance=\"i\", job=\"j\", n=\"39999\"}"), std::string("39999"));
        QCOMPARE(sink.last(series("scrape_samples_scraped")), std::string("40000"));
    }

    void stopsWhileTargetsHang()
    {
        test::HttpServer server([](const std::string&, Connection& c) {
            c.hang();
            return false;
        });
        test::FakeSink sink;
        QElapsedTimer timer;
        {
            ScrapeManager manager(sink);
            auto config = oneJob(server.address());
            config.scrapeConfigs[0].scrapeInterval = std::chrono::seconds(30);
            config.scrapeConfigs[0].scrapeTimeout = std::chrono::seconds(30);
            config.scrapeConfigs[0].staticConfigs.push_back({{"watchglass-test.invalid:1"}, {}});
            QVERIFY(manager.apply(config).has_value());
            QTRY_VERIFY(server.connections() > 0);
            timer.start();
        }
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }

private:
    static bool sinkIsUp(const test::FakeSink& sink) { return sink.last(series("up")) == "1"; }

    static TargetStatus statusOf(const ScrapeManager& manager, const std::string& instance)
    {
        for (const auto& target : manager.targets()) {
            if (target.labels.get("instance") == instance) return target;
        }
        return {};
    }

    static config::Config jobWith(const std::string& address, const std::string& settings)
    {
        if (!settings.starts_with('{')) return oneJob(address, settings);
        // Several settings at once: "{a: b, c: d}" merged into the job.
        return oneJob(address, "<<: " + settings);
    }
};

QTEST_GUILESS_MAIN(ScrapeManagerTest)
#include "scrape_manager_test.moc"
