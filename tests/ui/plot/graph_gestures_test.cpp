// What the pointer and keys do to a graph: a pinned tooltip, a part of the values, values under a crosshair that is
// shared.

#include <QtTest/QtTest>

#include <QtWidgets/QtWidgets>

#include "ui/plot/time_series_view.h"
#include "ui/theme/theme.h"

using namespace watchglass::ui;

namespace {

constexpr qint64 kFrom = 1'700'000'000'000;
constexpr int kSamples = 61;

PlotModel model(int seriesCount)
{
    struct Samples {
        std::vector<double> times;
        std::vector<double> values;
    };
    PlotModel result;
    result.fromMs = kFrom;
    result.toMs = kFrom + 3'600'000;
    PlotAxis axis;
    axis.rules.hardMin = 0;
    axis.rules.hardMax = 100;
    axis.format = [](double value, int) { return QString::number(value); };
    result.axes = {axis};
    for (int s = 0; s < seriesCount; ++s) {
        auto samples = std::make_shared<Samples>();
        for (int i = 0; i < kSamples; ++i) {
            samples->times.push_back(static_cast<double>(kFrom + i * 60'000));
            samples->values.push_back(20.0 + 10 * s);
        }
        PlotSeries series;
        series.name = QStringLiteral("series %1").arg(s);
        series.color = Qt::green;
        series.times = samples->times.data();
        series.values = samples->values.data();
        series.count = samples->times.size();
        series.owner = samples;
        series.format = [](double value) { return QStringLiteral("%1 W").arg(value); };
        result.series.push_back(series);
    }
    return result;
}

}  // namespace

class GraphGesturesTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QWidget> m_window;
    TimeSeriesView* m_view = nullptr;

    TimeSeriesView* add(int top)
    {
        auto* view = new TimeSeriesView(m_window.get());
        view->setGeometry(0, top, 600, 240);
        view->setModel(model(3));
        view->setTooltip({TooltipMode::Multi, TooltipSort::Descending});
        view->show();
        return view;
    }
    PlotTooltip* tooltip() const
    {
        for (PlotTooltip* one : m_window->findChildren<PlotTooltip*>()) {
            if (one->isVisible()) return one;
        }
        return nullptr;
    }
    QPoint middle() const { return m_view->layoutInfo().plot.center().toPoint(); }

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_window->resize(900, 560);
        m_view = add(0);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_view->prepare();
    }
    void cleanup() { m_window.reset(); }

    void aClickPinsTheTooltipAndEscapeLetsGo()
    {
        bool followed = false;
        m_view->setActions([&](std::size_t, double) {
            return std::vector<TooltipAction>{{QStringLiteral("Open"), [&] { followed = true; }}};
        });
        QSignalSpy zoomed(m_view, &TimeSeriesView::zoomRequested);
        QTest::mouseClick(m_view, Qt::LeftButton, {}, middle());
        QVERIFY(m_view->isPinned());
        const QRect place = tooltip()->geometry();
        QTest::mouseMove(m_view, middle() + QPoint(60, 20));
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(m_view, &leave);  // as on the way into it
        QVERIFY(m_view->isPinned());
        QVERIFY(tooltip());
        QCOMPARE(tooltip()->geometry(), place);  // it stays
        QCOMPARE(tooltip()->rows().size(), std::size_t{3});
        QStringList texts;
        for (QToolButton* button : tooltip()->findChildren<QToolButton*>()) {
            texts += button->text();
            QVERIFY(tooltip()->rect().contains(button->geometry()));
            if (button->text() == QLatin1String("Open") || button->text().startsWith(QLatin1String("Copy")))
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QVERIFY(followed);
        QVERIFY(texts.contains(QStringLiteral("Copy value: 40 W")));  // the nearest to the middle of 0 to 100
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("40 W"));
        QTest::keyClick(m_view, Qt::Key_Escape);
        QVERIFY(!m_view->isPinned());
        QVERIFY(!tooltip());
        QCOMPARE(zoomed.count(), 0);
    }

