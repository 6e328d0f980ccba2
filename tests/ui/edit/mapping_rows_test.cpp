#include "ui/edit/mapping_rows.h"

#include <QtTest/QtTest>

using namespace watchglass;
using namespace watchglass::ui;

class MappingRowsTest : public QObject {
    Q_OBJECT

private slots:
    void linesStandInTheirOrder()
    {
        const auto mappings = json::parse(
            R"([{"type": "value", "options": {"1": {"text": "on", "index": 2}, "0": {"text": "off", "index": 0}}},
                {"type": "range", "options": {"from": 5, "to": null, "result": {"text": "many", "index": 1}}},
                {"type": "special", "options": {"match": "null+nan", "result": {"text": "none", "index": 3}}}])");
        QVERIFY(mappings);
        const std::vector<MappingRow> rows = mappingRows(*mappings);
        QCOMPARE(rows.size(), std::size_t{4});
        QCOMPARE(rows[0].condition, std::string("0"));
        QCOMPARE(rows[1].type, std::string("range"));
        QCOMPARE(rows[1].from.toInt(), 5);
        QVERIFY(rows[1].to.isNull());
        QCOMPARE(rows[2].condition, std::string("1"));
        QCOMPARE(rows[3].condition, std::string("null+nan"));
    }

    void whatIsNotTouchedStaysAsItIs_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no numbers") << QByteArray(
            R"([{"options":{"match":"null","result":{"text":"N/A"}},"type":"special"},{"type":"value","options":{"a":{"color":"red"},"b":{"icon":"x"}}}])");
        QTest::newRow("two for values") << QByteArray(
            R"([{"options":{"a":{"index":0}},"type":"value"},{"options":{"b":{"index":1}},"type":"value"}])");
        QTest::newRow("a type of the future") << QByteArray(R"([{"type":"moon","options":{"phase":3}}])");
    }

    void whatIsNotTouchedStaysAsItIs()
    {
        QFETCH(QByteArray, text);
        const auto mappings = json::parse(text.toStdString());
        QVERIFY(mappings);
        const json::Value again = mappingsOf(mappingRows(*mappings));
        QCOMPARE(again.items().size(), mappings->items().size());
        QVERIFY(mappingRows(again) == mappingRows(*mappings));
    }

    void moved()
    {
        const auto mappings = json::parse(
            R"([{"type":"value","options":{"a":{"text":"A","index":0}}},{"type":"regex","options":{"pattern":"b","result":{"index":1}}}])");
        std::vector<MappingRow> rows = mappingRows(*mappings);
        std::swap(rows[0], rows[1]);
        const json::Value now = mappingsOf(rows);
        QCOMPARE(now.at(0)["options"]["a"]["index"].toInt(), 1);
        QCOMPARE(now.at(1)["options"]["result"]["index"].toInt(), 0);
        QCOMPARE(mappingRows(now)[0].type, std::string("regex"));
    }

    void whatIsNotCompleteWaits()
    {
        std::vector<MappingRow> rows(3);
        rows[1].condition = "1";
        rows[1].result.set("text", "one");
        rows[2].condition = "1";
        rows[2].result.set("text", "also one");
        const json::Value mappings = mappingsOf(rows);
        QCOMPARE(json::write(mappings), std::string(R"([{"type":"value","options":{"1":{"text":"one"}}}])"));
        rows[0].type = "range";
        rows[0].to = 7;
        QCOMPARE(json::write(mappingsOf(rows)),
                 std::string(R"([{"type":"value","options":{"1":{"text":"one","index":1}}},)"
                             R"({"type":"range","options":{"from":null,"to":7,"result":{"index":0}}}])"));
    }

    void newValuesJoinTheOldOnes()
    {
        const auto mappings = json::parse(R"([{"type":"value","options":{"a":{"index":0}}}])");
        std::vector<MappingRow> rows = mappingRows(*mappings);
        rows.emplace_back();
        rows.back().condition = "b";
        QCOMPARE(json::write(mappingsOf(rows)),
                 std::string(R"([{"type":"value","options":{"a":{"index":0},"b":{}}}])"));
    }
};

QTEST_APPLESS_MAIN(MappingRowsTest)
#include "mapping_rows_test.moc"
