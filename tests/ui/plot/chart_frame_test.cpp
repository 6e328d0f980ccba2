// A frame by Qt Charts that has been used for other sizes and times draws what a new one draws.

#include <QPainter>
#include <QtTest/QtTest>
#include <cmath>
#include <random>

#include "ui/plot/plot_frame.h"
#include "ui/theme/theme.h"

using namespace watchglass::ui;

namespace {

struct Shape {
    QSizeF size;
    double top = 1;             ///< of the value axes: many digits make wide labels
    qint64 spanMs = 3'600'000;  ///< up to now
    int valueAxes = 1;          ///< the second stands on the right
    bool timeAxis = true;
};

const QList<Shape> kShapes{
    {{600, 240}},
    {{630, 240}},  // the ticks of the first
    {{900, 240}},
    {{500, 400}},
    {{600, 240}, 1e9},
    {{900, 240}, 1e9, 86'400'000},
    {{600, 240}, 1, 3'600'000, 2},
    {{600, 240}, 1, 3'600'000, 0},
    {{700, 240}, 1, 3'600'000, 1, false},
    {{700, 240}, 1, 3'600'000, 0, false},
};

PlotLayout layoutOf(const Shape& shape)
{
    constexpr qint64 kNow = 1'700'000'000'000;
    PlotModel model;
    model.fromMs = kNow - shape.spanMs;
    model.toMs = kNow;
    model.zone = QTimeZone::utc();
    for (int a = 0; a < std::max(shape.valueAxes, 1); ++a) {
        PlotAxis axis;
        axis.rules.hardMin = 0;
        axis.rules.hardMax = shape.top;
        if (a == 1) axis.side = AxisSide::Right;
        if (shape.valueAxes == 0) axis.side = AxisSide::Hidden;
        axis.format = [](double value, int decimals) { return QString::number(value, 'f', std::max(decimals, 0)); };
        model.axes.push_back(axis);
    }
    PlotLayout layout = layoutPlot(model, preparePlotData(model), shape.size);
    layout.timeAxis = shape.timeAxis;
    layout.plot = QRectF(layout.plot.toRect());
    return layout;
}

QImage picture(PlotFrame& frame, const PlotLayout& layout)
{
    QImage image(layout.size.toSize(), QImage::Format_RGB32);
    image.fill(currentTheme().panel);
    QPainter painter(&image);
    frame.paint(painter, layout, currentTheme());
    return image;
}

}  // namespace

class ChartFrameTest : public QObject {
    Q_OBJECT

private slots:
    void drawsAsANewOneAfterAChange_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        for (int i = 0; i < kShapes.size(); ++i) {
            for (int j = 0; j < kShapes.size(); ++j) QTest::addRow("%d, then %d", i, j) << i << j;
        }
    }

    void drawsAsANewOneAfterAChange()
    {
        QFETCH(int, first);
        QFETCH(int, second);
        // Both at once: neither takes the host that the other gave back.
        const auto used = chartFrame();
        const auto fresh = chartFrame();
        (void)picture(*used, layoutOf(kShapes[first]));
        const QImage got = picture(*used, layoutOf(kShapes[second]));
        const QImage wanted = picture(*fresh, layoutOf(kShapes[second]));
        QVERIFY(got == wanted);
    }

    /// As in a window: the event loop runs between two pictures, most of which differ by a little.
    void staysRightForLong()
    {
        std::mt19937 random(7);
        const auto pick = [&random](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
        std::map<std::vector<double>, std::unique_ptr<PlotFrame>> fresh;
        const auto used = chartFrame();
        Shape shape = kShapes[0];
        for (int i = 0; i < 300; ++i) {
            if (pick(8) == 0) shape.size = QSizeF(500 + 20 * pick(25), 200 + 60 * pick(3));
            if (pick(3) == 0) shape.top = std::pow(10, pick(8));
            if (pick(5) == 0) shape.spanMs = 900'000 * (1 + pick(40));
            if (pick(20) == 0) shape.valueAxes = pick(3);
            const PlotLayout layout = layoutOf(shape);
            const QImage got = picture(*used, layout);
            const auto other = chartFrame();
            const QImage wanted = picture(*other, layout);
            QVERIFY2(got == wanted, QByteArray::number(i).constData());
            QCoreApplication::processEvents();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }

    /// The lines of the largest and the smallest value reach from one end of the plot to the other.
    void theGridFillsThePlot()
    {
        for (const Shape& shape : kShapes) {
            if (shape.valueAxes == 0) continue;
            const PlotLayout layout = layoutOf(shape);
            const QImage image = picture(*chartFrame(), layout);
            const QRect plot = layout.plot.toRect();
            for (const int y : {plot.top(), plot.top() + plot.height()}) {
                for (const int x : {plot.left() + 2, plot.center().x() + 1, plot.right() - 2}) {
                    const QColor panel = currentTheme().panel;
                    const bool drawn = image.pixelColor(x, y) != panel || image.pixelColor(x, y - 1) != panel;
                    QVERIFY2(
                        drawn,
                        qPrintable(QString("%1 x %2 at %3, %4").arg(plot.width()).arg(plot.height()).arg(x).arg(y)));
                }
            }
        }
    }

    /// Also labels that are close to each other and those at the edge of the picture.
    void labelsAreAsThePainterDrawsThem()
    {
        for (const Shape& shape : kShapes) {
            const PlotLayout layout = layoutOf(shape);
            const QImage chart = picture(*chartFrame(), layout);
            const QImage painted = picture(*painterFrame(), layout);
            const QRect left(0, 0, static_cast<int>(layout.plot.left()) - 6, chart.height());
            const QRect below(0, static_cast<int>(layout.plot.bottom()) + 6, chart.width(), 100);
            QCOMPARE(chart.copy(left), painted.copy(left));
            QCOMPARE(chart.copy(below & chart.rect()), painted.copy(below & chart.rect()));
        }
    }
};

QTEST_MAIN(ChartFrameTest)
#include "chart_frame_test.moc"
