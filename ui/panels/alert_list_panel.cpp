#include "ui/panels/alert_list_panel.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/panels/panel_support.h"
#include "ui/panels/value_text.h"
#include "ui/query/program_lists.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

using rules::AlertState;

QColor colorOf(AlertState state)
{
    const Theme& theme = currentTheme();
    if (state == AlertState::Firing) return theme.errorText;
    return state == AlertState::Pending ? theme.warningText : theme.successText;
}

IconKind iconOf(AlertState state)
{
    if (state == AlertState::Firing) return IconKind::Warning;
    return state == AlertState::Pending ? IconKind::Clock : IconKind::Bell;
}

QString nameOf(AlertState state)
{
    if (state == AlertState::Firing) return QObject::tr("Firing");
    return state == AlertState::Pending ? QObject::tr("Pending") : QObject::tr("Normal");
}

/// "1d 2h": the two largest units.
QString spanText(std::int64_t ms)
{
    constexpr std::pair<std::int64_t, const char*> kUnits[] = {
        {86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1'000, "s"}};
    QStringList parts;
    for (const auto& [length, unit] : kUnits) {
        const std::int64_t count = ms / length;
        ms %= length;
        if (count > 0 && parts.size() < 2) parts += QString::number(count) + QLatin1String(unit);
    }
    return parts.isEmpty() ? QStringLiteral("0s") : parts.join(QLatin1Char(' '));
}

QString countText(std::size_t count)
{
    return count == 1 ? QObject::tr("1 instance") : QObject::tr("%1 instances").arg(count);
}

QStringList chipsOf(const Labels& labels)
{
    QStringList chips;
    for (const LabelView label : labels) {
        if (label.name != "alertname") chips += toQString(label.name) + QLatin1Char('=') + toQString(label.value);
    }
    return chips;
}

}  // namespace

int AlertListPanel::targetId(const Labels& labels)
{
    m_targets.push_back({labels, {}});
    return static_cast<int>(m_targets.size()) - 1;
}

void AlertListPanel::addInstances(const std::vector<rules::Alert>& instances, std::vector<ListRow>& rows)
{
    for (const rules::Alert& alert : instances) {
        ListRow row;
        row.icon = iconOf(alert.state);
        row.iconColor = colorOf(alert.state);
        row.title = toQString(alert.labels.get("alertname"));
        row.chips = chipsOf(alert.labels);
        if (alert.activeAtMs > 0)
            row.trailing = nameOf(alert.state) + QLatin1Char(' ') +
                           tr("for %1").arg(spanText(data().nowMs - alert.activeAtMs));
        row.indent = 1;
        row.id = targetId(alert.labels);
        rows.push_back(std::move(row));
    }
}

std::vector<ListRow> AlertListPanel::makeRows()
{
    m_targets.clear();
    m_rules.clear();
    m_problem.clear();
    std::vector<rules::GroupStatus> groups;
    if (data().lists && data().lists->ruleGroups) groups = data().lists->ruleGroups();
    const json::Value& options = data().options;
    auto found = alertListRules(groups, options, data().replace);
    if (!found) {
        m_problem = tr("The filter of labels cannot be read: %1").arg(toQString(found.error().message));
        return {};
    }
    m_rules = std::move(*found);
    if (isStat()) return {};
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(0, options["maxItems"].toInt(20)));
    std::vector<ListRow> rows;
    if (options["groupMode"].toString() == "custom") {
        std::vector<AlertListGroup> byLabels = alertListGroups(m_rules, options["groupBy"]);
        if (byLabels.size() > most) byLabels.resize(most);
        for (const AlertListGroup& group : byLabels) {
            ListRow row;
            row.boxed = true;
            row.title = group.labels.empty() ? tr("No grouping") : QString();
            for (const auto& [name, value] : group.labels)
                row.chips += toQString(name) + QLatin1Char('=') + toQString(value);
            row.trailing = countText(group.instances.size());
            rows.push_back(std::move(row));
            addInstances(group.instances, rows);
        }
        return rows;
    }
    for (std::size_t i = 0; i < m_rules.size() && i < most; ++i) {
        const AlertListRule& rule = m_rules[i];
        ListRow row;
        row.boxed = true;
        row.icon = iconOf(rule.state);
        row.iconColor = colorOf(rule.state);
        row.title = toQString(rule.name);
        row.detail = nameOf(rule.state);
        row.detailColor = colorOf(rule.state);
        row.trailing = toQString(rule.group);
        if (rule.activeAtMs > 0 && rule.state != AlertState::Inactive)
            row.detail += QLatin1Char(' ') + tr("for %1").arg(spanText(data().nowMs - rule.activeAtMs));
        Labels labels = rule.instances.empty() ? Labels{{"alertname", rule.name}} : rule.instances.front().labels;
        row.id = targetId(labels);
        rows.push_back(std::move(row));
        const std::string key = rule.file + '\n' + rule.group + '\n' + rule.name;
        const bool unfolded = options["showInstances"].toBool() != m_flipped.contains(key) && !rule.instances.empty();
        ListRow count;
        count.kind = ListRow::Kind::Note;
        count.indent = 1;
        count.title = countText(rule.instances.size());
        if (rule.leftOut > 0) count.title += tr(", %1 hidden by filters").arg(rule.leftOut);
        if (!rule.instances.empty()) {
            count.icon = unfolded ? IconKind::ChevronDown : IconKind::ChevronRight;
            m_targets.push_back({labels, key});
            count.id = static_cast<int>(m_targets.size()) - 1;
        }
        rows.push_back(std::move(count));
        if (unfolded) addInstances(rule.instances, rows);
    }
    return rows;
}

QString AlertListPanel::emptyText() const
{
    if (!m_problem.isEmpty()) return m_problem;
    return tr("No alerts matching filters");
}

QString AlertListPanel::summary() const
{
    return isStat() && m_problem.isEmpty() ? tr("%1 alerts").arg(m_rules.size()) : ListPanel::summary();
}

void AlertListPanel::activate(int id)
{
    const Target target = m_targets[static_cast<std::size_t>(id)];
    if (target.unfold.empty()) {
        Q_EMIT alertRequested(target.labels);
        return;
    }
    if (!m_flipped.erase(target.unfold)) m_flipped.insert(target.unfold);
    rebuild();
}

void AlertListPanel::paintEvent(QPaintEvent* event)
{
    if (!isStat() || !m_problem.isEmpty()) {
        ListPanel::paintEvent(event);
        return;
    }
    const QString text = QString::number(m_rules.size());
    const QRectF box = QRectF(rect()).adjusted(8, 4, -8, -4);
    DisplayValue value;
    value.text = text.toStdString();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double size = fittingSize(text, box.width(), box.height() * 0.9, QFont::Medium);
    paintValue(painter, box, Qt::AlignHCenter, value, std::max(1.0, size), QFont::Medium, currentTheme().text);
}

}  // namespace watchglass::ui
