#include "ui/panels/stat_panel.h"

#include <algorithm>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/panels/link_menu.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/sparkline.h"
#include "ui/panels/value_text.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/values/big_value.h"
#include "ui/values/percent_change.h"

namespace watchglass::ui {

namespace {

constexpr double kTileSpacing = 3;
constexpr double kLineHeight = 1.2;
constexpr double kLowTile = 30;
constexpr double kMeasuredSize = 14;
constexpr double kValueToChange = 2.5;
constexpr double kLeastChange = 12;

QColor adjusted(const QColor& color, double darkenBy, double spinBy)
{
    const Color source{static_cast<std::uint8_t>(color.red()), static_cast<std::uint8_t>(color.green()),
                       static_cast<std::uint8_t>(color.blue()), 1};
    return toQColor(spin(darken(source, darkenBy), spinBy));
}

QString longest(const std::vector<ReducedValue>& values, bool names)
{
    QString best;
    for (const ReducedValue& value : values) {
        const QString text = names ? value.title : value.text();
        if (text.size() > best.size()) best = text;
    }
    return best;
}

}  // namespace

void StatPanel::rebuild()
{
    const json::Value& options = data().options;
    const std::string& color = options["colorMode"].toString();
    m_colorMode = color == "none"               ? ColorMode::None
                  : color == "background"       ? ColorMode::Background
                  : color == "background_solid" ? ColorMode::SolidBackground
                                                : ColorMode::Value;
    m_wantChart = options["graphMode"].toString() != "none";
    m_wideAllowed = options["wideLayout"].toBool(true);
    m_showChange = options["showPercentChange"].toBool();
    m_changeColors = options["percentChangeColorMode"].toString();
    m_textMode = options["textMode"].toString();
    m_justify = options["justifyMode"].toString();
    m_orientation = options["orientation"].toString();
    m_values = reducedValues(data());
    m_charts.clear();
    setAccessibleDescription(summary());
}

void StatPanel::resizeEvent(QResizeEvent*) { m_charts.clear(); }

StatPanel::Look StatPanel::lookFor(const QSizeF& tile) const
{
    BigValueRequest request;
    request.width = tile.width();
    request.height = tile.height();
    request.chart = m_wantChart && std::any_of(m_values.begin(), m_values.end(), [](const ReducedValue& value) {
                        return value.frame->first(FieldType::Time) && value.field->values.size() > 1;
                    });
    request.wideAllowed = m_wideAllowed;
    request.percentChange = m_showChange;
    request.textMode = m_textMode;
    request.justifyMode = m_justify;
    request.count = m_values.size();
    request.longestTitle = longest(m_values, true).toStdString();
    request.longestValue = longest(m_values, false).toStdString();
    const json::Value& sizes = data().options["text"];
    if (sizes["titleSize"].isNumber()) request.titleSize = sizes["titleSize"].toDouble();
    if (sizes["valueSize"].isNumber()) request.valueSize = sizes["valueSize"].toDouble();
    // Two grid rows leave some 20 px below the title: the number needs all of them.
    if (tile.height() < kLowTile) request.padding = 1;
    const BigValueLayout layout = layOutBigValue(request, [](const std::string& text, bool bold) {
        return QFontMetricsF(numberFont(kMeasuredSize, bold ? QFont::Medium : QFont::Normal))
            .horizontalAdvance(toQString(text));
    });
    Look look;
    look.showName = layout.titleSize > 0;
    look.showValue = m_textMode != "none";
    look.chart = layout.chartHeight > 0;
    look.wide = layout.kind == BigValueKind::Wide || layout.kind == BigValueKind::WideWithChart;
    look.centered = layout.centered;
    look.padding = layout.padding;
    look.valueSize = std::max(1.0, layout.valueSize);
    look.nameSize = layout.titleSize;
    look.chartHeight = layout.chartHeight;
    if (m_showChange) look.changeSize = std::max(look.valueSize / kValueToChange, kLeastChange);
    return look;
}

QRectF StatPanel::chartRect(const QRectF& tile, const Look& look) const
{
    return QRectF(tile.left(), tile.bottom() - look.chartHeight, tile.width(), look.chartHeight);
}

void StatPanel::makeCharts(const std::vector<QRectF>& tiles, const Look& look)
{
    m_charts.resize(m_values.size());
    m_chartsFor = size();
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const ReducedValue& value = m_values[i];
        SparklineStyle style;
        if (m_colorMode == ColorMode::Background || m_colorMode == ColorMode::SolidBackground) {
            style.line = Qt::transparent;
            style.fill = QColor(255, 255, 255, 102);
        } else {
            style.line = m_colorMode == ColorMode::None ? currentTheme().textSecondary : value.color;
            style.line.setAlphaF(1);
            style.fill = style.line;
            style.fill.setAlphaF(0.2F);
        }
        m_charts[i] = sparkline(*value.frame, *value.field, chartRect(tiles[i], look).size().toSize(),
                                devicePixelRatioF(), style);
    }
}

