#include "ui/widgets/refresh_picker.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>
#include <chrono>

#include "engine/base/duration.h"
#include "ui/theme/icons.h"
#include "ui/widgets/drop_down_button.h"

namespace watchglass::ui {

namespace {

QString intervalText(int ms)
{
    return ms <= 0 ? QStringLiteral("Off") : QString::fromStdString(formatDuration(std::chrono::milliseconds{ms}));
}

}  // namespace

RefreshPicker::RefreshPicker(QWidget* parent)
    : QWidget(parent), m_now(new QToolButton(this)), m_interval(new DropDownButton(this)), m_menu(new QMenu(m_interval))
{
    m_now->setProperty("wgButton", true);
    m_now->setIcon(icon(IconKind::Refresh));
    m_now->setToolTip(tr("Refresh (F5)"));
    m_now->setAccessibleName(tr("Refresh now"));
    m_now->setShortcut(Qt::Key_F5);
    m_interval->setPopupMode(QToolButton::InstantPopup);
    m_interval->setToolTip(tr("Refresh interval"));

    m_interval->setMenu(m_menu);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_now);
    layout->addWidget(m_interval);
    connect(m_now, &QToolButton::clicked, this, &RefreshPicker::refreshClicked);
    setIntervals({});
}

void RefreshPicker::setIntervals(std::vector<int> intervalsMs)
{
    if (intervalsMs.empty())
        intervalsMs = {250, 1000, 5000, 10'000, 30'000, 60'000, 300'000, 900'000, 1'800'000, 3'600'000};
    intervalsMs.insert(intervalsMs.begin(), 0);
    m_menu->clear();
    for (const int ms : intervalsMs) {
        QAction* action = m_menu->addAction(intervalText(ms), this, [this, ms] { Q_EMIT intervalChosen(ms); });
        action->setData(ms);
    }
    setInterval(m_intervalMs);
}

void RefreshPicker::setInterval(int ms)
{
    m_intervalMs = ms;
    m_interval->setText(intervalText(ms));
    m_interval->setAccessibleName(tr("Refresh interval: %1").arg(m_interval->text()));
    for (QAction* action : m_menu->actions()) {
        if (action->data().toInt() == ms) m_menu->setDefaultAction(action);
    }
}

}  // namespace watchglass::ui
