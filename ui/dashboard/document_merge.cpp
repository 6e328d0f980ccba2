#include <algorithm>
#include <optional>

#include "ui/dashboard/document_path.h"
#include "ui/dashboard/document_text.h"
#include "ui/dashboard/json_scan.h"

namespace watchglass::ui {

namespace {

/// Where an item of the old list is found again: by its id or name, or as the same value.
bool isSameItem(const json::Value& before, const json::Value& after)
{
    for (const char* key : {"id", "name", "refId"}) {
        if (!before[key].isNull()) return before[key] == after[key];
    }
    return before == after;
}

/// For each old child what becomes of it; null for one that goes. `added` gets the new ones, in their order.
std::vector<const json::Value*> itemsAfter(const json::Value& before, const json::Value& after,
                                           std::vector<std::size_t>& added)
{
    std::vector<const json::Value*> out(before.items().size(), nullptr);
    if (before.items().size() == after.items().size()) {
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = &after.items()[i];
        return out;
    }
    std::size_t old = 0;
    for (std::size_t i = 0; i < after.items().size(); ++i) {
        std::size_t found = old;
        while (found < out.size() && !isSameItem(before.items()[found], after.items()[i])) ++found;
        if (found == out.size()) {
            added.push_back(i);
            continue;
        }
        // What is new in between would have to be put before it: then the list is written anew.
        if (!added.empty()) return {};
        out[found] = &after.items()[i];
        old = found + 1;
    }
    return out;
}

/// The same for members; of a repeated name only the last one changes.
std::vector<const json::Value*> membersAfter(const json::Value& before, const json::Value& after,
                                             std::vector<std::size_t>& added)
{
    const std::vector<json::Member>& members = before.members();
    std::vector<const json::Value*> out(members.size(), nullptr);
    for (std::size_t i = 0; i < members.size(); ++i) {
        const auto& [name, value] = members[i];
        if (!after.has(name)) continue;
        out[i] = &before[name] == &value ? &after[name] : &value;
    }
    for (std::size_t i = 0; i < after.members().size(); ++i) {
        if (!before.has(after.members()[i].first)) added.push_back(i);
    }
    return out;
}

}  // namespace

std::string DocumentText::merged(const TextSpan& at, const json::Value& before, const json::Value& after) const
{
    const std::string_view text = m_text;
    if (before == after) return std::string(at.of(text));
    const JsonScan scan(text);
    const std::vector<JsonScan::Child> children = scan.children(at);
    const std::string outer = indentationAt(at.begin);
    const bool lists = before.isArray() && after.isArray();
    if (children.empty() || !(lists || (before.isObject() && after.isObject()))) return written(after, outer);

    std::vector<std::size_t> added;
    const std::vector<const json::Value*> kept = lists ? itemsAfter(before, after, added)
                                                       : membersAfter(before, after, added);
    const bool none = std::all_of(kept.begin(), kept.end(), [](const json::Value* value) { return value == nullptr; });
    if (none || kept.size() != children.size()) return written(after, outer);

    // Each child brings along what stands before it: blanks, and the comma of all but the first.
    std::string out(1, text[at.begin]);
    std::size_t previous = at.begin + 1;
    bool first = true;
    for (std::size_t i = 0; i < children.size(); ++i) {
        const JsonScan::Child& child = children[i];
        if (kept[i] != nullptr) {
            const std::size_t from = first ? at.begin + 1 : previous;
            const std::size_t to = first ? children.front().begin() : child.begin();
            out += text.substr(from, to - from);
            out += text.substr(child.begin(), child.value.begin - child.begin());
            out += merged(child.value, lists ? before.items()[i] : before.members()[i].second, *kept[i]);
            first = false;
        }
        previous = child.value.end;
    }
    const std::size_t last = children.back().begin();
    const std::size_t blanks = text.find_last_not_of(" \t\r\n", last - 1) + 1;
    const std::string gap(text.substr(blanks, last - blanks));
    const std::string inner = indentationAt(children.back().begin());
    for (const std::size_t i : added) {
        out += ',' + gap;
        if (!lists) {
            json::appendQuoted(out, after.members()[i].first);
            out += gap.empty() ? ":" : ": ";
        }
        out += written(lists ? after.items()[i] : after.members()[i].second, inner);
    }
    out += text.substr(previous, at.end - previous);
    return out;
}

std::optional<TextSpan> DocumentText::find(std::string_view pointer) const
{
    const JsonScan scan(m_text);
    std::optional<TextSpan> at = scan.root();
    for (const std::string& step : pointerSteps(pointer)) {
        const auto next = at ? scan.child(*at, step) : std::nullopt;
        at = next ? std::optional(next->value) : std::nullopt;
    }
    return at;
}

Result<void> DocumentText::become(std::string_view pointer, const json::Value& value)
{
    const std::optional<TextSpan> at = find(pointer);
    if (!at) return fail(ErrorCode::NotFound, "the document has no such place", std::string(pointer));
    const auto before = json::parse(at->of(m_text));
    if (!before) return tl::make_unexpected(before.error());
    m_text.replace(at->begin, at->end - at->begin, merged(*at, *before, value));
    return {};
}

Result<void> DocumentText::arrange(std::string_view pointer, const std::vector<std::size_t>& order)
{
    const std::optional<TextSpan> at = find(pointer);
    if (!at) return fail(ErrorCode::NotFound, "the document has no such place", std::string(pointer));
    const std::vector<JsonScan::Child> items = JsonScan(m_text).children(*at);
    std::vector<std::size_t> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (sorted[i] != i || sorted.size() != items.size())
            return fail(ErrorCode::InvalidInput, "an order must name each item once", std::string(pointer));
    }
    std::string out;
    std::size_t from = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        out.append(m_text, from, items[i].value.begin - from);
        out += items[order[i]].value.of(m_text);
        from = items[i].value.end;
    }
    m_text = out.append(m_text, from);
    return {};
}

}  // namespace watchglass::ui
