// units, value-format, number-format: numbers and dates with their units.

#include "tests/conformance/grafana/cases.h"
#include "ui/frame/display.h"
#include "ui/frame/number_text.h"
#include "ui/frame/value_format.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

Answer unit(const Case& one)
{
    json::Value expected = one.item;
    expected.remove("id");
    auto got = json::Value::object();
    for (const UnitInfo& info : unitCatalogue()) {
        if (info.id != one.item["unit"].toString()) continue;
        got.set("unit", info.id);
        got.set("name", info.name);
        got.set("category", info.category);
    }
    return Answer::against(std::move(expected), std::move(got));
}

json::Value emptyAsNull(const json::Value& text) { return textJson(text.toString()); }

Answer valueFormat(const Case& one)
{
    FormatContext context;
    context.nowMs = instantMs(one.document["now"]).value_or(0);
    if (one.item["timeZone"].isString()) context.timeZone = one.item["timeZone"].toString();
    const json::Value& row = one.item["row"];
    const auto value = formatCell(one.item["unit"].toString(), cellOf(row.at(0)), decimalsOf(one.item["decimals"]),
                                  context);
    auto got = json::Value::array();
    for (const auto& text : {value.prefix, value.text, value.suffix}) got.append(textJson(text));
    got.append(value.toString());
    auto expected = json::Value::array();
    for (std::size_t i = 1; i < 4; ++i) expected.append(emptyAsNull(row.at(i)));
    expected.append(row.at(4));
    return Answer::against(std::move(expected), std::move(got));
}

Answer fixed(const Case& one)
{
    const json::Value& row = one.item["row"];
    return Answer::against(row.at(1), formatCell("", cellOf(row.at(0)), decimalsOf(one.item["decimals"])).text);
}

Answer fixedScaled(const Case& one)
{
    const json::Value& row = one.item["row"];
    const auto value = formatCell("", cellOf(row.at(0)), decimalsOf(one.item["decimals"]));
    auto got = json::Value::object();
    got.set("text", value.text);
    if (one.item["ext"].isString()) got.set("suffix", one.item["ext"]);
    return Answer::against(row.at(1), std::move(got));
}

Answer guessed(const Case& one)
{
    const json::Value& row = one.item["row"];
    return Answer::against(row.at(1), detail::writtenDecimals(numberOf(row.at(0))));
}

Answer rounded(const Case& one)
{
    const json::Value& row = one.item["row"];
    const double got = detail::roundDecimals(numberOf(row.at(0)), decimalsOf(one.item["decimals"]).value_or(0));
    return Answer::against(row.at(1), numberJson(got));
}

}  // namespace

void addFormatAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["units"] = {{"", unit}};
    out["value-format"] = {{"valueFormat", valueFormat}};
    out["number-format"] = {
        {"toFixed", fixed}, {"toFixedScaled", fixedScaled}, {"guessDecimals", guessed}, {"roundDecimals", rounded}};
}

}  // namespace watchglass::conformance::grafana
