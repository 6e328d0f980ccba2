#include "ui/edit/mappings_editor.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "ui/edit/color_button.h"
#include "ui/edit/quiet_combo.h"
#include "ui/edit/wrong_mark.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

struct Named {
    const char* id;
    const char* name;
};

constexpr std::array<Named, 4> kTypes{{{"value", QT_TRANSLATE_NOOP("MappingsEditor", "Value")},
                                       {"range", QT_TRANSLATE_NOOP("MappingsEditor", "Range")},
                                       {"regex", QT_TRANSLATE_NOOP("MappingsEditor", "Regex")},
                                       {"special", QT_TRANSLATE_NOOP("MappingsEditor", "Special")}}};
constexpr std::array<Named, 6> kSpecials{{{"null", QT_TRANSLATE_NOOP("MappingsEditor", "Null")},
                                          {"nan", QT_TRANSLATE_NOOP("MappingsEditor", "NaN")},
                                          {"null+nan", QT_TRANSLATE_NOOP("MappingsEditor", "Null + NaN")},
                                          {"true", QT_TRANSLATE_NOOP("MappingsEditor", "Boolean true")},
                                          {"false", QT_TRANSLATE_NOOP("MappingsEditor", "Boolean false")},
                                          {"empty", QT_TRANSLATE_NOOP("MappingsEditor", "Empty string")}}};

template <std::size_t N>
QuietCombo* choiceOf(const std::array<Named, N>& all, const std::string& now, QWidget* parent)
{
    auto* box = new QuietCombo(parent);
    for (const Named& one : all) box->addItem(MappingsEditor::tr(one.name), QString::fromLatin1(one.id));
    if (box->findData(toQString(now)) < 0) box->addItem(toQString(now), toQString(now));
    box->setCurrentIndex(box->findData(toQString(now)));
    return box;
}

}  // namespace

MappingsEditor::MappingsEditor(QWidget* parent) : ListEditor(tr("mapping"), tr("Add value mapping"), parent) {}

void MappingsEditor::setValue(const json::Value& value)
{
    if (value == m_value || value == mappingsOf(m_rows)) {
        m_value = value;
        return;
    }
    m_value = value;
    m_rows = mappingRows(value);
    rebuild(m_rows.size());
}

void MappingsEditor::send(bool typed)
{
    const json::Value value = mappingsOf(m_rows);
    if (value == m_value) return;
    m_value = value;
    Q_EMIT edited(value, typed);
}

QWidget* MappingsEditor::makeRow(std::size_t index)
{
    auto* card = new QFrame(this);
    card->setProperty("wgCard", true);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->setSpacing(4);
    auto* type = choiceOf(kTypes, m_rows[index].type, card);
    type->setAccessibleName(tr("Type of %1").arg(nameOf(index)));
    connect(type, &QComboBox::activated, this,
            [this, index, type] { setType(index, type->currentData().toString().toStdString()); });
    head->addWidget(type, 1);
    addTools(*head, card, index, m_rows.size(), true);
    column->addLayout(head);
    auto* condition = new QHBoxLayout;
    condition->setSpacing(4);
    addCondition(*condition, card, index);
    column->addLayout(condition);
    auto* result = new QHBoxLayout;
    result->setSpacing(4);
    addResult(*result, card, index);
    column->addLayout(result);
    return card;
}

void MappingsEditor::addCondition(QBoxLayout& line, QWidget* row, std::size_t index)
{
    const MappingRow& mapping = m_rows[index];
    if (mapping.type == "range") {
        addBound(line, row, index, false);
        addBound(line, row, index, true);
        return;
    }
    if (mapping.type == "special") {
        auto* match = choiceOf(kSpecials, mapping.condition, row);
        match->setAccessibleName(tr("Special value of %1").arg(nameOf(index)));
        connect(match, &QComboBox::activated, this, [this, index, match] {
            m_rows[index].condition = match->currentData().toString().toStdString();
            send(false);
        });
        line.addWidget(match, 1);
        return;
    }
    auto* text = new QLineEdit(toQString(mapping.condition), row);
    const bool regex = mapping.type == "regex";
    text->setPlaceholderText(regex ? tr("Regular expression") : tr("Exact value to match"));
    text->setAccessibleName((regex ? tr("Regular expression of %1") : tr("Value of %1")).arg(nameOf(index)));
    text->setEnabled(mapping.written.isNull());
    connect(text, &QLineEdit::textEdited, this, [this, index, text](const QString& now) {
        m_rows[index].condition = now.toStdString();
        const auto same = [&](const MappingRow& one) {
            return one.type == "value" && one.condition == m_rows[index].condition;
        };
        const bool taken = m_rows[index].type == "value" && std::count_if(m_rows.begin(), m_rows.end(), same) > 1;
        markWrong(*text, taken, tr("another mapping has this value"));
        send(true);
    });
    line.addWidget(text, 1);
}

