#include "ui/panels/table_footer.h"

#include <algorithm>

#include <QPainter>

#include "ui/frame/reducer.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/table_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kLine = 22;
constexpr int kPadding = 6;  ///< lines at the top and bottom included

}  // namespace

TableFooter::TableFooter(const TableModel& model, const QTableView& view) : m_model(model), m_view(view) {}

void TableFooter::setData(const PanelData& shown)
{
    m_columns.clear();
    for (const TableColumn& column : m_model.columns()) {
        auto& lines = m_columns.emplace_back();
        if (column.footer.empty()) continue;
        const Values values = column.field->values.rows(m_model.shownRows());
        const DisplayProcessor display(*column.field, currentVisualTheme(), formatContextOf(shown));
        for (const std::string& reducer : column.footer) {
            lines.push_back(
                {toQString(reducerName(reducer)).toUpper(), toQString(display(reduce(values, reducer)).toString())});
        }
    }
    update();
}

int TableFooter::wantedHeight() const
{
    std::size_t lines = 0;
    for (const auto& column : m_columns) lines = std::max(lines, column.size());
    return lines == 0 ? 0 : kLine * static_cast<int>(lines) + 2 * kPadding;
}

QString TableFooter::text(std::size_t column, std::size_t line) const
{
    return column < m_columns.size() && line < m_columns[column].size() ? m_columns[column][line].value : QString();
}

void TableFooter::paintEvent(QPaintEvent*)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        const QRect cell(m_view.columnViewportPosition(static_cast<int>(c)), 0, m_view.columnWidth(static_cast<int>(c)),
                         height());
        painter.fillRect(cell, m_onCanvas ? theme.canvas : theme.panel);
        painter.fillRect(QRect(cell.left(), 0, cell.width(), 1), theme.tableBorder);
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), theme.tableBorder);
        const int border = c + 1 < m_columns.size() ? 1 : 0;
        if (border > 0) painter.fillRect(QRect(cell.right(), 0, 1, cell.height()), theme.tableBorder);
        double top = kPadding;
        for (const Line& line : m_columns[c]) {
            const QRectF box(cell.left() + kPadding, top, cell.width() - 2 * kPadding - border, kLine);
            const QFont small = textFont(Metrics::kSmallTextPixels, QFont::Light);
            painter.setFont(small);
            painter.setPen(theme.textSecondary);
            painter.drawText(QPointF(box.left(), textBaseline(small, top, kLine)), line.name);
            const QFont font = textFont(Metrics::kTextPixels, QFont::Medium);
            painter.setFont(font);
            painter.setPen(theme.text);
            const double width = QFontMetricsF(font).horizontalAdvance(line.value);
            painter.drawText(QPointF(box.right() - width, textBaseline(font, top, kLine)), line.value);
            top += kLine;
        }
    }
}

}  // namespace watchglass::ui
