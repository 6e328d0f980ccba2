#include <QCheckBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QStringListModel>
#include <algorithm>

#include "ui/edit/color_button.h"
#include "ui/edit/links_editor.h"
#include "ui/edit/mappings_editor.h"
#include "ui/edit/name_offer.h"
#include "ui/edit/option_form.h"
#include "ui/edit/quiet_combo.h"
#include "ui/edit/reducers_editor.h"
#include "ui/edit/rows_editor.h"
#include "ui/edit/thresholds_editor.h"
#include "ui/edit/wrong_mark.h"
#include "ui/frame/value_format.h"
#include "ui/panels/panel_support.h"
#include "ui/widgets/popup.h"

namespace watchglass::ui {

namespace {

QString textOf(const json::Value& value)
{
    if (value.isNull()) return {};
    return toQString(value.isString() ? value.toString() : json::write(value));
}

json::Value textOrNothing(const QString& text)
{
    return text.isEmpty() ? json::Value() : json::Value(text.toStdString());
}

QuietCombo* narrowCombo(QWidget* parent)
{
    auto* box = new QuietCombo(parent);
    box->setMinimumContentsLength(8);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return box;
}

/// Shows a text from outside, unless it is what somebody is typing.
void showText(QLineEdit& edit, const json::Value& value)
{
    const QString text = textOf(value);
    if (edit.hasFocus() && edit.isModified() && edit.text().trimmed() == text) return;
    const QSignalBlocker quiet(&edit);
    if (edit.text() != text) edit.setText(text);
    markWrong(edit, false);
}

}  // namespace

QWidget* OptionForm::makeEditor(std::size_t index)
{
    switch (m_rows[index].entry.kind) {
    case OptionKind::Switch: return makeSwitch(index);
    case OptionKind::Choice: return makeChoice(index);
    case OptionKind::Unit: return makeUnit(index);
    case OptionKind::LongText: return makeLongText(index);
    case OptionKind::Color: return makeColor(index);
    case OptionKind::Number:
    case OptionKind::Text:
    case OptionKind::Json: return makeLine(index);
    case OptionKind::Thresholds:
    case OptionKind::Mappings:
    case OptionKind::Links:
    case OptionKind::DataLinks:
    case OptionKind::Reducers:
    case OptionKind::Rows: break;
    }
    return makeParts(index);
}

QWidget* OptionForm::makeSwitch(std::size_t index)
{
    Row& row = m_rows[index];
    auto* box = new QCheckBox(row.line);
    row.show = [box, otherwise = row.entry.defaultValue.toBool()](const json::Value& value) {
        const QSignalBlocker quiet(box);
        box->setChecked(value.toBool(otherwise));
    };
    connect(box, &QCheckBox::toggled, this, [this, index](bool on) { send(index, on); });
    return box;
}

QWidget* OptionForm::makeChoice(std::size_t index)
{
    Row& row = m_rows[index];
    auto* box = narrowCombo(row.line);
    std::vector<json::Value> values;
    for (const auto& [text, value] : row.entry.choices) {
        box->addItem(toQString(text));
        values.push_back(value);
    }
    row.show = [box, values, otherwise = row.entry.defaultValue](const json::Value& given) {
        const QSignalBlocker quiet(box);
        const auto it = std::find(values.begin(), values.end(), given.isNull() ? otherwise : given);
        box->setCurrentIndex(it == values.end() ? -1 : static_cast<int>(it - values.begin()));
    };
    connect(box, &QComboBox::activated, this, [this, index, values](int at) {
        if (at >= 0 && static_cast<std::size_t>(at) < values.size()) send(index, values[static_cast<std::size_t>(at)]);
    });
    return box;
}

QWidget* OptionForm::makeUnit(std::size_t index)
{
    Row& row = m_rows[index];
    auto* box = narrowCombo(row.line);
    box->setEditable(true);
    std::vector<json::Value> values;
    for (const UnitInfo& unit : unitCatalogue()) {
        box->addItem(toQString(unit.name) + QStringLiteral(" (") + toQString(unit.category) + QLatin1Char(')'));
        values.emplace_back(unit.id);
    }
    box->completer()->setFilterMode(Qt::MatchContains);
    box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    setUpCompletions(*box->completer());
    box->lineEdit()->setPlaceholderText(tr("None, or your own: suffix:req"));
    row.show = [box, values](const json::Value& value) {
        const QSignalBlocker quiet(box);
        const auto it = std::find(values.begin(), values.end(), value);
        box->setCurrentIndex(it == values.end() ? -1 : static_cast<int>(it - values.begin()));
        if (it == values.end()) box->setEditText(textOf(value));
    };
    const auto take = [this, index, box, values] {
        const QString text = box->currentText().trimmed();
        const int at = box->findText(text);
        send(index, at >= 0 ? values[static_cast<std::size_t>(at)] : textOrNothing(text));
    };
    connect(box, &QComboBox::activated, this, take);
    connect(box->lineEdit(), &QLineEdit::editingFinished, this, take);
    return box;
}

QWidget* OptionForm::makeLongText(std::size_t index)
{
    Row& row = m_rows[index];
    auto* edit = new QPlainTextEdit(row.line);
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(72);
    row.show = [edit](const json::Value& value) {
        if (edit->toPlainText() == textOf(value)) return;
        const QSignalBlocker quiet(edit);
        edit->setPlainText(textOf(value));
    };
    connect(edit, &QPlainTextEdit::textChanged, this,
            [this, index, edit] { send(index, textOrNothing(edit->toPlainText())); });
    return edit;
}

QWidget* OptionForm::makeColor(std::size_t index)
{
    Row& row = m_rows[index];
    auto* both = new QWidget(row.line);
    auto* edit = new QLineEdit(both);
    edit->setAccessibleName(tr("%1 by code or name").arg(toQString(row.entry.name)));
    edit->setPlaceholderText(textOf(row.entry.defaultValue));
    auto* pick = new ColorButton(toQString(row.entry.name), both);
    auto* line = new QHBoxLayout(both);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(4);
    line->addWidget(pick);
    line->addWidget(edit, 1);
    row.show = [edit, pick](const json::Value& value) {
        showText(*edit, value);
        pick->setColor(textOf(value));
    };
    connect(pick, &ColorButton::chosen, this, [this, index, edit](const QString& color) {
        edit->setText(color);
        send(index, json::Value(color.toStdString()), false);
    });
    connect(edit, &QLineEdit::textEdited, this, [this, index, pick](const QString& text) {
        pick->setColor(text);
        send(index, textOrNothing(text));
    });
    both->setFocusProxy(edit);
    return both;
}

QWidget* OptionForm::makeLine(std::size_t index)
{
    Row& row = m_rows[index];
    auto* edit = new QLineEdit(row.line);
    edit->setPlaceholderText(textOf(row.entry.defaultValue));
    if (row.entry.namesField) offerNames(*edit, m_fieldNames);
    if (row.entry.kind == OptionKind::Text && !row.entry.choices.empty()) {
        QStringList texts;
        for (const auto& [text, value] : row.entry.choices) texts += toQString(text);
        offerNames(*edit, new QStringListModel(texts, edit));
    }
    row.show = [edit](const json::Value& value) { showText(*edit, value); };
    const OptionKind kind = row.entry.kind;
    connect(edit, &QLineEdit::textEdited, this, [this, index, edit, kind](const QString& text) {
        const QString trimmed = text.trimmed();
        if (trimmed.isEmpty()) {
            markWrong(*edit, false);
            send(index, {});
            return;
        }
        if (kind == OptionKind::Text) {
            send(index, textOrNothing(text));
            return;
        }
        const auto value = json::parse(trimmed.toStdString());
        const bool fits = value && (kind == OptionKind::Json || value->isNumber());
        markWrong(*edit, !fits,
                  value || kind == OptionKind::Number ? tr("not a number")
                                                      : toQString(value.error().where + ": " + value.error().message));
        if (fits) send(index, *value);
    });
    return edit;
}

QWidget* OptionForm::makeParts(std::size_t index)
{
    Row& row = m_rows[index];
    ValueEditor* editor = nullptr;
    switch (row.entry.kind) {
    case OptionKind::Thresholds: editor = new ThresholdsEditor(row.entry.defaultValue, row.line); break;
    case OptionKind::Mappings: editor = new MappingsEditor(row.line); break;
    case OptionKind::Reducers: editor = new ReducersEditor(row.entry.defaultValue, row.line); break;
    case OptionKind::Rows: editor = new RowsEditor(row.entry, m_fieldNames, row.line); break;
    default: editor = new LinksEditor(row.entry.kind == OptionKind::DataLinks, row.line); break;
    }
    row.show = [editor](const json::Value& value) { editor->setValue(value); };
    connect(editor, &ValueEditor::edited, this,
            [this, index](const json::Value& value, bool typed) { send(index, value, typed); });
    return editor;
}

}  // namespace watchglass::ui
