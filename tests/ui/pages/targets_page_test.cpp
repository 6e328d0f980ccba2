#include "ui/pages/targets_page.h"

#include <QtTest/QtTest>

#include <QtWidgets/QtWidgets>

#include "ui/pages/banner.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

scrape::TargetStatus target(const std::string& job, scrape::Health health, std::uint64_t samples, double seconds)
{
    scrape::TargetStatus out;
    out.scrapePool = job;
    out.scrapeUrl = "http://" + job + ":9100/metrics";
    out.labels = Labels{{"instance", job + ":9100"}, {"job", job}};
    out.health = health;
    out.lastScrapeMs = QDateTime::currentMSecsSinceEpoch() - 90'000;
    out.lastDurationSeconds = seconds;
    out.samplesScraped = samples;
    out.interval = std::chrono::seconds(15);
    return out;
}

}  // namespace

class TargetsPageTest : public QObject {
    Q_OBJECT

private:
    std::vector<scrape::TargetStatus> m_targets;
    std::vector<std::string> m_warnings;
    std::unique_ptr<TargetsPage> m_page;

    QAbstractItemModel& rows() const { return *m_page->findChild<QTableView*>()->model(); }
    QStringList column(int index) const
    {
        QStringList out;
        for (int row = 0; row < rows().rowCount(); ++row) out << rows().index(row, index).data().toString();
        return out;
    }

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void init()
    {
        m_warnings.clear();
        m_targets = {target("node", scrape::Health::Up, 1200, 0.0104), target("app", scrape::Health::Down, 0, 0.0005),
                     target("db", scrape::Health::Unknown, 57, 0.0032)};
        m_targets[1].lastError = "connection refused";
        m_targets[2].lastScrapeMs = 0;
        m_page = std::make_unique<TargetsPage>(
            TargetsPage::Sources{[this] { return m_targets; }, [this] { return m_warnings; }});
        m_page->resize(1100, 500);
        m_page->show();
    }

    void cleanup() { m_page.reset(); }

    void saysHowEachIs()
    {
        QCOMPARE(column(0), (QStringList{"app", "db", "node"}));
        QCOMPARE(column(2), (QStringList{"✕ Down", "○ Unknown", "● Up"}));
        QCOMPARE(column(4), (QStringList{"1.5 min ago", "never", "1.5 min ago"}));
        QCOMPARE(column(5), (QStringList{"0.5 ms", "3.2 ms", "10.4 ms"}));
        QCOMPARE(column(8), (QStringList{"connection refused", "", ""}));
        QVERIFY(m_page->findChildren<QLabel*>()[0]->text().contains("<b>1</b> up"));
        QVERIFY(m_page->findChildren<QLabel*>()[0]->text().contains("<b>1</b> down"));
    }

    void ordersNumbersAsNumbers_data()
    {
        QTest::addColumn<int>("by");
        QTest::addColumn<QStringList>("jobs");
        QTest::newRow("last scrape") << 4 << QStringList{"db", "node", "app"};
        QTest::newRow("took") << 5 << QStringList{"app", "db", "node"};
        QTest::newRow("samples") << 6 << QStringList{"app", "db", "node"};
    }

    void ordersNumbersAsNumbers()
    {
        QFETCH(int, by);
        QFETCH(QStringList, jobs);
        m_targets[1].lastScrapeMs += 1000;
        m_page->refresh();
        m_page->findChild<QTableView*>()->sortByColumn(by, Qt::AscendingOrder);
        QCOMPARE(column(0), jobs);
    }

    void followsWhatChanges()
    {
        m_targets[1].health = scrape::Health::Up;
        m_targets[1].lastError.clear();
        m_targets[1].insecureSkipVerify = true;
        m_targets.pop_back();
        m_page->refresh();
        QCOMPARE(column(0), (QStringList{"app", "node"}));
        QCOMPARE(column(2), (QStringList{"● Up", "● Up"}));
        QCOMPARE(column(8), (QStringList{"TLS certificate is not verified", ""}));
        m_page->findChild<QLineEdit*>()->setText("NODE:9100");
        QCOMPARE(column(0), QStringList{"node"});
    }

    void namesWhatIsNotHonoured()
    {
        QLabel* label = m_page->findChildren<QLabel*>()[1];
        QVERIFY(!label->isVisible());
        m_warnings = {"scrape_configs[0].kubernetes_sd_configs: not supported yet, ignored", "another"};
        m_page->refresh();
        QVERIFY(label->isVisible());
        QCOMPARE(label->text().count('\n'), 1);
        QVERIFY(label->text().contains("kubernetes_sd_configs"));
    }

    /// The line over the pages that says what is wrong with the program itself.
    void aBannerThatWasDismissedStaysAwayUntilThereIsNews()
    {
        QWidget window;
        auto* banner = new Banner(&window);
        window.show();
        QVERIFY(!banner->isVisible());
        banner->setMessage("the disk is full");
        QVERIFY(banner->isVisible());
        QCOMPARE(banner->accessibleName(), QStringLiteral("the disk is full"));
        QTest::mouseClick(banner->findChild<QToolButton*>(), Qt::LeftButton);
        QVERIFY(!banner->isVisible());
        banner->setMessage("the disk is full");
        QVERIFY(!banner->isVisible());
        banner->setMessage("the disk is gone");
        QVERIFY(banner->isVisible());
        banner->setMessage({});
        QVERIFY(!banner->isVisible());
        banner->setMessage("the disk is full");
        QVERIFY(banner->isVisible());
    }
};

QTEST_MAIN(TargetsPageTest)
#include "targets_page_test.moc"
