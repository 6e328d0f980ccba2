#include "ui/edit/rows_editor.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QStringListModel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/dashboard/document_path.h"
#include "ui/edit/name_offer.h"
#include "ui/edit/option_rows.h"
#include "ui/edit/panel_paths.h"
#include "ui/edit/quiet_combo.h"
#include "ui/frame/reducer.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

QString textOf(const json::Value& value)
{
    if (value.isNull()) return {};
    return toQString(value.isString() ? value.toString() : json::write(value));
}

/// A number where the text is one to the letter.
json::Value valueOf(const QString& text)
{
    const auto number = json::parse(text.trimmed().toStdString());
    return number && number->isNumber() ? *number : json::Value(text.toStdString());
}

}  // namespace

RowsEditor::RowsEditor(const OptionEntry& entry, QStringListModel* fieldNames, QWidget* parent)
    : ListEditor(toQString(entry.what), tr("Add %1").arg(toQString(entry.what)), parent), m_columns(entry.columns),
      m_fieldNames(fieldNames), m_form(entry.rows)
{
    if (m_form != RowsForm::Columns || !fieldNames) return;
    connect(fieldNames, &QStringListModel::modelReset, this, &RowsEditor::list);
    connect(fieldNames, &QStringListModel::dataChanged, this, &RowsEditor::list);
    list();
}

void RowsEditor::setValue(const json::Value& value)
{
    if (value == m_written) return;
    m_written = value;
    list();
}

/// Columns are those of the data too, which may have others by now.
void RowsEditor::list()
{
    std::vector<std::string> known;
    if (m_form == RowsForm::Columns && m_fieldNames) {
        for (const QString& name : m_fieldNames->stringList()) known.push_back(name.toStdString());
    }
    json::Value rows = rowsOf(m_written, m_form, known);
    if (rows == m_rows) return;
    m_rows = std::move(rows);
    rebuild(m_rows.items().size());
}

void RowsEditor::send(bool typed)
{
    json::Value now = writtenRows(m_rows, m_form, m_written, m_moved);
    if (now == m_written) return;
    m_written = now;
    Q_EMIT edited(now, typed);
}

const json::Value& RowsEditor::part(std::size_t index, const std::string& pointer) const
{
    const json::Value& row = m_rows.items()[index];
    return pointer.empty() ? row : valueAt(row, pointer);
}

void RowsEditor::set(std::size_t index, const std::string& pointer, json::Value value, bool typed)
{
    json::Value& row = m_rows.mutableItems()[index];
    if (pointer.empty())
        row = value.isNull() ? json::Value("") : std::move(value);
    else
        setInValue(row, pointer, value);
    send(typed);
}

bool RowsEditor::isShown(const OptionColumn& column, std::size_t index) const
{
    if (column.shownFor.empty()) return true;
    const std::string& now = part(index, column.shownFor).toString();
    return std::find(column.shownAt.begin(), column.shownAt.end(), now) != column.shownAt.end();
}

QWidget* RowsEditor::makeRow(std::size_t index)
{
    auto* card = new QFrame(this);
    card->setProperty("wgCard", true);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(4);
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    bool first = true;
    for (const OptionColumn& one : m_columns) {
        if (!isShown(one, index)) continue;
        QWidget* part = makePart(one, index, card);
        part->setAccessibleName(tr("%1 of %2").arg(toQString(one.name), nameOf(index)));
        line->addWidget(part, 1);
        if (first) addTools(*line, card, index, m_rows.items().size(), true);
        if (first) column->addLayout(line);
        if (first) column->addLayout(line = new QHBoxLayout);
        first = false;
    }
    return card;
}

QWidget* RowsEditor::makePart(const OptionColumn& column, std::size_t index, QWidget* row)
{
    switch (column.kind) {
    case OptionColumn::Kind::Choice: return makeChoice(column, index, row);
    case OptionColumn::Kind::Reducers: return makeReducers(column, index, row);
    case OptionColumn::Kind::Text:
    case OptionColumn::Kind::Value: return makeText(column, index, row);
    case OptionColumn::Kind::Switch: break;
    }
    auto* box = new QCheckBox(toQString(column.name), row);
    box->setChecked(part(index, column.pointer).toBool());
    connect(box, &QCheckBox::toggled, this, [this, index, pointer = column.pointer](bool on) {
        set(index, pointer, on ? json::Value(true) : json::Value(), false);
    });
    return box;
}

