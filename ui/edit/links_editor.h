#pragma once

#include "ui/edit/list_editor.h"

namespace watchglass::ui {

/// Links of a panel or of the values of its fields: title, address, and how they open. GUI thread only.
class LinksEditor final : public ListEditor {
    Q_OBJECT

public:
    /// `ofValues`: of data, which a single click can follow.
    explicit LinksEditor(bool ofValues, QWidget* parent = nullptr);

    void setValue(const json::Value& value) override;

protected:
    QWidget* makeRow(std::size_t index) override;
    void addRow() override;
    void removeRow(std::size_t index) override;
    void moveRow(std::size_t index, int by) override;

private:
    void set(std::size_t index, const char* member, json::Value value, bool typed);
    void send(bool typed);

    bool m_data;
    json::Value m_list;
};

}  // namespace watchglass::ui
