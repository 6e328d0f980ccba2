#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchglass::ui {

/// An sRGB colour with straight alpha. Channels are kept as whole numbers, as CSS colours are.
struct Color {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
    double a = 1;  ///< 0 transparent ... 1 opaque

    bool operator==(const Color&) const = default;
};

/// Reads `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb()`, `rgba()`, `hsl()`, `hsla()`, `transparent` and the CSS
/// colour names. No value for anything else. Grafana's own names ("semi-dark-red") are the theme's:
/// VisualTheme::color().
[[nodiscard]] std::optional<Color> parseColor(std::string_view text);

/// "#rrggbb", or "#rrggbbaa" when it is not opaque.
[[nodiscard]] std::string toHex(Color color);

/// The colour with another opacity.
[[nodiscard]] Color withAlpha(Color color, double alpha);

/// `t` of the way from `from` to `to`, channel by channel.
[[nodiscard]] Color mix(Color from, Color to, double t);

/// Hue in degrees 0-360, saturation and lightness 0-1.
struct Hsl {
    double h = 0;
    double s = 0;
    double l = 0;
};
[[nodiscard]] Hsl toHsl(Color color);
[[nodiscard]] Color fromHsl(Hsl hsl, double alpha = 1);

namespace detail {

/// Channels 0-1, for chains of changes that must not round in between.
struct Rgb {
    double r = 0;
    double g = 0;
    double b = 0;
};
[[nodiscard]] Hsl toHsl(Rgb color);
[[nodiscard]] Rgb fromHsl(Hsl hsl);

}  // namespace detail

/// Moves lightness by `percent` points (tinycolor's lighten/darken), hue by degrees.
[[nodiscard]] Color lighten(Color color, double percent);
[[nodiscard]] Color darken(Color color, double percent);
[[nodiscard]] Color spin(Color color, double degrees);

/// `share` of the way to black or white, channel by channel and rounded down.
[[nodiscard]] Color towardsBlack(Color color, double share);
[[nodiscard]] Color towardsWhite(Color color, double share);
/// Away from what it is: dark colours get lighter, light ones darker.
[[nodiscard]] Color emphasize(Color color, double share);
/// White or black, whichever reads better on `background`.
[[nodiscard]] Color contrastText(Color background);

/// WCAG relative luminance (0-1) and contrast ratio (1-21).
[[nodiscard]] double luminance(Color color);
[[nodiscard]] double contrastRatio(Color a, Color b);

}  // namespace watchglass::ui
