#pragma once

#include <QPersistentModelIndex>
#include <QTableView>

namespace watchglass::ui {

class ArrowScrollBar;

/// The grid of a table panel: a header and a footer that stay while rows scroll between them, scroll bars beside all of
/// it, a raised cell below the pointer. GUI thread only.
class TableView final : public QTableView {
    Q_OBJECT

public:
    explicit TableView(QWidget* parent = nullptr);

    /// The widget that covers the lowest `height` pixels of the rows; it becomes a child of the view.
    void setFooter(QWidget* footer, int height);
    /// The cell below the pointer.
    [[nodiscard]] QModelIndex hovered() const { return m_hovered; }
    /// Where it is raised: with more room when its text is cut.
    [[nodiscard]] QRect raisedCell() const;
    [[nodiscard]] bool isGrown() const { return m_grown; }
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;

protected:
    void updateGeometries() override;
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void hover(const QModelIndex& index);

    ArrowScrollBar* m_rows;
    QWidget* m_footer = nullptr;
    int m_footerHeight = 0;
    QPersistentModelIndex m_hovered;
    bool m_grown = false;  ///< while the raised cell is painted
};

}  // namespace watchglass::ui
