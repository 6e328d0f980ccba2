#pragma once

#include <QComboBox>

namespace watchglass::ui {

/// A box that the wheel of a scrolled form does not change. GUI thread only.
class QuietCombo final : public QComboBox {
    Q_OBJECT

public:
    explicit QuietCombo(QWidget* parent = nullptr);

protected:
    void wheelEvent(QWheelEvent* event) override;
};

}  // namespace watchglass::ui
