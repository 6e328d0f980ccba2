#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <cmath>

#include "ui/frame/field_override.h"
#include "ui/panels/flame_panel.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

/// "0 root 10 2|1 child 8 8": level, label, value and self of each block.
PanelData made(const QByteArray& blocks)
{
    std::vector<Cell> columns[4];
    for (const QByteArray& block : blocks.split('|')) {
        const QByteArrayList parts = block.split(' ');
        columns[0].push_back(Cell{parts[0].toDouble()});
        columns[1].push_back(Cell{parts[1].toStdString()});
        columns[2].push_back(Cell{parts[2].toDouble()});
        columns[3].push_back(Cell{parts[3].toDouble()});
    }
    Frame frame;
    const char* names[] = {"level", "label", "value", "self"};
    for (std::size_t i = 0; i < 4; ++i) {
        Field field;
        field.name = names[i];
        field.type = i == 1 ? FieldType::String : FieldType::Number;
        field.values = Values::cells(std::move(columns[i]));
        frame.fields.push_back(std::move(field));
    }
    std::vector<Frame> frames{std::move(frame)};
    applyFieldConfig(frames, {});
    PanelData data;
    data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    return data;
}

QByteArray told(const FlameModel& model)
{
    QByteArrayList out;
    for (const FlameBlock& block : model.blocks)
        out << model.symbols[block.label].label.toUtf8() + '@' + QByteArray::number(block.level) + ':' +
                   QByteArray::number(block.start) + '+' + QByteArray::number(block.value);
    return out.join(' ');
}

QByteArray toldSymbols(const FlameModel& model)
{
    QByteArrayList out;
    for (const FlameSymbol& symbol : model.symbols)
        out << symbol.label.toUtf8() + ' ' + QByteArray::number(symbol.self) + '/' + QByteArray::number(symbol.total);
    return out.join(' ');
}

}  // namespace

class FlameTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void readsNestedSets_data()
    {
        QTest::addColumn<QByteArray>("blocks");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<QByteArray>("symbols");
        const auto row = [](const char* name, const char* blocks, const char* expected, const char* symbols) {
            QTest::newRow(name) << QByteArray(blocks) << QByteArray(expected) << QByteArray(symbols);
        };
        row("children beside each other", "0 a 10 2|1 b 5 5|1 c 3 1|2 d 2 2", "a@0:0+10 b@1:0+5 c@1:5+3 d@2:5+2",
            "a 2/10 b 5/5 c 1/3 d 2/2");
        row("several roots", "0 a 1 1|0 b 2 2", "a@0:0+1 b@0:1+2", "a 1/1 b 2/2");
        row("calls of itself count once", "0 a 10 1|1 a 9 3|2 a 6 6|1 b 1 1", "a@0:0+10 a@1:0+9 a@2:0+6 b@1:9+1",
            "a 10/10 b 1/1");
        row("a level that is skipped", "0 a 4 1|5 b 3 3", "a@0:0+4 b@1:0+3", "a 1/4 b 3/3");
        row("absurd numbers", "-7 a 4 1|nan b 3 3|1 <i> -3 inf", "a@0:0+4 b@0:4+3 <i>@1:4+0", "a 1/4 b 3/3 <i> 0/0");
    }

    void readsNestedSets()
    {
        QFETCH(QByteArray, blocks);
        QFETCH(QByteArray, expected);
        QFETCH(QByteArray, symbols);
        const FlameModel model = flameModel(made(blocks));
        QCOMPARE(told(model), expected);
        QCOMPARE(toldSymbols(model), symbols);
    }

    void saysWhichFieldsAreMissing()
    {
        PanelData data = made("0 a 1 1");
        auto frames = *data.frames;
        frames[0].fields.erase(frames[0].fields.begin());
        frames[0].fields.pop_back();
        data.frames = std::make_shared<const std::vector<Frame>>(frames);
        QCOMPARE(flameModel(data).problem, QStringLiteral("Missing fields: level, self"));
        QVERIFY(flameModel({}).problem.isEmpty());
    }

    void packagesOfNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        QTest::newRow("Go") << "net/http.(*conn).serve"
                            << "net/http";
        QTest::newRow("Go with a host") << "github.com/a/b/pkg.Func"
                                        << "github.com/a/b/pkg";
        QTest::newRow("C++") << "std::vector::push_back"
                             << "std";
        QTest::newRow("plain") << "main"
                               << "main";
        QTest::newRow("nothing") << ""
                                 << "";
    }

    void packagesOfNames()
    {
        QFETCH(QString, name);
        QFETCH(QString, expected);
        QCOMPARE(packageOf(name), expected);
        QCOMPARE(flameColorByPackage(name, true), flameColorByPackage(name, true));
    }

    void clicksEnterAndLeaveBlocks()
    {
        FlamePanel panel;
        panel.resize(600, 300);
        panel.setData(made("0 all 10 0|1 left 6 6|1 right 4 1|2 deep 3 3"));
        QCOMPARE(panel.elementCount(), std::size_t{4});
        QCOMPARE(panel.element(2).name, QStringLiteral("right"));
        QCOMPARE(panel.element(2).box.width(), 240.0);
        QCOMPARE(panel.element(2).value, QStringLiteral("4, 40.00%"));
        QTest::mouseClick(&panel, Qt::LeftButton, {}, panel.element(2).box.center().toPoint());
        QCOMPARE(panel.entered(), std::optional<std::size_t>(2));
        QCOMPARE(panel.elementCount(), std::size_t{3});
        QCOMPARE(panel.element(1).box.width(), 600.0);
        QTest::mouseClick(&panel, Qt::LeftButton, {}, panel.element(0).box.center().toPoint());
        QVERIFY(!panel.entered());
        panel.setCurrentElement(0);
        QTest::keyClick(&panel, Qt::Key_Down);
        QTest::keyClick(&panel, Qt::Key_Return);
        QVERIFY(panel.entered());
        QTest::keyClick(&panel, Qt::Key_Home);
        QVERIFY(!panel.entered());
    }

    void nothingIsDrawnOfNothing()
    {
        FlamePanel panel;
        panel.resize(600, 300);
        QVERIFY(!panel.hasContent());
        QVERIFY(!panel.grab().isNull());
        panel.setData({});
        QVERIFY(!panel.grab().isNull());
    }

    void theTableIsSortedByNumbers()
    {
        FlamePanel panel;
        panel.resize(1000, 300);
        panel.setData(made("0 all 120 0|1 a 9 9|1 b 100 100|1 c 11 11"));
        QStringList names;
        for (int row = 0; row < panel.table()->rowCount(); ++row) names += panel.table()->item(row, 0)->text();
        QCOMPARE(names, (QStringList{"b", "c", "a", "all"}));
    }
};

QTEST_MAIN(FlameTest)
#include "flame_test.moc"
