// time: relative times, ranges, intervals, dates.

#include "tests/conformance/grafana/cases.h"
#include "ui/dashboard/interval.h"
#include "ui/dashboard/time_range.h"
#include "ui/dashboard/time_text.h"
#include "ui/frame/date_text.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

TimeContext contextOf(const Case& one)
{
    const json::Value& input = one.input();
    TimeContext context;
    context.nowMs = instantMs(input["now"]).value_or(instantMs(one.document["now"]).value_or(0));
    context.timeZone = input["timeZone"].isString() ? input["timeZone"].toString() : "utc";
    context.weekStart = input["weekStart"].toString();
    context.fiscalYearStartMonth = static_cast<int>(input["fiscalYearStartMonth"].toInt());
    return context;
}

json::Value instantJson(const Result<std::int64_t>& ms) { return ms ? isoInstant(*ms) : json::Value(); }

/// A time read for both ends of a range.
Answer point(const Case& one)
{
    const std::string& text = one.input().has("text") ? one.input()["text"].toString() : one.input()["expr"].toString();
    TimeContext context = contextOf(one);
    context.pureMath = one.item["kind"].toString() == "dateMath";
    auto got = json::Value::object();
    got.set("from", instantJson(parseTime(text, context, false)));
    got.set("to", instantJson(parseTime(text, context, true)));
    if (one.expected().has("isValid")) got.set("isValid", parseTime(text, context, false).has_value());
    if (one.expected().has("isMathString")) got.set("isMathString", isRelativeTime(text));
    return got;
}

Answer timeRange(const Case& one)
{
    const TimeRangeText text{one.input()["from"].toString(), one.input()["to"].toString()};
    const TimeContext context = contextOf(one);
    auto got = json::Value::object();
    got.set("isRelative", text.isRelative());
    got.set("isFiscal", text.isFiscal());
    const auto range = resolveTimeRange(text, context);
    if (!range) {
        got.set("error", range.error().message);
        return got;
    }
    got.set("text", describeTimeRange(*range, context));
    auto ends = json::Value::object();
    ends.set("from", isoInstant(range->fromMs));
    ends.set("to", isoInstant(range->toMs));
    ends.set("abbreviation", zoneAbbreviation(context.timeZone, range->fromMs));
    ends.set("textOfAbsolute", describeTimeRange(absoluteRange(range->fromMs, range->toMs), context));
    got.set("range", std::move(ends));
    return got;
}

Answer describedText(const Case& one)
{
    const auto range = describeTextRange(one.input().toString());
    auto got = json::Value::object();
    got.set("from", range.text.from);
    got.set("to", range.text.to);
    got.set("display", textJson(range.display));
    got.set("invalid", range.valid ? json::Value() : json::Value(true));
    return got;
}

Answer validSpan(const Case& one) { return json::Value(isTimeSpan(one.input().toString())); }

/// The library's own reading: what lies behind the first unit is ignored.
Answer interval(const Case& one)
{
    const auto read = parseSimpleInterval(one.input().toString());
    auto got = json::Value::object();
    if (!read) {
        for (const char* name : {"seconds", "ms", "describe"}) got.set(name, refused());
        return got;
    }
    got.set("seconds", read->seconds());
    got.set("ms", read->seconds() * 1000);
    auto parts = json::Value::object();
    parts.set("sec", read->unitSeconds);
    parts.set("type", read->unit);
    parts.set("count", read->count);
    got.set("describe", std::move(parts));
    return got;
}

Answer secondsText(const Case& one)
{
    return json::Value(intervalText(static_cast<std::int64_t>(one.input().toDouble() * 1000 + 1e-6)));
}

Answer rangeLength(const Case& one) { return json::Value(lengthWords(one.input().toInt())); }

Answer roundedInterval(const Case& one) { return json::Value(roundIntervalMs(one.input().toDouble())); }

Answer calculatedInterval(const Case& one)
{
    const json::Value& input = one.input();
    std::int64_t minimum = 0;
    if (const std::string& low = input["lowLimitInterval"].toString(); !low.empty()) {
        const auto read = parseSimpleInterval(low);
        if (!read) return refused();
        minimum = static_cast<std::int64_t>(read->seconds() * 1000);
    }
    const auto got = calculateInterval(input["rangeMs"].toInt(), input["resolution"].toDouble(), minimum);
    auto out = json::Value::object();
    out.set("intervalMs", got.ms);
    out.set("interval", got.text);
    return out;
}

