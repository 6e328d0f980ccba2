#include "app/notify/desktop_notifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

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

void DesktopNotifier::flush()
{
    // Connected here and not in the constructor: nothing touches the bus before the first paint.
    if (!m_connected) {
        m_connected = true;
        QDBusConnection bus = QDBusConnection::sessionBus();
        m_available = bus.isConnected();
        if (m_available) {
            bus.connect(kService, kPath, kService, QStringLiteral("ActionInvoked"), this,
                        SLOT(onActionInvoked(uint, QString)));
            bus.connect(kService, kPath, kService, QStringLiteral("NotificationClosed"), this,
                        SLOT(onClosed(uint, uint)));
        } else {
            logWarning("notify", "no session bus: desktop notifications are off");
        }
    }
    const std::vector<rules::AlertNotice> notices = std::move(m_waiting);
    m_waiting.clear();
    for (const Notification& note : m_plan.take(notices)) show(note);
    Q_EMIT firingChanged(static_cast<int>(m_plan.firing()));
}

void DesktopNotifier::show(const Notification& note)
{
    if (!m_available) return;
    const QByteArray key = QByteArray::fromStdString(note.key);
    QVariantMap hints;
    hints.insert(QStringLiteral("urgency"), QVariant::fromValue(static_cast<uchar>(note.urgency)));
    hints.insert(QStringLiteral("category"), QStringLiteral("device"));
    hints.insert(QStringLiteral("desktop-entry"), QStringLiteral("watchglass"));
    const QStringList actions{QStringLiteral("default"), tr("Show"), QStringLiteral("show"), tr("Show")};
    const int timeout = note.resolved ? kResolvedMs : note.urgency == Urgency::Critical ? 0 : -1;

    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("Notify"));
    call << QStringLiteral("Watchglass") << m_ids.value(key, 0U) << QStringLiteral("dialog-warning")
         << fromUtf8(note.summary) << escaped(note.body) << actions << hints << timeout;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    const QByteArray target = note.alert ? QByteArray::fromStdString(note.alert->packed()) : QByteArray();
    const bool resolved = note.resolved;
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, key, target, resolved](QDBusPendingCallWatcher* done) {
                done->deleteLater();
                const QDBusPendingReply<uint> reply = *done;
                if (reply.isError()) {
                    if (m_available)
                        logWarning("notify", "desktop notifications are off: " + reply.error().message().toStdString());
                    m_available = false;
                    return;
                }
                const uint id = reply.value();
                m_ids.insert(key, id);
                m_targets.insert(id, target);
                if (resolved) {
                    m_ids.remove(key);
                    QTimer::singleShot(kResolvedMs, this, [this, id] { close(id); });
                }
            });
}

void DesktopNotifier::close(uint id)
{
    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("CloseNotification"));
    call << id;
    QDBusConnection::sessionBus().asyncCall(call);
    m_targets.remove(id);
}

void DesktopNotifier::onActionInvoked(uint id, const QString&)
{
    const auto it = m_targets.constFind(id);
    if (it != m_targets.constEnd()) Q_EMIT showRequested(it.value());
}

void DesktopNotifier::onClosed(uint id, uint)
{
    m_targets.remove(id);
    for (auto it = m_ids.begin(); it != m_ids.end();) it = it.value() == id ? m_ids.erase(it) : ++it;
}

}  // namespace watchglass::app
