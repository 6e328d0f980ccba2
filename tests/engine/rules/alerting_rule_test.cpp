#include <QtTest/QtTest>

#include "tests/engine/rules/rule_bench.h"

using namespace watchglass;
using namespace watchglass::rules;

class AlertingRuleTest : public QObject {
    Q_OBJECT

private slots:
    void waitsForThenFiresThenResolves()
    {
        GroupBench bench(groupOf({alertRule("m > 0", 120)}));
        const Labels series{{"__name__", "m"}, {"job", "x"}};
        for (int minute = 0; minute <= 10; ++minute)
            bench.store.memory.append(series, minute * 60'000, minute < 5 ? 7 : 0);

        QVERIFY(bench.at(0).empty());
        QCOMPARE(bench.state(), std::string("pending"));
        QVERIFY(bench.at(60).empty());
        const auto fired = bench.at(120);
        QCOMPARE(fired.size(), std::size_t{1});
        QCOMPARE(bench.state(), std::string("firing"));
        QCOMPARE(fired[0].alert.labels.toString(), std::string(R"({alertname="A", job="x", severity="page"})"));
        QCOMPARE(fired[0].alert.annotations.get("summary"), std::string_view("7"));
        QVERIFY(!fired[0].resolved());
        QVERIFY(bench.at(180).empty());  // within the resend delay
        QCOMPARE(bench.at(241).size(), std::size_t{1});

        const auto over = bench.at(300);
        QCOMPARE(over.size(), std::size_t{1});
        QVERIFY(over[0].resolved());
        QCOMPARE(bench.state(), std::string("inactive"));
        QVERIFY(bench.at(360).empty());
        bench.at(300 + 15 * 60 + 60);
        QCOMPARE(bench.state(), std::string());  // forgotten after 15 minutes
    }

    void storesAlertsAndEndsThem()
    {
        GroupBench bench(groupOf({alertRule("m > 0", 60)}));
        const Labels series{{"__name__", "m"}};
        for (int minute = 0; minute <= 4; ++minute)
            bench.store.memory.append(series, minute * 60'000, minute < 2 ? 1 : 0);
        for (const int second : {0, 60, 120}) bench.at(second);

        const auto& pending = bench.store.written[R"(ALERTS{alertname="A", alertstate="pending", severity="page"})"];
        QCOMPARE(pending.size(), std::size_t{2});
        QCOMPARE(pending[0].value, 1.0);
        QVERIFY(isStaleMarker(pending[1].value));
        const auto& firing = bench.store.written[R"(ALERTS{alertname="A", alertstate="firing", severity="page"})"];
        QCOMPARE(firing.size(), std::size_t{2});
        QCOMPARE(firing[0].tMs, std::int64_t{60'000});
        QVERIFY(isStaleMarker(firing[1].value));
        const auto& since = bench.store.written[R"(ALERTS_FOR_STATE{alertname="A", severity="page"})"];
        QCOMPARE(since.size(), std::size_t{3});
        QCOMPARE(since[1].value, 0.0);
    }

    void keepsFiring()
    {
        GroupBench bench(groupOf({alertRule("m > 0", 0, 120)}));
        const Labels series{{"__name__", "m"}};
        for (int minute = 0; minute <= 6; ++minute)
            bench.store.memory.append(series, minute * 60'000, minute == 0 ? 1 : 0);
        const std::pair<int, const char*> expected[] = {
            {0, "firing"}, {60, "firing"}, {120, "firing"}, {180, "inactive"}};
        for (const auto& [second, state] : expected) {
            bench.at(second);
            QCOMPARE(bench.state(), std::string(state));
        }
    }

    void anErrorKeepsTheState()
    {
        GroupBench bench(groupOf({alertRule("m > 0")}));
        bench.store.memory.append(Labels{{"__name__", "m"}, {"severity", "a"}}, 0, 1);
        bench.at(0);
        QCOMPARE(bench.state(), std::string("firing"));
        // The rule's own severity label makes both equal.
        bench.store.memory.append(Labels{{"__name__", "m"}, {"severity", "b"}}, 60'000, 1);
        bench.at(60);
        QCOMPARE(bench.state(), std::string("firing"));
        QCOMPARE(bench.group.status().rules[0].lastError,
                 std::string("vector contains metrics with the same labelset after applying alert labels"));
    }

    void theLimitClears()
    {
        GroupSpec spec = groupOf({alertRule("m > 0")});
        spec.limit = 1;
        spec.rules[0].labels.clear();
        GroupBench bench(std::move(spec));
        for (const char* job : {"a", "b"}) bench.store.memory.append(Labels{{"__name__", "m"}, {"job", job}}, 0, 1);
        bench.at(0);
        QCOMPARE(bench.group.status().rules[0].lastError, std::string("exceeded limit of 1 with 2 alerts"));
        QCOMPARE(bench.state(), std::string());
    }

    void aFailingTemplateIsTheText()
    {
        RuleSpec rule = alertRule("m > 0");
        rule.annotations = {{"summary", "{{ bad }}"}};
        GroupBench bench(groupOf({rule}));
        bench.store.memory.append(Labels{{"__name__", "m"}}, 0, 1);
        const auto fired = bench.at(0);
        QCOMPARE(fired.at(0).alert.annotations.get("summary"),
                 std::string_view("<error expanding template: no such function>"));
    }

    void restoresForAfterARestart_data()
    {
        QTest::addColumn<int>("activeFor");                        // seconds of `for` that had passed before the outage
        QTest::addColumn<int>("outage");                           // seconds
        QTest::addColumn<int>("firesAfter");                       // seconds from the second evaluation on
        QTest::newRow("most of it passed") << 1200 << 120 << 600;  // 600 s left
        QTest::newRow("all of it passed") << 1800 << 120 << 0;
        QTest::newRow("less than the grace period is left") << 1700 << 120 << 600;
        QTest::newRow("too long ago") << 1200 << 4000 << 1740;  // as if it were new
    }

    void restoresForAfterARestart()
    {
        QFETCH(int, activeFor);
        QFETCH(int, outage);
        QFETCH(int, firesAfter);
        GroupBench bench(groupOf({alertRule("m > 0", 1800)}), false);
        bench.store.memory.append(Labels{{"__name__", "ALERTS_FOR_STATE"}, {"alertname", "A"}, {"severity", "page"}},
                                  activeFor * 1000, 0);
        const int start = activeFor + outage;
        const auto feed = [&](int second) { bench.store.memory.append(Labels{{"__name__", "m"}}, second * 1000, 1); };
        for (const int second : {start, start + 60}) {
            feed(second);
            bench.at(second);
        }
        QVERIFY(bench.store.written.empty());  // nothing is stored before the state is known
        int firing = -1;
        for (int second = start + 120; second <= start + 60 + 1860 && firing < 0; second += 60) {
            feed(second);
            bench.at(second);
            if (bench.state() == "firing") firing = second - (start + 60);
        }
        QCOMPARE(firing, std::max(60, firesAfter));
    }
};

QTEST_APPLESS_MAIN(AlertingRuleTest)
#include "alerting_rule_test.moc"
