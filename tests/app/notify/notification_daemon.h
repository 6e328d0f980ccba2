#pragma once

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QObject>
#include <QStringList>
#include <QVariantMap>
#include <algorithm>
#include <vector>

namespace watchglass::test {

/// A notification daemon that does nothing by itself: it keeps a notification on the screen after its action was used,
/// as some do, and answers late where a test says so.
class NotificationDaemon : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Note {
        uint id = 0;
        QString summary;
        QStringList actions;
        int urgency = -1;
    };

    /// `firstId`: daemons begin at 1 each, but a test wants to tell them apart.
    explicit NotificationDaemon(uint firstId = 1)
        : m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, name())), m_nextId(firstId)
    {
        m_registered = m_bus.registerObject("/org/freedesktop/Notifications", this,
                                            QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals) &&
                       m_bus.registerService("org.freedesktop.Notifications");
    }
    ~NotificationDaemon() override { QDBusConnection::disconnectFromBus(name()); }

    [[nodiscard]] bool isRegistered() const { return m_registered; }
    [[nodiscard]] const std::vector<Note>& displayed() const { return m_displayed; }
    [[nodiscard]] QStringList summaries() const
    {
        QStringList out;
        for (const Note& note : m_displayed) out << note.summary;
        return out;
    }
    /// Everything that was ever asked for, in order.
    [[nodiscard]] const QStringList& asked() const { return m_asked; }

    /// Answers no call until answer().
    void holdAnswers() { m_holding = true; }
    void answer()
    {
        m_holding = false;
        for (const QDBusMessage& reply : m_held) m_bus.send(reply);
        m_held.clear();
    }

    void useAction(uint id) { Q_EMIT ActionInvoked(id, "default"); }
    void closeByUser(uint id)
    {
        constexpr uint kDismissed = 2;
        remove(id, kDismissed);
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString& action);
    void NotificationClosed(uint id, uint reason);

public Q_SLOTS:
    uint Notify(const QString&, uint replaces, const QString&, const QString& summary, const QString&,
                const QStringList& actions, const QVariantMap& hints, int)
    {
        const uint id = replaces != 0 ? replaces : m_nextId++;
        std::erase_if(m_displayed, [id](const Note& note) { return note.id == id; });
        m_displayed.push_back({id, summary, actions, hints.value("urgency").toInt()});
        m_asked << summary;
        if (m_holding) {
            setDelayedReply(true);
            m_held.push_back(message().createReply(id));
        }
        return id;
    }
    void CloseNotification(uint id)
    {
        constexpr uint kClosedByCall = 3;
        remove(id, kClosedByCall);
    }

private:
    static QString name() { return "notification daemon"; }
    void remove(uint id, uint reason)
    {
        if (std::erase_if(m_displayed, [id](const Note& note) { return note.id == id; }) > 0)
            Q_EMIT NotificationClosed(id, reason);
    }

    QDBusConnection m_bus;
    uint m_nextId;
    bool m_registered = false;
    bool m_holding = false;
    std::vector<Note> m_displayed;
    std::vector<QDBusMessage> m_held;
    QStringList m_asked;
};

}  // namespace watchglass::test
