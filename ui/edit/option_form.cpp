#include "ui/edit/option_form.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/dashboard/document_path.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

namespace watchglass::ui {

OptionForm::OptionForm(QWidget* parent) : QWidget(parent) { new QVBoxLayout(this); }

void OptionForm::setEntries(const std::vector<OptionEntry>& given)
{
    // Groups in the order of their first option.
    std::vector<std::string> order;
    for (const OptionEntry& entry : given) {
        if (std::find(order.begin(), order.end(), entry.category) == order.end()) order.push_back(entry.category);
    }
    std::vector<OptionEntry> entries;
    for (const std::string& category : order) {
        std::copy_if(given.begin(), given.end(), std::back_inserter(entries),
                     [&](const OptionEntry& entry) { return entry.category == category; });
    }
    const bool same = std::equal(m_rows.begin(), m_rows.end(), entries.begin(), entries.end(),
                                 [](const Row& row, const OptionEntry& entry) {
                                     return row.entry.pointer == entry.pointer && row.entry.kind == entry.kind &&
                                            row.entry.name == entry.name && row.entry.choices == entry.choices;
                                 });
    if (same) return;
    // The call may come from one of the editors, which is where the focus is to be again.
    const QWidget* focused = window()->focusWidget();
    const QString focus = focused && isAncestorOf(focused) ? focused->accessibleName() : QString();
    for (QWidget* one : findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        one->hide();
        one->setParent(nullptr);
        one->deleteLater();
    }
    delete layout();
    m_rows.clear();
    m_groups.clear();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    for (const OptionEntry& entry : entries) {
        if (m_groups.empty() || m_rows.back().entry.category != entry.category) {
            m_groups.emplace_back();
            if (!entry.category.empty()) addTitle(toQString(entry.category), *column);
        }
        m_groups.back().rows.push_back(m_rows.size());
        addRow(entry, *column);
    }
    column->addStretch(1);
    if (focus.isEmpty()) return;
    for (QWidget* one : findChildren<QWidget*>()) {
        if (one->accessibleName() == focus) one->setFocus();
    }
}

void OptionForm::addTitle(const QString& text, QVBoxLayout& layout)
{
    auto* title = new QToolButton(this);
    title->setProperty("wgSection", true);
    title->setText(text);
    title->setFont(textFont(14, QFont::Medium));
    title->setCheckable(true);
    title->setFocusPolicy(Qt::StrongFocus);
    title->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    title->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const auto show = [this, title, text] {
        title->setIcon(icon(title->isChecked() ? IconKind::ChevronDown : IconKind::ChevronRight));
        title->setAccessibleName(title->isChecked() ? tr("%1: open").arg(text) : tr("%1: folded").arg(text));
        filter(m_words);
    };
    title->setChecked(!m_folded.contains(text));
    layout.addWidget(title);
    m_groups.back().title = title;
    show();
    connect(title, &QToolButton::toggled, this, [this, text, show](bool open) {
        if (open)
            m_folded.remove(text);
        else
            m_folded.insert(text);
        show();
    });
}

void OptionForm::addRow(const OptionEntry& entry, QVBoxLayout& layout)
{
    m_rows.push_back({entry, new QWidget(this), {}, {}, true});
    const std::size_t index = m_rows.size() - 1;
    QWidget* editor = makeEditor(index);
    editor->setAccessibleName(toQString(entry.category.empty() ? entry.name : entry.category + ": " + entry.name));
    auto* label = new QLabel(toQString(entry.name), m_rows[index].line);
    label->setToolTip(toQString(entry.description));
    label->setBuddy(editor);
    label->setWordWrap(true);
    const bool beside = entry.kind == OptionKind::Switch;
    QBoxLayout* row = beside ? static_cast<QBoxLayout*>(new QHBoxLayout(m_rows[index].line))
                             : static_cast<QBoxLayout*>(new QVBoxLayout(m_rows[index].line));
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(beside ? 8 : 4);
    row->addWidget(label, beside ? 1 : 0);
    row->addWidget(editor, beside ? 0 : 1);
    // The group's title says it already.
    label->setVisible(entry.kind < OptionKind::Thresholds || entry.name != entry.category);
    layout.addWidget(m_rows[index].line);
}

void OptionForm::send(std::size_t index, json::Value value, bool typed)
{
    Row& row = m_rows[index];
    if (row.shown == value) return;
    row.shown = value;
    Q_EMIT changed(toQString(row.entry.pointer), value, toQString(row.entry.name), typed);
}

void OptionForm::setValues(const json::Value& object)
{
    for (Row& row : m_rows) {
        const json::Value& value = valueAt(object, row.entry.pointer);
        if (!row.fresh && row.shown == value) continue;
        row.fresh = false;
        row.shown = value;
        row.show(value);
    }
}

int OptionForm::filter(const QString& words)
{
    m_words = words;
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    int count = 0;
    for (const Group& group : m_groups) {
        bool any = false;
        for (const std::size_t index : group.rows) {
            const OptionEntry& entry = m_rows[index].entry;
            const QString text = toQString(entry.category + " " + entry.name + " " + entry.description + " " +
                                           entry.pointer);
            const bool fits = std::all_of(wanted.begin(), wanted.end(), [&](const QString& word) {
                return text.contains(word, Qt::CaseInsensitive);
            });
            // What is searched for is shown in folded groups too.
            const bool open = !group.title || group.title->isChecked() || !wanted.empty();
            m_rows[index].line->setVisible(fits && open);
            any = any || fits;
            if (fits) ++count;
        }
        if (group.title) group.title->setVisible(any);
    }
    return count;
}

}  // namespace watchglass::ui
