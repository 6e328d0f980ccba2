#include "ui/frame/html_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace watchglass::ui {

namespace {

constexpr std::array<std::string_view, 70> kElements{
    "a",     "abbr",    "address", "article", "aside",  "b",          "bdi",      "bdo",     "big",    "blockquote",
    "br",    "caption", "center",  "cite",    "code",   "col",        "colgroup", "dd",      "del",    "details",
    "dfn",   "div",     "dl",      "dt",      "em",     "figcaption", "figure",   "font",    "footer", "h1",
    "h2",    "h3",      "h4",      "h5",      "h6",     "header",     "hr",       "i",       "img",    "ins",
    "kbd",   "li",      "main",    "mark",    "nav",    "ol",         "p",        "pre",     "q",      "s",
    "samp",  "section", "small",   "span",    "strike", "strong",     "sub",      "summary", "sup",    "table",
    "tbody", "td",      "tfoot",   "th",      "thead",  "time",       "tr",       "tt",      "u",      "ul"};

/// Elements whose text is none that people read.
constexpr std::array<std::string_view, 14> kSilent{"script",   "style",    "iframe",   "object", "svg",
                                                   "math",     "template", "noscript", "head",   "title",
                                                   "textarea", "select",   "audio",    "video"};

constexpr std::array<std::string_view, 28> kAttributes{
    "align", "alt",    "bgcolor", "border", "cellpadding", "cellspacing", "class",  "color", "colspan", "dir",
    "face",  "height", "href",    "id",     "lang",        "name",        "open",   "rel",   "rowspan", "size",
    "span",  "src",    "start",   "style",  "target",      "title",       "valign", "width"};

template <std::size_t N>
bool isOneOf(const std::array<std::string_view, N>& list, std::string_view name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

std::string lowerCase(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

bool isNameLetter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == ':';
}

bool isBlank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/// An entity such as "&amp;" or "&#106;" at `at`; its length, or 0.
std::size_t entityLength(std::string_view text, std::size_t at)
{
    constexpr std::size_t kMost = 32;
    for (std::size_t i = at + 1; i < text.size() && i - at < kMost; ++i) {
        if (text[i] == ';') return i > at + 1 ? i - at + 1 : 0;
        if (std::isalnum(static_cast<unsigned char>(text[i])) == 0 && text[i] != '#') return 0;
    }
    return 0;
}

/// Text of a document as it is written: entities stay, all else is escaped.
void appendText(std::string& out, std::string_view text, bool inAttribute)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '&') {
            out += entityLength(text, i) > 0 ? "&" : "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (c == '"' && inAttribute) {
            out += "&quot;";
        } else {
            out += c;
        }
    }
}

/// Whether an address may stay. Entities and control characters in front of the colon hide a scheme: those go.
bool isHarmlessAddress(std::string_view address)
{
    std::string scheme;
    for (const char c : address) {
        if (static_cast<unsigned char>(c) <= ' ') continue;
        if (c == ':') break;
        if (c == '&') return false;  // an entity hides what it is
        if (c == '/' || c == '?' || c == '#') return true;
        scheme += c;
    }
    if (address.find(':') == std::string_view::npos) return true;
    scheme = lowerCase(scheme);
    return scheme == "http" || scheme == "https" || scheme == "mailto" || scheme == "tel";
}

bool isHarmlessStyle(std::string_view style)
{
    const std::string lower = lowerCase(style);
    for (const char* bad : {"url(", "expression", "javascript", "@import", "behavior", "\\"}) {
        if (lower.find(bad) != std::string::npos) return false;
    }
    return true;
}

/// Attributes that only speak to programs.
bool isUnseen(std::string_view name)
{
    return name.starts_with("data-") || name.starts_with("aria-") || name == "role" || name == "tabindex";
}

class Sanitizer {
public:
    Sanitizer(std::string_view html, std::vector<std::string>* dropped) : m_html(html), m_dropped(dropped) {}

    std::string run()
    {
        while (m_at < m_html.size()) {
            const std::size_t tag = m_html.find('<', m_at);
            text(m_html.substr(m_at, tag == std::string_view::npos ? tag : tag - m_at));
            if (tag == std::string_view::npos) break;
            m_at = tag;
            markup();
        }
        while (!m_open.empty()) close(m_open.back());
        return std::move(m_out);
    }

private:
    void drop(const std::string& what)
    {
        if (m_dropped && std::find(m_dropped->begin(), m_dropped->end(), what) == m_dropped->end())
            m_dropped->push_back(what);
    }

    void text(std::string_view part) { appendText(m_out, part, false); }

