#pragma once

#include <QTableView>

#include "ui/panels/panel_data.h"

namespace watchglass::ui {

class TableModel;

/// What the columns of a table come to: a line per calculation below each. GUI thread only.
class TableFooter final : public QWidget {
    Q_OBJECT

public:
    TableFooter(const TableModel& model, const QTableView& view);

    /// Calculates anew, over the rows that are shown.
    void setData(const PanelData& shown);
    /// Whether it stands on the canvas, without a panel's ground.
    void setOnCanvas(bool on) { m_onCanvas = on; }
    /// How high all lines are; 0 without any.
    [[nodiscard]] int wantedHeight() const;
    /// What a line of a column says; "" where there is none.
    [[nodiscard]] QString text(std::size_t column, std::size_t line) const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Line {
        QString name;
        QString value;
    };

    const TableModel& m_model;
    const QTableView& m_view;
    std::vector<std::vector<Line>> m_columns;
    bool m_onCanvas = false;
};

}  // namespace watchglass::ui
