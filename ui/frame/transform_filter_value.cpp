#include "ui/frame/transform_steps.h"
#include "ui/frame/value_matcher.h"

namespace watchglass::ui {

std::vector<Frame> transformFilterByValue(std::vector<Frame> frames, const json::Value& options)
{
    const std::vector<json::Value>& filters = options["filters"].items();
    if (filters.empty()) return frames;
    const bool all = options["match"].toString() == "all";
    const bool include = options["type"].toString() != "exclude";
    for (Frame& frame : frames) {
        std::vector<std::pair<const Field*, ValueMatcher>> tests;
        for (const json::Value& filter : filters) {
            for (const Field& field : frame.fields) {
                if (shownName(field) == filter["fieldName"].toString())
                    tests.emplace_back(&field,
                                       ValueMatcher(filter["config"]["id"].toString(), filter["config"]["options"]));
            }
        }
        std::vector<std::size_t> kept;
        for (std::size_t row = 0; row < frame.rows(); ++row) {
            std::size_t hits = 0;
            for (const auto& [field, matches] : tests) hits += matches(*field, row) ? 1 : 0;
            const bool match = hits > 0 && (!all || hits == tests.size());
            if (match == include) kept.push_back(row);
        }
        for (Field& field : frame.fields) field.values = field.values.rows(kept);
    }
    return frames;
}

}  // namespace watchglass::ui
