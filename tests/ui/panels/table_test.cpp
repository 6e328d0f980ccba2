#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <memory>

#include "ui/frame/field_override.h"
#include "ui/panels/table_cells.h"
#include "ui/panels/table_filter.h"
#include "ui/panels/table_footer.h"
#include "ui/panels/table_header.h"
#include "ui/panels/table_order.h"
#include "ui/panels/table_pager.h"
#include "ui/panels/table_panel.h"
#include "ui/panels/table_view.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

json::Value parsed(const char* text)
{
    const auto value = json::parse(QByteArray(text).replace('\'', '"').toStdString());
    return value ? *value : json::Value();
}

/// A table of services with their use of the processor.
PanelData services(int rows, const char* options = "{}", const char* defaults = "{'custom':{'filterable':true}}")
{
    Field name;
    name.name = "Service";
    name.type = FieldType::String;
    std::vector<std::string> names;
    std::vector<double> numbers;
    for (int i = 0; i < rows; ++i) {
        names.push_back("node " + std::to_string(i));
        numbers.push_back(i % 3);
    }
    name.values = Values::strings(names);
    Field cpu;
    cpu.name = "CPU";
    cpu.values = Values::numbers(numbers);
    Frame frame;
    frame.refId = "A";
    frame.fields = {name, cpu};
    std::vector<Frame> frames{frame};
    json::Value config = json::Value::object({{"defaults", parsed(defaults)}});
    applyFieldConfig(frames, fieldConfigSourceFromJson(config));
    PanelData data;
    data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    data.options = parsed(options);
    data.timeZone = "utc";
    return data;
}

QStringList column(const TableModel& model, int c)
{
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row) out += model.index(row, c).data().toString();
    return out;
}

}  // namespace

class TableTest : public QObject {
    Q_OBJECT

private slots:
    void textsAreSortedAsPeopleDo()
    {
        const Values values = Values::strings({"node 10", "Node 2", "", "alpha", "node 1"});
        std::vector<std::size_t> rows{0, 1, 2, 3, 4};
        sortRows(rows, values, false);
        const std::vector<std::size_t> wanted{2, 3, 4, 1, 0};
        QCOMPARE(rows, wanted);
        sortRows(rows, values, true);
        QCOMPARE(rows.front(), std::size_t{0});
    }

    void stepsWithoutSamplesAreNoRows()
    {
        PanelData data = services(4);
        Frame frame;
        Field time;
        time.name = "Time";
        time.type = FieldType::Time;
        time.values = Values::numbers({0, 1000, 2000, 3000});
        Field value;
        value.name = "Value";
        value.values = Values::numbers({1, 2, 3, 4}, {0b1010}).asSparse();
        frame.fields = {time, value};
        data.frames = std::make_shared<const std::vector<Frame>>(std::vector<Frame>{frame});
        TablePanel panel;
        panel.resize(600, 400);
        panel.setData(data);
        QCOMPARE(column(*panel.model(), 1), QStringList({"2", "4"}));
    }

    void aFilterStaysWhenNewDataComes()
    {
        TablePanel panel;
        panel.resize(600, 400);
        panel.setData(services(9));
        QCOMPARE(panel.model()->filterValues(1), QStringList({"0", "1", "2"}));
        panel.model()->setFilter(1, QSet<QString>{QStringLiteral("2")});
        QCOMPARE(column(*panel.model(), 0), QStringList({"node 2", "node 5", "node 8"}));
        panel.setData(services(12));
        QCOMPARE(column(*panel.model(), 0), QStringList({"node 2", "node 5", "node 8", "node 11"}));
        // The other column offers what this filter leaves; this one all that it may have.
        QCOMPARE(panel.model()->filterValues(0).size(), 4);
        QCOMPARE(panel.model()->filterValues(1).size(), 3);
        panel.model()->setFilter(1, {});
        QCOMPARE(panel.model()->rowCount(), 12);
    }

