// What a dashboard says of its time controls, and panels that compare with an earlier time.

#include "ui/dashboard/time_settings.h"

#include <QtTest/QtTest>

#include "ui/dashboard/query_plan.h"
#include "ui/dashboard/time_compare.h"
#include "ui/frame/display_names.h"
#include "ui/frame/frame_builder.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kNow = 1'700'000'000'000;

TimeContext now()
{
    TimeContext context;
    context.nowMs = kNow;
    return context;
}

const char* const kClassic = R"json({"liveNow": true, "panels": [], "timepicker": {"nowDelay": "4m", "hidden": true,
    "refresh_intervals": ["7s", "auto", "1m"],
    "quick_ranges": [{"display": "This shift", "from": "now/d+6h", "to": "now/d+14h"}, {"display": "no end"},
                     {"from": "now-9m", "to": "now"}]}})json";
const char* const kV2 = R"json({"title": "D", "elements": {}, "layout": {"kind": "GridLayout", "spec": {"items": []}},
    "liveNow": true, "timeSettings": {"nowDelay": "4m", "hideTimepicker": true, "autoRefreshIntervals": ["7s", "1m"],
    "quickRanges": [{"display": "This shift", "from": "now/d+6h", "to": "now/d+14h"}, {"from": "now-9m", "to": "now"}]}
    })json";

std::string comparing(const std::string& type)
{
    return R"json({"title": "D", "schemaVersion": 39, "panels": [{"id": 1, "type": ")json" + type +
           R"json(", "timeCompare": "1d",
           "targets": [{"refId": "A", "expr": "up"}, {"refId": "B", "expr": "down"}]}]})json";
}

}  // namespace

class TimeSettingsTest : public QObject {
    Q_OBJECT

private slots:
    void areReadFromBothSchemas_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::newRow("classic") << QByteArray(kClassic);
        QTest::newRow("v2") << QByteArray(kV2);
    }

    void areReadFromBothSchemas()
    {
        QFETCH(QByteArray, document);
        const auto dashboard = Dashboard::open(document.toStdString());
        QVERIFY(dashboard);
        const TimeSettings settings = timeSettingsOf(*dashboard);
        QCOMPARE(settings.nowDelay, std::string("4m"));
        QVERIFY(settings.hidden);
        QVERIFY(settings.liveNow);
        QCOMPARE(settings.refreshIntervalsMs, (std::vector<int>{7000, 60'000}));
        QCOMPARE(settings.ranges, (std::vector<OfferedRange>{{"This shift", {"now/d+6h", "now/d+14h"}},
                                                             {"now-9m to now", {"now-9m", "now"}}}));
    }

    void nowIsSetBack_data()
    {
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("delay");
        QTest::addColumn<qint64>("end");
        QTest::newRow("now") << "now"
                             << "4m" << qint64{kNow - 240'000};
        QTest::newRow("no delay") << "now"
                                  << "" << qint64{kNow};
        QTest::newRow("another end") << "now-1m"
                                     << "4m" << qint64{kNow - 60'000};
        QTest::newRow("no time") << "now"
                                 << "soon" << qint64{kNow};
    }

    void nowIsSetBack()
    {
        QFETCH(QString, to);
        QFETCH(QString, delay);
        QFETCH(qint64, end);
        const auto range = resolveDelayedRange({"now-1h", to.toStdString()}, delay.toStdString(), now());
        QVERIFY(range);
        QCOMPARE(range->fromMs, kNow - kHour);
        QCOMPARE(qint64{range->toMs}, end);
        QCOMPARE(range->text.to, to.toStdString());
    }

    void comparedRanges_data()
    {
        QTest::addColumn<QString>("with");
        QTest::addColumn<qint64>("back");  // -1: none
        QTest::newRow("previous period") << "__previousPeriod" << qint64{2 * kHour};
        QTest::newRow("a day") << "24h" << qint64{24 * kHour};
        QTest::newRow("a week") << "1w" << qint64{7 * 24 * kHour};
        QTest::newRow("none") << "" << qint64{-1};
        QTest::newRow("no interval") << "yesterday" << qint64{-1};
        QTest::newRow("before all time") << "99y" << qint64{-1};
    }

    void comparedRanges()
    {
        QFETCH(QString, with);
        QFETCH(qint64, back);
        const auto range = comparedRange(absoluteRange(kNow - 2 * kHour, kNow), with.toStdString());
        QCOMPARE(range.has_value(), back >= 0);
        if (!range) return;
        QCOMPARE(qint64{range->toMs}, qint64{kNow} - back);
        QCOMPARE(qint64{range->fromMs}, qint64{kNow} - 2 * kHour - back);
    }

    void anEarlierTimeIsAskedForAndShownBeside_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<bool>("aligned");
        QTest::newRow("graph") << "timeseries" << true;
        QTest::newRow("table") << "table" << false;
    }

    void anEarlierTimeIsAskedForAndShownBeside()
    {
        QFETCH(QString, type);
        QFETCH(bool, aligned);
        const auto dashboard = Dashboard::open(comparing(type.toStdString()));
        QVERIFY(dashboard);
        const VariableSet variables;
        PlanContext context;
        context.range = absoluteRange(kNow - kHour, kNow);
        context.variables = &variables;
        const PanelQueryPlan plan = planPanelQueries(dashboard->panels().at(0), context);
        QCOMPARE(plan.queries.size(), std::size_t{2});
        const auto asked = queriesOf(plan);
        QCOMPARE(asked.size(), std::size_t{4});
        QCOMPARE(asked[0]->startMs - asked[2]->startMs, 24 * kHour);
        QCOMPARE(asked[0]->expr, asked[2]->expr);

        std::vector<promql::QueryResultPtr> answers;
        for (const PlannedQuery* query : asked) {
            auto answer = std::make_shared<promql::QueryResult>();
            answer->type = promql::ValueType::Matrix;
            answer->grid = {query->startMs, query->stepMs, 1};
            promql::ResultSeries series;
            series.labels = Labels::fromPairs({{"job", "x"}});
            series.values = {1};
            series.present = {1};
            answer->series.push_back(std::move(series));
            answers.push_back(std::move(answer));
        }
        const auto frames = buildFrames(dashboard->panels().at(0), plan, answers);
        QCOMPARE(frames.size(), std::size_t{4});
        QCOMPARE(frames[3].refId, std::string("B-compare"));
        QVERIFY(isComparison(frames[2]) && !isComparison(frames[1]));
        QCOMPARE(frames[2].fields[1].displayName, frames[0].fields[1].displayName + " (comparison)");
        QCOMPARE(frames[3].fields[1].seriesIndex, frames[1].fields[1].seriesIndex);
        const double shift = aligned ? 0 : -24 * kHour;
        QCOMPARE(frames[2].fields[0].values.number(0), frames[0].fields[0].values.number(0) + shift);
    }
};

QTEST_APPLESS_MAIN(TimeSettingsTest)
#include "time_settings_test.moc"
