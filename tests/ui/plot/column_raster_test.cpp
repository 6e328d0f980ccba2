#include "ui/plot/column_raster.h"
#include "ui/plot/smooth_path.h"

#include <QtTest/QtTest>

#include <array>
#include <cmath>
#include <limits>
#include <random>

using namespace watchglass::ui;

namespace {

constexpr Pixel kRed = 0xffff0000U;
constexpr Pixel kHalfGreen = 0x80008000U;  // premultiplied
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

ColumnEnvelope traced(std::vector<float> x, std::vector<float> y, int width, StepMode step = StepMode::None,
                      float maxGap = 1e9F, bool bridge = false)
{
    ColumnEnvelope envelope;
    PixelPath path{x.data(), y.data(), static_cast<int>(x.size())};
    path.step = step;
    path.maxGap = maxGap;
    path.bridgeNan = bridge;
    envelope.trace(path, width);
    return envelope;
}

}  // namespace

class ColumnRasterTest : public QObject {
    Q_OBJECT

private slots:
    void alignedPointsAreSharpAndGapsStay()
    {
        QCOMPARE(alignedTo(3.4F, 0.5F), 3.5F);
        QCOMPARE(alignedTo(-3.6F, 0.0F), -4.0F);
        QCOMPARE(alignedTo(3.4F, -1.0F), 3.4F);
        QVERIFY(std::isnan(alignedTo(kNan, 0.5F)));
        // Steps of 1.4 pixels become 1 and 2: none of them is a gap.
        std::vector<float> x;
        for (int i = 0; i < 20; ++i) x.push_back(static_cast<float>(i) * 1.4F);
        const std::vector<float> y(x.size(), 4);
        ColumnEnvelope envelope;
        PixelPath path{x.data(), y.data(), static_cast<int>(x.size())};
        path.align = 0.5F;
        path.maxGap = 1.41F;
        envelope.trace(path, 20);
        QVERIFY(envelope.isolated().empty());
        for (int column = 0; column < 20; ++column) QCOMPARE(envelope.low(column), 4.5F);
    }