QLineEdit* MappingsEditor::addBound(QBoxLayout& line, QWidget* row, std::size_t index, bool upper)
{
    const json::Value& bound = upper ? m_rows[index].to : m_rows[index].from;
    auto* text = new QLineEdit(bound.isNull() ? QString() : toQString(json::write(bound)), row);
    text->setPlaceholderText(upper ? tr("To") : tr("From"));
    text->setAccessibleName((upper ? tr("End of %1") : tr("Start of %1")).arg(nameOf(index)));
    connect(text, &QLineEdit::textEdited, this, [this, index, upper, text](const QString& now) {
        const auto number = json::parse(now.trimmed().toStdString());
        const bool open = now.trimmed().isEmpty();
        const bool fits = open || (number && number->isNumber());
        markWrong(*text, !fits, tr("not a number"));
        if (!fits) return;
        (upper ? m_rows[index].to : m_rows[index].from) = open ? json::Value() : *number;
        send(true);
    });
    line.addWidget(text, 1);
    return text;
}

void MappingsEditor::addResult(QBoxLayout& line, QWidget* row, std::size_t index)
{
    auto* arrow = new QLabel(QStringLiteral("→"), row);
    auto* text = new QLineEdit(toQString(m_rows[index].result["text"].toString()), row);
    text->setPlaceholderText(tr("Display text"));
    text->setAccessibleName(tr("Text of %1").arg(nameOf(index)));
    auto* color = new ColorButton(nameOf(index), row);
    color->setColor(toQString(m_rows[index].result["color"].toString()));
    auto* clear = new QToolButton(row);
    clear->setIcon(icon(IconKind::Close));
    clear->setToolTip(tr("No color"));
    clear->setAccessibleName(tr("No color for %1").arg(nameOf(index)));
    clear->setFocusPolicy(Qt::StrongFocus);
    clear->setEnabled(!color->color().isEmpty());
    line.addWidget(arrow);
    line.addWidget(text, 1);
    line.addWidget(color);
    line.addWidget(clear);
    for (QWidget* one : {static_cast<QWidget*>(text), static_cast<QWidget*>(color)})
        one->setEnabled(m_rows[index].written.isNull());
    connect(text, &QLineEdit::textEdited, this, [this, index](const QString& now) {
        if (now.isEmpty())
            m_rows[index].result.remove("text");
        else
            m_rows[index].result.set("text", now.toStdString());
        send(true);
    });
    connect(color, &ColorButton::chosen, this, [this, index, clear](const QString& chosen) {
        m_rows[index].result.set("color", chosen.toStdString());
        clear->setEnabled(true);
        send(false);
    });
    connect(clear, &QToolButton::clicked, this, [this, index, clear, color] {
        m_rows[index].result.remove("color");
        color->setColor({});
        color->setFocus();
        clear->setEnabled(false);
        send(false);
    });
}

void MappingsEditor::setType(std::size_t index, const std::string& type)
{
    MappingRow& row = m_rows[index];
    if (row.type == type) return;
    MappingRow other;
    other.type = type;
    other.result = row.result;
    if (type == "special") other.condition = "null";
    row = std::move(other);
    send(false);
    rebuild(m_rows.size(), static_cast<int>(index));
}

void MappingsEditor::addRow()
{
    m_rows.emplace_back();
    rebuild(m_rows.size(), static_cast<int>(m_rows.size()) - 1);
    if (auto* value = row(m_rows.size() - 1)->findChild<QLineEdit*>()) value->setFocus();
}

void MappingsEditor::removeRow(std::size_t index)
{
    m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(index));
    send(false);
    rebuild(m_rows.size());
}

void MappingsEditor::moveRow(std::size_t index, int by)
{
    const auto other = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(index) + by);
    std::swap(m_rows[index], m_rows[other]);
    send(false);
    rebuild(m_rows.size(), static_cast<int>(other));
}

}  // namespace watchglass::ui
