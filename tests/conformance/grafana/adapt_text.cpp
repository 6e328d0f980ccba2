// text: regular expressions, links and query strings.

#include "tests/conformance/grafana/cases.h"
#include "tests/conformance/grafana/variables.h"
#include "ui/dashboard/url_text.h"
#include "ui/frame/csv_text.h"
#include "ui/frame/html_text.h"
#include "ui/frame/js_regex.h"
#include "ui/frame/markdown.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

Answer regex(const Case& one)
{
    const auto read = JsRegex::fromDashboard(one.input().toString());
    if (!read) return refused();
    return json::Value::object({{"source", read->source()}, {"flags", read->flags()}});
}

Answer escaped(const Case& one) { return json::Value(escapeRegex(one.input().toString())); }

Answer link(const Case& one) { return json::Value(safeLink(one.input().toString())); }

Answer parameters(const Case& one)
{
    UrlParameters list;
    for (const auto& [name, value] : one.input().members()) list.emplace_back(name, textList(value));
    return json::Value(toUrlParameters(list));
}

Answer keyValues(const Case& one)
{
    auto got = json::Value::object();
    for (const auto& [name, values] : parseUrlParameters(one.input().toString())) {
        auto list = json::Value::array();
        for (const std::string& value : values) list.append(value);
        got.set(name, values.size() == 1 ? json::Value(values.front()) : list);
    }
    return got;
}

Answer csv(const Case& one)
{
    const json::Value& given = one.input()["options"];
    Frame frame;
    for (const json::Value& column : one.input()["fields"].items()) frame.fields.push_back(fieldOf(column));
    CsvOptions options;
    if (given["delimiter"].isString()) options.delimiter = given["delimiter"].toString();
    constexpr std::int64_t kNames = 1;
    options.header = given["headerStyle"].toInt(kNames) == kNames;
    options.excelHeader = given["useExcelHeader"].toBool();
    return json::Value(toCsv({frame}, options));
}

Answer sanitized(const Case& one)
{
    const std::string& text = one.input().toString();
    return json::Value::object(
        {{"sanitize", sanitizedHtml(text)}, {"escape", escapedHtml(text)}, {"hasAnsi", hasAnsiCodes(text)}});
}

Answer markdown(const Case& one) { return json::Value(markdownHtml(one.input().toString())); }

}  // namespace

void addTextAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["text"] = {{"stringToJsRegex", regex},  {"escapeRegex", escaped},     {"sanitizeUrl", link},
                   {"toUrlParams", parameters}, {"parseKeyValue", keyValues}, {"toCSV", csv},
                   {"sanitize", sanitized},     {"renderMarkdown", markdown}};
}

}  // namespace watchglass::conformance::grafana
