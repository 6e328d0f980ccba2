#pragma once

#include <QWidget>

namespace watchglass::ui {

/// The corner by which a panel is resized; it stays in its parent's lower right corner. GUI thread only.
class ResizeHandle final : public QWidget {
    Q_OBJECT

public:
    explicit ResizeHandle(QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
};

/// Shows on the grid where what is dragged will stand. GUI thread only.
class PlaceMark final : public QWidget {
    Q_OBJECT

public:
    explicit PlaceMark(QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace watchglass::ui
