#pragma once

#include <QByteArray>
#include <QHash>
#include <QPaintEngine>
#include <QPainterPath>
#include <QRectF>

namespace watchglass::ui {

/// Writes what a QPainter draws as elements of SVG. Neighbours with the same transformation, clip and colours share a
/// group; what is clipped away is left out.
class SvgPaintEngine final : public QPaintEngine {
public:
    explicit SvgPaintEngine(double pixelsPerPoint);

    bool begin(QPaintDevice* device) override;
    bool end() override;
    void updateState(const QPaintEngineState&) override {}
    void drawPath(const QPainterPath& path) override;
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override;
    void drawTextItem(const QPointF& at, const QTextItem& item) override;
    void drawImage(const QRectF& box, const QImage& image, const QRectF& source, Qt::ImageConversionFlags) override;
    void drawPixmap(const QRectF& box, const QPixmap& pixmap, const QRectF& source) override;
    [[nodiscard]] Type type() const override { return SVG; }

    [[nodiscard]] const QByteArray& definitions() const { return m_definitions; }
    [[nodiscard]] const QByteArray& body() const { return m_body; }

private:
    /// An element, in a group of those that are in the same place and look the same.
    void element(const QByteArray& text, const QByteArray& style);
    void closeGroups();
    [[nodiscard]] QByteArray placeAttributes() const;
    [[nodiscard]] bool isClippedAway(const QRectF& bounds, double pen);
    QByteArray clipAttribute();
    [[nodiscard]] QByteArray define(const QByteArray& name, const QByteArray& attributes, const QByteArray& content);
    [[nodiscard]] QByteArray fillAttributes(const QBrush& brush);
    [[nodiscard]] QByteArray strokeAttributes(const QPen& pen);
    [[nodiscard]] QByteArray paintOf(const QBrush& brush, double* alpha);

    double m_pixelsPerPoint;
    QByteArray m_definitions;
    QByteArray m_body;
    QByteArray m_clip;                       ///< of the last element
    QByteArray m_group;                      ///< attributes of the group of the last element
    bool m_clipOpen = false;                 ///< there is a group for the clip ...
    bool m_open = false;                     ///< ... and one in it for place and look
    QRectF m_clipBounds;                     ///< on the device; null: nothing is clipped
    QHash<QByteArray, QByteArray> m_byText;  ///< ids of definitions
};

}  // namespace watchglass::ui
