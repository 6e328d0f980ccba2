#include "ui/widgets/option_model.h"

#include <algorithm>
#include <numeric>

namespace watchglass::ui {

void OptionModel::setOptions(std::vector<Option> options, bool tickable)
{
    beginResetModel();
    m_options = std::move(options);
    m_tickable = tickable;
    m_search.clear();
    m_shown.resize(m_options.size());
    std::iota(m_shown.begin(), m_shown.end(), std::size_t{0});
    endResetModel();
}

void OptionModel::setSearch(const QString& text)
{
    if (text == m_search) return;
    beginResetModel();
    if (!text.startsWith(m_search, Qt::CaseInsensitive)) {
        m_shown.resize(m_options.size());
        std::iota(m_shown.begin(), m_shown.end(), std::size_t{0});
    }
    m_search = text;
    std::erase_if(m_shown,
                  [&](std::size_t option) { return !m_options[option].text.contains(text, Qt::CaseInsensitive); });
    endResetModel();
}

void OptionModel::setTicked(int row, bool on)
{
    m_options[m_shown[static_cast<std::size_t>(row)]].ticked = on;
    Q_EMIT dataChanged(index(row), index(row), {Qt::CheckStateRole});
}

void OptionModel::setAllTicked(bool on)
{
    for (Option& option : m_options) option.ticked = on;
    if (!m_shown.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::CheckStateRole});
}

void OptionModel::clear(std::size_t option)
{
    m_options[option].ticked = false;
    if (!m_shown.empty()) Q_EMIT dataChanged(index(0), index(0), {Qt::CheckStateRole});
}

int OptionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant OptionModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Option& option = optionAt(index.row());
    if (role == Qt::DisplayRole) return option.text;
    if (role == Qt::CheckStateRole && m_tickable) return static_cast<int>(option.ticked ? Qt::Checked : Qt::Unchecked);
    return {};
}

}  // namespace watchglass::ui
