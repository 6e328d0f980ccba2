#include "ui/pages/dashboard_picture.h"

#include <algorithm>

#include <QLayout>

#include "ui/pages/dashboard_page.h"
#include "ui/pages/dashboard_view.h"

namespace watchglass::ui {

namespace {

constexpr int kPollMs = 10;
constexpr int kMostPolls = 6'000;
constexpr int kFirstHeight = 800;
constexpr int kLargestHeight = 30'000;  ///< pixels; a picture beyond it would not fit in memory

}  // namespace

void fitToPanels(DashboardPage& page, int width)
{
    const int bars = page.height() - page.view().height();
    page.resize(width, std::min(kLargestHeight, bars + page.view().canvas()->height()));
}

DashboardPicture::DashboardPicture(const DashboardSession& shown, int width, QObject* parent)
    : QObject(parent), m_page(std::make_unique<DashboardPage>(shown.dashboard(), shown.backend())), m_width(width)
{
    m_page->session().adopt(shown);
    m_page->layout()->setSizeConstraint(QLayout::SetNoConstraint);
    m_page->resize(width, kFirstHeight);
    m_page->setAttribute(Qt::WA_DontShowOnScreen);
    m_page->show();
    m_page->view().setEverythingVisible(true);
    connect(&m_poll, &QTimer::timeout, this, &DashboardPicture::look);
    m_poll.start(kPollMs);
}

DashboardPicture::~DashboardPicture() = default;

void DashboardPicture::look()
{
    fitToPanels(*m_page, m_width);
    if (m_page->view().settled()) {
        m_poll.stop();
        Q_EMIT ready();
    } else if (++m_polls == kMostPolls) {
        m_poll.stop();
        Q_EMIT failed();
    }
}

}  // namespace watchglass::ui
