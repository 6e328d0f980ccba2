#pragma once

#include "ui/panels/bar_gauge_layout.h"
#include "ui/panels/panel_widget.h"
#include "ui/panels/reduced_values.h"

namespace watchglass::ui {

class ArrowScrollBar;

/// One bar per value, with its name and number. GUI thread only.
class BarGaugePanel final : public PanelWidget {
    Q_OBJECT

public:
    explicit BarGaugePanel(QWidget* parent = nullptr);

    [[nodiscard]] bool hasContent() const override { return !m_values.empty(); }
    [[nodiscard]] QString summary() const override { return describe(m_values); }
    [[nodiscard]] std::vector<AccessibleItem> accessibleItems() const override { return accessibleValues(m_values); }

protected:
    void rebuild() override;
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    [[nodiscard]] bool isVertical() const;
    [[nodiscard]] BarGaugeLayout layOut() const;
    /// Shows the bar for scrolling when not all values fit.
    void placeScroll();
    [[nodiscard]] QPointF scrolled() const;
    void paintName(QPainter& painter, const BarGaugeTile& tile, double size, const QString& title, bool vertical) const;
    [[nodiscard]] QColor textColor(const ReducedValue& value) const;

    ArrowScrollBar* m_scroll;
    std::vector<ReducedValue> m_values;
    BarGaugeLook m_look;
    bool m_colorText = true;
    std::string m_orientation;
};

}  // namespace watchglass::ui
