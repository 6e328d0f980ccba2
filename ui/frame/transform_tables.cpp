#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

Field columnOf(const Field& like, std::vector<Cell> cells)
{
    Field out = like;
    out.values = Values::cells(std::move(cells));
    return out;
}

/// Columns while a table is being put together, in order of appearance.
struct Columns {
    std::vector<Field> fields;
    std::vector<std::vector<Cell>> cells;

    std::size_t column(const Field& like)
    {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (fields[i].name == like.name) return i;
        }
        fields.push_back(like);
        // Rows of several series share the column, so it is none of them.
        fields.back().labels = Labels();
        cells.emplace_back();
        return fields.size() - 1;
    }

    Frame frame() &&
    {
        Frame out;
        out.kind = FrameKind::Table;
        std::size_t rows = 0;
        for (const auto& column : cells) rows = std::max(rows, column.size());
        for (std::size_t i = 0; i < fields.size(); ++i) {
            cells[i].resize(rows, Undefined{});
            out.fields.push_back(columnOf(fields[i], std::move(cells[i])));
        }
        return out;
    }
};

}  // namespace

std::vector<Frame> transformMerge(std::vector<Frame> frames, const json::Value&)
{
    if (frames.size() < 2) return frames;
    std::vector<Frame> filled;
    std::copy_if(frames.begin(), frames.end(), std::back_inserter(filled),
                 [](const Frame& frame) { return !frame.fields.empty(); });
    if (filled.empty()) return {frames.front()};
    frames = std::move(filled);
    if (frames.size() < 2) return frames;
    // Columns that every frame has decide which rows belong together.
    std::set<std::string> common;
    for (const Field& field : frames.front().fields) common.insert(field.name);
    for (const Frame& frame : frames) {
        std::set<std::string> here;
        for (const Field& field : frame.fields) here.insert(field.name);
        std::erase_if(common, [&](const std::string& name) { return !here.contains(name); });
    }
    if (common.empty()) return frames;

    Columns table;
    std::map<std::string, std::vector<std::size_t>> rowsByKey;
    std::size_t rows = 0;
    for (const Frame& frame : frames) {
        std::vector<std::size_t> columns;
        for (const Field& field : frame.fields) columns.push_back(table.column(field));
        for (std::vector<Cell>& column : table.cells) column.resize(rows, Undefined{});
        for (std::size_t row = 0; row < frame.rows(); ++row) {
            std::string key;
            for (const Field& field : frame.fields) {
                if (common.contains(field.name)) key += field.name + '\1' + field.values.text(row) + '\2';
            }
            const auto fits = [&](std::size_t target) {
                for (std::size_t i = 0; i < columns.size(); ++i) {
                    const Cell& there = table.cells[columns[i]][target];
                    if (!isNull(there) && there != frame.fields[i].values.cell(row)) return false;
                }
                return true;
            };
            // A row goes into every earlier one that it does not contradict.
            auto& candidates = rowsByKey[key];
            std::vector<std::size_t> targets;
            std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(targets), fits);
            if (targets.empty()) {
                targets.push_back(rows);
                candidates.push_back(rows++);
                for (std::vector<Cell>& column : table.cells) column.resize(rows, Undefined{});
            }
            for (const std::size_t target : targets) {
                for (std::size_t i = 0; i < columns.size(); ++i) {
                    table.cells[columns[i]][target] = frame.fields[i].values.cell(row);
                }
            }
        }
    }
    Frame merged = std::move(table).frame();
    merged.refId = combinedRefId("merge", frames);
    std::vector<Frame> out;
    out.push_back(std::move(merged));
    return out;
}

}  // namespace watchglass::ui
