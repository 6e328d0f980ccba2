#include "ui/theme/theme.h"

#include "ui/frame/theme_colors.h"

namespace watchglass::ui {

namespace {

QColor withAlpha(QRgb rgb, double alpha)
{
    QColor color = QColor::fromRgb(rgb);
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

QColor toQColor(Color color)
{
    QColor out(color.r, color.g, color.b);
    out.setAlphaF(static_cast<float>(color.a));
    return out;
}

void setCore(Theme& theme, const ThemeColors& core)
{
    theme.canvas = toQColor(core.canvas);
    theme.panel = toQColor(core.panel);
    theme.secondary = toQColor(core.secondary);
    theme.elevated = toQColor(core.elevated);
    theme.text = toQColor(core.text);
    theme.textSecondary = toQColor(core.textSecondary);
    theme.textDisabled = toQColor(core.textDisabled);
    theme.textLink = toQColor(core.textLink);
    theme.textMaxContrast = toQColor(core.textMaxContrast);
    theme.borderWeak = toQColor(core.borderWeak);
    theme.borderMedium = toQColor(core.borderMedium);
    theme.borderStrong = toQColor(core.borderStrong);
    theme.primary = toQColor(core.primary.main);
    theme.primaryText = toQColor(core.primary.text);
    theme.success = toQColor(core.success.main);
    theme.successText = toQColor(core.success.text);
    theme.warning = toQColor(core.warning.main);
    theme.warningText = toQColor(core.warning.text);
    theme.error = toQColor(core.error.main);
    theme.errorText = toQColor(core.error.text);
}

Theme makeDark()
{
    constexpr QRgb kInk = 0xffccccdc;
    Theme theme;
    theme.kind = ThemeKind::Dark;
    setCore(theme, darkThemeColors());
    theme.primaryContrast = QColor(Qt::white);
    theme.button = QColor(0x2c, 0x2f, 0x35);
    theme.buttonHover = QColor(0x38, 0x3b, 0x42);
    theme.hover = withAlpha(kInk, 0.16);
    theme.selected = withAlpha(kInk, 0.12);
    theme.shadow = withAlpha(0xff010409, 0.75);
    theme.grid = withAlpha(0xfff0faff, 0.09);
    theme.gaugeTrack = QColor(0x28, 0x2a, 0x2e);
    theme.tableBorder = QColor(0x2e, 0x30, 0x36);
    theme.scrollTrack = QColor(0x27, 0x2a, 0x2d);
    theme.scrollThumb = QColor(0x6f, 0x71, 0x73);
    theme.brandStart = QColor(0xf5, 0x5f, 0x3e);
    theme.brandEnd = QColor(0xff, 0x88, 0x33);
    return theme;
}

Theme makeLight()
{
    constexpr QRgb kInk = 0xff24292e;
    Theme theme;
    theme.kind = ThemeKind::Light;
    setCore(theme, lightThemeColors());
    theme.primaryContrast = QColor(Qt::white);
    theme.button = QColor(0xec, 0xec, 0xed);
    theme.buttonHover = QColor(0xe1, 0xe2, 0xe3);
    theme.hover = withAlpha(kInk, 0.12);
    theme.selected = withAlpha(kInk, 0.08);
    theme.shadow = withAlpha(0xff181a1b, 0.20);
    theme.grid = withAlpha(0xff000a17, 0.09);
    theme.gaugeTrack = QColor(0xed, 0xed, 0xed);
    theme.tableBorder = QColor(0xe5, 0xe5, 0xe6);
    theme.scrollTrack = QColor(0xee, 0xee, 0xee);
    theme.scrollThumb = QColor(0x9e, 0x9e, 0x9e);
    theme.brandStart = QColor(0xf5, 0x5f, 0x3e);
    theme.brandEnd = QColor(0xff, 0x88, 0x33);
    return theme;
}

}  // namespace

const Theme& themeOf(ThemeKind kind)
{
    static const Theme dark = makeDark();
    static const Theme light = makeLight();
    return kind == ThemeKind::Dark ? dark : light;
}

}  // namespace watchglass::ui
