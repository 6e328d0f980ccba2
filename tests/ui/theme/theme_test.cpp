#include "ui/theme/theme.h"

#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/text_metrics.h"

using namespace watchglass::ui;

namespace {

/// Of WCAG 2: how light a colour is.
double luminance(const QColor& color)
{
    const auto part = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
}

double contrast(const QColor& ink, const QColor& ground)
{
    const double alpha = ink.alphaF();
    const auto over = [alpha](double top, double below) { return top * alpha + below * (1 - alpha); };
    const QColor seen = QColor::fromRgbF(static_cast<float>(over(ink.redF(), ground.redF())),
                                         static_cast<float>(over(ink.greenF(), ground.greenF())),
                                         static_cast<float>(over(ink.blueF(), ground.blueF())));
    const double a = luminance(seen) + 0.05;
    const double b = luminance(ground) + 0.05;
    return std::max(a, b) / std::min(a, b);
}

}  // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private slots:
    void switchesAtRunTime()
    {
        applyTheme(*qApp, ThemeKind::Dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), QColor(0x11, 0x12, 0x17));
        QWidget widget;
        widget.show();
        QCoreApplication::processEvents();
        const QString sheet = qApp->styleSheet();
        applyTheme(*qApp, ThemeKind::Light);
        QCoreApplication::processEvents();
        QCOMPARE(currentTheme().kind, ThemeKind::Light);
        QCOMPARE(widget.palette().color(QPalette::Window), QColor(0xfb, 0xfb, 0xfb));
        // The sheet names palette roles: a switch must not set it again, which would polish every widget.
        QCOMPARE(qApp->styleSheet(), sheet);
        applyTheme(*qApp, ThemeKind::Dark);
    }

    void textReadsOnItsGround()
    {
        for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light}) {
            const Theme& theme = themeOf(kind);
            const auto lightness = [](const QColor& color) { return color.lightnessF(); };
            QVERIFY(std::abs(lightness(theme.text) - lightness(theme.panel)) > 0.5F);
            QVERIFY(std::abs(lightness(theme.textLink) - lightness(theme.panel)) > 0.3F);
        }
    }

    void iconsHaveTheSizeOfTheirPlaceInPicturesToo()
    {
        const PictureMode mode;
        for (const double ratio : {1.0, 2.0, 3.0}) {
            const QPixmap pixmap = icon(IconKind::Moon, Qt::red).pixmap(QSize(16, 16), ratio);
            QCOMPARE(pixmap.deviceIndependentSize(), QSizeF(16, 16));
            QCOMPARE(pixmap.width(), qRound(16 * ratio));
        }
    }

    void rememberedWidthsAreThoseOfTheFont()
    {
        for (const int pixels : {11, 12, 14}) {
            const TextMetrics& metrics = textMetrics(pixels, QFont::Medium);
            const QFontMetricsF plain(textFont(pixels, QFont::Medium));
            for (const QString& text : {QString(), QStringLiteral("instance"), QStringLiteral("Größe 100 %"),
                                        QString(300, QLatin1Char('w'))}) {
                for (int time = 0; time < 2; ++time) QCOMPARE(metrics.width(text), plain.horizontalAdvance(text));
            }
            const QString text = QStringLiteral("node_network_receive_bytes");
            QCOMPARE(metrics.elided(text, plain.horizontalAdvance(text)), text);
            QCOMPARE(metrics.elided(text, 60), plain.elidedText(text, Qt::ElideRight, 60));
            QCOMPARE(metrics.elided(text, 60, Qt::ElideMiddle), plain.elidedText(text, Qt::ElideMiddle, 60));
        }
        // More texts than are kept.
        for (int i = 0; i < 10'000; ++i) QVERIFY(textMetrics(12).width(QString::number(i)) > 0);
    }

    void textHasContrastAa_data()
    {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("ground");
        QTest::addColumn<double>("least");
        constexpr double kText = 4.5;
        constexpr double kLargeOrMark = 3;
        for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light}) {
            const Theme& t = themeOf(kind);
            const QByteArray theme = t.isDark() ? "dark: " : "light: ";
            const auto add = [&](const char* name, const QColor& ink, const QColor& ground, double least) {
                QTest::newRow(theme + name) << ink << ground << least;
            };
            add("text on panels", t.text, t.panel, kText);
            add("text on the canvas", t.text, t.canvas, kText);
            add("text in menus", t.text, t.elevated, kText);
            add("text on toolbars", t.text, t.secondary, kText);
            add("text on buttons", t.text, t.button, kText);
            add("secondary text on panels", t.textSecondary, t.panel, kText);
            add("secondary text on the canvas", t.textSecondary, t.canvas, kText);
            add("secondary text in menus", t.textSecondary, t.elevated, kText);
            add("links", t.textLink, t.panel, kText);
            add("heads of legends", t.primaryText, t.panel, kText);
            add("errors", t.errorText, t.panel, kText);
            add("warnings", t.warningText, t.panel, kText);
            add("success", t.successText, t.panel, kText);
            add("words on the primary button", t.primaryContrast, t.primary, kText);
            add("the mark of an error", QColor(Qt::white), t.error, kLargeOrMark);
            add("the ring of the focus", t.primary, t.panel, kLargeOrMark);
            add("the ring of the focus on the canvas", t.primary, t.canvas, kLargeOrMark);
        }
    }

    void textHasContrastAa()
    {
        QFETCH(QColor, ink);
        QFETCH(QColor, ground);
        QFETCH(double, least);
        const double ratio = contrast(ink, ground);
        QVERIFY2(ratio >= least, QByteArray::number(ratio));
    }

    void everyIconDrawsSomething()
    {
        for (int kind = 0; kind <= static_cast<int>(IconKind::Paste); ++kind) {
            const QImage image = icon(static_cast<IconKind>(kind), Qt::red).pixmap(16, 16).toImage();
            int painted = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) painted += qAlpha(image.pixel(x, y)) > 100 ? 1 : 0;
            }
            QVERIFY2(painted >= 4, QByteArray::number(kind).constData());
        }
    }

    void fontsHaveTheSizeAskedFor()
    {
        QCOMPARE(textFont(12).pixelSize(), 12);
        QVERIFY(std::abs(QFontMetricsF(numberFont(26.4)).height() / QFontMetricsF(numberFont(13.2)).height() - 2) <
                0.02);
        QVERIFY(QFontMetricsF(textFont(14)).horizontalAdvance(QStringLiteral("wide")) >
                QFontMetricsF(plainFont(14)).horizontalAdvance(QStringLiteral("wide")) + 0.5);
        QVERIFY(QFontInfo(codeFont()).fixedPitch());
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
