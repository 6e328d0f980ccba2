#include <algorithm>

#include <QHeaderView>
#include <QLocale>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/frame/value_format.h"
#include "ui/inspect/inspect_tabs.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

QString seconds(double value) { return toQString(formatValue("s", value).toString()); }

QString number(std::uint64_t value) { return QLocale(QLocale::English).toString(static_cast<qulonglong>(value)); }

QTreeWidgetItem* line(QTreeWidgetItem* parent, const QString& name, const QString& value)
{
    auto* item = new QTreeWidgetItem(parent, {name, value});
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

void addQuery(QTreeWidget& tree, const QueryInspection& query)
{
    auto* top = new QTreeWidgetItem(&tree, {QObject::tr("Query %1").arg(toQString(query.planned.refId)), {}});
    QFont bold = tree.font();
    bold.setWeight(QFont::Medium);
    top->setFont(0, bold);
    if (!query.error.empty()) {
        line(top, QObject::tr("Error"), toQString(query.error));
    } else {
        const promql::QueryStats& stats = query.stats;
        line(top, QObject::tr("Request time"), seconds(query.seconds));
        line(top, QObject::tr("Evaluation"), seconds(stats.seconds));
        line(top, QObject::tr("Series in the answer"), number(query.series));
        line(top, QObject::tr("Points in the answer"), number(query.points));
        line(top, QObject::tr("Series selected"), number(stats.seriesSelected));
        line(top, QObject::tr("Samples read"), number(stats.samplesRead));
        line(top, QObject::tr("Aggregates of 5 minutes read"), number(stats.minutes5Read));
        line(top, QObject::tr("Aggregates of an hour read"), number(stats.hoursRead));
        line(top, QObject::tr("Most samples held at a time"), number(stats.peakSamples));
    }
    for (const std::string& note : query.notes) line(top, QObject::tr("Note"), toQString(note));
    top->setExpanded(true);
}

}  // namespace

InspectStatsTab::InspectStatsTab(QWidget* parent) : QWidget(parent), m_tree(new QTreeWidget(this))
{
    m_tree->setColumnCount(2);
    m_tree->setHeaderLabels({tr("What"), tr("Value")});
    m_tree->headerItem()->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    m_tree->header()->setStretchLastSection(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setAccessibleName(tr("Statistics"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->addWidget(m_tree);
}

void InspectStatsTab::show(const PanelInspection& inspection)
{
    m_tree->clear();
    double requests = 0;
    for (const QueryInspection& query : inspection.queries) requests += query.seconds;
    std::size_t rows = 0;
    for (const Frame& frame : inspection.shown) rows += frame.rows();
    auto* all = new QTreeWidgetItem(m_tree, {tr("Panel"), {}});
    QFont bold = m_tree->font();
    bold.setWeight(QFont::Medium);
    all->setFont(0, bold);
    line(all, tr("Total request time"), seconds(requests));
    line(all, tr("Frames and transformations"), seconds(inspection.transformSeconds));
    line(all, tr("Number of queries"), number(inspection.queries.size()));
    line(all, tr("Total number of rows"), number(rows));
    for (const std::string& problem : inspection.problems) line(all, tr("Problem"), toQString(problem));
    all->setExpanded(true);
    for (const QueryInspection& query : inspection.queries) addQuery(*m_tree, query);
    m_tree->header()->resizeSection(0, 320);
}

}  // namespace watchglass::ui
