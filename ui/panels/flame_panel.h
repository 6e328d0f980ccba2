#pragma once

#include <set>

#include "ui/panels/element_panel.h"
#include "ui/panels/flame_model.h"

class QComboBox;
class QLineEdit;
class QTableWidget;

namespace watchglass::ui {

/// Where the time of a profile goes: blocks above what they call, and a table of names. A click enters a block, a click
/// on what lies around it leaves again. GUI thread only.
class FlamePanel final : public ElementPanel {
    Q_OBJECT

public:
    explicit FlamePanel(QWidget* parent = nullptr);

    [[nodiscard]] bool hasContent() const override { return !m_model.blocks.empty() || !m_model.problem.isEmpty(); }
    /// The blocks that are drawn.
    [[nodiscard]] std::size_t elementCount() const override { return m_shown.size(); }
    [[nodiscard]] PanelElement element(std::size_t index) const override;
    void activateElement(std::size_t index) override;

    [[nodiscard]] const FlameModel& model() const { return m_model; }
    /// The block that fills the width; none: everything does.
    [[nodiscard]] std::optional<std::size_t> entered() const { return m_entered; }
    void search(const QString& text);
    [[nodiscard]] QTableWidget* table() const { return m_table; }

protected:
    void rebuildElements() override;
    void paintElements(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] std::optional<Hover> hoverOf(std::size_t index) const override;
    void showAll() override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    struct Shown {
        std::size_t block = 0;
        QRectF box;
    };
    void place();
    void layOut();
    void fillTable();
    [[nodiscard]] QString text(double value) const;
    [[nodiscard]] QString percent(double value) const;
    [[nodiscard]] bool matches(std::size_t label) const { return m_found.contains(label); }

    FlameModel m_model;
    std::vector<Shown> m_shown;
    std::optional<std::size_t> m_entered;
    QString m_search;
    std::set<std::size_t> m_found;
    QRectF m_chart;
    double m_scroll = 0;
    QLineEdit* m_field;
    QComboBox* m_colors;
    QComboBox* m_parts;
    QTableWidget* m_table;
};

}  // namespace watchglass::ui
