#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>
#include <cmath>

#include "ui/plot/hover_marks.h"
#include "ui/plot/legend.h"
#include "ui/theme/theme.h"

using namespace watchglass::ui;

namespace {

std::vector<LegendItem> itemsOf(const QStringList& names)
{
    std::vector<LegendItem> out;
    for (const QString& name : names) {
        LegendItem item;
        item.name = name;
        item.color = Qt::green;
        item.series = static_cast<int>(out.size());
        item.texts = {QStringLiteral("12.5 %")};
        item.values = {12.5};
        out.push_back(std::move(item));
    }
    return out;
}

QStringList names(int count)
{
    QStringList out;
    for (int i = 0; i < count; ++i) out += QStringLiteral("server-%1").arg(i);
    return out;
}

/// Turns the wheel by one notch; true when the legend took it.
bool turned(QWidget& widget, int notches)
{
    QWheelEvent wheel({20, 20}, {20, 20}, {}, {0, 120 * notches}, {}, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &wheel);
    return wheel.isAccepted();
}

}  // namespace

class LegendTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void moreItemsThanRoomScroll_data()
    {
        QTest::addColumn<LegendMode>("mode");
        QTest::addColumn<LegendPlacement>("placement");
        QTest::newRow("list below") << LegendMode::List << LegendPlacement::Bottom;
        QTest::newRow("list at the right") << LegendMode::List << LegendPlacement::Right;
        QTest::newRow("table below") << LegendMode::Table << LegendPlacement::Bottom;
        QTest::newRow("table at the right") << LegendMode::Table << LegendPlacement::Right;
    }

    void moreItemsThanRoomScroll()
    {
        QFETCH(LegendMode, mode);
        QFETCH(LegendPlacement, placement);
        constexpr int kLast = 59;
        LegendView legend;
        legend.resize(330, 90);
        legend.show();
        legend.setItems(itemsOf(names(kLast + 1)), {QStringLiteral("Last")}, mode, placement);
        const auto seen = [&](int item) {
            const QRectF box = legend.itemRect(item);
            return box.top() >= 0 && box.bottom() <= legend.height() + 1;
        };
        auto* bar = legend.findChild<QScrollBar*>();
        QVERIFY(bar && bar->isVisible());
        QVERIFY(seen(0) && !seen(kLast));
        // Nothing stands below the scroll bar.
        for (int i = 0; i <= kLast; ++i) QVERIFY(legend.itemRect(i).right() <= bar->x() + 0.5);

        QVERIFY(turned(legend, -1));
        QVERIFY(!seen(0));
        while (turned(legend, -1)) {
        }
        QVERIFY(seen(kLast));
        QCOMPARE(bar->value(), bar->maximum());
        QVERIFY(!turned(legend, -1));  // the dashboard scrolls on

        QTest::keyClick(&legend, Qt::Key_Home);
        QVERIFY(seen(0));
        QTest::keyClick(&legend, Qt::Key_End);
        QVERIFY(seen(kLast));
        QTest::keyClick(&legend, Qt::Key_Up);
        QVERIFY(seen(kLast - 1));
        QCOMPARE(legend.currentItem(), kLast - 1);
    }

    void allThatFitsDoesNotScroll()
    {
        LegendView legend;
        legend.resize(330, 90);
        legend.show();
        legend.setItems(itemsOf(names(3)), {}, LegendMode::List, LegendPlacement::Bottom);
        QVERIFY(!legend.findChild<QScrollBar*>()->isVisible());
        QVERIFY(!turned(legend, -1));
    }

    void itemsOfTheRightAxisStandAside_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("beside");
        QTest::addColumn<bool>("atTheEnd");
        QTest::newRow("both fit") << QStringLiteral("right") << 500 << true << true;
        QTest::newRow("those of the right take rows")
            << QStringLiteral("a name that is not short") << 420 << true << false;
        QTest::newRow("none beside the others") << QString(QLatin1String("x")).repeated(80) << 420 << false << false;
    }

    /// None may lie over another.
    void itemsOfTheRightAxisStandAside()
    {
        QFETCH(QString, name);
        QFETCH(int, width);
        QFETCH(bool, beside);
        QFETCH(bool, atTheEnd);
        auto items = itemsOf({QStringLiteral("left"), QStringLiteral("other"), name, name});
        items[2].rightAxis = items[3].rightAxis = true;
        LegendView legend;
        legend.resize(width, 200);
        legend.setItems(items, {}, LegendMode::List, LegendPlacement::Bottom);
        for (int a = 0; a < 4; ++a) {
            for (int b = a + 1; b < 4; ++b) QVERIFY(!legend.itemRect(a).intersects(legend.itemRect(b)));
        }
        QCOMPARE(legend.itemRect(0).top() == legend.itemRect(2).top(), beside);
        QCOMPARE(std::abs(legend.itemRect(3).right() - (width - 4)) < 0.01, atTheEnd);
        if (!beside) QCOMPARE(legend.itemRect(2).top() - legend.itemRect(0).top(), 23.42 + 15);
    }

    void marksTellDashesAndDots_data()
    {
        QTest::addColumn<LinePattern>("pattern");
        QTest::addColumn<QString>("ink");  // along the middle of the mark
        QTest::newRow("solid") << LinePattern::Solid << QStringLiteral("##############");
        QTest::newRow("dashes") << LinePattern::Dashes << QStringLiteral("######..######");
        QTest::newRow("dots") << LinePattern::Dots << QStringLiteral("####.####.####");
    }

    void marksTellDashesAndDots()
    {
        QFETCH(LinePattern, pattern);
        QFETCH(QString, ink);
        QImage image(20, 10, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        paintSeriesMarker(painter, {3, 3}, Qt::red, pattern);
        painter.end();
        QString found;
        for (int x = 3; x < 17; ++x) found += qAlpha(image.pixel(x, 4)) > 128 ? QLatin1Char('#') : QLatin1Char('.');
        QCOMPARE(found, ink);
        QCOMPARE(qAlpha(image.pixel(2, 4)), 0);
        QCOMPARE(qAlpha(image.pixel(17, 4)), 0);
    }

    void aTableAsWideAsItNeedsDoesNotScroll()
    {
        LegendView legend;
        legend.setItems(itemsOf({QStringLiteral("a"), QStringLiteral("b")}), {QStringLiteral("Last *")},
                        LegendMode::Table, LegendPlacement::Right);
        legend.resize(static_cast<int>(std::ceil(legend.neededWidth())), 120);
        legend.show();
        for (const QScrollBar* bar : legend.findChildren<QScrollBar*>()) QVERIFY(!bar->isVisible());
    }

    void whatIsWiderThanThereIsRoomScrollsSideways_data() { moreItemsThanRoomScroll_data(); }

    void whatIsWiderThanThereIsRoomScrollsSideways()
    {
        QFETCH(LegendMode, mode);
        QFETCH(LegendPlacement, placement);
        LegendView legend;
        legend.resize(120, 140);
        legend.show();
        auto items = itemsOf({QStringLiteral("a long name with several words"), QStringLiteral("b")});
        for (LegendItem& item : items) item.texts = {QStringLiteral("12345.678 ms")};
        legend.setItems(items, {QStringLiteral("Last")}, mode, placement);
        const QScrollBar* sideways = nullptr;
        for (const QScrollBar* bar : legend.findChildren<QScrollBar*>()) {
            if (bar->orientation() == Qt::Horizontal) sideways = bar;
        }
        QVERIFY(sideways->isVisible());
        QVERIFY(sideways->maximum() > 0);
        const double left = legend.itemRect(0).left();
        const QPointF at(20, 40);
        QWheelEvent wheel(at, legend.mapToGlobal(at), {}, {0, -60}, Qt::NoButton, Qt::ShiftModifier, Qt::NoScrollPhase,
                          false);
        QCoreApplication::sendEvent(&legend, &wheel);
        QVERIFY(wheel.isAccepted());
        QCOMPARE(legend.itemRect(0).left(), left - std::min(20, sideways->maximum()));
        legend.resize(900, 140);
        QVERIFY(!sideways->isVisible());
        QCOMPARE(legend.itemRect(0).left(), left);
    }

    void cutNamesAreWholeInTheTooltip_data() { moreItemsThanRoomScroll_data(); }

    void cutNamesAreWholeInTheTooltip()
    {
        QFETCH(LegendMode, mode);
        QFETCH(LegendPlacement, placement);
        const QString cut = QStringLiteral("<b>rate</b> of requests ") + QString(60, QLatin1Char('x'));
        LegendView legend;
        legend.resize(260, 120);
        legend.show();
        legend.setItems(itemsOf({QStringLiteral("short"), cut}), {QStringLiteral("Last")}, mode, placement);
        QCOMPARE(legend.toolTipOf(0), QString());
        QCOMPARE(legend.toolTipOf(1), cut);
        QCOMPARE(legend.toolTipOf(-1), QString());
        const QPoint at = legend.itemRect(1).center().toPoint();
        QHelpEvent help(QEvent::ToolTip, at, legend.mapToGlobal(at));
        QCoreApplication::sendEvent(&legend, &help);
        QVERIFY2(QToolTip::text().contains(QLatin1String("&lt;b&gt;")), qPrintable(QToolTip::text()));
        legend.resize(900, 120);
        QCOMPARE(legend.toolTipOf(1), QString());
    }
};

QTEST_MAIN(LegendTest)
#include "legend_test.moc"
