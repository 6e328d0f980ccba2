#pragma once

#include "ui/edit/list_editor.h"
#include "ui/edit/option_entry.h"

class QStringListModel;

namespace watchglass::ui {

/// A list whose rows have the parts that an option names: filters, columns, conversions. GUI thread only.
class RowsEditor final : public ListEditor {
    Q_OBJECT

public:
    /// `fieldNames` are offered where a part is the name of a field; may be null.
    RowsEditor(const OptionEntry& entry, QStringListModel* fieldNames, QWidget* parent);

    void setValue(const json::Value& value) override;

protected:
    QWidget* makeRow(std::size_t index) override;
    void addRow() override;
    void removeRow(std::size_t index) override;
    void moveRow(std::size_t index, int by) override;

private:
    void list();
    [[nodiscard]] const json::Value& part(std::size_t index, const std::string& pointer) const;
    [[nodiscard]] bool isShown(const OptionColumn& column, std::size_t index) const;
    QWidget* makePart(const OptionColumn& column, std::size_t index, QWidget* row);
    QWidget* makeText(const OptionColumn& column, std::size_t index, QWidget* row);
    QWidget* makeChoice(const OptionColumn& column, std::size_t index, QWidget* row);
    QWidget* makeReducers(const OptionColumn& column, std::size_t index, QWidget* row);
    void set(std::size_t index, const std::string& pointer, json::Value value, bool typed);
    void send(bool typed);

    std::vector<OptionColumn> m_columns;
    QStringListModel* m_fieldNames;
    RowsForm m_form;
    json::Value m_written;
    bool m_moved = false;
    json::Value m_rows = json::Value::array();
};

}  // namespace watchglass::ui
