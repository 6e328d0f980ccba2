// The systemd collector against a stand-in for systemd on a bus of its own, and beside a real node_exporter there.

#include <QtTest/QtTest>

#include "tests/engine/hostmetrics/exposition_samples.h"
#include "tests/engine/hostmetrics/fixture_tree.h"
#include "tests/engine/hostmetrics/node_exporter_process.h"
#include "tests/engine/hostmetrics/systemd/fake_systemd.h"

using namespace watchglass;
using namespace watchglass::hostmetrics;

namespace {

std::vector<FakeUnit> someUnits()
{
    return {
        {"ssh.service", "loaded", "active", {{"Service.Type", "notify"}}},
        {"broken.service", "loaded", "failed", {{"Service.Type", "simple"}}},
        {"odd\"name@1.service", "loaded", "reloading", {}},
        {"gone.service", "not-found", "inactive", {{"Service.Type", "simple"}}},
        {"dbus.socket",
         "loaded",
         "active",
         {{"Socket.NAccepted", 7U}, {"Socket.NConnections", 2U}, {"Socket.NRefused", 1U}}},
        // Before systemd 239 there is no NRefused.
        {"old.socket", "loaded", "active", {{"Socket.NAccepted", 0U}, {"Socket.NConnections", 0U}}},
        {"apt.timer", "loaded", "active", {{"Timer.LastTriggerUSec", std::uint64_t{1'700'000'000'500'000}}}},
        {"basic.target", "loaded", "active", {}},
        {"home.mount", "loaded", "active", {{"Mount.Type", "ext4"}}},
        {"user.slice", "loaded", "active", {}},
        {"init.scope", "loaded", "active", {}},
        {"dev-sda.device", "loaded", "activating", {}},
        {"proc.automount", "loaded", "deactivating", {}},
    };
}

FakeProperties someManager()
{
    return {
        {"Manager.Version", "252.38-1~deb12u1"}, {"Manager.Virtualization", ""}, {"Manager.SystemState", "running"}};
}

std::string stateSamples(const std::string& name, const std::string& type, std::string_view active)
{
    std::string out;
    for (const std::string_view state : {"active", "activating", "deactivating", "inactive", "failed"}) {
        out += "node_systemd_unit_state{name=\"" + name + "\",state=\"" + std::string(state) + "\",type=\"" + type +
               "\"} " + (state == active ? "1\n" : "0\n");
    }
    return out;
}

HostOptions optionsFor(const FixtureTree& tree, const PrivateBus& bus)
{
    HostOptions options = tree.optionsFor("systemd");
    options.systemBusAddress = bus.address();
    options.systemdTimeout = std::chrono::seconds(20);
    return options;
}

QStringList linesOf(const std::string& name, const std::map<LabelMap, double>& samples)
{
    QStringList out;
    for (const auto& [labels, value] : samples) {
        QString line = QString::fromStdString(name);
        for (const auto& [label, text] : labels) line += QString::fromStdString(" " + label + "=" + text);
        out << line + " " + QString::number(value, 'g', 17);
    }
    return out;
}

QString collect(HostCollector& collector)
{
    std::string body;
    collector.collect(body);
    return QString::fromStdString(essence(body));
}

}  // namespace

class SystemdCollectorTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!PrivateBus::isInstalled()) QSKIP("dbus-daemon is not installed");
    }

    void tellsOfUnitsSocketsAndTimers()
    {
        const PrivateBus bus;
        const FakeSystemd systemd(bus.address(), someUnits(), someManager());
        QVERIFY(systemd.started());
        QCOMPARE(QString::fromStdString(collectOnce(optionsFor(m_tree, bus))),
                 QString::fromStdString(
                     "# TYPE node_systemd_socket_accepted_connections_total counter\n"
                     "node_systemd_socket_accepted_connections_total{name=\"dbus.socket\"} 7\n"
                     "node_systemd_socket_accepted_connections_total{name=\"old.socket\"} 0\n"
                     "# TYPE node_systemd_socket_current_connections gauge\n"
                     "node_systemd_socket_current_connections{name=\"dbus.socket\"} 2\n"
                     "node_systemd_socket_current_connections{name=\"old.socket\"} 0\n"
                     "# TYPE node_systemd_socket_refused_connections_total gauge\n"
                     "node_systemd_socket_refused_connections_total{name=\"dbus.socket\"} 1\n"
                     "# TYPE node_systemd_system_running gauge\n"
                     "node_systemd_system_running 1\n"
                     "# TYPE node_systemd_timer_last_trigger_seconds gauge\n"
                     "node_systemd_timer_last_trigger_seconds{name=\"apt.timer\"} 1700000000.5\n"
                     "# TYPE node_systemd_unit_state gauge\n" +
                     stateSamples("apt.timer", "", "active") + stateSamples("basic.target", "", "active") +
                     stateSamples("broken.service", "simple", "failed") + stateSamples("dbus.socket", "", "active") +
                     stateSamples("odd\\\"name@1.service", "", "none of them") +
                     stateSamples("old.socket", "", "active") + stateSamples("ssh.service", "notify", "active") +
                     "# TYPE node_systemd_units gauge\n"
                     "node_systemd_units{state=\"active\"} 8\n"
                     "node_systemd_units{state=\"activating\"} 1\n"
                     "node_systemd_units{state=\"deactivating\"} 1\n"
                     "node_systemd_units{state=\"inactive\"} 1\n"
                     "node_systemd_units{state=\"failed\"} 1\n"
                     "node_systemd_units{state=\"reloading\"} 1\n"
                     "# TYPE node_systemd_version gauge\n"
                     "node_systemd_version{version=\"252.38-1~deb12u1\"} 252.38\n"
                     "# TYPE node_systemd_virtualization_info gauge\n"
                     "node_systemd_virtualization_info{virtualization_type=\"none\"} 1\n"
                     "success 1\n"));
    }

    void managerProperties_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("virtualization");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("expected");
        const QString info = "node_systemd_virtualization_info{virtualization_type=\"%1\"} 1\n";
        QTest::newRow("degraded") << "257 (257.9-1)"
                                  << "kvm"
                                  << "degraded"
                                  << "node_systemd_system_running 0\nnode_systemd_version{version=\"257 (257.9-1)\"} "
                                     "257\n" +
                                         info.arg("kvm");
        QTest::newRow("a short number first") << "v1-250.x"
                                              << "kvm"
                                              << "running"
                                              << "node_systemd_system_running 1\n"
                                                 "node_systemd_version{version=\"v1-250.x\"} 250\n" +
                                                     info.arg("kvm");
        QTest::newRow("no number") << "git"
                                   << "none"
                                   << "running"
                                   << "node_systemd_system_running 1\nnode_systemd_version{version=\"\"} 0\n" +
                                          info.arg("none");
    }

