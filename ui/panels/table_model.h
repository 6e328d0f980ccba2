#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "ui/frame/display.h"
#include "ui/panels/panel_data.h"

namespace watchglass::ui {

enum class CellType { Auto, ColorText, ColorBackground, Gauge, Json, Pill, Sparkline };

/// How one column of a table looks.
struct TableColumn {
    const Field* field = nullptr;
    QString title;
    CellType type = CellType::Auto;
    bool gradientBackground = false;
    bool wholeRow = false;
    std::string gaugeMode;  ///< basic, gradient, lcd
    std::string valueMode;  ///< of gauges: color, text, hidden
    bool wraps = false;     ///< texts take several lines
    Qt::Alignment alignment = Qt::AlignLeft;
    std::vector<std::string> footer;  ///< reducers below the column, one line each
    int width = 0;                    ///< 0: shares what is left
    int minWidth = 150;
};

/// Rows and columns of one frame. Sorting permutes an index, the frame stays as it is.
class TableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { NumberRole = Qt::UserRole + 1, ColorRole, RowColorRole };

    using QAbstractTableModel::QAbstractTableModel;

    /// Shows `data.frames[frame]` without the columns that are hidden. The colours are those of the current theme.
    void setFrame(const PanelData& data, std::size_t frame);
    [[nodiscard]] const std::vector<TableColumn>& columns() const { return m_columns; }
    [[nodiscard]] int columnOf(const QString& title) const;
    /// The row of the frame that a row of the table shows.
    [[nodiscard]] std::size_t sourceRow(int row) const { return m_order[static_cast<std::size_t>(row)]; }
    [[nodiscard]] DisplayValue display(int row, int column) const;
    /// Objects and lists as JSON, everything else without its unit.
    [[nodiscard]] QString plainText(int row, int column) const;
    /// The longest text of a column, of its first rows.
    [[nodiscard]] QString longestText(int column) const;
    /// The frame inside a cell; null when there is none.
    [[nodiscard]] const Frame* frameAt(int row, int column) const;
    /// The most lines of a footer.
    [[nodiscard]] std::size_t footerLines() const;
    /// Where a cell stands in the data.
    [[nodiscard]] DataPoint pointAt(int row, int column) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    [[nodiscard]] QColor rowColor(int row) const;

    std::shared_ptr<const std::vector<Frame>> m_frames;  ///< keeps what the columns point to
    std::size_t m_frame = 0;
    std::vector<TableColumn> m_columns;
    std::vector<DisplayProcessor> m_displays;
    std::vector<std::size_t> m_order;
};

}  // namespace watchglass::ui
