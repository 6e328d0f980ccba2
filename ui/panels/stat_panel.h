#pragma once

#include "ui/panels/panel_widget.h"
#include "ui/panels/reduced_values.h"

namespace watchglass::ui {

/// Big values, each with its name, colour and sparkline. All tiles of a panel share one font size. GUI thread only.
class StatPanel final : public PanelWidget {
    Q_OBJECT

public:
    using PanelWidget::PanelWidget;

    /// "No data" is written as large as a value.
    [[nodiscard]] bool hasContent() const override { return true; }
    [[nodiscard]] QString summary() const override { return m_values.empty() ? tr("no data") : describe(m_values); }
    [[nodiscard]] std::vector<AccessibleItem> accessibleItems() const override { return accessibleValues(m_values); }
    [[nodiscard]] const std::vector<ReducedValue>& values() const { return m_values; }

protected:
    void rebuild() override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    enum class ColorMode { None, Value, Background, SolidBackground };
    /// What all tiles have in common.
    struct Look {
        bool showName = false;
        bool showValue = true;
        bool chart = false;
        bool wide = false;
        bool centered = false;
        double padding = 8;
        double valueSize = 0;
        double nameSize = 0;
        double changeSize = 0;
        double chartHeight = 0;
    };

    [[nodiscard]] Look lookFor(const QSizeF& tile) const;
    void paintTile(QPainter& painter, const QRectF& tile, std::size_t index, const Look& look) const;
    void paintBackground(QPainter& painter, const QRectF& tile, const QColor& color) const;
    [[nodiscard]] double changeWidth(double change, double size) const;
    void paintChange(QPainter& painter, const QRectF& box, double change, double size, const QColor& color) const;
    void paintNothing(QPainter& painter) const;
    [[nodiscard]] QRectF chartRect(const QRectF& tile, const Look& look) const;
    void makeCharts(const std::vector<QRectF>& tiles, const Look& look, double ratio);

    [[nodiscard]] std::vector<QRectF> tiles() const;
    [[nodiscard]] std::size_t shownIn(const std::vector<QRectF>& tiles) const;

    std::vector<ReducedValue> m_values;
    [[nodiscard]] bool isFilled() const
    {
        return m_colorMode == ColorMode::Background || m_colorMode == ColorMode::SolidBackground;
    }

    ColorMode m_colorMode = ColorMode::Value;
    bool m_wantChart = true;
    bool m_wideAllowed = true;
    bool m_showChange = false;
    std::string m_changeColors;  ///< standard, inverted, same_as_value
    std::string m_textMode;
    std::string m_justify;
    std::string m_orientation;
    std::vector<QImage> m_charts;  ///< by tile; made on demand
    QSize m_chartsFor;
    double m_chartsRatio = 0;
};

}  // namespace watchglass::ui
