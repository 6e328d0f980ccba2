#pragma once

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QImage>
#include <QObject>
#include <QStringList>

namespace watchglass::test {

/// The tray of a desktop that speaks StatusNotifierItem, without a picture: it takes items and asks them.
class StatusNotifierWatcher : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(QStringList RegisteredStatusNotifierItems READ items)
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ isHostRegistered)
    Q_PROPERTY(int ProtocolVersion READ protocolVersion)

public:
    StatusNotifierWatcher()
    {
        QDBusConnection bus = QDBusConnection::sessionBus();
        m_registered = bus.registerObject("/StatusNotifierWatcher", this, QDBusConnection::ExportAllContents) &&
                       bus.registerService("org.kde.StatusNotifierWatcher");
    }
    ~StatusNotifierWatcher() override
    {
        QDBusConnection::sessionBus().unregisterService("org.kde.StatusNotifierWatcher");
        QDBusConnection::sessionBus().unregisterObject("/StatusNotifierWatcher");
    }

    [[nodiscard]] bool isRegistered() const { return m_registered; }
    [[nodiscard]] QStringList items() const { return m_items; }
    [[nodiscard]] bool isHostRegistered() const { return true; }
    [[nodiscard]] int protocolVersion() const { return 0; }

    /// The largest picture of the first item; null when it gives none.
    [[nodiscard]] QImage icon() const
    {
        QImage best;
        const QVariant value = property("IconPixmap");
        if (!value.canConvert<QDBusArgument>()) return best;
        const auto argument = value.value<QDBusArgument>();
        argument.beginArray();
        while (!argument.atEnd()) {
            int width = 0;
            int height = 0;
            QByteArray bytes;
            argument.beginStructure();
            argument >> width >> height >> bytes;
            argument.endStructure();
            if (width <= best.width() || bytes.size() != qsizetype{4} * width * height) continue;
            best = QImage(width, height, QImage::Format_ARGB32);
            for (qsizetype i = 0; i < qsizetype{width} * height; ++i) {
                const auto at = [&](qsizetype k) { return static_cast<uchar>(bytes[4 * i + k]); };
                best.setPixel(static_cast<int>(i % width), static_cast<int>(i / width),
                              qRgba(at(1), at(2), at(3), at(0)));
            }
        }
        argument.endArray();
        return best;
    }

    [[nodiscard]] QString toolTip() const
    {
        const QVariant value = property("ToolTip");
        if (!value.canConvert<QDBusArgument>()) return {};
        const auto argument = value.value<QDBusArgument>();
        QString iconName;
        QString title;
        argument.beginStructure();
        argument >> iconName;
        argument.beginArray();
        while (!argument.atEnd()) {
            int width = 0;
            int height = 0;
            QByteArray bytes;
            argument.beginStructure();
            argument >> width >> height >> bytes;
            argument.endStructure();
        }
        argument.endArray();
        argument >> title;
        argument.endStructure();
        return title;
    }

public Q_SLOTS:
    void RegisterStatusNotifierItem(const QString& service) { m_items << service; }
    void RegisterStatusNotifierHost(const QString&) {}

private:
    [[nodiscard]] QVariant property(const char* name) const
    {
        if (m_items.isEmpty()) return {};
        QDBusMessage call = QDBusMessage::createMethodCall(m_items.first(), "/StatusNotifierItem",
                                                           "org.freedesktop.DBus.Properties", "Get");
        call << "org.kde.StatusNotifierItem" << name;
        const QDBusMessage answer = QDBusConnection::sessionBus().call(call, QDBus::Block, 5000);
        if (answer.type() != QDBusMessage::ReplyMessage) return {};
        return answer.arguments().constFirst().value<QDBusVariant>().variant();
    }

    bool m_registered = false;
    QStringList m_items;
};

}  // namespace watchglass::test
