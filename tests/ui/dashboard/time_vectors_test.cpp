#include "tests/support/vector_cases.h"
#include "ui/dashboard/interval.h"
#include "ui/dashboard/time_range.h"
#include "ui/frame/date_text.h"

using namespace watchglass;
using namespace watchglass::ui;
using watchglass::testing::instantMs;
using watchglass::testing::Tally;

namespace {

std::string instant(const Result<std::int64_t>& ms) { return ms ? std::to_string(*ms) : "-1"; }

std::string wanted(const json::Value& iso) { return std::to_string(instantMs(iso)); }

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
};

QTEST_APPLESS_MAIN(TimeVectorsTest)
#include "time_vectors_test.moc"
