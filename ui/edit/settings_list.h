#pragma once

#include <QWidget>
#include <functional>
#include <string>
#include <vector>

#include "ui/edit/option_entry.h"

class QLabel;
class QListWidget;
class QToolButton;

namespace watchglass::ui {

class OptionForm;

/// A list of like things (variables, annotations, links): the names at the left, what can be set of the chosen one at
/// the right; adds, removes and moves. GUI thread only.
class SettingsList final : public QWidget {
    Q_OBJECT

public:
    using Entries = std::function<std::vector<OptionEntry>(const json::Value&)>;

    /// `what` names one ("variable"), `blank` is a new one.
    SettingsList(const QString& what, Entries entries, json::Value blank, QWidget* parent = nullptr);

    void setItems(const json::Value& list);
    /// What is said below the form of an item; "" for nothing.
    void setNotes(std::function<QString(const json::Value&)> note);
    /// Asks for the note again.
    void updateNote();

Q_SIGNALS:
    /// A value of an item: `pointer` is within the list ("/2/name").
    void valueChanged(const QString& pointer, const watchglass::json::Value& value, const QString& name);
    /// Items came, went or moved.
    void listChanged(const watchglass::json::Value& list, const QString& name);

private:
    void showChosen();
    void move(int by);

    QString m_what;
    Entries m_entries;
    json::Value m_blank;
    json::Value m_list;
    QListWidget* m_names;
    OptionForm* m_form;
    QWidget* m_area;
    QLabel* m_note;
    std::function<QString(const json::Value&)> m_notes;
    QLabel* m_none;
    std::vector<QToolButton*> m_needChoice;
};

}  // namespace watchglass::ui
