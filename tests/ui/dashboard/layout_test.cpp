#include "ui/dashboard/layout.h"

#include <QtTest/QtTest>

#include "ui/dashboard/dashboard.h"

using namespace watchglass::ui;

namespace {

Dashboard open(const char* panels, const char* variables = "[]")
{
    const std::string text = std::string(R"({"schemaVersion":42,"title":"t","templating":{"list":)") + variables +
                             R"(},"panels":)" + panels + "}";
    auto dashboard = Dashboard::open(text);
    return dashboard ? std::move(*dashboard) : Dashboard();
}

/// "key x,y wxh" of each, separated by blanks and bars.
QString placesOf(const Dashboard& dashboard, const std::set<std::string>& collapsed = {},
                 const std::set<std::string>& expanded = {}, std::optional<bool> rowsOpen = {})
{
    QStringList out;
    const LayoutInput input{.collapsed = collapsed, .expanded = expanded, .rowsOpen = rowsOpen};
    for (const PlacedPanel& one : layoutPanels(dashboard.panels(), dashboard.variables(), input)) {
        out << QStringLiteral("%1 %2,%3 %4x%5")
                   .arg(QString::fromStdString(one.key))
                   .arg(one.pos.x)
                   .arg(one.pos.y)
                   .arg(one.pos.w)
                   .arg(one.pos.h);
    }
    return out.join(QStringLiteral(" | "));
}

bool overlap(const GridPos& a, const GridPos& b)
{
    return a.x < b.x + b.w - 1e-6 && b.x < a.x + a.w - 1e-6 && a.y < b.y + b.h - 1e-6 && b.y < a.y + a.h - 1e-6;
}

constexpr const char* kRows = R"([
    {"id":1,"type":"stat","gridPos":{"x":0,"y":0,"w":24,"h":4}},
    {"id":2,"type":"row","title":"closed","collapsed":true,"gridPos":{"x":0,"y":4,"w":24,"h":1},
     "panels":[{"id":3,"type":"stat","gridPos":{"x":0,"y":5,"w":12,"h":6}},
               {"id":4,"type":"stat","gridPos":{"x":12,"y":5,"w":12,"h":6}}]},
    {"id":5,"type":"row","title":"open","collapsed":false,"gridPos":{"x":0,"y":5,"w":24,"h":1}},
    {"id":6,"type":"stat","gridPos":{"x":0,"y":6,"w":8,"h":3}}])";

}  // namespace

