#include <QtTest/QtTest>

#include "engine/base/json.h"
#include "tests/support/shared_files.h"
#include "ui/frame/visual_theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

struct Checker {
    int passed = 0;
    int failed = 0;

    void color(const std::string& what, Color got, const std::string& expected, int tolerance = 0)
    {
        const auto want = parseColor(expected);
        const auto near = [tolerance](int a, int b) { return std::abs(a - b) <= tolerance; };
        if (want && near(got.r, want->r) && near(got.g, want->g) && near(got.b, want->b) &&
            std::abs(got.a - want->a) < 0.01) {
            ++passed;
            return;
        }
        ++failed;
        qWarning("%s: got %s, expected %s", what.c_str(), toHex(got).c_str(), expected.c_str());
    }
};

const VisualTheme& themeOf(const std::string& name)
{
    return name == "light" ? VisualTheme::light() : VisualTheme::dark();
}

}  // namespace

class ThemeVectorsTest : public QObject {
    Q_OBJECT

private slots:
    void corpusVectors()
    {
        const auto path = testing::sharedFolder() / "corpus" / "theme-colors.json";
        if (!std::filesystem::exists(path)) QSKIP("corpus/theme-colors.json is not there");
        const auto document = json::parse(testing::readFile(path));
        QVERIFY(document.has_value());
        Checker checker;
        for (const std::string name : {"dark", "light"}) {
            const auto& data = (*document)[name];
            const auto& theme = themeOf(name);
            for (const auto& [hue, hex] : data["hues"].members()) checker.color(hue, theme.color(hue), hex.toString());
            checker.color("transparent", theme.color("transparent"), data["transparent"].toString());
            checker.color("panel-bg", theme.color("panel-bg"), data["panel-bg"].toString());
            checker.color("text", theme.color("text"), data["textColor"].toString());
            for (std::size_t i = 0; i < data["classicPalette"].items().size(); ++i) {
                checker.color("classic " + std::to_string(i), theme.classic(i),
                              data["classicPalette"].at(i).at(1).toString());
            }
            for (const auto& [mode, samples] : data["continuous"].members()) {
                // The file's light theme repeats the dark one: the library keeps the first theme's interpolator. The
                // conformance file below has both.
                if (name == "light") break;
                for (const auto& sample : samples.items()) {
                    checker.color(mode, theme.scheme(mode, sample.at(0).toDouble()), sample.at(1).toString());
                }
            }
            for (const auto& [series, hex] : data["byName"].members()) {
                checker.color("by name " + series, theme.classicByName(series), hex.toString());
            }
            for (std::size_t i = 0; i < data["shadesOfBlue"].items().size(); ++i) {
                checker.color("shade " + std::to_string(i), theme.shade(theme.color("blue"), i),
                              data["shadesOfBlue"].at(i).toString());
            }
        }
        qInfo("theme colours: %d passed, %d failed", checker.passed, checker.failed);
        QCOMPARE(checker.failed, 0);
        QVERIFY(checker.passed > 300);
    }

    void readsColorTexts_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("hex");  // empty: no colour
        QTest::newRow("short hex") << QByteArray("#f80") << QByteArray("#ff8800");
        QTest::newRow("hex with alpha") << QByteArray("#ff880080") << QByteArray("#ff880080");
        QTest::newRow("rgb") << QByteArray("rgb(50, 116, 217)") << QByteArray("#3274d9");
        QTest::newRow("rgba") << QByteArray("rgba(50, 116, 217, 0.5)") << QByteArray("#3274d980");
        QTest::newRow("css name") << QByteArray("RebeccaPurple") << QByteArray("#663399");
        QTest::newRow("nonsense") << QByteArray("no colour") << QByteArray();
        QTest::newRow("bad hex") << QByteArray("#12345") << QByteArray();
        QTest::newRow("empty") << QByteArray() << QByteArray();
    }

    void readsColorTexts()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, hex);
        const auto color = parseColor(text.toStdString());
        QCOMPARE(color.has_value(), !hex.isEmpty());
        if (color) QCOMPARE(QByteArray::fromStdString(toHex(*color)), hex);
    }
};

QTEST_APPLESS_MAIN(ThemeVectorsTest)
#include "theme_vectors_test.moc"
