#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include "ui/panels/panel_data.h"

namespace watchglass::ui {

enum class CanvasShape : std::uint8_t { Rectangle, Ellipse, Triangle, Cloud, Parallelogram, Icon, Button, Server };

/// Where an element is held: Grafana's constraints. Scale: in per cent of the canvas.
enum class CanvasHold : std::uint8_t { Start, End, Both, Centre, Scale };

struct CanvasPlacement {
    CanvasHold across = CanvasHold::Start;
    CanvasHold down = CanvasHold::Start;
    double left = 0;
    double right = 0;
    double top = 0;
    double bottom = 0;
    double width = 100;
    double height = 100;
    double rotation = 0;

    /// At least 10 by 10 pixels, as in Grafana.
    [[nodiscard]] QRectF in(const QSizeF& canvas) const;
};

/// What an element shows, read for the last row that has a value.
struct CanvasElement {
    std::string type;
    QString name;
    CanvasShape shape = CanvasShape::Rectangle;
    CanvasPlacement place;
    QColor ground;  ///< transparent: none
    QColor border;
    double borderWidth = 0;
    double radius = 0;
    QString text;
    QColor ink;
    double textSize = 16;
    int across = 0;  ///< -1 left, 0 middle, 1 right
    int down = 0;
    QString icon;           ///< the file's name without folder and suffix
    bool known = true;      ///< false: of a type that is not drawn
    std::size_t frame = 0;  ///< where `text` comes from
    std::size_t field = 0;
    std::size_t row = 0;
    bool fromData = false;
    std::vector<DataLink> links;  ///< of the element itself
    bool calls = false;           ///< a button that would call an address
};

struct CanvasConnection {
    std::size_t from = 0;  ///< indices of elements
    std::size_t to = 0;
    QPointF fromAt;  ///< within the elements: -1 to 1, up is positive
    QPointF toAt;
    std::vector<QPointF> corners;  ///< shares of the way from the beginning to the end
    QColor color;
    double width = 2;
    bool arrowAtEnd = true;
    bool arrowAtStart = false;
    bool dashed = false;
    bool dotted = false;
};

struct CanvasModel {
    QColor ground;
    QColor border;
    double borderWidth = 0;
    std::vector<CanvasElement> elements;
    std::vector<CanvasConnection> connections;
    std::vector<QString> notes;
};

[[nodiscard]] CanvasModel canvasModel(const PanelData& data);

/// A place within an element's box, rotated with it: (0, 0) is its middle, (1, 1) its upper right corner.
[[nodiscard]] QPointF anchorOf(const QRectF& box, double rotation, const QPointF& at);

}  // namespace watchglass::ui
