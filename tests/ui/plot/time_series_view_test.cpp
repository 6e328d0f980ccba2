// What a graph shows beyond its lines: lone points, and labels beside the axes.

#include "ui/plot/time_series_view.h"

#include <QtTest/QtTest>

#include <QPaintEvent>

#include "ui/theme/theme.h"

using namespace watchglass::ui;

namespace {

constexpr qint64 kFrom = 1'700'000'000'000;
constexpr qint64 kTo = kFrom + 3'600'000;
const QColor kColor(0x1f, 0x78, 0xff);

struct Samples {
    std::vector<double> times;
    std::vector<double> values;
};

PlotModel modelOf(Samples samples)
{
    auto owner = std::make_shared<const Samples>(std::move(samples));
    PlotModel model;
    model.fromMs = kFrom;
    model.toMs = kTo;
    model.zone = QTimeZone::utc();
    PlotAxis axis;
    axis.rules.hardMin = 0;
    axis.rules.hardMax = 10;
    axis.format = [](double value, int decimals) { return QString::number(value, 'f', std::max(decimals, 0)); };
    model.axes = {axis};
    PlotSeries series;
    series.color = kColor;
    series.times = owner->times.data();
    series.values = owner->values.data();
    series.count = owner->times.size();
    series.owner = owner;
    model.series = {series};
    return model;
}

bool isNear(const QColor& a, const QColor& b)
{
    constexpr int kSlack = 40;
    return std::abs(a.red() - b.red()) < kSlack && std::abs(a.green() - b.green()) < kSlack &&
           std::abs(a.blue() - b.blue()) < kSlack;
}

/// The box around all pixels in the series' colour.
QRect inked(const QImage& image)
{
    QRect box;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (isNear(image.pixelColor(x, y), kColor)) box |= QRect(x, y, 1, 1);
        }
    }
    return box;
}

QStringList labelsOf(const std::vector<Tick>& ticks)
{
    QStringList labels;
    for (const Tick& tick : ticks) labels << tick.label;
    return labels;
}

/// What of a widget was painted lately.
struct PaintedRegion : QObject {
    QRegion region;
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) region += static_cast<QPaintEvent*>(event)->region();
        return false;
    }
};

}  // namespace

