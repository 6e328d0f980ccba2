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

namespace {

/// Leaves room for the frame, which QCompleter takes for three pixels: a list that fits does not scroll.
class FrameRoom final : public QObject {
public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        auto* list = qobject_cast<QFrame*>(watched);
        if (event->type() == QEvent::Show && list) list->resize(list->width(), list->height() + missing(*list));
        return QObject::eventFilter(watched, event);
    }

private:
    static int missing(const QFrame& list) { return std::max(0, 2 * list.frameWidth() - 6); }
};

}  // namespace

void setUpCompletions(QCompleter& completer)
{
    completer.popup()->installEventFilter(new FrameRoom(completer.popup()));
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
