#include "ui/inspect/inspect_dialog.h"

#include <QLabel>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/inspect/inspect_tabs.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

InspectDialog::InspectDialog(QueryBackend backend, PanelQuestion question, const QString& title, QWidget* parent)
    : QDialog(parent), m_backend(std::move(backend)), m_question(std::move(question)), m_state(new QLabel(this)),
      m_tabs(new QTabWidget(this)), m_data(new InspectDataTab(title, this)), m_stats(new InspectStatsTab(this)),
      m_json(new InspectJsonTab(m_question.panel, this)), m_query(new InspectQueryTab(this))
{
    setWindowTitle(tr("Inspect: %1").arg(title));
    resize(960, 640);
    m_tabs->addTab(m_data, tr("Data"));
    m_tabs->addTab(m_stats, tr("Stats"));
    m_tabs->addTab(m_json, tr("JSON"));
    m_tabs->addTab(m_query, tr("Query"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_state);
    connect(m_data, &InspectDataTab::saveRequested, this, &InspectDialog::saveRequested);
    connect(m_query, &InspectQueryTab::refreshRequested, this, &InspectDialog::refresh);
    refresh();
}

void InspectDialog::showTab(Tab tab) { m_tabs->setCurrentIndex(static_cast<int>(tab)); }

void InspectDialog::refresh()
{
    m_state->setText(tr("Asking…"));
    m_state->show();
    const QueryBackend& backend = m_backend;
    m_ticket = runInBackground(
        m_backend.pool, this,
        [backend, question = m_question](const std::stop_token& stop) { return inspectPanel(backend, question, stop); },
        [this](PanelInspection inspection) {
            if (!inspection.cancelled) take(std::move(inspection));
        });
}

void InspectDialog::take(PanelInspection inspection)
{
    m_inspection = std::make_shared<const PanelInspection>(std::move(inspection));
    FormatContext context;
    context.timeZone = m_question.context.time.timeZone;
    context.nowMs = m_question.context.time.nowMs;
    QStringList errors;
    for (const QueryInspection& query : m_inspection->queries) {
        if (!query.error.empty()) errors += toQString(query.planned.refId + ": " + query.error);
    }
    m_state->setText(errors.join(QLatin1Char('\n')));
    m_state->setVisible(!errors.isEmpty());
    m_data->show(m_inspection, context);
    m_stats->show(*m_inspection);
    m_json->show(m_inspection);
    m_query->show(*m_inspection, context);
}

}  // namespace watchglass::ui
