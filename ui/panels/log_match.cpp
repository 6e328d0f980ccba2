#include "ui/panels/log_match.h"

#include <algorithm>
#include <cmath>

namespace watchglass::ui {

namespace {

/// Lines of the same moment that are compared: more of them are not told apart.
constexpr std::size_t kMostOfAMoment = 2'000;

bool sameTime(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

std::size_t placeOfTime(const LogModel& model, double timeMs)
{
    const auto& rows = model.rows();
    // Lines without a time come last.
    const auto at = std::partition_point(rows.begin(), rows.end(), [&](const LogRow& row) {
        if (std::isnan(row.timeMs)) return false;
        return std::isnan(timeMs) || (model.newestLast() ? row.timeMs < timeMs : row.timeMs > timeMs);
    });
    return static_cast<std::size_t>(at - rows.begin());
}

std::optional<std::size_t> sameLine(const LogModel& before, std::size_t row, const LogModel& now)
{
    if (row >= before.rows().size()) return {};
    const double time = before.rows()[row].timeMs;
    const std::string text = before.text(before.rows()[row]);
    const auto each = [&](const LogModel& model, const auto& visit) {
        const std::size_t first = placeOfTime(model, time);
        const std::size_t end = std::min(model.rows().size(), first + kMostOfAMoment);
        for (std::size_t i = first; i < end && sameTime(model.rows()[i].timeMs, time); ++i) {
            if (model.text(model.rows()[i]) == text && !visit(i)) return;
        }
    };
    std::size_t turn = 0;
    each(before, [&](std::size_t i) {
        if (i < row) ++turn;
        return i < row;
    });
    std::optional<std::size_t> found;
    each(now, [&](std::size_t i) {
        if (turn == 0) found = i;
        return turn-- > 0;
    });
    return found;
}

}  // namespace watchglass::ui
