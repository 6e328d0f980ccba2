#pragma once

#include "ui/panels/panel_widget.h"
#include "ui/panels/table_model.h"

class QComboBox;
class QTableView;

namespace watchglass::ui {

/// A frame as a table: coloured cells, bars in cells, sorted by a click on a column's title, a footer with
/// calculations, a choice of frames when there are several. GUI thread only.
class TablePanel final : public PanelWidget {
    Q_OBJECT

public:
    explicit TablePanel(QWidget* parent = nullptr);

    [[nodiscard]] bool hasContent() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QTableView* view() const { return m_view; }
    [[nodiscard]] TableModel* model() const { return m_model; }

protected:
    void rebuild() override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showFrame(int frame);
    void place();
    void setColumnWidths();
    void setRowHeights();

    TableModel* m_model;
    QTableView* m_view;
    QComboBox* m_choice;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    bool m_sortedByUser = false;
};

}  // namespace watchglass::ui
