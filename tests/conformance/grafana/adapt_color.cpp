// palette: the colours of both themes and arithmetic on them.

#include "tests/conformance/grafana/cases.h"
#include "ui/frame/color.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

constexpr int kSchemeTolerance = 1;

Comparison colors(int tolerance = 0)
{
    Comparison how;
    how.colors = true;
    how.colorTolerance = tolerance;
    return how;
}

const VisualTheme& theme(const Case& one) { return themeOf(one.item["theme"]); }

/// A name with its colour as #rrggbbaa. What is no colour is drawn in the fallback grey.
Answer named(const Case& one)
{
    const bool known = one.item["hex"].isString();
    return Answer::against(known ? one.item["hex"] : json::Value("#808080ff"),
                           toHex(theme(one).color(one.item["name"].toString())), colors());
}

Answer classicPalette(const Case& one)
{
    auto got = json::Value::array();
    for (std::size_t i = 0; i < theme(one).classicSize(); ++i) got.append(toHex(theme(one).classic(i)));
    return Answer::against(one.item["resolved"], std::move(got), colors());
}

Answer schemeColors(const Case& one)
{
    const std::string& mode = one.item["mode"].toString();
    auto expected = json::Value::array();
    auto got = json::Value::array();
    expected.append(one.item["isContinuous"].toBool());
    got.append(VisualTheme::isScheme(mode));
    if (one.item["isContinuous"].toBool()) {
        for (const json::Value& sample : one.item["at"].items()) {
            expected.append(sample.at(1).isString() ? sample.at(1) : sample.at(1)["hex"]);
            got.append(toHex(theme(one).scheme(mode, sample.at(0).toDouble())));
        }
    } else {
        for (const Color color : theme(one).paletteColors(mode)) got.append(toHex(color));
        for (const json::Value& color : one.expected().items()) expected.append(color["hex"]);
    }
    return Answer::against(std::move(expected), std::move(got),
                           colors(one.item["isContinuous"].toBool() ? kSchemeTolerance : 0));
}

Answer legacyPalette(const Case&)
{
    auto got = json::Value::array();
    for (const Color color : oldClassicPalette()) got.append(toHex(color));
    return {std::move(got), colors()};
}

Color inputColor(const Case& one, const char* name = "color")
{
    return parseColor(one.input()[name].toString()).value_or(Color{});
}

Answer alpha(const Case& one) { return {toHex(withAlpha(inputColor(one), one.input()["alpha"].toDouble())), colors()}; }

template <Color (*change)(Color, double)>
Answer changed(const Case& one)
{
    return {toHex(change(inputColor(one), one.input()["coefficient"].toDouble())), colors()};
}

Answer contrast(const Case& one)
{
    return json::Value(contrastRatio(inputColor(one, "foreground"), inputColor(one, "background")));
}

Answer textOnColor(const Case& one) { return {toHex(contrastText(inputColor(one))), colors()}; }

/// The members of `expected` that `got` has, at every depth.
json::Value commonPart(const json::Value& expected, const json::Value& got)
{
    if (!got.isObject()) return expected;
    auto out = json::Value::object();
    for (const auto& [name, value] : got.members()) out.set(name, commonPart(expected[name], value));
    return out;
}

Answer themeFacts(const Case& one)
{
    const ThemeColors& core = theme(one).core();
    auto got = json::Value::object();
    const auto put = [&](const char* group, const char* name, Color color) { got.edit(group).set(name, toHex(color)); };
    put("background", "canvas", core.canvas);
    put("background", "page", core.page);
    put("background", "primary", core.panel);
    put("background", "secondary", core.secondary);
    put("background", "elevated", core.elevated);
    put("text", "primary", core.text);
    put("text", "secondary", core.textSecondary);
    put("text", "disabled", core.textDisabled);
    put("text", "link", core.textLink);
    put("text", "maxContrast", core.textMaxContrast);
    put("border", "weak", core.borderWeak);
    put("border", "medium", core.borderMedium);
    put("border", "strong", core.borderStrong);
    const std::pair<const char*, const RichColor*> rich[] = {
        {"primary", &core.primary}, {"error", &core.error}, {"success", &core.success}, {"warning", &core.warning}};
    for (const auto& [group, color] : rich) {
        put(group, "main", color->main);
        put(group, "text", color->text);
        put(group, "contrastText", contrastText(color->main));
    }
    return Answer::against(commonPart(one.expected(), got), got, colors());
}

}  // namespace

void addColorAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["palette"] = {{"classicPalette", classicPalette},
                      {"schemeColors", schemeColors},
                      {"namedColor", named},
                      {"getColorByName", named},
                      {"themeColors", themeFacts},
                      {"classicColorsLegacy", legacyPalette},
                      {"alpha", alpha},
                      {"contrastRatio", contrast},
                      {"darken", changed<towardsBlack>},
                      {"lighten", changed<towardsWhite>},
                      {"emphasize", changed<emphasize>},
                      {"contrastText", textOnColor}};
}

}  // namespace watchglass::conformance::grafana
