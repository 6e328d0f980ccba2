#include "engine/base/json.h"

#include <QtTest/QtTest>

using namespace watchglass;

class JsonTest : public QObject {
    Q_OBJECT

private slots:
    void keepsWhatOtherReadersLose_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("number texts") << QByteArray(R"([1e3,0.10,-0.0,1.0,12345678901234567890123])");
        QTest::newRow("order and repeated names") << QByteArray(R"({"b":1,"a":2,"b":3})");
        QTest::newRow("nesting") << QByteArray(R"({"a":[{},[],null,true,false,"x"]})");
        QTest::newRow("text outside ASCII") << QByteArray("\"\xC3\xA4\xF0\x9F\x98\x80\"");
    }

    void keepsWhatOtherReadersLose()
    {
        QFETCH(QByteArray, text);
        const auto value = json::parse(text.toStdString());
        QVERIFY(value.has_value());
        QCOMPARE(QByteArray::fromStdString(json::write(*value)), text);
    }

    void saysWhereTheTextIsWrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("where");
        QTest::newRow("empty") << QByteArray("") << QByteArray("1:1");
        QTest::newRow("no value") << QByteArray("{\n \"a\": }") << QByteArray("2:7");
        QTest::newRow("no comma") << QByteArray("[1\n2]") << QByteArray("2:1");
        QTest::newRow("open string") << QByteArray("\"abc") << QByteArray("1:1");
        QTest::newRow("rest") << QByteArray("{} x") << QByteArray("1:4");
        QTest::newRow("leading zero") << QByteArray("01") << QByteArray("1:2");
        QTest::newRow("trailing comma") << QByteArray("[1,]") << QByteArray("1:4");
        QTest::newRow("too deep") << QByteArray(100'000, '[') << QByteArray("1:514");
    }

    void saysWhereTheTextIsWrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, where);
        const auto value = json::parse(text.toStdString());
        QVERIFY(!value.has_value());
        QCOMPARE(QByteArray::fromStdString(value.error().where), where);
    }

    void decodesEscapes()
    {
        const auto value = json::parse(R"("\u00e4\ud83d\ude00\n\/\ud800x")");
        QVERIFY(value.has_value());
        QCOMPARE(value->toString(), std::string("\xC3\xA4\xF0\x9F\x98\x80\n/\xEF\xBF\xBDx"));
    }

    void editsInPlace()
    {
        auto value = json::parse(R"({"title":"a","n":1.50,"x":{"y":[1,2]}})");
        QVERIFY(value.has_value());
        value->set("title", "b");
        value->edit("x").set("z", 3);
        QCOMPARE(json::write(*value), std::string(R"({"title":"b","n":1.50,"x":{"y":[1,2],"z":3}})"));
        QCOMPARE(value->get("x.y").at(1).toInt(), std::int64_t{2});
        QVERIFY(value->get("x.none.deeper").isNull());
    }
};

QTEST_APPLESS_MAIN(JsonTest)
#include "json_test.moc"
