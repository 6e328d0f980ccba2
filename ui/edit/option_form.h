#pragma once

#include <QSet>
#include <QWidget>
#include <functional>
#include <vector>

#include "ui/edit/option_entry.h"

class QStringListModel;
class QToolButton;
class QVBoxLayout;

namespace watchglass::ui {

/// Editors for the options of something, a line each, in groups. Values come in as the object that is edited and go
/// out one at a time. What a person is typing is not touched by values that come in.
/// GUI thread only.
class OptionForm final : public QWidget {
    Q_OBJECT

public:
    explicit OptionForm(QWidget* parent = nullptr);

    /// Names that are offered where an option is one of a field; before setEntries(). The model lives longer.
    void setFieldNames(QStringListModel* names) { m_fieldNames = names; }
    /// Other options; keeps the editors when they are the same.
    void setEntries(const std::vector<OptionEntry>& given);
    void setValues(const json::Value& object);
    /// Shows only options that have all the words in name, group, description or place. Returns how many.
    int filter(const QString& words);

Q_SIGNALS:
    /// A null value takes the setting out. `typed`: a letter of many, or a value that may follow others.
    void changed(const QString& pointer, const watchglass::json::Value& value, const QString& name, bool typed);

private:
    struct Row {
        OptionEntry entry;
        QWidget* line = nullptr;
        std::function<void(const json::Value&)> show;
        json::Value shown;  ///< what `show` was given last, or what the editor sent
        bool fresh = true;
    };
    struct Group {
        QToolButton* title = nullptr;  ///< folds the group
        std::vector<std::size_t> rows;
    };

    void addTitle(const QString& text, QVBoxLayout& layout);
    void addRow(const OptionEntry& entry, QVBoxLayout& layout);
    QWidget* makeEditor(std::size_t row);
    QWidget* makeSwitch(std::size_t row);
    QWidget* makeChoice(std::size_t row);
    QWidget* makeUnit(std::size_t row);
    QWidget* makeLongText(std::size_t row);
    QWidget* makeColor(std::size_t row);
    QWidget* makeLine(std::size_t row);
    QWidget* makeParts(std::size_t row);
    void send(std::size_t row, json::Value value, bool typed = true);

    std::vector<Row> m_rows;
    std::vector<Group> m_groups;
    QStringListModel* m_fieldNames = nullptr;
    QSet<QString> m_folded;  ///< groups, by name: they stay so when the options change
    QString m_words;         ///< searched for
};

}  // namespace watchglass::ui
