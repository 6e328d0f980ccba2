#include "ui/edit/change_text.h"

#include <algorithm>
#include <map>

namespace watchglass::ui {

namespace {

constexpr std::size_t kLongest = 60;  ///< bytes of a value that are shown

std::string shown(const json::Value& value)
{
    const std::string text = value.isString() ? value.toString() : json::write(value);
    std::size_t end = std::min(text.size(), kLongest);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    const std::string part = text.substr(0, end) + (end < text.size() ? "…" : "");
    return value.isString() ? "“" + part + "”" : part;
}

/// What an item of a list is told by; "" when it has nothing of the kind.
std::string identity(const json::Value& item)
{
    for (const char* name : {"refId", "id", "name", "uid"}) {
        const json::Value& value = item[name];
        if (value.isString() && !value.toString().empty()) return value.toString();
        if (value.isNumber()) return value.numberSpelling();
    }
    return {};
}

/// What people call an item: a panel by its title.
std::string called(const json::Value& item)
{
    for (const char* name : {"title", "name", "refId", "id"}) {
        const json::Value& value = item[name];
        if (value.isString() && !value.toString().empty()) return value.toString();
        if (value.isNumber()) return value.numberSpelling();
    }
    return {};
}

/// The items of a list by what they are told by; nothing when two of them cannot be told apart.
bool byIdentity(const json::Value& list, std::map<std::string, const json::Value*>& out)
{
    for (const json::Value& item : list.items()) {
        const std::string name = identity(item);
        if (name.empty() || !out.emplace(name, &item).second) return false;
    }
    return true;
}

using Lines = std::vector<std::string>;

void compare(const std::string& subject, const std::string& name, const json::Value& before, const json::Value& after,
             Lines& out);

std::string joined(const std::string& outer, const std::string& inner)
{
    return outer.empty() ? inner : outer + "." + inner;
}

void add(const std::string& subject, const std::string& text, Lines& out)
{
    out.push_back(subject.empty() ? text : subject + ": " + text);
}

/// Lists of named things: what came, what went, what differs within. `word` is what one is ("Panel"); "" leaves the
/// subject and names the place.
bool compareItems(const std::string& subject, const std::string& name, const std::string& word,
                  const json::Value& before, const json::Value& after, Lines& out)
{
    std::map<std::string, const json::Value*> was;
    std::map<std::string, const json::Value*> now;
    if (!byIdentity(before, was) || !byIdentity(after, now)) return false;
    const auto title = [&](const json::Value& item) {
        const std::string kind = item["type"].toString() == "row" ? "Row" : word;
        return word.empty() ? subject : kind + " " + called(item);
    };
    const auto place = [&](const json::Value& item) { return word.empty() ? joined(name, called(item)) : ""; };
    for (const json::Value& item : after.items()) {
        const auto old = was.find(identity(item));
        if (old == was.end()) {
            add(title(item), place(item) + (word.empty() ? " added" : "added"), out);
        } else {
            compare(title(*old->second), place(item), *old->second, item, out);
        }
    }
    for (const json::Value& item : before.items()) {
        if (!now.contains(identity(item))) add(title(item), place(item) + (word.empty() ? " removed" : "removed"), out);
    }
    // The order of panels says nothing: they stand by their places.
    Lines orderBefore;
    Lines orderAfter;
    for (const json::Value& item : before.items()) {
        if (now.contains(identity(item))) orderBefore.push_back(identity(item));
    }
    for (const json::Value& item : after.items()) {
        if (was.contains(identity(item))) orderAfter.push_back(identity(item));
    }
    if (word != "Panel" && orderBefore != orderAfter) add(subject, joined(name, "order changed"), out);
    return true;
}

void comparePlace(const std::string& subject, const json::Value& before, const json::Value& after, Lines& out)
{
    const bool moved = before["x"] != after["x"] || before["y"] != after["y"];
    const bool resized = before["w"] != after["w"] || before["h"] != after["h"];
    const auto size = [](const json::Value& pos) { return json::write(pos["w"]) + " × " + json::write(pos["h"]); };
    if (resized) add(subject, "size " + size(before) + " → " + size(after) + " cells", out);
    if (moved)
        add(subject,
            "moved to column " + std::to_string(after["x"].toInt() + 1) + ", row " +
                std::to_string(after["y"].toInt() + 1),
            out);
}

void compare(const std::string& subject, const std::string& name, const json::Value& before, const json::Value& after,
             Lines& out)
{
    if (before == after) return;
    if (before.isObject() && after.isObject()) {
        for (const auto& [member, now] : after.members()) {
            const json::Value& was = before[member];
            if (was == now && before.has(member)) continue;
            if (member == "gridPos" && was.isObject() && now.isObject()) {
                comparePlace(subject, was, now, out);
            } else {
                compare(subject, joined(name, member), was, now, out);
            }
        }
        for (const auto& [member, was] : before.members()) {
            if (!after.has(member)) add(subject, joined(name, member) + " removed", out);
        }
        return;
    }
    if (before.isArray() && after.isArray()) {
        const std::string word = name == "panels"             ? "Panel"
                                 : name == "templating.list"  ? "Variable"
                                 : name == "annotations.list" ? "Annotation"
                                                              : "";
        if (compareItems(subject, name, word, before, after, out)) return;
        if (before.items().size() == after.items().size()) {
            for (std::size_t i = 0; i < after.items().size(); ++i)
                compare(subject, joined(name, std::to_string(i + 1)), before.at(i), after.at(i), out);
            return;
        }
    }
    if (before.isNull()) {
        add(subject, name + " set to " + shown(after), out);
    } else {
        add(subject, name + " " + shown(before) + " → " + shown(after), out);
    }
}

}  // namespace

std::vector<std::string> describeChanges(const json::Value& before, const json::Value& after)
{
    Lines out;
    compare({}, {}, before, after, out);
    return out;
}

}  // namespace watchglass::ui
