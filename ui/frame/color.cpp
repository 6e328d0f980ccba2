#include "ui/frame/color.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

namespace watchglass::ui {
namespace {

std::string lower(std::string_view text)
{
    std::string out(text);
    for (auto& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

std::uint8_t channel(double value)
{
    return static_cast<std::uint8_t>(std::clamp(std::floor(value + 0.5), 0.0, 255.0));
}

std::optional<Color> parseHex(std::string_view digits)
{
    std::array<int, 8> nibbles{};
    if (digits.size() > nibbles.size()) return {};
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const char c = digits[i];
        if (c >= '0' && c <= '9') {
            nibbles[i] = c - '0';
        } else if (c >= 'a' && c <= 'f') {
            nibbles[i] = c - 'a' + 10;
        } else {
            return {};
        }
    }
    const bool shortForm = digits.size() == 3 || digits.size() == 4;
    if (!shortForm && digits.size() != 6 && digits.size() != 8) return {};
    const auto at = [&](std::size_t i) {
        return static_cast<std::uint8_t>(shortForm ? nibbles[i] * 17 : nibbles[i * 2] * 16 + nibbles[i * 2 + 1]);
    };
    const bool alpha = digits.size() == 4 || digits.size() == 8;
    return Color{at(0), at(1), at(2), alpha ? at(3) / 255.0 : 1.0};
}

/// Arguments of `rgb(1, 2, 3 / 50%)`: numbers with a flag for percent signs.
std::vector<std::pair<double, bool>> arguments(std::string_view text)
{
    std::vector<std::pair<double, bool>> out;
    std::string owned(text);
    const char* at = owned.c_str();
    while (*at != '\0') {
        char* end = nullptr;
        const double value = std::strtod(at, &end);
        if (end == at) {
            ++at;
            continue;
        }
        out.emplace_back(value, *end == '%');
        at = end;
    }
    return out;
}

std::optional<Color> parseFunction(std::string_view name, std::string_view inside)
{
    const auto args = arguments(inside);
    if (args.size() < 3) return {};
    double alpha = 1;
    if (args.size() > 3) alpha = std::clamp(args[3].second ? args[3].first / 100 : args[3].first, 0.0, 1.0);
    if (name == "rgb" || name == "rgba") {
        const auto at = [&](std::size_t i) { return channel(args[i].second ? args[i].first * 2.55 : args[i].first); };
        return Color{at(0), at(1), at(2), alpha};
    }
    if (name == "hsl" || name == "hsla") {
        return fromHsl({std::fmod(args[0].first, 360), args[1].first / 100, args[2].first / 100}, alpha);
    }
    return {};
}

struct NamedColor {
    std::string_view name;
    std::uint32_t rgb;
};

// The CSS colour module's names, sorted.
constexpr std::array<NamedColor, 148> kCssColors = {{{"aliceblue", 0xf0f8ff},
                                                     {"antiquewhite", 0xfaebd7},
                                                     {"aqua", 0x00ffff},
                                                     {"aquamarine", 0x7fffd4},
                                                     {"azure", 0xf0ffff},
                                                     {"beige", 0xf5f5dc},
                                                     {"bisque", 0xffe4c4},
                                                     {"black", 0x000000},
                                                     {"blanchedalmond", 0xffebcd},
                                                     {"blue", 0x0000ff},
                                                     {"blueviolet", 0x8a2be2},
                                                     {"brown", 0xa52a2a},
                                                     {"burlywood", 0xdeb887},
                                                     {"cadetblue", 0x5f9ea0},
                                                     {"chartreuse", 0x7fff00},
                                                     {"chocolate", 0xd2691e},
                                                     {"coral", 0xff7f50},
                                                     {"cornflowerblue", 0x6495ed},
                                                     {"cornsilk", 0xfff8dc},
                                                     {"crimson", 0xdc143c},
                                                     {"cyan", 0x00ffff},
                                                     {"darkblue", 0x00008b},
                                                     {"darkcyan", 0x008b8b},
                                                     {"darkgoldenrod", 0xb8860b},
                                                     {"darkgray", 0xa9a9a9},
                                                     {"darkgreen", 0x006400},
                                                     {"darkgrey", 0xa9a9a9},
                                                     {"darkkhaki", 0xbdb76b},
                                                     {"darkmagenta", 0x8b008b},
                                                     {"darkolivegreen", 0x556b2f},
                                                     {"darkorange", 0xff8c00},
                                                     {"darkorchid", 0x9932cc},
                                                     {"darkred", 0x8b0000},
                                                     {"darksalmon", 0xe9967a},
                                                     {"darkseagreen", 0x8fbc8f},
                                                     {"darkslateblue", 0x483d8b},
                                                     {"darkslategray", 0x2f4f4f},
                                                     {"darkslategrey", 0x2f4f4f},
                                                     {"darkturquoise", 0x00ced1},
                                                     {"darkviolet", 0x9400d3},
                                                     {"deeppink", 0xff1493},
                                                     {"deepskyblue", 0x00bfff},
                                                     {"dimgray", 0x696969},
                                                     {"dimgrey", 0x696969},
                                                     {"dodgerblue", 0x1e90ff},
                                                     {"firebrick", 0xb22222},
                                                     {"floralwhite", 0xfffaf0},
                                                     {"forestgreen", 0x228b22},
                                                     {"fuchsia", 0xff00ff},
                                                     {"gainsboro", 0xdcdcdc},
                                                     {"ghostwhite", 0xf8f8ff},
                                                     {"gold", 0xffd700},
                                                     {"goldenrod", 0xdaa520},
                                                     {"gray", 0x808080},
                                                     {"green", 0x008000},
                                                     {"greenyellow", 0xadff2f},
                                                     {"grey", 0x808080},
                                                     {"honeydew", 0xf0fff0},
                                                     {"hotpink", 0xff69b4},
                                                     {"indianred", 0xcd5c5c},
                                                     {"indigo", 0x4b0082},
                                                     {"ivory", 0xfffff0},
                                                     {"khaki", 0xf0e68c},
                                                     {"lavender", 0xe6e6fa},
                                                     {"lavenderblush", 0xfff0f5},
                                                     {"lawngreen", 0x7cfc00},
                                                     {"lemonchiffon", 0xfffacd},
                                                     {"lightblue", 0xadd8e6},
                                                     {"lightcoral", 0xf08080},
                                                     {"lightcyan", 0xe0ffff},
                                                     {"lightgoldenrodyellow", 0xfafad2},
                                                     {"lightgray", 0xd3d3d3},
                                                     {"lightgreen", 0x90ee90},
                                                     {"lightgrey", 0xd3d3d3},
                                                     {"lightpink", 0xffb6c1},
                                                     {"lightsalmon", 0xffa07a},
                                                     {"lightseagreen", 0x20b2aa},
                                                     {"lightskyblue", 0x87cefa},
                                                     {"lightslategray", 0x778899},
                                                     {"lightslategrey", 0x778899},
                                                     {"lightsteelblue", 0xb0c4de},
                                                     {"lightyellow", 0xffffe0},
                                                     {"lime", 0x00ff00},
                                                     {"limegreen", 0x32cd32},
                                                     {"linen", 0xfaf0e6},
                                                     {"magenta", 0xff00ff},
                                                     {"maroon", 0x800000},
                                                     {"mediumaquamarine", 0x66cdaa},
                                                     {"mediumblue", 0x0000cd},
                                                     {"mediumorchid", 0xba55d3},
                                                     {"mediumpurple", 0x9370db},
                                                     {"mediumseagreen", 0x3cb371},
                                                     {"mediumslateblue", 0x7b68ee},
                                                     {"mediumspringgreen", 0x00fa9a},
                                                     {"mediumturquoise", 0x48d1cc},
                                                     {"mediumvioletred", 0xc71585},
                                                     {"midnightblue", 0x191970},
                                                     {"mintcream", 0xf5fffa},
                                                     {"mistyrose", 0xffe4e1},
                                                     {"moccasin", 0xffe4b5},
                                                     {"navajowhite", 0xffdead},
                                                     {"navy", 0x000080},
                                                     {"oldlace", 0xfdf5e6},
                                                     {"olive", 0x808000},
                                                     {"olivedrab", 0x6b8e23},
                                                     {"orange", 0xffa500},
                                                     {"orangered", 0xff4500},
                                                     {"orchid", 0xda70d6},
                                                     {"palegoldenrod", 0xeee8aa},
                                                     {"palegreen", 0x98fb98},
                                                     {"paleturquoise", 0xafeeee},
                                                     {"palevioletred", 0xdb7093},
                                                     {"papayawhip", 0xffefd5},
                                                     {"peachpuff", 0xffdab9},
                                                     {"peru", 0xcd853f},
                                                     {"pink", 0xffc0cb},
                                                     {"plum", 0xdda0dd},
                                                     {"powderblue", 0xb0e0e6},
                                                     {"purple", 0x800080},
                                                     {"rebeccapurple", 0x663399},
                                                     {"red", 0xff0000},
                                                     {"rosybrown", 0xbc8f8f},
                                                     {"royalblue", 0x4169e1},
                                                     {"saddlebrown", 0x8b4513},
                                                     {"salmon", 0xfa8072},
                                                     {"sandybrown", 0xf4a460},
                                                     {"seagreen", 0x2e8b57},
                                                     {"seashell", 0xfff5ee},
                                                     {"sienna", 0xa0522d},
                                                     {"silver", 0xc0c0c0},
                                                     {"skyblue", 0x87ceeb},
                                                     {"slateblue", 0x6a5acd},
                                                     {"slategray", 0x708090},
                                                     {"slategrey", 0x708090},
                                                     {"snow", 0xfffafa},
                                                     {"springgreen", 0x00ff7f},
                                                     {"steelblue", 0x4682b4},
                                                     {"tan", 0xd2b48c},
                                                     {"teal", 0x008080},
                                                     {"thistle", 0xd8bfd8},
                                                     {"tomato", 0xff6347},
                                                     {"turquoise", 0x40e0d0},
                                                     {"violet", 0xee82ee},
                                                     {"wheat", 0xf5deb3},
                                                     {"white", 0xffffff},
                                                     {"whitesmoke", 0xf5f5f5},
                                                     {"yellow", 0xffff00},
                                                     {"yellowgreen", 0x9acd32}}};

}  // namespace

std::optional<Color> parseColor(std::string_view text)
{
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    const std::string name = lower(text);
    if (name.empty()) return {};
    if (name == "transparent") return Color{0, 0, 0, 0};
    if (name[0] == '#') return parseHex(std::string_view(name).substr(1));
    const auto open = name.find('(');
    if (open != std::string::npos && name.back() == ')') {
        return parseFunction(std::string_view(name).substr(0, open),
                             std::string_view(name).substr(open + 1, name.size() - open - 2));
    }
    const auto found = std::lower_bound(
        kCssColors.begin(), kCssColors.end(), name,
        [](const NamedColor& entry, const std::string& key) { return entry.name < key; });
    if (found == kCssColors.end() || found->name != name) return {};
    return Color{static_cast<std::uint8_t>(found->rgb >> 16), static_cast<std::uint8_t>(found->rgb >> 8 & 0xff),
                 static_cast<std::uint8_t>(found->rgb & 0xff), 1};
}

std::string toHex(Color color)
{
    char buffer[16];
    const int alpha = static_cast<int>(std::floor(color.a * 255 + 0.5));
    if (alpha >= 255) {
        std::snprintf(buffer, sizeof buffer, "#%02x%02x%02x", color.r, color.g, color.b);
    } else {
        std::snprintf(buffer, sizeof buffer, "#%02x%02x%02x%02x", color.r, color.g, color.b, alpha);
    }
    return buffer;
}

Color withAlpha(Color color, double alpha)
{
    color.a = std::clamp(alpha, 0.0, 1.0);
    return color;
}

Color mix(Color from, Color to, double t)
{
    const auto blend = [t](double a, double b) { return a + (b - a) * t; };
    return {channel(blend(from.r, to.r)), channel(blend(from.g, to.g)), channel(blend(from.b, to.b)),
            blend(from.a, to.a)};
}

Hsl toHsl(Color color) { return detail::toHsl({color.r / 255.0, color.g / 255.0, color.b / 255.0}); }

Color fromHsl(Hsl hsl, double alpha)
{
    const auto rgb = detail::fromHsl(hsl);
    return {channel(rgb.r * 255), channel(rgb.g * 255), channel(rgb.b * 255), alpha};
}

namespace detail {

Hsl toHsl(Rgb color)
{
    const auto [r, g, b] = color;
    const double max = std::max({r, g, b});
    const double min = std::min({r, g, b});
    Hsl out{0, 0, (max + min) / 2};
    if (max == min) return out;
    const double spread = max - min;
    out.s = out.l > 0.5 ? spread / (2 - max - min) : spread / (max + min);
    if (max == r) {
        out.h = (g - b) / spread + (g < b ? 6 : 0);
    } else if (max == g) {
        out.h = (b - r) / spread + 2;
    } else {
        out.h = (r - g) / spread + 4;
    }
    out.h *= 60;
    return out;
}

Rgb fromHsl(Hsl hsl)
{
    const double h = std::fmod(std::fmod(hsl.h, 360) + 360, 360) / 360;
    // tinycolor keeps two decimals of these percentages; visible in shades of a colour.
    const auto truncated = [](double share) { return std::trunc(std::clamp(share, 0.0, 1.0) * 100 * 100) / 10000; };
    const double s = truncated(hsl.s);
    const double l = truncated(hsl.l);
    if (s == 0) return {l, l, l};
    const double q = l < 0.5 ? l * (1 + s) : l + s - l * s;
    const double p = 2 * l - q;
    const auto part = [p, q](double t) {
        if (t < 0) t += 1;
        if (t > 1) t -= 1;
        if (t < 1.0 / 6) return p + (q - p) * 6 * t;
        if (t < 1.0 / 2) return q;
        if (t < 2.0 / 3) return p + (q - p) * (2.0 / 3 - t) * 6;
        return p;
    };
    return {part(h + 1.0 / 3), part(h), part(h - 1.0 / 3)};
}

}  // namespace detail

Color lighten(Color color, double percent)
{
    auto hsl = toHsl(color);
    hsl.l = std::clamp(hsl.l + percent / 100, 0.0, 1.0);
    return fromHsl(hsl, color.a);
}

Color darken(Color color, double percent) { return lighten(color, -percent); }

Color spin(Color color, double degrees)
{
    auto hsl = toHsl(color);
    hsl.h += degrees;
    return fromHsl(hsl, color.a);
}

double luminance(Color color)
{
    const auto linear = [](double value) {
        value /= 255;
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

double contrastRatio(Color a, Color b)
{
    // Three decimals: what the threshold for readable palette colours was tuned with.
    const auto rounded = [](Color color) { return std::floor(luminance(color) * 1000 + 0.5) / 1000; };
    const double lumA = rounded(a);
    const double lumB = rounded(b);
    return (std::max(lumA, lumB) + 0.05) / (std::min(lumA, lumB) + 0.05);
}

Color towardsBlack(Color color, double share)
{
    const auto part = [share](std::uint8_t value) { return static_cast<std::uint8_t>(value * (1 - share)); };
    return {part(color.r), part(color.g), part(color.b), color.a};
}

Color towardsWhite(Color color, double share)
{
    const auto part = [share](std::uint8_t value) {
        return static_cast<std::uint8_t>(value + (255 - value) * std::min(share, 1.0));
    };
    return {part(color.r), part(color.g), part(color.b), color.a};
}

Color emphasize(Color color, double share)
{
    return luminance(color) > 0.5 ? towardsBlack(color, share) : towardsWhite(color, share);
}

Color contrastText(Color background)
{
    constexpr double kEnough = 3;
    constexpr Color kWhite{255, 255, 255, 1};
    return contrastRatio(kWhite, background) >= kEnough ? kWhite : Color{0, 0, 0, 1};
}

}  // namespace watchglass::ui
