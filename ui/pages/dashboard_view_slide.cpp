#include <algorithm>
#include <cmath>

#include "ui/pages/dashboard_view.h"
#include "ui/panels/panel_widget.h"
#include "ui/theme/motion.h"

namespace watchglass::ui {

namespace {

constexpr double kFrameMs = 16;        ///< the pace of displays
constexpr double kLongestMs = 60'000;  ///< clocks may be set

}  // namespace

std::optional<double> DashboardView::slide()
{
    if (!isVisible() || window()->isMinimized() || !m_session.followsClock() || wantsLessMotion(*this)) return {};
    const std::int64_t now = m_session.timeContext().nowMs;
    std::optional<double> next;
    for (auto& [key, slot] : m_slots) {
        // What its source said last stays where it was.
        if (!slot.body || !slot.answer || !slot.staleSince.isEmpty() || !isSeen(slot)) continue;
        const auto due = slot.body->slideTo(static_cast<double>(now));
        if (!due) continue;
        slot.shownMs = now;
        next = std::min(next.value_or(*due), *due);
    }
    return next;
}

void DashboardView::slideSoon()
{
    const auto next = slide();
    if (!next) return;
    const double wait = *next - static_cast<double>(m_session.timeContext().nowMs);
    m_slide.start(static_cast<int>(std::ceil(std::clamp(wait, kFrameMs, kLongestMs))));
}

}  // namespace watchglass::ui
