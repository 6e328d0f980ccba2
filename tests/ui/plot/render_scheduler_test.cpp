#include "ui/plot/render_scheduler.h"

#include <QtTest/QtTest>

#include "ui/plot/crosshair_hub.h"
#include "ui/plot/time_series_view.h"

using namespace watchglass::ui;

namespace {

PlotModel line(double from, double to)
{
    static const std::vector<double> times{0, 1000, 2000};
    PlotModel model;
    model.fromMs = 0;
    model.toMs = 2000;
    auto values = std::make_shared<std::vector<double>>(std::vector<double>{from, (from + to) / 2, to});
    PlotSeries series;
    series.name = QStringLiteral("a");
    series.color = Qt::red;
    series.times = times.data();
    series.values = values->data();
    series.count = times.size();
    series.owner = values;
    model.axes.emplace_back();
    model.series.push_back(series);
    return model;
}

}  // namespace

class RenderSchedulerTest : public QObject {
    Q_OBJECT

private slots:
    void runsAtTheNextTurnNotNow()
    {
        RenderScheduler scheduler;
        QWidget widget;
        int runs = 0;
        scheduler.request(&widget, [&] { ++runs; });
        QCOMPARE(runs, 0);
        QTRY_COMPARE(runs, 1);
        QCOMPARE(scheduler.waiting(), std::size_t{0});
    }

    void theLatestOfAWidgetCounts()
    {
        RenderScheduler scheduler;
        QWidget widget;
        QStringList done;
        scheduler.request(&widget, [&] { done << QStringLiteral("old"); });
        scheduler.request(&widget, [&] { done << QStringLiteral("new"); });
        scheduler.flush();
        QCOMPARE(done, QStringList{QStringLiteral("new")});
        QCOMPARE(scheduler.counters().collapsed, 1);
    }

    void deadWidgetsTakeTheirJobsAlong()
    {
        RenderScheduler scheduler;
        int runs = 0;
        auto widget = std::make_unique<QWidget>();
        scheduler.request(widget.get(), [&] { ++runs; });
        widget.reset();
        scheduler.flush();
        QCOMPARE(runs, 0);
        QCOMPARE(scheduler.waiting(), std::size_t{0});
    }

    void nearestToTheCentreComesFirst()
    {
        RenderScheduler scheduler;
        QWidget window;
        window.resize(400, 400);
        QWidget far(&window), near(&window);
        far.setGeometry(0, 0, 10, 10);
        near.setGeometry(195, 195, 10, 10);
        QStringList order;
        scheduler.request(&far, [&] { order << QStringLiteral("far"); });
        scheduler.request(&near, [&] { order << QStringLiteral("near"); });
        scheduler.flush();
        QCOMPARE(order, (QStringList{QStringLiteral("near"), QStringLiteral("far")}));
    }

    /// What takes long is spread: other events get their turn between the jobs.
    void longWorkLeavesRoomForEvents()
    {
        RenderScheduler scheduler;
        QObject widgets;
        std::vector<std::unique_ptr<QWidget>> owners;
        QList<int> doneAtBeat;
        int beats = 0, done = 0;
        QTimer beat;
        connect(&beat, &QTimer::timeout, &beat, [&] { ++beats; });
        beat.start(0);
        for (int i = 0; i < 4; ++i) {
            owners.push_back(std::make_unique<QWidget>());
            scheduler.request(owners.back().get(), [&] {
                QElapsedTimer busy;
                for (busy.start(); busy.nsecsElapsed() < 5'000'000;) {
                }
                doneAtBeat << beats;
                ++done;
            });
        }
        QTRY_COMPARE(done, 4);
        QVERIFY(doneAtBeat[1] > doneAtBeat[0] && doneAtBeat[2] > doneAtBeat[1] && doneAtBeat[3] > doneAtBeat[2]);
    }

    void aDeferredGraphKeepsItsPictureUntilPrepared()
    {
        TimeSeriesView view;
        view.resize(300, 150);
        view.setModel(line(0, 10));
        const QImage first = view.grab().toImage();
        view.setDeferred(true);
        QSignalSpy asked(&view, &TimeSeriesView::dirtied);
        view.setModel(line(10, 0));
        QVERIFY(asked.count() > 0);
        QCOMPARE(view.grab().toImage(), first);
        QVERIFY(view.isDirty());
        view.prepare();
        QVERIFY(!view.isDirty());
        QVERIFY(view.grab().toImage() != first);
    }

    void theHubMovesEveryOtherGraph()
    {
        CrosshairHub hub;
        QWidget window;
        window.resize(400, 400);
        TimeSeriesView one(&window), other(&window);
        for (TimeSeriesView* view : {&one, &other}) {
            view->setModel(line(0, 10));
            view->setHub(&hub);
        }
        one.setGeometry(0, 0, 400, 200);
        other.setGeometry(0, 200, 400, 200);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const QImage before = other.grab().toImage();
        const QImage own = one.grab().toImage();
        hub.move(1000, &one);
        QVERIFY(other.grab().toImage() != before);
        QCOMPARE(one.grab().toImage(), own);  // the source answers for itself
        hub.leave(&one);
        QCOMPARE(other.grab().toImage(), before);
        QTest::mouseMove(&one, QPoint(200, 60));
        QTRY_VERIFY(other.grab().toImage() != before);
    }
};

QTEST_MAIN(RenderSchedulerTest)
#include "render_scheduler_test.moc"
