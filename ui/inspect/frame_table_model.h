#pragma once

#include <memory>
#include <vector>

#include <QAbstractTableModel>

#include "ui/frame/display.h"
#include "ui/frame/frame.h"

namespace watchglass::ui {

/// A frame as a table, a cell formatted when it is looked at. Sorts by value, not by text. GUI thread only.
class FrameTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// `formatted`: as panels show values; false: bare.
    void setFrame(const Frame& frame, bool formatted, const FormatContext& context);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    Frame m_frame;
    std::vector<DisplayProcessor> m_displays;  ///< one a column; empty: bare values
    std::vector<std::size_t> m_order;          ///< the row of the frame that each row shows
};

}  // namespace watchglass::ui
