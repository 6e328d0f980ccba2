#include "engine/hostmetrics/host_collector.h"

#include <QtTest/QtTest>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <regex>
#include <set>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include "engine/hostmetrics/metric_writer.h"
#include "tests/engine/hostmetrics/fixture_tree.h"

using namespace watchglass::hostmetrics;

namespace {

/// `body` with every value cut off: what must not change from call to call.
std::vector<std::string> keysOf(const std::string& body)
{
    std::vector<std::string> keys;
    std::size_t begin = 0;
    while (begin < body.size()) {
        const std::size_t end = body.find('\n', begin);
        std::string line = body.substr(begin, end - begin);
        if (line[0] != '#') line.erase(line.rfind(' '));
        keys.push_back(std::move(line));
        begin = end + 1;
    }
    return keys;
}

int answerSmall(struct statfs* out)
{
    *out = {};
    out->f_bsize = 4096;
    out->f_blocks = 100;
    out->f_bfree = 40;
    out->f_bavail = 30;
    out->f_files = 7;
    out->f_ffree = 6;
    return 0;
}

std::string mountSamples(const std::string& device, const std::string& type, const std::string& point,
                         const std::string& body)
{
    const std::string labels = "{device=\"" + device + "\",device_error=\"";
    std::string out;
    for (const std::string& key : keysOf(body)) {
        if (key.find(labels) != std::string::npos && key.find("mountpoint=\"" + point + "\"") != std::string::npos &&
            key.find("fstype=\"" + type + "\"") != std::string::npos) {
            out += key + "\n";
        }
    }
    return out;
}

}  // namespace

class HostCollectorTest : public QObject {
    Q_OBJECT

private slots:
    void realMachineGivesWellFormedStableText()
    {
        HostCollector collector({});
        std::string first;
        std::string second;
        collector.collect(first);
        first.clear();
        collector.collect(first);
        collector.collect(second);
        // Processes come and go while this runs, and with them states of processes and sockets.
        const auto stable = [](const std::string& body) {
            std::vector<std::string> keys;
            for (std::string& key : keysOf(body)) {
                const bool volatileKey = key.find("_state{") != std::string::npos ||
                                         key.find("connection_states") != std::string::npos ||
                                         key.find("node_arp_entries") != std::string::npos;
                if (!volatileKey) keys.push_back(std::move(key));
            }
            return keys;
        };
        QVERIFY(stable(first) == stable(second));
        QVERIFY(first.find("node_load1 ") != std::string::npos);

        static const std::regex sample("[a-zA-Z_:][a-zA-Z0-9_:]*"
                                       "(\\{([a-z_]+=\"([^\"\\\\]|\\\\.)*\"(,|\\}))+)? "
                                       "(-?[0-9.]+(e[+-][0-9]+)?|NaN|[+-]Inf)");
        std::set<std::string> seen;
        std::size_t begin = 0;
        while (begin < first.size()) {
            const std::size_t end = first.find('\n', begin);
            const std::string line = first.substr(begin, end - begin);
            begin = end + 1;
            if (line[0] == '#') continue;
            QVERIFY2(std::regex_match(line, sample), line.c_str());
            QVERIFY2(seen.insert(line.substr(0, line.rfind(' '))).second, ("twice: " + line).c_str());
        }
    }

    void everyCollectorSurvivesAnEmptyRoot()
    {
        const FixtureTree tree;
        for (const CollectorInfo& info : availableCollectors()) {
            const std::string body = collectOnce(tree.optionsFor(info.name));
            // These have other sources than files, or an answer for "none".
            const std::set<std::string_view> without = {"timex", "uname", "selinux", "textfile", "sockstat"};
            if (without.count(info.name) > 0) continue;
            const std::string last = body.substr(body.rfind("success"));
            QVERIFY2(last == "success 0\n", (std::string(info.name) + ": " + body).c_str());
        }
    }

    void listOfCollectorsIsHonoured()
    {
        const FixtureTree tree;
        tree.write("proc/interrupts", "  CPU0\n NMI:  4  Non-maskable interrupts\n");
        HostOptions options = tree.optionsFor("interrupts");
        QVERIFY(collectOnce(options).find("type=\"NMI\"} 4\n") != std::string::npos);
        options.enabled.clear();
        QCOMPARE(collectOnce(options), std::string());
        for (const CollectorInfo& info : availableCollectors()) {
            QCOMPARE(info.enabledByDefault, info.name != "interrupts");
        }
    }

