#include "ui/panels/heatmap_colors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

/// When Grafana turns a scheme around, so that few are dark on dark ground and alarming colours mean many.
enum class Turn { Never, Always, Dark };

struct Ramp {
    std::string_view name;
    Turn turn;
    std::string_view colors;  ///< six digits each, of ColorBrewer
};

constexpr std::array kRamps{
    Ramp{"Spectral", Turn::Always, "9e0142d53e4ff46d43fdae61fee08bffffbfe6f598abdda466c2a53288bd5e4fa2"},
    Ramp{"RdYlGn", Turn::Always, "a50026d73027f46d43fdae61fee08bffffbfd9ef8ba6d96a66bd631a9850006837"},
    Ramp{"RdYlBu", Turn::Always, "a50026d73027f46d43fdae61fee090ffffbfe0f3f8abd9e974add14575b4313695"},
    Ramp{"RdBu", Turn::Always, "67001fb2182bd6604df4a582fddbc7f7f7f7d1e5f092c5de4393c32166ac053061"},
    Ramp{"Oranges", Turn::Dark, "fff5ebfee6cefdd0a2fdae6bfd8d3cf16913d94801a636037f2704"},
    Ramp{"Blues", Turn::Dark, "f7fbffdeebf7c6dbef9ecae16baed64292c62171b508519c08306b"},
    Ramp{"Greens", Turn::Dark, "f7fcf5e5f5e0c7e9c0a1d99b74c47641ab5d238b45006d2c00441b"},
    Ramp{"Greys", Turn::Dark, "fffffff0f0f0d9d9d9bdbdbd969696737373525252252525000000"},
    Ramp{"Purples", Turn::Dark, "fcfbfdefedf5dadaebbcbddc9e9ac8807dba6a51a354278f3f007d"},
    Ramp{"Reds", Turn::Dark, "fff5f0fee0d2fcbba1fc9272fb6a4aef3b2ccb181da50f1567000d"},
    Ramp{"YlOrRd", Turn::Dark, "ffffccffeda0fed976feb24cfd8d3cfc4e2ae31a1cbd0026800026"},
    Ramp{"YlGnBu", Turn::Dark, "ffffd9edf8b1c7e9b47fcdbb41b6c41d91c0225ea8253494081d58"},
};

/// The maps that fields can be coloured by as well.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kMaps{{{"Viridis", "continuous-viridis"},
                                                                              {"Magma", "continuous-magma"},
                                                                              {"Inferno", "continuous-inferno"},
                                                                              {"Plasma", "continuous-plasma"},
                                                                              {"Cividis", "continuous-cividis"}}};

QColor rampColor(const Ramp& ramp, std::size_t index)
{
    const auto digits = ramp.colors.substr(index * 6, 6);
    return QColor(QLatin1Char('#') + toQString(digits));
}

/// A uniform cubic B-spline through the colours.
QColor splined(const Ramp& ramp, double t)
{
    const std::size_t count = ramp.colors.size() / 6;
    const auto last = static_cast<double>(count - 1);
    const auto i = std::min(static_cast<std::size_t>(t * last), count - 2);
    const double u = t * last - static_cast<double>(i);
    const QColor c1 = rampColor(ramp, i);
    const QColor c2 = rampColor(ramp, i + 1);
    const auto channel = [&](auto part) {
        const double v1 = part(c1);
        const double v2 = part(c2);
        const double v0 = i > 0 ? part(rampColor(ramp, i - 1)) : 2 * v1 - v2;
        const double v3 = i + 2 < count ? part(rampColor(ramp, i + 2)) : 2 * v2 - v1;
        const double u2 = u * u;
        const double u3 = u2 * u;
        const double mixed = ((1 - 3 * u + 3 * u2 - u3) * v0 + (4 - 6 * u2 + 3 * u3) * v1 +
                              (1 + 3 * u + 3 * u2 - 3 * u3) * v2 + u3 * v3) /
                             6;
        return static_cast<int>(std::clamp(std::lround(mixed), 0L, 255L));
    };
    return {channel([](const QColor& c) { return c.red(); }), channel([](const QColor& c) { return c.green(); }),
            channel([](const QColor& c) { return c.blue(); })};
}

