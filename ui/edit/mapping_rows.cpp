#include "ui/edit/mapping_rows.h"

#include <algorithm>
#include <map>

namespace watchglass::ui {

namespace {

/// One with nothing to tell apart but what is shown.
std::vector<MappingRow> alike(std::vector<MappingRow> rows)
{
    for (MappingRow& row : rows) {
        row.mapping = -1;
        row.result.remove("index");
    }
    return rows;
}

json::Value mappingOf(const MappingRow& row)
{
    if (!row.written.isNull()) return row.written;
    json::Value options = json::Value::object();
    if (row.type == "value") options.set(row.condition, row.result);
    if (row.type == "range") {
        options.set("from", row.from);
        options.set("to", row.to);
    }
    if (row.type == "regex") options.set("pattern", row.condition);
    if (row.type == "special") options.set("match", row.condition);
    if (row.type != "value") options.set("result", row.result);
    return json::Value::object({{"type", row.type}, {"options", std::move(options)}});
}

json::Value written(const std::vector<MappingRow>& rows)
{
    std::map<int, json::Value> old;  // by their number in the file
    std::vector<json::Value> fresh;
    json::Value values;  // new lines for values
    for (const MappingRow& row : rows) {
        if (row.type == "value" && row.mapping < 0) {
            if (values.isNull())
                values = mappingOf(row);
            else if (!values["options"].has(row.condition))
                values.edit("options").set(row.condition, row.result);
        } else if (row.mapping < 0) {
            fresh.push_back(mappingOf(row));
        } else if (const auto [it, first] = old.emplace(row.mapping, json::Value()); first) {
            it->second = mappingOf(row);
        } else if (row.type == "value" && !it->second["options"].has(row.condition)) {
            it->second.edit("options").set(row.condition, row.result);
        }
    }
    if (!values.isNull()) {
        const auto home = std::find_if(old.begin(), old.end(),
                                       [](const auto& one) { return one.second["type"].toString() == "value"; });
        if (home == old.end()) {
            fresh.insert(fresh.begin(), values);
        } else {
            for (const auto& [key, result] : values["options"].members()) {
                if (!home->second["options"].has(key)) home->second.edit("options").set(key, result);
            }
        }
    }
    json::Value out = json::Value::array();
    for (auto& [number, mapping] : old) out.append(std::move(mapping));
    for (json::Value& mapping : fresh) out.append(std::move(mapping));
    return out;
}

}  // namespace

bool MappingRow::isComplete() const
{
    if (!written.isNull()) return true;
    if (type == "range") return !from.isNull() || !to.isNull();
    return !condition.empty();
}

std::vector<MappingRow> mappingRows(const json::Value& mappings)
{
    std::vector<MappingRow> out;
    int number = 0;
    for (const json::Value& mapping : mappings.items()) {
        const json::Value& options = mapping["options"];
        MappingRow row;
        row.type = mapping["type"].toString();
        row.mapping = number++;
        if (row.type == "value") {
            for (const auto& [key, result] : options.members()) {
                row.condition = key;
                row.result = result;
                out.push_back(row);
            }
            continue;
        }
        row.result = options["result"].isObject() ? options["result"] : json::Value::object();
        if (row.type == "range") {
            row.from = options["from"];
            row.to = options["to"];
        } else if (row.type == "regex") {
            row.condition = options["pattern"].toString();
        } else if (row.type == "special") {
            row.condition = options["match"].toString();
        } else {
            row.written = mapping;
        }
        out.push_back(std::move(row));
    }
    std::stable_sort(out.begin(), out.end(), [](const MappingRow& a, const MappingRow& b) {
        return a.result["index"].toInt() < b.result["index"].toInt();
    });
    return out;
}

json::Value mappingsOf(const std::vector<MappingRow>& rows)
{
    std::vector<MappingRow> complete;
    for (const MappingRow& row : rows) {
        const bool taken = row.type == "value" &&
                           std::any_of(complete.begin(), complete.end(), [&](const MappingRow& one) {
                               return one.type == "value" && one.condition == row.condition;
                           });
        if (row.isComplete() && !taken) complete.push_back(row);
    }
    json::Value out = written(complete);
    if (alike(mappingRows(out)) == alike(complete)) return out;
    std::int64_t index = 0;
    for (MappingRow& row : complete) row.result.set("index", index++);
    return written(complete);
}

}  // namespace watchglass::ui