class TimeSeriesViewTest : public QObject {
    Q_OBJECT

private slots:
    void refreshesMoveAllByWholePixels_data()
    {
        QTest::addColumn<qint64>("span");
        QTest::addColumn<qint64>("step");
        QTest::addColumn<bool>("live");
        QTest::newRow("1 h, 15 s") << qint64{3'600'000} << qint64{15'000} << true;
        QTest::newRow("6 h, 30 s") << qint64{21'600'000} << qint64{30'000} << true;
        QTest::newRow("5 min, 1 s") << qint64{300'000} << qint64{1'000} << true;
        QTest::newRow("1 min, 5 s") << qint64{60'000} << qint64{5'000} << true;
        QTest::newRow("1 h, 15 s, as asked") << qint64{3'600'000} << qint64{15'000} << false;
    }

    /// Each picture is the one before, moved to the left: nothing in it changes its shape.
    void refreshesMoveAllByWholePixels()
    {
        QFETCH(qint64, span);
        QFETCH(qint64, step);
        QFETCH(bool, live);
        Samples samples;
        for (qint64 t = kTo - span - 10 * step; t <= kTo + 60'000; t += step) {
            samples.times.push_back(static_cast<double>(t));
            samples.values.push_back(5 + 4 * std::sin(static_cast<double>(t / step)) * (t / step % 7 == 0 ? 1 : 0.3));
        }
        constexpr int kRefreshMs = 250;
        constexpr int kRefreshes = 60;
        TimeSeriesView view;
        view.setFrameKind(TimeSeriesView::FrameKind::Painter);
        view.resize(617, 240);
        QImage before;
        double fromBefore = 0;
        int bent = 0;
        int moves = 0;
        for (int i = 0; i < kRefreshes; ++i) {
            PlotModel model = modelOf(samples);
            model.toMs = static_cast<double>(kTo + i * kRefreshMs);
            model.fromMs = model.toMs - static_cast<double>(span);
            model.live = live;
            view.setModel(std::move(model));
            const QImage image = view.grab().toImage();
            const PlotLayout& layout = view.layoutInfo();
            if (live) QVERIFY(layout.toMs >= static_cast<double>(kTo + i * kRefreshMs));
            const double far = (layout.fromMs - fromBefore) / layout.span() * layout.plot.width();
            const int pixels = static_cast<int>(std::lround(far));
            if (i > 0) {
                QVERIFY(pixels >= 0);
                if (live) QVERIFY(std::abs(far - pixels) < 1e-3);
                moves += pixels > 0 ? 1 : 0;
                // Without the borders, where lines are cut and axes stand.
                const QRect inner = layout.plot.toRect().adjusted(4, 12, -4 - pixels, -2);
                for (int y = inner.top(); y <= inner.bottom(); ++y) {
                    for (int x = inner.left(); x <= inner.right(); ++x) {
                        const bool is = isNear(image.pixelColor(x, y), kColor);
                        bent += is != isNear(before.pixelColor(x + pixels, y), kColor) ? 1 : 0;
                    }
                }
            }
            before = image;
            fromBefore = layout.fromMs;
        }
        QVERIFY(!live || moves > 0);
        QCOMPARE(bent == 0, live);
    }

    void slidesBetweenRefreshes_data()
    {
        QTest::addColumn<qint64>("span");
        QTest::addColumn<qint64>("step");
        QTest::newRow("1 h, 15 s") << qint64{3'600'000} << qint64{15'000};
        QTest::newRow("5 min, 1 s") << qint64{300'000} << qint64{1'000};
        QTest::newRow("1 min, 5 s") << qint64{60'000} << qint64{5'000};
    }

    /// At every moment the picture is the one that would be drawn for that moment, and it changes once for each pixel.
    void slidesBetweenRefreshes()
    {
        QFETCH(qint64, span);
        QFETCH(qint64, step);
        Samples samples;
        for (qint64 t = kTo - span - 10 * step; t <= kTo - step; t += step) {
            samples.times.push_back(static_cast<double>(t));
            samples.values.push_back(5 + 4 * std::sin(static_cast<double>(t / step)));
        }
        int drawn = 0;
        const auto modelAt = [&](qint64 nowMs, int* counter) {
            PlotModel model = modelOf(samples);
            model.series[0].gradient = FillGradient::Scheme;
            model.series[0].points = ShowPoints::Never;  // those that reach over the border are drawn by another hand
            model.series[0].colorAt = [counter](double) {
                if (counter) ++*counter;
                return kColor;
            };
            model.toMs = static_cast<double>(nowMs);
            model.fromMs = model.toMs - static_cast<double>(span);
            model.nowMs = model.toMs;
            model.live = true;
            return model;
        };
        TimeSeriesView view;
        TimeSeriesView fresh;
        for (TimeSeriesView* each : {&view, &fresh}) each->resize(617, 240);
        view.setModel(modelAt(kTo, &drawn));
        view.setFocusPolicy(Qt::NoFocus);  // no ring
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.grab();
        const int before = drawn;
        QVERIFY(before > 0);
        const double pixelMs = view.layoutInfo().span() / view.layoutInfo().plot.width();
        constexpr int kPixels = 12;
        int steps = 0;
        double due = 0;
        for (int tenth = 0; tenth <= kPixels * 10; ++tenth) {
            const auto now = kTo + static_cast<qint64>(pixelMs * tenth / 10);
            const double from = view.layoutInfo().fromMs;
            const auto next = view.slideTo(static_cast<double>(now));
            QVERIFY(next && *next > static_cast<double>(now) && *next <= static_cast<double>(now) + pixelMs + 1);
            const bool moved = view.layoutInfo().fromMs > from;
            // It moved exactly when it had said that it would.
            if (due > 0) QCOMPARE(moved, static_cast<double>(now) > due);
            due = *next;
            steps += moved ? 1 : 0;
            fresh.setModel(modelAt(now, nullptr));
            const QImage expected = fresh.grab().toImage();
            const QImage shown = view.grab().toImage();
            QCOMPARE(view.layoutInfo().fromMs, fresh.layoutInfo().fromMs);
            // Without the border, where lines are cut.
            const QRect inner = view.layoutInfo().plot.toRect().adjusted(4, 0, 0, 0);
            QCOMPARE(shown.copy(inner), expected.copy(inner));
            QCOMPARE(shown.copy(0, inner.bottom() + 8, 617, 20), expected.copy(0, inner.bottom() + 8, 617, 20));
        }
        QVERIFY(steps >= kPixels - 1 && steps <= kPixels + 1);
        QCOMPARE(drawn, before);
    }

    void whatDoesNotFollowTheClockDoesNotSlide()
    {
        TimeSeriesView view;
        view.resize(617, 240);
        view.setModel(modelOf({{double(kFrom), double(kTo)}, {1, 2}}));
        view.prepare();
        QVERIFY(!view.slideTo(double(kTo + 600'000)));
        QCOMPARE(view.layoutInfo().toMs, double(kTo));
    }

    void aLonePointIsDrawnWhole_data()
    {
        QTest::addColumn<qint64>("at");
        QTest::addColumn<double>("value");
        QTest::addColumn<bool>("shown");
        QTest::newRow("middle") << (kFrom + kTo) / 2 << 5.0 << true;
        QTest::newRow("right edge") << kTo << 5.0 << true;
        QTest::newRow("left edge") << kFrom << 5.0 << true;
        QTest::newRow("top") << (kFrom + kTo) / 2 << 10.0 << true;
        QTest::newRow("corner") << kTo << 0.0 << true;
        QTest::newRow("too late") << kTo + 30'000 << 5.0 << false;
        QTest::newRow("too high") << (kFrom + kTo) / 2 << 10.2 << false;
    }

    void aLonePointIsDrawnWhole()
    {
        QFETCH(qint64, at);
        QFETCH(double, value);
        QFETCH(bool, shown);
        TimeSeriesView view;
        view.setFrameKind(TimeSeriesView::FrameKind::Painter);
        view.resize(600, 240);
        view.setModel(modelOf({{static_cast<double>(at)}, {value}}));
        const QImage image = view.grab().toImage();
        const QRect box = inked(image);
        QCOMPARE(!box.isEmpty(), shown);
        if (!shown) return;
        // A diameter of 5; its soft rim does not count.
        QVERIFY2(box.width() >= 3 && box.width() <= 6, QByteArray::number(box.width()).constData());
        QVERIFY2(box.height() >= 3 && box.height() <= 6, QByteArray::number(box.height()).constData());
        const PlotLayout& layout = view.layoutInfo();
        const QPointF wanted(layout.xOf(static_cast<double>(at)), layout.yOf(0, value));
        QVERIFY((QRectF(box).center() - wanted).manhattanLength() <= 2);
    }

    void onlyValuesWithoutNeighboursArePoints()
    {
        TimeSeriesView view;
        view.setFrameKind(TimeSeriesView::FrameKind::Painter);
        view.resize(600, 240);
        const double nan = std::numeric_limits<double>::quiet_NaN();
        PlotModel model = modelOf(
            {{kFrom, kFrom + 600'000.0, kFrom + 1'200'000.0, kFrom + 1'800'000.0, kTo}, {5, 5, nan, 5, nan}});
        model.series[0].points = ShowPoints::Never;
        view.setModel(model);
        const QImage image = view.grab().toImage();
        const PlotLayout& layout = view.layoutInfo();
        const auto heightAt = [&](double time) {
            const int x = static_cast<int>(layout.xOf(time));
            return inked(image.copy(x - 1, 0, 3, image.height())).height();
        };
        QVERIFY(heightAt(kFrom + 300'000.0) <= 2);
        QVERIFY(heightAt(kFrom + 600'000.0) <= 2);
        QVERIFY(heightAt(kFrom + 1'800'000.0) >= 3);
        QCOMPARE(heightAt(kFrom + 1'200'000.0), 0);
    }

    void valuesAreLabelledInTheAxisFormat()
    {
        TimeSeriesView view;
        view.resize(600, 240);
        PlotModel model = modelOf({{kFrom, kTo}, {1, 9}});
        model.axes[0].format = [](double value, int decimals) {
            return QString::number(value, 'f', std::max(decimals, 0)) + " req/s";
        };
        view.setModel(model);
        view.prepare();
        const AxisLayout& axis = view.layoutInfo().axes[0];
        QCOMPARE(labelsOf(axis.ticks),
                 QStringList({"0 req/s", "2 req/s", "4 req/s", "6 req/s", "8 req/s", "10 req/s"}));
        // The axis is as wide as its widest label.
        model.axes[0].format = [](double, int) { return QString(20, 'm'); };
        const double narrow = axis.box.width();
        view.setModel(model);
        view.prepare();
        QVERIFY(view.layoutInfo().axes[0].box.width() > 2 * narrow);
    }

    void stepsBelowOneKeepTheirDecimals()
    {
        TimeSeriesView view;
        view.resize(600, 240);
        PlotModel model = modelOf({{kFrom, kTo}, {0.1, 0.9}});
        model.axes[0].rules.hardMax = 1;
        view.setModel(model);
        view.prepare();
        QCOMPARE(labelsOf(view.layoutInfo().axes[0].ticks), QStringList({"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}));
    }

    void aHiddenAxisAndARightOne()
    {
        TimeSeriesView view;
        view.resize(600, 240);
        PlotModel model = modelOf({{kFrom, kTo}, {1, 9}});
        model.axes[0].side = AxisSide::Right;
        view.setModel(model);
        view.prepare();
        QVERIFY(view.layoutInfo().axes[0].box.left() >= view.layoutInfo().plot.right());
        const QRectF besideLabels = view.layoutInfo().plot;
        model.axes[0].side = AxisSide::Hidden;
        view.setModel(model);
        view.prepare();
        QVERIFY(view.layoutInfo().plot.width() > besideLabels.width());
    }

    void timesAreLabelledInTheZoneOfTheModel()
    {
        TimeSeriesView view;
        view.resize(600, 240);
        PlotModel model = modelOf({{kFrom, kTo}, {1, 9}});
        view.setModel(model);
        view.prepare();
        QCOMPARE(labelsOf(view.layoutInfo().timeTicks).first(), QString("22:20"));
        model.zone = QTimeZone(3600 + 1800);
        view.setModel(model);
        view.prepare();
        QCOMPARE(labelsOf(view.layoutInfo().timeTicks).first(), QString("23:50"));
    }

    /// A moment is a dashed line with a triangle below, a span a shade with a bar; the pointer on a handle tells them.
    void marksStandOverThePlotAndTellThemselves()
    {
        QWidget window;
        window.resize(400, 300);
        TimeSeriesView view(&window);
        view.resize(400, 240);
        PlotModel model = modelOf({{double(kFrom), double(kTo)}, {1, 1}});
        model.marks = {{kFrom + 900'000, kFrom + 900'000, QColor(Qt::magenta), QStringLiteral("deploy\nversion 2")},
                       {kFrom + 1'800'000, kFrom + 2'700'000, QColor(Qt::red), QStringLiteral("repair")},
                       {kTo + 1, kTo + 2, QColor(Qt::cyan), QStringLiteral("outside")}};
        view.setModel(model);
        window.show();
        view.prepare();
        const QImage image = view.grab().toImage();
        const PlotLayout& layout = view.layoutInfo();
        const auto columnHas = [&](double x, const QColor& color) {
            int count = 0;
            for (int y = 0; y < int(layout.plot.bottom()); ++y)
                count += isNear(image.pixelColor(int(x), y), color) || isNear(image.pixelColor(int(x) - 1, y), color);
            return count;
        };
        const double moment = layout.xOf(double(kFrom + 900'000));
        const int dashes = columnHas(moment, Qt::magenta);
        QVERIFY2(dashes > layout.plot.height() / 4 && dashes < layout.plot.height() * 3 / 4,
                 qPrintable(QString::number(dashes)));
        const double middle = layout.xOf(double(kFrom + 2'250'000));
        const QColor shade = image.pixelColor(int(middle), int(layout.plot.top()) + 30);
        const QColor ground = image.pixelColor(int(layout.xOf(double(kFrom + 300'000))), int(layout.plot.top()) + 30);
        QVERIFY(shade.red() > ground.red() && shade != ground);
        QVERIFY(isNear(image.pixelColor(int(middle), int(layout.plot.bottom()) + 3), Qt::red));

        const auto tooltip = [&]() -> PlotTooltip* {
            for (QWidget* child : window.findChildren<QWidget*>()) {
                if (auto* found = dynamic_cast<PlotTooltip*>(child)) return found;
            }
            return nullptr;
        };
        QTest::mouseMove(&view, QPoint(int(moment), int(layout.plot.bottom()) + 3));
        QTRY_VERIFY(tooltip() && tooltip()->isVisible());
        QCOMPARE(tooltip()->rows().size(), std::size_t{2});
        QCOMPARE(tooltip()->rows().at(1).name, QStringLiteral("version 2"));
        QTest::mouseMove(&view, QPoint(int(middle), int(layout.plot.bottom()) + 3));
        QTRY_COMPARE(tooltip()->rows().at(0).name, QStringLiteral("repair"));
        QTest::mouseMove(&view, QPoint(int(layout.plot.left()) + 5, int(layout.plot.bottom()) + 16));
        QTRY_VERIFY(!tooltip()->isVisible());
    }

    /// Panels change their size below a pointer that rests: nothing of the crosshair may stay.
    void theCrossEndsWhenTheGraphGoesAway()
    {
        QWidget window;
        window.resize(700, 400);
        TimeSeriesView view(&window);
        view.resize(600, 300);
        std::vector<double> times;
        for (double t = double(kFrom); t <= double(kTo); t += 60'000) times.push_back(t);
        view.setModel(modelOf({times, std::vector<double>(times.size(), 1)}));
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const auto tooltipShown = [&] {
            const auto all = window.findChildren<QWidget*>();
            return std::any_of(all.begin(), all.end(),
                               [](QWidget* child) { return dynamic_cast<PlotTooltip*>(child) && child->isVisible(); });
        };
        view.prepare();
        const QPoint pointer(500,
                             static_cast<int>(view.layoutInfo().plot.bottom() - view.layoutInfo().plot.height() / 10));
        const auto point = [&](const QPoint& at) {
            QMouseEvent move(QEvent::MouseMove, at, view.mapToGlobal(QPointF(at)), Qt::NoButton, Qt::NoButton, {});
            QCoreApplication::sendEvent(&view, &move);
        };
        point(pointer);
        QVERIFY(tooltipShown());
        view.resize(590, 300);  // still below the pointer
        QVERIFY(tooltipShown());
        const QImage before = view.grab().toImage();

        // What is painted anew when the cross goes holds all that the last picture had of it.
        PaintedRegion painted;
        view.installEventFilter(&painted);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&view, &leave);
        QTRY_VERIFY(!painted.region.isEmpty());
        const QImage after = view.grab().toImage();
        QVERIFY(before != after);
        for (int y = 0; y < after.height(); ++y) {
            for (int x = 0; x < after.width(); ++x) {
                if (before.pixel(x, y) != after.pixel(x, y)) QVERIFY(painted.region.contains(QPoint(x, y)));
            }
        }

        point(pointer + QPoint(1, 0));
        QVERIFY(tooltipShown());
        view.resize(300, 150);  // no longer below it
        QVERIFY(!tooltipShown());
        const QImage small = view.grab().toImage();
        QCoreApplication::sendEvent(&view, &leave);
        QCOMPARE(view.grab().toImage(), small);
    }
};

QTEST_MAIN(TimeSeriesViewTest)

#include "time_series_view_test.moc"
