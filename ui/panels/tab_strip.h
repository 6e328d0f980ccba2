#pragma once

#include <QStringList>
#include <QTabBar>

#include "ui/theme/accessible_items.h"

namespace watchglass::ui {

/// The line of tabs above what the active one holds. Keyboard: Left, Right, Home and End change the tab. Tabs that do
/// not fit are reached with arrows at the end. GUI thread only.
class TabStrip final : public QTabBar, public AccessibleItemSource {
    Q_OBJECT

public:
    explicit TabStrip(QWidget* parent = nullptr);

    void setTabs(const QStringList& titles, int active);
    [[nodiscard]] const QStringList& titles() const { return m_titles; }

    [[nodiscard]] QAccessible::Role accessibleRole() const override { return QAccessible::PageTabList; }
    [[nodiscard]] std::vector<AccessibleItem> accessibleItems() const override;
    [[nodiscard]] bool hidesWidgets() const override { return true; }
    void pressItem(int index) override { setCurrentIndex(index); }

Q_SIGNALS:
    /// A person wants to see this tab.
    void chosen(int index);

protected:
    [[nodiscard]] QSize tabSizeHint(int index) const override;
    [[nodiscard]] QSize minimumTabSizeHint(int index) const override { return tabSizeHint(index); }
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void drawTab(QPainter& painter, int index);

    QStringList m_titles;
};

}  // namespace watchglass::ui
