#include "ui/edit/links_editor.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/panels/panel_support.h"

namespace watchglass::ui {

LinksEditor::LinksEditor(bool ofValues, QWidget* parent)
    : ListEditor(tr("link"), tr("Add link"), parent), m_data(ofValues), m_list(json::Value::array())
{
}

void LinksEditor::setValue(const json::Value& value)
{
    const json::Value list = value.isArray() ? value : json::Value::array();
    if (list == m_list) return;
    m_list = list;
    rebuild(m_list.items().size());
}

void LinksEditor::send(bool typed) { Q_EMIT edited(m_list.items().empty() ? json::Value() : m_list, typed); }

void LinksEditor::set(std::size_t index, const char* member, json::Value value, bool typed)
{
    m_list.mutableItems()[index].set(member, std::move(value));
    send(typed);
}

QWidget* LinksEditor::makeRow(std::size_t index)
{
    const json::Value& link = m_list.items()[index];
    auto* card = new QFrame(this);
    card->setProperty("wgCard", true);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(4);
    const auto field = [&](const char* member, const QString& name, const QString& hint) {
        auto* text = new QLineEdit(toQString(link[member].toString()), card);
        text->setAccessibleName(name.arg(nameOf(index)));
        text->setPlaceholderText(hint);
        connect(text, &QLineEdit::textEdited, this,
                [this, index, member](const QString& now) { set(index, member, now.toStdString(), true); });
        return text;
    };
    const auto option = [&](const char* member, const QString& name) {
        auto* box = new QCheckBox(name, card);
        box->setChecked(link[member].toBool());
        box->setAccessibleName(QStringLiteral("%1: %2").arg(nameOf(index), name));
        connect(box, &QCheckBox::toggled, this, [this, index, member](bool on) { set(index, member, on, false); });
        return box;
    };
    auto* head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(field("title", tr("Title of %1"), tr("Title")), 1);
    addTools(*head, card, index, m_list.items().size(), true);
    column->addLayout(head);
    column->addWidget(field("url", tr("Address of %1"),
                            m_data ? QStringLiteral("https://… ${__value.text}") : QStringLiteral("https://…")));
    auto* ways = new QHBoxLayout;
    ways->addWidget(option("targetBlank", tr("Open in new tab")));
    if (m_data) ways->addWidget(option("oneClick", tr("One click")));
    ways->addStretch(1);
    column->addLayout(ways);
    return card;
}

void LinksEditor::addRow()
{
    m_list.append(json::Value::object({{"title", ""}, {"url", ""}}));
    send(false);
    const auto last = m_list.items().size() - 1;
    rebuild(last + 1, static_cast<int>(last));
}

void LinksEditor::removeRow(std::size_t index)
{
    auto& items = m_list.mutableItems();
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
    send(false);
    rebuild(m_list.items().size());
}

void LinksEditor::moveRow(std::size_t index, int by)
{
    const auto other = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(index) + by);
    auto& items = m_list.mutableItems();
    std::swap(items[index], items[other]);
    send(false);
    rebuild(m_list.items().size(), static_cast<int>(other));
}

}  // namespace watchglass::ui
