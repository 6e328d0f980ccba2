#pragma once

#include <vector>

#include "ui/edit/list_editor.h"

class QToolButton;

namespace watchglass::ui {

/// The thresholds of a field: steps with value and colour, the highest first and the base last, and whether values are
/// absolute. The value is `{mode, steps}`. GUI thread only.
class ThresholdsEditor final : public ListEditor {
    Q_OBJECT

public:
    /// `otherwise` holds while nothing is written.
    explicit ThresholdsEditor(json::Value otherwise, QWidget* parent = nullptr);

    void setValue(const json::Value& value) override;

protected:
    QWidget* makeRow(std::size_t index) override;
    void addRow() override;
    void removeRow(std::size_t index) override;

private:
    [[nodiscard]] std::vector<json::Value> sorted() const;
    void send(bool typed);
    void show();
    void sort();

    json::Value m_otherwise;
    json::Value m_value;               ///< as it is written
    std::vector<json::Value> m_steps;  ///< in the order of the rows: the base last
    QToolButton* m_absolute;
    QToolButton* m_percentage;
};

/// A threshold more, as Grafana adds it: ten above the last one, in a colour that no other has.
void addThreshold(std::vector<json::Value>& ascending);

}  // namespace watchglass::ui
