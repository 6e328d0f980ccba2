#include "ui/pages/alerts_page.h"

#include <QDateTime>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSplitter>
#include <QTextBrowser>
#include <QTreeWidget>
#include <QUrl>
#include <QVBoxLayout>
#include <map>

#include "engine/base/duration.h"
#include "engine/base/go_float.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

using rules::AlertState;
using rules::GroupStatus;
using rules::RuleHealth;
using rules::RuleStatus;

enum Column { kName, kState, kSince, kValue, kSummary, kColumns };
constexpr int kKeyRole = Qt::UserRole + 1;

QString qt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString timeText(std::int64_t ms)
{
    return ms == 0 ? QString() : QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QColor stateColor(AlertState state)
{
    const Theme& theme = currentTheme();
    switch (state) {
    case AlertState::Firing: return theme.errorText;
    case AlertState::Pending: return theme.warningText;
    case AlertState::Inactive: break;
    }
    return theme.successText;
}

/// "● Firing": colour alone says nothing.
QString stateText(AlertState state)
{
    switch (state) {
    case AlertState::Firing: return QObject::tr("● Firing");
    case AlertState::Pending: return QObject::tr("◐ Pending");
    case AlertState::Inactive: break;
    }
    return QObject::tr("○ Normal");
}

QString labelsText(const Labels& labels)
{
    QStringList parts;
    for (const LabelView label : labels) {
        if (label.name != "alertname") parts << QStringLiteral("%1=%2").arg(qt(label.name), qt(label.value));
    }
    return parts.join(QStringLiteral(", "));
}

/// Unique over all rules: the alert's labels, or the rule's place.
QString ruleKey(const GroupStatus& group, const RuleStatus& rule)
{
    return qt(group.file + "\n" + group.name + "\n" + rule.spec.name + "\n" + std::to_string(rule.spec.line));
}

QString alertKey(const Labels& labels)
{
    return QString::fromLatin1(QByteArray::fromStdString(labels.packed()).toHex());
}

void addRow(QString& html, const QString& name, const QString& value)
{
    if (value.isEmpty()) return;
    html += QStringLiteral("<tr><td style='padding-right:16px'><b>%1</b></td><td>%2</td></tr>")
                .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

QString ruleHtml(const GroupStatus& group, const RuleStatus& rule)
{
    QString html = QStringLiteral("<h3>%1</h3>").arg(qt(rule.spec.name).toHtmlEscaped());
    html += QStringLiteral("<p><code>%1</code></p><p><a href='explore:'>See graph</a></p><table>")
                .arg(qt(rule.spec.expr).toHtmlEscaped());
    addRow(html, QObject::tr("Group"), qt(group.name));
    addRow(html, QObject::tr("File"),
           qt(group.file) + (rule.spec.line > 0 ? QStringLiteral(":%1").arg(rule.spec.line) : QString()));
    if (rule.spec.forMs > 0) {
        addRow(html, QObject::tr("For"),
               QString::fromStdString(formatDuration(std::chrono::milliseconds{rule.spec.forMs})));
    }
    addRow(html, QObject::tr("Interval"),
           QString::fromStdString(formatDuration(std::chrono::milliseconds{group.intervalMs})));
    addRow(html, QObject::tr("Last evaluation"), timeText(rule.lastEvaluationMs));
    addRow(html, QObject::tr("Took"), QStringLiteral("%1 ms").arg(rule.evaluationSeconds * 1000, 0, 'f', 2));
    addRow(html, QObject::tr("Error"), qt(rule.lastError));
    return html + QStringLiteral("</table>");
}

QString alertHtml(const rules::Alert& alert)
{
    QString html = QStringLiteral("<h3>%1</h3><table>").arg(qt(alert.labels.get("alertname")).toHtmlEscaped());
    for (const LabelView note : alert.annotations) addRow(html, qt(note.name), qt(note.value));
    addRow(html, QObject::tr("State"), qt(rules::alertStateName(alert.state)));
    addRow(html, QObject::tr("Value"), qt(formatFloat(alert.value)));
    addRow(html, QObject::tr("Active since"), timeText(alert.activeAtMs));
    addRow(html, QObject::tr("Firing since"), timeText(alert.firedAtMs));
    addRow(html, QObject::tr("Resolved"), timeText(alert.resolvedAtMs));
    html += QStringLiteral("</table><p><b>%1</b></p><table>").arg(QObject::tr("Labels"));
    for (const LabelView label : alert.labels) addRow(html, qt(label.name), qt(label.value));
    return html + QStringLiteral("</table>");
}

}  // namespace

AlertsPage::AlertsPage(Source groups, QWidget* parent)
    : QWidget(parent), m_source(std::move(groups)), m_summary(new QLabel(this)), m_filter(new QLineEdit(this)),
      m_tree(new QTreeWidget(this)), m_details(new QTextBrowser(this)), m_empty(new QWidget(this))
{
    m_filter->setPlaceholderText(tr("Filter by name, label or state"));
    m_filter->setClearButtonEnabled(true);
    m_tree->setColumnCount(kColumns);
    m_tree->setHeaderLabels({tr("Name"), tr("State"), tr("Since"), tr("Value"), tr("Summary")});
    m_tree->setUniformRowHeights(true);
    m_tree->setAccessibleName(tr("Alert rules"));
    m_tree->header()->resizeSection(kName, 320);
    m_tree->header()->resizeSection(kState, 110);
    m_tree->header()->resizeSection(kSince, 170);
    m_tree->header()->resizeSection(kValue, 110);
    m_details->setOpenLinks(false);
    m_details->setAccessibleName(tr("Details"));
    m_details->setMinimumHeight(120);
    m_details->setProperty("wgPage", true);

    auto* hint = new QLabel(
        tr("<h3>No alert rules</h3><p>Rules come from the <code>rule_files</code> of a Prometheus "
           "configuration:<br><code>watchglass --config.file prometheus.yml</code><br>or straight from a "
           "rule file:<br><code>watchglass --rule.file alert_rules.yml</code></p>"),
        m_empty);
    hint->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* emptyLayout = new QVBoxLayout(m_empty);
    emptyLayout->addWidget(hint, 0, Qt::AlignCenter);

    auto* split = new QSplitter(Qt::Vertical, this);
    split->addWidget(m_tree);
    split->addWidget(m_details);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    split->setHandleWidth(8);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_summary);
    layout->addWidget(m_filter);
    layout->addWidget(split, 1);
    layout->addWidget(m_empty, 1);

    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &AlertsPage::refresh);
    connect(m_filter, &QLineEdit::textChanged, this, &AlertsPage::applyFilter);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &AlertsPage::showDetails);
    connect(m_details, &QTextBrowser::anchorClicked, this, [this] {
        for (const GroupStatus& group : m_groups) {
            for (const RuleStatus& rule : group.rules) {
                const QTreeWidgetItem* item = m_tree->currentItem();
                if (item && item->data(0, kKeyRole).toString() == ruleKey(group, rule)) {
                    Q_EMIT exploreRequested(qt(rule.spec.expr));
                }
            }
        }
    });
}

void AlertsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
    m_timer.start();
}

void AlertsPage::hideEvent(QHideEvent* event)
{
    m_timer.stop();
    QWidget::hideEvent(event);
}

void AlertsPage::refresh()
{
    m_groups = m_source();
    updateSummary(m_groups);
    m_empty->setVisible(m_groups.empty());
    m_tree->parentWidget()->setVisible(!m_groups.empty());
    m_filter->setVisible(!m_groups.empty());

    // Values change at every evaluation; the tree is rebuilt only when something that it shows did.
    std::string signature;
    for (const GroupStatus& group : m_groups) {
        signature += group.file + group.name;
        for (const RuleStatus& rule : group.rules) {
            signature += rule.spec.name + rule.spec.expr + rule.lastError +
                         std::to_string(static_cast<int>(rule.health));
            for (const rules::Alert& alert : rule.alerts) {
                signature += alert.labels.packed() + alert.annotations.packed() +
                             std::to_string(static_cast<int>(alert.state)) + formatFloat(alert.value);
            }
        }
    }
    if (signature != m_signature) {
        m_signature = std::move(signature);
        fill(m_groups);
        applyFilter();
    }
    showDetails();
}

void AlertsPage::updateSummary(const std::vector<GroupStatus>& groups)
{
    int firing = 0, pending = 0, alerting = 0, recording = 0, failing = 0;
    for (const GroupStatus& group : groups) {
        for (const RuleStatus& rule : group.rules) {
            (rule.spec.alerting ? alerting : recording) += 1;
            failing += rule.health == RuleHealth::Err ? 1 : 0;
            for (const rules::Alert& alert : rule.alerts) {
                firing += alert.state == AlertState::Firing ? 1 : 0;
                pending += alert.state == AlertState::Pending ? 1 : 0;
            }
        }
    }
    QString text = tr("<b>%1</b> firing &nbsp; <b>%2</b> pending &nbsp;·&nbsp; %3 alerting rules, %4 recording rules")
                       .arg(firing)
                       .arg(pending)
                       .arg(alerting)
                       .arg(recording);
    if (failing > 0) text += tr(" &nbsp;·&nbsp; <b>%1</b> cannot be evaluated").arg(failing);
    if (m_summary->text() != text) m_summary->setText(text);
}

