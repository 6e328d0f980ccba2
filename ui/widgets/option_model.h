#pragma once

#include <QAbstractListModel>
#include <QString>
#include <string>
#include <vector>

namespace watchglass::ui {

/// The values that a picker offers, narrowed down by a search; 50,000 of them without a pause: a row is no object, and
/// a search that goes on looks at what it has found so far. GUI thread only.
class OptionModel final : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    struct Option {
        QString text;
        std::string value;
        bool ticked = false;
    };
    void setOptions(std::vector<Option> options, bool tickable);
    [[nodiscard]] const std::vector<Option>& options() const { return m_options; }

    /// Shows what contains the text, in any case; "" shows all.
    void setSearch(const QString& text);
    /// The option behind a row that is shown.
    [[nodiscard]] const Option& optionAt(int row) const { return m_options[m_shown[static_cast<std::size_t>(row)]]; }
    void setTicked(int row, bool on);
    /// Ticks or clears all options, shown or not.
    void setAllTicked(bool on);
    /// Clears one, shown or not.
    void clear(std::size_t option);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<Option> m_options;
    std::vector<std::size_t> m_shown;
    QString m_search;
    bool m_tickable = false;
};

}  // namespace watchglass::ui
