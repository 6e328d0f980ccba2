#include "ui/plot/series_shapes.h"

#include <QtTest/QtTest>

#include <QPainter>
#include <cmath>

#include "ui/plot/series_layer.h"
#include "ui/plot/shape_clip.h"

using namespace watchglass::ui;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kRatio = 3;

struct Samples {
    std::vector<double> times;
    std::vector<double> values;
};

/// Waves that leave the plot at all sides, with a gap and a lone sample.
PlotSeries wave(double shift)
{
    auto owner = std::make_shared<Samples>();
    for (int i = -3; i < 63; ++i) {
        owner->times.push_back(i * 1000.0);
        const bool gap = (i > 20 && i < 30 && i != 25);
        owner->values.push_back(gap ? kNaN : 5 + shift + 6 * std::sin(i * 0.25 + shift));
    }
    PlotSeries series;
    series.color = QColor(0x33, 0x99, 0xff);
    series.times = owner->times.data();
    series.values = owner->values.data();
    series.count = owner->times.size();
    series.owner = owner;
    series.points = ShowPoints::Never;
    return series;
}

PlotModel modelOf(std::vector<PlotSeries> series)
{
    PlotModel model;
    model.fromMs = 0;
    model.toMs = 60'000;
    model.aligned = false;
    PlotAxis axis;
    axis.rules.hardMin = 0;
    axis.rules.hardMax = 10;
    axis.format = [](double value, int) { return QString::number(value); };
    model.axes = {axis};
    model.series = std::move(series);
    return model;
}

QImage shapesOf(const PlotModel& model, const PlotData& data, const PlotLayout& layout, const QSize& size)
{
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.scale(kRatio, kRatio);
    painter.translate(-layout.plot.topLeft());
    paintSeriesShapes(painter, model, data, layout);
    return image;
}

}  // namespace

class SeriesShapesTest : public QObject {
    Q_OBJECT

private slots:
    void lookLikeThePixels_data()
    {
        QTest::addColumn<std::function<void(std::vector<PlotSeries>&)>>("change");
        using Change = std::function<void(std::vector<PlotSeries>&)>;
        const auto row = [](const char* name, const std::function<void(PlotSeries&)>& change) {
            QTest::newRow(name) << Change([change](std::vector<PlotSeries>& all) { change(all[0]); });
        };
        row("line", [](PlotSeries&) {});
        row("wide", [](PlotSeries& s) { s.lineWidth = 4; });
        row("step after", [](PlotSeries& s) {
            s.step = StepMode::After;
            s.lineWidth = 4;  // columns of pixels have no soft uprights
        });
        row("step before", [](PlotSeries& s) {
            s.step = StepMode::Before;
            s.lineWidth = 4;  // columns of pixels have no soft uprights
        });
        row("smooth", [](PlotSeries& s) { s.smooth = true; });
        row("bridged", [](PlotSeries& s) { s.bridgeNan = true; });
        row("area", [](PlotSeries& s) { s.fillOpacity = 0.8; });
        row("opacity", [](PlotSeries& s) {
            s.fillOpacity = 1;
            s.gradient = FillGradient::Opacity;
        });
        row("hue", [](PlotSeries& s) {
            s.fillOpacity = 1;
            s.gradient = FillGradient::Hue;
        });
        row("scheme", [](PlotSeries& s) {
            s.fillOpacity = 1;
            s.lineWidth = 3;
            s.gradient = FillGradient::Scheme;
            s.colorAt = [](double value) { return value > 5 ? QColor(Qt::red) : QColor(Qt::green); };
        });
        row("points", [](PlotSeries& s) { s.style = DrawStyle::Points; });
        row("line with points", [](PlotSeries& s) { s.points = ShowPoints::Always; });
        row("bars", [](PlotSeries& s) {
            s.style = DrawStyle::Bars;
            s.fillOpacity = 1;
        });
        QTest::newRow("band") << Change([](std::vector<PlotSeries>& all) {
            all.push_back(wave(-2));
            all[0].fillOpacity = 0.9;
            all[0].fillBelowTo = 1;
        });
        QTest::newRow("stacked") << Change([](std::vector<PlotSeries>& all) {
            all.push_back(wave(-3));
            for (PlotSeries& series : all) {
                series.stack = StackMode::Normal;
                series.stackGroup = 0;
                series.fillOpacity = 0.9;
            }
            all[1].color = QColor(0xcc, 0x44, 0x22);
        });
    }

    void lookLikeThePixels()
    {
        QFETCH(std::function<void(std::vector<PlotSeries>&)>, change);
        std::vector<PlotSeries> series{wave(0)};
        change(series);
        const PlotModel model = modelOf(std::move(series));
        const PlotData data = preparePlotData(model);
        const PlotLayout layout = layoutPlot(model, data, QSizeF(400, 220));
        SeriesLayer layer;
        const QImage pixels = layer.render(model, data, layout, kRatio);
        const QImage shapes = shapesOf(model, data, layout, pixels.size());
        int inked = 0;
        int different = 0;
        for (int y = 1; y < pixels.height() - 1; ++y) {
            for (int x = 1; x < pixels.width() - 1; ++x) {
                const QRgb a = pixels.pixel(x, y);
                const QRgb b = shapes.pixel(x, y);
                if (qAlpha(a) > 0 || qAlpha(b) > 0) ++inked;
                const int far = std::max({std::abs(qAlpha(a) - qAlpha(b)), std::abs(qRed(a) - qRed(b)),
                                          std::abs(qBlue(a) - qBlue(b)), std::abs(qGreen(a) - qGreen(b))});
                if (far > 96) ++different;
            }
        }
        QVERIFY(inked > 1000);
        QVERIFY2(different < inked / 12, qPrintable(QStringLiteral("%1 of %2").arg(different).arg(inked)));
    }

