#include "ui/panels/gauge_panel.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>

#include "ui/panels/link_menu.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/sparkline.h"
#include "ui/panels/threshold_stops.h"
#include "ui/panels/value_text.h"
#include "ui/theme/fonts.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kArcStart = 250;  ///< degrees clockwise from the top
constexpr double kArcSpan = 220;
constexpr double kTileSpacing = 8;
constexpr double kLabelShare = 0.08;  ///< size of labels, in parts of the radius
constexpr double kLeastLabel = 8.5;
constexpr double kLabelRoom = 2.3;  ///< in parts of their size
constexpr double kLeastName = 10;
constexpr double kGapShare = 2.0 / 3;  ///< of the spacing that segments are set to
constexpr double kGlowMargin = 0.02;   ///< free around a gauge that glows, in parts of its tile
constexpr double kTextLine = 1.21;
constexpr double kUnit = 0.7;      ///< of the value's size
constexpr double kMiddle = 0.273;  ///< from the middle of small letters to the baseline, in parts of the size

}  // namespace

void GaugePanel::rebuild()
{
    const json::Value& options = data().options;
    m_circle = options["shape"].toString() == "circle";
    m_gradient = options.get("effects.gradient").toBool();
    m_markers = options["showThresholdMarkers"].toBool(true);
    m_labels = options["showThresholdLabels"].toBool(false);
    m_sparkline = options["sparkline"].toBool();
    m_widthFactor = std::clamp(options["barWidthFactor"].toDouble(0.5), 0.05, 1.0);
    m_segments = static_cast<int>(std::clamp<std::int64_t>(options["segmentCount"].toInt(1), 1, 200));
    m_rounded = options["barShape"].toString() == "rounded" && m_segments <= 1;
    m_endPoints = m_rounded && options["endpointMarker"].toString() == "point";
    m_barGlow = options.get("effects.barGlow").toBool();
    m_centerGlow = options.get("effects.centerGlow").toBool();
    m_segmentGap = std::clamp(options["segmentSpacing"].toDouble(0.3), 0.0, 0.9);
    m_orientation = options["orientation"].toString();
    m_values = reducedValues(data());
    const std::string& text = options["textMode"].toString();
    m_named = text == "name" || text == "value_and_name" || (text != "value" && text != "none" && m_values.size() > 1);
    setAccessibleDescription(summary());
}

void GaugePanel::paintArc(QPainter& painter, const QPointF& centre, double radius, double width, double from, double to,
                          const QBrush& brush) const
{
    if (!(to > from) || width <= 0) return;
    const double start = m_circle ? 0 : kArcStart;
    const double span = m_circle ? 360 : kArcSpan;
    const double middle = radius - width / 2;
    const QRectF box(centre.x() - middle, centre.y() - middle, middle * 2, middle * 2);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(brush, width, Qt::SolidLine, m_rounded ? Qt::RoundCap : Qt::FlatCap));
    // QPainter counts sixteenths of a degree anticlockwise from three o'clock.
    painter.drawArc(box, static_cast<int>(std::lround((90 - start - from * span) * 16)),
                    -static_cast<int>(std::lround((to - from) * span * 16)));
}

QBrush GaugePanel::alongArc(const QPointF& centre, const Field& field, const QColor& color) const
{
    if (!m_gradient) return color;
    const double start = m_circle ? 0 : kArcStart;
    const double span = m_circle ? 360 : kArcSpan;
    // A conical gradient runs anticlockwise, so the scale's end comes first.
    QConicalGradient gradient(centre, 90 - start - span);
    const auto place = [span](double share) { return std::clamp((1 - share) * span / 360, 0.0, 1.0); };
    const auto colors = hasContinuousColor(field) ? currentVisualTheme().schemeColors(field.config.color->mode)
                                                  : std::vector<Color>();
    if (colors.size() > 1) {
        // The colours themselves, not the curve through them that values are coloured by.
        const auto last = static_cast<double>(colors.size() - 1);
        for (std::size_t i = 0; i < colors.size(); ++i)
            gradient.setColorAt(place(static_cast<double>(i) / last), toQColor(colors[i]));
    } else if (hasContinuousColor(field)) {
        for (int i = 0; i <= 16; ++i) gradient.setColorAt(place(i / 16.0), colorAt(field, i / 16.0));
    } else {
        const auto stops = thresholdStops(field);
        for (const ColorStop& stop : stops) gradient.setColorAt(place(stop.position), stop.color);
        if (!stops.empty()) gradient.setColorAt(place(1), stops.back().color);
    }
    return gradient;
}

