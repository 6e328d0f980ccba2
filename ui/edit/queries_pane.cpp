#include "ui/edit/queries_pane.h"

#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/edit/query_row.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

/// The first letter that no query has; a number after Z.
std::string freeRefId(const std::vector<Target>& targets)
{
    for (int i = 0;; ++i) {
        const std::string id = i < 26 ? std::string(1, static_cast<char>('A' + i)) : "Q" + std::to_string(i);
        if (std::none_of(targets.begin(), targets.end(), [&](const Target& one) { return one.refId == id; })) return id;
    }
}

QString place(std::size_t index, const QString& member = {})
{
    const QString target = QStringLiteral("/targets/%1").arg(index);
    return member.isEmpty() ? target : target + QLatin1Char('/') + member;
}

}  // namespace

QueriesPane::QueriesPane(QueryBackend backend, QWidget* parent)
    : QWidget(parent), m_backend(std::move(backend)), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(12, 8, 12, 8);
    m_column->setSpacing(8);
    auto* add = new QPushButton(tr("Add query"), this);
    m_column->addWidget(add, 0, Qt::AlignLeft);
    m_column->addStretch(1);
    connect(add, &QPushButton::clicked, this, [this] { addQuery(json::Value::object({{"expr", ""}})); });
}

void QueriesPane::addQuery(json::Value target)
{
    json::Value out = json::Value::object({{"refId", freeRefId(m_targets)}});
    target.remove("refId");
    for (const auto& [name, value] : target.members()) out.set(name, value);
    // Other queries of a panel tell the source; a new one asks the same.
    if (!m_targets.empty() && !out.has("datasource") && m_targets.front().model.has("datasource"))
        out.set("datasource", m_targets.front().model["datasource"]);
    Q_EMIT changed(place(m_targets.size()), out, tr("Add query"));
}

void QueriesPane::setRange(const TimeRange& range)
{
    m_range = range;
    for (QueryRow* row : m_rows) row->field().setRange(range);
}

void QueriesPane::setTargets(const std::vector<Target>& targets)
{
    m_targets = targets;
    while (m_rows.size() > targets.size()) {
        m_rows.back()->deleteLater();
        m_rows.back()->hide();
        m_rows.pop_back();
    }
    while (m_rows.size() < targets.size()) {
        const std::size_t index = m_rows.size();
        auto* row = new QueryRow(m_backend, this);
        row->field().setRange(m_range);
        m_column->insertWidget(static_cast<int>(index), row);
        m_rows.push_back(row);
        connect(row, &QueryRow::changed, this,
                [this, index](const QString& member, const json::Value& value, const QString& name) {
                    Q_EMIT changed(place(index, member), value, name);
                });
        connect(row, &QueryRow::typeChanged, this, [this, index](bool instant, bool range) {
            Q_EMIT changed(place(index, QStringLiteral("instant")), instant, tr("Query type"));
            Q_EMIT changed(place(index, QStringLiteral("range")), range, tr("Query type"));
        });
        connect(row, &QueryRow::removeRequested, this,
                [this, index] { Q_EMIT changed(place(index), {}, tr("Remove query")); });
        connect(row, &QueryRow::duplicateRequested, this, [this, index] { addQuery(m_targets[index].model); });
    }
    for (std::size_t i = 0; i < targets.size(); ++i) m_rows[i]->setTarget(targets[i]);
}

}  // namespace watchglass::ui
