#include "ui/dashboard/time_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include "ui/frame/date_text.h"

namespace watchglass::ui {

namespace {

bool isDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::size_t digitsAt(std::string_view text, std::size_t at)
{
    std::size_t count = 0;
    while (at + count < text.size() && isDigit(text[at + count])) ++count;
    return count;
}

std::int64_t wholeNumber(std::string_view text)
{
    std::int64_t out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

constexpr std::array<std::pair<char, std::string_view>, 8> kSpans{{{'s', "second"},
                                                                   {'m', "minute"},
                                                                   {'h', "hour"},
                                                                   {'d', "day"},
                                                                   {'w', "week"},
                                                                   {'M', "month"},
                                                                   {'Q', "quarter"},
                                                                   {'y', "year"}}};

struct IntervalUnit {
    std::string_view name;
    double seconds;
};
constexpr std::array<IntervalUnit, 8> kIntervals{{{"ms", 0.001},
                                                  {"y", 31'536'000},
                                                  {"M", 2'592'000},
                                                  {"w", 604'800},
                                                  {"d", 86'400},
                                                  {"h", 3600},
                                                  {"m", 60},
                                                  {"s", 1}}};

struct DurationUnit {
    std::string_view name;
    std::array<std::string_view, 3> spellings;  ///< the first is the short one
};
constexpr std::array<DurationUnit, 7> kDurationUnits{{{"years", {"y", "Y", "years"}},
                                                      {"months", {"M", "months", ""}},
                                                      {"weeks", {"w", "W", "weeks"}},
                                                      {"days", {"d", "D", "days"}},
                                                      {"hours", {"h", "H", "hours"}},
                                                      {"minutes", {"m", "minutes", ""}},
                                                      {"seconds", {"s", "S", "seconds"}}}};

std::vector<std::string_view> words(std::string_view text)
{
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        out.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// A number and what stands behind it.
std::optional<DurationPart> partOf(std::string_view word)
{
    const auto from = static_cast<std::size_t>(std::find_if(word.begin(), word.end(), isDigit) - word.begin());
    const std::size_t digits = digitsAt(word, from);
    const std::string_view unit = word.substr(std::min(from + digits, word.size()));
    if (digits == 0 || unit.empty()) return {};
    for (const DurationUnit& known : kDurationUnits) {
        if (std::find(known.spellings.begin(), known.spellings.end(), unit) == known.spellings.end()) continue;
        return DurationPart{known.name, known.spellings.front(), wholeNumber(word.substr(from, digits))};
    }
    return {};
}

template <std::size_t N>
bool hasUnits(std::string_view text, const std::array<std::string_view, N>& units)
{
    const auto parts = words(trimmed(text));
    return std::all_of(parts.begin(), parts.end(), [&](std::string_view word) {
        std::size_t at = digitsAt(word, 0);
        if (at < word.size() && word[at] == '.') at += 1 + digitsAt(word, at + 1);
        const bool number = at > 0 && isDigit(word[at - 1]);
        return number && std::find(units.begin(), units.end(), word.substr(at)) != units.end();
    });
}

}  // namespace

NamedRange describeTextRange(std::string_view text)
{
    const bool last = !text.starts_with('+');
    std::string expr(text);
    if (expr.find("now") == std::string::npos) expr = (last ? "now-" : "now") + expr;
    NamedRange out;
    out.text = last ? TimeRangeText{expr, "now"} : TimeRangeText{"now", expr};
    for (const QuickRange& quick : quickRanges()) {
        if (quick.to == "now" && quick.from == expr) {
            out.text = {expr, "now"};
            out.display = quick.name;
            return out;
        }
    }
    const std::size_t digits = digitsAt(expr, 4);
    const bool fiscal = 4 + digits < expr.size() && expr[4 + digits] == 'f';
    const std::size_t unit = 4 + digits + (fiscal ? 1 : 0);
    const bool counted = expr.starts_with("now-") || expr.starts_with("now+");
    if (!counted || digits == 0 || unit >= expr.size() || std::isalpha(static_cast<unsigned char>(expr[unit])) == 0) {
        out.display = out.text.from + " to " + out.text.to;
        out.valid = false;
        return out;
    }
    for (const auto& [letter, name] : kSpans) {
        if (letter != expr[unit]) continue;
        const std::int64_t amount = wholeNumber(std::string_view(expr).substr(4, digits));
        out.display = (last ? "Last " : "Next ") + std::to_string(amount) + (fiscal ? " fiscal " : " ") +
                      std::string(name);
        if (amount > 1) out.display += 's';
    }
    return out;
}

bool isTimeSpan(std::string_view text)
{
    return text.starts_with('$') || text.starts_with("+$") || describeTextRange(text).valid;
}

std::optional<SimpleInterval> parseSimpleInterval(std::string_view text)
{
    const std::size_t sign = text.starts_with('-') ? 1 : 0;
    std::size_t at = sign + digitsAt(text, sign);
    if (at == sign) return {};
    const std::int64_t count = wholeNumber(text.substr(0, at));
    if (at < text.size() && text[at] == '.') at += 1 + digitsAt(text, at + 1);
    const std::string_view unit = text.substr(at);
    if (unit.empty() && count != 0) return SimpleInterval{1, "s", count};
    for (const IntervalUnit& known : kIntervals) {
        if (unit.starts_with(known.name)) return SimpleInterval{known.seconds, std::string(known.name), count};
    }
    return {};
}

std::string lengthWords(std::int64_t ms)
{
    const std::int64_t seconds = (ms + 500) / 1000;
    const std::pair<std::int64_t, const char*> parts[] = {
        {seconds / 3600, "h"}, {seconds / 60 % 60, "min"}, {seconds % 60, "sec"}};
    std::string out;
    for (const auto& [count, unit] : parts) {
        if (count == 0) continue;
        if (!out.empty()) out += ' ';
        out += std::to_string(count) + unit;
    }
    return out.empty() ? "less than 1sec" : out;
}

std::vector<DurationPart> parseDurationParts(std::string_view text)
{
    std::vector<DurationPart> out;
    for (const std::string_view word : words(text)) {
        const auto part = partOf(word);
        if (!part) continue;
        const auto same = std::find_if(out.begin(), out.end(),
                                       [&](const DurationPart& other) { return other.name == part->name; });
        if (same == out.end()) {
            out.push_back(*part);
        } else {
            *same = *part;
        }
    }
    return out;
}

bool isDuration(std::string_view text)
{
    const auto parts = words(trimmed(text));
    return std::all_of(parts.begin(), parts.end(), [](std::string_view word) { return partOf(word).has_value(); });
}

bool isGoDuration(std::string_view text)
{
    static constexpr std::array<std::string_view, 7> kUnits{"h", "m", "s", "ms", "us", "µs", "ns"};
    return hasUnits(text, kUnits);
}

bool isGrafanaDuration(std::string_view text)
{
    static constexpr std::array<std::string_view, 11> kUnits{"y", "M", "w", "d", "h", "m", "s", "ms", "us", "µs", "ns"};
    return hasUnits(text, kUnits);
}

std::string durationText(const std::vector<DurationPart>& parts, bool seconds)
{
    std::string out;
    for (const DurationPart& part : parts) {
        if (part.count == 0 || (!seconds && part.name == "seconds" && !out.empty())) continue;
        if (!out.empty()) out += ' ';
        out += std::to_string(part.count) + std::string(part.unit);
    }
    return out;
}

std::int64_t addDuration(std::int64_t tMs, const std::vector<DurationPart>& parts)
{
    TimeContext context;
    context.nowMs = tMs;
    std::string text = "now";
    for (const DurationPart& part : parts) text += '+' + std::to_string(part.count) + std::string(part.unit);
    const auto later = parseTime(text, context, false);
    return later ? *later : tMs;
}

std::string durationBetween(std::int64_t fromMs, std::int64_t toMs, bool seconds)
{
    std::vector<DurationPart> parts;
    std::int64_t at = fromMs;
    // As many of each unit as fit, the largest first.
    for (const DurationUnit& unit : kDurationUnits) {
        if (unit.name == "weeks") continue;
        DurationPart part{unit.name, unit.spellings.front(), 0};
        for (std::int64_t step = std::int64_t{1} << 16; step > 0; step /= 2) {
            part.count += step;
            if (addDuration(at, {part}) > toMs || part.count > 99'999) part.count -= step;
        }
        at = addDuration(at, {part});
        parts.push_back(part);
    }
    return durationText(parts, seconds);
}

}  // namespace watchglass::ui
