#include "ui/widgets/controls_bar.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QCheckBox>
#include <QMenu>
#include <QPainter>
#include <QPixmap>
#include <QPushButton>
#include <QSignalBlocker>

#include "ui/theme/button_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"

namespace watchglass::ui {

namespace {

/// A dot of the colour that the annotation's marks have.
QIcon dot(const QColor& color)
{
    constexpr int kSize = 24;
    QPixmap picture(kSize, kSize);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(4, 4, kSize - 8, kSize - 8));
    return QIcon(picture);
}

}  // namespace

IconKind linkIcon(std::string_view name)
{
    static constexpr std::array<std::pair<std::string_view, IconKind>, 6> kIcons{{{"external link", IconKind::External},
                                                                                  {"question", IconKind::Question},
                                                                                  {"info", IconKind::Info},
                                                                                  {"bolt", IconKind::Bolt},
                                                                                  {"doc", IconKind::Document},
                                                                                  {"cloud", IconKind::Cloud}}};
    const auto* found = std::find_if(kIcons.begin(), kIcons.end(), [&](const auto& one) { return one.first == name; });
    return found == kIcons.end() ? IconKind::Dashboard : found->second;
}

ControlsBar::ControlsBar(QWidget* parent) : QWidget(parent)
{
    new FlowLayout(this, 12);
    hide();
}

void ControlsBar::setContent(const std::vector<ControlSwitch>& switches, const std::vector<ControlLink>& links)
{
    if (switches == m_switches && links == m_links) return;
    // The box that was clicked stays, and has the focus.
    const bool sameBoxes = links == m_links &&
                           std::equal(switches.begin(), switches.end(), m_switches.begin(), m_switches.end(),
                                      [](const ControlSwitch& a, const ControlSwitch& b) {
                                          return a.id == b.id && a.title == b.title;
                                      });
    m_switches = switches;
    m_links = links;
    if (sameBoxes) {
        for (std::size_t i = 0; i < switches.size(); ++i) showSwitch(*m_boxes[i], switches[i]);
        return;
    }
    m_boxes.clear();
    qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
    for (const ControlSwitch& one : switches) {
        auto* box = new QCheckBox(buttonText(one.title), this);
        box->setIconSize({12, 12});
        box->setMinimumHeight(Metrics::kControlHeight);  // in line with the buttons of links
        box->setAccessibleName(tr("Annotations: %1").arg(one.title));
        showSwitch(*box, one);
        connect(box, &QCheckBox::toggled, this, [this, id = one.id](bool on) { Q_EMIT switched(id, on); });
        layout()->addWidget(box);
        box->show();
        m_boxes.push_back(box);
    }
    for (const ControlLink& link : links) addLink(link);
    setVisible(!switches.empty() || !links.empty());
}

void ControlsBar::showSwitch(QCheckBox& box, const ControlSwitch& now)
{
    const QSignalBlocker quiet(&box);
    const bool fine = now.trouble.isEmpty();
    box.setIcon(fine ? dot(now.color) : icon(IconKind::Warning, currentTheme().warningText));
    box.setChecked(now.on);
    box.setToolTip(fine ? box.accessibleName() : now.trouble);
    box.setAccessibleDescription(now.trouble);
}

void ControlsBar::addLink(const ControlLink& link)
{
    auto* button = new QPushButton(this);
    button->setText(QLatin1Char(' ') + buttonText(link.title));  // room behind the icon
    button->setToolTip(link.tooltip.isEmpty() ? link.title : link.tooltip);
    button->setAccessibleName(link.title);
    button->setIcon(icon(link.asMenu ? IconKind::Menu : link.icon));
    button->setAutoDefault(false);
    if (link.asMenu) {
        auto* menu = new QMenu(button);
        for (const ControlLink::Target& target : link.targets)
            connect(menu->addAction(buttonText(target.title)), &QAction::triggered, this,
                    [this, target] { follow(target); });
        if (link.targets.empty()) menu->addAction(tr("No dashboard with these tags is known"))->setEnabled(false);
        button->setMenu(menu);
    } else if (!link.targets.empty()) {
        connect(button, &QPushButton::clicked, this, [this, target = link.targets.front()] { follow(target); });
    }
    layout()->addWidget(button);
    button->show();
}

void ControlsBar::follow(const ControlLink::Target& target)
{
    if (!target.location.isEmpty()) {
        Q_EMIT dashboardRequested(target.location);
    } else {
        Q_EMIT linkActivated(target.url);
    }
}

}  // namespace watchglass::ui
