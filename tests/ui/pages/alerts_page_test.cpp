#include "ui/pages/alerts_page.h"

#include <QtTest/QtTest>

#include <QtWidgets/QtWidgets>

#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;
using rules::AlertState;

namespace {

rules::Alert alert(const std::string& name, const std::string& instance, AlertState state)
{
    rules::Alert out;
    out.state = state;
    out.labels = Labels{{"alertname", name}, {"instance", instance}, {"severity", "page"}};
    out.annotations = Labels{{"summary", instance + " <b>is</b> slow"}};
    out.value = 0.25;
    out.activeAtMs = 1'715'776'496'000;
    return out;
}

rules::RuleStatus rule(const std::string& name, std::vector<rules::Alert> alerts = {})
{
    rules::RuleStatus out;
    out.spec.alerting = true;
    out.spec.name = name;
    out.spec.expr = "up == 0";
    out.spec.forMs = 300'000;
    out.health = rules::RuleHealth::Ok;
    for (const rules::Alert& one : alerts) out.state = std::max(out.state, one.state);
    out.alerts = std::move(alerts);
    return out;
}

}  // namespace

class AlertsPageTest : public QObject {
    Q_OBJECT

private:
    std::vector<rules::GroupStatus> m_groups;
    std::unique_ptr<AlertsPage> m_page;

    QTreeWidget& tree() const { return *m_page->findChild<QTreeWidget*>(); }
    QString details() const { return m_page->findChild<QTextBrowser*>()->toPlainText(); }
    QString summary() const
    {
        QTextDocument text;
        text.setHtml(m_page->findChild<QLabel*>()->text());
        return text.toPlainText().simplified();
    }
    /// The item whose first columns read so; null without one.
    QTreeWidgetItem* item(const QString& name) const
    {
        for (QTreeWidgetItemIterator it(&tree()); *it; ++it) {
            if ((*it)->text(0) == name) return *it;
        }
        return nullptr;
    }
    void nextEvaluation()
    {
        for (rules::GroupStatus& group : m_groups) {
            for (rules::RuleStatus& one : group.rules) {
                for (rules::Alert& each : one.alerts) each.value += 1;
            }
        }
        m_page->refresh();
    }

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void init()
    {
        rules::RuleStatus broken = rule("Broken");
        broken.health = rules::RuleHealth::Err;
        broken.lastError = "many-to-many matching not allowed";
        rules::RuleStatus recorded = rule("job:up:sum");
        recorded.spec.alerting = false;
        m_groups = {{"app", "app.yml", 60'000, 0, 0, 0, {}}, {"host", "host.yml", 15'000, 0, 0, 0, {}}};
        m_groups[0].rules = {
            rule("Slow", {alert("Slow", "a:1", AlertState::Firing), alert("Slow", "b:1", AlertState::Pending),
                          alert("Slow", "c:1", AlertState::Inactive)}),
            rule("Late", {alert("Late", "a:1", AlertState::Pending)})};
        m_groups[1].rules = {broken, recorded, rule("Quiet")};
        m_page = std::make_unique<AlertsPage>([this] { return m_groups; });
        m_page->resize(900, 700);
        m_page->show();
    }

    void cleanup() { m_page.reset(); }

    void saysWhatThereIs()
    {
        QCOMPARE(summary(),
                 QStringLiteral("1 firing 2 pending · 4 alerting rules, 1 recording rules · 1 cannot be evaluated"));
        QCOMPARE(tree().topLevelItemCount(), 2);
        QCOMPARE(item("Slow")->text(1), QStringLiteral("● Firing"));
        QCOMPARE(item("Late")->text(1), QStringLiteral("◐ Pending"));
        QCOMPARE(item("Quiet")->text(1), QStringLiteral("○ Normal"));
        QCOMPARE(item("job:up:sum")->text(1), QStringLiteral("Recording"));
        QCOMPARE(item("Broken")->text(1), QStringLiteral("✕ Error"));
        QCOMPARE(item("Broken")->text(4), QStringLiteral("many-to-many matching not allowed"));
        QCOMPARE(item("Slow")->childCount(), 2);  // resolved ones are over
        const QTreeWidgetItem* leaf = item("Slow")->child(0);
        QCOMPARE(leaf->text(0), QStringLiteral("instance=a:1, severity=page"));
        QCOMPARE(leaf->text(3), QStringLiteral("0.25"));
        QCOMPARE(leaf->text(4), QStringLiteral("a:1 <b>is</b> slow"));
    }

