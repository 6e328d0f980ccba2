#include <algorithm>

#include "ui/frame/transform_steps.h"
#include "ui/frame/value_matcher.h"

namespace watchglass::ui {

std::vector<Frame> transformFilterByValue(std::vector<Frame> frames, const json::Value& options)
{
    const std::vector<json::Value>& filters = options["filters"].items();
    if (filters.empty()) return frames;
    const bool all = options["match"].toString() == "all";
    const bool include = options["type"].toString() != "exclude";
    const double firstRows = frames.empty() ? 0 : static_cast<double>(frames.front().rows());
    for (Frame& frame : frames) {
        const std::size_t before = frame.rows();
        std::vector<std::pair<const Field*, ValueMatcher>> tests;  // no field: never passed
        for (const json::Value& filter : filters) {
            const auto found = std::find_if(frame.fields.rbegin(), frame.fields.rend(), [&](const Field& field) {
                return shownName(field) == filter["fieldName"].toString();
            });
            tests.emplace_back(found == frame.fields.rend() ? nullptr : &*found,
                               ValueMatcher(filter["config"]["id"].toString(), filter["config"]["options"]));
        }
        std::vector<std::size_t> kept;
        for (std::size_t row = 0; row < frame.rows(); ++row) {
            std::size_t hits = 0;
            for (const auto& [field, matches] : tests) hits += field && matches(*field, row) ? 1 : 0;
            const bool match = hits > 0 && (!all || hits == tests.size());
            if (match == include) kept.push_back(row);
        }
        for (Field& field : frame.fields) field.values = field.values.rows(kept);
        // Grafana counts from the rows of the first frame.
        const double stated = firstRows - static_cast<double>(before - kept.size());
        if (!include && stated != static_cast<double>(kept.size())) frame.statedRows = stated;
    }
    return frames;
}

}  // namespace watchglass::ui
