#pragma once

#include "ui/panels/panel_widget.h"

namespace watchglass::ui {

/// The card in the place of a panel whose type this program does not draw. GUI thread only.
class UnsupportedPanel final : public PanelWidget {
    Q_OBJECT

public:
    using PanelWidget::PanelWidget;

    [[nodiscard]] bool hasContent() const override { return true; }
    [[nodiscard]] QString summary() const override;

protected:
    void rebuild() override { setAccessibleDescription(summary()); }
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace watchglass::ui
