#pragma once

#include <atomic>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <systemd/sd-bus.h>

namespace watchglass::hostmetrics {

/// A bus of its own for a test, as the system has one.
class PrivateBus {
public:
    PrivateBus()
    {
        const QString config = m_dir.filePath("bus.conf");
        std::ofstream(config.toStdString())
            << "<busconfig><type>system</type><listen>unix:dir=" << m_dir.path().toStdString()
            << "</listen><policy context=\"default\"><allow user=\"*\"/><allow own=\"*\"/>"
               "<allow send_destination=\"*\"/><allow receive_sender=\"*\"/></policy></busconfig>";
        m_daemon.setStandardErrorFile(QProcess::nullDevice());
        m_daemon.start("dbus-daemon", {"--config-file=" + config, "--nofork", "--print-address"});
        while (!m_daemon.canReadLine() && m_daemon.waitForReadyRead(10'000)) {
        }
        m_address = m_daemon.readLine().trimmed().toStdString();
    }
    ~PrivateBus()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }
    PrivateBus(const PrivateBus&) = delete;
    PrivateBus& operator=(const PrivateBus&) = delete;

    [[nodiscard]] static bool isInstalled() { return !QStandardPaths::findExecutable("dbus-daemon").isEmpty(); }
    [[nodiscard]] const std::string& address() const { return m_address; }

private:
    QTemporaryDir m_dir;
    QProcess m_daemon;
    std::string m_address;
};

/// What an object answers to Properties.Get, by "Interface.Name".
using FakeProperties = std::map<std::string, std::variant<std::string, std::uint32_t, std::uint64_t>>;

struct FakeUnit {
    std::string name;
    std::string load;
    std::string active;
    FakeProperties properties;
};

/// org.freedesktop.systemd1 as far as collectors ask it: ListUnits and the properties given. It answers on a thread of
/// its own, and there is no other state to change than that it falls silent.
class FakeSystemd {
public:
    FakeSystemd(const std::string& address, std::vector<FakeUnit> units, FakeProperties manager)
        : m_units(std::move(units))
    {
        m_objects["/org/freedesktop/systemd1"] = std::move(manager);
        for (const FakeUnit& unit : m_units) m_objects[pathOf(unit)] = unit.properties;
        sd_bus_new(&m_bus);
        sd_bus_set_address(m_bus, address.c_str());
        sd_bus_set_bus_client(m_bus, 1);
        m_started = sd_bus_start(m_bus) >= 0 && sd_bus_request_name(m_bus, "org.freedesktop.systemd1", 0) >= 0 &&
                    sd_bus_add_filter(m_bus, nullptr, onMessage, this) >= 0;
        m_thread = std::jthread([this](const std::stop_token& stop) {
            constexpr std::uint64_t kLookUs = 20'000;
            while (!stop.stop_requested()) {
                while (sd_bus_process(m_bus, nullptr) > 0) {
                }
                if (sd_bus_wait(m_bus, kLookUs) == 0) answerHeld();
            }
        });
    }
    ~FakeSystemd()
    {
        m_thread.request_stop();
        m_thread.join();
        sd_bus_flush_close_unref(m_bus);
    }
    FakeSystemd(const FakeSystemd&) = delete;
    FakeSystemd& operator=(const FakeSystemd&) = delete;

    [[nodiscard]] bool started() const { return m_started; }
    void setSilent(bool silent) { m_silent = silent; }
    /// Answers only when no more calls come for a moment.
    void setPatient(bool patient) { m_patient = patient; }
    /// Calls that came so far.
    [[nodiscard]] int calls() const { return m_calls; }

private:
    static std::string pathOf(const FakeUnit& unit)
    {
        char* path = nullptr;
        sd_bus_path_encode("/org/freedesktop/systemd1/unit", unit.name.c_str(), &path);
        std::string out = path;
        std::free(path);
        return out;
    }

    static int onMessage(sd_bus_message* message, void* self, sd_bus_error*)
    {
        auto& fake = *static_cast<FakeSystemd*>(self);
        if (sd_bus_message_is_method_call(message, nullptr, nullptr) <= 0) return 0;
        ++fake.m_calls;
        if (fake.m_silent) return 1;
        if (!fake.m_patient) return fake.answer(message);
        fake.m_held.push_back(sd_bus_message_ref(message));
        return 1;
    }

    void answerHeld()
    {
        for (sd_bus_message* message : m_held) {
            answer(message);
            sd_bus_message_unref(message);
        }
        m_held.clear();
    }

    int answer(sd_bus_message* message) const
    {
        if (sd_bus_message_is_method_call(message, "org.freedesktop.systemd1.Manager", "ListUnits") > 0)
            return listUnits(message);
        if (sd_bus_message_is_method_call(message, "org.freedesktop.DBus.Properties", "Get") > 0) return get(message);
        return 0;
    }

    int listUnits(sd_bus_message* call) const
    {
        sd_bus_message* reply = nullptr;
        sd_bus_message_new_method_return(call, &reply);
        sd_bus_message_open_container(reply, 'a', "(ssssssouso)");
        for (const FakeUnit& unit : m_units) {
            sd_bus_message_append(reply, "(ssssssouso)", unit.name.c_str(), "a unit", unit.load.c_str(),
                                  unit.active.c_str(), "sub", "", pathOf(unit).c_str(), 0U, "", "/");
        }
        sd_bus_message_close_container(reply);
        sd_bus_send(nullptr, reply, nullptr);
        sd_bus_message_unref(reply);
        return 1;
    }

    int get(sd_bus_message* call) const
    {
        const char* interface = nullptr;
        const char* name = nullptr;
        sd_bus_message_read(call, "ss", &interface, &name);
        constexpr std::string_view kPrefix = "org.freedesktop.systemd1.";
        const std::string key = std::string(interface).substr(kPrefix.size()) + "." + name;
        const auto object = m_objects.find(sd_bus_message_get_path(call));
        if (object == m_objects.end() || !object->second.contains(key))
            return sd_bus_reply_method_errorf(call, SD_BUS_ERROR_UNKNOWN_PROPERTY, "no property %s", key.c_str());
        const auto& value = object->second.at(key);
        if (const auto* text = std::get_if<std::string>(&value))
            return sd_bus_reply_method_return(call, "v", "s", text->c_str());
        if (const auto* count = std::get_if<std::uint32_t>(&value))
            return sd_bus_reply_method_return(call, "v", "u", *count);
        return sd_bus_reply_method_return(call, "v", "t", std::get<std::uint64_t>(value));
    }

    std::vector<FakeUnit> m_units;
    std::map<std::string, FakeProperties> m_objects;
    sd_bus* m_bus = nullptr;
    bool m_started = false;
    std::atomic<bool> m_silent = false;
    std::atomic<bool> m_patient = false;
    std::vector<sd_bus_message*> m_held;
    std::atomic<int> m_calls = 0;
    std::jthread m_thread;
};

}  // namespace watchglass::hostmetrics