    void whatClosesAPinnedTooltip_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<bool>("stays");
        QTest::newRow("a press beside it") << "beside" << false;
        QTest::newRow("a press on it") << "box" << true;
        QTest::newRow("a press on its shadow") << "shadow" << false;
        QTest::newRow("Escape, with the focus elsewhere") << "escape" << false;
        QTest::newRow("another length of the range") << "range" << false;
        QTest::newRow("the range going on") << "live" << true;
    }

    void whatClosesAPinnedTooltip()
    {
        QFETCH(QString, what);
        QFETCH(bool, stays);
        auto* field = new QLineEdit(m_window.get());
        field->setGeometry(700, 500, 100, 30);
        field->show();
        // As a dashboard has it: the key means something to the window too.
        QShortcut leave(QKeySequence(Qt::Key_Escape), m_window.get());
        QSignalSpy left(&leave, &QShortcut::activated);
        QTest::mouseClick(m_view, Qt::LeftButton, {}, middle());
        QVERIFY(m_view->isPinned());
        const QRect box = tooltip()->geometry();
        const auto press = [&](const QPoint& at) {
            QTest::mouseClick(m_window->windowHandle(), Qt::LeftButton, {}, at);
        };
        PlotModel next = model(3);
        if (what == QLatin1String("beside")) press(QPoint(750, 510));
        if (what == QLatin1String("box")) press(box.topLeft() + QPoint(20, 20));
        if (what == QLatin1String("shadow")) press(QPoint(box.right() - 6, box.bottom() - 6));
        if (what == QLatin1String("escape")) {
            field->setFocus();
            QTest::keyClick(m_window->windowHandle(), Qt::Key_Escape);
            QCOMPARE(left.count(), 0);
        }
        next.toMs += what == QLatin1String("range") ? 3'600'000 : 1'000;
        next.fromMs += 1'000;
        if (what == QLatin1String("range") || what == QLatin1String("live")) m_view->setModel(next);
        QCOMPARE(m_view->isPinned(), stays);
    }

    void aDoubleClickZoomsOutThroughTheTooltipOfItsFirstClick()
    {
        QSignalSpy zoomed(m_view, &TimeSeriesView::zoomOutRequested);
        const QPoint at = m_view->mapTo(m_window.get(), middle());
        QTest::mouseClick(m_window->windowHandle(), Qt::LeftButton, {}, at);
        QVERIFY(m_view->isPinned());
        for (const QToolButton* button : tooltip()->findChildren<QToolButton*>()) QVERIFY(!button->underMouse());
        QTest::mouseDClick(m_window->windowHandle(), Qt::LeftButton, {}, at);
        QCOMPARE(zoomed.count(), 1);
        QVERIFY(!m_view->isPinned());
    }

    void theKeyboardPinsToo()
    {
        m_view->setFocus();
        QTest::keyClick(m_view, Qt::Key_Right);
        QVERIFY(tooltip());
        QTest::keyClick(m_view, Qt::Key_Return);
        QVERIFY(m_view->isPinned());
    }

    void ctrlMarksAMomentOrASpan_data()
    {
        QTest::addColumn<bool>("annotatable");
        QTest::addColumn<int>("drag");
        QTest::newRow("moment") << true << 0;
        QTest::newRow("span") << true << 100;
        QTest::newRow("span to the left") << true << -100;
        QTest::newRow("not here") << false << 100;
    }

    void ctrlMarksAMomentOrASpan()
    {
        QFETCH(bool, annotatable);
        QFETCH(int, drag);
        m_view->setAnnotatable(annotatable);
        QSignalSpy zoomed(m_view, &TimeSeriesView::zoomRequested);
        QSignalSpy marked(m_view, &TimeSeriesView::annotationRequested);
        QTest::mousePress(m_view, Qt::LeftButton, Qt::ControlModifier, middle());
        if (drag != 0) QTest::mouseMove(m_view, middle() + QPoint(drag, 0));
        QTest::mouseRelease(m_view, Qt::LeftButton, Qt::ControlModifier, middle() + QPoint(drag, 0));
        QCOMPARE(marked.count(), annotatable ? 1 : 0);
        QCOMPARE(zoomed.count(), annotatable ? 0 : 1);  // then it is a drag as any
        QVERIFY(!m_view->isPinned());
        if (!annotatable) return;
        const PlotLayout& layout = m_view->layoutInfo();
        const auto timeAt = [&](int x) { return std::llround(layout.timeAt(x)); };
        QCOMPARE(marked[0][0].toLongLong(), timeAt(middle().x() + std::min(drag, 0)));
        QCOMPARE(marked[0][1].toLongLong(), timeAt(middle().x() + std::max(drag, 0)));
    }

    void annotationsThatCanBeChangedArePinned()
    {
        PlotModel marked = model(1);
        marked.marks = {{kFrom + 600'000, kFrom + 600'000, Qt::red, QStringLiteral("fixed")},
                        {kFrom + 1'800'000, kFrom + 2'400'000, Qt::red, QStringLiteral("deploy\nprod"), 9}};
        m_view->setModel(marked);
        m_view->prepare();
        qint64 edited = 0;
        m_view->setMarkActions([&](const PlotMark& mark) {
            std::vector<TooltipAction> actions;
            if (mark.id != 0) actions.push_back({QStringLiteral("Edit"), [&edited, id = mark.id] { edited = id; }});
            return actions;
        });
        const PlotLayout& layout = m_view->layoutInfo();
        const auto handle = [&](qint64 time) {
            return QPoint(static_cast<int>(layout.xOf(static_cast<double>(time))),
                          static_cast<int>(layout.plot.bottom()) + 3);
        };
        QTest::mouseClick(m_view, Qt::LeftButton, {}, handle(kFrom + 600'000));
        QVERIFY(!m_view->isPinned());
        QTest::mouseClick(m_view, Qt::LeftButton, {}, handle(kFrom + 2'100'000));
        QVERIFY(m_view->isPinned());
        QCOMPARE(tooltip()->rows().front().name, QStringLiteral("deploy"));
        const auto button = [&](const QString& text) -> QToolButton* {
            for (QToolButton* one : m_window->findChildren<QToolButton*>()) {
                if (one->isVisible() && one->text() == text) return one;
            }
            return nullptr;
        };
        QVERIFY(button(QStringLiteral("Edit")));
        QTest::mouseClick(button(QStringLiteral("Edit")), Qt::LeftButton);
        QCOMPARE(edited, 9);
        QVERIFY(!m_view->isPinned());
        QVERIFY(!tooltip());
        QTest::mouseClick(m_view, Qt::LeftButton, {}, handle(kFrom + 2'100'000));
        QVERIFY(m_view->isPinned());
        QTest::keyClick(m_view, Qt::Key_Escape);
        QVERIFY(!m_view->isPinned());
        QVERIFY(!tooltip());
        // Keys get there by the crosshair.
        edited = 0;
        m_view->setAnnotatable(true);
        QSignalSpy wanted(m_view, &TimeSeriesView::annotationRequested);
        m_view->setFocus();
        QTest::keyClick(m_view, Qt::Key_Right);
        QTest::keyClick(m_view, Qt::Key_Return);
        QVERIFY(m_view->isPinned());
        QVERIFY(button(QStringLiteral("Edit: deploy")));
        QTest::mouseClick(button(QStringLiteral("Edit: deploy")), Qt::LeftButton);
        QCOMPARE(edited, 9);
        QTest::keyClick(m_view, Qt::Key_Right);
        QTest::keyClick(m_view, Qt::Key_Return);
        QVERIFY(button(QStringLiteral("Add annotation")));
        QTest::mouseClick(button(QStringLiteral("Add annotation")), Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
        QVERIFY(!m_view->isPinned());
    }

    void altDragChoosesValuesAndADoubleClickShowsAll()
    {
        QSignalSpy zoomedIn(m_view, &TimeSeriesView::zoomRequested);
        QSignalSpy zoomedOut(m_view, &TimeSeriesView::zoomOutRequested);
        const QRectF plot = m_view->layoutInfo().plot;
        const QPoint from(middle().x(), static_cast<int>(m_view->layoutInfo().yOf(0, 80)));
        const QPoint to(middle().x() + 5, static_cast<int>(m_view->layoutInfo().yOf(0, 10)));
        QTest::mousePress(m_view, Qt::LeftButton, Qt::AltModifier, from);
        QTest::mouseMove(m_view, to);
        QTest::mouseRelease(m_view, Qt::LeftButton, Qt::AltModifier, to);
        QVERIFY(m_view->isValueZoomed());
        m_view->prepare();
        const Range range = m_view->layoutInfo().axes[0].range;
        QVERIFY2(std::abs(range.min - 10) < 2 && std::abs(range.max - 80) < 2,
                 qPrintable(QStringLiteral("%1 to %2").arg(range.min).arg(range.max)));
        m_view->setModel(model(3));  // a refresh keeps what was chosen
        m_view->prepare();
        QCOMPARE(m_view->layoutInfo().axes[0].range.max, range.max);
        QTest::mouseDClick(m_view, Qt::LeftButton, {}, plot.center().toPoint());
        m_view->prepare();
        QVERIFY(!m_view->isValueZoomed());
        QCOMPARE(m_view->layoutInfo().axes[0].range.max, 100.0);
        QCOMPARE(zoomedIn.count() + zoomedOut.count(), 0);
        QTest::mouseDClick(m_view, Qt::LeftButton, {}, plot.center().toPoint());
        QCOMPARE(zoomedOut.count(), 1);
    }
};

QTEST_MAIN(GraphGesturesTest)
#include "graph_gestures_test.moc"
