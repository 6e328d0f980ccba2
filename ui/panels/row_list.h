#pragma once

#include <optional>
#include <vector>

#include <QAbstractScrollArea>
#include <QColor>
#include <QString>
#include <QStringList>

#include "ui/theme/icons.h"

namespace watchglass::ui {

/// One row of a list panel.
struct ListRow {
    enum class Kind { Heading, Item, Note };
    Kind kind = Kind::Item;
    QString title;
    QString detail;     ///< a second line
    QString trailing;   ///< at the right end of the first line
    QStringList chips;  ///< labels or tags, after the detail
    std::optional<IconKind> icon;
    QColor iconColor;    ///< invalid: that of secondary text
    QColor detailColor;  ///< likewise
    int indent = 0;      ///< levels
    int id = -1;         ///< what activated() says; -1: nothing happens on a click
    bool boxed = false;  ///< stands on a ground of its own
};

/// Rows of texts that can be scrolled and clicked: what list panels are made of. Draws what is seen only.
/// Keyboard: Up, Down, Home, End move, Return or Space activates. GUI thread only.
class RowList final : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit RowList(QWidget* parent = nullptr);

    void setRows(std::vector<ListRow> rows);
    [[nodiscard]] const std::vector<ListRow>& rows() const { return m_rows; }
    /// Where a row stands in the viewport.
    [[nodiscard]] QRectF rowRect(std::size_t row) const;
    /// The row at a place of the viewport, or -1.
    [[nodiscard]] int rowAt(const QPointF& position) const;
    /// All rows as one text, for screen readers.
    [[nodiscard]] QString toText(int mostRows) const;

Q_SIGNALS:
    void activated(int id);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void place();
    void paintRow(QPainter& painter, const ListRow& row, const QRectF& box, bool lit) const;
    void paintChips(QPainter& painter, const QStringList& chips, const QRectF& box) const;
    void setHover(int row);
    void moveCurrent(int by);

    std::vector<ListRow> m_rows;
    std::vector<double> m_tops;  ///< one more than rows
    int m_hover = -1;
    int m_current = -1;
};

}  // namespace watchglass::ui
