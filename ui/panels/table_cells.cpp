#include "ui/panels/table_cells.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/panels/bar_painter.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/sparkline.h"
#include "ui/panels/threshold_stops.h"
#include "ui/panels/value_text.h"
#include "ui/theme/fonts.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kPadding = 6;
constexpr LcdCells kCells{8, 1};

/// A value beside its bar takes a fifth of the column, or what it needs with 10 at each side.
double plannedValueWidth(const CellSpot& spot)
{
    constexpr double kPart = 0.2;
    constexpr double kMost = 150;
    constexpr double kAir = 20;
    const double text = plainTextWidth(spot.model.longestText(spot.index.column()), Metrics::kTextPixels);
    return std::max(std::min(spot.box.width() * kPart, kMost), text + kAir);
}

/// The colours that pills get by their text: those of the palette of the field, else the classic ones of old.
QColor pillColor(const Field& field, const DisplayValue& shown, const QString& text)
{
    const VisualTheme& theme = currentVisualTheme();
    if (field.config.mappings && !field.config.mappings->empty()) return toQColor(shown.color);
    const FieldColor color = field.config.color.value_or(FieldColor());
    if (color.mode == "fixed") return toQColor(theme.color(color.fixedColor));
    std::vector<Color> palette = theme.paletteColors(color.mode);
    if (palette.empty()) palette = oldClassicPalette();
    return toQColor(colorByText(palette, text.toStdString()));
}

}  // namespace

const TableColumn& CellSpot::column() const { return model.columns()[static_cast<std::size_t>(index.column())]; }

void paintGaugeCell(QPainter& painter, const CellSpot& spot)
{
    const TableColumn& column = spot.column();
    const DisplayValue value = spot.model.display(spot.index.row(), spot.index.column());
    const bool hidden = column.valueMode == "hidden";
    const double planned = hidden ? 0 : plannedValueWidth(spot);
    BarPaint paint;
    paint.mode = barMode(column.gaugeMode);
    paint.cells = kCells;
    paint.showUnfilled = !hidden || paint.mode == BarMode::Lcd;
    // A full bar would be as long as the column, not the cell: what does not fit shrinks, bars and values alike.
    paint.fullLength = std::max(1.0, spot.box.width() - planned);
    QRectF bar = spot.inner.adjusted(0, kPadding - 0.5, 0, -kPadding + 0.5);
    QRectF text = bar;
    const double needed = hidden ? 0 : valueWidth(value, Metrics::kTextPixels, QFont::Normal) + 20;
    if (paint.mode == BarMode::Lcd) {
        bar.setWidth(kCells.count(paint.fullLength) * kCells.pitch);
        text.setLeft(bar.right());
        text.setWidth(std::max(needed, std::min(planned, spot.inner.right() - bar.right())));
    } else {
        const double filled = std::max(1.0, shareOf(*column.field, value.numeric) * paint.fullLength);
        const double over = std::max(0.0, filled + planned - spot.inner.width());
        const double least = std::max(needed, planned - over * planned / (filled + planned));
        bar.setWidth(std::max(1.0, spot.inner.width() - (hidden ? 0 : least)));
        text.setLeft(bar.right());
    }
    painter.setClipRect(spot.box);
    paintBar(painter, bar, *column.field, value, paint);
    if (hidden) return;
    const bool plain = column.valueMode == "text" || column.valueMode.empty();
    paintValue(painter, text.adjusted(10, 0, -10, 0), Qt::AlignRight, value, Metrics::kTextPixels, QFont::Normal,
               plain ? currentTheme().text : toQColor(value.color), 1);
}

