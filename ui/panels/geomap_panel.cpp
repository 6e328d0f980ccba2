#include "ui/panels/geomap_panel.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/panels/link_menu.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kButtonSide = 24;
constexpr double kMargin = 8;
constexpr double kLegendRow = 18;
constexpr double kSmall = 12;
constexpr double kRangeWidth = 120;
constexpr double kScaleWidth = 90;

/// A card that texts over the map stand on.
void paintCard(QPainter& painter, const QRectF& box)
{
    QColor ground = currentTheme().panel;
    ground.setAlpha(215);
    painter.setPen(QPen(currentTheme().borderWeak, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

QString lengthText(double metres)
{
    return metres >= 1000 ? QString::number(metres / 1000) + QStringLiteral(" km")
                          : QString::number(metres) + QStringLiteral(" m");
}

QString nameOf(const Field& field) { return toQString(field.displayName.empty() ? field.name : field.displayName); }

}  // namespace

const MapMarker& GeomapPanel::markerOf(std::size_t index) const
{
    return m_model.layers[m_elements[index].layer].markers[m_elements[index].marker];
}

QString GeomapPanel::summary() const
{
    QString text = tr("map, %n place(s)", nullptr, static_cast<int>(m_elements.size()));
    if (!m_elements.empty()) text += QStringLiteral(": ") + ElementPanel::summary();
    for (const QString& note : m_model.notes) text += QStringLiteral("; ") + note;
    return text;
}

PanelElement GeomapPanel::element(std::size_t index) const
{
    const MapMarker& marker = markerOf(index);
    PanelElement out;
    out.box = markerBox(scene(), m_model.layers[m_elements[index].layer], marker);
    if (!out.box.intersects(QRectF(rect()))) out.box = {};
    const Frame& frame = (*data().frames)[marker.frame];
    out.name = marker.text;
    for (const Field& field : frame.fields) {
        const bool text = field.type == FieldType::String;
        if (field.type != FieldType::Number && !text) continue;
        if (!text && !out.value.isEmpty()) continue;
        if (text && !out.name.isEmpty()) continue;
        const QString lower = nameOf(field).toLower();
        if (!text && (lower.startsWith(QLatin1String("lat")) || lower.startsWith(QLatin1String("lon")) ||
                      lower == QLatin1String("lng")))
            continue;
        const QString shown = toQString(
            DisplayProcessor(field, currentVisualTheme(), formatContextOf(data()))(field.values.cell(marker.row))
                .toString());
        (text ? out.name : out.value) = shown;
    }
    if (out.name.isEmpty()) {
        const GeoPoint at = fromWorld(marker.at);
        out.name = QStringLiteral("%1, %2").arg(at.lat, 0, 'f', 2).arg(at.lon, 0, 'f', 2);
    }
    return out;
}

void GeomapPanel::rebuildElements()
{
    m_model = geomapModel(data());
    m_elements.clear();
    m_heat.assign(m_model.layers.size(), QImage());
    for (std::size_t l = 0; l < m_model.layers.size(); ++l) {
        const MapLayer& layer = m_model.layers[l];
        if (layer.kind != MapLayerKind::Markers || !layer.tooltip) continue;
        for (std::size_t m = 0; m < layer.markers.size(); ++m) m_elements.push_back({l, m});
    }
    const json::Value& view = data().options["view"];
    if (!(view == m_shownView)) m_moved = false;
    m_shownView = view;
    if (!m_moved) resetView();
}

void GeomapPanel::resetView()
{
    const MapView& view = m_model.view;
    if (view.fit && view.box) {
        m_camera = cameraFor(*view.box, QSizeF(size()), view.padding, view.zoom);
    } else {
        m_camera = {};
        m_camera.centre = toWorld(view.centre);
        m_camera.zoom = view.fit ? 1 : view.zoom;
    }
    m_heat.assign(m_model.layers.size(), QImage());
}

void GeomapPanel::resizeEvent(QResizeEvent* event)
{
    ElementPanel::resizeEvent(event);
    if (!m_moved) resetView();
    m_heat.assign(m_model.layers.size(), QImage());
}

bool GeomapPanel::wheelZooms() const { return control("mouseWheelZoom").toBool(true); }

bool GeomapPanel::hasTooltip() const { return data().options.get("tooltip.mode").toString() != "none"; }

void GeomapPanel::moveBy(const QPointF& pixels)
{
    m_moved = true;
    m_camera.moveBy(pixels);
    m_heat.assign(m_model.layers.size(), QImage());
}

void GeomapPanel::zoomBy(double factor, const QPointF& about)
{
    m_moved = true;
    m_camera.zoomTo(m_camera.zoom + std::log2(factor), about, QSizeF(size()));
    m_heat.assign(m_model.layers.size(), QImage());
}

void GeomapPanel::showAll()
{
    m_moved = false;
    resetView();
}

QRectF GeomapPanel::buttonBox(int button) const
{
    if (!control("showZoom").toBool(true) || height() < 3 * kButtonSide || width() < 4 * kButtonSide) return {};
    return {kMargin, kMargin + button * (kButtonSide + 2), kButtonSide, kButtonSide};
}

void GeomapPanel::clickBeside(const QPointF& at)
{
    if (!buttonBox(0).contains(at) && !buttonBox(1).contains(at)) return;
    zoomBy(buttonBox(0).contains(at) ? 2 : 0.5, QRectF(rect()).center());
    update();
}

std::optional<std::size_t> GeomapPanel::elementAt(const QPointF& at) const
{
    const MapScene shown = scene();
    for (std::size_t i = m_elements.size(); i-- > 0;) {
        const QRectF box = markerBox(shown, m_model.layers[m_elements[i].layer], markerOf(i));
        const QPointF way = at - box.center();
        if (std::hypot(way.x(), way.y()) <= box.width() / 2 + 1) return i;
    }
    return {};
}

std::optional<ElementPanel::Hover> GeomapPanel::hoverOf(std::size_t index) const
{
    const MapMarker& marker = markerOf(index);
    const Frame& frame = (*data().frames)[marker.frame];
    Hover hover;
    hover.header = element(index).name;
    for (const Field& field : frame.fields) {
        if (field.config.hiddenFromTooltip() || field.type == FieldType::Other || marker.row >= field.values.size())
            continue;
        const DisplayValue shown = DisplayProcessor(field, currentVisualTheme(),
                                                    formatContextOf(data()))(field.values.cell(marker.row));
        hover.rows.push_back({marker.color, nameOf(field), toQString(shown.toString()), 0, false});
    }
    return hover;
}

void GeomapPanel::activateElement(std::size_t index)
{
    const MapMarker& marker = markerOf(index);
    DataPoint point;
    point.frames = data().frames.get();
    point.frame = marker.frame;
    point.row = marker.row;
    point.format = formatContextOf(data());
    const auto& fields = (*data().frames)[marker.frame].fields;
    for (point.field = 0; point.field < fields.size(); ++point.field) {
        if (followLinks(*this, point)) return;
    }
}

void GeomapPanel::paintHeat(QPainter& painter, const MapLayer& layer, std::size_t number)
{
    QImage& picture = m_heat[number];
    if (picture.isNull()) picture = heatPicture(scene(), layer, devicePixelRatioF());
    painter.save();
    painter.setOpacity(layer.opacity * 0.8);
    painter.drawImage(QPointF(0, 0), picture);
    painter.restore();
}

void GeomapPanel::paintElements(QPainter& painter, const QRectF& area)
{
    QPainterPath clip;
    clip.addRoundedRect(area, 4, 4);
    painter.setClipPath(clip);
    const MapScene shown = scene();
    paintWorld(painter, shown);
    for (std::size_t i = 0; i < m_model.layers.size(); ++i) {
        const MapLayer& layer = m_model.layers[i];
        if (layer.kind == MapLayerKind::Heat) {
            paintHeat(painter, layer, i);
            continue;
        }
        paintLines(painter, shown, layer);
        paintMarkers(painter, shown, layer);
    }
    paintLegend(painter);
    paintControls(painter);
    paintNotes(painter);
}

void GeomapPanel::paintLegend(QPainter& painter) const
{
    if (width() < 320 || height() < 200) return;
    double bottom = height() - kMargin - 14;
    for (std::size_t i = m_model.layers.size(); i-- > 0;) {
        const MapLayer& layer = m_model.layers[i];
        const bool empty = layer.markers.empty() && layer.lines.empty();
        if (layer.legend && !empty) paintLegendOf(painter, layer, bottom);
    }
}

void GeomapPanel::paintLegendOf(QPainter& painter, const MapLayer& layer, double& bottom) const
{
    const QFontMetricsF metrics(plainFont(kSmall));
    const bool range = !layer.legendRange.empty();
    const double most = std::max(80.0, width() * 0.45);
    constexpr double kBetweenEnds = 12;
    double inner = 0;
    if (range) {
        inner = std::max(kRangeWidth, metrics.horizontalAdvance(layer.legendLow) + kBetweenEnds +
                                          metrics.horizontalAdvance(layer.legendHigh));
    }
    for (const MapLegendEntry& entry : layer.legendEntries)
        inner = std::max(inner, std::min(most, 16 + metrics.horizontalAdvance(entry.name)));
    const bool titled = !layer.legendTitle.isEmpty() && (range || layer.legendEntries.size() > 1);
    if (titled) inner = std::max(inner, std::min(most, metrics.horizontalAdvance(layer.legendTitle)));
    const double rows = static_cast<double>(range ? 2 : layer.legendEntries.size()) + (titled ? 1 : 0);
    if (rows == 0) return;
    const QRectF box(kMargin, bottom - rows * kLegendRow - 8, inner + 16, rows * kLegendRow + 8);
    if (box.top() < kMargin + 2 * kButtonSide + 8) return;
    paintCard(painter, box);
    painter.setFont(plainFont(kSmall));
    double y = box.top() + 4;
    const auto line = [&](const QString& text, double indent) {
        painter.setPen(currentTheme().text);
        painter.drawText(QRectF(box.left() + 8 + indent, y, inner - indent, kLegendRow), Qt::AlignVCenter,
                         metrics.elidedText(text, Qt::ElideRight, inner - indent));
        y += kLegendRow;
    };
    if (titled) line(layer.legendTitle, 0);
    for (const MapLegendEntry& entry : layer.legendEntries) {
        painter.setPen(QPen(entry.color, 1));
        QColor fill = entry.color;
        fill.setAlphaF(static_cast<float>(fill.alphaF() * layer.style.opacity));
        painter.setBrush(fill);
        painter.drawEllipse(QPointF(box.left() + 13, y + kLegendRow / 2), 4.5, 4.5);
        line(entry.name, 16);
    }
    if (range) {
        QLinearGradient colors(box.left() + 8, 0, box.left() + 8 + inner, 0);
        for (std::size_t i = 0; i < layer.legendRange.size(); ++i)
            colors.setColorAt(static_cast<double>(i) / static_cast<double>(layer.legendRange.size() - 1),
                              layer.legendRange[i]);
        painter.fillRect(QRectF(box.left() + 8, y + 4, inner, 8), colors);
        y += kLegendRow - 2;
        painter.setPen(currentTheme().textSecondary);
        const QRectF ends(box.left() + 8, y, inner, kLegendRow);
        painter.drawText(ends, Qt::AlignVCenter | Qt::AlignLeft, layer.legendLow);
        painter.drawText(ends, Qt::AlignVCenter | Qt::AlignRight, layer.legendHigh);
    }
    bottom = box.top() - 4;
}

void GeomapPanel::paintControls(QPainter& painter) const
{
    for (int button = 0; button < 2; ++button) {
        const QRectF box = buttonBox(button);
        if (box.isEmpty()) break;
        paintCard(painter, box);
        painter.setPen(QPen(currentTheme().text, 1.5));
        const QPointF middle = box.center();
        painter.drawLine(middle - QPointF(5, 0), middle + QPointF(5, 0));
        if (button == 0) painter.drawLine(middle - QPointF(0, 5), middle + QPointF(0, 5));
    }
    if (control("showScale").toBool() && width() > 200 && height() > 80) {
        const MapScale scale = mapScale(m_camera, kScaleWidth);
        const QRectF box(width() - kMargin - scale.pixels - 40, kMargin, scale.pixels, 16);
        painter.setPen(QPen(currentTheme().text, 1));
        painter.setFont(plainFont(10));
        painter.drawPolyline(QPolygonF(
            {box.topLeft() + QPointF(0, 10), box.bottomLeft(), box.bottomRight(), box.topRight() + QPointF(0, 10)}));
        painter.drawText(box.adjusted(0, -2, 0, -2), Qt::AlignCenter, lengthText(scale.metres));
    }
    if (control("showDebug").toBool() && width() > 200 && height() > 80) {
        const GeoPoint at = fromWorld(m_camera.centre);
        const QString text =
            tr("zoom %1, centre %2, %3").arg(m_camera.zoom, 0, 'f', 1).arg(at.lat, 0, 'f', 4).arg(at.lon, 0, 'f', 4);
        painter.setFont(plainFont(10));
        painter.setPen(currentTheme().textSecondary);
        painter.drawText(QPointF(kMargin + kButtonSide + 8, kMargin + 12), text);
    }
}

void GeomapPanel::paintNotes(QPainter& painter) const
{
    if (m_model.notes.empty() || width() < 160 || height() < 60) return;
    QStringList lines(m_model.notes.begin(), m_model.notes.end());
    constexpr int kMostNotes = 3;
    if (lines.size() > kMostNotes) lines = lines.mid(0, kMostNotes) + QStringList{QStringLiteral("…")};
    const QString text = lines.join(QLatin1Char('\n'));
    painter.setFont(plainFont(kSmall));
    const double left = kMargin + kButtonSide + 12;
    const QRectF room(left, kMargin, width() - 2 * left, height() / 2.0);
    const QRectF box =
        QFontMetricsF(painter.font()).boundingRect(room, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, text);
    paintCard(painter, box.adjusted(-8, -1, 8, 6));
    painter.setPen(currentTheme().text);
    painter.drawText(box.adjusted(-2, 2, 2, 4), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, text);
}

}  // namespace watchglass::ui
