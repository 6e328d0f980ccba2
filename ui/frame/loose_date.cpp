#include "ui/frame/loose_date.h"

#include <QDateTime>
#include <QRegularExpression>
#include <cctype>
#include <cstdio>
#include <cstdlib>

#include "ui/frame/date_text.h"
#include "ui/frame/utc_time.h"

namespace watchglass::ui {

namespace {

constexpr double kDayMs = 86'400'000;

std::optional<double> dayOf(int year, int month, int day)
{
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return std::nullopt;
    return static_cast<double>(daysFromCivil(year, month, day)) * kDayMs;
}

/// The digits of a number of at most `most` digits, from the first digit on; what stands before is passed over.
std::optional<int> takeNumber(const std::string& text, std::size_t& at, std::size_t most)
{
    std::size_t from = at;
    while (from < text.size() && std::isdigit(static_cast<unsigned char>(text[from])) == 0) ++from;
    std::size_t end = from;
    while (end < text.size() && end - from < most && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
    if (end == from) return std::nullopt;
    at = end;
    return std::atoi(text.substr(from, end - from).c_str());
}

}  // namespace

bool isIsoInstant(const std::string& text)
{
    static const QRegularExpression pattern(
        QStringLiteral("^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{3,})?(?:Z|[-+]\\d{2}:?\\d{2})$"));
    return pattern.match(QString::fromStdString(text)).hasMatch();
}

std::optional<double> parseJsDate(const std::string& text)
{
    int a = 0;
    int b = 0;
    int c = 0;
    int used = -1;
    const auto whole = [&] { return used == static_cast<int>(text.size()); };
    if (text.size() == 4 && std::sscanf(text.c_str(), "%4d%n", &a, &used) == 1 && whole()) return dayOf(a, 1, 1);
    if (std::sscanf(text.c_str(), "%2d/%2d/%4d%n", &a, &b, &c, &used) == 3 && whole()) return dayOf(c, a, b);
    auto time = QDateTime::fromString(QString::fromStdString(text).replace(u' ', u'T'), Qt::ISODateWithMs);
    if (!time.isValid()) return std::nullopt;
    if (time.timeSpec() == Qt::LocalTime) time = QDateTime(time.date(), time.time(), QTimeZone::utc());
    return static_cast<double>(time.toMSecsSinceEpoch());
}

std::optional<double> parseMoment(const std::string& text, std::string_view pattern, std::string_view timeZone)
{
    CivilTime civil;
    bool any = false;
    std::size_t at = 0;
    for (std::size_t i = 0; i < pattern.size();) {
        const char letter = pattern[i];
        std::size_t end = i;
        while (end < pattern.size() && pattern[end] == letter) ++end;
        const std::size_t count = end - i;
        i = end;
        if (letter == 'X' || letter == 'x') {
            char* stop = nullptr;
            const double number = std::strtod(text.c_str(), &stop);
            if (stop == text.c_str()) return std::nullopt;
            return letter == 'X' ? number * 1000 : number;
        }
        const bool year = letter == 'Y';
        if (!year && letter != 'M' && letter != 'D' && letter != 'H' && letter != 'm' && letter != 's' && letter != 'S')
            continue;
        const auto number = takeNumber(text, at, year || letter == 'S' ? std::max<std::size_t>(count, 4) : 2);
        if (!number) continue;
        any = true;
        if (year) civil.year = *number;
        if (letter == 'M') civil.month = *number;
        if (letter == 'D') civil.day = *number;
        if (letter == 'H') civil.hour = *number;
        if (letter == 'm') civil.minute = *number;
        if (letter == 's') civil.second = *number;
        if (letter == 'S') civil.millisecond = *number % 1000;
    }
    if (!any || !dayOf(static_cast<int>(civil.year), civil.month, civil.day) || civil.hour > 24 || civil.minute > 59 ||
        civil.second > 59) {
        return std::nullopt;
    }
    return static_cast<double>(fromCivil(civil, timeZone));
}

}  // namespace watchglass::ui
