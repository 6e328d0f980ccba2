#include "ui/widgets/popup.h"

#include <QCompleter>
#include <QListView>
#include <QScreen>
#include <algorithm>

namespace watchglass::ui {

Popup::Popup(QWidget* parent) : QFrame(parent, Qt::Popup) { setProperty("wgPopup", true); }

void Popup::openBelow(const QWidget& anchor, Qt::AlignmentFlag edge)
{
    constexpr int kGap = 4;
    adjustSize();
    QPoint corner = anchor.mapToGlobal(
        QPoint(edge == Qt::AlignRight ? anchor.width() - width() : 0, anchor.height() + kGap));
    const QRect screen = anchor.screen()->availableGeometry();
    corner.setX(std::clamp(corner.x(), screen.left(), std::max(screen.left(), screen.right() + 1 - width())));
    corner.setY(std::clamp(corner.y(), screen.top(), std::max(screen.top(), screen.bottom() + 1 - height())));
    move(corner);
    show();
}

void setUpCompletions(QCompleter& completer)
{
    completer.popup()->setProperty("wgCompletions", true);
    completer.popup()->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
}

void setUpPopupList(QListView& list)
{
    list.setProperty("wgPopupList", true);
    list.setMouseTracking(true);  // for the colour under the pointer
    list.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
}

}  // namespace watchglass::ui
