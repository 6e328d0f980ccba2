#include "engine/api/http_server.h"

#include <QtTest/QtTest>

#include "tests/support/raw_http.h"

using namespace watchglass;
using namespace watchglass::api;

namespace {

QByteArray talk(std::uint16_t port, const QByteArray& request)
{
    test::RawConnection connection(port);
    connection.send({request.constData(), static_cast<std::size_t>(request.size())});
    return QByteArray::fromStdString(connection.readAll());
}

}  // namespace

class HttpServerTest : public QObject {
    Q_OBJECT

private:
    Router m_router;
    std::unique_ptr<HttpServer> m_server;

private slots:
    void initTestCase()
    {
        m_router.add("GET POST", "/echo", [](const Request& request) {
            std::string body = request.method + ":";
            for (const auto& [name, value] : request.params) body += name + "=" + value + ";";
            return success("\"" + body + "\"");
        });
        m_router.add("GET", "/big", [](const Request&) { return success("\"" + std::string(5000, 'x') + "\""); });
        m_router.add("GET", "/throws", [](const Request&) -> Response { throw std::runtime_error("broken"); });
        HttpServerOptions options;
        options.port = 0;
        options.maxBodyBytes = 1000;
        auto server = HttpServer::start(options, m_router);
        QVERIFY2(server.has_value(), server ? "" : server.error().message.c_str());
        m_server = std::move(*server);
        QVERIFY(m_server->port() != 0);
    }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QByteArray>("contains");

        const QByteArray close = "Connection: close\r\n\r\n";
        QTest::newRow("get") << QByteArray("GET /echo?a=1%202&b=x+y HTTP/1.1\r\nHost: localhost\r\n") + close
                             << QByteArray("200") << QByteArray("GET:a=1 2;b=x y;");
        QTest::newRow("form") << QByteArray("POST /echo?a=1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Type: "
                                            "application/x-www-form-urlencoded\r\nContent-Length: 7\r\n") +
                                     close + "q=a%2Bb"
                              << QByteArray("200") << QByteArray("POST:a=1;q=a+b;");
        QTest::newRow("unknown") << QByteArray("GET /nope HTTP/1.1\r\nHost: localhost\r\n") + close << QByteArray("404")
                                 << QByteArray("404 page not found");
        QTest::newRow("method") << QByteArray("DELETE /echo HTTP/1.1\r\nHost: localhost\r\n") + close
                                << QByteArray("405") << QByteArray("Method Not Allowed");
        QTest::newRow("handler throws") << QByteArray("GET /throws HTTP/1.1\r\nHost: localhost\r\n") + close
                                        << QByteArray("500") << QByteArray("\"error\":\"broken\"");
        QTest::newRow("rebound name") << QByteArray("GET /echo HTTP/1.1\r\nHost: evil.example\r\n") + close
                                      << QByteArray("403") << QByteArray("loopback only");
        QTest::newRow("foreign origin")
            << QByteArray("GET /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n") + close
            << QByteArray("403") << QByteArray("other origins");
        QTest::newRow("own origin")
            << QByteArray("GET /echo HTTP/1.1\r\nHost: localhost:80\r\nOrigin: http://localhost:80\r\n") + close
            << QByteArray("200") << QByteArray("GET:");
        QTest::newRow("flood") << QByteArray("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000\r\n") +
                                      close + QByteArray(2000, 'a')
                               << QByteArray("413") << QByteArray("too large");
        QTest::newRow("no gzip") << QByteArray(
                                        "GET /big HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip;q=0\r\n") +
                                        close
                                 << QByteArray("200") << QByteArray("xxxxx");
        QTest::newRow("gzip") << QByteArray("GET /big HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n") + close
                              << QByteArray("200") << QByteArray("Content-Encoding: gzip");
    }

    void answers()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, status);
        QFETCH(QByteArray, contains);
        const QByteArray answer = talk(m_server->port(), request);
        QVERIFY2(answer.startsWith("HTTP/1.1 " + status), answer.constData());
        QVERIFY2(answer.contains(contains), answer.constData());
    }

    void refusesATakenPort()
    {
        HttpServerOptions options;
        options.port = m_server->port();
        const auto second = HttpServer::start(options, m_router);
        QVERIFY(!second.has_value());
        QVERIFY(second.error().message.find("cannot listen on 127.0.0.1:") == 0);
    }

    void readsListenAddresses()
    {
        QCOMPARE(parseListenAddress("127.0.0.1:9090")->port, std::uint16_t{9090});
        QCOMPARE(parseListenAddress("[::1]:80")->host, std::string("::1"));
        QCOMPARE(parseListenAddress(":80")->host, std::string("0.0.0.0"));
        QVERIFY(!parseListenAddress("localhost").has_value());
        QVERIFY(!parseListenAddress("localhost:http").has_value());
        QVERIFY(!parseListenAddress("localhost:70000").has_value());
    }
};

QTEST_GUILESS_MAIN(HttpServerTest)
#include "http_server_test.moc"
