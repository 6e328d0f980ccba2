// Methods of times and durations that templates can call. Source: Go's package time.

#include <cmath>

#include "engine/template/functions.h"
#include "engine/template/go_time.h"

namespace watchglass::tmpl {

namespace {

using Arguments = std::vector<Value>;

/// Sums wrap around, as in Go.
std::int64_t sum(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
std::int64_t difference(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

std::int64_t floorDivide(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

/// A method that needs the receiver's number only.
template <Value (*Body)(std::int64_t)>
Result<Value> ofReceiver(const Arguments& arguments, const Environment&)
{
    return Body(arguments[0].toInt());
}

template <std::int64_t Unit>
Value unixIn(std::int64_t ns)
{
    return Value::integer(floorDivide(ns, Unit), "int64");
}
Value year(std::int64_t ns) { return Value::integer(civilTime(ns).year); }
Value month(std::int64_t ns)
{
    const int number = civilTime(ns).month;
    return Value::named(number, std::string(monthName(number)), "time.Month");
}
Value day(std::int64_t ns) { return Value::integer(civilTime(ns).day); }
Value weekday(std::int64_t ns)
{
    const int number = civilTime(ns).weekday;
    return Value::named(number, std::string(weekdayName(number)), "time.Weekday");
}
Value yearDay(std::int64_t ns) { return Value::integer(civilTime(ns).yearDay); }
Value hour(std::int64_t ns) { return Value::integer(civilTime(ns).hour); }
Value minute(std::int64_t ns) { return Value::integer(civilTime(ns).minute); }
Value second(std::int64_t ns) { return Value::integer(civilTime(ns).second); }
Value nanosecond(std::int64_t ns) { return Value::integer(civilTime(ns).nanosecond); }
Value sameTime(std::int64_t ns) { return Value::time(ns); }
Value isZero(std::int64_t) { return Value::boolean(false); }  // the year 1 is out of reach
Value timeString(std::int64_t ns) { return Value::string(timeText(ns)); }
Value durationString(std::int64_t ns) { return Value::string(durationText(ns)); }

template <std::int64_t Unit>
Value durationIn(std::int64_t ns)
{
    return Value::number(static_cast<double>(ns / Unit) + static_cast<double>(ns % Unit) / static_cast<double>(Unit));
}
template <std::int64_t Unit>
Value wholeIn(std::int64_t ns)
{
    return Value::integer(ns / Unit, "int64");
}
Value absolute(std::int64_t ns) { return Value::duration(ns == INT64_MIN ? INT64_MAX : (ns < 0 ? -ns : ns)); }

Result<Value> format(const Arguments& arguments, const Environment&)
{
    return Value::string(formatTime(arguments[0].toInt(), arguments[1].text()));
}

Result<Value> add(const Arguments& arguments, const Environment&)
{
    return Value::time(sum(arguments[0].toInt(), arguments[1].toInt()));
}

Result<Value> addDate(const Arguments& arguments, const Environment&)
{
    constexpr std::int64_t kMax = 1'000'000;
    for (std::size_t i = 1; i < 4; ++i) {
        if (arguments[i].toInt() > kMax || arguments[i].toInt() < -kMax) {
            return fail(ErrorCode::Limit, "date out of range");
        }
    }
    const std::int64_t ns = arguments[0].toInt();
    const CivilTime t = civilTime(ns);
    const std::int64_t midnight = unixNanoseconds(t.year, t.month, t.day);
    return Value::time(sum(
        unixNanoseconds(t.year + arguments[1].toInt(), t.month + arguments[2].toInt(), t.day + arguments[3].toInt()),
        difference(ns, midnight)));
}

Result<Value> sub(const Arguments& arguments, const Environment&)
{
    return Value::duration(difference(arguments[0].toInt(), arguments[1].toInt()));
}

Result<Value> before(const Arguments& arguments, const Environment&)
{
    return Value::boolean(arguments[0].toInt() < arguments[1].toInt());
}

Result<Value> after(const Arguments& arguments, const Environment&)
{
    return Value::boolean(arguments[0].toInt() > arguments[1].toInt());
}

Result<Value> equal(const Arguments& arguments, const Environment&)
{
    return Value::boolean(arguments[0].toInt() == arguments[1].toInt());
}

Result<Value> truncateDuration(const Arguments& arguments, const Environment&)
{
    const std::int64_t unit = arguments[1].toInt();
    const std::int64_t ns = arguments[0].toInt();
    return Value::duration(unit <= 0 ? ns : ns - ns % unit);
}

Result<Value> roundDuration(const Arguments& arguments, const Environment&)
{
    const std::int64_t unit = arguments[1].toInt();
    const std::int64_t ns = arguments[0].toInt();
    if (unit <= 0) return Value::duration(ns);
    const std::int64_t rest = ns % unit;
    const std::int64_t magnitude = rest < 0 ? -rest : rest;
    // Half goes away from zero.
    if (magnitude < unit - magnitude) return Value::duration(ns - rest);
    return Value::duration(sum(ns - rest, ns < 0 ? -unit : unit));
}

Result<Value> nameOf(const Arguments& arguments, const Environment&) { return Value::string(arguments[0].text()); }

const Function* findIn(const std::vector<Function>& table, std::string_view name)
{
    for (const Function& method : table) {
        if (method.name == name) return &method;
    }
    return nullptr;
}

}  // namespace

const Function* findMethod(const Value& receiver, std::string_view name)
{
    constexpr std::int64_t kSecond = 1'000'000'000;
    static const std::vector<Function> kTime = {
        {"Format", {Param::Time, Param::String}, false, format},
        {"Unix", {Param::Time}, false, ofReceiver<unixIn<kSecond>>},
        {"UnixMilli", {Param::Time}, false, ofReceiver<unixIn<1'000'000>>},
        {"UnixMicro", {Param::Time}, false, ofReceiver<unixIn<1'000>>},
        {"UnixNano", {Param::Time}, false, ofReceiver<unixIn<1>>},
        {"Year", {Param::Time}, false, ofReceiver<year>},
        {"Month", {Param::Time}, false, ofReceiver<month>},
        {"Day", {Param::Time}, false, ofReceiver<day>},
        {"Weekday", {Param::Time}, false, ofReceiver<weekday>},
        {"YearDay", {Param::Time}, false, ofReceiver<yearDay>},
        {"Hour", {Param::Time}, false, ofReceiver<hour>},
        {"Minute", {Param::Time}, false, ofReceiver<minute>},
        {"Second", {Param::Time}, false, ofReceiver<second>},
        {"Nanosecond", {Param::Time}, false, ofReceiver<nanosecond>},
        {"UTC", {Param::Time}, false, ofReceiver<sameTime>},
        {"IsZero", {Param::Time}, false, ofReceiver<isZero>},
        {"String", {Param::Time}, false, ofReceiver<timeString>},
        {"Add", {Param::Time, Param::Duration}, false, add},
        {"AddDate", {Param::Time, Param::Int, Param::Int, Param::Int}, false, addDate},
        {"Sub", {Param::Time, Param::Time}, false, sub},
        {"Before", {Param::Time, Param::Time}, false, before},
        {"After", {Param::Time, Param::Time}, false, after},
        {"Equal", {Param::Time, Param::Time}, false, equal},
    };
    static const std::vector<Function> kDuration = {
        {"String", {Param::Duration}, false, ofReceiver<durationString>},
        {"Hours", {Param::Duration}, false, ofReceiver<durationIn<3600 * kSecond>>},
        {"Minutes", {Param::Duration}, false, ofReceiver<durationIn<60 * kSecond>>},
        {"Seconds", {Param::Duration}, false, ofReceiver<durationIn<kSecond>>},
        {"Milliseconds", {Param::Duration}, false, ofReceiver<wholeIn<1'000'000>>},
        {"Microseconds", {Param::Duration}, false, ofReceiver<wholeIn<1'000>>},
        {"Nanoseconds", {Param::Duration}, false, ofReceiver<wholeIn<1>>},
        {"Abs", {Param::Duration}, false, ofReceiver<absolute>},
        {"Truncate", {Param::Duration, Param::Duration}, false, truncateDuration},
        {"Round", {Param::Duration, Param::Duration}, false, roundDuration},
    };
    static const std::vector<Function> kNamed = {{"String", {Param::Any}, false, nameOf}};
    if (receiver.kind() == Kind::Time) return findIn(kTime, name);
    if (receiver.kind() == Kind::Duration) return findIn(kDuration, name);
    if (receiver.kind() == Kind::Int && !receiver.text().empty()) return findIn(kNamed, name);
    return nullptr;
}

}  // namespace watchglass::tmpl