    void opensWhatFires()
    {
        QVERIFY(item("app")->isExpanded() && item("host")->isExpanded());
        QVERIFY(item("Slow")->isExpanded());
        QVERIFY(!item("Late")->isExpanded());
    }

    /// Values change at every evaluation, which fills the tree anew.
    void keepsWhatSomebodyOpenedAndClosed()
    {
        item("host")->setExpanded(false);
        item("Slow")->setExpanded(false);
        item("Late")->setExpanded(true);
        tree().setCurrentItem(item("Late")->child(0));
        nextEvaluation();
        QVERIFY(!item("host")->isExpanded());
        QVERIFY(!item("Slow")->isExpanded());
        QVERIFY(item("Late")->isExpanded());
        QCOMPARE(item("Late")->child(0)->text(3), QStringLiteral("1.25"));
        QCOMPARE(tree().currentItem(), item("Late")->child(0));
    }

    void staysWhereItWasScrolledTo()
    {
        for (int i = 0; i < 60; ++i) m_groups[1].rules.push_back(rule("Quiet" + std::to_string(i)));
        m_page->refresh();
        QScrollBar* bar = tree().verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 20);
        bar->setValue(20);
        nextEvaluation();
        QCOMPARE(bar->value(), 20);
    }

    void followsAReload()
    {
        m_groups[1].rules[2].spec.expr = "up == 1";
        m_page->refresh();
        QCOMPARE(item("Quiet")->text(4), QStringLiteral("up == 1"));
    }

    void showsAnAlertInDetail()
    {
        m_page->showAlert(alert("Slow", "b:1", AlertState::Pending).labels);
        QCOMPARE(tree().currentItem(), item("Slow")->child(1));
        QVERIFY(details().contains("b:1 <b>is</b> slow"));  // as it is written
        QVERIFY(details().contains("pending"));
        QVERIFY(details().contains("severity"));
        // Gone already: its rule.
        m_page->showAlert(alert("Late", "z:1", AlertState::Firing).labels);
        QCOMPARE(tree().currentItem(), item("Late"));
        QVERIFY(details().contains("up == 0"));
        QVERIFY(details().contains("5m"));
    }

    void leadsToTheGraph()
    {
        QSignalSpy explore(m_page.get(), &AlertsPage::exploreRequested);
        tree().setCurrentItem(item("Quiet"));
        Q_EMIT m_page->findChild<QTextBrowser*>()->anchorClicked(QUrl("explore:"));
        QCOMPARE(explore.size(), 1);
        QCOMPARE(explore[0][0].toString(), QStringLiteral("up == 0"));
    }

    void filters()
    {
        auto* edit = m_page->findChild<QLineEdit*>();
        edit->setText("b:1");
        QVERIFY(!item("Slow")->isHidden());
        QVERIFY(item("Late")->isHidden());
        QVERIFY(item("host")->isHidden());
        nextEvaluation();  // the filter holds
        QVERIFY(item("Late")->isHidden());
        edit->setText("HOST");
        QVERIFY(item("app")->isHidden());
        QVERIFY(!item("Quiet")->isHidden());
        edit->clear();
        QVERIFY(!item("app")->isHidden() && !item("Late")->isHidden());
    }

    void saysHowRulesAreGivenWhenThereAreNone()
    {
        m_groups.clear();
        m_page->refresh();
        QVERIFY(!tree().isVisible());
        bool said = false;
        for (const QLabel* label : m_page->findChildren<QLabel*>()) {
            said = said || (label->isVisible() && label->text().contains("rule_files"));
        }
        QVERIFY(said);
    }
};

QTEST_MAIN(AlertsPageTest)
#include "alerts_page_test.moc"
