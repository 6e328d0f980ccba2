#include "ui/query/background.h"

#include <QCoreApplication>
#include <QMetaObject>

namespace watchglass::ui {

void deliverTo(const QPointer<QObject>& context, const std::shared_ptr<std::stop_source>& stop,
               std::function<void()> deliver)
{
    QCoreApplication* app = QCoreApplication::instance();
    if (!app) return;
    // Queued on the application, which outlives the pool; only the GUI thread may look at the pointer.
    QMetaObject::invokeMethod(
        app,
        [context, stop, deliver = std::move(deliver)] {
            if (context && !stop->stop_requested()) deliver();
        },
        Qt::QueuedConnection);
}

}  // namespace watchglass::ui
