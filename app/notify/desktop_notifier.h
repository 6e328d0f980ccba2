#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QVariantMap>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/notify/notification_plan.h"

class QDBusPendingCallWatcher;

namespace watchglass::app {

/// Shows firing alerts through org.freedesktop.Notifications on the session bus.
///
/// All calls are asynchronous. Without a bus or a daemon notifications are off until a daemon appears: that is no
/// error, it is logged once and available() says so. What the user has used or closed is not shown again. Threads: GUI
/// thread only; post() may be called from any thread.
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
    /// A notification that the daemon has, or has been asked for.
    struct Shown {
        uint id = 0;         ///< 0: none yet
        bool asked = false;  ///< the daemon has not answered yet
        bool used = false;   ///< its action was used meanwhile: closed as soon as it is known
        QByteArray target;
        quint64 version = 0;                ///< counts what was shown: tells whether it is still the same
        std::optional<Notification> later;  ///< came while the daemon was asked
    };

    void connectToBus();
    void flush();
    void show(const Notification& note);
    void onShown(const std::string& key, bool resolved, uint id);
    void close(const std::string& key);
    void forget(const std::string& key);
    void forgetAll();
    [[nodiscard]] std::optional<std::string> keyOf(uint id) const;

    NotificationPlan m_plan;
    std::vector<rules::AlertNotice> m_waiting;
    QTimer m_batch;
    bool m_available = false;
    bool m_connected = false;
    quint64 m_versions = 0;
    std::map<std::string, Shown> m_shown;  ///< by notification key
};

}  // namespace watchglass::app
