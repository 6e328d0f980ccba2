#include "ui/dashboard/document_text.h"

#include <algorithm>

#include "ui/dashboard/document_path.h"
#include "ui/dashboard/json_scan.h"

namespace watchglass::ui {

namespace {

Error notFound(std::string_view pointer)
{
    return {ErrorCode::NotFound, "the document has no such place", std::string(pointer)};
}

/// What one level is indented by, taken from the first line that is: "  ", "\t"; "" for a document on one line.
std::string indentUnit(std::string_view text)
{
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        const std::size_t end = text.find_first_not_of(" \t", at + 1);
        if (end == std::string_view::npos) break;
        if (end > at + 1 && text[end] != '\n' && text[end] != '\r')
            return std::string(text.substr(at + 1, end - at - 1));
    }
    return {};
}

std::string newline(std::string_view text)
{
    const std::size_t at = text.find('\n');
    return at != std::string_view::npos && at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";
}

std::string quoted(std::string_view name)
{
    std::string out;
    json::appendQuoted(out, name);
    return out;
}

}  // namespace

Result<DocumentText> DocumentText::fromText(std::string text)
{
    if (const auto value = json::parse(text); !value) return tl::make_unexpected(value.error());
    return DocumentText(std::move(text));
}

std::string DocumentText::indentationAt(std::size_t at) const
{
    const std::size_t line = at == 0 ? std::string::npos : m_text.rfind('\n', at - 1);
    const std::size_t begin = line == std::string::npos ? 0 : line + 1;
    const std::size_t end = std::min(m_text.find_first_not_of(" \t", begin), m_text.size());
    return m_text.substr(begin, end - begin);
}

std::string DocumentText::written(const json::Value& value, const std::string& indentation) const
{
    const std::string unit = indentUnit(m_text);
    if (unit.empty()) return json::write(value);
    // Written with one blank a level, which then becomes the document's own. No string holds a line break.
    const std::string plain = json::write(value, 1);
    const std::string lineEnd = newline(m_text);
    std::string out;
    for (std::size_t at = 0; at < plain.size();) {
        const std::size_t end = std::min(plain.find('\n', at), plain.size());
        std::size_t blanks = 0;
        if (at > 0) {
            out += lineEnd + indentation;
            while (at + blanks < end && plain[at + blanks] == ' ') ++blanks;
            for (std::size_t i = 0; i < blanks; ++i) out += unit;
        }
        out.append(plain, at + blanks, end - at - blanks);
        at = end + 1;
    }
    return out;
}

std::string DocumentText::where(std::string_view pointer) const
{
    const auto span = find(pointer);
    if (!span) return {};
    const std::string_view before = std::string_view(m_text).substr(0, span->begin);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t start = before.rfind('\n');  // npos + 1 is the first column
    return std::to_string(line) + ":" + std::to_string(span->begin - (start + 1) + 1);
}

Result<void> DocumentText::set(std::string_view pointer, const json::Value& value)
{
    const JsonScan scan(m_text);
    std::vector<std::string> steps = pointerSteps(pointer);
    std::optional<TextSpan> at = scan.root();
    if (!at) return tl::make_unexpected(notFound(pointer));
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto next = scan.child(*at, steps[i]);
        if (next) {
            at = next->value;
            continue;
        }
        const std::vector<JsonScan::Child> siblings = scan.children(*at);
        const bool isItem = scan.isArray(*at);
        const bool fits = isItem ? steps[i] == "-" || steps[i] == std::to_string(siblings.size()) : scan.isObject(*at);
        if (i + 1 < steps.size() || !fits) return tl::make_unexpected(notFound(pointer));
        const std::string unit = indentUnit(m_text);
        const std::string name = isItem ? "" : quoted(steps[i]) + (unit.empty() ? ":" : ": ");
        if (siblings.empty()) {
            const std::string outer = indentationAt(at->begin);
            const std::string lineEnd = unit.empty() ? "" : newline(m_text);
            m_text.replace(at->begin + 1, at->end - at->begin - 2,
                           lineEnd + (unit.empty() ? "" : outer + unit) + name + written(value, outer + unit) +
                               lineEnd + (unit.empty() ? "" : outer));
            return {};
        }
        // As far from the last one as that is from what stands before it.
        const std::size_t begin = siblings.back().begin();
        const std::size_t blanks = m_text.find_last_not_of(" \t\r\n", begin - 1) + 1;
        const std::string gap = m_text.substr(blanks, begin - blanks);
        m_text.insert(siblings.back().value.end, "," + gap + name + written(value, indentationAt(begin)));
        return {};
    }
    const auto before = json::parse(at->of(m_text));
    if (before && *before == value) return {};
    m_text.replace(at->begin, at->end - at->begin, written(value, indentationAt(at->begin)));
    return {};
}

Result<void> DocumentText::remove(std::string_view pointer)
{
    const JsonScan scan(m_text);
    const std::vector<std::string> steps = pointerSteps(pointer);
    std::optional<TextSpan> at = scan.root();
    if (!at || steps.empty()) return tl::make_unexpected(notFound(pointer));
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
        const auto next = scan.child(*at, steps[i]);
        if (!next) return tl::make_unexpected(notFound(pointer));
        at = next->value;
    }
    const auto gone = scan.child(*at, steps.back());
    if (!gone) return tl::make_unexpected(notFound(pointer));
    const std::vector<JsonScan::Child> siblings = scan.children(*at);
    const auto it = std::find_if(siblings.begin(), siblings.end(),
                                 [&](const JsonScan::Child& child) { return child.value.begin == gone->value.begin; });
    std::size_t begin = at->begin + 1;
    std::size_t end = at->end - 1;
    if (it != siblings.begin()) {
        begin = std::prev(it)->value.end;
        end = gone->value.end;
    } else if (std::next(it) != siblings.end()) {
        begin = gone->begin();
        end = std::next(it)->begin();
    }
    m_text.erase(begin, end - begin);
    return {};
}

}  // namespace watchglass::ui
