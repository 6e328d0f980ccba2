#include <QtTest/QtTest>

#include <atomic>

#include "engine/rules/manager.h"
#include "tests/engine/rules/rule_bench.h"

using namespace watchglass;
using namespace watchglass::rules;

namespace {

constexpr std::int64_t kHours = 3'600'000;

/// Counts how often it was looked at: whoever looks goes on.
class WatchedClock final : public Clock {
public:
    [[nodiscard]] std::int64_t nowMs() const override
    {
        ++looks;
        return now.load();
    }
    [[nodiscard]] std::int64_t steadyNs() const override { return now.load() * 1'000'000; }

    std::atomic<std::int64_t> now{1'000'000};
    mutable std::atomic<int> looks{0};
};

}  // namespace

class ManagerTest : public QObject {
    Q_OBJECT

private slots:
    void noticesSleep_data()
    {
        using Steps = QList<QPair<qint64, bool>>;  // the time, whether rules wait
        QTest::addColumn<Steps>("steps");
        QTest::newRow("runs") << Steps{{1000, false}, {2000, false}, {32'000, false}};
        QTest::newRow("sleeps") << Steps{{1000, false},
                                         {8 * kHours, true},
                                         {8 * kHours + 24'999, true},
                                         {8 * kHours + 25'000, false},
                                         {8 * kHours + 26'000, false}};
        QTest::newRow("sleeps again while it waits")
            << Steps{{1000, false}, {kHours, true}, {2 * kHours, true}, {2 * kHours + 25'000, false}};
        QTest::newRow("clock goes back") << Steps{{8 * kHours, false}, {kHours, false}, {kHours + 1000, false}};
        QTest::newRow("clock goes ahead and back")
            << Steps{{kHours, false}, {8 * kHours, true}, {kHours + 5000, false}, {kHours + 6000, false}};
    }

    void noticesSleep()
    {
        using Steps = QList<QPair<qint64, bool>>;
        QFETCH(Steps, steps);
        SleepWatch watch;
        for (const auto& [nowMs, held] : steps) QCOMPARE(watch.holds(nowMs, 25'000), held);
    }

    /// What was not scraped while the machine slept is not absent, and what fired did not end.
    void nothingIsAbsentAfterSleep()
    {
        RuleStore store;
        promql::QueryEngine queries(store.memory);
        WatchedClock clock;
        const auto asIs = [](std::string_view, std::string_view text, const TemplateScope&) -> Result<std::string> {
            return std::string(text);
        };
        std::atomic<int> told{0};
        RuleManager manager(GroupEnvironment{queries, store.memory, store, asIs, clock});
        manager.setListener([&](const std::vector<AlertNotice>& notices) { told += static_cast<int>(notices.size()); });
        const auto seen = [&](std::int64_t nowMs) {
            clock.now = nowMs;
            const int looks = clock.looks;
            QTRY_VERIFY(clock.looks > looks);  // the scheduler came by, and holds its lock until it is done
        };
        const std::int64_t start = clock.now;
        store.memory.append(Labels{{"__name__", "up"}}, start, 1);
        GroupSpec group = groupOf({alertRule("absent(up)")});
        group.intervalMs = 1000;
        manager.apply({group}, 1000, 25'000);
        QTRY_COMPARE(manager.groups().at(0).lastEvaluationMs, start);

        const std::int64_t woken = start + 8 * kHours;
        seen(woken);
        seen(woken + 10'000);
        QCOMPARE(manager.groups().at(0).lastEvaluationMs, start);
        store.memory.append(Labels{{"__name__", "up"}}, woken + 15'000, 1);  // the first scrape
        seen(woken + 26'000);
        QTRY_VERIFY(manager.groups().at(0).lastEvaluationMs > woken + 20'000);
        QCOMPARE(told.load(), 0);

        store.memory.append(Labels{{"__name__", "up"}}, woken + 26'500, staleMarker());
        seen(woken + 28'000);
        QTRY_VERIFY(told > 0);  // really absent
    }
};

QTEST_GUILESS_MAIN(ManagerTest)
#include "manager_test.moc"
