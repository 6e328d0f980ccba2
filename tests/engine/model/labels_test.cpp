#include "engine/model/labels.h"

#include <QtTest/QtTest>

using namespace watchglass;

class LabelsTest : public QObject {
    Q_OBJECT

private slots:
    void sortsAndDropsEmptyValues()
    {
        const Labels labels{{"z", "1"}, {"a", "2"}, {"gone", ""}, {"__name__", "up"}};
        QCOMPARE(labels.size(), std::size_t{3});
        QCOMPARE(labels.metricName(), std::string_view("up"));
        QCOMPARE(labels.get("gone"), std::string_view());
        QCOMPARE(QByteArray::fromStdString(labels.toString()), QByteArray(R"(up{a="2", z="1"})"));
    }

    void longValuesSurvivePacking()
    {
        const std::string big(100'000, 'x');
        const Labels labels = Labels::fromPairs({{"a", big}, {"b", "c"}});
        QCOMPARE(labels.get("a").size(), big.size());
        QCOMPARE(labels.get("b"), std::string_view("c"));
        QVERIFY(Labels::fromPacked(labels.packed()) == labels);
    }

    void comparesAsPrometheusDoes_data()
    {
        QTest::addColumn<int>("a");
        QTest::addColumn<int>("b");
        // Each set is less than the ones after it.
        for (int i = 0; i < 5; ++i) {
            for (int k = 0; k < 5; ++k) QTest::addRow("%d-%d", i, k) << i << k;
        }
    }

    void comparesAsPrometheusDoes()
    {
        QFETCH(int, a);
        QFETCH(int, b);
        const Labels sets[] = {{}, {{"a", "1"}}, {{"a", "1"}, {"b", "1"}}, {{"a", "2"}}, {{"b", "0"}}};
        QCOMPARE(sets[a] < sets[b], a < b);
        QCOMPARE(sets[a] == sets[b], a == b);
    }

    void quotesLikeGo()
    {
        QCOMPARE(goQuote("a\"\\\n\x01\xC3\xA4\xFF"), std::string("\"a\\\"\\\\\\n\\x01\xC3\xA4\\xff\""));
        const Labels labels = Labels::fromPairs({{"__name__", "my.metric"}, {"label name", "v"}});
        QCOMPARE(labels.toString(), std::string(R"({"my.metric", "label name"="v"})"));
        QCOMPARE(Labels().toString(), std::string("{}"));
    }

    void builderKeepsOrderAndDeletes()
    {
        LabelsBuilder builder(Labels{{"b", "1"}, {"d", "2"}});
        builder.set("c", "x").set("a", "y").set("d", "").remove("b");
        QCOMPARE(builder.build().toString(), std::string(R"({a="y", c="x"})"));
    }

    void damagedLabelsAreNotRead()
    {
        const std::string good = Labels{{"a", "1"}, {"b", "22"}}.packed();
        QVERIFY(Labels::fromStored(good).has_value());
        QVERIFY(Labels::fromStored("").has_value());
        for (std::size_t size = 1; size < good.size(); ++size) {
            const auto cut = Labels::fromStored(good.substr(0, size));
            QCOMPARE(cut.has_value(), size == 4);  // between the two
        }
        QVERIFY(
            !Labels::fromStored(std::string("\x01") + "b" + "\x01" + "1" + "\x01" + "a" + "\x01" + "1").has_value());
        QVERIFY(!Labels::fromStored("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F").has_value());
    }
};

QTEST_APPLESS_MAIN(LabelsTest)
#include "labels_test.moc"
