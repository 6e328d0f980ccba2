#include "ui/panels/link_menu.h"

#include <algorithm>

#include <QCursor>
#include <QMenu>
#include <QUrl>

#include "ui/panels/panel_support.h"
#include "ui/theme/button_text.h"

namespace watchglass::ui {

namespace {

QUrl urlOf(const ShownLink& link) { return QUrl(toQString(link.href), QUrl::TolerantMode); }

}  // namespace

bool followLinks(PanelWidget& panel, const DataPoint& point)
{
    const auto links = linksAt(point, panel.data().replace);
    if (links.empty()) return false;
    const auto direct = std::find_if(links.begin(), links.end(), [](const ShownLink& link) { return link.oneClick; });
    if (links.size() == 1 || direct != links.end()) {
        Q_EMIT panel.linkActivated(urlOf(direct == links.end() ? links.front() : *direct));
        return true;
    }
    auto* menu = new QMenu(&panel);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const ShownLink& link : links) {
        const QString title = toQString(link.title.empty() ? link.href : link.title);
        QObject::connect(menu->addAction(buttonText(title)), &QAction::triggered, &panel,
                         [&panel, url = urlOf(link)] { Q_EMIT panel.linkActivated(url); });
    }
    menu->popup(QCursor::pos());
    return true;
}

}  // namespace watchglass::ui
