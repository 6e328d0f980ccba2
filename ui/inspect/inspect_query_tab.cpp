#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "engine/base/duration.h"
#include "ui/inspect/inspect_tabs.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

std::string timeText(std::int64_t tMs, const FormatContext& context)
{
    return formatValue("dateTimeAsIso", static_cast<double>(tMs), {}, context).toString();
}

std::string describe(const QueryInspection& query, const FormatContext& context)
{
    const PlannedQuery& planned = query.planned;
    std::string out = "# Query " + planned.refId + "\n" + planned.expr + "\n\n";
    if (query.written != planned.expr) out += "Written as   " + query.written + "\n";
    if (planned.instant) {
        out += "Instant at   " + timeText(planned.endMs, context) + "\n";
    } else {
        out += "Range        " + timeText(planned.startMs, context) + " to " + timeText(planned.endMs, context) + "\n";
        out += "Step         " + formatDuration(std::chrono::milliseconds(planned.stepMs)) + ", " +
               std::to_string((planned.endMs - planned.startMs) / std::max<std::int64_t>(1, planned.stepMs) + 1) +
               " steps\n";
    }
    if (!planned.legendFormat.empty()) out += "Legend       " + planned.legendFormat + "\n";
    if (!query.error.empty()) out += "Error        " + query.error + "\n";
    for (const std::string& note : query.notes) out += "Note         " + note + "\n";
    if (query.profile) out += "\n" + promql::profileText(*query.profile);
    out += "\nstats " + json::write(statsJson(query)["samples"], 2) + "\n";
    return out;
}

}  // namespace

InspectQueryTab::InspectQueryTab(QWidget* parent) : QWidget(parent), m_text(codeView(tr("Queries"), this))
{
    auto* refresh = new QPushButton(tr("Refresh"), this);
    auto* copy = new QPushButton(tr("Copy"), this);
    auto* hint = new QLabel(tr("The queries as they were asked, with the account of each part."), this);
    auto* row = new QHBoxLayout;
    row->addWidget(hint);
    row->addStretch(1);
    row->addWidget(refresh);
    row->addWidget(copy);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(10);
    layout->addLayout(row);
    layout->addWidget(m_text, 1);
    connect(refresh, &QPushButton::clicked, this, &InspectQueryTab::refreshRequested);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
}

void InspectQueryTab::show(const PanelInspection& inspection, const FormatContext& context)
{
    std::string text;
    for (const QueryInspection& query : inspection.queries) {
        text += (text.empty() ? "" : "\n\n") + describe(query, context);
    }
    m_text->setPlainText(text.empty() ? tr("This panel asks nothing.") : toQString(text));
}

}  // namespace watchglass::ui
