#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

QColor withAlpha(QRgb rgb, double alpha)
{
    QColor color = QColor::fromRgb(rgb);
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

Theme makeDark()
{
    constexpr QRgb kInk = 0xffccccdc;
    Theme theme;
    theme.kind = ThemeKind::Dark;
    theme.canvas = QColor(0x11, 0x12, 0x17);
    theme.panel = QColor(0x18, 0x1b, 0x1f);
    theme.secondary = QColor(0x22, 0x25, 0x2b);
    theme.elevated = QColor(0x22, 0x25, 0x2b);
    theme.text = QColor::fromRgb(kInk);
    theme.textSecondary = withAlpha(kInk, 0.65);
    theme.textDisabled = withAlpha(kInk, 0.61);
    theme.textLink = QColor(0x6e, 0x9f, 0xff);
    theme.textMaxContrast = QColor(Qt::white);
    theme.borderWeak = withAlpha(kInk, 0.12);
    theme.borderMedium = withAlpha(kInk, 0.20);
    theme.borderStrong = withAlpha(kInk, 0.30);
    theme.primary = QColor(0x3d, 0x71, 0xd9);
    theme.primaryText = QColor(0x6e, 0x9f, 0xff);
    theme.primaryContrast = QColor(Qt::white);
    theme.button = QColor(0x2c, 0x2f, 0x35);
    theme.buttonHover = QColor(0x38, 0x3b, 0x42);
    theme.success = QColor(0x1a, 0x7f, 0x4b);
    theme.successText = QColor(0x6c, 0xcf, 0x8e);
    theme.warning = QColor(0xff, 0x99, 0x00);
    theme.warningText = QColor(0xfb, 0xad, 0x37);
    theme.error = QColor(0xd1, 0x0e, 0x5c);
    theme.errorText = QColor(0xff, 0x52, 0x86);
    theme.hover = withAlpha(kInk, 0.16);
    theme.selected = withAlpha(kInk, 0.12);
    theme.shadow = withAlpha(0xff010409, 0.75);
    theme.grid = withAlpha(0xfff0faff, 0.09);
    theme.gaugeTrack = QColor(0x28, 0x2a, 0x2e);
    theme.tableBorder = QColor(0x2e, 0x30, 0x36);
    theme.brandStart = QColor(0xf5, 0x5f, 0x3e);
    theme.brandEnd = QColor(0xff, 0x88, 0x33);
    return theme;
}

Theme makeLight()
{
    constexpr QRgb kInk = 0xff24292e;
    Theme theme;
    theme.kind = ThemeKind::Light;
    theme.canvas = QColor(0xfb, 0xfb, 0xfb);
    theme.panel = QColor(Qt::white);
    theme.secondary = QColor(0xf4, 0xf5, 0xf5);
    theme.elevated = QColor(Qt::white);
    theme.text = QColor::fromRgb(kInk);
    theme.textSecondary = withAlpha(kInk, 0.75);
    theme.textDisabled = withAlpha(kInk, 0.65);
    theme.textLink = QColor(0x1f, 0x62, 0xe0);
    theme.textMaxContrast = QColor(Qt::black);
    theme.borderWeak = withAlpha(kInk, 0.12);
    theme.borderMedium = withAlpha(kInk, 0.30);
    theme.borderStrong = withAlpha(kInk, 0.40);
    theme.primary = QColor(0x38, 0x71, 0xdc);
    theme.primaryText = QColor(0x1f, 0x62, 0xe0);
    theme.primaryContrast = QColor(Qt::white);
    theme.button = QColor(0xec, 0xec, 0xed);
    theme.buttonHover = QColor(0xe1, 0xe2, 0xe3);
    theme.success = QColor(0x1b, 0x85, 0x5e);
    theme.successText = QColor(0x0a, 0x76, 0x4e);
    theme.warning = QColor(0xff, 0x99, 0x00);
    theme.warningText = QColor(0xb0, 0x4e, 0x0c);
    theme.error = QColor(0xe0, 0x22, 0x6e);
    theme.errorText = QColor(0xcf, 0x0e, 0x5b);
    theme.hover = withAlpha(kInk, 0.12);
    theme.selected = withAlpha(kInk, 0.08);
    theme.shadow = withAlpha(0xff181a1b, 0.20);
    theme.grid = withAlpha(0xff000a17, 0.09);
    theme.gaugeTrack = QColor(0xed, 0xed, 0xed);
    theme.tableBorder = QColor(0xe5, 0xe5, 0xe6);
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