    /// Between bars that stand on parts of pixels the ground would shine through.
    void barsStandOnWholePixels()
    {
        PlotSeries series = wave(0);
        series.style = DrawStyle::Bars;
        series.fillOpacity = 1;
        series.lineWidth = 0;
        series.barWidthFactor = 1;
        const PlotModel model = modelOf({series});
        const PlotData data = preparePlotData(model);
        const PlotLayout layout = layoutPlot(model, data, QSizeF(401, 221));
        const QImage image = shapesOf(model, data, layout, QSize(1200, 660));
        int inked = 0;
        int partly = 0;
        // The plot ends within a pixel.
        for (int y = 0; y < static_cast<int>(layout.plot.height() * kRatio) - 1; ++y) {
            for (int x = 0; x < static_cast<int>(layout.plot.width() * kRatio) - 1; ++x) {
                const int alpha = qAlpha(image.pixel(x, y));
                inked += alpha > 0;
                partly += alpha > 8 && alpha < 247;
            }
        }
        QVERIFY(inked > 1000);
        QCOMPARE(partly, 0);
    }

    void dashesHaveGaps()
    {
        PlotSeries series = wave(0);
        series.dashes = {10, 10};
        series.bridgeNan = true;
        const PlotModel whole = modelOf({wave(0)});
        const PlotModel dashed = modelOf({series});
        const auto ink = [](const PlotModel& model) {
            const PlotData data = preparePlotData(model);
            const PlotLayout layout = layoutPlot(model, data, QSizeF(400, 220));
            const QImage image = shapesOf(model, data, layout, QSize(1200, 660));
            int count = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x) count += qAlpha(image.pixel(x, y)) > 128;
            return count;
        };
        QVERIFY(ink(dashed) > 0);
        QVERIFY(ink(dashed) < ink(whole) * 2 / 3);
    }

    /// Dots are dashes of no length with round ends, as wide as the line.
    void dotsAreAsWideAsTheLine()
    {
        PlotSeries series = wave(0);
        series.lineWidth = 3;
        series.dashes = {0, 10};
        series.pattern = LinePattern::Dots;
        series.bridgeNan = true;
        series.points = ShowPoints::Never;
        const PlotModel model = modelOf({series});
        const PlotData data = preparePlotData(model);
        const PlotLayout layout = layoutPlot(model, data, QSizeF(400, 220));
        SeriesLayer layer;
        const QImage pixels = layer.render(model, data, layout, kRatio);
        for (const QImage& image : {pixels, shapesOf(model, data, layout, pixels.size())}) {
            int solid = 0;
            int inked = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    solid += qAlpha(image.pixel(x, y)) > 200;
                    inked += qAlpha(image.pixel(x, y)) > 0;
                }
            }
            const double dots = layout.plot.width() / 10;  // more where the line is steep
            const double one = M_PI * std::pow(1.5 * kRatio, 2);
            QVERIFY2(solid > dots * one * 0.6, qPrintable(QString::number(solid)));
            QVERIFY2(inked < dots * one * 6, qPrintable(QString::number(inked)));
        }
    }

    void linesAreCut_data()
    {
        QTest::addColumn<QPolygonF>("line");
        QTest::addColumn<QList<QPolygonF>>("parts");
        const auto row = [](const char* name, const QPolygonF& line, const QList<QPolygonF>& parts) {
            QTest::newRow(name) << line << parts;
        };
        const QPolygonF inside{{1, 1}, {5, 5}, {9, 1}};
        row("inside", inside, {inside});
        row("outside", {{-5, -1}, {20, -1}}, {});
        row("beside", {{12, 2}, {20, 2}}, {});
        row("across", {{-5, 5}, {15, 5}}, {QPolygonF{{0, 5}, {10, 5}}});
        row("out and in", {{2, 5}, {2, 15}, {8, 15}, {8, 5}}, {QPolygonF{{2, 5}, {2, 10}}, QPolygonF{{8, 10}, {8, 5}}});
        row("a point", {{2, 2}}, {});
        row("over a corner", {{-5, 5}, {5, 15}}, {QPolygonF{{0, 10}, {0, 10}}});
    }

    void linesAreCut()
    {
        QFETCH(QPolygonF, line);
        QFETCH(QList<QPolygonF>, parts);
        const auto cut = clippedLine(line, QRectF(0, 0, 10, 10));
        QCOMPARE(QList<QPolygonF>(cut.begin(), cut.end()), parts);
    }

    void areasAreCut()
    {
        const QRectF box(0, 0, 10, 10);
        const auto boundsOf = [&](const QPolygonF& shape) { return clippedArea(shape, box).boundingRect(); };
        QCOMPARE(boundsOf({{-5, -5}, {20, -5}, {20, 20}, {-5, 20}}), box);
        QCOMPARE(boundsOf({{2, 3}, {4, 3}, {4, 30}, {2, 30}}), QRectF(2, 3, 2, 7));
        QVERIFY(clippedArea({{11, 0}, {20, 0}, {20, 9}}, box).isEmpty());
        QVERIFY(clippedArea({}, box).isEmpty());
    }

    void largeOnesStayPictures()
    {
        PlotData data;
        data.series.resize(2);
        data.series[0].count = data.series[1].count = 50'000;
        QVERIFY(suitsShapes(data));
        data.series[0].count += 1;
        QVERIFY(!suitsShapes(data));
    }
};

QTEST_MAIN(SeriesShapesTest)
#include "series_shapes_test.moc"
