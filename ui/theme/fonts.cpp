#include "ui/theme/fonts.h"

#include <algorithm>
#include <cmath>

#if defined(__linux__)
#include <dlfcn.h>
#endif

#include <QCoreApplication>
#include <QDir>
#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QHash>
#include <QScreen>
#include <QStringList>

#include "ui/theme/text_metrics.h"

namespace watchglass::ui {

namespace {

constexpr double kLetterSpacing = 0.01071;  ///< in parts of the size
constexpr double kBodyPixels = 14;
constexpr double kPointsPerInch = 72;

/// Qt cuts advances to 64ths of a pixel; spaces that are rounded up make good for it.
double letterSpacing(double pixels)
{
    constexpr double kSteps = 64;
    return std::ceil(pixels * kLetterSpacing * kSteps) / kSteps;
}

/// Qt makes the stems of OpenType fonts heavier than they are designed, by a property of FreeType that no interface of
/// Qt reaches: text set in Inter looks a weight bolder than in any browser. Both functions are looked up in QtGui and
/// what it was linked with, so that the library is the one that Qt uses; where they are not there, text stays as Qt
/// draws it.
void drawStemsAsDesigned()
{
#if defined(__linux__)
    void* gui = dlopen("libQt6Gui.so.6", RTLD_LAZY | RTLD_NOLOAD);
    if (!gui) return;
    using GetLibrary = void* (*)();
    using SetProperty = int (*)(void*, const char*, const char*, const void*);
    const auto getLibrary = reinterpret_cast<GetLibrary>(dlsym(gui, "_Z14qt_getFreetypev"));
    const auto setProperty = reinterpret_cast<SetProperty>(dlsym(gui, "FT_Property_Set"));
    if (getLibrary && setProperty) {
        const unsigned char on = 1;
        setProperty(getLibrary(), "cff", "no-stem-darkening", &on);
    }
    dlclose(gui);
#endif
}

/// QFontInfo matches one family; the database would be read whole by QFontDatabase::families().
bool isInstalled(const QString& family)
{
    return QFontInfo(QFont(family)).family().compare(family, Qt::CaseInsensitive) == 0;
}

QString firstInstalled(const QStringList& wanted, QFontDatabase::SystemFont otherwise)
{
    for (const QString& family : wanted) {
        if (isInstalled(family)) return family;
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

/// Takes the fonts that go with the program (resources/), beside the binary or where it is installed.
void addShippedFonts()
{
    for (const char* place : {"/../share/watchglass/fonts", "/share/watchglass/fonts"}) {
        const QDir folder(QCoreApplication::applicationDirPath() + QLatin1String(place));
        const QStringList files = folder.entryList({QStringLiteral("*.otf"), QStringLiteral("*.ttf")}, QDir::Files);
        for (const QString& file : files) QFontDatabase::addApplicationFont(folder.filePath(file));
        if (!files.isEmpty()) return;
    }
}

const QString& textFamily()
{
    static const QString family = [] {
        drawStemsAsDesigned();
        if (!isInstalled(QStringLiteral("Inter"))) addShippedFonts();
        return firstInstalled({QStringLiteral("Inter")}, QFontDatabase::GeneralFont);
    }();
    return family;
}

double dotsPerInch()
{
    const QScreen* screen = QGuiApplication::primaryScreen();
    return screen ? std::round(screen->logicalDotsPerInchY()) : 96;
}

double pixelsOf(const QFont& font)
{
    return font.pixelSize() > 0 ? font.pixelSize() : font.pointSizeF() * dotsPerInch() / kPointsPerInch;
}

/// Ascent and descent of a family in parts of the size. Those of small fonts are rounded up by Qt.
struct LineShare {
    double ascent = 0;
    double descent = 0;
};

const LineShare& lineShare(const QFont& font)
{
    constexpr int kLarge = 2048;
    static thread_local QHash<QString, LineShare> known;
    const auto found = known.constFind(font.family());
    if (found != known.cend()) return *found;
    QFont large = font;
    large.setPixelSize(kLarge);
    const QFontMetricsF metrics(large);
    return *known.insert(font.family(), {metrics.ascent() / kLarge, metrics.descent() / kLarge});
}

/// A font in points that comes out `pixels` high on the screen.
QFont inPixels(double pixels, QFont::Weight weight)
{
    QFont font = make(textFamily(), 1, weight);
    font.setPointSizeF(std::max(1.0, pixels) * kPointsPerInch / dotsPerInch());
    return font;
}

}  // namespace

double textSpacing(double pixels) { return pixels * kLetterSpacing; }

QFont textFont(int pixels, QFont::Weight weight)
{
    QFont font = make(textFamily(), pixels, weight);
    font.setLetterSpacing(QFont::AbsoluteSpacing, letterSpacing(pixels));
    return font;
}

QFont numberFont(double pixels, QFont::Weight weight)
{
    QFont font = inPixels(pixels, weight);
    // What is inherited from the body's text, whatever the size.
    font.setLetterSpacing(QFont::AbsoluteSpacing, letterSpacing(kBodyPixels));
    return font;
}

QFont plainFont(double pixels, QFont::Weight weight) { return inPixels(pixels, weight); }

double plainTextWidth(const QString& text, double pixels, QFont::Weight weight)
{
    constexpr double kMeasured = 144;  ///< Qt rounds advances: large ones suffer little
    return plainMetrics(kMeasured, weight == QFont::Medium ? QFont::Medium : QFont::Normal).width(text) * pixels /
           kMeasured;
}

double textBaseline(const QFont& font, double top, double lineHeight)
{
    const LineShare& share = lineShare(font);
    const double pixels = pixelsOf(font);
    const double ascent = std::round(share.ascent * pixels);
    const double descent = std::round(share.descent * pixels);
    return top + std::floor((lineHeight - ascent - descent) / 2) + ascent;
}

QFont codeFont(int pixels)
{
    static const QString family = firstInstalled(
        {QStringLiteral("Roboto Mono"), QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")},
        QFontDatabase::FixedFont);
    return make(family, pixels, QFont::Normal);
}

}  // namespace watchglass::ui
