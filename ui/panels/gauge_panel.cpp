#include "ui/panels/gauge_panel.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/panels/panel_support.h"
#include "ui/panels/sparkline.h"
#include "ui/panels/threshold_stops.h"
#include "ui/panels/value_text.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kArcStart = 250;  ///< degrees clockwise from the top
constexpr double kArcSpan = 220;

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
    painter.setPen(QPen(brush, width, Qt::SolidLine, Qt::FlatCap));
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
    if (hasContinuousColor(field)) {
        for (int i = 0; i <= 16; ++i) gradient.setColorAt(place(i / 16.0), colorAt(field, i / 16.0));
    } else {
        const auto stops = thresholdStops(field);
        for (const ColorStop& stop : stops) gradient.setColorAt(place(stop.position), stop.color);
        if (!stops.empty()) gradient.setColorAt(place(1), stops.back().color);
    }
    return gradient;
}

void GaugePanel::paintLabels(QPainter& painter, const QPointF& centre, double radius, const ReducedValue& value) const
{
    const DisplayProcessor display(*value.field, currentVisualTheme(), formatContextOf(data()));
    painter.setFont(textFont(Metrics::kSmallTextPixels));
    const QFontMetricsF metrics(painter.font());
    const double start = m_circle ? 0 : kArcStart;
    const double span = m_circle ? 360 : kArcSpan;
    const double low = rangeLow(*value.field);
    const double high = rangeHigh(*value.field);
    for (const ColorStop& stop : thresholdStops(*value.field)) {
        const double angle = (start + stop.position * span) * M_PI / 180;
        const QString text = toQString(display(low + stop.position * (high - low)).toString());
        const double width = metrics.horizontalAdvance(text);
        const QPointF at = centre + QPointF(std::sin(angle), -std::cos(angle)) * (radius + 6);
        const double x = std::sin(angle) < -0.1 ? at.x() - width : std::sin(angle) > 0.1 ? at.x() : at.x() - width / 2;
        painter.setPen(stop.color);
        painter.drawText(QPointF(x, at.y() + metrics.capHeight() / 2 - (std::cos(angle) > 0.5 ? 4 : 0)), text);
    }
}

void GaugePanel::paintGauge(QPainter& painter, const QRectF& tile, const ReducedValue& value) const
{
    const Theme& theme = currentTheme();
    QRectF area = tile;
    if (m_named && !value.title.isEmpty()) {
        const double nameSize = std::clamp(tile.height() * 0.1, 11.0, 20.0);
        const double nameHeight = nameSize * 1.4;
        painter.setFont(numberFont(nameSize));
        painter.setPen(theme.text);
        area.setBottom(area.bottom() - nameHeight);
        painter.drawText(QRectF(tile.left(), area.bottom(), tile.width(), nameHeight), Qt::AlignCenter,
                         QFontMetricsF(painter.font()).elidedText(value.title, Qt::ElideRight, tile.width()));
    }
    if (m_labels) area.adjust(24, 16, -24, 0);
    const double below = m_circle ? 1 : std::sin(20 * M_PI / 180);
    const double outer = m_circle ? std::min(area.width(), area.height()) / 2
                                  : std::min(area.width() / 2, area.height() / (1 + below));
    if (outer < 4) return;
    const double content = m_circle ? outer * 2 : outer * (1 + below);
    const QPointF centre(area.center().x(), area.top() + (area.height() - content) / 2 + outer);

    double radius = outer;
    const double thickness = std::max(2.0, m_widthFactor * outer / 3);
    const Field& field = *value.field;
    if (m_markers) {
        const double ring = std::clamp(0.2 * std::pow(thickness, 0.92), 4.0, 12.0);
        const auto stops = thresholdStops(field);
        if (m_gradient || hasContinuousColor(field)) {
            paintArc(painter, centre, outer, ring, 0, 1, alongArc(centre, field, value.color));
        } else {
            for (std::size_t i = 0; i < stops.size(); ++i) {
                paintArc(painter, centre, outer, ring, stops[i].position,
                         i + 1 < stops.size() ? stops[i + 1].position : 1, stops[i].color);
            }
        }
        radius -= ring + std::clamp(ring / 2, 2.0, 12.0);
    }
    paintArc(painter, centre, radius, thickness, 0, 1, theme.gaugeTrack);
    paintArc(painter, centre, radius, thickness, 0, shareOf(field, value.display.numeric),
             alongArc(centre, field, value.color));
    if (m_labels) paintLabels(painter, centre, outer, value);

    const double room = std::max(8.0, 2 * radius - 2 * thickness - radius / 7);
    const double size = std::min(0.82 * std::pow(radius, 0.86) / 1.21,
                                 fittingSize(value.text(), room, radius, QFont::Normal));
    double y = centre.y();
    if (!m_circle) y -= size * 0.4;
    if (m_sparkline) y -= 8;
    const QColor color = field.config.color && field.config.color->mode == "thresholds" && !m_gradient ? value.color
                                                                                                       : theme.text;
    paintValue(painter, QRectF(centre.x() - radius, y - size * 0.6, radius * 2, size * 1.2),
               Qt::AlignHCenter | Qt::AlignVCenter, value.display, size, QFont::Normal,
               m_gradient ? theme.text : color);
    if (m_sparkline) {
        const double width = (m_circle ? 1.6 : 1.4) * radius - thickness;
        SparklineStyle style;
        style.line = value.color;
        style.fill = value.color;
        style.fill.setAlphaF(0.4F);
        style.gradient = true;
        const QSize sparkSize(static_cast<int>(std::max(2.0, width)), static_cast<int>(std::max(2.0, radius / 4)));
        const QImage image = sparkline(*value.frame, field, sparkSize, devicePixelRatioF(), style);
        const double top = centre.y() +
                           (m_circle ? radius * 0.35 : radius * std::sin(20 * M_PI / 180) - 8 - sparkSize.height());
        if (!image.isNull()) painter.drawImage(QPointF(centre.x() - sparkSize.width() / 2.0, top), image);
    }
}

void GaugePanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto tiles = tileRects(QRectF(rect()), m_values.size(), tileOrientation(m_orientation), 8);
    for (std::size_t i = 0; i < tiles.size(); ++i) paintGauge(painter, tiles[i], m_values[i]);
}

}  // namespace watchglass::ui
