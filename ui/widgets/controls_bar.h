#pragma once

#include <QColor>
#include <QString>
#include <QUrl>
#include <QWidget>
#include <string_view>
#include <vector>

#include "ui/theme/icons.h"

class QCheckBox;

namespace watchglass::ui {

/// What can be switched on and off in a ControlsBar.
struct ControlSwitch {
    int id = 0;  ///< what the signal names
    QString title;
    QColor color;
    bool on = false;
    QString trouble;  ///< what is wrong with it; a mark stands in place of the colour
    bool operator==(const ControlSwitch&) const = default;
};

/// A link of a ControlsBar, or a menu of several.
struct ControlLink {
    struct Target {
        QString title;
        QString tooltip;
        QUrl url;
        QString location;  ///< a dashboard instead of an address
        bool operator==(const Target&) const = default;
    };
    QString title;
    QString tooltip;
    bool asMenu = false;
    IconKind icon = IconKind::Dashboard;
    std::vector<Target> targets;
    bool operator==(const ControlLink&) const = default;
};

/// The icon of a link by its name in Grafana's files: "external link", "question" ...
[[nodiscard]] IconKind linkIcon(std::string_view name);

/// The line below the variables: annotations that can be switched, and the dashboard's links. Without any it takes no
/// room. GUI thread only.
class ControlsBar final : public QWidget {
    Q_OBJECT

public:
    explicit ControlsBar(QWidget* parent = nullptr);

    /// Content that is there already is left alone: an open menu stays open while the dashboard refreshes.
    void setContent(const std::vector<ControlSwitch>& switches, const std::vector<ControlLink>& links);

signals:
    void switched(int id, bool on);
    void linkActivated(const QUrl& url);
    void dashboardRequested(const QString& location);

private:
    static void showSwitch(QCheckBox& box, const ControlSwitch& now);
    void addLink(const ControlLink& link);
    void follow(const ControlLink::Target& target);

    std::vector<QCheckBox*> m_boxes;
    std::vector<ControlSwitch> m_switches;
    std::vector<ControlLink> m_links;
};

}  // namespace watchglass::ui
