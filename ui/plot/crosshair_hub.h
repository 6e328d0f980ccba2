#pragma once

#include <QObject>

namespace watchglass::ui {

/// Tells all graphs of a dashboard where the pointer of one of them stands. GUI thread only.
class CrosshairHub final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Whether graphs show their values too while the pointer is over another one.
    void setTooltips(bool on) { m_tooltips = on; }
    [[nodiscard]] bool tooltips() const { return m_tooltips; }

    /// Called by the graph under the pointer. `source` keeps it from answering itself.
    void move(double timeMs, const QObject* source) { Q_EMIT moved(timeMs, source); }
    void leave(const QObject* source) { Q_EMIT left(source); }

Q_SIGNALS:
    void moved(double timeMs, const QObject* source);
    void left(const QObject* source);

private:
    bool m_tooltips = false;
};

}  // namespace watchglass::ui