Answer duration(const Case& one)
{
    const std::string& text = one.input().toString();
    const auto read = parseDurationParts(text);
    auto got = json::Value::object();
    auto parts = json::Value::object();
    for (const DurationPart& part : read) parts.set(part.name, part.count);
    got.set("parsed", std::move(parts));
    got.set("ms", addDuration(0, read));
    got.set("valid", isDuration(text));
    got.set("go", isGoDuration(text));
    got.set("grafana", isGrafanaDuration(text));
    got.set("reversed", durationText(read));
    return got;
}

Answer abbreviated(const Case& one)
{
    const json::Value& input = one.input();
    return json::Value(durationBetween(input["start"].toInt(), input["end"].toInt(), input["includeSeconds"].toBool()));
}

Answer formatted(const Case& one)
{
    return json::Value(
        formatMoment(one.input()["time"].toDouble(), one.input()["format"].toString(), contextOf(one).timeZone));
}

Answer formattedAll(const Case& one)
{
    const double time = one.input()["time"].toDouble();
    const TimeContext context = contextOf(one);
    const std::string zone = zoneAbbreviation(context.timeZone, static_cast<std::int64_t>(time));
    const std::string text = formatMoment(time, dateFormats().full, context.timeZone);
    auto got = json::Value::object();
    got.set("default", text);
    got.set("defaultMs", formatMoment(time, dateFormats().fullMs, context.timeZone));
    got.set("iso", formatMoment(time, context.timeZone == "utc" ? "YYYY-MM-DDTHH:mm:ss[Z]" : "YYYY-MM-DDTHH:mm:ssZ",
                                context.timeZone));
    got.set("ago", relativeTime(time, context.nowMs));
    got.set("abbreviated", text + ' ' + zone);
    got.set("zone", zone);
    return got;
}

Answer timeAgo(const Case& one)
{
    return json::Value(relativeTime(one.input()["time"].toDouble(), one.input()["now"].toInt()));
}

Answer systemFormats(const Case&)
{
    const DateFormats& formats = dateFormats();
    auto interval = json::Value::object();
    interval.set("millisecond", formats.millisecond);
    interval.set("second", formats.second);
    interval.set("minute", formats.minute);
    interval.set("hour", formats.hour);
    interval.set("day", formats.day);
    interval.set("month", formats.month);
    interval.set("year", formats.year);
    auto got = json::Value::object();
    got.set("fullDate", formats.full);
    got.set("fullDateMS", formats.fullMs);
    got.set("interval", std::move(interval));
    return got;
}

Answer zoneInfo(const Case& one)
{
    const std::string& zone = one.input()["zone"].toString();
    const std::int64_t at = one.input()["at"].toInt();
    json::Value expected = one.expected();
    expected.remove("countries");  // not shown anywhere
    auto got = json::Value::object();
    got.set("name", zone);
    got.set("abbreviation", zoneAbbreviation(zone, at));
    got.set("offsetInMins", -zoneOffsetSec(zone, at) / 60);
    return Answer::against(std::move(expected), std::move(got));
}

}  // namespace

void addTimeAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["time"] = {{"dateMath", point},
                   {"weekStart", point},
                   {"dateTimeParse", point},
                   {"timeRange", timeRange},
                   {"describeTextRange", describedText},
                   {"isValidTimeSpan", validSpan},
                   {"interval", interval},
                   {"secondsToHms", secondsText},
                   {"msRangeToTimeString", rangeLength},
                   {"roundInterval", roundedInterval},
                   {"calculateInterval", calculatedInterval},
                   {"duration", duration},
                   {"intervalToAbbreviatedDurationString", abbreviated},
                   {"dateTimeFormat", formatted},
                   {"dateTimeFormats", formattedAll},
                   {"timeAgo", timeAgo},
                   {"systemDateFormats", systemFormats},
                   {"timeZoneInfo", zoneInfo}};
}

}  // namespace watchglass::conformance::grafana
