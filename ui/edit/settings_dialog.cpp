#include "ui/edit/settings_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTimeZone>
#include <QVBoxLayout>

#include "ui/edit/dashboard_editor.h"
#include "ui/edit/option_form.h"
#include "ui/edit/panel_paths.h"
#include "ui/edit/settings_entries.h"
#include "ui/edit/settings_list.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

std::vector<std::string> zoneNames()
{
    std::vector<std::string> out{"browser", "utc"};
    for (const QByteArray& id : QTimeZone::availableTimeZoneIds()) {
        if (id.contains('/') && !id.startsWith("Etc/")) out.push_back(id.toStdString());
    }
    return out;
}

}  // namespace

SettingsDialog::SettingsDialog(DashboardEditor& editor, QWidget* parent)
    : QDialog(parent), m_editor(editor), m_general(new OptionForm), m_time(new OptionForm), m_problem(new QLabel(this))
{
    setWindowTitle(tr("Settings of %1").arg(toQString(editor.dashboard().title())));
    resize(900, 620);
    const bool v2 = editor.dashboard().form() == DashboardForm::V2;
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* tabs = new QTabWidget(this);
    const auto addForm = [&](OptionForm* form, const QString& title) {
        form->setContentsMargins(0, 12, 0, 0);
        tabs->addTab(form, title);
        connect(form, &OptionForm::changed, this,
                [this](const QString& pointer, const json::Value& value, const QString& name) {
                    set(pointer.toStdString(), value, name, true);
                });
    };
    m_general->setEntries(generalEntries(v2));
    m_time->setEntries(timeEntries(v2, zoneNames()));
    addForm(m_general, tr("General"));
    m_variables = addList(*tabs, tr("Variables"), tr("variable"), v2 ? "/variables" : "/templating/list",
                          v2 ? &variableEntriesV2 : &variableEntries, blankVariable(v2));
    m_annotations = addList(*tabs, tr("Annotations"), tr("annotation"), v2 ? "/annotations" : "/annotations/list",
                            v2 ? &annotationEntriesV2 : &annotationEntries, blankAnnotation(v2));
    m_links = addList(*tabs, tr("Links"), tr("link"), "/links", &linkEntries, blankLink(v2));
    addForm(m_time, tr("Time"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* json = buttons->addButton(tr("JSON…"), QDialogButtonBox::ActionRole);
    // Return in a field is no wish to leave.
    for (QPushButton* button : buttons->findChildren<QPushButton*>()) {
        button->setAutoDefault(false);
        button->setDefault(false);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->addWidget(tabs, 1);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(json, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT jsonRequested();
    });
    connect(&editor, &DashboardEditor::changed, this, &SettingsDialog::fill);
    connect(&editor, &QObject::destroyed, this, &QDialog::reject);
    fill();
}

void SettingsDialog::setVariableValues(std::function<QStringList(const QString& name)> values)
{
    m_variables->setNotes([values = std::move(values)](const json::Value& item) {
        constexpr int kMost = 60;
        const json::Value& variable = item["spec"].isObject() ? item["spec"] : item;  // schema v2
        const QStringList all = values(toQString(variable["name"].toString()));
        if (all.empty()) return QString();
        const QStringList shown = all.mid(0, kMost);
        const QString text = tr("Values: %1").arg(shown.join(QStringLiteral(", ")));
        return all.size() > kMost ? text + tr(" and %1 more").arg(all.size() - kMost) : text;
    });
}

void SettingsDialog::updateVariableValues() { m_variables->updateNote(); }

SettingsList* SettingsDialog::addList(QTabWidget& tabs, const QString& title, const QString& what,
                                      const std::string& pointer,
                                      std::vector<OptionEntry> (*entries)(const json::Value&), json::Value blank)
{
    auto* list = new SettingsList(what, entries, std::move(blank));
    tabs.addTab(list, title);
    connect(list, &SettingsList::valueChanged, this,
            [this, pointer](const QString& inside, const json::Value& value, const QString& name) {
                set(pointer + inside.toStdString(), value, name, true);
            });
    connect(list, &SettingsList::listChanged, this,
            [this, pointer](const json::Value& all, const QString& name) { set(pointer, all, name, false); });
    return list;
}

void SettingsDialog::fill()
{
    const json::Value& written = m_editor.written();
    m_general->setValues(written);
    m_time->setValues(written);
    const bool v2 = m_editor.dashboard().form() == DashboardForm::V2;
    m_variables->setItems(v2 ? written["variables"] : written["templating"]["list"]);
    m_annotations->setItems(v2 ? written["annotations"] : written["annotations"]["list"]);
    m_links->setItems(written["links"]);
}

void SettingsDialog::set(const std::string& pointer, const json::Value& value, const QString& name, bool typed)
{
    const std::string place = m_editor.path() + pointer;
    const auto done = m_editor.apply(tr("Settings: %1").arg(name).toStdString(),
                                     setInDocument(m_editor.dashboard().document(), place, value),
                                     typed ? place : std::string());
    m_problem->setVisible(!done);
    if (!done) m_problem->setText(QStringLiteral("✕ ") + toQString(done.error().message));
}

}  // namespace watchglass::ui