void AlertsPage::fill(const std::vector<GroupStatus>& groups)
{
    const QString selected = m_tree->currentItem() ? m_tree->currentItem()->data(0, kKeyRole).toString() : QString();
    // Rules open by themselves when they begin to fire; what somebody opened or closed stays so.
    std::map<QString, bool> open;
    for (QTreeWidgetItemIterator it(m_tree); *it; ++it) {
        const bool hasAlerts = (*it)->childCount() > 0;
        if (hasAlerts) open[(*it)->data(0, kKeyRole).toString()] = (*it)->isExpanded();
    }
    const int scrolled = m_tree->verticalScrollBar()->value();
    const QSignalBlocker quiet(m_tree);
    m_tree->clear();
    QTreeWidgetItem* current = nullptr;
    const auto expand = [&open](QTreeWidgetItem* item, bool byItself) {
        const auto was = open.find(item->data(0, kKeyRole).toString());
        item->setExpanded(was == open.end() ? byItself : was->second);
    };
    const auto keep = [&](QTreeWidgetItem* item, const QString& key) {
        item->setData(0, kKeyRole, key);
        if (!key.isEmpty() && key == selected) current = item;
    };
    for (const GroupStatus& group : groups) {
        auto* top = new QTreeWidgetItem(m_tree, {qt(group.name)});
        QFont bold = top->font(kName);
        bold.setWeight(QFont::DemiBold);
        top->setFont(kName, bold);
        keep(top, qt(group.file + "\n" + group.name));
        top->setToolTip(kName, qt(group.file));
        for (const RuleStatus& rule : group.rules) {
            auto* item = new QTreeWidgetItem(top, {qt(rule.spec.name)});
            keep(item, ruleKey(group, rule));
            if (rule.health == RuleHealth::Err) {
                item->setText(kState, tr("✕ Error"));
                item->setForeground(kState, currentTheme().errorText);
                item->setText(kSummary, qt(rule.lastError));
            } else if (rule.spec.alerting) {
                item->setText(kState, stateText(rule.state));
                item->setForeground(kState, stateColor(rule.state));
                item->setText(kSummary, qt(rule.spec.expr));
            } else {
                item->setText(kState, tr("Recording"));
                item->setText(kSummary, qt(rule.spec.expr));
            }
            for (const rules::Alert& alert : rule.alerts) {
                if (alert.state == AlertState::Inactive) continue;
                auto* leaf = new QTreeWidgetItem(item, {labelsText(alert.labels), stateText(alert.state),
                                                        timeText(alert.activeAtMs), qt(formatFloat(alert.value)),
                                                        qt(alert.annotations.get("summary"))});
                leaf->setForeground(kState, stateColor(alert.state));
                keep(leaf, alertKey(alert.labels));
            }
            expand(item, rule.state == AlertState::Firing);
        }
        expand(top, true);
    }
    if (current) m_tree->setCurrentItem(current);
    m_tree->verticalScrollBar()->setValue(scrolled);
}

void AlertsPage::showAlert(const Labels& labels)
{
    refresh();
    m_filter->clear();
    const QString key = alertKey(labels);
    QTreeWidgetItem* rule = nullptr;
    for (QTreeWidgetItemIterator it(m_tree); *it; ++it) {
        if ((*it)->data(0, kKeyRole).toString() == key) {
            m_tree->setCurrentItem(*it);
            m_tree->scrollToItem(*it, QAbstractItemView::PositionAtCenter);
            return;
        }
        if ((*it)->text(kName) == qt(labels.get("alertname"))) rule = *it;
    }
    if (rule) {
        m_tree->setCurrentItem(rule);
        m_tree->scrollToItem(rule);
    }
}

void AlertsPage::showDetails()
{
    QString html;
    const QString key = m_tree->currentItem() ? m_tree->currentItem()->data(0, kKeyRole).toString() : QString();
    for (const GroupStatus& group : m_groups) {
        for (const RuleStatus& rule : group.rules) {
            if (!key.isEmpty() && ruleKey(group, rule) == key) html = ruleHtml(group, rule);
            for (const rules::Alert& alert : rule.alerts) {
                if (!key.isEmpty() && alertKey(alert.labels) == key) html = alertHtml(alert);
            }
        }
    }
    if (html.isEmpty()) html = tr("<p>Select a rule or an alert.</p>");
    if (m_details->property("shown").toString() == html) return;
    m_details->setProperty("shown", html);
    m_details->setHtml(html);
}

void AlertsPage::applyFilter()
{
    const QString words = m_filter->text().trimmed();
    const auto hits = [&](const QTreeWidgetItem* item) {
        for (int column = 0; column < kColumns; ++column) {
            if (item->text(column).contains(words, Qt::CaseInsensitive)) return true;
        }
        return false;
    };
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem* group = m_tree->topLevelItem(i);
        bool any = hits(group);
        const bool all = any;
        for (int k = 0; k < group->childCount(); ++k) {
            QTreeWidgetItem* rule = group->child(k);
            bool show = all || hits(rule);
            for (int n = 0; n < rule->childCount(); ++n) show = show || hits(rule->child(n));
            rule->setHidden(!show);
            any = any || show;
        }
        group->setHidden(!any);
    }
}

}  // namespace watchglass::ui
