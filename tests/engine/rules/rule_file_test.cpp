#include "engine/rules/rule_file.h"

#include <QtTest/QtTest>

using namespace watchglass;
using namespace watchglass::rules;

class RuleFileTest : public QObject {
    Q_OBJECT

private slots:
    void readsGroups()
    {
        const RuleFile file = parseRuleFile(R"(groups:
- name: g
  interval: 30s
  limit: 5
  query_offset: 1m
  labels: {team: a, keep: group}
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
    labels: {keep: own}
  - alert: Down
    expr: up == 0
    for: 5m
    keep_firing_for: 1m
    annotations: {summary: "{{ $labels.job }} is down"}
)",
                                            "r.yml", {});
        QVERIFY2(file.errors.empty(), file.errors.empty() ? "" : file.errors[0].message.c_str());
        QCOMPARE(file.groups.size(), std::size_t{1});
        const GroupSpec& group = file.groups[0];
        QCOMPARE(group.intervalMs, std::int64_t{30'000});
        QCOMPARE(group.queryOffsetMs, std::int64_t{60'000});
        QCOMPARE(group.limit, std::size_t{5});
        QVERIFY(!group.rules[0].alerting);
        QCOMPARE(group.rules[0].labels.size(), std::size_t{2});
        QCOMPARE(group.rules[0].labels[0].second, std::string("own"));
        QVERIFY(group.rules[1].alerting);
        QCOMPARE(group.rules[1].forMs, std::int64_t{300'000});
        QCOMPARE(group.rules[1].line, 11);
    }

    void saysWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("where");
        QTest::addColumn<QByteArray>("contains");
        QTest::newRow("unknown field") << QByteArray(
                                              "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    foo: 1\n")
                                       << QByteArray("r.yml:6:") << QByteArray("field foo not found");
        QTest::newRow("expression") << QByteArray("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: sum(\n")
                                    << QByteArray("r.yml:5:")
                                    << QByteArray(
                                           "could not parse expression: 1:5: parse error: unclosed left parenthesis");
        QTest::newRow("both") << QByteArray("groups:\n- name: g\n  rules:\n  - alert: A\n    record: b\n    expr: up\n")
                              << QByteArray("r.yml:5:") << QByteArray("only one of 'record' and 'alert' must be set");
        QTest::newRow("neither") << QByteArray("groups:\n- name: g\n  rules:\n  - expr: up\n") << QByteArray("r.yml:4:")
                                 << QByteArray("one of 'record' or 'alert' must be set");
        QTest::newRow("for in a recording rule")
            << QByteArray("groups:\n- name: g\n  rules:\n  - record: b\n    expr: up\n    for: 1m\n")
            << QByteArray("r.yml:6:") << QByteArray("invalid field 'for' in recording rule");
        QTest::newRow("repeated group") << QByteArray("groups:\n- name: g\n- name: g\n") << QByteArray("r.yml:3:")
                                        << QByteArray("is repeated in the same file");
        QTest::newRow("duration") << QByteArray("groups:\n- name: g\n  interval: 5\n") << QByteArray("r.yml:3:")
                                  << QByteArray("not a valid duration string");
        QTest::newRow("not YAML") << QByteArray("groups: [\n") << QByteArray("r.yml:") << QByteArray("");
    }

    void saysWhatIsWrongAndWhere()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, where);
        QFETCH(QByteArray, contains);
        const RuleFile file = parseRuleFile(text.toStdString(), "r.yml", {});
        QVERIFY(!file.errors.empty());
        const Error& error = file.errors.front();
        QVERIFY2(QByteArray::fromStdString(error.where).startsWith(where), error.where.c_str());
        QVERIFY2(QByteArray::fromStdString(error.message).contains(contains), error.message.c_str());
    }
};

QTEST_APPLESS_MAIN(RuleFileTest)
#include "rule_file_test.moc"
