#include "ui/frame/theme_colors.h"

#include <cstdint>

namespace watchglass::ui {

namespace {

constexpr Color rgb(std::uint32_t value, double alpha = 1)
{
    return {static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8 & 0xff),
            static_cast<std::uint8_t>(value & 0xff), alpha};
}

constexpr std::uint32_t kDarkInk = 0xccccdc;
constexpr std::uint32_t kLightInk = 0x24292e;

}  // namespace

const ThemeColors& darkThemeColors()
{
    static constexpr ThemeColors colors{
        .canvas = rgb(0x111217),
        .page = rgb(0x181b1f),
        .panel = rgb(0x181b1f),
        .secondary = rgb(0x22252b),
        .elevated = rgb(0x22252b),
        .text = rgb(kDarkInk),
        .textSecondary = rgb(kDarkInk, 0.65),
        .textDisabled = rgb(kDarkInk, 0.61),
        .textLink = rgb(0x6e9fff),
        .textMaxContrast = rgb(0xffffff),
        .borderWeak = rgb(kDarkInk, 0.12),
        .borderMedium = rgb(kDarkInk, 0.20),
        .borderStrong = rgb(kDarkInk, 0.30),
        .primary = {rgb(0x3d71d9), rgb(0x6e9fff)},
        .error = {rgb(0xd10e5c), rgb(0xff5286)},
        .success = {rgb(0x1a7f4b), rgb(0x6ccf8e)},
        .warning = {rgb(0xff9900), rgb(0xfbad37)},
    };
    return colors;
}

const ThemeColors& lightThemeColors()
{
    static constexpr ThemeColors colors{
        .canvas = rgb(0xfbfbfb),
        .page = rgb(0xffffff),
        .panel = rgb(0xffffff),
        .secondary = rgb(0xf4f5f5),
        .elevated = rgb(0xffffff),
        .text = rgb(kLightInk),
        .textSecondary = rgb(kLightInk, 0.75),
        .textDisabled = rgb(kLightInk, 0.65),
        .textLink = rgb(0x1f62e0),
        .textMaxContrast = rgb(0x000000),
        .borderWeak = rgb(kLightInk, 0.12),
        .borderMedium = rgb(kLightInk, 0.30),
        .borderStrong = rgb(kLightInk, 0.40),
        .primary = {rgb(0x3871dc), rgb(0x1f62e0)},
        .error = {rgb(0xe0226e), rgb(0xcf0e5b)},
        .success = {rgb(0x1b855e), rgb(0x0a764e)},
        .warning = {rgb(0xff9900), rgb(0xb04e0c)},
    };
    return colors;
}

}  // namespace watchglass::ui
