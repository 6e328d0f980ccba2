#pragma once

#include <QAbstractButton>

namespace watchglass::ui {

/// The title of a dashboard row; a click or Enter opens and closes it.
class RowHeader final : public QAbstractButton {
    Q_OBJECT

public:
    explicit RowHeader(QWidget* parent = nullptr);

    void setRow(const QString& title, bool collapsed, int panels);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_collapsed = false;
    int m_panels = 0;
};

}  // namespace watchglass::ui
