#pragma once

#include "ui/panels/bar_painter.h"
#include "ui/panels/panel_widget.h"
#include "ui/panels/reduced_values.h"

namespace watchglass::ui {

/// One bar per value, with its name and number. GUI thread only.
class BarGaugePanel final : public PanelWidget {
    Q_OBJECT

public:
    using PanelWidget::PanelWidget;

    [[nodiscard]] bool hasContent() const override { return !m_values.empty(); }
    [[nodiscard]] QString summary() const override { return describe(m_values); }

protected:
    void rebuild() override;
    void paintEvent(QPaintEvent* event) override;

private:
    void paintRow(QPainter& painter, const QRectF& tile, const ReducedValue& value, double valueSize,
                  double columnWidth) const;
    void paintColumn(QPainter& painter, const QRectF& tile, const ReducedValue& value, double valueSize) const;
    [[nodiscard]] QColor textColor(const ReducedValue& value) const;
    [[nodiscard]] bool isVertical() const;

    std::vector<ReducedValue> m_values;
    BarMode m_mode = BarMode::Gradient;
    bool m_showUnfilled = true;
    bool m_showValue = true;
    bool m_colorText = true;
    std::string m_namePlacement;
    std::string m_orientation;
    double m_least = 16;
    double m_most = 300;
};

}  // namespace watchglass::ui
