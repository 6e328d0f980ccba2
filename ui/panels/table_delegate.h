#pragma once

#include <QStringList>
#include <QStyledItemDelegate>

namespace watchglass::ui {

/// How a text breaks in a cell that leaves it `width`.
[[nodiscard]] QStringList wrappedLines(const QString& text, double width);

/// Whether a cell of that size shows less than all of its text.
[[nodiscard]] bool isTextCut(const QRect& cell, const QModelIndex& index);

/// The room in which a cell shows all of its text while the pointer is over it: more lines, and a width that no word is
/// cut in. Numbers, and columns with lines or an inspector of their own, stay as they are.
/// Source: @grafana/ui TableNG's shouldTextOverflow() and styles of active cells.
[[nodiscard]] QRect grownCell(const QRect& cell, const QModelIndex& index);

/// Paints the cells of TableModel as Grafana does. GUI thread only.
class TableDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace watchglass::ui