/// Google's Turbo as a polynomial (Anton Mikhailov).
QColor turbo(double t)
{
    const auto channel = [](double value) { return static_cast<int>(std::clamp(std::lround(value), 0L, 255L)); };
    return {channel(34.61 + t * (1172.33 - t * (10793.56 - t * (33300.12 - t * (38394.49 - t * 14825.05))))),
            channel(23.31 + t * (557.33 + t * (1225.33 - t * (3574.96 - t * (1073.77 + t * 707.56))))),
            channel(27.2 + t * (3211.1 - t * (15327.97 - t * (27814 - t * (22569.18 - t * 6838.66)))))};
}

}  // namespace

std::vector<QColor> heatmapColors(const json::Value& color)
{
    constexpr std::int64_t kMostSteps = 1024;
    const auto steps = static_cast<std::size_t>(std::clamp<std::int64_t>(color["steps"].toInt(64), 2, kMostSteps));
    const VisualTheme& theme = currentVisualTheme();
    std::vector<QColor> out;
    if (color["mode"].toString() == "opacity") {
        const std::string& name = color["fill"].toString();
        const QColor fill = toQColor(theme.color(name.empty() ? "dark-orange" : name));
        const bool exponential = color["scale"].toString() != "linear";
        const double exponent = std::clamp(color["exponent"].toDouble(0.5), 0.01, 10.0);
        for (std::size_t i = 0; i < steps; ++i) {
            double share = static_cast<double>(i) / static_cast<double>(steps - 1);
            if (exponential) share = std::pow(share, exponent);
            QColor shade = fill;
            shade.setAlphaF(static_cast<float>(fill.alphaF() * share));
            out.push_back(shade);
        }
        return out;
    }
    const std::string& scheme = color["scheme"].toString();
    const auto* map = std::find_if(kMaps.begin(), kMaps.end(), [&](const auto& one) { return one.first == scheme; });
    const auto* ramp = std::find_if(kRamps.begin(), kRamps.end(), [&](const Ramp& one) { return one.name == scheme; });
    const Ramp& known = ramp == kRamps.end() ? kRamps[4] : *ramp;
    bool turned = known.turn == Turn::Always || (known.turn == Turn::Dark && theme.isDark());
    if (map != kMaps.end() || scheme == "Turbo") turned = false;
    if (color["reverse"].toBool()) turned = !turned;
    for (std::size_t i = 0; i < steps; ++i) {
        double share = static_cast<double>(i) / static_cast<double>(steps - 1);
        if (turned) share = 1 - share;
        if (map != kMaps.end())
            out.push_back(toQColor(theme.scheme(map->second, share)));
        else
            out.push_back(scheme == "Turbo" ? turbo(share) : splined(known, share));
    }
    return out;
}

std::size_t heatmapStep(double value, double low, double high, std::size_t count)
{
    if (count == 0 || !(high > low)) return 0;
    const double share = std::clamp((value - low) / (high - low), 0.0, 1.0);
    return std::min(static_cast<std::size_t>(share * static_cast<double>(count)), count - 1);
}

QLinearGradient heatmapScale(const std::vector<QColor>& colors, const QRectF& bar)
{
    constexpr std::size_t kFew = 20;
    constexpr double kEdge = 1e-6;
    QLinearGradient out(bar.topLeft(), bar.topRight());
    QGradientStops stops;
    const auto count = static_cast<double>(colors.size());
    for (std::size_t i = 0; i < colors.size(); ++i) {
        const auto at = static_cast<double>(i);
        if (colors.size() > kFew) {
            stops.append({at / (count - 1), colors[i]});
            continue;
        }
        stops.append({at / count + (i > 0 ? kEdge : 0), colors[i]});
        stops.append({std::min(1.0, (at + 1) / count), colors[i]});
    }
    out.setStops(stops);
    return out;
}

}  // namespace watchglass::ui
