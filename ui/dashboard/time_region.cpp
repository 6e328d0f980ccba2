#include "ui/dashboard/time_region.h"

#include <charconv>
#include <optional>
#include <string>

#include "engine/base/duration.h"
#include "ui/dashboard/cron.h"

namespace watchglass::ui {

namespace {

constexpr std::int64_t kMinuteSec = 60;
constexpr std::int64_t kHourSec = 3600;
constexpr std::int64_t kDaySec = 24 * kHourSec;
constexpr int kWeek = 7;
constexpr std::size_t kMostSpans = 5'000;

struct TimeOfDay {
    std::int64_t hour = 0;
    std::int64_t minute = 0;
    [[nodiscard]] std::int64_t seconds() const { return hour * kHourSec + minute * kMinuteSec; }
};

std::optional<TimeOfDay> timeOfDay(const std::string& text)
{
    TimeOfDay out;
    const char* end = text.data() + text.size();
    const auto hour = std::from_chars(text.data(), end, out.hour);
    if (hour.ec != std::errc() || out.hour < 0 || out.hour > 24) return std::nullopt;
    if (hour.ptr == end) return out;
    const auto minute = std::from_chars(hour.ptr + 1, end, out.minute);
    if (*hour.ptr != ':' || minute.ec != std::errc() || out.minute < 0 || out.minute > 59) return std::nullopt;
    return out;
}

/// 1 (Monday) to 7; none for what is not written.
std::optional<int> dayOf(const json::Value& value)
{
    const std::int64_t day = value.isNumber()           ? value.toInt()
                             : value.toString().empty() ? 0
                                                        : value.toString()[0] - '0';
    return day >= 1 && day <= kWeek ? std::optional(static_cast<int>(day)) : std::nullopt;
}

int nextDay(int day) { return day == kWeek ? 1 : day + 1; }

/// When the spans begin, and how long they are.
struct Repeated {
    std::string cron;
    std::int64_t lengthMs = 0;
};

Result<Repeated> simple(const json::Value& region)
{
    const auto fromDay = dayOf(region["fromDayOfWeek"]);
    const std::string& from = region["from"].toString();
    const std::string& to = region["to"].toString();
    if (!fromDay && from.empty()) return fail(ErrorCode::InvalidInput, "the time region has no beginning");
    const auto begin = timeOfDay(from.empty() ? "00:00" : from);
    const auto given = timeOfDay(to.empty() ? from.empty() ? "00:00" : from : to);
    if (!begin || !given)
        return fail(ErrorCode::InvalidInput, "expected times such as 09:30 for the time region: " + from + ", " + to);
    const auto writtenEnd = dayOf(region["toDayOfWeek"]);
    const int first = fromDay.value_or(1);
    int last = writtenEnd.value_or(first);
    const bool wholeDays = fromDay && from.empty() && to.empty();
    const bool overnight = !fromDay && !writtenEnd && given->seconds() < begin->seconds();
    if (wholeDays || overnight) last = nextDay(last);

    const std::int64_t days = (last - first + kWeek) % kWeek;
    std::int64_t seconds = days * kDaySec - begin->seconds() + given->seconds();
    if (seconds < 0) seconds += kWeek * kDaySec;  // to an earlier time of the same day: a week later
    const std::string day = fromDay ? std::to_string(*fromDay) : "*";
    return Repeated{std::to_string(begin->minute) + ' ' + std::to_string(begin->hour % 24) + " * * " + day,
                    seconds * 1000};
}

Result<Repeated> repeatedOf(const json::Value& region)
{
    if (region["mode"].toString() != "cron") return simple(region);
    const std::string& text = region["duration"].toString();
    std::string packed;
    for (const char c : text) {
        if (c != ' ') packed += c;
    }
    const auto length = packed.empty() ? Result<std::chrono::milliseconds>(0) : parseDuration(packed);
    if (!length) return fail(ErrorCode::InvalidInput, "the duration of the time region is not one: " + text);
    return Repeated{region["cronExpr"].toString(), length->count()};
}

/// Schema v2 has no targets: there the members stand beside the name.
const json::Value& queryOf(const json::Value& annotation)
{
    return annotation["target"].isObject() ? annotation["target"] : annotation;
}

}  // namespace

bool isTimeRegion(const json::Value& annotation)
{
    return queryOf(annotation)["queryType"].toString() == "timeRegions";
}

Result<std::vector<std::pair<std::int64_t, std::int64_t>>> timeRegionSpans(const json::Value& annotation,
                                                                           const TimeRange& range)
{
    const json::Value& region = queryOf(annotation)["timeRegion"];
    const auto repeated = repeatedOf(region);
    if (!repeated) return tl::make_unexpected(repeated.error());
    const auto times = CronTimes::parse(repeated->cron);
    if (!times) return tl::make_unexpected(times.error());
    std::vector<std::pair<std::int64_t, std::int64_t>> out;
    // One that began before the range may reach into it.
    for (const std::int64_t from :
         times->between(range.fromMs - repeated->lengthMs, range.toMs, region["timezone"].toString(), kMostSpans)) {
        out.emplace_back(from, from + repeated->lengthMs);
    }
    return out;
}

std::vector<json::Value> graphTimeRegions(const json::Value& graph, std::int64_t panelId)
{
    std::vector<json::Value> out;
    std::size_t number = 0;
    for (const json::Value& region : graph["timeRegions"].items()) {
        ++number;
        const bool fill = region["fill"].toBool();
        if (!fill && !region["line"].toBool()) continue;
        const std::string& mode = region["colorMode"].toString();
        const std::string& custom = region[fill ? "fillColor" : "lineColor"].toString();
        json::Value when = json::Value::object();
        for (const char* name : {"fromDayOfWeek", "from", "toDayOfWeek", "to"}) when.set(name, region[name]);
        when.set("timezone", "utc");
        json::Value ids = json::Value::array();
        ids.append(json::Value(panelId));
        json::Value annotation = json::Value::object();
        annotation.set("name", "T" + std::to_string(number));
        annotation.set("enable", true);
        annotation.set("hide", true);
        annotation.set("iconColor", mode == "custom" || mode.empty() ? (custom.empty() ? "white" : custom) : mode);
        annotation.set("filter", json::Value::object({{"exclude", false}, {"ids", ids}}));
        annotation.set("target", json::Value::object({{"queryType", "timeRegions"}, {"timeRegion", when}}));
        out.push_back(std::move(annotation));
    }
    return out;
}

}  // namespace watchglass::ui
