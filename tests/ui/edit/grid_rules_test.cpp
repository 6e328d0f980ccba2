#include "ui/edit/grid_rules.h"

#include <QtTest/QtTest>

#include <QRandomGenerator>

using namespace watchglass::ui;

namespace {

/// "a0,0,12,8 b12,0,12,8"
std::vector<GridItem> items(const QString& text)
{
    std::vector<GridItem> out;
    for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QStringList numbers = word.mid(1).split(QLatin1Char(','));
        out.push_back({word.left(1).toStdString(), numbers[0].toInt(), numbers[1].toInt(), numbers[2].toInt(),
                       numbers[3].toInt()});
    }
    return out;
}

QString text(const std::vector<GridItem>& all)
{
    QStringList out;
    for (const GridItem& one : all)
        out << QStringLiteral("%1%2,%3,%4,%5")
                   .arg(QString::fromStdString(one.key))
                   .arg(one.x)
                   .arg(one.y)
                   .arg(one.w)
                   .arg(one.h);
    return out.join(QLatin1Char(' '));
}

}  // namespace

class GridRulesTest : public QObject {
    Q_OBJECT

private slots:
    void moves_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<int>("x");
        QTest::addColumn<int>("y");
        QTest::addColumn<QString>("after");
        const auto row = [](const char* name, const char* before, int x, int y, const char* after) {
            QTest::newRow(name) << QString::fromLatin1(before) << x << y << QString::fromLatin1(after);
        };
        row("to a free place", "a0,0,12,8 b12,0,12,8", 0, 8, "a0,0,12,8 b12,0,12,8");
        row("below the neighbour", "a0,0,12,8 b12,0,12,8", 12, 8, "a12,8,12,8 b12,0,12,8");
        row("onto the neighbour", "a0,0,12,8 b12,0,12,8", 12, 0, "a12,0,12,8 b12,8,12,8");
        row("half over the one below", "a0,0,24,8 b0,8,24,8", 0, 4, "a0,0,24,8 b0,8,24,8");
        row("all over the one below", "a0,0,24,8 b0,8,24,8", 0, 8, "a0,8,24,8 b0,0,24,8");
        row("over the right edge", "a0,0,12,8", 20, 0, "a12,0,12,8");
        row("over the left edge", "a4,0,12,8", -9, -9, "a0,0,12,8");
        row("far below falls up", "a0,0,12,8 b12,0,12,8", 0, 100, "a0,0,12,8 b12,0,12,8");
        row("one pushes the next", "a0,0,8,4 b8,0,8,4 c8,4,8,4", 8, 0, "a8,0,8,4 b8,4,8,4 c8,8,8,4");
    }

    void moves()
    {
        QFETCH(QString, before);
        QFETCH(int, x);
        QFETCH(int, y);
        QFETCH(QString, after);
        QCOMPARE(text(moveItem(items(before), "a", x, y)), after);
    }

    void resizes()
    {
        const auto two = items(QStringLiteral("a0,0,12,8 b12,0,12,8"));
        QCOMPARE(text(resizeItem(two, "a", 18, 4)), QStringLiteral("a0,0,18,4 b12,4,12,8"));
        QCOMPARE(text(resizeItem(two, "b", 99, 0)), QStringLiteral("a0,0,12,8 b12,0,12,1"));
        QCOMPARE(resizeItem(two, "z", 1, 1), two);
    }

    void nothingEverOverlapsOrFloats()
    {
        QRandomGenerator random(7);
        std::vector<GridItem> grid;
        for (int i = 0; i < 20; ++i) {
            grid.push_back({std::string(1, static_cast<char>('a' + i)), random.bounded(20), random.bounded(40),
                            1 + random.bounded(4), 1 + random.bounded(8)});
        }
        for (int step = 0; step < 500; ++step) {
            const std::string key(1, static_cast<char>('a' + random.bounded(20)));
            grid = step % 3 == 0 ? resizeItem(grid, key, random.bounded(30), random.bounded(20))
                                 : moveItem(grid, key, random.bounded(-5, 30), random.bounded(-5, 60));
            for (const GridItem& one : grid) {
                QVERIFY(one.x >= 0 && one.y >= 0 && one.w >= 1 && one.h >= 1 && one.x + one.w <= 24);
                for (const GridItem& other : grid) {
                    QVERIFY(&one == &other || one.x >= other.x + other.w || other.x >= one.x + one.w ||
                            one.y >= other.y + other.h || other.y >= one.y + one.h);
                }
            }
            QCOMPARE(compacted(grid), grid);
        }
    }
};

QTEST_APPLESS_MAIN(GridRulesTest)
#include "grid_rules_test.moc"
