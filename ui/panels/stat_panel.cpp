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
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"
#include "ui/values/big_value.h"
#include "ui/values/percent_change.h"

namespace watchglass::ui {

namespace {

constexpr double kTileSpacing = 3;
constexpr double kLineHeight = 1.2;
constexpr double kLowTile = 30;
constexpr double kMeasuredSize = 14;
constexpr double kHiddenPadding = 8;
constexpr double kValueToChange = 2.5;
constexpr double kLeastChange = 12;
constexpr double kTextToArrow = 1.2;
constexpr double kLeastArrow = 10;
constexpr double kLeastGap = 4;
constexpr double kBesideValue = 6.5;  ///< between a value and its change
constexpr double kLeastTile = 15;     ///< a line of text

QColor adjusted(const QColor& color, double darkenBy, double spinBy)
{
    const Color source{static_cast<std::uint8_t>(color.red()), static_cast<std::uint8_t>(color.green()),
                       static_cast<std::uint8_t>(color.blue()), 1};
    return toQColor(spin(darken(source, darkenBy), spinBy));
}

/// What a line is drawn with on a ground of this colour (tinycolor's brighten(40)).
QColor brightened(const QColor& color)
{
    constexpr int kMore = 102;
    return {std::min(color.red() + kMore, 255), std::min(color.green() + kMore, 255),
            std::min(color.blue() + kMore, 255)};
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
        return plainTextWidth(toQString(text), kMeasuredSize, bold ? QFont::Medium : QFont::Normal);
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
    // Where padding leaves nothing, the body's size is what remains.
    if (tile.height() <= 2 * kHiddenPadding) look.valueSize = kMeasuredSize;
    if (m_showChange) look.changeSize = std::max(look.valueSize / kValueToChange, kLeastChange);
    return look;
}

QRectF StatPanel::chartRect(const QRectF& tile, const Look& look) const
{
    return QRectF(tile.left(), tile.bottom() - look.chartHeight, tile.width(), look.chartHeight);
}

void StatPanel::makeCharts(const std::vector<QRectF>& tiles, const Look& look, double ratio)
{
    m_charts.resize(m_values.size());
    m_chartsFor = size();
    m_chartsRatio = ratio;
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const ReducedValue& value = m_values[i];
        SparklineStyle style;
        if (isFilled()) {
            style.line = brightened(value.color);
            style.fill = QColor(255, 255, 255, 102);
        } else {
            style.line = value.color;
            style.line.setAlphaF(1);
            style.fill = style.line;
            style.fill.setAlphaF(0.2F);
        }
        m_charts[i] = sparkline(*value.frame, *value.field, chartRect(tiles[i], look).size().toSize(), ratio, style);
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
    painter.drawRect(tile);
}

double StatPanel::changeWidth(double change, double size) const
{
    const QFontMetricsF metrics(numberFont(size, QFont::Medium));
    const double arrow = std::max(size / kTextToArrow, kLeastArrow) + std::max(size / 3, kLeastGap);
    return (change != 0 ? arrow : 0) + metrics.horizontalAdvance(toQString(percentChangeText(change)));
}

void StatPanel::paintChange(QPainter& painter, const QRectF& box, double change, double size, const QColor& color) const
{
    if (std::isnan(change)) return;
    const double arrow = std::max(size / kTextToArrow, kLeastArrow);
    const double gap = std::max(size / 3, kLeastGap);
    QColor ink = color;
    // On a background all is written in the colour that can be read there.
    if (m_changeColors != "same_as_value" && !isFilled())
        ink = toQColor(percentChangeColor(change, m_changeColors, {}, currentVisualTheme()));
    double x = box.left();
    if (change != 0) {
        // The inner half of an icon: an arrow of ten twelfths, with strokes of two.
        const QPointF middle(x + arrow / 2, box.center().y() - arrow * 0.06);
        const double reach = arrow * 5 / 12;
        const double down = change < 0 ? -reach : reach;
        painter.setPen(QPen(ink, arrow / 6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        const QPointF tip = middle - QPointF(0, down);
        painter.drawLine(middle + QPointF(0, down), tip);
        painter.drawPolyline(QPolygonF{middle - QPointF(reach, 0), tip, middle + QPointF(reach, 0)});
        x += arrow + gap;
    }
    const QFont font = numberFont(size, QFont::Medium);
    painter.setPen(ink);
    painter.setFont(font);
    painter.drawText(QPointF(x, textBaseline(font, box.top(), box.height())), toQString(percentChangeText(change)));
}

void StatPanel::paintTile(QPainter& painter, const QRectF& tile, std::size_t index, const Look& look) const
{
    const Theme& theme = currentTheme();
    ReducedValue value = m_values[index];
    const BigValueText text = bigValueText(value.display, value.title.toStdString(), m_textMode, m_values.size());
    value.display.text = text.value.text;
    value.display.prefix = text.value.prefix;
    value.display.suffix = text.value.suffix;
    QColor valueColor = m_colorMode == ColorMode::Value ? value.color : theme.text;
    QColor nameColor = theme.text;
    if (isFilled()) {
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
    const double nameHeight = look.nameSize * kLineHeight;
    const double valueHeight = look.valueSize * kLineHeight;
    const double beside = m_showChange && !std::isnan(change) ? changeWidth(change, look.changeSize) : 0;
    shortenValue(value.display, inner.width(), look.valueSize, QFont::Medium);
    const double valueLine = valueWidth(value.display, look.valueSize, QFont::Medium);
    const auto drawName = [&](double x, double top) {
        painter.setFont(nameFont);
        painter.setPen(nameColor);
        painter.drawText(QPointF(x, textBaseline(nameFont, top, nameHeight)), name);
    };
    const auto drawValue = [&](double x, double middle) {
        paintValue(painter, QRectF(x, middle - valueHeight / 2, valueLine, valueHeight), Qt::AlignLeft, value.display,
                   look.valueSize, QFont::Medium, valueColor);
    };
    const auto drawChange = [&](double x, double middle) {
        paintChange(painter, QRectF(x, middle - valueHeight / 2, beside, valueHeight), change, look.changeSize,
                    valueColor);
    };
    const double middle = inner.center().y();
    if (look.wide && look.showName && look.showValue && !look.centered) {
        // Name, value and change share the line.
        const double row = look.chart ? inner.top() + std::max(nameHeight, valueHeight) / 2 : middle;
        drawName(inner.left(), look.chart ? inner.top() : middle - nameHeight / 2);
        const double nameWidth = QFontMetricsF(nameFont).horizontalAdvance(name);
        if (beside > 0) {
            const double air = (inner.width() - nameWidth - valueLine - beside) / 2;
            drawValue(inner.left() + nameWidth + air, row);
            drawChange(inner.right() - beside, row);
        } else {
            drawValue(inner.right() - valueLine, row);
        }
        return;
    }
    if (look.wide && look.showValue && !look.showName) {
        const double all = valueLine + (beside > 0 ? beside + kBesideValue : 0);
        const double x = look.centered ? inner.center().x() - all / 2 : inner.left();
        drawValue(x, middle);
        if (beside > 0) drawChange(x + all - beside, middle);
        return;
    }
    const double changeHeight = beside > 0 ? look.changeSize * kLineHeight : 0;
    double y = inner.top();
    if (look.wide || !look.chart) y = middle - (nameHeight + (look.showValue ? valueHeight : 0) + changeHeight) / 2;
    const auto place = [&](double width) { return look.centered ? inner.center().x() - width / 2 : inner.left(); };
    if (look.showName) {
        drawName(place(QFontMetricsF(nameFont).horizontalAdvance(name)), y);
        y += nameHeight;
    }
    if (look.showValue) {
        drawValue(place(valueLine), y + valueHeight / 2);
        y += valueHeight;
    }
    if (beside > 0) {
        paintChange(painter, QRectF(place(beside), y, beside, changeHeight), change, look.changeSize, valueColor);
    }
}

/// Grafana says that there is no value as large as it says a value.
void StatPanel::paintNothing(QPainter& painter) const
{
    QString text = tr("No data");
    for (const Frame& frame : *data().frames) {
        for (const Field& field : frame.fields) {
            if (field.config.noValue && !field.config.noValue->empty()) text = toQString(*field.config.noValue);
        }
    }
    const double padding = height() > 100 ? 12 : 8;
    const QRectF inner = QRectF(rect()).adjusted(padding, padding, -padding, -padding);
    const double size = fittingSize(text, inner.width(), inner.height(), QFont::Medium);
    DisplayValue shown;
    shown.text = text.toStdString();
    paintValue(painter, inner, Qt::AlignHCenter, shown, size, QFont::Medium,
               toQColor(currentVisualTheme().color("green")));
}

/// The places of all values; where these would lie over each other only as many as there is room for.
std::vector<QRectF> StatPanel::tiles() const
{
    std::vector<QRectF> all = tileRects(QRectF(rect()), m_values.size(), tileOrientation(m_orientation), kTileSpacing);
    if (all.size() < 2 || all.front().height() >= kLeastTile) return all;
    const auto sameRow = [&](const QRectF& tile) { return tile.top() == all.front().top(); };
    const auto columns = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), sameRow));
    const double rows = std::max(1.0, std::floor((height() + kTileSpacing) / (kLeastTile + kTileSpacing)));
    const double tall = (height() - kTileSpacing * (rows - 1)) / rows;
    std::vector<QRectF> out;
    for (int row = 0; row < static_cast<int>(rows); ++row) {
        for (std::size_t i = 0; i < columns; ++i)
            out.emplace_back(all[i].left(), row * (tall + kTileSpacing), all[i].width(), tall);
    }
    return out;
}

/// The last place says how many there are besides.
std::size_t StatPanel::shownIn(const std::vector<QRectF>& tiles) const
{
    return tiles.size() < m_values.size() ? tiles.size() - 1 : m_values.size();
}

void StatPanel::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) return;
    const auto tiles = this->tiles();
    const std::size_t shown = shownIn(tiles);
    for (std::size_t i = 0; i < shown; ++i) {
        if (!tiles[i].contains(event->position())) continue;
        followLinks(*this, pointOf(m_values[i], data()));
        return;
    }
}

void StatPanel::paintEvent(QPaintEvent*)
{
    const auto tiles = this->tiles();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (tiles.empty()) {
        paintNothing(painter);
        return;
    }
    const Look look = lookFor(tiles.front().size());
    const double ratio = pictureRatio(painter);
    if (look.chart && (m_charts.empty() || m_chartsFor != size() || m_chartsRatio != ratio))
        makeCharts(tiles, look, ratio);
    const std::size_t shown = shownIn(tiles);
    for (std::size_t i = 0; i < shown; ++i) paintTile(painter, tiles[i], i, look);
    if (shown == m_values.size()) return;
    painter.setFont(textFont(Metrics::kSmallTextPixels));
    painter.setPen(currentTheme().textSecondary);
    const auto rest = static_cast<int>(m_values.size() - shown);
    painter.drawText(tiles.back(), Qt::AlignCenter, shown > 0 ? tr("+%1 more").arg(rest) : tr("%1 values").arg(rest));
}

}  // namespace watchglass::ui