    void managerProperties()
    {
        QFETCH(QString, version);
        QFETCH(QString, virtualization);
        QFETCH(QString, state);
        QFETCH(QString, expected);
        const PrivateBus bus;
        const FakeSystemd systemd(bus.address(), {},
                                  {{"Manager.Version", version.toStdString()},
                                   {"Manager.Virtualization", virtualization.toStdString()},
                                   {"Manager.SystemState", state.toStdString()}});
        QString got = QString::fromStdString(collectOnce(optionsFor(m_tree, bus)));
        got.remove(QRegularExpression("(^|\n)(# TYPE|node_systemd_units)[^\n]*"));
        QCOMPARE(got, "\n" + expected + "success 1\n");
    }

    void asksNoMoreAtOnceThanABusAllows()
    {
        std::vector<FakeUnit> units;
        constexpr int kServices = 300;
        for (int i = 0; i < kServices; ++i)
            units.push_back({"s" + std::to_string(i) + ".service", "loaded", "active", {{"Service.Type", "dbus"}}});
        const PrivateBus bus;
        FakeSystemd systemd(bus.address(), units, someManager());
        systemd.setPatient(true);
        const QString got = QString::fromStdString(collectOnce(optionsFor(m_tree, bus)));
        QCOMPARE(got.count("state=\"active\",type=\"dbus\"} 1"), kServices);
        QVERIFY(got.endsWith("success 1\n"));
    }

    void sameTextAgainOnTheSameConnection()
    {
        const PrivateBus bus;
        const FakeSystemd systemd(bus.address(), someUnits(), someManager());
        ManualClock clock(1000);
        HostOptions options = optionsFor(m_tree, bus);
        options.clock = &clock;
        HostCollector collector(options);
        const QString first = collect(collector);
        const int firstCalls = systemd.calls();
        QCOMPARE(collect(collector), first);
        QCOMPARE(systemd.calls(), 2 * firstCalls - 3);  // the types of three services are known
        clock.advance(std::chrono::minutes(1));
        QCOMPARE(collect(collector), first);
        QCOMPARE(systemd.calls(), 3 * firstCalls - 3);
    }

