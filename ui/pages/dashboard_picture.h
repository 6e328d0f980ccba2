#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QTimer>

#include "engine/base/error.h"

namespace watchglass::ui {

class DashboardPage;
class DashboardSession;

/// Lays a whole dashboard out, off the screen, as it is shown: same range, variables, folded rows and width, and every
/// panel asked. Threads: GUI thread only.
class DashboardPicture final : public QObject {
    Q_OBJECT

public:
    DashboardPicture(const DashboardSession& shown, int width, QObject* parent = nullptr);
    ~DashboardPicture() override;

    [[nodiscard]] DashboardPage& page() { return *m_page; }

signals:
    /// All panels have their data. Once.
    void ready();
    /// It took longer than a minute.
    void failed();

private:
    void look();

    std::unique_ptr<DashboardPage> m_page;
    QTimer m_poll;
    qint64 m_polls = 0;
    int m_width;
};

/// Makes the page as tall as all of its panels, within what a picture can hold.
void fitToPanels(DashboardPage& page, int width);

}  // namespace watchglass::ui
