#include "ui/panels/table_delegate.h"
#include <algorithm>

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

void paintTextCell(QPainter& painter, const CellSpot& spot, const QColor& ink)
{
    const TableColumn& column = spot.column();
    const bool code = column.type == CellType::Json;
    painter.setFont(code ? codeFont(Metrics::kTextPixels) : textFont(Metrics::kTextPixels));
    painter.setPen(ink);
    const QString text = spot.index.data().toString();
    if (column.wraps) {
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
    // The last column has no line at its right.
    const double lineWidth = index.column() + 1 < model->columnCount() ? 1 : 0;
    const QRectF inner = box.adjusted(kPadding, 0, -kPadding - lineWidth, -1);
    painter->setFont(textFont(Metrics::kTextPixels));
    const CellSpot spot{*model, index, box, inner};
    painter->save();
    switch (column.type) {
    case CellType::Gauge: paintGaugeCell(*painter, spot); break;
    case CellType::Sparkline: paintSparklineCell(*painter, spot); break;
    case CellType::Pill: paintPillCell(*painter, spot); break;
    case CellType::Image: paintImageCell(*painter, spot, ink); break;
    case CellType::Markdown: paintMarkdownCell(*painter, spot, ink); break;
    default: paintTextCell(*painter, spot, ink);
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
