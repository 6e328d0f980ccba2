#pragma once

#include <QLocalServer>
#include <QObject>
#include <QStringList>

namespace watchglass::app {

/// Lets one window run per user and data directory: a second start hands its files over and ends.
/// Threads: GUI thread only.
class SingleInstance final : public QObject {
    Q_OBJECT

public:
    /// `key` tells instances apart: the data directory.
    explicit SingleInstance(const QString& key, QObject* parent = nullptr);

    /// Hands `files` to the instance that runs already. False when there is none; then this one listens.
    [[nodiscard]] bool handOver(const QStringList& files);

signals:
    /// A second start: raise the window, open these.
    void activated(const QStringList& files);

private:
    void onConnection();

    QString m_name;
    QLocalServer m_server;
};

}  // namespace watchglass::app