void StatPanel::paintBackground(QPainter& painter, const QRectF& tile, const QColor& color) const
{
    painter.setPen(Qt::NoPen);
    if (m_colorMode == ColorMode::SolidBackground) {
        painter.setBrush(color);
    } else {
        const double factor = currentTheme().isDark() ? 1 : -0.7;
        // CSS's 120 degrees: from the upper left to the lower right, flatter than the diagonal.
        const double angle = 120 * M_PI / 180;
        const QPointF direction(std::sin(angle), -std::cos(angle));
        const double reach = (std::abs(tile.width() * direction.x()) + std::abs(tile.height() * direction.y())) / 2;
        QLinearGradient gradient(tile.center() - direction * reach, tile.center() + direction * reach);
        gradient.setColorAt(0, adjusted(color, 15 * factor, 8 * factor));
        gradient.setColorAt(1, adjusted(color, 5 * factor, -8 * factor));
        painter.setBrush(gradient);
    }
    painter.drawRoundedRect(tile, 2, 2);
}

void StatPanel::paintChange(QPainter& painter, const QRectF& box, double change, double size, const QColor& color,
                            bool centered) const
{
    if (std::isnan(change)) return;
    const QString text = toQString(percentChangeText(change));
    const QFont font = numberFont(size, QFont::Normal);
    const QFontMetricsF metrics(font);
    const double arrow = std::max(size * 0.7, 8.0);
    const double gap = std::max(size / 3, 4.0);
    const double width = arrow + gap + metrics.horizontalAdvance(text);
    QColor ink = color;
    if (m_changeColors != "same_as_value")
        ink = toQColor(percentChangeColor(change, m_changeColors, {}, currentVisualTheme()));
    const double x = centered ? box.center().x() - width / 2 : box.left();
    const double y = box.center().y();
    QPainterPath path;
    const double up = change < 0 ? -1 : 1;
    path.moveTo(x, y + up * arrow * 0.35);
    path.lineTo(x + arrow, y + up * arrow * 0.35);
    path.lineTo(x + arrow / 2, y - up * arrow * 0.4);
    path.closeSubpath();
    painter.fillPath(path, ink);
    painter.setPen(ink);
    painter.setFont(font);
    painter.drawText(QPointF(x + arrow + gap, y + metrics.capHeight() / 2), text);
}

