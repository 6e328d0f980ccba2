// stat-bar: fonts and layout of stats, gradients and cells of bars. A character is 7 px wide at any size.

#include "tests/conformance/grafana/cases.h"
#include "ui/frame/field_override.h"
#include "ui/frame/utf16.h"
#include "ui/values/bar_fill.h"
#include "ui/values/big_value.h"
#include "ui/values/percent_change.h"
#include "ui/values/sparkline_range.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

constexpr double kCharacterPx = 7;

double ruler(const std::string& text, bool) { return kCharacterPx * static_cast<double>(utf16Length(text)); }

Color colorOf(const json::Value& text) { return parseColor(text.toString()).value_or(Color{}); }

Answer percent(const Case& one)
{
    const json::Value& input = one.input();
    return numberJson(valueShare(numberOf(input["value"]), numberOf(input["min"]), numberOf(input["max"])));
}

Answer changeColor(const Case& one)
{
    const json::Value& input = one.input();
    Comparison how;
    how.colors = true;
    return {toHex(percentChangeColor(input["percentChange"].toDouble(), input["mode"].toString(),
                                     colorOf(input["valueColor"]), themeOf(input["theme"]))),
            how};
}

Answer fontSize(const Case& one)
{
    const json::Value& input = one.input();
    TextRoom room{input["text"].toString(),
                  input["width"].toDouble(),
                  input["height"].toDouble(),
                  input["lineHeight"].toDouble(),
                  {},
                  false};
    if (input["maxSize"].isNumber()) room.most = input["maxSize"].toDouble();
    return json::Value(fittingTextSize(room, ruler));
}

const char* layoutName(BigValueKind kind)
{
    switch (kind) {
    case BigValueKind::Stacked: return "StackedWithNoChartLayout";
    case BigValueKind::StackedWithChart: return "StackedWithChartLayout";
    case BigValueKind::Wide: return "WideNoChartLayout";
    case BigValueKind::WideWithChart: return "WideWithChartLayout";
    }
    return "";
}

Answer bigValue(const Case& one)
{
    const json::Value& input = one.input();
    DisplayValue value;
    value.text = input.get("value.text").toString();
    value.prefix = input.get("value.prefix").toString();
    value.suffix = input.get("value.suffix").toString();
    const std::string& title = input.get("value.title").toString();
    BigValueRequest request;
    request.width = input["width"].toDouble();
    request.height = input["height"].toDouble();
    request.chart = input["sparkline"].toBool();
    request.textMode = input["textMode"].toString();
    request.justifyMode = input["justifyMode"].toString();
    request.count = static_cast<std::size_t>(input["count"].toInt());
    request.longestTitle = title;
    request.longestValue = value.toString();
    const BigValueLayout layout = layOutBigValue(request, ruler);
    const BigValueText shown = bigValueText(value, title, request.textMode, request.count);
    auto text = json::Value::object();
    text.set("title", shown.title ? json::Value(*shown.title) : json::Value());
    text.set("value", shown.value.text);
    text.set("suffix", textJson(shown.value.suffix));
    auto got = json::Value::object();
    got.set("layout", layoutName(layout.kind));
    got.set("valueFontSize", layout.valueSize);
    got.set("titleFontSize", layout.titleSize);
    got.set("chartHeight", layout.chartHeight);
    got.set("chartWidth", layout.chartWidth);
    got.set("valueColor", input.get("value.color"));  // the colour of the value itself, whatever the mode
    got.set("panelPadding", layout.padding);
    got.set("justifyCenter", layout.centered);
    got.set("valueToAlignTo", layout.alignValue);
    if (layout.alignTitle) got.set("titleToAlignTo", *layout.alignTitle);
    got.set("maxTextWidth", layout.textWidth);
    got.set("maxTextHeight", layout.textHeight);
    got.set("text", std::move(text));
    return got;
}

