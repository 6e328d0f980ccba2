#pragma once

#include "ui/panels/panel_widget.h"
#include "ui/panels/table_model.h"

class QComboBox;

namespace watchglass::ui {

class TableFilterPopup;
class TableFooter;
class TableHeader;
class TablePager;
class TableView;

/// A frame as a table: coloured cells, bars in cells, sorted by a click on a column's title, filtered by its funnel or
/// Alt+Down, a footer with calculations, pages, a choice of frames when there are several. GUI thread only.
class TablePanel final : public PanelWidget {
    Q_OBJECT

public:
    explicit TablePanel(QWidget* parent = nullptr);

    [[nodiscard]] bool hasContent() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QAccessible::Role accessibleRole() const override { return QAccessible::Pane; }
    /// Cells and heads stand on it too.
    void setBackground(const QColor& color) override;
    [[nodiscard]] TableView* view() const { return m_view; }
    [[nodiscard]] TableModel* model() const { return m_model; }
    [[nodiscard]] TablePager* pager() const { return m_pager; }
    /// Opens the values of a column that can be filtered; null for others.
    TableFilterPopup* openFilter(int column);

protected:
    void rebuild() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void addActions();
    void showFrame(int frame);
    void sortBy(int section);
    void rowsChanged();
    void place();
    void placePages(int room, int scrollBar);
    void setColumnWidths();
    void setRowHeights();

    TableModel* m_model;
    TableView* m_view;
    TableHeader* m_header;
    TableFooter* m_footer;
    TablePager* m_pager;
    QComboBox* m_choice;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    bool m_sortedByUser = false;
    bool m_pages = false;
};

}  // namespace watchglass::ui
