#include "ui/edit/option_rows.h"

#include <algorithm>

namespace watchglass::ui {

namespace {

/// The columns that "organize" speaks of and those that are known, in the order that it gives them, else in their own.
json::Value columnsOf(const json::Value& written, const std::vector<std::string>& known)
{
    std::vector<std::string> names;
    std::vector<std::string> given;
    for (const auto& [name, value] : written["renameByName"].members()) given.push_back(value.toString());
    for (const std::string& name : known) {
        if (std::find(given.begin(), given.end(), name) == given.end()) names.push_back(name);
    }
    for (const char* member : {"indexByName", "renameByName", "excludeByName"}) {
        for (const auto& [name, value] : written[member].members()) {
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        }
    }
    const auto place = [&](const std::string& name) { return written["indexByName"][name].toDouble(1e9); };
    std::stable_sort(names.begin(), names.end(),
                     [&](const std::string& a, const std::string& b) { return place(a) < place(b); });
    json::Value out = json::Value::array();
    for (const std::string& name : names) {
        json::Value row = json::Value::object({{"name", name}});
        if (written["renameByName"][name].isString()) row.set("rename", written["renameByName"][name]);
        if (written["excludeByName"][name].toBool()) row.set("hide", true);
        out.append(std::move(row));
    }
    return out;
}

json::Value writtenColumns(const json::Value& rows, const json::Value& before, bool moved)
{
    json::Value rename = json::Value::object();
    json::Value exclude = json::Value::object();
    json::Value index = json::Value::object();
    int place = 0;
    for (const json::Value& row : rows.items()) {
        const std::string& name = row["name"].toString();
        if (name.empty() || index.has(name)) continue;
        index.set(name, place++);
        if (row["rename"].isString() && !row["rename"].toString().empty()) rename.set(name, row["rename"]);
        if (row["hide"].toBool()) exclude.set(name, true);
    }
    json::Value out = before.isObject() ? before : json::Value::object();
    out.set("excludeByName", std::move(exclude));
    // Naming a column does not move it: an order is written once there is one.
    if (!before["indexByName"].members().empty() || moved) out.set("indexByName", std::move(index));
    out.set("renameByName", std::move(rename));
    return out;
}

}  // namespace

json::Value rowsOf(const json::Value& written, RowsForm form, const std::vector<std::string>& known)
{
    switch (form) {
    case RowsForm::List: return written.isArray() ? written : json::Value::array();
    case RowsForm::Columns: return columnsOf(written, known);
    case RowsForm::ByName: break;
    }
    json::Value out = json::Value::array();
    for (const auto& [name, value] : written.members()) {
        json::Value row = value.isObject() ? value : json::Value::object();
        row.set("name", name);
        out.append(std::move(row));
    }
    return out;
}

json::Value writtenRows(const json::Value& rows, RowsForm form, const json::Value& before, bool moved)
{
    if (form == RowsForm::List) {
        json::Value list = json::Value::array();
        for (const json::Value& row : rows.items()) {
            if (!row.isString() || !row.toString().empty()) list.append(row);
        }
        return list.items().empty() ? json::Value() : list;
    }
    if (form == RowsForm::Columns) return writtenColumns(rows, before, moved);
    json::Value out = json::Value::object();
    for (const json::Value& row : rows.items()) {
        const std::string name = row["name"].toString();
        if (name.empty() || out.has(name)) continue;
        json::Value rest = row;
        rest.remove("name");
        out.set(name, std::move(rest));
    }
    return out;
}

}  // namespace watchglass::ui
