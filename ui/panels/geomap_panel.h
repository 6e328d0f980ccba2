#pragma once

#include "ui/panels/element_panel.h"
#include "ui/panels/geomap_model.h"
#include "ui/panels/map_painter.h"

namespace watchglass::ui {

/// Places on an outline of the world: markers, heat and routes. Nothing is loaded from the network. GUI thread only.
class GeomapPanel final : public ElementPanel {
    Q_OBJECT

public:
    using ElementPanel::ElementPanel;

    /// The map is there without data.
    [[nodiscard]] bool hasContent() const override { return true; }
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] std::size_t elementCount() const override { return m_elements.size(); }
    [[nodiscard]] PanelElement element(std::size_t index) const override;
    void activateElement(std::size_t index) override;

    [[nodiscard]] const MapModel& model() const { return m_model; }
    [[nodiscard]] const MapCamera& camera() const { return m_camera; }

protected:
    void rebuildElements() override;
    void paintElements(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] std::optional<std::size_t> elementAt(const QPointF& at) const override;
    [[nodiscard]] std::optional<Hover> hoverOf(std::size_t index) const override;
    [[nodiscard]] bool hasTooltip() const override;
    [[nodiscard]] bool canMove() const override { return true; }
    [[nodiscard]] bool wheelZooms() const override;
    void moveBy(const QPointF& pixels) override;
    void zoomBy(double factor, const QPointF& about) override;
    void showAll() override;
    void clickBeside(const QPointF& at) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// A marker that can be pointed at.
    struct Place {
        std::size_t layer = 0;
        std::size_t marker = 0;
    };
    [[nodiscard]] MapScene scene() const { return {m_camera, QSizeF(size()), m_model.view.noRepeat}; }
    [[nodiscard]] const MapMarker& markerOf(std::size_t index) const;
    [[nodiscard]] const json::Value& control(const char* name) const { return data().options["controls"][name]; }
    void resetView();
    void paintHeat(QPainter& painter, const MapLayer& layer, std::size_t number);
    void paintLegend(QPainter& painter) const;
    void paintLegendOf(QPainter& painter, const MapLayer& layer, double& bottom) const;
    void paintControls(QPainter& painter) const;
    void paintNotes(QPainter& painter) const;
    [[nodiscard]] QRectF buttonBox(int button) const;

    MapModel m_model;
    std::vector<Place> m_elements;
    MapCamera m_camera;
    json::Value m_shownView;  ///< the options that the camera was set by
    bool m_moved = false;     ///< by hand: new data leaves the view alone
    std::vector<QImage> m_heat;
};

}  // namespace watchglass::ui
