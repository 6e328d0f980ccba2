// Scraping over TLS, against `openssl s_server` and certificates made for the occasion.

#include <QtTest/QtTest>

#include <csignal>

#include "engine/scrape/scrape_manager.h"
#include "tests/support/fake_sink.h"

using namespace watchglass;
using namespace watchglass::scrape;

namespace {

const QString kOpenssl = QStandardPaths::findExecutable(QStringLiteral("openssl"));

bool openssl(const QStringList& arguments, const QString& folder)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(kOpenssl, arguments);
    const bool good = process.waitForFinished() && process.exitCode() == 0;
    if (!good) qWarning("%s", process.readAllStandardError().constData());
    return good;
}

/// Serves the file `metrics` of `folder` on a free port, one connection at a time.
class TlsServer {
public:
    TlsServer(const QString& folder, const QString& name, const QStringList& more = {})
    {
        m_process.setWorkingDirectory(folder);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(kOpenssl, QStringList{"s_server", "-accept", "127.0.0.1:0", "-WWW", "-cert", name + ".crt",
                                              "-key", name + ".key"} +
                                      more);
        const QRegularExpression accepts(QStringLiteral("ACCEPT 127\\.0\\.0\\.1:(\\d+)"));
        QByteArray said;
        while (m_address.isEmpty() && m_process.waitForReadyRead(10'000)) {
            said += m_process.readAll();
            const auto match = accepts.match(QString::fromUtf8(said));
            if (match.hasMatch()) m_address = "127.0.0.1:" + match.captured(1);
        }
        if (m_address.isEmpty()) qWarning("%s", said.constData());
    }
    ~TlsServer()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    [[nodiscard]] std::string address() const { return m_address.toStdString(); }

private:
    QProcess m_process;
    QString m_address;
};

}  // namespace

class TlsTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    QString certificate(const QString& name, const QString& alternative) const
    {
        const QStringList request{
            "req",         "-x509", "-newkey",    "ec",          "-pkeyopt", "ec_paramgen_curve:prime256v1",  "-nodes",
            "-days",       "2",     "-subj",      "/CN=" + name, "-addext",  "subjectAltName=" + alternative, "-keyout",
            name + ".key", "-out",  name + ".crt"};
        return openssl(request, m_dir.path()) ? m_dir.filePath(name + ".crt") : QString();
    }

    QString file(const char* name) const { return m_dir.filePath(QString::fromLatin1(name)); }

private slots:
    void initTestCase()
    {
        if (kOpenssl.isEmpty()) QSKIP("openssl is not installed");
        std::signal(SIGPIPE, SIG_IGN);
        QVERIFY(!certificate("server", "IP:127.0.0.1").isEmpty());
        QVERIFY(!certificate("named", "DNS:metrics.example").isEmpty());
        QVERIFY(!certificate("client", "DNS:client").isEmpty());
        QFile metrics(m_dir.filePath("metrics"));
        QVERIFY(metrics.open(QIODevice::WriteOnly) && metrics.write("a 1\n") == 4);
    }

    void verifies_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QStringList>("serverOptions");
        QTest::addColumn<QString>("tls");       // "server" etc. stand for the file in the folder
        QTest::addColumn<QByteArray>("error");  // a part of lastError; "" for up
        const auto row = [](const char* name, const char* certificate, const QStringList& options, const char* tls,
                            const char* error) {
            QTest::newRow(name) << QString(certificate) << options << QString(tls) << QByteArray(error);
        };
        row("the right authority", "server", {}, "ca_file: DIR/server.crt", "");
        row("the system's authorities", "server", {}, "", "certificate");
        row("another authority", "server", {}, "ca_file: DIR/client.crt", "certificate");
        row("no verification", "server", {}, "insecure_skip_verify: true", "");
        row("an absent authority", "server", {}, "ca_file: DIR/absent.crt", "absent.crt");
        row("another name", "named", {}, "ca_file: DIR/named.crt", "matches target host name");
        row("server_name", "named", {}, "ca_file: DIR/named.crt, server_name: metrics.example", "");
        row("wrong server_name", "named", {}, "ca_file: DIR/named.crt, server_name: other.example",
            "matches target host name");
        row("client certificate", "server", {"-Verify", "1", "-CAfile", "client.crt", "-verify_return_error"},
            "ca_file: DIR/server.crt, cert_file: DIR/client.crt, key_file: DIR/client.key", "");
        row("no client certificate", "server", {"-Verify", "1", "-CAfile", "client.crt", "-verify_return_error"},
            "ca_file: DIR/server.crt", "Get \"https://");
        row("too old a server", "server", {"-tls1_2"}, "ca_file: DIR/server.crt, min_version: TLS13", "Get \"https://");
        row("old enough", "server", {"-tls1_2"}, "ca_file: DIR/server.crt, max_version: TLS12", "");
    }

    void verifies()
    {
        QFETCH(QString, certificate);
        QFETCH(QStringList, serverOptions);
        QFETCH(QString, tls);
        QFETCH(QByteArray, error);
        const TlsServer server(m_dir.path(), certificate, serverOptions);
        QVERIFY(!server.address().empty());
        const std::string yaml = "scrape_configs:\n- job_name: j\n  scheme: https\n  scrape_interval: 500ms\n"
                                 "  scrape_timeout: 450ms\n  tls_config: {" +
                                 tls.replace("DIR", m_dir.path()).toStdString() + "}\n  static_configs: [{targets: ['" +
                                 server.address() + "'], labels: {instance: i}}]\n";
        config::LoadOptions options;
        options.file = "prometheus.yml";
        const auto config = config::parseConfig(yaml, options);
        QVERIFY2(config.has_value(), config ? "" : config.error().message.c_str());
        test::FakeSink sink;
        ScrapeManager manager(sink);
        QVERIFY(manager.apply(*config).has_value());
        const std::string up = "up{instance=\"i\", job=\"j\"}";
        const std::string wanted = error.isEmpty() ? "1" : "0";
        // A first scrape on a busy machine may run into its timeout: what it settles on counts.
        const auto settled = [&] {
            const auto target = manager.targets().at(0);
            return sink.last(up) == wanted && target.lastError.find(error.toStdString()) != std::string::npos;
        };
        QVERIFY2(sink.waitFor(settled, std::chrono::seconds(10)), manager.targets().at(0).lastError.c_str());
        QCOMPARE(sink.last("a{instance=\"i\", job=\"j\"}"), error.isEmpty() ? std::string("1") : std::string("none"));
        QCOMPARE(manager.targets().at(0).insecureSkipVerify, tls.contains("insecure"));
    }
};

QTEST_GUILESS_MAIN(TlsTest)
#include "tls_test.moc"