    /// The way for series that share their times gives what the general one gives.
    void sharedColumnsTraceTheSame()
    {
        constexpr int kWidth = 37;
        std::mt19937 random(7);
        const auto next = [&random](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
        for (int round = 0; round < 4000; ++round) {
            const int count = next(5) == 0 ? next(4) : next(120);
            const bool whole = next(2) == 0;
            std::vector<float> x;
            std::vector<float> y;
            float at = static_cast<float>(next(60) - 20);
            for (int i = 0; i < count; ++i) {
                x.push_back(at);
                y.push_back(next(40) == 0 && next(8) == 0 ? kNan : static_cast<float>(next(400) - 100) / 3);
                at += whole ? static_cast<float>(next(3)) : static_cast<float>(next(300)) / 100;
            }
            PixelPath path{x.data(), y.data(), count};
            path.align = std::array{-1.0F, 0.0F, 0.5F}[static_cast<std::size_t>(next(3))];
            path.maxGap = next(4) == 0 ? 2.5F : 1e9F;
            path.bridgeNan = next(2) == 0;
            ColumnEnvelope general;
            general.trace(path, kWidth);
            PixelColumns columns;
            columns.set(x.data(), count, kWidth, path.align);
            ColumnEnvelope shared;
            shared.trace(path, kWidth, columns);
            QCOMPARE(shared.isolated().size(), general.isolated().size());
            for (int column = 0; column < kWidth; ++column) {
                const QByteArray place = QByteArray::number(round) + ", column " + QByteArray::number(column);
                QVERIFY2(shared.covers(column) == general.covers(column), place.constData());
                QCOMPARE(shared.vertices(column), general.vertices(column));
                if (!general.covers(column)) continue;
                QVERIFY2(std::abs(shared.low(column) - general.low(column)) < 2e-3F, place.constData());
                QVERIFY2(std::abs(shared.high(column) - general.high(column)) < 2e-3F, place.constData());
            }
        }
    }

    void smoothCurvesHaveNoPeakOfTheirOwn()
    {
        std::vector<float> x{0, 40, 80, 120};
        std::vector<float> y{0, 10, 10, 50};
        smoothPath(x, y, 1e9F, false);
        QVERIFY(x.size() > 40);
        for (std::size_t i = 1; i < x.size(); ++i) {
            QVERIFY(x[i] > x[i - 1]);
            QVERIFY(y[i] >= y[i - 1] - 1e-3F);
        }
        std::vector<float> bent{0, 100};
        std::vector<float> values{0, 100};
        smoothPath(bent, values, 1e9F, false);
        QCOMPARE(bent.size(), std::size_t{2});
    }

    void smoothCurvesEndAtGaps()
    {
        std::vector<float> x{0, 10, 20, 30, 80, 90};
        std::vector<float> y{1, 2, kNan, 4, 5, 6};
        smoothPath(x, y, 20, false);
        QCOMPARE(std::count_if(y.begin(), y.end(), [](float v) { return std::isnan(v); }), 2);
    }

    void envelopeInterpolatesAtColumnBorders()
    {
        const auto line = traced({0, 4}, {0, 8}, 4);
        for (int column = 0; column < 4; ++column) {
            QCOMPARE(line.low(column), static_cast<float>(2 * column));
            QCOMPARE(line.high(column), static_cast<float>(2 * column + 2));
        }
    }

    void envelopeKeepsEveryExtreme()
    {
        const auto line = traced({0.1F, 0.3F, 0.5F, 0.9F}, {5, 1, 9, 5}, 1);
        QCOMPARE(line.low(0), 1.0F);
        QCOMPARE(line.high(0), 9.0F);
        QCOMPARE(line.vertices(0), 4);
    }

    void envelopeIsCutToThePicture()
    {
        const auto line = traced({-10, 10}, {0, 20}, 4);
        QCOMPARE(line.low(0), 10.0F);
        QCOMPARE(line.high(3), 14.0F);
    }

    void gapsStayOpen_data()
    {
        QTest::addColumn<float>("middle");
        QTest::addColumn<float>("maxGap");
        QTest::addColumn<bool>("bridge");
        QTest::addColumn<bool>("joined");
        QTest::newRow("value") << 5.0F << 1e9F << false << true;
        QTest::newRow("missing") << kNan << 1e9F << false << false;
        QTest::newRow("missing, bridged") << kNan << 1e9F << true << true;
        QTest::newRow("missing, bridge too short") << kNan << 6.0F << true << false;
        QTest::newRow("too far apart") << 5.0F << 3.0F << false << false;
    }

    void gapsStayOpen()
    {
        QFETCH(float, middle);
        QFETCH(float, maxGap);
        QFETCH(bool, bridge);
        QFETCH(bool, joined);
        const auto line = traced({0, 1, 6, 10, 11}, {5, 5, middle, 5, 5}, 12, StepMode::None, maxGap, bridge);
        QCOMPARE(line.covers(4), joined);
        QVERIFY(line.covers(0));
        QVERIFY(line.covers(10));
    }

    void loneValuesAreIsolated()
    {
        const auto line = traced({1, 3, 5, 7, 8}, {kNan, 4, kNan, 2, 2}, 10);
        QCOMPARE(line.isolated().size(), std::size_t{1});
        QCOMPARE(line.isolated()[0].x, 3.0F);
        QVERIFY(!line.covers(3));
    }

    void stepsGoSidewaysFirstOrLast()
    {
        const auto after = traced({0, 4, 8}, {2, 6, 6}, 8, StepMode::After);
        QCOMPARE(after.middle(2), 2.0F);
        QCOMPARE(after.low(4), 2.0F);
        QCOMPARE(after.high(4), 6.0F);
        const auto before = traced({0, 4, 8}, {2, 6, 6}, 8, StepMode::Before);
        QCOMPARE(before.middle(2), 6.0F);
    }

    void aLevelLineFillsItsRowExactly()
    {
        ColumnRaster raster;
        raster.begin(8, 8);
        raster.stroke(traced({0, 8}, {3.5F, 3.5F}, 8), {kRed}, 1);
        for (int column = 0; column < 8; ++column) {
            for (int row = 0; row < 8; ++row) {
                const Pixel pixel = raster.pixel(column, row);
                // The stamps know 16 positions within a pixel, hence the tolerance.
                if (row == 3)
                    QVERIFY2((pixel >> 24) >= 240, QByteArray::number(pixel, 16).constData());
                else
                    QVERIFY2((pixel >> 24) <= 16, QByteArray::number(pixel, 16).constData());
            }
        }
    }

    void hairlinesAreOnePixelWideInEveryDirection_data()
    {
        QTest::addColumn<float>("rise");  // over 20 columns
        QTest::newRow("level") << 0.0F;
        QTest::newRow("slanting") << 7.0F;
        QTest::newRow("diagonal") << 20.0F;
        QTest::newRow("steep") << 50.0F;
    }

    void hairlinesAreOnePixelWideInEveryDirection()
    {
        QFETCH(float, rise);
        ColumnRaster raster;
        raster.begin(20, 80);
        raster.stroke(traced({0, 20}, {10, 10 + rise}, 20), {kRed}, 1);
        // Along the axis that it follows less: a column of a flat line, a row of a steep one.
        int covered = 0;
        if (rise <= 20) {
            for (int row = 0; row < 80; ++row) covered += static_cast<int>(raster.pixel(10, row) >> 24);
        } else {
            for (int column = 0; column < 20; ++column) covered += static_cast<int>(raster.pixel(column, 35) >> 24);
        }
        QVERIFY2(std::abs(covered - 255) <= 20, QByteArray::number(covered).constData());
    }

    void hairlinesAreFainterWhereTheyMeet()
    {
        ColumnRaster raster;
        const auto line = traced({0.5F, 4.5F, 8.5F}, {3.5F, 3.5F, 3.5F}, 9);
        raster.begin(9, 8);
        raster.stroke(line, {kRed}, 1, true);
        QVERIFY((raster.pixel(2, 3) >> 24) >= 240);
        QVERIFY2(std::abs(static_cast<int>(raster.pixel(4, 3) >> 24) - 191) <= 12,
                 QByteArray::number(raster.pixel(4, 3), 16).constData());
        raster.begin(9, 8);
        raster.stroke(line, {kRed}, 1);
        QVERIFY((raster.pixel(4, 3) >> 24) >= 240);
    }

    void thickAndSteepLinesKeepTheirWidth()
    {
        ColumnRaster raster;
        raster.begin(20, 60);
        raster.stroke(traced({10.5F, 10.5F}, {5, 55}, 20), {kRed}, 3);
        int covered = 0;
        for (int column = 0; column < 20; ++column) covered += static_cast<int>(raster.pixel(column, 30) >> 24);
        QVERIFY2(std::abs(covered - 3 * 255) <= 10, QByteArray::number(covered).constData());

        raster.begin(20, 60);
        raster.stroke(traced({0, 20}, {30, 30}, 20), {kRed}, 8);
        covered = 0;
        for (int row = 0; row < 60; ++row) covered += static_cast<int>(raster.pixel(10, row) >> 24);
        QVERIFY2(std::abs(covered - 8 * 255) <= 40, QByteArray::number(covered).constData());
    }

    /// As wide upright as on the level, and nothing beyond.
    void stepsAreAsWideInBothDirections_data()
    {
        QTest::addColumn<int>("step");
        QTest::newRow("after") << static_cast<int>(StepMode::After);
        QTest::newRow("before") << static_cast<int>(StepMode::Before);
    }

    void stepsAreAsWideInBothDirections()
    {
        QFETCH(int, step);
        const std::vector<float> x{2, 10, 18};
        const std::vector<float> y{20, 16, 17};
        PixelPath path{x.data(), y.data(), 3};
        path.step = static_cast<StepMode>(step);
        path.align = 0;
        ColumnRaster raster;
        raster.begin(24, 40);
        QVERIFY(raster.strokeSteps(path, {kRed}, 2));
        const int upright = path.step == StepMode::After ? 10 : 2;
        for (int row = 16; row < 20; ++row) {
            QCOMPARE(raster.pixel(upright - 1, row), kRed);
            QCOMPARE(raster.pixel(upright, row), kRed);
        }
        for (const int column : {upright - 1, upright}) {
            for (const int row : {13, 14, 21, 22}) QCOMPARE(raster.pixel(column, row), Pixel{0});
        }
        const int level = path.step == StepMode::After ? 20 : 16;
        for (int column = 4; column < 8; ++column) {
            QCOMPARE(raster.pixel(column, level - 1), kRed);
            QCOMPARE(raster.pixel(column, level), kRed);
            QCOMPARE(raster.pixel(column, level - 2), Pixel{0});
            QCOMPARE(raster.pixel(column, level + 1), Pixel{0});
        }
        // Corners are round: the outer pixel is covered in part.
        const Pixel corner = raster.pixel(upright - 1, path.step == StepMode::After ? 15 : 15);
        QVERIFY((corner >> 24) > 150 && (corner >> 24) < 255);
    }

    void onlyWideOpaqueStepsAreDrawnApart()
    {
        const std::vector<float> x{2, 10};
        const std::vector<float> y{20, 16};
        PixelPath path{x.data(), y.data(), 2};
        ColumnRaster raster;
        raster.begin(24, 40);
        QVERIFY(!raster.strokeSteps(path, {kRed}, 2));
        path.step = StepMode::After;
        QVERIFY(!raster.strokeSteps(path, {kRed}, 1));
        QVERIFY(!raster.strokeSteps(path, {kHalfGreen}, 2));
        QVERIFY(raster.strokeSteps(path, {kRed}, 2));
        raster.begin(24, 40);
        path.maxGap = 7;
        QVERIFY(raster.strokeSteps(path, {kRed}, 2));
        for (int column = 0; column < 24; ++column) QCOMPARE(raster.pixel(column, 20), Pixel{0});
    }

    void translucentFillBlendsOnce()
    {
        ColumnRaster raster;
        raster.begin(3, 64);
        raster.fillTo(traced({0, 3}, {10, 10}, 3), 50, {kHalfGreen});
        QCOMPARE(raster.pixel(1, 9), Pixel{0});
        QCOMPARE(raster.pixel(1, 10), kHalfGreen);
        QCOMPARE(raster.pixel(1, 49), kHalfGreen);
        QCOMPARE(raster.pixel(1, 50), Pixel{0});
        raster.fillTo(traced({0, 3}, {10, 10}, 3), 50, {kHalfGreen});
        for (int row = 10; row < 50; ++row) QCOMPARE(raster.pixel(1, row), Pixel{0xc000c000U});
    }

    void stacksShareTheirBorder()
    {
        ColumnRaster raster;
        raster.begin(4, 40);
        std::vector<float> level(4, 40.0F);
        const auto lower = traced({0, 4}, {30, 30}, 4);
        raster.fillTo(lower, level, {kRed});
        level.assign(4, lower.middle(1));
        raster.fillTo(traced({0, 4}, {10, 10}, 4), level, {0xff0000ffU});
        QCOMPARE(raster.pixel(2, 9), Pixel{0});
        QCOMPARE(raster.pixel(2, 10), Pixel{0xff0000ffU});
        QCOMPARE(raster.pixel(2, 29), Pixel{0xff0000ffU});
        QCOMPARE(raster.pixel(2, 30), kRed);
        QCOMPARE(raster.pixel(2, 39), kRed);
    }

    void everyRowHasItsOwnInk()
    {
        std::vector<Pixel> rows(10);
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = 0xff000000U + static_cast<Pixel>(i);
        ColumnRaster raster;
        raster.begin(2, 10);
        raster.fillTo(traced({0, 2}, {2, 2}, 2), 8, {0, rows.data()});
        QCOMPARE(raster.pixel(0, 2), rows[2]);
        QCOMPARE(raster.pixel(0, 7), rows[7]);
    }

    void barsAndDotsAreWhereTheyBelong()
    {
        ColumnRaster raster;
        raster.begin(20, 20);
        raster.fillRect(4, 5, 8, 20, {kRed});
        QCOMPARE(raster.pixel(4, 5), kRed);
        QCOMPARE(raster.pixel(7, 19), kRed);
        QCOMPARE(raster.pixel(8, 10), Pixel{0});
        QCOMPARE(raster.pixel(5, 4), Pixel{0});
        raster.fillDisc(14, 10, 3, {kRed});
        QCOMPARE(raster.pixel(14, 10), kRed);
        QCOMPARE(raster.pixel(18, 10), Pixel{0});
    }

    void transposesEverySize_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        for (const auto& [w, h] : {std::pair{1, 1}, {3, 5}, {4, 4}, {7, 9}, {16, 3}}) {
            QTest::addRow("%dx%d", w, h) << w << h;
        }
    }

