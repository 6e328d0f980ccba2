#include "ui/panels/table_delegate.h"
#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include "ui/panels/panel_support.h"
#include "ui/panels/table_cells.h"
#include "ui/panels/table_model.h"
#include "ui/panels/table_view.h"
#include "ui/theme/fonts.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kPadding = 6;
constexpr double kLine = 22;
constexpr int kMostCode = 2000;  ///< letters of a line of code that are drawn

QBrush backgroundBrush(const QColor& color, bool gradient, const QRectF& box)
{
    if (!gradient) return color;
    QLinearGradient fade(box.topLeft(), box.topRight());
    fade.setColorAt(0, color.darker(115));
    fade.setColorAt(1, color);
    return fade;
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

bool isText(const TableColumn& column)
{
    return column.type == CellType::Auto || column.type == CellType::ColorText ||
           column.type == CellType::ColorBackground || column.type == CellType::Json;
}

/// As browsers show it: in code only, more than one space is more than one.
QString textOf(const QModelIndex& index)
{
    const auto* model = static_cast<const TableModel*>(index.model());
    const TableColumn& column = model->columns()[static_cast<std::size_t>(index.column())];
    const QString text = index.data().toString();
    return column.type == CellType::Json || column.wraps ? text : text.simplified();
}

/// What a cell leaves to its content.
QRectF insideOf(const QRectF& box, const QModelIndex& index)
{
    // The last column has no line at its right.
    const double line = index.column() + 1 < index.model()->columnCount() ? 1 : 0;
    return box.adjusted(kPadding, 0, -kPadding - line, -1);
}

void paintTextCell(QPainter& painter, const CellSpot& spot, const QColor& ink, bool isGrown)
{
    const TableColumn& column = spot.column();
    const bool code = column.type == CellType::Json;
    painter.setFont(code ? codeFont(Metrics::kTextPixels) : textFont(Metrics::kTextPixels));
    painter.setPen(ink);
    const QString text = textOf(spot.index);
    if (column.wraps || isGrown) {
        paintLines(painter, spot.inner, column.alignment, text);
        return;
    }
    // Code is cut where the cell ends, texts say that there is more.
    const QString shown = code ? text.left(kMostCode)
                               : QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, spot.inner.width());
    painter.drawText(spot.inner, column.alignment | Qt::AlignVCenter | Qt::TextSingleLine, shown);
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

bool isTextCut(const QRect& cell, const QModelIndex& index)
{
    const auto* model = qobject_cast<const TableModel*>(index.model());
    if (!model) return false;
    const TableColumn& column = model->columns()[static_cast<std::size_t>(index.column())];
    if (!isText(column) || column.wraps) return false;
    const QFont font = column.type == CellType::Json ? codeFont(Metrics::kTextPixels) : textFont(Metrics::kTextPixels);
    return QFontMetricsF(font).horizontalAdvance(textOf(index)) > insideOf(cell, index).width();
}

QRect grownCell(const QRect& cell, const QModelIndex& index)
{
    if (!isTextCut(cell, index)) return cell;
    const TableColumn& column =
        static_cast<const TableModel*>(index.model())->columns()[static_cast<std::size_t>(index.column())];
    const bool inspected = column.field->config.custom["inspect"].toBool();
    if (column.type == CellType::Json || column.field->type != FieldType::String || inspected) return cell;
    const QFontMetricsF metrics(textFont(Metrics::kTextPixels));
    const double inside = insideOf(cell, index).width();
    const QStringList lines = wrappedLines(textOf(index), inside);
    double widest = inside;
    for (const QString& line : lines) widest = std::max(widest, metrics.horizontalAdvance(line));
    return {cell.left(), cell.top(), cell.width() + static_cast<int>(std::ceil(widest - inside)),
            cell.height() + static_cast<int>(kLine) * static_cast<int>(lines.size() - 1)};
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
    const auto* view = qobject_cast<const TableView*>(option.widget);
    if (view && view->hovered().isValid() && view->hovered().row() == index.row() && !PictureMode::isActive())
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
    const QRectF inner = insideOf(box, index);
    painter->setFont(textFont(Metrics::kTextPixels));
    const CellSpot spot{*model, index, box, inner};
    painter->save();
    switch (column.type) {
    case CellType::Gauge: paintGaugeCell(*painter, spot); break;
    case CellType::Sparkline: paintSparklineCell(*painter, spot); break;
    case CellType::Pill: paintPillCell(*painter, spot); break;
    case CellType::Image: paintImageCell(*painter, spot, ink); break;
    case CellType::Markdown: paintMarkdownCell(*painter, spot, ink); break;
    default: paintTextCell(*painter, spot, ink, view && view->isGrown() && option.rect == view->raisedCell());
    }
    painter->restore();
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(theme.primary, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(box.adjusted(0.5, 0.5, -1.5, -1.5));
    }
    painter->restore();
}

}  // namespace watchglass::ui
