#pragma once

#include <QWidget>

#include "ui/theme/icons.h"

class QButtonGroup;
class QToolButton;
class QVBoxLayout;

namespace watchglass::ui {

/// The pages of the window as a column of icons with words, at the left edge.
class NavRail final : public QWidget {
    Q_OBJECT

public:
    explicit NavRail(QWidget* parent = nullptr);

    /// Adds an entry; its index is how it is chosen. Ctrl+1, Ctrl+2 ... choose them too.
    void add(IconKind kind, const QString& text);
    void setCurrent(int index);
    /// A number on an entry, such as firing alerts; 0 shows none.
    void setBadge(int index, int count);

signals:
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QButtonGroup* m_group;
    QVBoxLayout* m_layout;
};

}  // namespace watchglass::ui