/// "linear-gradient(90deg, #73BF69, #73BF69 50px, #FF9830)" as [direction, [colour, px] ...]; a colour as [[colour]].
json::Value stopsOfCss(const std::string& css)
{
    auto out = json::Value::array();
    const auto open = css.find('(');
    if (open == std::string::npos || !css.starts_with("linear-gradient")) {
        out.append(json::Value::array({css}));
        return out;
    }
    std::string rest = css.substr(open + 1, css.size() - open - 2);
    for (std::size_t at = 0; at != std::string::npos;) {
        const auto comma = rest.find(',', at);
        std::string part = rest.substr(at, comma == std::string::npos ? comma : comma - at);
        part.erase(0, part.find_first_not_of(' '));
        at = comma == std::string::npos ? comma : comma + 1;
        const auto blank = part.find(' ');
        auto stop = json::Value::array({part.substr(0, blank)});
        if (blank != std::string::npos) stop.append(std::stod(part.substr(blank + 1)));
        out.append(std::move(stop));
    }
    return out;
}

json::Value stopsJson(const std::vector<FillStop>& fill, bool vertical)
{
    auto out = json::Value::array();
    if (fill.size() > 1) out.append(json::Value::array({vertical ? "0deg" : "90deg"}));
    for (const FillStop& stop : fill) {
        auto item = json::Value::array({toHex(stop.color)});
        if (stop.at) item.append(*stop.at);
        out.append(std::move(item));
    }
    return out;
}

/// Directions stay texts, colours become their channels.
json::Value normalized(json::Value stops)
{
    for (json::Value& stop : stops.mutableItems()) {
        json::Value& color = stop.mutableItems().front();
        if (const auto parsed = parseColor(color.toString())) color = toHex(*parsed);
    }
    return stops;
}

json::Value cellJson(const CellColors& cell)
{
    auto out = json::Value::object();
    const auto text = [](Color color) {
        return "rgba(" + std::to_string(color.r) + ',' + std::to_string(color.g) + ',' + std::to_string(color.b) + ',' +
               std::to_string(color.a) + ')';
    };
    out.set("isLit", cell.lit);
    out.set("background", text(cell.background));
    if (cell.shade) out.set("backgroundShade", text(*cell.shade));
    out.set("border", text(cell.border));
    return out;
}

Answer barGradient(const Case& one)
{
    constexpr double kFirstCell = 10;
    constexpr double kSecondCell = 60;
    const json::Value& input = one.input();
    const VisualTheme& theme = themeOf(input["theme"]);
    Field field;
    field.config = fieldConfigFromJson(input["config"]);
    const DisplayProcessor display(field, theme);
    const DisplayValue value = display(input["value"].toDouble());
    const bool vertical = input["orientation"].toString() == "vertical";
    auto got = json::Value::object();
    got.set("gradient", normalized(stopsJson(barFill(field, value, input["barSize"].toDouble(), theme), vertical)));
    got.set("textColor", toHex(value.color));
    got.set("textColorTextMode", toHex(theme.core().text));
    got.set("cellLit", cellJson(cellColors(display, kFirstCell, value.numeric)));
    got.set("cellAt60", cellJson(cellColors(display, kSecondCell, value.numeric)));
    json::Value expected = one.expected();
    expected.set("gradient", normalized(stopsOfCss(expected["gradient"].toString())));
    Comparison how;
    how.colorKeys = {"textColor", "textColorTextMode", "background", "backgroundShade", "border"};
    how.colorTolerance = 1;
    return Answer::against(std::move(expected), std::move(got), how);
}

Answer sparkline(const Case& one)
{
    std::vector<Frame> frames(1);
    frames[0].fields.resize(1);
    Field& field = frames[0].fields[0];
    field.values = valuesOf(one.input()["values"]);
    applyFieldConfig(frames, fieldConfigSourceFromJson(json::Value::object({{"defaults", one.input()["config"]}})));
    const auto [low, high] = sparklineRange(field);
    return json::Value::array({low, high});
}

}  // namespace

void addStatBarAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["stat-bar"] = {{"valuePercent", percent}, {"barGradient", barGradient}, {"percentChangeColor", changeColor},
                       {"fontSize", fontSize},    {"bigValueLayout", bigValue}, {"sparklineRange", sparkline}};
}

}  // namespace watchglass::conformance::grafana
