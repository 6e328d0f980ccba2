#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

/// A row of the joined table: one row of each frame, or none.
using JoinedRow = std::vector<std::optional<std::size_t>>;

struct Joined {
    std::vector<Cell> keys;
    std::vector<JoinedRow> rows;
};

using RowsByKey = std::map<Cell, std::vector<std::size_t>>;

RowsByKey rowsByKey(const Field& key)
{
    RowsByKey out;
    for (std::size_t row = 0; row < key.values.size(); ++row) out[key.values.cell(row)].push_back(row);
    return out;
}

bool allKeysEqual(const std::vector<const Field*>& keys)
{
    return std::all_of(keys.begin(), keys.end(), [&](const Field* key) {
        if (key->values.size() != keys.front()->values.size()) return false;
        for (std::size_t row = 0; row < key->values.size(); ++row) {
            if (key->values.cell(row) != keys.front()->values.cell(row)) return false;
        }
        return true;
    });
}

/// Every key once; of several rows with one key the last stands. Numbers ascend, texts keep their order.
Joined joinOuter(const std::vector<const Field*>& keys)
{
    Joined out;
    if (allKeysEqual(keys)) {
        for (std::size_t row = 0; row < keys.front()->values.size(); ++row) {
            out.keys.push_back(keys.front()->values.cell(row));
            out.rows.emplace_back(keys.size(), row);
        }
        return out;
    }
    std::map<Cell, std::size_t> index;
    for (const Field* key : keys) {
        for (std::size_t row = 0; row < key->values.size(); ++row) {
            const Cell cell = key->values.cell(row);
            if (index.emplace(cell, out.keys.size()).second) out.keys.push_back(cell);
        }
    }
    if (keys.front()->type != FieldType::String) {
        out.keys.clear();
        for (auto& [cell, position] : index) {
            position = out.keys.size();
            out.keys.push_back(cell);
        }
    }
    out.rows.assign(out.keys.size(), JoinedRow(keys.size()));
    for (std::size_t i = 0; i < keys.size(); ++i) {
        for (std::size_t row = 0; row < keys[i]->values.size(); ++row) {
            out.rows[index[keys[i]->values.cell(row)]][i] = row;
        }
    }
    return out;
}

/// Every combination of rows with one key; `outer` adds those that have no partner at the end.
Joined joinTabular(const std::vector<const Field*>& keys, bool outer)
{
    Joined out;
    for (std::size_t row = 0; row < keys.front()->values.size(); ++row) {
        out.keys.push_back(keys.front()->values.cell(row));
        out.rows.push_back({row});
    }
    for (std::size_t i = 1; i < keys.size(); ++i) {
        const RowsByKey right = rowsByKey(*keys[i]);
        Joined next;
        Joined alone;
        std::set<Cell> used;
        const auto add = [i](Joined& to, const Cell& key, JoinedRow row, std::optional<std::size_t> other) {
            row.resize(i);
            row.push_back(other);
            to.keys.push_back(key);
            to.rows.push_back(std::move(row));
        };
        for (std::size_t left = 0; left < out.keys.size(); ++left) {
            const auto found = right.find(out.keys[left]);
            if (found == right.end()) {
                add(alone, out.keys[left], out.rows[left], {});
                continue;
            }
            used.insert(out.keys[left]);
            for (const std::size_t row : found->second) add(next, out.keys[left], out.rows[left], row);
        }
        for (std::size_t row = 0; row < keys[i]->values.size(); ++row) {
            const Cell key = keys[i]->values.cell(row);
            if (!used.contains(key)) add(alone, key, {}, row);
        }
        if (outer) {
            next.keys.insert(next.keys.end(), alone.keys.begin(), alone.keys.end());
            next.rows.insert(next.rows.end(), alone.rows.begin(), alone.rows.end());
        }
        out = std::move(next);
    }
    return out;
}

/// What told the frames apart goes into the field: its name for plain values, else a label.
void keepFrameName(Field& field, const Frame& frame)
{
    if (frame.name.empty()) return;
    if (field.name == "Value") {
        field.name = frame.name;
        return;
    }
    std::vector<std::pair<std::string, std::string>> labels;
    for (const LabelView label : field.labels) {
        if (label.name != "name") labels.emplace_back(label.name, label.value);
    }
    labels.emplace_back("name", frame.name);
    field.labels = Labels::fromPairs(std::move(labels));
}

}  // namespace

std::vector<Frame> transformJoin(std::vector<Frame> frames, const json::Value& options)
{
    const std::string& name = options["byField"].toString();
    const std::string& mode = options["mode"].toString();
    std::vector<const Frame*> sources;
    std::vector<const Field*> keys;
    for (const Frame& frame : frames) {
        const auto key = std::find_if(frame.fields.begin(), frame.fields.end(), [&](const Field& field) {
            return name.empty() ? field.type == FieldType::Time : shownName(field) == name || field.name == name;
        });
        if (key == frame.fields.end()) continue;
        sources.push_back(&frame);
        keys.push_back(&*key);
    }
    if (frames.size() < 2) return frames;
    // As in Grafana, frames that nothing joins give an empty table, not the frames as they were.
    if (sources.empty()) return std::vector<Frame>(1);

    const Joined joined = mode == "inner"          ? joinTabular(keys, false)
                          : mode == "outerTabular" ? joinTabular(keys, true)
                                                   : joinOuter(keys);
    Frame out;
    out.kind = FrameKind::Table;
    out.refId = combinedRefId("joinByField", frames);
    out.fields.push_back(*keys.front());
    out.fields.back().values = Values::cells(joined.keys);
    for (std::size_t i = 0; i < sources.size(); ++i) {
        for (const Field& field : sources[i]->fields) {
            if (&field == keys[i]) continue;
            std::vector<Cell> cells(joined.rows.size());
            for (std::size_t row = 0; row < cells.size(); ++row) {
                if (joined.rows[row][i]) cells[row] = field.values.cell(*joined.rows[row][i]);
            }
            Field column = field;
            column.values = Values::cells(std::move(cells));
            if (sources.size() > 1) keepFrameName(column, *sources[i]);
            out.fields.push_back(std::move(column));
        }
    }
    std::vector<Frame> result;
    result.push_back(std::move(out));
    return result;
}

}  // namespace watchglass::ui