/// The ends of the scale and the thresholds between them, along the outer ring.
void GaugePanel::paintLabels(QPainter& painter, const QPointF& centre, double radius, double size,
                             const ReducedValue& value) const
{
    const double start = m_circle ? 0 : kArcStart;
    const double span = m_circle ? 360 : kArcSpan;
    const double low = rangeLow(*value.field);
    const double high = rangeHigh(*value.field);
    std::vector<double> places{0, 1};
    for (const ColorStop& stop : thresholdStops(*value.field)) {
        if (stop.position > 0 && stop.position < 1) places.push_back(stop.position);
    }
    painter.setFont(plainFont(size));
    painter.setPen(currentTheme().text);
    for (const double place : places) {
        const QString text = toQString(jsNumber(low + place * (high - low)));
        const double turn = plainTextWidth(text, size) / radius * 180 / M_PI;
        const double angle = std::clamp(start + place * span - turn / 2, start, start + span - turn);
        painter.save();
        painter.translate(centre);
        painter.rotate(angle);
        painter.drawText(QPointF(0, -radius), text);
        painter.restore();
    }
}

void GaugePanel::paintBar(QPainter& painter, const QPointF& centre, double radius, double thickness,
                          const ReducedValue& value) const
{
    const Theme& theme = currentTheme();
    const double share = shareOf(*value.field, value.display.numeric);
    const QBrush ink = alongArc(centre, *value.field, value.color);
    if (m_segments <= 1) {
        paintArc(painter, centre, radius, thickness, 0, 1, theme.gaugeTrack);
        paintArc(painter, centre, radius, thickness, 0, share, ink);
        if (m_endPoints) paintEnds(painter, centre, radius - thickness / 2, thickness, share);
        return;
    }
    const double each = 1.0 / m_segments;
    for (int i = 0; i < m_segments; ++i) {
        const double from = i * each;
        const double to = (i + 1 - m_segmentGap * kGapShare) * each;
        const bool lit = i * each < share;
        paintArc(painter, centre, radius, thickness, from, to, lit ? ink : QBrush(theme.borderMedium));
    }
}

/// A dot in each end of the bar, so that its whole length can be seen.
void GaugePanel::paintEnds(QPainter& painter, const QPointF& centre, double middle, double thickness,
                           double share) const
{
    constexpr double kDot = 0.2;
    constexpr double kOpacity = 0.5;
    const double start = m_circle ? 0 : kArcStart;
    const double span = m_circle ? 360 : kArcSpan;
    painter.save();
    painter.setOpacity(kOpacity);
    painter.setPen(Qt::NoPen);
    for (const double place : {0.0, share}) {
        const double angle = (start + place * span) * M_PI / 180;
        painter.setBrush(themeOf(ThemeKind::Dark).canvas);
        painter.drawEllipse(centre + QPointF(std::sin(angle), -std::cos(angle)) * middle, thickness * kDot,
                            thickness * kDot);
    }
    painter.restore();
}

/// The value around a point; its unit is smaller and stands in the middle of the line, as in SVG with the middle for
/// its baseline.
void GaugePanel::paintValueText(QPainter& painter, const QPointF& middle, const DisplayValue& value, double size)
{
    struct Part {
        QString text;
        double size;
    };
    const std::array<Part, 3> parts{Part{toQString(value.prefix), size * kUnit}, Part{toQString(value.text), size},
                                    Part{toQString(value.suffix), size * kUnit}};
    double width = 0;
    for (const Part& part : parts) width += QFontMetricsF(numberFont(part.size)).horizontalAdvance(part.text);
    double x = middle.x() - width / 2;
    for (const Part& part : parts) {
        if (part.text.isEmpty()) continue;
        const QFont font = numberFont(part.size);
        painter.setFont(font);
        painter.drawText(QPointF(x, middle.y() + part.size * kMiddle), part.text);
        x += QFontMetricsF(font).horizontalAdvance(part.text);
    }
}

