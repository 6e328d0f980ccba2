#pragma once

#include <vector>

#include "ui/edit/list_editor.h"
#include "ui/edit/mapping_rows.h"

class QBoxLayout;
class QLineEdit;

namespace watchglass::ui {

/// Value mappings: what is shown for a value, a range, a pattern or a special value, in the order that they are tried.
/// GUI thread only.
class MappingsEditor final : public ListEditor {
    Q_OBJECT

public:
    explicit MappingsEditor(QWidget* parent = nullptr);

    void setValue(const json::Value& value) override;

protected:
    QWidget* makeRow(std::size_t index) override;
    void addRow() override;
    void removeRow(std::size_t index) override;
    void moveRow(std::size_t index, int by) override;

private:
    void addCondition(QBoxLayout& line, QWidget* row, std::size_t index);
    QLineEdit* addBound(QBoxLayout& line, QWidget* row, std::size_t index, bool upper);
    void addResult(QBoxLayout& line, QWidget* row, std::size_t index);
    void setType(std::size_t index, const std::string& type);
    void send(bool typed);

    json::Value m_value;  ///< as it is written
    std::vector<MappingRow> m_rows;
};

}  // namespace watchglass::ui
