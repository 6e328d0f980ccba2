#pragma once

#include <vector>

#include <QColor>
#include <QString>
#include <QStringList>
#include <QWidget>

namespace watchglass::ui {

enum class LegendMode { List, Table, Hidden };
enum class LegendPlacement { Bottom, Right };

struct LegendItem {
    int series = 0;  ///< what the signals name
    QColor color;
    QString name;
    QStringList texts;           ///< one per calculation, formatted
    std::vector<double> values;  ///< the same as numbers, for sorting
    bool hidden = false;
    bool rightAxis = false;
};

/// The series of a graph by name, as a list or as a table with calculated values. A click shows that series alone (and
/// all of them again the second time), Ctrl-click or Shift-click switches one on or off.
/// Keyboard: Up and Down move, Space or Return clicks, with Ctrl toggles. GUI thread only.
class LegendView final : public QWidget {
    Q_OBJECT

public:
    explicit LegendView(QWidget* parent = nullptr);

    /// `calculations` are the titles of the columns.
    void setItems(std::vector<LegendItem> items, const QStringList& calculations, LegendMode mode,
                  LegendPlacement placement);
    [[nodiscard]] const std::vector<LegendItem>& items() const { return m_items; }

    /// Sorts a table by a column: -1 is the name. Qt::DescendingOrder puts the largest first.
    void sortBy(int column, Qt::SortOrder order);

    /// The room that all items need, to fractions of a pixel: the widget gets whole ones, and setOffset() says where in
    /// them the legend starts.
    [[nodiscard]] double neededHeight(double width) const;
    [[nodiscard]] double neededWidth() const;
    void setOffset(const QPointF& offset);
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] QSize sizeHint() const override;

    /// The item at a position, or -1.
    [[nodiscard]] int itemAt(const QPoint& position) const;
    [[nodiscard]] QRectF itemRect(int item) const;

Q_SIGNALS:
    void isolateRequested(int series);
    void toggleRequested(int series);
    void hovered(int series);  ///< -1: none

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void place();
    double placeList(double width, std::vector<QRectF>* rects) const;
    [[nodiscard]] double itemWidth(const LegendItem& item) const;
    [[nodiscard]] double tableWidth() const;
    [[nodiscard]] double nameColumn() const;
    [[nodiscard]] bool overflows() const;
    void updateColumns();
    void paintItem(QPainter& painter, const QRectF& box, const LegendItem& item, const QColor& ink) const;
    void paintList(QPainter& painter);
    void paintTable(QPainter& painter);
    void setHover(int item);
    void activate(int item, bool toggle);

    std::vector<LegendItem> m_items;
    QStringList m_calculations;
    LegendMode m_mode = LegendMode::List;
    LegendPlacement m_placement = LegendPlacement::Bottom;
    std::vector<QRectF> m_rects;
    std::vector<double> m_columnWidths;  ///< of the calculations
    QPointF m_offset;
    int m_scroll = 0;
    int m_hover = -1;
    int m_current = -1;
    int m_sortColumn = -2;  ///< -2: as given
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

/// Shares `area` between a graph and its legend: a legend below takes at most 35 % of the height, one at the right at
/// most 60 % of the width, or `width` when it is given.
void placeBesideLegend(LegendView& legend, const QRect& area, LegendPlacement placement, double width, QWidget& graph);

/// What a click does to the hidden flags. Isolating the only visible one shows all again.
void isolateSeries(std::vector<bool>& hidden, std::size_t series);
void toggleSeries(std::vector<bool>& hidden, std::size_t series);

}  // namespace watchglass::ui
