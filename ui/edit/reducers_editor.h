#pragma once

#include "ui/edit/list_editor.h"

namespace watchglass::ui {

/// A list of calculations in the order in which their results stand: last, mean, … GUI thread only.
class ReducersEditor final : public ListEditor {
    Q_OBJECT

public:
    explicit ReducersEditor(json::Value otherwise, QWidget* parent = nullptr);

    void setValue(const json::Value& value) override;

protected:
    QWidget* makeRow(std::size_t index) override;
    void addRow() override;
    void removeRow(std::size_t index) override;
    void moveRow(std::size_t index, int by) override;

private:
    void send() { Q_EMIT edited(m_list, false); }

    json::Value m_otherwise;
    json::Value m_list;
};

}  // namespace watchglass::ui
