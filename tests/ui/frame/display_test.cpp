#include <QtTest/QtTest>

#include "ui/frame/display.h"

using namespace watchglass;
using namespace watchglass::ui;

class DisplayTest : public QObject {
    Q_OBJECT

private slots:
    void nothingShowsTheNoValueText()
    {
        Field field;
        field.config.noValue = "N/A";
        const DisplayProcessor process(field, VisualTheme::dark());
        QCOMPARE(process(Cell{}).text, std::string("N/A"));
        QCOMPARE(process(3.5).text, std::string("3.50"));
        QCOMPARE(process.withDecimals(3.5, 3).text, std::string("3.5"));
    }
};

QTEST_APPLESS_MAIN(DisplayTest)
#include "display_test.moc"
