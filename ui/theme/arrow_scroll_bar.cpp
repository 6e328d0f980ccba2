#include "ui/theme/arrow_scroll_bar.h"

#include <QAbstractScrollArea>
#include <QPainter>
#include <QStyleOptionSlider>

#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kInset = 2;
constexpr double kRadius = 3;
constexpr int kTip = 4;  ///< from the end of the bar to an arrow's tip

/// Rows of 2, 4 and 6 pixels, as browsers draw so small an arrow.
void paintArrow(QPainter& painter, const QRect& bar, bool vertical, bool atEnd, const QColor& color)
{
    for (int row = 0; row < 3; ++row) {
        const int along = kTip + row;
        const int across = (vertical ? bar.width() : bar.height()) / 2 - row - 1;
        const int size = 2 * (row + 1);
        const int end = (vertical ? bar.height() : bar.width()) - 1;
        const int place = atEnd ? end - along : along;
        painter.fillRect(vertical ? QRect(across, place, size, 1) : QRect(place, across, 1, size), color);
    }
}

}  // namespace

ArrowScrollBar::ArrowScrollBar(Qt::Orientation orientation, QWidget* parent) : QScrollBar(orientation, parent)
{
    setProperty("wgArrows", true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    // A page is what scrolls, not all that is seen.
    connect(this, &QAbstractSlider::actionTriggered, this, [this](int action) {
        if (action == SliderPageStepAdd) setSliderPosition(value() + m_page);
        if (action == SliderPageStepSub) setSliderPosition(value() - m_page);
    });
}

void ArrowScrollBar::setFixedPart(int length)
{
    m_fixed = length;
    updatePageStep();
}

void ArrowScrollBar::setOnPanel(bool on)
{
    m_onPanel = on;
    setAttribute(Qt::WA_OpaquePaintEvent, !on);
}

void ArrowScrollBar::updatePageStep()
{
    m_adjusting = true;
    setPageStep(m_page + m_fixed);
    m_adjusting = false;
}

void ArrowScrollBar::sliderChange(SliderChange change)
{
    if (change == SliderStepsChange && !m_adjusting) {
        m_page = pageStep();
        updatePageStep();
    }
    QScrollBar::sliderChange(change);
}

void ArrowScrollBar::paintEvent(QPaintEvent*)
{
    const Theme& theme = currentTheme();
    QStyleOptionSlider option;
    initStyleOption(&option);
    const bool vertical = orientation() == Qt::Vertical;
    const QRect handle = style()->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarSlider, this);
    const QColor ink = m_onPanel ? theme.borderStrong : theme.scrollThumb;
    const QColor thumb = isSliderDown() || underMouse() ? theme.textSecondary : ink;
    QPainter painter(this);
    if (!m_onPanel) painter.fillRect(rect(), theme.scrollTrack);
    paintArrow(painter, rect(), vertical, false, ink);
    paintArrow(painter, rect(), vertical, true, ink);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(thumb);
    painter.drawRoundedRect(vertical ? handle.adjusted(kInset, 0, -kInset, 0) : handle.adjusted(0, kInset, 0, -kInset),
                            kRadius, kRadius);
}

void useArrowScrollBars(QAbstractScrollArea& area)
{
    for (const Qt::Orientation orientation : {Qt::Vertical, Qt::Horizontal}) {
        auto* bar = new ArrowScrollBar(orientation, &area);
        bar->setOnPanel(true);
        if (orientation == Qt::Vertical)
            area.setVerticalScrollBar(bar);
        else
            area.setHorizontalScrollBar(bar);
    }
}

}  // namespace watchglass::ui
