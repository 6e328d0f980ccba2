#pragma once

#include <optional>
#include <vector>

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>

#include "ui/frame/display.h"
#include "ui/panels/panel_data.h"
#include "ui/panels/table_columns.h"

namespace watchglass::ui {

/// Rows and columns of one frame. Sorting, filters and pages choose from an index, the frame stays as it is.
class TableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { NumberRole = Qt::UserRole + 1, ColorRole, RowColorRole, FilterableRole, FilteredRole };

    using QAbstractTableModel::QAbstractTableModel;

    /// Shows `data.frames[frame]` without the columns that are hidden. The colours are those of the current theme.
    void setFrame(const PanelData& data, std::size_t frame);
    [[nodiscard]] const std::vector<TableColumn>& columns() const { return m_columns; }
    [[nodiscard]] int columnOf(const QString& title) const;
    /// The row of the frame that a row of the table shows.
    [[nodiscard]] std::size_t sourceRow(int row) const { return m_order[static_cast<std::size_t>(firstRow() + row)]; }
    /// The rows of the frame that the filters let through, of all pages.
    [[nodiscard]] const std::vector<std::size_t>& shownRows() const { return m_order; }

    /// The different texts of a column in the rows that the other columns' filters let through.
    [[nodiscard]] QStringList filterValues(int column) const;
    /// The texts that a column may have; none: any.
    [[nodiscard]] std::optional<QSet<QString>> filter(int column) const;
    /// A filter belongs to the column's title and stays when new data comes.
    void setFilter(int column, const std::optional<QSet<QString>>& accepted);

    /// Shows only `rowsPerPage` rows, those of a page counted from 0. 0 rows: all.
    void setPage(int page, int rowsPerPage);
    [[nodiscard]] int page() const { return m_page; }
    [[nodiscard]] int rowsPerPage() const { return m_pageSize; }
    [[nodiscard]] int pageCount() const;
    /// Where among shownRows() the page begins.
    [[nodiscard]] int firstRow() const { return m_page * m_pageSize; }
    [[nodiscard]] DisplayValue display(int row, int column) const;
    /// How a column shows a value.
    [[nodiscard]] DisplayValue displayOf(int column, const Cell& value) const
    {
        return m_displays[static_cast<std::size_t>(column)](value);
    }
    /// The range of time that lines in cells stand for.
    [[nodiscard]] std::int64_t fromMs() const { return m_fromMs; }
    [[nodiscard]] std::int64_t toMs() const { return m_toMs; }
    /// Objects and lists as JSON, everything else without its unit.
    [[nodiscard]] QString plainText(int row, int column) const;
    /// What a cell holds, in full: objects and lists as indented JSON.
    [[nodiscard]] QString wholeText(int row, int column) const;
    /// The longest text of a column, of its first rows.
    [[nodiscard]] QString longestText(int column) const;
    /// The frame inside a cell; null when there is none.
    [[nodiscard]] const Frame* frameAt(int row, int column) const;
    /// Where a cell stands in the data.
    [[nodiscard]] DataPoint pointAt(int row, int column) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    [[nodiscard]] QColor rowColor(int row) const;
    [[nodiscard]] bool passes(std::size_t row, int butFor) const;
    void order();

    std::shared_ptr<const std::vector<Frame>> m_frames =
        std::make_shared<const std::vector<Frame>>();  ///< keeps what the columns point to
    std::size_t m_frame = 0;
    std::int64_t m_fromMs = 0;
    std::int64_t m_toMs = 0;
    std::vector<TableColumn> m_columns;
    std::vector<DisplayProcessor> m_displays;
    std::vector<std::size_t> m_order;
    QHash<QString, QSet<QString>> m_filters;  ///< accepted texts by title
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    int m_page = 0;
    int m_pageSize = 0;
};

}  // namespace watchglass::ui
