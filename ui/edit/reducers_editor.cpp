#include "ui/edit/reducers_editor.h"

#include <QHBoxLayout>
#include <algorithm>

#include "ui/edit/quiet_combo.h"
#include "ui/frame/reducer.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

ReducersEditor::ReducersEditor(json::Value otherwise, QWidget* parent)
    : ListEditor(tr("calculation"), tr("Add calculation"), parent), m_otherwise(std::move(otherwise)),
      m_list(json::Value::array())
{
}

void ReducersEditor::setValue(const json::Value& value)
{
    const json::Value& list = value.isArray() ? value : m_otherwise;
    if (list == m_list) return;
    m_list = list.isArray() ? list : json::Value::array();
    rebuild(m_list.items().size());
}

QWidget* ReducersEditor::makeRow(std::size_t index)
{
    const std::string& now = m_list.items()[index].toString();
    auto* row = new QWidget(this);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(4);
    auto* box = new QuietCombo(row);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    box->setAccessibleName(nameOf(index));
    for (const ReducerInfo& one : reducerCatalogue()) {
        box->addItem(toQString(one.name), toQString(one.id));
        box->setItemData(box->count() - 1, toQString(one.description), Qt::ToolTipRole);
    }
    const std::string id(reducerId(now));
    if (box->findData(toQString(id)) < 0) box->addItem(toQString(now), toQString(now));
    box->setCurrentIndex(box->findData(toQString(id.empty() ? now : id)));
    line->addWidget(box, 1);
    addTools(*line, row, index, m_list.items().size(), true);
    connect(box, &QComboBox::activated, this, [this, index, box] {
        m_list.mutableItems()[index] = box->currentData().toString().toStdString();
        send();
    });
    return row;
}

void ReducersEditor::addRow()
{
    const auto& items = m_list.items();
    const auto free = std::find_if(reducerCatalogue().begin(), reducerCatalogue().end(), [&](const ReducerInfo& one) {
        return std::none_of(items.begin(), items.end(),
                            [&](const json::Value& item) { return reducerId(item.toString()) == one.id; });
    });
    if (free == reducerCatalogue().end()) return;
    m_list.append(json::Value(free->id));
    send();
    rebuild(m_list.items().size(), static_cast<int>(m_list.items().size()) - 1);
}

void ReducersEditor::removeRow(std::size_t index)
{
    auto& items = m_list.mutableItems();
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
    send();
    rebuild(m_list.items().size());
}

void ReducersEditor::moveRow(std::size_t index, int by)
{
    const auto other = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(index) + by);
    auto& items = m_list.mutableItems();
    std::swap(items[index], items[other]);
    send();
    rebuild(m_list.items().size(), static_cast<int>(other));
}

}  // namespace watchglass::ui
