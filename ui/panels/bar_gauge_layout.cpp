#include "ui/panels/bar_gauge_layout.h"

#include <algorithm>
#include <cmath>

#include "ui/theme/fonts.h"

namespace watchglass::ui {

namespace {

constexpr double kNameLine = 1.5;        ///< height of a name above its bar, in parts of its size
constexpr double kBodyLine = 22.0 / 14;  ///< the line height that texts inherit
constexpr double kLeastName = 18;
constexpr double kLeastAbove = 17;
constexpr double kMostText = 50;
constexpr double kAboveFrom = 40;
constexpr double kNameGap = 10;
constexpr double kNameAir = 15;
constexpr double kValuePadding = 10;
constexpr double kMostValueWidth = 150;
constexpr double kMeasured = 14;

double fitting(const QString& text, double width, double height)
{
    return std::max(1.0, std::min(width / (plainTextWidth(text, kMeasured) + 2) * kMeasured, height));
}

/// LCD bars are as long as their cells.
double barLength(BarMode mode, double most)
{
    return mode == BarMode::Lcd ? LcdCells().count(most) * LcdCells().pitch : most;
}

void layOutColumns(const BarGaugeLook& look, const QSizeF& size, double each, double spacing, BarGaugeLayout& out)
{
    const bool named = look.namePlacement != "hidden" && !look.longestName.isEmpty();
    if (named) out.nameSize = look.nameSize > 0 ? look.nameSize : kMeasured;
    double valueHeight = look.valueSize > 0 ? look.valueSize : std::clamp(size.height() * 0.1, 18.0, kMostText);
    if (!look.showValue) valueHeight = 0;
    out.valueSize = look.valueSize > 0 ? look.valueSize : fitting(look.longestValue, each, valueHeight);
    const double most = size.height() - valueHeight - out.nameSize * kNameLine;
    const double length = barLength(look.mode, most);
    // Names take a little more than was planned for: cells keep their size, whole bars reach under their value.
    double bottom = size.height() - out.nameSize * kBodyLine;
    if (look.mode == BarMode::Lcd) bottom = std::max(bottom, valueHeight + length);
    for (std::size_t i = 0; i < out.tiles.size(); ++i) {
        BarGaugeTile& tile = out.tiles[i];
        const double left = static_cast<double>(i) * (each + spacing);
        tile.tile = QRectF(left, 0, each, size.height());
        tile.bar = QRectF(left, bottom - length, each, length);
        tile.value = QRectF(left, std::max(0.0, bottom - length - valueHeight), each, valueHeight);
        tile.name = QRectF(left, bottom, each, size.height() - bottom);
    }
}

void layOutRows(const BarGaugeLook& look, const QSizeF& size, double each, double spacing, BarGaugeLayout& out)
{
    const bool named = look.namePlacement != "hidden" && !look.longestName.isEmpty();
    const bool above = look.namePlacement == "top" || (look.namePlacement != "left" && each > kAboveFrom);
    double nameHeight = 0;
    double nameWidth = 0;
    if (named && above) {
        nameHeight = look.nameSize > 0 ? look.nameSize * kNameLine : std::clamp(each * 0.45, kLeastAbove, kMostText);
        out.nameSize = nameHeight / kNameLine;
    } else if (named) {
        out.nameSize = look.nameSize > 0 ? look.nameSize : std::clamp(each * 0.6, kLeastName, kMostText) / kNameLine;
        nameWidth = std::min(plainTextWidth(look.longestName, out.nameSize) + kNameAir, size.width() * 0.4);
    }
    const double barHeight = each - nameHeight;
    double valueWidth = 0;
    if (look.showValue) {
        const double measured = look.valueSize > 0 ? look.valueSize : std::max(out.nameSize, 12.0);
        valueWidth = std::max(std::min(size.width() * 0.2, kMostValueWidth),
                              plainTextWidth(look.longestValue, measured) + 2 * kValuePadding);
    }
    out.valueSize = look.valueSize > 0 ? look.valueSize
                                       : fitting(look.longestValue, valueWidth - 2 * kValuePadding, barHeight);
    const double length = barLength(look.mode, std::max(1.0, size.width() - valueWidth - nameWidth));
    // Bars that stop growing stand in the middle.
    const auto count = static_cast<double>(out.tiles.size());
    const double start = std::max(0.0, (size.height() - each * count - spacing * (count - 1)) / 2);
    for (std::size_t i = 0; i < out.tiles.size(); ++i) {
        BarGaugeTile& tile = out.tiles[i];
        tile.tile = QRectF(0, start + static_cast<double>(i) * (each + spacing), size.width(), each);
        tile.nameBeside = named && !above;
        tile.name = tile.nameBeside ? QRectF(0, tile.tile.top(), nameWidth - kNameGap, each)
                                    : QRectF(0, tile.tile.top(), size.width(), nameHeight);
        tile.bar = QRectF(nameWidth, tile.tile.top() + nameHeight, length, barHeight);
        tile.value = QRectF(tile.bar.right(), tile.bar.top(), valueWidth, barHeight);
    }
}

}  // namespace

BarGaugeLayout layOutBarGauge(const BarGaugeLook& look, const QSizeF& size, std::size_t count)
{
    BarGaugeLayout out;
    if (count == 0) return out;
    out.tiles.resize(count);
    const double spacing = look.mode == BarMode::Lcd ? 2 : 10;
    const double room = (look.vertical ? size.width() : size.height()) - spacing * (static_cast<double>(count) - 1);
    double each = std::max(room / static_cast<double>(count), look.leastSize);
    if (!look.vertical) each = std::min(each, look.mostSize);
    if (look.vertical)
        layOutColumns(look, size, each, spacing, out);
    else
        layOutRows(look, size, each, spacing, out);
    return out;
}

}  // namespace watchglass::ui
