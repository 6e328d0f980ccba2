#include <QtTest/QtTest>

#include "tests/engine/rules/rule_bench.h"

using namespace watchglass;
using namespace watchglass::rules;

namespace {

RuleSpec recording(std::string name, std::string expr)
{
    RuleSpec rule;
    rule.name = std::move(name);
    rule.expr = std::move(expr);
    return rule;
}

}  // namespace

class GroupTest : public QObject {
    Q_OBJECT

private slots:
    void rulesSeeWhatEarlierOnesRecorded()
    {
        GroupBench bench(groupOf({recording("a:sum", "sum(m)"), recording("b:twice", "a:sum * 2")}));
        bench.store.memory.append(Labels{{"__name__", "m"}, {"x", "1"}}, 0, 3);
        bench.store.memory.append(Labels{{"__name__", "m"}, {"x", "2"}}, 0, 4);
        bench.at(0);
        QCOMPARE(bench.store.written["a:sum"].at(0).value, 7.0);
        QCOMPARE(bench.store.written["b:twice"].at(0).value, 14.0);
    }

    void histogramsAreRecordedBesideNumbers()
    {
        GroupBench bench(
            groupOf({recording("r", "sum by (x) ({__name__=~'m|h'})"), recording("n", "histogram_count(r)")}));
        FloatHistogram h;
        h.schema = 0;
        h.count = 3;
        h.sum = 5;
        h.positiveSpans = {{0, 1}};
        h.positiveBuckets = {3};
        bench.store.memory.append(Labels{{"__name__", "m"}, {"x", "1"}}, 0, 7);
        bench.store.memory.append(Labels{{"__name__", "h"}, {"x", "2"}}, 0, 0,
                                  std::make_shared<const FloatHistogram>(h), 0);
        bench.at(0);
        QCOMPARE(bench.store.written[R"(r{x="1"})"].at(0).value, 7.0);
        QCOMPARE(bench.store.written[R"(n{x="2"})"].at(0).value, 3.0);
        QCOMPARE(bench.store.written.count(R"(n{x="1"})"), std::size_t{0});
    }

    void seriesThatAreNoLongerGivenEnd()
    {
        GroupBench bench(groupOf({recording("r", "m > 0")}));
        bench.store.memory.append(Labels{{"__name__", "m"}, {"x", "1"}}, 0, 1);
        bench.at(0);
        bench.store.memory.append(Labels{{"__name__", "m"}, {"x", "1"}}, 60'000, -1);
        bench.at(60);
        const auto& samples = bench.store.written[R"(r{x="1"})"];
        QCOMPARE(samples.size(), std::size_t{2});
        QVERIFY(isStaleMarker(samples[1].value));
    }

    void theQueryOffsetMovesExpressionAndTime()
    {
        GroupSpec spec = groupOf({recording("r", "m")});
        spec.queryOffsetMs = 60'000;
        GroupBench bench(std::move(spec));
        bench.store.memory.append(Labels{{"__name__", "m"}}, 0, 1);
        bench.store.memory.append(Labels{{"__name__", "m"}}, 60'000, 2);
        bench.at(60);
        QCOMPARE(bench.store.written["r"].at(0).tMs, std::int64_t{0});
        QCOMPARE(bench.store.written["r"].at(0).value, 1.0);
    }

    void aBrokenRuleCostsOnlyItself()
    {
        GroupBench bench(groupOf({recording("bad", "m * on() m2"), recording("good", "1")}));
        for (const char* x : {"1", "2"}) {
            bench.store.memory.append(Labels{{"__name__", "m"}, {"x", x}}, 0, 1);
            bench.store.memory.append(Labels{{"__name__", "m2"}, {"x", x}}, 0, 1);
        }
        bench.at(0);
        const GroupStatus status = bench.group.status();
        QVERIFY(status.rules[0].health == RuleHealth::Err);
        QVERIFY(!status.rules[0].lastError.empty());
        QVERIFY(status.rules[1].health == RuleHealth::Ok);
        QCOMPARE(bench.store.written["good"].at(0).value, 1.0);
    }

    void aReloadKeepsAlertsAndEndsWhatIsGone()
    {
        GroupBench bench(groupOf({alertRule("m > 0", 120), recording("gone", "m")}));
        bench.store.memory.append(Labels{{"__name__", "m"}}, 0, 1);
        bench.at(0);
        Group next(groupOf({alertRule("m > 0", 60)}), 60'000, true);
        next.adopt(bench.group);
        bench.store.memory.append(Labels{{"__name__", "m"}}, 60'000, 1);
        next.evaluate(bench.env, 60'000);
        QVERIFY(next.status().rules[0].state == AlertState::Firing);  // active since 0, `for` is shorter now
        QVERIFY(isStaleMarker(bench.store.written["gone"].back().value));
    }
};

QTEST_APPLESS_MAIN(GroupTest)
#include "group_test.moc"
