#include "ui/panels/table_delegate.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include "ui/panels/bar_gauge_layout.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/sparkline.h"
#include "ui/panels/table_model.h"
#include "ui/panels/value_text.h"
#include "ui/theme/fonts.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kPadding = 6;
constexpr double kLine = 22;

QBrush backgroundBrush(const QColor& color, bool gradient, const QRectF& box)
{
    if (!gradient) return color;
    QLinearGradient fade(box.topLeft(), box.topRight());
    fade.setColorAt(0, color.darker(115));
    fade.setColorAt(1, color);
    return fade;
}

/// As a bar gauge that has the cell for itself.
void paintGauge(QPainter& painter, const QRectF& inner, const TableModel& model, const QModelIndex& index,
                const DisplayValue& value)
{
    const TableColumn& column = model.columns()[static_cast<std::size_t>(index.column())];
    const QRectF room = inner.adjusted(0, kPadding - 0.5, 0, -kPadding + 0.5);
    BarGaugeLook look;
    look.mode = barMode(column.gaugeMode);
    look.showValue = column.valueMode != "hidden";
    look.valueSize = Metrics::kTextPixels;
    look.longestValue = model.longestText(index.column());
    const BarGaugeLayout layout = layOutBarGauge(look, room.size(), 1);
    const BarGaugeTile& tile = layout.tiles.front();
    paintBar(painter, tile.bar.translated(room.topLeft()), *column.field, value, look.mode, false, true);
    if (!look.showValue) return;
    const bool plain = column.valueMode == "text" || column.valueMode.empty();
    paintValue(painter, tile.value.translated(room.topLeft()).adjusted(10, 0, -10, 0), Qt::AlignRight, value,
               layout.valueSize, QFont::Normal, plain ? currentTheme().text : toQColor(value.color), 1);
}

/// Lines as high as in a browser, in the middle of the cell.
void paintLines(QPainter& painter, const QRectF& inner, Qt::Alignment alignment, const QString& text)
{
    const QStringList lines = wrappedLines(text, inner.width());
    double top = inner.center().y() - kLine * static_cast<double>(lines.size()) / 2;
    for (const QString& line : lines) {
        const double width = QFontMetricsF(painter.font()).horizontalAdvance(line);
        double x = inner.left();
        if (alignment & Qt::AlignRight) x = inner.right() - width;
        if (alignment & Qt::AlignHCenter) x = inner.center().x() - width / 2;
        painter.drawText(QPointF(x, textBaseline(painter.font(), top, kLine)), line);
        top += kLine;
    }
}

void paintSparkline(QPainter& painter, const QRectF& cell, const QRectF& inner, const Frame* frame)
{
    const Field* value = frame ? frame->first(FieldType::Number) : nullptr;
    if (!value) return;
    constexpr double kShift = 14;
    constexpr double kAbove = 5;
    const QSize size(std::max(2, static_cast<int>(cell.width()) - 8),
                     std::max(2, static_cast<int>(cell.height()) - 11));
    SparklineStyle style;
    style.line = toQColor(seriesColor(*value, currentVisualTheme()));
    style.fill = style.line;
    style.fill.setAlphaF(0.17F);
    const QImage image = sparkline(*frame, *value, size, pictureRatio(painter), style);
    painter.save();
    painter.setClipRect(inner);
    if (!image.isNull()) painter.drawImage(cell.topLeft() + QPointF(kShift, kAbove), image);
    painter.restore();
}

/// Each of the texts between commas in a box of its own colour.
void paintPills(QPainter& painter, const QRectF& inner, const QString& text)
{
    constexpr double kHeight = 22;
    constexpr double kPillPadding = 6;
    constexpr double kGap = 4;
    constexpr double kRadius = 6;
    const QFont font = numberFont(Metrics::kSmallTextPixels);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    double x = inner.left();
    for (const QString& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const QString label = part.trimmed();
        if (label.isEmpty()) continue;
        const QRectF pill(x, inner.center().y() - kHeight / 2, metrics.horizontalAdvance(label) + 2 * kPillPadding,
                          kHeight);
        const QColor color = toQColor(currentVisualTheme().classicByName(label.toStdString()));
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(pill, kRadius, kRadius);
        painter.setPen(textOn(color));
        painter.drawText(QPointF(x + kPillPadding, textBaseline(font, pill.top() + 2, kHeight - 4)), label);
        x = pill.right() + kGap;
        if (x > inner.right()) break;
    }
}

}  // namespace

QStringList wrappedLines(const QString& text, double width)
{
    QTextLayout layout(text, textFont(Metrics::kTextPixels));
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(1.0, width));
        lines += text.mid(line.textStart(), line.textLength()).trimmed();
    }
    layout.endLayout();
    return lines;
}

void TableDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* model = qobject_cast<const TableModel*>(index.model());
    if (!model) return;
    const Theme& theme = currentTheme();
    const TableColumn& column = model->columns()[static_cast<std::size_t>(index.column())];
    const DisplayValue value = model->display(index.row(), index.column());
    const QColor color = toQColor(value.color);
    const QRectF box(option.rect);
    QColor ink = theme.text;
    painter->save();
    painter->setClipRect(option.rect);
    painter->setRenderHint(QPainter::Antialiasing);
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const bool rowHovered = view && view->underMouse() &&
                            view->indexAt(view->viewport()->mapFromGlobal(QCursor::pos())).row() == index.row();
    if (!PictureMode::isActive() && (rowHovered || (option.state & QStyle::State_MouseOver)))
        painter->fillRect(box, theme.secondary);
    const QVariant rowColor = index.data(TableModel::RowColorRole);
    if (column.type == CellType::ColorBackground && color.alpha() > 0) {
        painter->fillRect(box, backgroundBrush(color, column.gradientBackground, box));
        ink = textOn(color);
    } else if (rowColor.isValid()) {
        painter->fillRect(box, rowColor.value<QColor>());
        ink = textOn(rowColor.value<QColor>());
    } else if (column.type == CellType::ColorText) {
        ink = color;
    }
    painter->setPen(theme.tableBorder);
    painter->drawLine(QPointF(box.left(), box.bottom() - 0.5), QPointF(box.right(), box.bottom() - 0.5));
    if (index.column() + 1 < model->columnCount()) {
        painter->drawLine(QPointF(box.right() - 0.5, box.top()), QPointF(box.right() - 0.5, box.bottom()));
    }
    // The last column has no line at its right.
    const double lineWidth = index.column() + 1 < model->columnCount() ? 1 : 0;
    const QRectF inner = box.adjusted(kPadding, 0, -kPadding - lineWidth, -1);
    painter->setFont(textFont(Metrics::kTextPixels));
    switch (column.type) {
    case CellType::Gauge: paintGauge(*painter, inner, *model, index, value); break;
    case CellType::Sparkline: paintSparkline(*painter, box, inner, model->frameAt(index.row(), index.column())); break;
    case CellType::Pill: paintPills(*painter, inner, model->plainText(index.row(), index.column())); break;
    default: {
        if (column.type == CellType::Json) painter->setFont(codeFont(Metrics::kTextPixels));
        const QString text = index.data().toString();
        painter->setPen(ink);
        if (column.wraps) {
            paintLines(*painter, inner, column.alignment, text);
            break;
        }
        painter->drawText(inner, column.alignment | Qt::AlignVCenter,
                          QFontMetricsF(painter->font()).elidedText(text, Qt::ElideRight, inner.width()));
    }
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(theme.primary, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(box.adjusted(0.5, 0.5, -1.5, -1.5));
    }
    painter->restore();
}

}  // namespace watchglass::ui
