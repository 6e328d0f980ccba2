#include "app/desktop/single_instance.h"

#include <unistd.h>

#include <QCryptographicHash>
#include <QDataStream>
#include <QDir>
#include <QFile>
#include <QLocalSocket>

namespace watchglass::app {

namespace {

constexpr int kConnectMs = 300;
constexpr int kReplyMs = 2000;

}  // namespace

SingleInstance::SingleInstance(const QString& key, QObject* parent) : QObject(parent)
{
    const QByteArray digest = QCryptographicHash::hash((key + QString::number(getuid())).toUtf8(),
                                                       QCryptographicHash::Sha256)
                                  .toHex()
                                  .left(16);
    m_name = QStringLiteral("watchglass-%1").arg(QString::fromLatin1(digest));
    // The user's own folder where there is one: in the shared temporary folder others could take the name.
    if (const QByteArray own = qgetenv("XDG_RUNTIME_DIR"); own.startsWith('/')) {
        m_name = QFile::decodeName(own) + QLatin1Char('/') + m_name;
    }
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::onConnection);
}

bool SingleInstance::handOver(const QStringList& files)
{
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (socket.waitForConnected(kConnectMs)) {
        QStringList absolute;
        for (const QString& file : files) absolute << QDir::current().absoluteFilePath(file);
        QDataStream out(&socket);
        out << absolute;
        socket.flush();
        // The answer tells that a live instance took it, not a socket that nobody serves.
        if (socket.waitForReadyRead(kReplyMs)) return true;
    }
    QLocalServer::removeServer(m_name);  // left by a crash
    m_server.listen(m_name);
    return false;
}

void SingleInstance::onConnection()
{
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            QDataStream in(socket);
            in.startTransaction();
            QStringList files;
            in >> files;
            if (!in.commitTransaction()) return;
            socket->write("ok");
            socket->flush();
            Q_EMIT activated(files);
        });
    }
}

}  // namespace watchglass::app
