#pragma once

#include <QStyledItemDelegate>

namespace watchglass::ui {

/// Paints the cells of TableModel as Grafana does. GUI thread only.
class TableDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace watchglass::ui
