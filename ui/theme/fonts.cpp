#include "ui/theme/fonts.h"

#include <algorithm>
#include <cmath>

#include <QFontDatabase>
#include <QFontInfo>
#include <QStringList>

namespace watchglass::ui {

namespace {

/// QFontInfo matches one family; the database would be read whole by QFontDatabase::families().
QString firstInstalled(const QStringList& wanted, QFontDatabase::SystemFont otherwise)
{
    for (const QString& family : wanted) {
        if (QFontInfo(QFont(family)).family().compare(family, Qt::CaseInsensitive) == 0) return family;
    }
    return QFontDatabase::systemFont(otherwise).family();
}

QFont make(const QString& family, int pixels, QFont::Weight weight)
{
    QFont font(family);
    font.setPixelSize(std::max(1, pixels));
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    // Grey antialiasing looks the same on every platform and on every ground.
    font.setStyleStrategy(QFont::StyleStrategy(QFont::PreferAntialias | QFont::NoSubpixelAntialias));
    return font;
}

const QString& textFamily()
{
    static const QString family = firstInstalled({QStringLiteral("Inter")}, QFontDatabase::GeneralFont);
    return family;
}

}  // namespace

QFont textFont(int pixels, QFont::Weight weight) { return make(textFamily(), pixels, weight); }

QFont numberFont(double pixels, QFont::Weight weight)
{
    QFont font = make(textFamily(), static_cast<int>(pixels + 0.01), weight);
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature("tnum", 1);
#endif
    return font;
}

QFont codeFont(int pixels)
{
    static const QString family = firstInstalled(
        {QStringLiteral("Roboto Mono"), QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")},
        QFontDatabase::FixedFont);
    return make(family, pixels, QFont::Normal);
}

}  // namespace watchglass::ui
