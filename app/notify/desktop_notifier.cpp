#include "app/notify/desktop_notifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <utility>

#include "engine/base/log.h"

namespace watchglass::app {

namespace {

constexpr auto kService = "org.freedesktop.Notifications";
constexpr auto kPath = "/org/freedesktop/Notifications";
constexpr int kBatchMs = 250;
constexpr int kResolvedMs = 8000;

QString fromUtf8(const std::string& text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// Daemons read the body as markup.
QString escaped(const std::string& text) { return fromUtf8(text).toHtmlEscaped(); }

}  // namespace

DesktopNotifier::DesktopNotifier(QObject* parent) : QObject(parent)
{
    m_batch.setSingleShot(true);
    m_batch.setInterval(kBatchMs);
    connect(&m_batch, &QTimer::timeout, this, &DesktopNotifier::flush);
}

void DesktopNotifier::post(const std::vector<rules::AlertNotice>& notices)
{
    QMetaObject::invokeMethod(
        this,
        [this, notices] {
            m_waiting.insert(m_waiting.end(), notices.begin(), notices.end());
            if (!m_batch.isActive()) m_batch.start();
        },
        Qt::QueuedConnection);
}

void DesktopNotifier::connectToBus()
{
    m_connected = true;
    QDBusConnection bus = QDBusConnection::sessionBus();
    m_available = bus.isConnected();
    if (!m_available) {
        logWarning("notify", "no session bus: desktop notifications are off");
        return;
    }
    bus.connect(kService, kPath, kService, QStringLiteral("ActionInvoked"), this, SLOT(onActionInvoked(uint, QString)));
    bus.connect(kService, kPath, kService, QStringLiteral("NotificationClosed"), this, SLOT(onClosed(uint, uint)));
    const auto mode = QDBusServiceWatcher::WatchForRegistration | QDBusServiceWatcher::WatchForUnregistration;
    auto* daemon = new QDBusServiceWatcher(QString::fromLatin1(kService), bus, mode, this);
    connect(daemon, &QDBusServiceWatcher::serviceRegistered, this, [this] { m_available = true; });
    connect(daemon, &QDBusServiceWatcher::serviceUnregistered, this, &DesktopNotifier::forgetAll);
}

void DesktopNotifier::flush()
{
    // Not in the constructor: nothing touches the bus before the first paint.
    if (!m_connected) connectToBus();
    const std::vector<rules::AlertNotice> notices = std::move(m_waiting);
    m_waiting.clear();
    for (const Notification& note : m_plan.take(notices)) show(note);
    Q_EMIT firingChanged(static_cast<int>(m_plan.firing()));
}

void DesktopNotifier::show(const Notification& note)
{
    if (!m_available) return;
    Shown& shown = m_shown[note.key];
    if (shown.asked) {
        shown.later = note;  // which id to replace is not known yet
        return;
    }
    shown.asked = true;
    shown.version = ++m_versions;
    shown.target = note.alert ? QByteArray::fromStdString(note.alert->packed()) : QByteArray();
    QVariantMap hints;
    hints.insert(QStringLiteral("urgency"), QVariant::fromValue(static_cast<uchar>(note.urgency)));
    hints.insert(QStringLiteral("category"), QStringLiteral("device"));
    hints.insert(QStringLiteral("desktop-entry"), QStringLiteral("watchglass"));
    const QStringList actions{QStringLiteral("default"), tr("Show"), QStringLiteral("show"), tr("Show")};
    const int timeout = note.resolved ? kResolvedMs : note.urgency == Urgency::Critical ? 0 : -1;

    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("Notify"));
    call << QStringLiteral("Watchglass") << shown.id << QStringLiteral("dialog-warning") << fromUtf8(note.summary)
         << escaped(note.body) << actions << hints << timeout;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, key = note.key, resolved = note.resolved](QDBusPendingCallWatcher* done) {
                done->deleteLater();
                const QDBusPendingReply<uint> reply = *done;
                if (!reply.isError()) return onShown(key, resolved, reply.value());
                if (m_available)
                    logWarning("notify", "desktop notifications are off: " + reply.error().message().toStdString());
                forgetAll();
                m_available = false;
            });
}

void DesktopNotifier::onShown(const std::string& key, bool resolved, uint id)
{
    const auto it = m_shown.find(key);
    if (it == m_shown.end()) return;
    it->second.id = id;
    it->second.asked = false;
    const auto later = std::exchange(it->second.later, std::nullopt);
    const bool used = it->second.used;
    if (used) close(key);
    if (later) return show(*later);
    if (used || !resolved) return;
    QTimer::singleShot(kResolvedMs, this, [this, key, version = it->second.version] {
        const auto now = m_shown.find(key);
        if (now != m_shown.end() && now->second.version == version) close(key);
    });
}

/// Takes it off the screen. Some daemons leave a notification there after its action was used.
void DesktopNotifier::close(const std::string& key)
{
    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("CloseNotification"));
    call << m_shown.at(key).id;
    QDBusConnection::sessionBus().asyncCall(call);
    forget(key);
}

void DesktopNotifier::forget(const std::string& key)
{
    m_shown.erase(key);
    m_plan.closed(key);
}

/// The daemon is gone and its notifications with it; the ids of the next one mean others.
void DesktopNotifier::forgetAll()
{
    while (!m_shown.empty()) forget(std::string(m_shown.begin()->first));
}

std::optional<std::string> DesktopNotifier::keyOf(uint id) const
{
    for (const auto& [key, shown] : m_shown) {
        if (id != 0 && shown.id == id) return key;
    }
    return std::nullopt;
}

void DesktopNotifier::onActionInvoked(uint id, const QString&)
{
    const auto key = keyOf(id);
    if (!key) return;
    Shown& shown = m_shown.at(*key);
    const QByteArray target = shown.target;
    if (shown.asked) {
        shown.used = true;
    } else {
        close(*key);
    }
    Q_EMIT showRequested(target);
}

void DesktopNotifier::onClosed(uint id, uint)
{
    const auto key = keyOf(id);
    if (!key) return;
    if (Shown& shown = m_shown.at(*key); shown.asked) {
        shown.id = 0;
    } else {
        forget(*key);
    }
}

}  // namespace watchglass::app
