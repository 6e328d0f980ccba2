#pragma once

#include <QHeaderView>

namespace watchglass::ui {

/// Column titles at the bottom of their row, with an arrow beside the one that is sorted by and a funnel beside those
/// that can be filtered. GUI thread only.
class TableHeader final : public QHeaderView {
    Q_OBJECT

public:
    explicit TableHeader(QWidget* parent);

    /// Where the funnel of a column stands; empty when it has none.
    [[nodiscard]] QRect filterRect(int section) const;

Q_SIGNALS:
    void filterRequested(int section);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    struct Parts {
        QString text;
        QPointF baseline;
        QRectF arrow;   ///< empty: not sorted by this column
        QRectF filter;  ///< empty: cannot be filtered
    };
    [[nodiscard]] Parts partsOf(const QRect& rect, int section) const;
    [[nodiscard]] int filterAt(const QPoint& position) const;

    int m_pressedFilter = -1;
};

}  // namespace watchglass::ui
