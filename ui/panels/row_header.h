#pragma once

#include <QWidget>

namespace watchglass::ui {

/// The line that heads a row of panels and folds it. Keyboard: Space and Return. GUI thread only.
class RowHeader final : public QWidget {
    Q_OBJECT

public:
    explicit RowHeader(QWidget* parent = nullptr);

    void setTitle(const QString& title);
    /// `panels` is how many panels the row holds; it is shown while the row is folded.
    void setCollapsed(bool collapsed, int panels);
    [[nodiscard]] bool isCollapsed() const { return m_collapsed; }
    [[nodiscard]] QSize sizeHint() const override { return {200, 30}; }

Q_SIGNALS:
    void toggled(bool collapsed);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void toggle();
    void describe();

    QString m_title;
    bool m_collapsed = false;
    int m_panels = 0;
};

}  // namespace watchglass::ui
