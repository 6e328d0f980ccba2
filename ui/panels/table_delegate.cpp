#include "ui/panels/table_delegate.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/panels/bar_painter.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/table_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kPadding = 6;

QBrush backgroundBrush(const QColor& color, bool gradient, const QRectF& box)
{
    if (!gradient) return color;
    QLinearGradient fade(box.topLeft(), box.topRight());
    fade.setColorAt(0, color.darker(115));
    fade.setColorAt(1, color);
    return fade;
}

}  // namespace

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
    if (option.state & QStyle::State_MouseOver) painter->fillRect(box, theme.secondary);
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
    painter->setFont(textFont(Metrics::kTextPixels));
    const QFontMetricsF metrics(painter->font());
    const QString text = toQString(value.toString());
    QRectF inner = box.adjusted(kPadding, 0, -kPadding - 1, -1);
    if (column.type == CellType::Gauge) {
        double widest = 0;
        if (column.valueMode != "hidden") {
            const int rows = std::min(model->rowCount(), 50);
            for (int row = 0; row < rows; ++row) {
                widest = std::max(widest,
                                  metrics.horizontalAdvance(toQString(model->display(row, index.column()).toString())));
            }
            widest = std::min(widest + 16, inner.width() * 0.5);
        }
        const QRectF bar = inner.adjusted(0, kPadding, -widest, -kPadding);
        paintBar(*painter, bar, *column.field, value, barMode(column.gaugeMode), false, true);
        painter->setPen(column.valueMode == "text" || column.valueMode.empty() ? theme.text : color);
        if (column.valueMode != "hidden") painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter, text);
    } else {
        painter->setPen(ink);
        painter->drawText(inner, column.alignment | Qt::AlignVCenter,
                          metrics.elidedText(text, Qt::ElideRight, inner.width()));
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(theme.primary, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(box.adjusted(0.5, 0.5, -1.5, -1.5));
    }
    painter->restore();
}

}  // namespace watchglass::ui
