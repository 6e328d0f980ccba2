#include "ui/dashboard/time_region.h"

#include <QtTest/QtTest>

#include "ui/dashboard/annotation.h"
#include "ui/dashboard/cron.h"
#include "ui/frame/date_text.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

json::Value parsed(QByteArray text) { return *json::parse(text.replace('\'', '"').toStdString()); }

std::int64_t at(int year, int month, int day, int hour = 0, const char* zone = "utc")
{
    CivilTime time;
    time.year = year;
    time.month = month;
    time.day = day;
    time.hour = hour;
    return fromCivil(time, zone);
}

QByteArray shown(std::int64_t tMs)
{
    return QByteArray::fromStdString(formatMoment(static_cast<double>(tMs), "ddd DD HH:mm", "utc"));
}

}  // namespace

class TimeRegionTest : public QObject {
    Q_OBJECT

private slots:
    /// May 2024: the 13th was a Monday.
    void spans_data()
    {
        QTest::addColumn<QByteArray>("region");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* region, const char* expected) {
            QTest::newRow(region) << QByteArray(region) << QByteArray(expected);
        };
        row("'from':'09:00','to':'17:30'",
            "Mon 13 09:00 - Mon 13 17:30, Tue 14 09:00 - Tue 14 17:30, Wed 15 09:00 - Wed 15 17:30");
        row("'from':'22:00','to':'02:00'",
            "Sun 12 22:00 - Mon 13 02:00, Mon 13 22:00 - Tue 14 02:00, Tue 14 22:00 - Wed 15 02:00, "
            "Wed 15 22:00 - Thu 16 02:00");
        row("'fromDayOfWeek':2", "Tue 14 00:00 - Wed 15 00:00");
        row("'fromDayOfWeek':7,'toDayOfWeek':1", "Sun 12 00:00 - Tue 14 00:00");
        row("'fromDayOfWeek':2,'from':'10:00','toDayOfWeek':3,'to':'11:00'", "Tue 14 10:00 - Wed 15 11:00");
        row("'fromDayOfWeek':3,'from':'10:00'", "Wed 15 10:00 - Wed 15 10:00");
        row("'fromDayOfWeek':2,'from':'10:00','to':'08:00'",
            "Tue 07 10:00 - Tue 14 08:00, Tue 14 10:00 - Tue 21 08:00");
        row("'from':'09:00','to':'10:00','timezone':'Asia/Tokyo'",
            "Mon 13 00:00 - Mon 13 01:00, Tue 14 00:00 - Tue 14 01:00, Wed 15 00:00 - Wed 15 01:00, "
            "Thu 16 00:00 - Thu 16 01:00");
        row("'mode':'cron','cronExpr':'30 8 * * TUE-WED','duration':'1h 15m'",
            "Tue 14 08:30 - Tue 14 09:45, Wed 15 08:30 - Wed 15 09:45");
        row("'mode':'cron','cronExpr':'0 */12 14 5 *','duration':'1h'",
            "Tue 14 00:00 - Tue 14 01:00, Tue 14 12:00 - Tue 14 13:00");
        row("'mode':'cron','cronExpr':'0 0 1 * *','duration':'1h'", "");
        row("'to':'10:00'", "error: the time region has no beginning");
        row("'from':'noon'", "error: expected times such as 09:30 for the time region: noon, ");
        row("'mode':'cron','cronExpr':'61 * * * *'", "error: bad minute in a cron expression: 61");
        row("'mode':'cron','cronExpr':'* *'", "error: a cron expression has five fields");
        row("'mode':'cron','cronExpr':'0 0 * * *','duration':'long'",
            "error: the duration of the time region is not one: long");
    }

    void spans()
    {
        QFETCH(QByteArray, region);
        QFETCH(QByteArray, expected);
        if (!region.contains("timezone")) region += ",'timezone':'utc'";
        const json::Value annotation = parsed("{'target':{'queryType':'timeRegions','timeRegion':{" + region + "}}}");
        QVERIFY(isTimeRegion(annotation));
        const auto spans = timeRegionSpans(annotation, {at(2024, 5, 13), at(2024, 5, 16), {}});
        QByteArray got = spans ? QByteArray() : "error: " + QByteArray::fromStdString(spans.error().message);
        if (spans) {
            for (const auto& [from, to] : *spans) got += (got.isEmpty() ? "" : ", ") + shown(from) + " - " + shown(to);
        }
        QCOMPARE(got, expected);
    }

    /// Where the clock goes back the local time counts, once.
    void theClockChanges()
    {
        const auto times =
            CronTimes::parse("30 2 * * *")->between(at(2024, 10, 26), at(2024, 10, 29), "Europe/Berlin", 9);
        QCOMPARE(times.size(), std::size_t{3});
        QCOMPARE(times[0], at(2024, 10, 26, 2, "Europe/Berlin") + 1'800'000);
        QCOMPARE(times[2], at(2024, 10, 28, 2, "Europe/Berlin") + 1'800'000);
        QCOMPARE(CronTimes::parse("* * * * *")->between(0, at(2024, 1, 1), "utc", 7).size(), std::size_t{7});
    }

    /// A day of the month or of the week, where both are restricted.
    void eitherDay()
    {
        const auto times = CronTimes::parse("0 0 15 * 1")->between(at(2024, 5, 13), at(2024, 5, 20), "utc", 9);
        QCOMPARE(times, (std::vector<std::int64_t>{at(2024, 5, 13), at(2024, 5, 15), at(2024, 5, 20)}));
    }

    void oldGraphsBringTheirs()
    {
        const auto dashboard = Dashboard::fromDocument(
            parsed("{'schemaVersion':16,'panels':[{'id':4,'type':'graph','timeRegions':["
                   "{'fill':true,'colorMode':'gray','from':'09:00','to':'17:00'},"
                   "{'line':true,'colorMode':'custom','lineColor':'#f00','fromDayOfWeek':1},"
                   "{'colorMode':'gray','from':'09:00'}]}]}"));
        QVERIFY(dashboard.has_value());
        const auto& all = dashboard->annotations();
        QCOMPARE(all.size(), std::size_t{2});  // the third would show nothing
        QCOMPARE(all[0].iconColor, std::string("gray"));
        QCOMPARE(all[1].iconColor, std::string("#f00"));
        QVERIFY(showsOnPanel(all[0], 4) && !showsOnPanel(all[0], 5));
        const auto events = timeRegionEvents(all[0], {at(2024, 5, 13), at(2024, 5, 14), {}});
        QCOMPARE(events->size(), std::size_t{1});
        QCOMPARE(events->front().fromMs, at(2024, 5, 13, 9));
        QCOMPARE(events->front().toMs, at(2024, 5, 13, 17));
    }
};

QTEST_APPLESS_MAIN(TimeRegionTest)
#include "time_region_test.moc"
