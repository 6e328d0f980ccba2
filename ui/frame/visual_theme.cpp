#include "ui/frame/visual_theme.h"

#include <algorithm>
#include <cmath>

#include "engine/base/utf8.h"
#include "ui/frame/color_maps.h"
#include "ui/frame/palettes.h"

namespace watchglass::ui {
namespace {

struct Hue {
    std::string_view name;
    std::array<std::uint32_t, 6> shades;  ///< light to dark; the light theme starts one shade later
};

constexpr std::array<Hue, 6> kHues = {{{"red", {0xFFA6B0, 0xFF7383, 0xF2495C, 0xE02F44, 0xC4162A, 0xAD0317}},
                                       {"orange", {0xFFCB7D, 0xFFB357, 0xFF9830, 0xFF780A, 0xFA6400, 0xE55400}},
                                       {"yellow", {0xFFF899, 0xFFEE52, 0xFADE2A, 0xF2CC0C, 0xE0B400, 0xCC9D00}},
                                       {"green", {0xC8F2C2, 0x96D98D, 0x73BF69, 0x56A64B, 0x37872D, 0x19730E}},
                                       {"blue", {0xC0D8FF, 0x8AB8FF, 0x5794F2, 0x3274D9, 0x1F60C4, 0x1250B0}},
                                       {"purple", {0xDEB6F2, 0xCA95E5, 0xB877D9, 0xA352CC, 0x8F3BB8, 0x7C2EA3}}}};
constexpr std::array<std::string_view, 5> kShades = {"super-light-", "light-", "", "semi-dark-", "dark-"};

constexpr std::array<std::string_view, 64> kClassic = {"green",
                                                       "semi-dark-yellow",
                                                       "blue",
                                                       "orange",
                                                       "red",
                                                       "purple",
                                                       "dark-green",
                                                       "dark-yellow",
                                                       "dark-blue",
                                                       "dark-orange",
                                                       "dark-red",
                                                       "dark-purple",
                                                       "super-light-green",
                                                       "super-light-yellow",
                                                       "super-light-blue",
                                                       "super-light-orange",
                                                       "super-light-red",
                                                       "super-light-purple",
                                                       "#447EBC",
                                                       "#C15C17",
                                                       "#890F02",
                                                       "#0A437C",
                                                       "#6D1F62",
                                                       "#584477",
                                                       "#B7DBAB",
                                                       "#F4D598",
                                                       "#70DBED",
                                                       "#F9BA8F",
                                                       "#F29191",
                                                       "#82B5D8",
                                                       "#E5A8E2",
                                                       "#AEA2E0",
                                                       "#629E51",
                                                       "#E5AC0E",
                                                       "#64B0C8",
                                                       "#E0752D",
                                                       "#BF1B00",
                                                       "#0A50A1",
                                                       "#962D82",
                                                       "#614D93",
                                                       "#9AC48A",
                                                       "#F2C96D",
                                                       "#65C5DB",
                                                       "#F9934E",
                                                       "#EA6460",
                                                       "#5195CE",
                                                       "#D683CE",
                                                       "#806EB7",
                                                       "#3F6833",
                                                       "#967302",
                                                       "#2F575E",
                                                       "#99440A",
                                                       "#58140C",
                                                       "#052B51",
                                                       "#511749",
                                                       "#3F2B5B",
                                                       "#E0F9D7",
                                                       "#FCEACA",
                                                       "#CFFAFF",
                                                       "#F9E2D2",
                                                       "#FCE2DE",
                                                       "#BADFF4",
                                                       "#F9D9F9",
                                                       "#DEDAF7"};

constexpr std::size_t kNewHues = 18;  ///< named hues at the start of the palette
constexpr std::size_t kOldHues = 10;  ///< what stood there before
constexpr double kReadableContrast = 3;
constexpr Color kUnknown{0x80, 0x80, 0x80, 1};

Color fromRgb(std::uint32_t rgb)
{
    return {static_cast<std::uint8_t>(rgb >> 16 & 0xff), static_cast<std::uint8_t>(rgb >> 8 & 0xff),
            static_cast<std::uint8_t>(rgb & 0xff), 1};
}

std::uint8_t channel(double value)
{
    return static_cast<std::uint8_t>(std::clamp(std::floor(value + 0.5), 0.0, 255.0));
}

struct Scheme {
    std::string_view mode;
    std::array<std::string_view, 3> colors;  ///< the third may be empty
};
constexpr std::array<Scheme, 10> kSchemes = {{{"continuous-GrYlRd", {"green", "yellow", "red"}},
                                              {"continuous-RdYlGr", {"red", "yellow", "green"}},
                                              {"continuous-BlYlRd", {"dark-blue", "super-light-yellow", "dark-red"}},
                                              {"continuous-YlRd", {"super-light-yellow", "dark-red", ""}},
                                              {"continuous-BlPu", {"blue", "purple", ""}},
                                              {"continuous-YlBl", {"super-light-yellow", "dark-blue", ""}},
                                              {"continuous-blues", {"panel-bg", "dark-blue", ""}},
                                              {"continuous-reds", {"panel-bg", "dark-red", ""}},
                                              {"continuous-greens", {"panel-bg", "dark-green", ""}},
                                              {"continuous-purples", {"panel-bg", "dark-purple", ""}}}};

std::string_view colorMap(std::string_view mode)
{
    if (mode == "continuous-viridis") return detail::kViridis;
    if (mode == "continuous-magma") return detail::kMagma;
    if (mode == "continuous-inferno") return detail::kInferno;
    if (mode == "continuous-plasma") return detail::kPlasma;
    return {};
}

/// Cividis as a polynomial fit (Jamie Nuñez et al.).
Color cividis(double t)
{
    t = std::clamp(t, 0.0, 1.0);
    return {channel(-4.54 - t * (35.34 - t * (2381.73 - t * (6402.7 - t * (7024.72 - t * 2710.57))))),
            channel(32.49 + t * (170.73 + t * (52.82 - t * (131.46 - t * (176.58 - t * 67.37))))),
            channel(81.24 + t * (442.36 - t * (2482.43 - t * (6167.24 - t * (6614.94 - t * 2475.67))))), 1};
}

/// Uniform cubic B-spline through the colours, ends doubled: smooth, and within the colours' hull.
Color spline(std::span<const Color> colors, double t)
{
    const auto segments = static_cast<double>(colors.size() - 1);
    t = std::isnan(t) ? 0 : std::clamp(t, 0.0, 1.0);
    const auto i = std::min(static_cast<std::size_t>(t * segments), colors.size() - 2);
    const double u = t * segments - static_cast<double>(i);
    const auto part = [&](std::uint8_t Color::*member) {
        const double v1 = colors[i].*member;
        const double v2 = colors[i + 1].*member;
        const double v0 = i > 0 ? colors[i - 1].*member : 2 * v1 - v2;
        const double v3 = i + 2 < colors.size() ? colors[i + 2].*member : 2 * v2 - v1;
        const double u2 = u * u;
        const double u3 = u2 * u;
        return channel(((1 - 3 * u + 3 * u2 - u3) * v0 + (4 - 6 * u2 + 3 * u3) * v1 +
                        (1 + 3 * u + 3 * u2 - 3 * u3) * v2 + u3 * v3) /
                       6);
    };
    return {part(&Color::r), part(&Color::g), part(&Color::b), 1};
}

/// The hash of the npm package string-hash: over UTF-16 units from the end.
std::uint32_t stringHash(std::string_view text)
{
    std::vector<std::uint16_t> units;
    while (!text.empty()) {
        std::size_t length = 1;
        const char32_t code = decodeUtf8(text, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
        if (code >= 0x10000) {
            units.push_back(static_cast<std::uint16_t>(0xd800 + ((code - 0x10000) >> 10)));
            units.push_back(static_cast<std::uint16_t>(0xdc00 + ((code - 0x10000) & 0x3ff)));
        } else {
            units.push_back(static_cast<std::uint16_t>(code));
        }
    }
    std::uint32_t hash = 5381;
    for (auto it = units.rbegin(); it != units.rend(); ++it) hash = (hash * 33) ^ *it;
    return hash;
}

}  // namespace

VisualTheme::VisualTheme(bool dark) : m_dark(dark), m_text(core().text), m_panel(core().panel)
{
    for (const auto name : kClassic) {
        m_classic.push_back(color(name));
        if (contrastRatio(m_classic.back(), m_panel) >= kReadableContrast) m_readable.push_back(m_classic.size() - 1);
    }
}

const VisualTheme& VisualTheme::dark()
{
    static const VisualTheme theme(true);
    return theme;
}

const VisualTheme& VisualTheme::light()
{
    static const VisualTheme theme(false);
    return theme;
}

Color VisualTheme::color(std::string_view name) const
{
    for (const auto& hue : kHues) {
        if (name.size() < hue.name.size() || name.substr(name.size() - hue.name.size()) != hue.name) continue;
        const auto prefix = name.substr(0, name.size() - hue.name.size());
        for (std::size_t i = 0; i < kShades.size(); ++i) {
            if (prefix == kShades[i]) return fromRgb(hue.shades[m_dark ? i : i + 1]);
        }
    }
    if (name == "transparent") return m_dark ? Color{0, 0, 0, 0} : Color{255, 255, 255, 0};
    if (name == "text") return m_text;
    if (name == "panel-bg") return m_panel;
    return parseColor(name).value_or(kUnknown);
}

Color VisualTheme::classic(std::size_t seriesIndex) const { return m_classic[seriesIndex % m_classic.size()]; }

Color VisualTheme::classicByName(std::string_view name) const
{
    return m_classic[m_readable[stringHash(name) % m_readable.size()]];
}

std::optional<Color> VisualTheme::palette(std::string_view mode, std::size_t seriesIndex) const
{
    const auto pick = [&](const auto& colors) { return fromRgb(colors[seriesIndex % colors.size()]); };
    if (mode == "palette-classic") return classic(seriesIndex);
    if (mode == "palette-colorblind") return m_dark ? pick(detail::kColorblindDark) : pick(detail::kColorblindLight);
    if (mode == "palette-categorical-next") return pick(detail::kCategorical);
    if (mode == "palette-categorical-next-2") return pick(detail::kCategorical2);
    if (mode == "palette-categorical-next-3") return pick(detail::kCategorical3);
    return {};
}

std::vector<Color> VisualTheme::paletteColors(std::string_view mode) const
{
    std::vector<Color> out;
    if (mode == "palette-classic") return m_classic;
    if (mode == "palette-classic-by-name") {
        for (const std::size_t i : m_readable) out.push_back(m_classic[i]);
        return out;
    }
    const auto all = [&](const auto& colors) {
        for (const std::uint32_t color : colors) out.push_back(fromRgb(color));
    };
    if (mode == "palette-colorblind" && m_dark) all(detail::kColorblindDark);
    if (mode == "palette-colorblind" && !m_dark) all(detail::kColorblindLight);
    if (mode == "palette-categorical-next") all(detail::kCategorical);
    if (mode == "palette-categorical-next-2") all(detail::kCategorical2);
    if (mode == "palette-categorical-next-3") all(detail::kCategorical3);
    return out;
}

Color VisualTheme::shade(Color base, std::size_t seriesIndex) const
{
    // The base, then pairs of a brighter and a darker shade, turning the hue a little as they go.
    constexpr int kSteps = 6;
    constexpr double kMaxSpin = 10;
    constexpr double kMaxChange = 35;  // percent
    const auto index = seriesIndex % (2 * kSteps - 1);
    if (index == 0) return base;
    base.a = Color{}.a;
    const double share = static_cast<double>((index + 1) / 2) / kSteps;
    auto hsl = toHsl(base);
    if (index % 2 != 0) {
        const Color turned = spin(base, share * kMaxSpin);
        const double more = std::ceil(255 * share * kMaxChange / 100 - 0.5);
        return {channel(turned.r + more), channel(turned.g + more), channel(turned.b + more), turned.a};
    }
    hsl.h -= share * kMaxSpin;
    hsl = detail::toHsl(detail::fromHsl(hsl));
    hsl.l -= share * kMaxChange / 100;
    return fromHsl(hsl, base.a);
}

bool VisualTheme::isScheme(std::string_view mode)
{
    return mode == "continuous-cividis" || !colorMap(mode).empty() ||
           std::any_of(kSchemes.begin(), kSchemes.end(), [&](const Scheme& scheme) { return scheme.mode == mode; });
}

std::vector<Color> VisualTheme::schemeColors(std::string_view mode) const
{
    std::vector<Color> out;
    const auto found = std::find_if(kSchemes.begin(), kSchemes.end(),
                                    [&](const Scheme& scheme) { return scheme.mode == mode; });
    if (found == kSchemes.end()) return out;
    for (const std::string_view name : found->colors) {
        if (!name.empty()) out.push_back(color(name));
    }
    return out;
}

Color VisualTheme::scheme(std::string_view mode, double t) const
{
    if (mode == "continuous-cividis") return cividis(std::isnan(t) ? 0 : t);
    if (const auto map = colorMap(mode); !map.empty()) {
        const auto index = static_cast<std::size_t>(std::clamp(std::isnan(t) ? 0.0 : std::floor(t * 256), 0.0, 255.0));
        return parseColor("#" + std::string(map.substr(index * 6, 6))).value_or(kUnknown);
    }
    for (const auto& entry : kSchemes) {
        if (entry.mode != mode) continue;
        std::array<Color, 3> colors{color(entry.colors[0]), color(entry.colors[1]),
                                    entry.colors[2].empty() ? Color{} : color(entry.colors[2])};
        return spline(std::span<const Color>(colors.data(), entry.colors[2].empty() ? 2 : 3), t);
    }
    return kUnknown;
}

Color colorByText(const std::vector<Color>& colors, std::string_view text)
{
    return colors.empty() ? kUnknown : colors[stringHash(text) % colors.size()];
}

std::vector<Color> oldClassicPalette()
{
    std::vector<Color> out;
    for (const std::uint32_t color : detail::kOldClassic) out.push_back(fromRgb(color));
    // From here on the palettes are the same.
    for (std::size_t i = detail::kOldClassic.size(); i < kClassic.size() - kNewHues + kOldHues; ++i) {
        out.push_back(parseColor(kClassic[i - kOldHues + kNewHues]).value_or(kUnknown));
    }
    return out;
}

}  // namespace watchglass::ui