void GaugePanel::paintGauge(QPainter& painter, const QRectF& outside, const ReducedValue& value) const
{
    const double margin = m_barGlow ? kGlowMargin * std::min(outside.width(), outside.height()) : 0;
    const QRectF tile = outside.adjusted(margin, margin, -margin, -margin);
    const Theme& theme = currentTheme();
    const double rise = std::sin(20 * M_PI / 180);
    const double below = m_circle ? 1 : rise;
    const double whole = m_circle ? std::min(tile.width(), tile.height()) / 2
                                  : std::min(tile.width() / 2, tile.height() / (1 + below));
    if (whole < 4) return;
    const double content = whole * (1 + below);
    const QPointF centre(tile.center().x(), tile.top() + (tile.height() - content) / 2 + whole);
    const double labelSize = std::max(kLeastLabel, whole * kLabelShare);
    const double outer = std::max(4.0, m_labels ? whole - labelSize * kLabelRoom : whole);

    const double thickness = std::max(2.0, m_widthFactor * whole / 3);
    // Round ends reach beyond an arc, which becomes smaller by that much.
    const double edge = m_rounded && !m_circle ? std::max(4.0, outer - thickness) : outer;
    double radius = edge;
    const Field& field = *value.field;
    if (m_markers) {
        const double ring = std::clamp(0.2 * std::pow(thickness, 0.92), 4.0, 12.0);
        const auto stops = thresholdStops(field);
        if (m_gradient || hasContinuousColor(field)) {
            paintArc(painter, centre, edge, ring, 0, 1, alongArc(centre, field, value.color));
        } else {
            for (std::size_t i = 0; i < stops.size(); ++i) {
                paintArc(painter, centre, edge, ring, stops[i].position,
                         i + 1 < stops.size() ? stops[i + 1].position : 1, stops[i].color);
            }
        }
        radius -= ring + std::clamp(ring / 2, 2.0, 12.0);
    }
    paintBar(painter, centre, radius, thickness, value);
    if (m_centerGlow) {
        QRadialGradient glow(centre, radius - thickness / 2);
        QColor shine = value.color;
        shine.setAlphaF(0.25F);
        glow.setColorAt(0, shine);
        shine.setAlphaF(0);
        glow.setColorAt(0.9, shine);
        painter.setPen(Qt::NoPen);
        painter.setBrush(glow);
        painter.drawEllipse(centre, radius - thickness / 2, radius - thickness / 2);
    }
    if (m_labels) paintLabels(painter, centre, edge + labelSize / 3, labelSize, value);

    const double middle = std::max(1.0, radius - thickness / 2);
    const double room = std::max(8.0, 2 * middle - thickness - middle / 7);
    const double height = std::pow(middle, 0.86) / kTextLine;
    const double size = std::min(0.82 * height, fittingSize(value.text(), room, middle, QFont::Normal));
    const double nameSize = m_named && !value.title.isEmpty() ? std::max(kLeastName, 0.45 * height) : 0;
    // Texts stand a little above the middle, and more so when a graph is below them.
    double y = centre.y() - (m_sparkline ? 8 : 0);
    if (nameSize > 0)
        y -= 0.3 * kTextLine * nameSize + (m_circle ? 0 : kTextLine / 4 * (size + nameSize));
    else if (!m_circle)
        y -= size * 0.5065 - 1;
    const QColor color = field.config.color && field.config.color->mode == "thresholds" && !m_gradient ? value.color
                                                                                                       : theme.text;
    painter.setPen(m_gradient ? theme.text : color);
    paintValueText(painter, {centre.x(), y}, value.display, size);
    if (nameSize > 0) {
        const QFont font = numberFont(nameSize);
        const QFontMetricsF metrics(font);
        const QString name = metrics.elidedText(value.title, Qt::ElideRight, room);
        painter.setFont(font);
        painter.setPen(theme.textSecondary);
        painter.drawText(QPointF(centre.x() - metrics.horizontalAdvance(name) / 2,
                                 y + (size + nameSize) * 0.547 + nameSize * kMiddle),
                         name);
    }
    if (m_sparkline) {
        const double width = m_circle ? 1.6 * middle - thickness : 1.4 * middle - thickness;
        SparklineStyle style;
        style.line = value.color;
        style.fill = value.color;
        style.fill.setAlphaF(0.4F);
        style.gradient = true;
        const QSize sparkSize(static_cast<int>(std::max(2.0, width)), static_cast<int>(std::max(2.0, middle / 4)));
        const QImage image = sparkline(*value.frame, field, sparkSize, pictureRatio(painter), style);
        const double sparkTop = m_circle ? centre.y() + middle * 0.35
                                         : centre.y() + rise * whole - 8 - sparkSize.height();
        if (!image.isNull())
            painter.drawImage(QPointF(std::round(centre.x() - sparkSize.width() / 2.0), std::round(sparkTop)), image);
    }
}

void GaugePanel::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) return;
    const auto tiles = tileRects(QRectF(rect()), m_values.size(), tileOrientation(m_orientation), kTileSpacing);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        if (tiles[i].contains(event->position())) followLinks(*this, pointOf(m_values[i], data()));
    }
}

void GaugePanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto tiles = tileRects(QRectF(rect()), m_values.size(), tileOrientation(m_orientation), kTileSpacing);
    for (std::size_t i = 0; i < tiles.size(); ++i) paintGauge(painter, tiles[i], m_values[i]);
}

}  // namespace watchglass::ui
