#pragma once

#include <QToolButton>

namespace watchglass::ui {

/// A button that opens something below it: with a chevron at its right end. GUI thread only.
class DropDownButton : public QToolButton {
    Q_OBJECT

public:
    explicit DropDownButton(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace watchglass::ui
