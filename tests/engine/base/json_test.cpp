#include "engine/base/json.h"

#include <QtTest/QtTest>
#include <algorithm>
#include <array>
#include <thread>
#include <vector>

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

    void copiesShareUntilOneIsChanged_data()
    {
        QTest::addColumn<int>("change");
        for (int i = 0; i < static_cast<int>(kChanges.size()); ++i) QTest::addRow("%s", kChanges[i].name) << i;
    }

    void copiesShareUntilOneIsChanged()
    {
        QFETCH(int, change);
        const auto& [name, apply] = kChanges[static_cast<std::size_t>(change)];
        const auto value = json::parse(kText);
        QVERIFY(value.has_value());
        // The copy is changed, then the one that was copied, and one between two others.
        json::Value copy = *value;
        QCOMPARE(&copy.get("x.y").items(), &value->get("x.y").items());  // shared
        QVERIFY(copy == *value);
        apply(copy);
        QCOMPARE(json::write(*value), std::string(kText));
        QVERIFY(json::write(copy) != kText);
        QVERIFY(copy != *value);

        json::Value first = *value;
        json::Value middle = first;
        const json::Value last = middle;
        apply(middle);
        QCOMPARE(json::write(first), std::string(kText));
        QCOMPARE(json::write(last), std::string(kText));
        QCOMPARE(json::write(middle), json::write(copy));
        QCOMPARE(&first["x"].members(), &last["x"].members());
    }

    void putsAValueIntoItself()
    {
        auto value = json::parse(R"({"a":[1]})");
        QVERIFY(value.has_value());
        value->set("self", *value);
        value->edit("a").append((*value)["a"]);
        QCOMPARE(json::write(*value), std::string(R"({"a":[1,[1]],"self":{"a":[1]}})"));
    }

    /// Also for ThreadSanitizer: each thread has copies of its own of what all share.
    void threadsChangeTheirOwnCopies()
    {
        const auto value = json::parse(kText);
        QVERIFY(value.has_value());
        std::array<bool, 4> right{};
        std::vector<std::thread> threads;
        for (std::size_t id = 0; id < right.size(); ++id) {
            threads.emplace_back([copy = *value, &mine = right[id], id]() mutable {
                bool good = true;
                for (int round = 0; round < 2'000; ++round) {
                    json::Value other = copy;
                    other.edit("x").edit("y").append(static_cast<int>(id));
                    good = good && other.get("x.y").items().size() == 3 && copy.get("x.y").items().size() == 2;
                }
                copy = {};
                mine = good;
            });
        }
        for (std::thread& thread : threads) thread.join();
        QVERIFY(std::all_of(right.begin(), right.end(), [](bool good) { return good; }));
        QCOMPARE(json::write(*value), std::string(kText));
    }

private:
    static constexpr const char* kText = R"({"title":"a","n":1.50,"x":{"y":[1,{"z":2}]}})";
    struct Change {
        const char* name;
        void (*apply)(json::Value&);
    };
    static constexpr std::array<Change, 7> kChanges{{
        {"set", [](json::Value& value) { value.set("title", "b"); }},
        {"set below", [](json::Value& value) { value.edit("x").set("w", 1); }},
        {"remove", [](json::Value& value) { value.remove("n"); }},
        {"append", [](json::Value& value) { value.edit("x").edit("y").append(3); }},
        {"item", [](json::Value& value) { value.edit("x").edit("y").mutableItems()[1].set("z", 4); }},
        {"member", [](json::Value& value) { value.mutableMembers()[1].first = "m"; }},
        {"clear", [](json::Value& value) { value.edit("x").mutableMembers().clear(); }},
    }};
};

QTEST_APPLESS_MAIN(JsonTest)
#include "json_test.moc"
