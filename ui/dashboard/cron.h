#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace watchglass::ui {

/// The times of a cron expression: minute, hour, day of the month, month, day of the week; a field of seconds in front
/// is read too. Lists, ranges, steps and names (MON, JAN) are known.
class CronTimes {
public:
    /// Errors: InvalidInput naming the field.
    [[nodiscard]] static Result<CronTimes> parse(std::string_view text);

    /// All of them from `fromMs` to `toMs`, in the clock of a time zone (zoneOffsetSec()); at most `most`.
    [[nodiscard]] std::vector<std::int64_t> between(std::int64_t fromMs, std::int64_t toMs, std::string_view timeZone,
                                                    std::size_t most) const;

private:
    std::bitset<60> m_seconds;
    std::bitset<60> m_minutes;
    std::bitset<24> m_hours;
    std::bitset<32> m_days;
    std::bitset<13> m_months;
    std::bitset<7> m_weekdays;  ///< 0: Sunday
    bool m_anyDay = true;       ///< where both kinds of days are restricted, either will do
    bool m_anyWeekday = true;
};

}  // namespace watchglass::ui