    void filesystemsAreFilteredAndAsked()
    {
        const FixtureTree tree;
        tree.write("proc/1/mountinfo", "27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard\n"
                                       "28 27 0:21 / /proc rw - proc proc rw\n"
                                       "29 27 0:30 / /var/lib/docker/overlay2/x rw - ext4 /dev/vda rw\n"
                                       "30 27 0:31 / /run/credentials/a.service rw - ramfs none rw\n"
                                       "31 27 8:1 / /mnt/my\\040disk rw - vfat /dev/sda1 ro\n"
                                       "32 27 8:2 / /devices rw master:1 propagate_from:2 - xfs /dev/sdb rw\n"
                                       "33 27 8:2 / /devices rw - xfs /dev/sdb rw\n"
                                       "34 27 8:3 / /mnt/bad rw - xfs /dev/sdc rw\n"
                                       "not a mount\n");
        HostOptions options = tree.optionsFor("filesystem");
        options.askMount = [&](const char* path, struct statfs* out) {
            if (std::string_view(path) != tree.base() + "/root/mnt/bad") return answerSmall(out);
            errno = EIO;
            return -1;
        };
        const auto labels = [](const char* device, const char* type, const char* point) {
            return "{device=\"" + std::string(device) + "\",device_error=\"\",fstype=\"" + type + "\",mountpoint=\"" +
                   point + "\"} ";
        };
        const std::string root = labels("/dev/vda", "ext4", "/");
        const std::string disk = labels("/dev/sda1", "vfat", "/mnt/my disk");
        const std::string devices = labels("/dev/sdb", "xfs", "/devices");
        const std::string bad =
            "{device=\"/dev/sdc\",device_error=\"input/output error\",fstype=\"xfs\",mountpoint=\"/mnt/bad\"} ";
        const auto family = [&](const std::string& name, const std::string& value) {
            std::string out = "# TYPE node_filesystem_" + name + " gauge\n";
            for (const std::string& mount : {root, disk, devices}) {
                out += "node_filesystem_" + name + mount + value + "\n";
            }
            return out;
        };
        const std::string expected =
            family("avail_bytes", "122880") + family("device_error", "0") + "node_filesystem_device_error" + bad +
            "1\n" + family("files", "7") + family("files_free", "6") + family("free_bytes", "163840") +
            "# TYPE node_filesystem_mount_info gauge\n"
            "node_filesystem_mount_info{device=\"/dev/vda\",major=\"254\",minor=\"0\",mountpoint=\"/\"} 1\n"
            "node_filesystem_mount_info{device=\"/dev/sda1\",major=\"8\",minor=\"1\",mountpoint=\"/mnt/my disk\"} 1\n"
            "node_filesystem_mount_info{device=\"/dev/sdb\",major=\"8\",minor=\"2\",mountpoint=\"/devices\"} 1\n"
            "# TYPE node_filesystem_readonly gauge\n"
            "node_filesystem_readonly" +
            root + "0\nnode_filesystem_readonly" + disk + "1\nnode_filesystem_readonly" + devices +
            "0\nnode_filesystem_readonly" + bad + "0\n" + family("size_bytes", "409600") + "success 1\n";
        QCOMPARE(QString::fromStdString(collectOnce(options)), QString::fromStdString(expected));
    }

    void hangingMountHarmsOnlyItself()
    {
        const FixtureTree tree;
        tree.write("proc/1/mountinfo", "1 0 8:1 / / rw - ext4 /dev/a rw\n"
                                       "2 1 0:9 / /net rw - nfs4 srv:/x rw\n"
                                       "3 1 8:2 / /data rw - ext4 /dev/b rw\n");
        std::mutex mutex;
        std::condition_variable released;
        bool release = false;
        std::atomic<int> hanging = 0;
        const auto freed = [&] {
            std::unique_lock lock(mutex);
            released.wait(lock, [&] { return release; });
        };
        HostOptions options = tree.optionsFor("filesystem");
        options.mountTimeout = std::chrono::milliseconds(30);
        options.askMount = [&](const char* path, struct statfs* out) {
            if (std::string_view(path).find("/net") != std::string_view::npos) {
                ++hanging;
                freed();
                --hanging;
            }
            return answerSmall(out);
        };
        const std::string stuck =
            "{device=\"srv:/x\",device_error=\"mountpoint timeout\",fstype=\"nfs4\",mountpoint=\"/net\"}";
        HostCollector collector(options);
        for (int i = 0; i < 3; ++i) {
            std::string body;
            collector.collect(body);
            QCOMPARE(mountSamples("srv:/x", "nfs4", "/net", body),
                     "node_filesystem_device_error" + stuck + "\nnode_filesystem_readonly" + stuck + "\n");
            QVERIFY(!mountSamples("/dev/a", "ext4", "/", body).empty());
            QVERIFY(mountSamples("/dev/b", "ext4", "/data", body).find("node_filesystem_size_bytes") !=
                    std::string::npos);
            QCOMPARE(hanging.load(), 1);  // asked once, not again while it hangs
        }
        {
            std::lock_guard lock(mutex);
            release = true;
        }
        released.notify_all();
        const auto answers = [&] {
            std::string body;
            collector.collect(body);
            return mountSamples("srv:/x", "nfs4", "/net", body).find("node_filesystem_size_bytes") != std::string::npos;
        };
        QTRY_VERIFY(answers());
    }