void paintSparklineCell(QPainter& painter, const CellSpot& spot)
{
    constexpr double kHeight = 25;
    constexpr double kGap = 8;
    const Frame* frame = spot.model.frameAt(spot.index.row(), spot.index.column());
    const Field* value = frame ? frame->first(FieldType::Number) : nullptr;
    if (!value) return;
    const json::Value& options = spot.column().field->config.custom["cellOptions"];
    double planned = 0;  // of the value, in the size it is measured in
    double drawn = 0;
    if (!options["hideValue"].toBool() && !isNull(frame->value)) {
        const DisplayValue shown = spot.model.displayOf(spot.index.column(), frame->value);
        const QString text = toQString(shown.toString());
        constexpr double kMeasured = 16;
        planned = plainTextWidth(text, kMeasured);
        const QFont font = textFont(Metrics::kTextPixels);
        const double width = QFontMetricsF(font).horizontalAdvance(text);
        drawn = std::max(width, planned - (spot.box.width() - spot.inner.width()));
        painter.setFont(font);
        painter.setPen(currentTheme().text);
        painter.drawText(
            QPointF(spot.inner.left() + drawn - width, textBaseline(font, spot.inner.center().y() - 11, 22)), text);
    }
    SparklineStyle style;
    style.line = toQColor(seriesColor(*value, currentVisualTheme()));
    style.lineWidth = options["lineWidth"].isNumber() ? options["lineWidth"].toDouble() : 1;
    style.smooth = options["lineInterpolation"].isNull() || options["lineInterpolation"].toString() == "smooth";
    style.fromMs = spot.model.fromMs();
    style.toMs = spot.model.toMs();
    style.fill = style.line;
    constexpr double kFill = 17;
    const double fill = options["fillOpacity"].isNumber() ? options["fillOpacity"].toDouble() : kFill;
    style.fill.setAlphaF(static_cast<float>(std::clamp(fill / 100, 0.0, 1.0)));
    const QSize size(std::max(2, static_cast<int>(spot.box.width() - planned - kGap)), static_cast<int>(kHeight));
    const QImage image = sparkline(*frame, *value, size, pictureRatio(painter), style);
    // It reaches over the padding at the right.
    painter.setClipRect(
        spot.inner.united(QRectF(spot.inner.topLeft(), QPointF(spot.box.right(), spot.inner.bottom()))));
    // On whole pixels, as canvases stand.
    const QPointF corner(std::round(spot.inner.left() + drawn + kGap),
                         std::floor(spot.inner.center().y() - kHeight / 2));
    if (!image.isNull()) painter.drawImage(corner, image);
}

QStringList pillTexts(const QString& text)
{
    QStringList out;
    if (text.startsWith(QLatin1Char('['))) {
        if (const auto list = json::parse(text.toStdString()); list && list->isArray()) {
            for (const json::Value& one : list->items()) {
                out += one.isString() ? toQString(one.toString()) : toQString(json::write(one));
            }
            return out;
        }
    }
    for (const QString& part : text.split(QLatin1Char(','))) {
        if (const QString label = part.trimmed(); !label.isEmpty()) out += label;
    }
    return out;
}

void paintPillCell(QPainter& painter, const CellSpot& spot)
{
    constexpr double kHeight = 22;
    constexpr double kPillPadding = 6;
    constexpr double kGap = 4;
    constexpr double kRadius = 6;
    const QFont font = textFont(Metrics::kSmallTextPixels);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    const DisplayValue shown = spot.model.display(spot.index.row(), spot.index.column());
    const QStringList labels = pillTexts(spot.model.plainText(spot.index.row(), spot.index.column()));
    double total = -kGap;
    for (const QString& label : labels) total += metrics.horizontalAdvance(label) + 2 * kPillPadding + kGap;
    double x = spot.inner.left();
    if (spot.column().alignment & Qt::AlignRight) x = std::max(x, spot.inner.right() - total);
    if (spot.column().alignment & Qt::AlignHCenter) x = std::max(x, spot.inner.center().x() - total / 2);
    for (const QString& label : labels) {
        const QRectF pill(x, spot.inner.center().y() - kHeight / 2, metrics.horizontalAdvance(label) + 2 * kPillPadding,
                          kHeight);
        const QColor color = pillColor(*spot.column().field, shown, label);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(pill, kRadius, kRadius);
        painter.setPen(textOn(color));
        painter.drawText(QPointF(x + kPillPadding, textBaseline(font, pill.top() + 2, kHeight - 4)), label);
        x = pill.right() + kGap;
        if (x > spot.inner.right()) break;
    }
}

}  // namespace watchglass::ui
