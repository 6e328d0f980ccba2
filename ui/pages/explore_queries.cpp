#include "ui/pages/explore_queries.h"

#include <QCheckBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/edit/query_edit.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

namespace watchglass::ui {

namespace {

constexpr int kFieldHeight = 60;

/// Whether Return belongs to the list of completions.
bool isCompleting(const QueryEdit& edit)
{
    const auto* completer = edit.findChild<QCompleter*>();
    return completer && completer->popup() && completer->popup()->isVisible();
}

}  // namespace

ExploreQueries::ExploreQueries(QueryBackend backend, QWidget* parent)
    : QWidget(parent), m_backend(std::move(backend)), m_column(new QVBoxLayout(this)),
      m_add(new QPushButton(tr("Add query"), this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(8);
    m_add->setIcon(icon(IconKind::Plus));
    m_column->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, &ExploreQueries::addQuery);
    addRow();
}

QString ExploreQueries::freeRefId() const
{
    for (int i = 0;; ++i) {
        const QString id = i < 26 ? QString(QChar('A' + i)) : QStringLiteral("Q%1").arg(i);
        if (std::none_of(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.refId == id; })) return id;
    }
}

ExploreQueries::Row& ExploreQueries::addRow()
{
    Row row;
    row.refId = freeRefId();
    row.widget = new QWidget(this);
    auto* letter = new QLabel(row.refId, row.widget);
    letter->setFont(textFont(14, QFont::Medium));
    letter->setForegroundRole(QPalette::Link);
    row.on = new QCheckBox(row.widget);
    row.on->setChecked(true);
    row.on->setToolTip(tr("Query %1 is asked").arg(row.refId));
    row.on->setAccessibleName(row.on->toolTip());
    row.edit = new QueryEdit(m_backend, row.widget);
    row.edit->setPlaceholderText(tr("PromQL, for instance: rate(node_cpu_seconds_total{mode!=\"idle\"}[1m])"));
    row.edit->setAccessibleName(m_rows.empty() ? tr("PromQL expression") : tr("PromQL expression %1").arg(row.refId));
    row.edit->setFixedHeight(kFieldHeight);
    row.edit->setRange(m_range);
    row.edit->installEventFilter(this);
    auto* remove = new QToolButton(row.widget);
    remove->setIcon(icon(IconKind::Trash));
    remove->setToolTip(tr("Remove query %1").arg(row.refId));
    remove->setAccessibleName(remove->toolTip());
    auto* line = new QHBoxLayout(row.widget);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    line->addWidget(letter);
    line->addWidget(row.on);
    line->addWidget(row.edit, 1);
    line->addWidget(remove);
    connect(remove, &QToolButton::clicked, this, [this, refId = row.refId] { removeRow(refId); });
    connect(row.on, &QCheckBox::toggled, this, &ExploreQueries::runRequested);
    m_column->insertWidget(static_cast<int>(m_rows.size()), row.widget);
    m_rows.push_back(row);
    showWhatCanGo();
    return m_rows.back();
}

void ExploreQueries::addQuery()
{
    Row& row = addRow();
    row.edit->setFocus();
}

void ExploreQueries::removeRow(const QString& refId)
{
    const auto it = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.refId == refId; });
    if (it == m_rows.end() || m_rows.size() < 2) return;
    const bool asked = it->on->isChecked() && !it->edit->toPlainText().trimmed().isEmpty();
    it->widget->hide();
    it->widget->deleteLater();
    m_rows.erase(it);
    m_rows.front().edit->setFocus();
    showWhatCanGo();
    if (asked) Q_EMIT runRequested();
}

/// The last one stays, and needs no switch.
void ExploreQueries::showWhatCanGo()
{
    const bool several = m_rows.size() > 1;
    for (const Row& row : m_rows) {
        row.widget->findChild<QToolButton*>()->setVisible(several);
        row.widget->findChild<QLabel*>()->setVisible(several);
        row.on->setVisible(several);
    }
}

void ExploreQueries::setExpression(const QString& expression)
{
    while (m_rows.size() > 1) {
        m_rows.back().widget->hide();
        m_rows.back().widget->deleteLater();
        m_rows.pop_back();
    }
    showWhatCanGo();
    m_rows.front().on->setChecked(true);
    m_rows.front().edit->setQuery(expression);
}

std::vector<Target> ExploreQueries::targets() const
{
    std::vector<Target> out;
    for (const Row& row : m_rows) {
        Target target;
        target.refId = row.refId.toStdString();
        target.expr = row.edit->toPlainText().trimmed().toStdString();
        const bool on = m_rows.size() == 1 || row.on->isChecked();
        if (on && !target.expr.empty()) out.push_back(std::move(target));
    }
    return out;
}

void ExploreQueries::setRange(const TimeRange& range)
{
    m_range = range;
    for (const Row& row : m_rows) row.edit->setRange(range);
}

bool ExploreQueries::eventFilter(QObject* watched, QEvent* event)
{
    auto* edit = qobject_cast<QueryEdit*>(watched);
    if (edit && event->type() == QEvent::KeyPress && !isCompleting(*edit)) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && !(key->modifiers() & Qt::ShiftModifier)) {
            Q_EMIT runRequested();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace watchglass::ui
