#include "ui/panels/value_text.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"

namespace watchglass::ui {

namespace {

constexpr double kLineHeight = 1.2;

/// Side of the largest square that fits `count` times when rows run along `along`.
double squareSide(double along, double across, std::size_t count, double spacing)
{
    const auto n = static_cast<double>(count);
    const double parts = std::ceil(std::sqrt(n * along / across));
    if (std::floor(parts * across / along) * parts < n) {
        const double lines = std::ceil(parts * across / along);
        return (across - spacing * (lines - 1)) / lines;
    }
    return (along - spacing * (parts - 1)) / parts;
}

QFont sized(double size, QFont::Weight weight) { return numberFont(std::max(1.0, size), weight); }

}  // namespace

double fittingSize(const QString& text, double width, double height, QFont::Weight weight, double most)
{
    const double byHeight = height / kLineHeight;
    const double at14 = plainTextWidth(text, 14, weight);
    const double byWidth = width / (at14 + 2) * 14;
    return std::max(1.0, std::min({byHeight, byWidth, most}));
}

double unitSize(double valueSize)
{
    if (valueSize >= 26) return valueSize * 0.6;
    return valueSize * (valueSize >= 20 ? 0.8 : 0.9);
}

double valueWidth(const DisplayValue& value, double size, QFont::Weight weight)
{
    const QFontMetricsF number(sized(size, weight));
    const QFontMetricsF unit(sized(unitSize(size), weight));
    return unit.horizontalAdvance(toQString(value.prefix)) + number.horizontalAdvance(toQString(value.text)) +
           unit.horizontalAdvance(toQString(value.suffix));
}

void shortenValue(DisplayValue& value, double width, double size, QFont::Weight weight)
{
    constexpr double kSlack = 2;  // sizes that fit are rounded
    const double whole = valueWidth(value, size, weight);
    if (whole <= width + kSlack) return;
    const QFontMetricsF number(sized(size, weight));
    const QString text = toQString(value.text);
    const double units = whole - number.horizontalAdvance(text);
    value.text = number.elidedText(text, Qt::ElideRight, std::max(0.0, width - units)).toStdString();
}

void paintValue(QPainter& painter, const QRectF& box, Qt::Alignment alignment, const DisplayValue& value, double size,
                QFont::Weight weight, const QColor& color, double lineHeight)
{
    const QFont numberText = sized(size, weight);
    const QFont unitText = sized(unitSize(size), weight);
    const QFontMetricsF number(numberText);
    const QFontMetricsF unit(unitText);
    const double width = valueWidth(value, size, weight);
    double x = box.left();
    if (alignment & Qt::AlignHCenter) x = box.center().x() - width / 2;
    if (alignment & Qt::AlignRight) x = box.right() - width;
    const double line = size * lineHeight;
    const double baseline = textBaseline(numberText, box.center().y() - line / 2, line);
    painter.setPen(color);
    const auto draw = [&](const QFont& font, const QFontMetricsF& metrics, const std::string& text) {
        if (text.empty()) return;
        painter.setFont(font);
        painter.drawText(QPointF(x, baseline), toQString(text));
        x += metrics.horizontalAdvance(toQString(text));
    };
    draw(unitText, unit, value.prefix);
    draw(numberText, number, value.text);
    draw(unitText, unit, value.suffix);
}

std::vector<QRectF> tileRects(const QRectF& area, std::size_t count, TileOrientation orientation, double spacing)
{
    std::vector<QRectF> rects;
    if (count == 0 || area.width() <= 0 || area.height() <= 0) return rects;
    std::size_t columns = 1;
    if (orientation == TileOrientation::Columns) columns = count;
    if (orientation == TileOrientation::Auto) {
        const double side = std::max({1.0, squareSide(area.width(), area.height(), count, spacing),
                                      squareSide(area.height(), area.width(), count, spacing)});
        columns = static_cast<std::size_t>(
            std::clamp(std::floor((area.width() + spacing) / (side + spacing)), 1.0, static_cast<double>(count)));
    }
    const std::size_t rows = (count + columns - 1) / columns;
    columns = (count + rows - 1) / rows;
    const double height = (area.height() - spacing * static_cast<double>(rows - 1)) / static_cast<double>(rows);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t row = i / columns;
        // The last row is shared by what is left.
        const std::size_t inRow = std::min(columns, count - row * columns);
        const double width = (area.width() - spacing * static_cast<double>(inRow - 1)) / static_cast<double>(inRow);
        rects.emplace_back(area.left() + static_cast<double>(i % columns) * (width + spacing),
                           area.top() + static_cast<double>(row) * (height + spacing), std::max(1.0, width),
                           std::max(1.0, height));
    }
    return rects;
}

TileOrientation tileOrientation(const std::string& text)
{
    if (text == "horizontal") return TileOrientation::Rows;
    if (text == "vertical") return TileOrientation::Columns;
    return TileOrientation::Auto;
}

}  // namespace watchglass::ui
