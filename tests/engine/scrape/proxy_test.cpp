// Scraping through a proxy, secrets that change, and many hostile targets at once.

#include "engine/scrape/scrape_manager.h"

#include <QtTest/QtTest>

#include <cstdlib>
#include <mutex>

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

/// One job "j" with one target as instance "i"; `more` are lines of further settings.
config::Config oneJob(const std::string& address, const std::string& more)
{
    return configOf("scrape_configs:\n- job_name: j\n  scrape_interval: 300ms\n  scrape_timeout: 250ms\n  " + more +
                    "\n  static_configs: [{targets: ['" + address + "'], labels: {instance: i}}]\n");
}

std::string up(const std::string& instance = "i") { return "up{instance=\"" + instance + "\", job=\"j\"}"; }

/// A proxy that answers for every target, and keeps the first request.
class Proxy {
public:
    [[nodiscard]] std::string url(const std::string& user = {}) const { return "http://" + user + m_server.address(); }
    [[nodiscard]] std::string request()
    {
        const std::lock_guard lock(m_mutex);
        return m_request;
    }

private:
    std::mutex m_mutex;
    std::string m_request;
    test::HttpServer m_server{[this](const std::string& request, Connection& connection) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_request.empty()) m_request = request;
        }
        if (request.starts_with("CONNECT ")) return connection.reply("", "403 Forbidden");
        return connection.reply("a 1\n");
    }};
};

}  // namespace

class ProxyTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        for (const char* name : {"http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"}) unsetenv(name);
    }

    void asksTheProxy()
    {
        Proxy proxy;
        test::FakeSink sink;
        ScrapeManager manager(sink);
        QVERIFY(
            manager.apply(oneJob("only-the-proxy-knows.invalid:9100", "proxy_url: " + proxy.url("u:p@"))).has_value());
        QVERIFY2(sink.waitFor([&] { return sink.last(up()) == "1"; }), manager.targets().at(0).lastError.c_str());
        const std::string request = proxy.request();
        QVERIFY2(request.starts_with("GET http://only-the-proxy-knows.invalid:9100/metrics HTTP/1.1\r\n"),
                 request.c_str());
        QVERIFY2(request.find("Proxy-Authorization: Basic dTpw\r\n") != std::string::npos, request.c_str());
    }

    void goesPastTheProxyWhereTold()
    {
        Proxy proxy;
        test::HttpServer target([](const std::string&, Connection& c) { return c.reply("a 2\n"); });
        test::FakeSink sink;
        ScrapeManager manager(sink);
        QVERIFY(manager.apply(oneJob(target.address(), "proxy_url: " + proxy.url() + "\n  no_proxy: 127.0.0.1"))
                    .has_value());
        QVERIFY(sink.waitFor([&] { return sink.last("a{instance=\"i\", job=\"j\"}") == "2"; }));
        QCOMPARE(proxy.request(), std::string());
    }

    void takesTheProxyOfTheEnvironmentWhenAsked()
    {
        Proxy proxy;
        setenv("http_proxy", proxy.url().c_str(), 1);
        const auto restore = qScopeGuard([] { unsetenv("http_proxy"); });
        test::HttpServer target([](const std::string&, Connection& c) { return c.reply("a 2\n"); });
        test::FakeSink sink;
        ScrapeManager manager(sink);
        QVERIFY(manager.apply(oneJob(target.address(), "")).has_value());
        QVERIFY(sink.waitFor([&] { return sink.last("a{instance=\"i\", job=\"j\"}") == "2"; }));
        QCOMPARE(proxy.request(), std::string());
        QVERIFY(manager.apply(oneJob(target.address(), "proxy_from_environment: true")).has_value());
        QVERIFY(sink.waitFor([&] { return sink.last("a{instance=\"i\", job=\"j\"}") == "1"; }));
    }

    void tunnelsTls()
    {
        Proxy proxy;
        test::FakeSink sink;
        ScrapeManager manager(sink);
        QVERIFY(manager
                    .apply(oneJob("secret.invalid:443", "scheme: https\n  proxy_url: " + proxy.url() +
                                                            "\n  proxy_connect_header: {X-Via: [tok]}"))
                    .has_value());
        QVERIFY(sink.waitFor([&] { return sink.last(up()) == "0" && !manager.targets().at(0).lastError.empty(); }));
        const std::string request = proxy.request();
        QVERIFY2(request.starts_with("CONNECT secret.invalid:443 HTTP/1.1\r\n"), request.c_str());
        QVERIFY2(request.find("X-Via: tok\r\n") != std::string::npos, request.c_str());
        const std::string error = manager.targets().at(0).lastError;
        QVERIFY2(error.find("403") != std::string::npos, error.c_str());
        QVERIFY2(error.find("tok") == std::string::npos, error.c_str());
    }

    void namesAProxyThatIsNotThere()
    {
        test::FakeSink sink;
        ScrapeManager manager(sink);
        QVERIFY(manager.apply(oneJob("a.invalid:80", "proxy_url: http://u:geheim@127.0.0.1:1")).has_value());
        QVERIFY(sink.waitFor([&] { return sink.last(up()) == "0" && !manager.targets().at(0).lastError.empty(); }));
        const std::string error = manager.targets().at(0).lastError;
        QVERIFY2(error.find("geheim") == std::string::npos, error.c_str());
    }

    /// Files are read at each scrape: rotated secrets need no reload.
    void takesUpChangedSecrets_data()
    {
        QTest::addColumn<QByteArray>("setting");
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("password_file") << QByteArray("basic_auth: {username: u, password_file: FILE}")
                                       << QByteArray("Authorization: Basic dTpuZXc=\r\n");
        QTest::newRow("credentials_file") << QByteArray("authorization: {type: Token, credentials_file: FILE}")
                                          << QByteArray("Authorization: Token new\r\n");
        QTest::newRow("bearer_token_file")
            << QByteArray("bearer_token_file: FILE") << QByteArray("Authorization: Bearer new\r\n");
    }

    void takesUpChangedSecrets()
    {
        QFETCH(QByteArray, setting);
        QFETCH(QByteArray, header);
        const QTemporaryDir dir;
        const QString path = dir.filePath("secret");
        const auto write = [&](const char* text) {
            QFile file(path);
            return file.open(QIODevice::WriteOnly) && file.write(text) > 0;
        };
        QVERIFY(write("old\n"));
        test::HttpServer server([&](const std::string& request, Connection& c) {
            return c.reply("a 1\n",
                           request.find(header.toStdString()) == std::string::npos ? "401 Unauthorized" : "200 OK");
        });
        test::FakeSink sink;
        ScrapeManager manager(sink);
        QVERIFY(
            manager.apply(oneJob(server.address(), setting.replace("FILE", path.toUtf8()).toStdString())).has_value());
        QVERIFY(sink.waitFor([&] { return sink.last(up()) == "0"; }));
        QVERIFY(sink.waitFor(
            [&] { return manager.targets().at(0).lastError == "server returned HTTP status 401 Unauthorized"; }));
        QVERIFY(write("new\n"));
        QVERIFY(sink.waitFor([&] { return sink.last(up()) == "1"; }));
    }

    /// Each kind of misbehaviour four times at once; the good target beside them is never late and never down.
    void badTargetsCostOnlyThemselves()
    {
        constexpr int kOfEach = 4;
        const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
        const std::vector<test::HttpServer::Script> scripts{
            [](const std::string&, Connection& c) {
                c.hang();
                return false;
            },
            [=](const std::string&, Connection& c) {  // an endless body, as fast as it goes
                if (!c.send(head + "\r\n")) return false;
                while (c.send("a{b=\"0123456789\"} 1\n")) {
                }
                return false;
            },
            [=](const std::string&, Connection& c) {  // one endless line
                if (!c.send(head + "\r\na{b=\"")) return false;
                while (c.send(std::string(65'536, 'x'))) {
                }
                return false;
            },
            [=](const std::string&, Connection& c) {
                c.send(head + "Content-Length: 1000\r\n\r\na 1\n");
                return false;
            },
            [=](const std::string&, Connection& c) { return c.send(head + "Content-Length: -5\r\n\r\na 1\n"); },
            [=](const std::string&, Connection& c) {
                return c.send(head + "Content-Length: 99999999999999999999999\r\n\r\na 1\n");
            },
            [](const std::string&, Connection& c) {
                c.send("\x01\xff\x02 what\r\n\r\n");
                return false;
            },
            [](const std::string&, Connection& c) { return c.reply("a{{{\xff 1\n\n\n 7 7 7"); },
            [=](const std::string&, Connection& c) {
                return c.send(head + "Transfer-Encoding: chunked\r\n\r\nzzz\r\na 1\n");
            },
            [](const std::string&, Connection& c) {  // headers without end
                if (!c.send("HTTP/1.1 200 OK\r\n")) return false;
                while (c.send("X-More: yes\r\n")) {
                }
                return false;
            },
            [](const std::string&, Connection& c) { return c.reply(std::string(2 << 20, '\n')); },
        };
        std::vector<std::unique_ptr<test::HttpServer>> servers;
        std::string targets;
        for (std::size_t i = 0; i < scripts.size(); ++i) {
            servers.push_back(std::make_unique<test::HttpServer>(scripts[i]));
            for (int copy = 0; copy < kOfEach; ++copy) {
                targets += "  - {targets: ['" + servers.back()->address() + "'], labels: {instance: bad" +
                           std::to_string(i) + "-" + std::to_string(copy) + "}}\n";
            }
        }
        test::HttpServer good([](const std::string&, Connection& c) { return c.reply("a 1\n"); });
        test::FakeSink sink;
        ScrapeManager manager(sink);
        QVERIFY(manager
                    .apply(configOf("scrape_configs:\n- job_name: good\n  scrape_interval: 1s\n  scrape_timeout: 1s\n"
                                    "  static_configs:\n  - {targets: ['" +
                                    good.address() +
                                    "'], labels: {instance: good}}\n"
                                    "- job_name: j\n  scrape_interval: 500ms\n  scrape_timeout: 400ms\n"
                                    "  body_size_limit: 1MB\n  static_configs:\n" +
                                    targets))
                    .has_value());
        const std::string goodUp = "up{instance=\"good\", job=\"good\"}";
        QVERIFY(sink.waitFor([&] { return sink.samples(goodUp).size() >= 5; }));
        const auto times = sink.samples(goodUp);
        for (const Sample& sample : times) QCOMPARE(sample.value, 1.0);
        QVERIFY(times.back().tMs - times.front().tMs < 5 * 1000 + 1000);
        for (std::size_t i = 0; i < scripts.size(); ++i) {
            for (int copy = 0; copy < kOfEach; ++copy) {
                const std::string instance = "bad" + std::to_string(i) + "-" + std::to_string(copy);
                QVERIFY2(!sink.samples(up(instance)).empty(), instance.c_str());
                QVERIFY2(sink.last(up(instance)) == "0", instance.c_str());
                QCOMPARE(sink.last("a{instance=\"" + instance + "\", job=\"j\"}"), std::string("none"));
            }
        }
        for (const auto& target : manager.targets()) {
            const bool isGood = target.labels.get("instance") == "good";
            QCOMPARE(target.lastError.empty(), isGood);
            QVERIFY2(target.lastError.size() < 500, target.lastError.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(ProxyTest)
#include "proxy_test.moc"
