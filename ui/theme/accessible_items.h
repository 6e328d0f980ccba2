#pragma once

#include <vector>

#include <QAccessible>
#include <QRect>
#include <QString>

namespace watchglass::ui {

/// Something that a widget draws and that assistive tools are told of as a child of it.
struct AccessibleItem {
    QString name;
    QString value;
    QRect rect;  ///< in the widget; empty: all of it
    QAccessible::Role role = QAccessible::ListItem;
    QAccessible::State state;
};

/// A widget that says what it is and what it draws. Every QWidget that is one too gets an interface of its own in Qt's
/// accessibility tree, once installAccessibleItems() was called.
class AccessibleItemSource {
public:
    virtual ~AccessibleItemSource() = default;

    [[nodiscard]] virtual QAccessible::Role accessibleRole() const = 0;
    /// What the widget shows as a whole, in words.
    [[nodiscard]] virtual QString accessibleValue() const { return {}; }
    /// Flags beside those that every widget has.
    virtual void addAccessibleState(QAccessible::State&) const {}
    [[nodiscard]] virtual std::vector<AccessibleItem> accessibleItems() const { return {}; }
    /// Whether assistive tools are told of the items alone and of no widget in it.
    [[nodiscard]] virtual bool hidesWidgets() const { return false; }
    /// What a press or a switch of an item does.
    virtual void pressItem(int) {}
    virtual void toggleItem(int) {}
};

/// Makes the interfaces known to Qt. Can be called again.
void installAccessibleItems();

/// Tells that an item of a widget has the focus now.
void announceItem(QWidget& widget, int item);

}  // namespace watchglass::ui
