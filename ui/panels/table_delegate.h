#pragma once

#include <QStringList>
#include <QStyledItemDelegate>

namespace watchglass::ui {

/// How a text breaks in a cell that leaves it `width`.
[[nodiscard]] QStringList wrappedLines(const QString& text, double width);

/// Paints the cells of TableModel as Grafana does. GUI thread only.
class TableDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace watchglass::ui