    void markup()
    {
        if (m_html.substr(m_at).starts_with("<!--")) {
            const std::size_t end = m_html.find("-->", m_at);
            m_at = end == std::string_view::npos ? m_html.size() : end + 3;
            return;
        }
        const bool closing = m_at + 1 < m_html.size() && m_html[m_at + 1] == '/';
        const std::size_t begin = m_at + (closing ? 2 : 1);
        if (begin >= m_html.size() || std::isalpha(static_cast<unsigned char>(m_html[begin])) == 0) {
            const bool odd = begin < m_html.size() && (m_html[begin] == '!' || m_html[begin] == '?');
            if (!odd) {
                text("<");
                ++m_at;
                return;
            }
            const std::size_t end = m_html.find('>', m_at);
            m_at = end == std::string_view::npos ? m_html.size() : end + 1;
            return;
        }
        m_at = begin;
        const std::string name = takeName();
        if (!closing && !isOneOf(kElements, name)) drop('<' + name + '>');
        std::string attributes = takeAttributes(name, !closing && isOneOf(kElements, name));
        if (closing) {
            close(name);
        } else if (isOneOf(kSilent, name)) {
            skipPast(name);
        } else if (isOneOf(kElements, name)) {
            m_out += '<' + name + attributes + '>';
            if (name != "br" && name != "hr" && name != "img" && name != "col") m_open.push_back(name);
        }
    }

    std::string takeName()
    {
        const std::size_t begin = m_at;
        while (m_at < m_html.size() && isNameLetter(m_html[m_at])) ++m_at;
        return lowerCase(m_html.substr(begin, m_at - begin));
    }

    /// `told`: what goes is told of; of elements that go themselves it is not.
    std::string takeAttributes(const std::string& element, bool told)
    {
        std::string out;
        bool opensElsewhere = false;
        while (m_at < m_html.size() && m_html[m_at] != '>') {
            if (!isNameLetter(m_html[m_at])) {
                ++m_at;
                continue;
            }
            const std::string name = takeName();
            const std::string value = takeValue();
            const bool address = name == "href" || name == "src";
            if (name == "rel" && element == "a") continue;
            if (!isOneOf(kAttributes, name) || (address && !isHarmlessAddress(value)) ||
                (name == "style" && !isHarmlessStyle(value))) {
                if (told && !isUnseen(name)) drop(name + " of <" + element + '>');
                continue;
            }
            if (name == "target" && value == "_blank") opensElsewhere = true;
            out += ' ' + name + "=\"";
            appendText(out, value, true);
            out += '"';
        }
        if (m_at < m_html.size()) ++m_at;
        if (opensElsewhere && element == "a") out += " rel=\"noopener noreferrer\"";
        return out;
    }

    std::string takeValue()
    {
        while (m_at < m_html.size() && isBlank(m_html[m_at])) ++m_at;
        if (m_at == m_html.size() || m_html[m_at] != '=') return {};
        ++m_at;
        while (m_at < m_html.size() && isBlank(m_html[m_at])) ++m_at;
        if (m_at == m_html.size()) return {};
        const char quote = m_html[m_at];
        std::size_t end = m_at;
        if (quote == '"' || quote == '\'') {
            end = std::min(m_html.find(quote, ++m_at), m_html.size());
        } else {
            while (end < m_html.size() && !isBlank(m_html[end]) && m_html[end] != '>') ++end;
        }
        std::string out(m_html.substr(m_at, end - m_at));
        m_at = std::min(end + (quote == '"' || quote == '\'' ? 1 : 0), m_html.size());
        return out;
    }

    void close(const std::string& name)
    {
        if (std::find(m_open.begin(), m_open.end(), name) == m_open.end()) return;
        // What was opened within ends too.
        for (bool found = false; !found;) {
            found = m_open.back() == name;
            m_out += "</" + m_open.back() + '>';
            m_open.pop_back();
        }
    }

    void skipPast(const std::string& name)
    {
        const std::string lower = lowerCase(m_html.substr(m_at));
        const std::size_t end = lower.find("</" + name);
        const std::size_t after = end == std::string::npos ? end : lower.find('>', end);
        m_at = after == std::string::npos ? m_html.size() : m_at + after + 1;
    }

    std::string_view m_html;
    std::vector<std::string>* m_dropped;  ///< null: nobody asks
    std::size_t m_at = 0;
    std::string m_out;
    std::vector<std::string> m_open;
};

}  // namespace

std::string sanitizedHtml(std::string_view html, std::vector<std::string>* dropped)
{
    return Sanitizer(html, dropped).run();
}

std::string escapedHtml(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    }
    return out;
}

bool hasAnsiCodes(std::string_view text)
{
    for (std::size_t at = text.find("\x1b["); at != std::string_view::npos; at = text.find("\x1b[", at + 1)) {
        std::size_t end = at + 2;
        while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
        if (end > at + 2 && end <= at + 4 && end < text.size() && text[end] == 'm') return true;
    }
    return false;
}

}  // namespace watchglass::ui
