#include "tests/conformance/api_compare.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <regex>
#include <set>

#include "engine/base/go_float.h"
#include "tests/conformance/case_file.h"

namespace watchglass::conformance {

namespace {

constexpr double kTolerance = 1e-12;

std::string headerOf(std::string_view head, std::string_view name)
{
    const std::size_t at = head.find(name);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = head.substr(at + name.size());
    return std::string(rest.substr(0, rest.find("\r\n")));
}

bool sameNumber(const std::string& expected, const std::string& got)
{
    if (expected == got) return true;
    const auto a = parseFloat(expected);
    const auto b = parseFloat(got);
    if (!a || !b) return false;
    if (!std::isfinite(*a) || !std::isfinite(*b)) return sameFloat(*a, *b);
    return std::fabs(*a - *b) <= kTolerance * std::max(std::fabs(*a), std::fabs(*b));
}

/// Members sorted by name; items of an array sorted where `sets` says so, by their own text.
json::Value sorted(const json::Value& value, bool sets)
{
    if (value.isArray()) {
        std::vector<json::Value> items;
        for (const json::Value& item : value.items()) items.push_back(sorted(item, sets));
        const bool ofSeries = !items.empty() && items.front().isObject();
        if (sets && ofSeries) {
            std::sort(items.begin(), items.end(),
                      [](const json::Value& a, const json::Value& b) { return json::write(a) < json::write(b); });
        }
        return json::Value::array(std::move(items));
    }
    if (!value.isObject()) return value;
    std::map<std::string, json::Value> members;
    for (const auto& [name, member] : value.members()) members.emplace(name, sorted(member, sets));
    json::Value out = json::Value::object();
    for (auto& [name, member] : members) out.set(name, std::move(member));
    return out;
}

class Comparison {
public:
    explicit Comparison(const json::Value& theCase) : m_case(theCase)
    {
        for (const json::Value& path : theCase["volatile"].items()) m_volatile.push_back(path.toString());
    }

    std::string difference(const json::Value& expected, const json::Value& got, const std::string& path,
                           bool typesOnly = false) const
    {
        typesOnly = typesOnly || std::find(m_volatile.begin(), m_volatile.end(), path) != m_volatile.end();
        const std::string wanted = "at " + path + ": " + json::write(expected);
        if (expected.type() != got.type()) return wanted;
        if (expected.isObject()) return objects(expected, got, path, typesOnly);
        if (expected.isArray()) {
            if (expected.items().size() != got.items().size()) return wanted;
            for (std::size_t i = 0; i < expected.items().size(); ++i) {
                auto out = difference(expected.at(i), got.at(i), path + '[' + std::to_string(i) + ']', typesOnly);
                if (!out.empty()) return out;
            }
            return {};
        }
        if (typesOnly || same(expected, got, path)) return {};
        return wanted;
    }

private:
    std::string objects(const json::Value& expected, const json::Value& got, const std::string& path,
                        bool typesOnly) const
    {
        for (const auto& [name, value] : expected.members()) {
            if (!got.has(name)) return "at " + path + ": a member \"" + name + '"';
            auto out = difference(value, got[name], path + '.' + name, typesOnly);
            if (!out.empty()) return out;
        }
        if (typesOnly) return {};
        for (const auto& [name, value] : got.members()) {
            if (!expected.has(name) && !isNewerDefault(name, value))
                return "at " + path + ": no member \"" + name + '"';
        }
        return {};
    }

    /// Members of parse_query's tree that came after the recording, saying that nothing was given.
    bool isNewerDefault(const std::string& name, const json::Value& value) const
    {
        static const std::set<std::string> kNames{"anchored",  "smoothed", "offsetExpr",
                                                  "rangeExpr", "stepExpr", "fillValues"};
        if (m_case["request"]["path"].toString() != "/api/v1/parse_query" || !kNames.contains(name)) return false;
        if (name == "fillValues") return json::write(value) == R"({"lhs":null,"rhs":null})";
        return value.isNull() || (value.isBool() && !value.toBool());
    }

    bool same(const json::Value& expected, const json::Value& got, const std::string& path) const
    {
        if (expected.isNumber()) return expected.toDouble() == got.toDouble();
        if (!expected.isString()) return expected == got;
        if (path == "body.error") return sameError(expected.toString(), got.toString());
        // Sample values stand in arrays of time and value.
        if (path.ends_with("[1]")) return sameNumber(expected.toString(), got.toString());
        return expected.toString() == got.toString();
    }

    bool sameError(const std::string& expected, const std::string& got) const
    {
        const std::string& note = m_case["note"].toString();
        if (expected == got) return true;
        std::smatch newer;
        if (std::regex_search(note, newer, std::regex("the newer release words this error \"([^\"]*)\""))) {
            return got == newer[1].str();
        }
        if (note.find("order of the two series") == std::string::npos) return false;
        static const std::regex kPair(R"(\[(\{.*\}), (\{.*\})\])");
        return std::regex_replace(expected, kPair, "[$2, $1]") == got;
    }

    const json::Value& m_case;
    std::vector<std::string> m_volatile;
};

/// Whether the order of series in the answer means something.
bool isOrdered(const std::string& query)
{
    return query.find("sort") != std::string::npos || query.find("topk") != std::string::npos ||
           query.find("bottomk") != std::string::npos;
}

}  // namespace

HttpAnswer parseAnswer(std::string_view bytes)
{
    HttpAnswer out;
    const std::size_t end = bytes.find("\r\n\r\n");
    if (!bytes.starts_with("HTTP/1.1 ") || end == std::string_view::npos) return out;
    const std::string_view head = bytes.substr(0, end + 2);
    std::from_chars(head.data() + 9, head.data() + head.size(), out.status);
    out.contentType = headerOf(head, "Content-Type: ");
    out.body = std::string(bytes.substr(end + 4));
    return out;
}

std::string compareAnswer(const json::Value& theCase, const HttpAnswer& answer)
{
    if (answer.status != theCase["status"].toInt()) return "status " + std::to_string(theCase["status"].toInt());
    if (answer.contentType != theCase["content_type"].toString()) {
        return "content type " + theCase["content_type"].toString() + ", not " + answer.contentType;
    }
    if (theCase.has("body_text")) {
        return answer.body == theCase["body_text"].toString() ? "" : "text " + theCase["body_text"].toString();
    }
    if (!theCase.has("body")) return "a case with body or body_text";
    const auto got = json::parse(answer.body);
    if (!got) return "a JSON body, but: " + got.error().message;
    const bool sets = !isOrdered(theCase["request"]["params"]["query"].toString());
    return Comparison(theCase).difference(sorted(theCase["body"], sets), sorted(*got, sets), "body");
}

}  // namespace watchglass::conformance