void StatPanel::paintTile(QPainter& painter, const QRectF& tile, std::size_t index, const Look& look) const
{
    const Theme& theme = currentTheme();
    ReducedValue value = m_values[index];
    const BigValueText text = bigValueText(value.display, value.title.toStdString(), m_textMode, m_values.size());
    value.display.text = text.value.text;
    value.display.prefix = text.value.prefix;
    value.display.suffix = text.value.suffix;
    const bool filled = m_colorMode == ColorMode::Background || m_colorMode == ColorMode::SolidBackground;
    QColor valueColor = m_colorMode == ColorMode::Value ? value.color : theme.text;
    QColor nameColor = theme.text;
    if (filled) {
        paintBackground(painter, tile, value.color);
        valueColor = value.color.alpha() < 128 ? theme.text : textOn(value.color);
        nameColor = valueColor;
    }
    if (look.chart && index < m_charts.size() && !m_charts[index].isNull()) {
        painter.drawImage(chartRect(tile, look).topLeft().toPoint(), m_charts[index]);
    }
    const QRectF inner = tile.adjusted(look.padding, look.padding, -look.padding, -look.padding);
    const double change = value.source.percentChange.value_or(std::nan(""));
    const QFont nameFont = numberFont(std::max(look.nameSize, 1.0));
    const QString name = QFontMetricsF(nameFont).elidedText(value.title, Qt::ElideRight, inner.width());
    painter.setFont(nameFont);
    painter.setPen(nameColor);
    const double nameHeight = look.nameSize * kLineHeight;
    const double valueHeight = look.valueSize * kLineHeight;
    const double changeHeight = look.changeSize * kLineHeight;
    if (look.wide && look.showName && look.showValue && !look.centered) {
        // Name at the left, value at the right, in one line.
        const double line = look.chart ? std::max(nameHeight, valueHeight + changeHeight) : inner.height();
        const QRectF row(inner.left(), inner.top(), inner.width(), line);
        painter.drawText(row, Qt::AlignLeft | (look.chart ? Qt::AlignTop : Qt::AlignVCenter), name);
        const QRectF valueRow(row.left(), row.top(), row.width(), line - changeHeight);
        paintValue(painter, valueRow, Qt::AlignRight | Qt::AlignVCenter, value.display, look.valueSize, QFont::Medium,
                   valueColor);
        if (m_showChange) {
            const QRectF box(row.right() - look.valueSize * 2, valueRow.bottom(), look.valueSize * 2, changeHeight);
            paintChange(painter, box, change, look.changeSize, valueColor, true);
        }
        return;
    }
    const double content = nameHeight + valueHeight + changeHeight;
    double y = inner.top();
    if (look.wide || !look.chart) y = inner.center().y() - content / 2;
    const Qt::Alignment side = look.centered ? Qt::AlignHCenter : Qt::AlignLeft;
    if (look.showName) {
        painter.drawText(QRectF(inner.left(), y, inner.width(), nameHeight), side | Qt::AlignVCenter, name);
        y += nameHeight;
    }
    if (look.showValue) {
        paintValue(painter, QRectF(inner.left(), y, inner.width(), valueHeight), side | Qt::AlignVCenter, value.display,
                   look.valueSize, QFont::Medium, valueColor);
        y += valueHeight;
    }
    if (m_showChange) {
        paintChange(painter, QRectF(inner.left(), y, inner.width(), changeHeight), change, look.changeSize, valueColor,
                    look.centered);
    }
}

void StatPanel::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) return;
    const auto tiles = tileRects(QRectF(rect()), m_values.size(), tileOrientation(m_orientation), kTileSpacing);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        if (!tiles[i].contains(event->position())) continue;
        const FieldDisplay& source = m_values[i].source;
        DataPoint point;
        point.frames = data().frames.get();
        point.frame = source.frameIndex;
        point.field = source.column;
        point.row = source.row;
        if (!source.row) point.calculated = &source.display;
        point.format = formatContextOf(data());
        followLinks(*this, point);
        return;
    }
}

void StatPanel::paintEvent(QPaintEvent*)
{
    const auto tiles = tileRects(QRectF(rect()), m_values.size(), tileOrientation(m_orientation), kTileSpacing);
    if (tiles.empty()) return;
    const Look look = lookFor(tiles.front().size());
    if (look.chart && (m_charts.empty() || m_chartsFor != size())) makeCharts(tiles, look);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < tiles.size(); ++i) paintTile(painter, tiles[i], i, look);
}

}  // namespace watchglass::ui