    void textfiles_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("samples");  // what of the file comes out
        QTest::addColumn<bool>("good");
        const QByteArray none;
        QTest::newRow("typed") << QByteArray("# HELP a_total It.\n# TYPE a_total counter\na_total{x=\"1\\\"\"} 2\n")
                               << QByteArray("# TYPE a_total counter\na_total{x=\"1\\\"\"} 2\n") << true;
        QTest::newRow("untyped, no newline at the end")
            << QByteArray("b 1e3") << QByteArray("# TYPE b untyped\nb 1e3\n") << true;
        QTest::newRow("histogram") << QByteArray("# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 2\nh_count 1\n")
                                   << QByteArray("# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 2\nh_count 1\n")
                                   << true;
        QTest::newRow("interleaved") << QByteArray("b 1\na 2\nb{x=\"\"} 3\n")
                                     << QByteArray("# TYPE a untyped\na 2\n# TYPE b untyped\nb 1\nb{x=\"\"} 3\n")
                                     << true;
        QTest::newRow("timestamp") << QByteArray("a 1\nb 1 1700000000000\n") << none << false;
        QTest::newRow("no value") << QByteArray("a\n") << none << false;
        QTest::newRow("bad name") << QByteArray("a-b 1\n") << none << false;
        QTest::newRow("open quote") << QByteArray("a{x=\"1} 1\n") << none << false;
        QTest::newRow("label without value") << QByteArray("a{x} 1\n") << none << false;
        QTest::newRow("unknown type") << QByteArray("# TYPE a meter\na 1\n") << none << false;
        QTest::newRow("invalid UTF-8") << QByteArray("a{x=\"\xFF\"} 1\n") << none << false;
        QTest::newRow("one of ours") << QByteArray("node_textfile_scrape_error 5\n") << none << false;
    }

    void textfiles()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, samples);
        QFETCH(bool, good);
        const FixtureTree tree;
        tree.write("text/job.prom", file.toStdString());
        tree.write("text/ignored.txt", "not ours {");
        HostOptions options = tree.optionsFor("textfile");
        options.textfileDirectory = tree.base() + "/text";
        std::string body = collectOnce(options);
        const bool mtime = body.find("node_textfile_mtime_seconds{file=\"" + tree.base() + "/text/job.prom\"}") !=
                           std::string::npos;
        // A file that is refused for one metric of ours is read for the rest.
        QCOMPARE(mtime, good || file.startsWith("node_"));
        QVERIFY(body.find(good ? "node_textfile_scrape_error 0\n" : "node_textfile_scrape_error 1\n") !=
                std::string::npos);
        const std::size_t tail = body.find("\nnode_textfile_scrape_error ") + 30;
        QCOMPARE(QByteArray::fromStdString(body.substr(tail)), samples + "success 1\n");
    }

    /// The dashboard of the first start draws only what the collector has.
    void hostOverviewFindsItsMetrics()
    {
        // The build tree lies in the source tree.
        QDir tree = QFileInfo(QFileInfo("/proc/self/exe").symLinkTarget()).dir();
        while (!tree.exists("dashboards/host-overview.json") && tree.cdUp()) {
        }
        QFile file(tree.filePath("dashboards/host-overview.json"));
        if (!file.open(QIODevice::ReadOnly)) QSKIP("host-overview: no source tree around the build");
        HostCollector collector({});
        std::string body;
        collector.collect(body);
        std::set<QString> missing;
        static const QRegularExpression metric("\\bnode_[a-zA-Z0-9_]+");
        const QString dashboard = QString::fromUtf8(file.readAll());
        int found = 0;
        for (auto at = metric.globalMatch(dashboard); at.hasNext(); ++found) {
            const QString name = at.next().captured();
            if (body.find("# TYPE " + name.toStdString() + " ") == std::string::npos) missing.insert(name);
        }
        QVERIFY(found > 40);
        for (const QString& name : missing) {
            // Not every kernel has pressure, and a container's root is an overlay, which is left out.
            const bool mayLack = name.startsWith("node_pressure_") || name.startsWith("node_filesystem_");
            QVERIFY2(mayLack, qPrintable(name));
        }
    }

    void writerEscapesAndSorts()
    {
        MetricWriter writer;
        MetricFamily& second = writer.family("b", MetricType::Gauge, "Two.");
        MetricFamily& first = writer.family("a", MetricType::Counter, "One.");
        writer.family("never_used", MetricType::Gauge, "None.");
        second.add({{"x", "quote\" slash\\ line\n end"}}, -0.5);
        second.add({{"x", "bad\xC3(\xE2\x82 ok \xE2\x82\xAC"}}, std::numeric_limits<double>::infinity());
        first.add(std::numeric_limits<double>::quiet_NaN());
        QVERIFY(&second == &writer.family("b", MetricType::Gauge, "Two."));
        const std::string expected = "# HELP a One.\n# TYPE a counter\na NaN\n"
                                     "# HELP b Two.\n# TYPE b gauge\n"
                                     "b{x=\"quote\\\" slash\\\\ line\\n end\"} -0.5\n"
                                     "b{x=\"bad\xEF\xBF\xBD(\xEF\xBF\xBD ok \xE2\x82\xAC\"} +Inf\n";
        std::string body;
        writer.flush(body);
        QCOMPARE(body, expected);
        body.clear();
        writer.flush(body);
        QCOMPARE(body, std::string());
    }
};

QTEST_APPLESS_MAIN(HostCollectorTest)
#include "host_collector_test.moc"
