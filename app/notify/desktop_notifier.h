#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QVariantMap>
#include <vector>

#include "app/notify/notification_plan.h"

class QDBusPendingCallWatcher;

namespace watchglass::app {

/// Shows firing alerts through org.freedesktop.Notifications on the session bus.
///
/// All calls are asynchronous. Without a bus or a daemon notifications are off: that is no error, it is logged
/// once and available() says so.
/// Threads: GUI thread only; post() may be called from any thread.
class DesktopNotifier final : public QObject {
    Q_OBJECT

public:
    explicit DesktopNotifier(QObject* parent = nullptr);

    /// Takes what an evaluation told. Batches that come within a moment are taken together.
    void post(const std::vector<rules::AlertNotice>& notices);

    [[nodiscard]] bool available() const { return m_available; }
    [[nodiscard]] std::size_t firing() const { return m_plan.firing(); }

signals:
    /// The user chose "Show" on an alert, or on a summary (then `labels` is empty).
    void showRequested(const QByteArray& packedLabels);
    void firingChanged(int firing);

private slots:
    void onActionInvoked(uint id, const QString& action);
    void onClosed(uint id, uint reason);

private:
    void flush();
    void show(const Notification& note);
    void close(uint id);

    NotificationPlan m_plan;
    std::vector<rules::AlertNotice> m_waiting;
    QTimer m_batch;
    bool m_available = false;
    bool m_connected = false;
    QHash<QByteArray, uint> m_ids;      ///< by notification key
    QHash<uint, QByteArray> m_targets;  ///< what "Show" leads to, by id
};

}  // namespace watchglass::app
