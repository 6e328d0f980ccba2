#include <QPointer>
#include <utility>

#include "ui/dashboard/upgrade_document.h"
#include "ui/edit/edit_bar.h"
#include "ui/edit/history_dialog.h"
#include "ui/edit/json_dialog.h"
#include "ui/edit/save_dialog.h"
#include "ui/edit/settings_dialog.h"
#include "ui/pages/dashboard_edit.h"
#include "ui/pages/dashboard_session.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

void DashboardEdit::upgrade()
{
    if (!m_editing) return;
    auto upgraded = upgradeDocument(m_editor->text(), m_editor->path());
    if (!upgraded) {
        showProblem(tr("This cannot be done"), toQString(upgraded.error().message));
        return;
    }
    if (!upgraded->changed) return;
    const auto done = m_editor->replaceText(tr("Bring to current schema").toStdString(), upgraded->text);
    if (!done) showProblem(tr("This cannot be done"), toQString(done.error().message));
    QStringList notes;
    for (const std::string& note : upgraded->notes) notes << toQString(note);
    m_bar.setStatus(notes.join(QStringLiteral("; ")));
}

void DashboardEdit::save()
{
    if (!m_editing) return;
    auto* dialog = new SaveDialog(*m_editor, m_stored, m_location, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SaveDialog::saveRequested, this, [this, dialog](const SaveWish& wish) { carryOut(wish, dialog); });
    dialog->open();
}

void DashboardEdit::carryOut(const SaveWish& wish, SaveDialog* dialog)
{
    m_ticket = runInBackground(
        m_pool, this,
        [store = &m_store, wish, location = m_location.toStdString()](const std::stop_token&) -> Result<SaveOutcome> {
            if (wish.file.empty()) return store->save(location, wish.text, wish.expected);
            if (const auto done = store->saveCopy(wish.file, wish.text); !done)
                return tl::make_unexpected(done.error());
            return SaveOutcome{true, {}};
        },
        [this, wish, dialog = QPointer<SaveDialog>(dialog)](Result<SaveOutcome> outcome) {
            m_ticket.cancel();
            if (!outcome) {
                const QString text = toQString(outcome.error().message + " (" + outcome.error().where + ")");
                if (dialog) dialog->showProblem(text);
                return;
            }
            if (!outcome->saved) {
                if (dialog) dialog->showConflict(outcome->onDisk);
                return;
            }
            if (dialog) dialog->accept();
            if (!wish.file.empty()) {
                m_bar.setStatus(tr("Saved as %1").arg(toQString(wish.file)));
                Q_EMIT copySaved(toQString(wish.file));
                return;
            }
            if (!m_editor) return;
            if (wish.text != m_editor->text())
                (void)m_editor->replaceText(tr("Bring to current schema").toStdString(), wish.text);
            m_editor->markSaved();
            m_bar.setStatus(tr("Saved"));
            Q_EMIT saved();
        });
}

void DashboardEdit::showSettings()
{
    if (!m_editing) return;
    auto* dialog = new SettingsDialog(*m_editor, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::jsonRequested, this, &DashboardEdit::showJson);
    dialog->setVariableValues([this](const QString& name) {
        QStringList out;
        if (const Variable* variable = m_session.variables().find(name.toStdString())) {
            for (const VariableOption& option : variable->options) out += toQString(option.text);
        }
        return out;
    });
    connect(&m_session, &DashboardSession::variablesChanged, dialog, &SettingsDialog::updateVariableValues);
    dialog->open();
}

void DashboardEdit::showJson()
{
    if (!m_editing) return;
    auto* dialog = new JsonDialog(*m_editor, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void DashboardEdit::showHistory()
{
    if (!m_editing) return;
    const std::string location = m_location.toStdString();
    m_versionTicket = runInBackground(
        m_pool, this, [store = &m_store, location](const std::stop_token&) { return store->versions(location); },
        [this, location](std::vector<SavedVersion> versions) {
            if (!m_editor) return;
            auto* dialog = new HistoryDialog(std::move(versions), m_editor->text(), m_editor->path(), m_page);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &HistoryDialog::versionRequested, this, [this, location, dialog](const QString& id) {
                m_versionTicket = runInBackground(
                    m_pool, dialog,
                    [store = &m_store, location, id = id.toStdString()](const std::stop_token&) {
                        return store->version(location, id);
                    },
                    [dialog, id](Result<std::string> text) {
                        if (text) {
                            dialog->showVersion(id, *text);
                        } else {
                            dialog->showProblem(toQString(text.error().message));
                        }
                    });
            });
            connect(
                dialog, &HistoryDialog::restoreRequested, this, [this](const QString& when, const std::string& text) {
                    if (!m_editor) return;
                    const auto done = m_editor->replaceText(tr("Restore version of %1").arg(when).toStdString(), text);
                    if (!done) showProblem(tr("This version cannot be restored"), toQString(done.error().message));
                });
            dialog->open();
        });
}

}  // namespace watchglass::ui