class LayoutTest : public QObject {
    Q_OBJECT

private slots:
    void placesPanels_data()
    {
        QTest::addColumn<QByteArray>("panels");
        QTest::addColumn<QString>("places");
        QTest::newRow("as written") << QByteArray(R"([{"id":1,"type":"stat","gridPos":{"x":0,"y":0,"w":6,"h":4}},
            {"id":2,"type":"stat","gridPos":{"x":6,"y":0,"w":18,"h":4}}])")
                                    << "1 0,0 6x4 | 2 6,0 18x4";
        QTest::newRow("falls up") << QByteArray(R"([{"id":1,"type":"stat","gridPos":{"x":0,"y":9,"w":6,"h":4}}])")
                                  << "1 0,0 6x4";
        QTest::newRow("too wide") << QByteArray(R"([{"id":1,"type":"stat","gridPos":{"x":20,"y":0,"w":40,"h":4}}])")
                                  << "1 0,0 24x4";
        QTest::newRow("sticks out") << QByteArray(R"([{"id":1,"type":"stat","gridPos":{"x":20,"y":0,"w":8,"h":4}}])")
                                    << "1 16,0 8x4";
        QTest::newRow("same place") << QByteArray(R"([{"id":1,"type":"stat","gridPos":{"x":0,"y":0,"w":6,"h":4}},
            {"id":2,"type":"stat","gridPos":{"x":0,"y":0,"w":6,"h":4}}])")
                                    << "1 0,0 6x4 | 2 0,4 6x4";
        QTest::newRow("no places") << QByteArray(R"([{"id":1,"type":"stat"},{"id":2,"type":"stat"},
            {"id":3,"type":"stat"}])")
                                   << "1 0,0 12x8 | 2 12,0 12x8 | 3 0,8 12x8";
        QTest::newRow("one id twice") << QByteArray(R"([{"id":1,"type":"stat","gridPos":{"x":0,"y":0,"w":6,"h":4}},
            {"id":1,"type":"stat","gridPos":{"x":6,"y":0,"w":6,"h":4}}])")
                                      << "1 0,0 6x4 | 2 6,0 6x4";
        QTest::newRow("nothing") << QByteArray("[]") << "";
    }

    void placesPanels()
    {
        QFETCH(QByteArray, panels);
        QFETCH(QString, places);
        QCOMPARE(placesOf(open(panels.constData())), places);
    }

    void rowsOpenAndClose()
    {
        const Dashboard dashboard = open(kRows);
        QCOMPARE(placesOf(dashboard), QStringLiteral("1 0,0 24x4 | 2 0,4 24x1 | 5 0,5 24x1 | 6 0,6 8x3"));
        QCOMPARE(placesOf(dashboard, {}, {"2"}),
                 QStringLiteral("1 0,0 24x4 | 2 0,4 24x1 | 3 0,5 12x6 | 4 12,5 12x6 | 5 0,11 24x1 | 6 0,12 8x3"));
        QCOMPARE(placesOf(dashboard, {"5"}), QStringLiteral("1 0,0 24x4 | 2 0,4 24x1 | 5 0,5 24x1"));
        // All rows, and one of them after that.
        QCOMPARE(placesOf(dashboard, {}, {}, true), placesOf(dashboard, {}, {"2"}));
        QCOMPARE(placesOf(dashboard, {}, {}, false), placesOf(dashboard, {"5"}));
        QCOMPARE(placesOf(dashboard, {"2"}, {}, true), placesOf(dashboard));
        QCOMPARE(placesOf(dashboard, {}, {"5"}, false), placesOf(dashboard));
    }

    void aClosedRowKnowsItsPanels()
    {
        const Dashboard dashboard = open(kRows);
        for (const PlacedPanel& one : layoutPanels(dashboard.panels(), dashboard.variables(), {.collapsed = {"5"}})) {
            if (one.key == "2") QCOMPARE(one.panel.children.size(), std::size_t{2});
            if (one.key == "5") QCOMPARE(one.panel.children.size(), std::size_t{1});
            if (one.panel.isRow()) QVERIFY(one.panel.collapsed);
        }
    }

    void repeatsByTheSelectedValues()
    {
        const char* variables = R"([{"name":"v","type":"custom","query":"a,b,c","multi":true,
            "current":{"value":["a","b","c"],"text":["a","b","c"]}}])";
        const Dashboard across = open(
            R"([{"id":1,"type":"stat","repeat":"v","maxPerRow":2,"gridPos":{"x":0,"y":0,"w":6,"h":4}},
                {"id":2,"type":"stat","gridPos":{"x":0,"y":4,"w":24,"h":2}}])",
            variables);
        QCOMPARE(placesOf(across), QStringLiteral("1:v=a 0,0 12x4 | 1:v=b 12,0 12x4 | 1:v=c 0,4 12x4 | 2 0,8 24x2"));
        const Dashboard down = open(
            R"([{"id":1,"type":"stat","repeat":"v","repeatDirection":"v","gridPos":{"x":2,"y":0,"w":6,"h":4}}])",
            variables);
        QCOMPARE(placesOf(down), QStringLiteral("1:v=a 2,0 6x4 | 1:v=b 2,4 6x4 | 1:v=c 2,8 6x4"));
    }

    void nothingOverlapsInAnyFile()
    {
        const auto folder = QFileInfo(QString::fromLatin1(WG_SHARED_DIR "/corpus/dashboards"));
        if (!folder.isDir()) QSKIP("corpus/dashboards is not there");
        int files = 0;
        for (const QFileInfo& file : QDir(folder.filePath()).entryInfoList({QStringLiteral("*.json")})) {
            QFile in(file.filePath());
            QVERIFY(in.open(QIODevice::ReadOnly));
            const auto dashboard = Dashboard::open(in.readAll().toStdString());
            if (!dashboard) continue;
            ++files;
            std::set<std::string> rows;
            for (const Panel& panel : dashboard->panels()) {
                if (panel.isRow()) rows.insert(std::to_string(panel.id));
            }
            const auto placed = layoutPanels(dashboard->panels(), dashboard->variables(), {.expanded = rows});
            std::set<std::string> keys;
            for (std::size_t i = 0; i < placed.size(); ++i) {
                QVERIFY2(keys.insert(placed[i].key).second, qPrintable(file.fileName()));
                QVERIFY2(placed[i].pos.x >= 0 && placed[i].pos.x + placed[i].pos.w <= 24 + 1e-6,
                         qPrintable(file.fileName()));
                for (std::size_t k = 0; k < i; ++k) {
                    QVERIFY2(!overlap(placed[i].pos, placed[k].pos), qPrintable(file.fileName()));
                }
            }
        }
        QVERIFY(files > 100);
    }

    void pixels()
    {
        QCOMPARE(pixelRect({0, 0, 24, 1}, 1200), (PixelRect{0, 0, 1200, 30}));
        const PixelRect left = pixelRect({0, 2, 12, 8}, 1200), right = pixelRect({12, 2, 12, 8}, 1200);
        QCOMPARE(left.y, 76);
        QCOMPARE(left.h, 296);
        QCOMPARE(right.x - (left.x + left.w), kGridGap);
        QCOMPARE(right.x + right.w, 1200);
        QCOMPARE(pixelRect({12, 0, 12, 8}, 600).w, 600);  // narrow: one column
    }
};

QTEST_APPLESS_MAIN(LayoutTest)
#include "layout_test.moc"
