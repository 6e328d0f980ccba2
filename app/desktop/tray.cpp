#include "app/desktop/tray.h"

#include <QPainter>
#include <QPainterPath>

namespace watchglass::app {

namespace {

QPixmap drawIcon(int size, int firing)
{
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(size / 64.0, size / 64.0);
    // The dish.
    QRadialGradient glass(QPointF(26, 22), 44);
    glass.setColorAt(0, QColor(0x2f, 0x3a, 0x52));
    glass.setColorAt(1, QColor(0x14, 0x18, 0x22));
    painter.setPen(QPen(QColor(0xff, 0x88, 0x33), 4));
    painter.setBrush(glass);
    painter.drawEllipse(QRectF(4, 4, 56, 56));
    // What lies in it.
    QPainterPath line(QPointF(13, 40));
    for (const QPointF& point : {QPointF(21, 33), QPointF(27, 37), QPointF(35, 20), QPointF(42, 30), QPointF(51, 23)}) {
        line.lineTo(point);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0x73, 0xbf, 0x69), 4.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(line);
    if (firing > 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0xe0, 0x22, 0x6e));
        painter.drawEllipse(QRectF(32, 32, 32, 32));
        painter.setPen(Qt::white);
        QFont font = painter.font();
        font.setPixelSize(22);
        font.setBold(true);
        painter.setFont(font);
        painter.drawText(QRectF(32, 32, 32, 32), Qt::AlignCenter,
                         firing > 9 ? QStringLiteral("9+") : QString::number(firing));
    }
    return pixmap;
}

}  // namespace

QIcon programIcon(int firing)
{
    QIcon icon;
    for (const int size : {16, 22, 24, 32, 48, 64, 128}) icon.addPixmap(drawIcon(size, firing));
    return icon;
}

Tray::Tray(QObject* parent) : QObject(parent)
{
    m_menu.addAction(tr("Show Watchglass"), this, &Tray::showRequested);
    m_menu.addAction(tr("Alerts"), this, &Tray::alertsRequested);
    m_menu.addSeparator();
    m_menu.addAction(tr("Quit"), this, &Tray::quitRequested);
    m_icon.setContextMenu(&m_menu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger) Q_EMIT showRequested();
    });
    setFiring(0);
    m_icon.show();
}

void Tray::setFiring(int count)
{
    m_icon.setIcon(programIcon(count));
    if (count == 0) m_icon.setToolTip(tr("Watchglass: no alert fires"));
    if (count == 1) m_icon.setToolTip(tr("Watchglass: 1 alert fires"));
    if (count > 1) m_icon.setToolTip(tr("Watchglass: %1 alerts fire").arg(count));
}

}  // namespace watchglass::app