    void transposesEverySize()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        ColumnRaster raster;
        raster.begin(width, height);
        for (int x = 0; x < width; ++x) {
            for (int y = 0; y < height; ++y) {
                raster.fillRect(static_cast<float>(x), static_cast<float>(y), static_cast<float>(x + 1),
                                static_cast<float>(y + 1), {0xff000000U + static_cast<Pixel>(x * 100 + y)});
            }
        }
        const auto stride = static_cast<std::size_t>(width) + 3;
        std::vector<Pixel> out(stride * static_cast<std::size_t>(height), 0);
        raster.transposeTo(out.data(), stride);
        for (int x = 0; x < width; ++x) {
            for (int y = 0; y < height; ++y) {
                QCOMPARE(out[static_cast<std::size_t>(y) * stride + static_cast<std::size_t>(x)],
                         0xff000000U + static_cast<Pixel>(x * 100 + y));
            }
        }
        QCOMPARE(out[static_cast<std::size_t>(width)], Pixel{0});
    }

    void survivesNonsense()
    {
        ColumnRaster raster;
        const float inf = std::numeric_limits<float>::infinity();
        for (const int size : {0, 1, 2}) {
            raster.begin(size, size);
            const auto line = traced({-1e9F, 0, 0, 1e9F, 1e9F}, {inf, -inf, 1e30F, -1e30F, kNan}, size);
            for (const float width : {0.0F, 0.5F, 3.0F, 50.0F}) raster.stroke(line, {kRed}, width);
            raster.fillTo(line, inf, {kHalfGreen});
            raster.fillRect(-inf, -inf, inf, inf, {kRed});
            raster.fillDisc(kNan, 0, 5, {kRed});
            raster.fillDisc(inf, 0, 5, {kRed});
        }
        QCOMPARE(raster.width(), 2);
    }
};

QTEST_APPLESS_MAIN(ColumnRasterTest)
#include "column_raster_test.moc"
