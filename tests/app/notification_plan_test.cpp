#include "app/notify/notification_plan.h"

#include <QtTest/QtTest>

using namespace watchglass;
using namespace watchglass::app;

namespace {

rules::AlertNotice notice(const std::string& name, const std::string& severity, bool resolved = false)
{
    rules::AlertNotice out;
    out.alert.labels = Labels{{"alertname", name}, {"severity", severity}, {"instance", "a:1"}};
    out.alert.annotations = Labels{{"summary", name + " is bad"}, {"description", "really"}};
    out.alert.state = resolved ? rules::AlertState::Inactive : rules::AlertState::Firing;
    if (resolved) out.alert.resolvedAtMs = 5;
    return out;
}

}  // namespace

class NotificationPlanTest : public QObject {
    Q_OBJECT

private slots:
    void showsOnceAndSaysWhenItIsOver()
    {
        NotificationPlan plan;
        const auto first = plan.take({notice("Down", "critical")});
        QCOMPARE(first.size(), std::size_t{1});
        QCOMPARE(first[0].summary, std::string("Down"));
        QCOMPARE(first[0].body, std::string("Down is bad\nreally\ninstance=a:1"));
        QCOMPARE(first[0].urgency, Urgency::Critical);
        QVERIFY(plan.take({notice("Down", "critical")}).empty());  // sent again by the rules: nothing new

        const auto over = plan.take({notice("Down", "critical", true)});
        QCOMPARE(over.size(), std::size_t{1});
        QCOMPARE(over[0].key, first[0].key);
        QVERIFY(over[0].resolved);
        QVERIFY(plan.take({notice("Down", "critical", true)}).empty());
        QCOMPARE(plan.firing(), std::size_t{0});
    }

    void aFloodBecomesOneSummary()
    {
        NotificationPlan plan;
        std::vector<rules::AlertNotice> many;
        for (int i = 0; i < 20; ++i) many.push_back(notice("A" + std::to_string(i), i == 7 ? "page" : "info"));
        const auto first = plan.take(many);
        QCOMPARE(first.size(), std::size_t{1});
        QCOMPARE(first[0].summary, std::string("20 alerts firing"));
        QCOMPARE(first[0].urgency, Urgency::Critical);
        QVERIFY(!first[0].alert.has_value());

        // It is kept up to date while it stands, and goes with the last one.
        const auto fewer = plan.take({notice("A7", "page", true)});
        QCOMPARE(fewer.size(), std::size_t{1});
        QCOMPARE(fewer[0].key, first[0].key);
        QCOMPARE(fewer[0].summary, std::string("19 alerts firing"));
        QCOMPARE(fewer[0].urgency, Urgency::Low);
        for (auto& one : many) one.alert.resolvedAtMs = 9;
        const auto last = plan.take(many);
        QCOMPARE(last.size(), std::size_t{1});
        QVERIFY(last[0].resolved);
        QCOMPARE(plan.take({notice("Next", "warning")}).size(), std::size_t{1});
    }

    void urgencyFollowsSeverity_data()
    {
        QTest::addColumn<QByteArray>("severity");
        QTest::addColumn<int>("urgency");
        QTest::newRow("critical") << QByteArray("CRITICAL") << 2;
        QTest::newRow("page") << QByteArray("page") << 2;
        QTest::newRow("warning") << QByteArray("warning") << 1;
        QTest::newRow("none given") << QByteArray() << 1;
        QTest::newRow("info") << QByteArray("info") << 0;
    }

    void urgencyFollowsSeverity()
    {
        QFETCH(QByteArray, severity);
        QFETCH(int, urgency);
        QCOMPARE(static_cast<int>(urgencyOf(Labels{{"severity", severity.toStdString()}})), urgency);
    }
};

QTEST_APPLESS_MAIN(NotificationPlanTest)
#include "notification_plan_test.moc"
