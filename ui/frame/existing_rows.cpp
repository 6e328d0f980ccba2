#include "ui/frame/existing_rows.h"

#include <algorithm>
#include <numeric>

namespace watchglass::ui {

std::vector<std::size_t> existingRows(const Frame& frame)
{
    std::vector<std::size_t> rows(frame.rows());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    std::vector<const Values*> sent;
    for (const Field& field : frame.fields) {
        if (field.type == FieldType::Time) continue;
        if (!field.values.isSparse() || field.values.allPresent()) return rows;
        sent.push_back(&field.values);
    }
    if (sent.empty()) return rows;
    std::erase_if(rows, [&](std::size_t row) {
        return std::none_of(sent.begin(), sent.end(), [row](const Values* values) { return values->has(row); });
    });
    return rows;
}

std::vector<Frame> withExistingRows(std::vector<Frame> frames)
{
    for (Frame& frame : frames) {
        const std::vector<std::size_t> rows = existingRows(frame);
        if (rows.size() == frame.rows()) continue;
        for (Field& field : frame.fields) {
            const bool wasSparse = field.values.isSparse();
            field.values = field.values.rows(rows);
            if (wasSparse) field.values = field.values.asSparse();
        }
    }
    return frames;
}

}  // namespace watchglass::ui
