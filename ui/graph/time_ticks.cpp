#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <QDateTime>

#include "ui/frame/utc_time.h"
#include "ui/graph/round_numbers.h"
#include "ui/graph/ticks.h"

namespace watchglass::ui {

namespace {

constexpr std::size_t kMaxTicks = 1000;
constexpr double kSampleSpacing = 40;  ///< the distance of ticks that the sample of a label is made for
constexpr double kLabelGap = 18;
constexpr double kLeastShare = 0.7;  ///< of the step: ticks that a change of clocks brings closer are left out

constexpr double kSecond = 1000;
constexpr double kMinute = 60 * kSecond;
constexpr double kHour = 60 * kMinute;
constexpr double kDay = 24 * kHour;
constexpr double kMonth = 30 * kDay;
constexpr double kYear = 365 * kDay;

constexpr std::array kTimeSteps = {
    1.0,        2.0,         5.0,          10.0,         20.0,         25.0,         50.0,         100.0,
    200.0,      250.0,       500.0,        kSecond,      5 * kSecond,  10 * kSecond, 15 * kSecond, 30 * kSecond,
    kMinute,    5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute, kHour,        2 * kHour,    3 * kHour,
    4 * kHour,  6 * kHour,   8 * kHour,    12 * kHour,   kDay,         2 * kDay,     3 * kDay,     4 * kDay,
    5 * kDay,   6 * kDay,    7 * kDay,     8 * kDay,     9 * kDay,     10 * kDay,    15 * kDay,    kMonth,
    2 * kMonth, 3 * kMonth,  4 * kMonth,   6 * kMonth,   kYear,        2 * kYear,    5 * kYear,    10 * kYear,
    25 * kYear, 50 * kYear,  100 * kYear};

/// What the clocks of a zone show, as milliseconds since 1970.
class WallClock {
public:
    explicit WallClock(const QTimeZone& zone) : m_zone(zone) {}

    [[nodiscard]] double at(double utcMs) const { return utcMs + offset(utcMs); }
    [[nodiscard]] double offset(double utcMs) const
    {
        return m_zone.offsetFromUtc(utcTime(static_cast<std::int64_t>(std::floor(utcMs)))) * kSecond;
    }
    /// Hours and less of the day.
    [[nodiscard]] double hour(double utcMs) const
    {
        const double wall = at(utcMs);
        return std::floor((wall - std::floor(wall / kDay) * kDay) / kHour);
    }

private:
    const QTimeZone& m_zone;
};

QDate dateOf(double wallMs) { return utcTime(static_cast<std::int64_t>(std::floor(wallMs))).date(); }

double msOf(const QDate& date) { return static_cast<double>(QDate(1970, 1, 1).daysTo(date)) * kDay; }

/// The first of every n-th month or year, from the one after the range's beginning on.
std::vector<double> monthTicks(double from, double to, double step, const WallClock& clock)
{
    std::vector<double> out;
    const bool years = step >= kYear;
    const int months = static_cast<int>(years ? step / kYear * 12 : step / kMonth);
    const double wall = clock.at(from);
    const QDate first = dateOf(wall);
    const QDate start(first.year(), years ? 1 : first.month(), 1);
    const QDate base = wall == msOf(start) ? start : start.addMonths(months);
    for (int i = 0; out.size() < kMaxTicks; ++i) {
        const double midnight = msOf(base.addMonths(months * i));
        const double tick = midnight - clock.offset(midnight);
        if (tick > to) break;
        out.push_back(tick);
    }
    return out;
}

/// Local times at multiples of the step, counted from midnight; where clocks change they keep to the clock.
std::vector<double> clockTicks(double from, double to, const FoundStep& found, double minSpacePx,
                               const WallClock& clock)
{
    const double wall = clock.at(from);
    const double midnight = msOf(dateOf(wall));
    const double shift = std::floor(from) - std::floor(wall);
    double tick = midnight + shift + roundUpTo(wall - midnight, std::min(found.step, kDay));
    std::vector<double> out{tick};
    double hour = clock.hour(tick);
    const double hours = found.step / kHour;
    const double roomShare = found.spacePx / minSpacePx;
    while (out.size() < kMaxTicks) {
        tick = std::floor(tick + found.step + 0.5);
        if (tick > to) break;
        if (hours <= 1) {
            out.push_back(tick);
            continue;
        }
        const double expected = std::fmod(std::floor(roundToDecimals(hour + hours, 6)), 24);
        const double late = clock.hour(tick) - expected;
        tick -= (late > 1 ? -1 : late) * kHour;
        hour = std::fmod(hour + hours, 24);
        const double share = roundToDecimals((tick - out.back()) / found.step, 3);
        if (share * roomShare >= kLeastShare) out.push_back(tick);
    }
    return out;
}

}  // namespace

TimeTicks timeTicks(std::int64_t fromMs, std::int64_t toMs, double lengthPx, const TextRuler& ruler,
                    const QTimeZone& zone)
{
    TimeTicks out;
    if (toMs <= fromMs || !(lengthPx > 0)) return out;
    const std::int64_t range = toMs - fromMs;
    const double sampleStep = static_cast<double>(range) / (lengthPx / kSampleSpacing);
    const double space = ruler(timeLabel(std::max(std::abs(fromMs), std::abs(toMs)), sampleStep, range, zone)) +
                         kLabelGap;
    const auto from = static_cast<double>(fromMs);
    const auto to = static_cast<double>(toMs);
    const FoundStep found = findStep(from, to, kTimeSteps, lengthPx, space);
    if (found.step == 0) return out;
    const WallClock clock(zone);
    const auto times = found.step >= kMonth ? monthTicks(from, to, found.step, clock)
                                            : clockTicks(from, to, found, space, clock);
    for (const double time : times) {
        out.ticks.push_back({time, timeLabel(static_cast<std::int64_t>(time), found.step, range, zone), true});
    }
    out.stepMs = found.step;
    out.spacePx = found.spacePx;
    return out;
}

QString timeLabel(std::int64_t timeMs, double stepMs, std::int64_t rangeMs, const QTimeZone& zone)
{
    constexpr double kYearDays = 365;
    const auto range = static_cast<double>(rangeMs);
    const char* format = "yyyy";
    if (stepMs < kSecond)
        format = "HH:mm:ss.zzz";
    else if (stepMs <= kMinute)
        format = "HH:mm:ss";
    else if (range <= kDay)
        format = "HH:mm";
    else if (stepMs <= kDay)
        format = "MM/dd HH:mm";
    else if (range < kYear)
        format = "MM/dd";
    else if (std::round(stepMs / kDay) != kYearDays && stepMs <= kYear)
        format = "yyyy-MM";
    return QDateTime::fromMSecsSinceEpoch(timeMs, zone).toString(QLatin1String(format));
}

QString fullTimeLabel(std::int64_t timeMs, const QTimeZone& zone)
{
    const bool whole = timeMs % 1000 == 0;
    return QDateTime::fromMSecsSinceEpoch(timeMs, zone)
        .toString(QLatin1String(whole ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.zzz"));
}

}  // namespace watchglass::ui