QWidget* RowsEditor::makeText(const OptionColumn& column, std::size_t index, QWidget* row)
{
    auto* text = new QLineEdit(textOf(part(index, column.pointer)), row);
    text->setPlaceholderText(toQString(column.name));
    if (column.namesField) offerNames(*text, m_fieldNames);
    const bool value = column.kind == OptionColumn::Kind::Value;
    connect(text, &QLineEdit::textEdited, this, [this, index, value, pointer = column.pointer](const QString& now) {
        set(index, pointer,
            now.isEmpty() ? json::Value()
            : value       ? valueOf(now)
                          : json::Value(now.toStdString()),
            true);
    });
    return text;
}

QWidget* RowsEditor::makeChoice(const OptionColumn& column, std::size_t index, QWidget* row)
{
    auto* box = new QuietCombo(row);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    std::vector<json::Value> values;
    for (const auto& [name, value] : column.choices) {
        box->addItem(toQString(name));
        values.push_back(value);
    }
    const json::Value& written = part(index, column.pointer);
    const json::Value now = written.isNull() ? column.defaultValue : written;
    const auto at = std::find(values.begin(), values.end(), now);
    if (at == values.end() && !now.isNull()) {
        box->addItem(textOf(now));
        values.push_back(now);
    }
    box->setCurrentIndex(static_cast<int>(std::find(values.begin(), values.end(), now) - values.begin()));
    const bool decides = std::any_of(m_columns.begin(), m_columns.end(),
                                     [&](const OptionColumn& one) { return one.shownFor == column.pointer; });
    connect(box, &QComboBox::activated, this, [this, index, values, decides, pointer = column.pointer](int chosen) {
        set(index, pointer, values[static_cast<std::size_t>(chosen)], false);
        if (decides) rebuild(m_rows.items().size(), static_cast<int>(index));
    });
    return box;
}

QWidget* RowsEditor::makeReducers(const OptionColumn& column, std::size_t index, QWidget* row)
{
    auto* button = new QToolButton(row);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(button);
    button->setMenu(menu);
    for (const ReducerInfo& one : reducerCatalogue()) {
        QAction* action = menu->addAction(toQString(one.name));
        action->setCheckable(true);
        action->setData(toQString(one.id));
        for (const json::Value& now : part(index, column.pointer).items())
            if (reducerId(now.toString()) == one.id) action->setChecked(true);
    }
    const auto say = [button, menu, name = toQString(column.name)] {
        QStringList names;
        for (const QAction* action : menu->actions()) {
            if (action->isChecked()) names += action->text();
        }
        button->setText(names.isEmpty() ? name + QChar(0x2026) : names.join(QStringLiteral(", ")));
        button->setAccessibleDescription(names.join(QStringLiteral(", ")));
    };
    say();
    connect(menu, &QMenu::triggered, this, [this, index, menu, say, pointer = column.pointer] {
        json::Value list = json::Value::array();
        for (const QAction* action : menu->actions()) {
            if (action->isChecked()) list.append(json::Value(action->data().toString().toStdString()));
        }
        say();
        set(index, pointer, std::move(list), false);
    });
    return button;
}

void RowsEditor::addRow()
{
    json::Value fresh = m_columns.front().pointer.empty() ? json::Value("") : json::Value::object();
    for (const OptionColumn& column : m_columns) {
        if (!column.pointer.empty() && !column.defaultValue.isNull())
            setInValue(fresh, column.pointer, column.defaultValue);
    }
    m_rows.append(std::move(fresh));
    send(false);
    const auto last = m_rows.items().size() - 1;
    rebuild(last + 1, static_cast<int>(last));
}

void RowsEditor::removeRow(std::size_t index)
{
    auto& items = m_rows.mutableItems();
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
    send(false);
    rebuild(m_rows.items().size());
}

void RowsEditor::moveRow(std::size_t index, int by)
{
    const auto other = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(index) + by);
    auto& items = m_rows.mutableItems();
    std::swap(items[index], items[other]);
    m_moved = true;
    send(false);
    rebuild(m_rows.items().size(), static_cast<int>(other));
}

}  // namespace watchglass::ui