    void theFunnelOpensTheValues()
    {
        TablePanel panel;
        panel.resize(600, 400);
        panel.setData(services(6));
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        auto* header = panel.findChild<TableHeader*>();
        const QRect funnel = header->filterRect(1);
        QVERIFY(!funnel.isEmpty());
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, funnel.center());
        auto* popup = panel.findChild<TableFilterPopup*>();
        QVERIFY(popup && popup->isVisible());
        // A click at the funnel does not sort.
        QCOMPARE(column(*panel.model(), 1).join(QString()), QStringLiteral("012012"));
        QTest::keyClicks(popup->search(), QStringLiteral("1"));
        QCOMPARE(popup->model()->rowCount(), 1);
        popup->model()->tickAll(true);
        QTest::keyClick(popup->search(), Qt::Key_Return);
        QCOMPARE(column(*panel.model(), 1), QStringList({"1", "1"}));
        // By key, and nothing ticked is no filter.
        panel.view()->setCurrentIndex(panel.model()->index(0, 1));
        TableFilterPopup* again = panel.openFilter(1);
        QVERIFY(again);
        again->model()->tickAll(false);
        again->accept();
        QCOMPARE(panel.model()->rowCount(), 6);
    }

    void columnsWithoutTheOptionHaveNoFunnel()
    {
        TablePanel panel;
        panel.resize(600, 400);
        panel.setData(services(6, "{}", "{}"));
        QVERIFY(panel.findChild<TableHeader*>()->filterRect(1).isEmpty());
        QVERIFY(!panel.openFilter(1));
    }

    void pagesAreAsLongAsTheTableIsHigh()
    {
        TablePanel panel;
        panel.resize(600, 34 + 32 + 5 * 36);
        panel.setData(services(12, "{'enablePagination':true}"));
        QCOMPARE(panel.model()->rowCount(), 5);
        QCOMPARE(panel.model()->pageCount(), 3);
        Q_EMIT panel.pager()->pageRequested(2);
        QCOMPARE(column(*panel.model(), 0), QStringList({"node 10", "node 11"}));
        // A filter leads back to the first page.
        panel.model()->setFilter(1, QSet<QString>{QStringLiteral("0")});
        QCOMPARE(panel.model()->page(), 0);
        QCOMPARE(panel.model()->rowCount(), 4);
        panel.setData(services(12, "{}"));
        panel.model()->setFilter(1, {});
        QCOMPARE(panel.model()->rowCount(), 12);
    }

    void aPageLeavesRoomForTheScrollBar()
    {
        TablePanel panel;
        panel.resize(200, 34 + 32 + 5 * 36);
        panel.setData(services(12, "{'enablePagination':true}"));
        QVERIFY(panel.findChild<TableHeader*>()->length() > 200);
        QCOMPARE(panel.model()->rowCount(), 4);
    }

    void tabLeavesTheTable()
    {
        QWidget window;
        auto* panel = new TablePanel(&window);
        panel->setGeometry(0, 0, 400, 300);
        panel->setData(services(4));
        auto* next = new QLineEdit(&window);
        window.resize(400, 400);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        auto* view = panel->findChild<QTableView*>();
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Down);
        QVERIFY(view->currentIndex().isValid());
        for (int i = 0; i < 4 && !next->hasFocus(); ++i) QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(next->hasFocus());
    }

    void pageButtonsLeaveOutWhatIsFar()
    {
        QCOMPARE(TablePager::listed(0, 3), std::vector<int>({0, 1, 2}));
        QCOMPARE(TablePager::listed(5, 12), std::vector<int>({0, -1, 4, 5, 6, -1, 11}));
        QCOMPARE(TablePager::listed(2, 12), std::vector<int>({0, 1, 2, 3, -1, 11}));
        QCOMPARE(TablePager::listed(3, 12), std::vector<int>({0, 1, 2, 3, 4, -1, 11}));
    }

    void theFooterTellsOfTheRowsShown()
    {
        TablePanel panel;
        panel.resize(600, 400);
        panel.setData(services(9, "{}", "{'custom':{'filterable':true,'footer':{'reducers':['sum']}}}"));
        const auto* footer = panel.findChild<TableFooter*>();
        QVERIFY(footer->wantedHeight() > 0);
        QCOMPARE(footer->text(1, 0), QStringLiteral("9"));
        TableFilterPopup* popup = panel.openFilter(1);
        Q_EMIT popup->chosen(QSet<QString>{QStringLiteral("2")});
        QCOMPARE(footer->text(1, 0), QStringLiteral("6"));
        popup->close();
    }

    void theLastRowIsNotHiddenByTheFooter()
    {
        TablePanel panel;
        panel.resize(600, 200);
        panel.setData(services(40, "{}", "{'custom':{'footer':{'reducers':['sum']}}}"));
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        panel.view()->scrollTo(panel.model()->index(39, 0));
        const QRect last = panel.view()->visualRect(panel.model()->index(39, 0));
        const QWidget* footer = panel.findChild<TableFooter*>();
        const int top = panel.view()->viewport()->mapFrom(panel.view(), footer->geometry().topLeft()).y();
        QVERIFY2(last.bottom() < top, QByteArray::number(last.bottom()) + " " + QByteArray::number(top));
    }

    /// A text that is cut is shown whole below the pointer, over the rows below; others stay in their rows.
    void aCutTextGrowsUnderThePointer_data()
    {
        QTest::addColumn<QByteArray>("defaults");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QSize>("more");
        const QString sentence = QStringLiteral("connection to the upstream service was refused after three attempts");
        QTest::newRow("cut") << QByteArray("{}") << sentence << QSize(0, 66);
        QTest::newRow("fits") << QByteArray("{}") << QStringLiteral("refused") << QSize(0, 0);
        QTest::newRow("has an inspector") << QByteArray("{'custom':{'inspect':true}}") << sentence << QSize(0, 0);
        QTest::newRow("has lines") << QByteArray("{'custom':{'cellOptions':{'type':'auto','wrapText':true}}}")
                                   << sentence << QSize(0, 0);
    }

    void aCutTextGrowsUnderThePointer()
    {
        QFETCH(QByteArray, defaults);
        QFETCH(QString, text);
        QFETCH(QSize, more);
        PanelData data = services(4, "{}", defaults.constData());
        auto frames = *data.frames;
        frames[0].fields[0].values = Values::strings({text.toStdString(), "b", "c", "d"});
        data.frames = std::make_shared<const std::vector<Frame>>(frames);
        TablePanel panel;
        panel.resize(320, 300);
        panel.show();
        panel.setData(data);
        auto* view = panel.findChild<TableView*>();
        const QRect cell = view->visualRect(view->model()->index(0, 0));
        QCOMPARE(cell.width(), 160);
        const QImage before = view->viewport()->grab().toImage();
        QHoverEvent over(QEvent::HoverMove, cell.center(), cell.center(), QPointF());
        QCoreApplication::sendEvent(view->viewport(), &over);
        QCOMPARE(view->raisedCell().size() - cell.size(), more);
        // The second row is covered, below the shadow too; the number beside it is not.
        const QImage after = view->viewport()->grab().toImage();
        const QRect below = view->visualRect(view->model()->index(1, 0)).adjusted(4, 18, -4, -4);
        const QRect beside = view->visualRect(view->model()->index(1, 1)).adjusted(40, 4, -4, -4);
        QCOMPARE(before.copy(below) != after.copy(below), more.height() > 0);
        QCOMPARE(before.copy(beside), after.copy(beside));
    }

    /// A space at the beginning is seen in code only.
    void spacesAreThoseOfBrowsers()
    {
        const auto drawn = [](const char* text) {
            PanelData data = services(1);
            auto frames = *data.frames;
            frames[0].fields[0].values = Values::strings({text});
            data.frames = std::make_shared<const std::vector<Frame>>(frames);
            TablePanel panel;
            panel.resize(320, 120);
            panel.setData(data);
            return panel.grab().toImage();
        };
        QCOMPARE(drawn("  two   words "), drawn("two words"));
        QVERIFY(drawn("two words") != drawn("twowords"));
    }

    void itsGroundIsThatOfItsPanel()
    {
        applyTheme(*qApp, ThemeKind::Light);
        TablePanel panel;
        panel.resize(600, 200);
        panel.setData(services(2, "{}", "{'custom':{'footer':{'reducers':['sum']}}}"));
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        const auto grounds = [&] {
            QSet<QRgb> out;
            const QImage picture = panel.grab().toImage();
            const QWidget* footer = panel.findChild<TableFooter*>();
            const int inFooter = footer->mapTo(&panel, QPoint(0, footer->height() - 3)).y();
            for (const int y : {2, 40, 120, inFooter}) out.insert(picture.pixel(4, y));
            return out;
        };
        QCOMPARE(grounds(), QSet<QRgb>{currentTheme().panel.rgb()});
        panel.setBackground(currentTheme().canvas);
        QCOMPARE(grounds(), QSet<QRgb>{currentTheme().canvas.rgb()});
        panel.setBackground(currentTheme().panel);
        QCOMPARE(grounds(), QSet<QRgb>{currentTheme().panel.rgb()});
        applyTheme(*qApp, ThemeKind::Dark);
    }

    void picturesComeFromTheDataOnly()
    {
        QImage red(4, 4, QImage::Format_RGB32);
        red.fill(Qt::red);
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        red.save(&buffer, "PNG");
        const QString uri = QStringLiteral("data:image/png;base64,") + QString::fromLatin1(bytes.toBase64());
        const QImage back = embeddedImage(uri, {20, 20});
        QCOMPARE(back.size(), QSize(4, 4));
        QCOMPARE(back.pixelColor(1, 1), QColor(Qt::red));
        QVERIFY(embeddedImage(QStringLiteral("https://example.test/a.png"), {20, 20}).isNull());
        QVERIFY(embeddedImage(QStringLiteral("data:image/png;base64,AAAA"), {20, 20}).isNull());
        QVERIFY(embeddedImage(QStringLiteral("file:///etc/hostname"), {20, 20}).isNull());
    }

    void pillsAreListsOrTextsBetweenCommas()
    {
        QCOMPARE(pillTexts(QStringLiteral("a, b ,c")), QStringList({"a", "b", "c"}));
        QCOMPARE(pillTexts(QStringLiteral("[\"x, y\", 2]")), QStringList({"x, y", "2"}));
        QCOMPARE(pillTexts(QStringLiteral("[broken")), QStringList({"[broken"}));
    }
};

QTEST_MAIN(TableTest)
#include "table_test.moc"