    void failsWithoutABusOrSystemd()
    {
        HostOptions options = m_tree.optionsFor("systemd");
        options.systemBusAddress = "unix:path=" + m_tree.base() + "/none";
        QCOMPARE(QString::fromStdString(collectOnce(options)), QString("success 0\n"));
        const PrivateBus bus;
        QCOMPARE(QString::fromStdString(collectOnce(optionsFor(m_tree, bus))), QString("success 0\n"));
    }

    void waitsNoLongerThanTheLimitAndThenLeavesItAlone()
    {
        const PrivateBus bus;
        FakeSystemd systemd(bus.address(), someUnits(), someManager());
        ManualClock clock(1000);
        HostOptions options = optionsFor(m_tree, bus);
        options.systemdTimeout = std::chrono::milliseconds(100);
        options.clock = &clock;
        HostCollector collector(options);
        systemd.setSilent(true);
        QCOMPARE(collect(collector), QString("success 0\n"));
        QTRY_COMPARE(systemd.calls(), 1);
        systemd.setSilent(false);
        clock.advance(std::chrono::seconds(59));
        QCOMPARE(collect(collector), QString("success 0\n"));
        QCOMPARE(systemd.calls(), 1);
        clock.advance(std::chrono::seconds(1));
        QTRY_VERIFY(collect(collector).endsWith("success 1\n") || (clock.advance(std::chrono::minutes(1)), false));
    }

    void comesBackAfterTheBus()
    {
        HostOptions options = m_tree.optionsFor("systemd");
        auto bus = std::make_unique<PrivateBus>();
        auto systemd = std::make_unique<FakeSystemd>(bus->address(), someUnits(), someManager());
        options.systemdTimeout = std::chrono::seconds(20);
        options.systemBusAddress = bus->address();
        HostCollector collector(options);
        QVERIFY(collect(collector).endsWith("success 1\n"));
        systemd.reset();
        QCOMPARE(collect(collector), QString("success 0\n"));
        systemd = std::make_unique<FakeSystemd>(bus->address(), someUnits(), someManager());
        QVERIFY(collect(collector).endsWith("success 1\n"));
        systemd.reset();
        bus.reset();
        QCOMPARE(collect(collector), QString("success 0\n"));
    }

    void saysWhatNodeExporterSays()
    {
        if (QStandardPaths::findExecutable("prometheus-node-exporter").isEmpty())
            QSKIP("prometheus-node-exporter is not installed");
        const PrivateBus bus;
        const FakeSystemd systemd(bus.address(), someUnits(), someManager());
        qputenv("DBUS_SYSTEM_BUS_ADDRESS", QByteArray::fromStdString(bus.address()));
        // The filter of 1.11, where Debian has another.
        const NodeExporterProcess exporter(
            {"--collector.disable-defaults", "--collector.systemd",
             "--collector.systemd.unit-exclude=.+\\.(automount|device|mount|scope|slice)"});
        std::string body;
        QTRY_VERIFY_WITH_TIMEOUT(!(body = exporter.scrape()).empty(), 10'000);
        const Exposition theirs = parseExposition(body);
        // The address comes from the environment here.
        HostOptions options = m_tree.optionsFor("systemd");
        options.systemdTimeout = std::chrono::seconds(20);
        const Exposition ours = parseExposition(collectOnce(options));
        qunsetenv("DBUS_SYSTEM_BUS_ADDRESS");

        int compared = 0;
        for (const auto& [name, samples] : ours.samples) {
            // It came with 1.10.
            if (!name.starts_with("node_systemd_") || name == "node_systemd_virtualization_info") continue;
            ++compared;
            QVERIFY2(theirs.samples.contains(name), name.c_str());
            QCOMPARE(linesOf(name, samples), linesOf(name, theirs.samples.at(name)));
            QCOMPARE(theirs.types.at(name), ours.types.at(name));
        }
        QCOMPARE(compared, 8);
        for (const auto& [name, samples] : theirs.samples)
            QVERIFY2(!name.starts_with("node_systemd_") || ours.samples.contains(name), name.c_str());
    }

private:
    const FixtureTree m_tree;
};

QTEST_GUILESS_MAIN(SystemdCollectorTest)

#include "systemd_collector_test.moc"
