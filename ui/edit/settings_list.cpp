#include "ui/edit/settings_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/edit/option_form.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/icons.h"
#include "ui/widgets/popup.h"

namespace watchglass::ui {

SettingsList::SettingsList(const QString& what, Entries entries, json::Value blank, QWidget* parent)
    : QWidget(parent), m_what(what), m_entries(std::move(entries)), m_blank(std::move(blank)),
      m_list(json::Value::array()), m_names(new QListWidget(this)), m_form(new OptionForm),
      m_none(new QLabel(tr("There is no %1 yet: the plus adds one.").arg(what), this))
{
    m_names->setAccessibleName(tr("All: %1").arg(what));
    m_names->setFixedWidth(240);
    setUpPopupList(*m_names);
    const auto tool = [this](IconKind kind, const QString& name) {
        auto* button = new QToolButton(this);
        button->setIcon(icon(kind));
        button->setToolTip(name);
        button->setAccessibleName(name);
        return button;
    };
    auto* add = tool(IconKind::Plus, tr("Add %1").arg(what));
    auto* remove = tool(IconKind::Trash, tr("Remove %1").arg(what));
    auto* up = tool(IconKind::ChevronUp, tr("Earlier"));
    auto* down = tool(IconKind::ChevronDown, tr("Later"));
    m_needChoice = {remove, up, down};
    auto* buttons = new QHBoxLayout;
    for (QToolButton* button : {add, remove, up, down}) buttons->addWidget(button);
    buttons->addStretch(1);
    auto* left = new QVBoxLayout;
    left->addLayout(buttons);
    left->addWidget(m_names, 1);
    auto* inside = new QWidget;
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_form);
    column->addWidget(m_note = new QLabel(inside));
    column->addStretch(1);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_note->hide();
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(inside);
    m_none->setForegroundRole(QPalette::PlaceholderText);
    m_none->setAlignment(Qt::AlignTop);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 12, 0, 0);
    row->setSpacing(16);
    row->addLayout(left);
    row->addWidget(area, 1);
    row->addWidget(m_none, 1);
    m_area = area;
    connect(m_names, &QListWidget::currentRowChanged, this, &SettingsList::showChosen);
    connect(add, &QToolButton::clicked, this, [this] {
        json::Value list = m_list;
        list.append(m_blank);
        Q_EMIT listChanged(list, tr("Add %1").arg(m_what));
        m_names->setCurrentRow(m_names->count() - 1);
    });
    connect(remove, &QToolButton::clicked, this, [this] {
        json::Value list = m_list;
        auto& items = list.mutableItems();
        items.erase(items.begin() + m_names->currentRow());
        Q_EMIT listChanged(list, tr("Remove %1 %2").arg(m_what, m_names->currentItem()->text()));
    });
    connect(up, &QToolButton::clicked, this, [this] { move(-1); });
    connect(down, &QToolButton::clicked, this, [this] { move(1); });
    connect(m_form, &OptionForm::changed, this,
            [this](const QString& pointer, const json::Value& value, const QString& name) {
                const int chosen = m_names->currentRow();
                if (chosen >= 0) Q_EMIT valueChanged(QStringLiteral("/%1").arg(chosen) + pointer, value, name);
            });
    showChosen();
}

void SettingsList::setItems(const json::Value& list)
{
    m_list = list.isArray() ? list : json::Value::array();
    const int chosen = m_names->currentRow();
    {
        const QSignalBlocker quiet(m_names);
        m_names->clear();
        for (const json::Value& one : m_list.items()) {
            const json::Value& item = one["spec"].isObject() ? one["spec"] : one;  // schema v2
            const std::string& name = item["name"].toString().empty() ? item["title"].toString()
                                                                      : item["name"].toString();
            m_names->addItem(name.empty() ? tr("(no name)") : toQString(name));
        }
        m_names->setCurrentRow(std::min(std::max(chosen, 0), m_names->count() - 1));
    }
    showChosen();
}

void SettingsList::showChosen()
{
    const int row = m_names->currentRow();
    const bool any = row >= 0 && static_cast<std::size_t>(row) < m_list.items().size();
    for (QToolButton* button : m_needChoice) button->setEnabled(any);
    m_area->setVisible(any);
    m_none->setVisible(m_names->count() == 0);
    if (!any) return;
    m_needChoice[1]->setEnabled(row > 0);
    m_needChoice[2]->setEnabled(row + 1 < m_names->count());
    const json::Value& item = m_list.items()[static_cast<std::size_t>(row)];
    m_form->setEntries(m_entries(item));
    m_form->setValues(item);
    updateNote();
}

void SettingsList::setNotes(std::function<QString(const json::Value&)> note)
{
    m_notes = std::move(note);
    updateNote();
}

void SettingsList::updateNote()
{
    const int row = m_names->currentRow();
    if (!m_notes || row < 0 || static_cast<std::size_t>(row) >= m_list.items().size()) return;
    m_note->setText(m_notes(m_list.items()[static_cast<std::size_t>(row)]));
    m_note->setVisible(!m_note->text().isEmpty());
}

void SettingsList::move(int by)
{
    const int row = m_names->currentRow();
    json::Value list = m_list;
    std::swap(list.mutableItems()[static_cast<std::size_t>(row)],
              list.mutableItems()[static_cast<std::size_t>(row + by)]);
    Q_EMIT listChanged(list, tr("Move %1 %2").arg(m_what, m_names->currentItem()->text()));
    m_names->setCurrentRow(row + by);
}

}  // namespace watchglass::ui
