#include "ui/pages/annotation_commands.h"

#include <algorithm>
#include <memory>
#include <stop_token>
#include <type_traits>
#include <utility>

#include <QMessageBox>
#include <QPointer>
#include <QPushButton>

#include "engine/base/log.h"
#include "ui/dashboard/stored_annotation.h"
#include "ui/pages/annotation_dialog.h"
#include "ui/pages/annotation_feed.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

/// As runInBackground(), but a write is not taken back: neither by the next one nor when the page is closed.
template <class Work, class Done>
void write(ThreadPool& pool, QObject* context, Work work, Done done)
{
    pool.post(
        [context = QPointer<QObject>(context), work = std::move(work), done = std::move(done)](const std::stop_token&) {
            auto written = std::make_shared<std::invoke_result_t<Work>>(work());
            deliverTo(context, std::make_shared<std::stop_source>(), [written, done] { done(*written); });
        });
}

}  // namespace

AnnotationCommands::AnnotationCommands(DashboardSession& session, AnnotationFeed& feed, QWidget* window,
                                       QObject* parent)
    : QObject(parent), m_session(session), m_feed(feed), m_store(*session.backend().annotations), m_window(window)
{
}

void AnnotationCommands::add(std::int64_t panelId, std::int64_t fromMs, std::int64_t toMs)
{
    annotations::Annotation one;
    one.fromMs = fromMs;
    one.toMs = toMs;
    one.panelId = panelId;
    one.dashboardUid = m_feed.home();
    one.user = qEnvironmentVariable("USER").toStdString();
    openDialog(std::move(one));
}

void AnnotationCommands::follow()
{
    const std::string now = annotationHome(m_session.dashboard().uid(), m_session.dashboard().title());
    if (now == m_feed.home()) return;
    write(
        m_session.backend().pool, this,
        [store = &m_store, from = m_feed.home(), now] { return store->moveAll(from, now); },
        [this, now](const Result<void>& moved) {
            if (moved) m_feed.setHome(now);
            if (!moved) logError("annotations", "they do not follow their dashboard: " + moved.error().message);
            m_feed.ask();
        });
}

void AnnotationCommands::addNow(std::int64_t panelId)
{
    const std::int64_t at = std::min(m_session.timeRange().toMs, m_session.timeContext().nowMs);
    add(panelId, at, at);
}

void AnnotationCommands::edit(std::int64_t id)
{
    if (auto known = m_store.get(id)) openDialog(std::move(*known));
}

void AnnotationCommands::openDialog(annotations::Annotation annotation)
{
    auto* dialog = new AnnotationDialog(std::move(annotation), m_session.timeContext(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &AnnotationDialog::saveRequested, this,
            [this, dialog = QPointer(dialog)](const annotations::Annotation& wanted) {
                write(
                    m_session.backend().pool, this,
                    [store = &m_store, wanted] { return wanted.id == 0 ? store->add(wanted) : store->change(wanted); },
                    [this, dialog](const Result<annotations::Annotation>& written) {
                        if (dialog && written) dialog->accept();
                        if (dialog && !written) dialog->showProblem(toQString(written.error().message));
                        m_feed.ask();
                    });
            });
    dialog->open();
}

void AnnotationCommands::remove(std::int64_t id)
{
    const auto known = m_store.get(id);
    if (!known) return;
    const QString text = toQString(known->text.empty() ? known->tags.front() : known->text);
    auto* box = new QMessageBox(QMessageBox::Question, tr("Delete annotation"), tr("Delete this annotation?"),
                                QMessageBox::Cancel, m_window);
    box->setInformativeText(text.left(300));
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* remove = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    connect(remove, &QPushButton::clicked, this, [this, id] {
        write(
            m_session.backend().pool, this, [store = &m_store, id] { return store->remove(id); },
            [this](const Result<void>& done) {
                if (!done) {
                    auto* failed = new QMessageBox(QMessageBox::Warning, tr("Delete annotation"),
                                                   toQString(done.error().message), QMessageBox::Ok, m_window);
                    failed->setAttribute(Qt::WA_DeleteOnClose);
                    failed->open();
                }
                m_feed.ask();
            });
    });
    box->open();
}

}  // namespace watchglass::ui
