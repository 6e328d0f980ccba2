#pragma once

#include <QWidget>

class QPushButton;

namespace watchglass::ui {

/// What stands in the place of the panels of a dashboard that has none, over the whole of `place`. GUI thread only.
class EmptyNote final : public QWidget {
    Q_OBJECT

public:
    explicit EmptyNote(QWidget* place);

    /// Whether it offers to add a panel.
    void setEditable(bool on);

signals:
    void addRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QPushButton* m_add;
};

}  // namespace watchglass::ui
