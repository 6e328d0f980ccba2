#include "engine/api/write_routes.h"

#include <QtTest/QtTest>

#include <snappy.h>

#include "engine/base/log.h"
#include "tests/support/remote_write.h"

using namespace watchglass;
using namespace watchglass::api;

namespace {

constexpr std::int64_t kNowMs = 1'700'000'000'000;
constexpr const char* kV2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

}  // namespace

class WriteRoutesTest : public QObject {
    Q_OBJECT

private:
    ManualClock m_clock{kNowMs};
    std::unique_ptr<storage::Storage> m_store;
    std::unique_ptr<remotewrite::Receiver> m_receiver;
    std::unique_ptr<Router> m_router;

    static std::string body(remotewrite::Version version, double value = 1)
    {
        const std::string bytes = test::writeRequestBytes(version, {{{{"__name__", "m"}}, {{kNowMs, value}}}});
        std::string out;
        snappy::Compress(bytes.data(), bytes.size(), &out);
        return out;
    }

    Response send(const std::string& type, const std::string& encoding, std::string bytes) const
    {
        Request request;
        request.method = "POST";
        request.path = "/api/v1/write";
        if (!type.empty()) request.headers["content-type"] = type;
        if (!encoding.empty()) request.headers["content-encoding"] = encoding;
        request.body = std::move(bytes);
        return m_router->handle(request);
    }

    static QByteArray written(const Response& response)
    {
        QByteArray out;
        for (const char* what : {"Samples", "Histograms", "Exemplars"}) {
            const auto at = response.headers.find(std::string("X-Prometheus-Remote-Write-") + what + "-Written");
            out += at == response.headers.end() ? "- " : QByteArray::fromStdString(at->second) + " ";
        }
        return out.trimmed();
    }

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void init()
    {
        m_store = storage::Storage::open({}, m_clock).value();
        m_receiver = std::make_unique<remotewrite::Receiver>(*m_store, m_clock);
        m_router = std::make_unique<Router>();
        addWriteRoutes(*m_router, m_receiver.get());
    }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("encoding");
        QTest::addColumn<int>("version");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("written");
        const QByteArray plain = "application/x-protobuf";
        const QByteArray v2 = kV2;
        QTest::newRow("v1") << plain << QByteArray("snappy") << 1 << 204 << QByteArray("- - -");
        QTest::newRow("v1, said") << plain + ";proto=prometheus.WriteRequest" << QByteArray("snappy") << 1 << 204
                                  << QByteArray("- - -");
        QTest::newRow("v1, nothing said") << QByteArray() << QByteArray() << 1 << 204 << QByteArray("- - -");
        QTest::newRow("v2") << v2 << QByteArray("snappy") << 2 << 204 << QByteArray("1 0 0");
        QTest::newRow("v2, spelt otherwise")
            << QByteArray("Application/X-Protobuf; charset=x; Proto=\"io.prometheus.write.v2.Request\"")
            << QByteArray("Snappy") << 2 << 204 << QByteArray("1 0 0");
        QTest::newRow("json") << QByteArray("application/json") << QByteArray("snappy") << 1 << 415
                              << QByteArray("- - -");
        QTest::newRow("unknown message") << plain + ";proto=io.prometheus.write.v3.Request" << QByteArray("snappy") << 2
                                         << 415 << QByteArray("- - -");
        QTest::newRow("gzip") << v2 << QByteArray("gzip") << 2 << 415 << QByteArray("0 0 0");
        QTest::newRow("not packed") << v2 << QByteArray("snappy") << 0 << 400 << QByteArray("0 0 0");
        QTest::newRow("not the message") << v2 << QByteArray("snappy") << 3 << 400 << QByteArray("0 0 0");
        QTest::newRow("bad value") << v2 << QByteArray("snappy") << 4 << 400 << QByteArray("0 0 0");
        QTest::newRow("bad value, v1") << plain << QByteArray("snappy") << 5 << 400 << QByteArray("- - -");
    }

    void answers()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, encoding);
        QFETCH(int, version);
        QFETCH(int, status);
        QFETCH(QByteArray, written);
        std::string bytes = "not packed";
        if (version == 1) bytes = body(remotewrite::Version::V1);
        if (version == 2) bytes = body(remotewrite::Version::V2);
        if (version == 3) snappy::Compress("\x0b\x0b", 2, &bytes);
        if (version == 4 || version == 5) {
            QCOMPARE(send("", "", body(remotewrite::Version::V1)).status, 204);
            bytes = body(version == 4 ? remotewrite::Version::V2 : remotewrite::Version::V1, 2);
        }
        const Response response = send(type.toStdString(), encoding.toStdString(), bytes);
        QCOMPARE(response.status, status);
        QCOMPARE(WriteRoutesTest::written(response), written);
        QCOMPARE(response.body.empty(), status == 204);
        if (status != 204) QCOMPARE(response.contentType, std::string("text/plain; charset=utf-8"));
    }

    void isThereOnlyWhenWanted()
    {
        Router without;
        addWriteRoutes(without, nullptr);
        Request request;
        request.path = "/api/v1/write";
        QCOMPARE(without.handle(request).status, 405);
        request.method = "POST";
        QCOMPARE(without.handle(request).status, 404);
        QVERIFY(without.handle(request).body.find("--web.enable-remote-write-receiver") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(WriteRoutesTest)
#include "write_routes_test.moc"
