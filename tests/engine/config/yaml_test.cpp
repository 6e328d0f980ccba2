#include "engine/config/yaml.h"

#include <QtTest/QtTest>

using namespace watchglass;

namespace {

Result<yaml::Node> read(std::string_view text) { return yaml::parse(text, {.file = "f.yml"}); }

}  // namespace

class YamlTest : public QObject {
    Q_OBJECT

private slots:
    void knowsScalarTypes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("type");
        const auto row = [](const char* text, yaml::ScalarType type) {
            QTest::newRow(text) << QByteArray(text) << static_cast<int>(type);
        };
        row("", yaml::ScalarType::Null);
        row("~", yaml::ScalarType::Null);
        row("null", yaml::ScalarType::Null);
        row("yes", yaml::ScalarType::Bool);
        row("Off", yaml::ScalarType::Bool);
        row("y", yaml::ScalarType::Bool);
        row("15", yaml::ScalarType::Int);
        row("-1", yaml::ScalarType::Int);
        row("0x1F", yaml::ScalarType::Int);
        row("1_000", yaml::ScalarType::Int);
        row("1.5", yaml::ScalarType::Float);
        row("1e3", yaml::ScalarType::Float);
        row(".inf", yaml::ScalarType::Float);
        row("15s", yaml::ScalarType::String);
        row("1.2.3.4", yaml::ScalarType::String);
        row("localhost:9090", yaml::ScalarType::String);
        row("-", yaml::ScalarType::String);
    }

    void knowsScalarTypes()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, type);
        QCOMPARE(static_cast<int>(yaml::plainScalarType(text.toStdString())), type);
    }

    void readsValues()
    {
        const auto doc = read(
            "a: 'yes'\nb: yes\nc: -0x10\nd: 1.5\ne: [x, 1, ~]\nf:\n  g: |\n    two\n    lines\nh: 010\n");
        QVERIFY2(doc.has_value(), doc ? "" : doc.error().message.c_str());
        QCOMPARE((*doc)["a"].toString().value(), std::string("yes"));
        QVERIFY(!(*doc)["a"].toBool().has_value());
        QCOMPARE((*doc)["b"].toBool().value(), true);
        QCOMPARE((*doc)["b"].toString().value(), std::string("yes"));
        QCOMPARE((*doc)["c"].toInt().value(), std::int64_t{-16});
        QCOMPARE((*doc)["d"].toDouble().value(), 1.5);
        const std::vector<std::string> list{"x", "1", ""};
        QCOMPARE((*doc)["e"].toStrings().value(), list);
        QCOMPARE((*doc)["f"]["g"].text(), std::string("two\nlines\n"));
        QCOMPARE((*doc)["f"]["g"].line(), 7);
        QCOMPARE((*doc)["h"].toInt().value(), std::int64_t{8});
        QVERIFY(!(*doc)["z"].exists());
        QCOMPARE((*doc)["z"].toInt(7).value(), std::int64_t{7});
    }

    void expandsAliasesAndMerges()
    {
        const auto doc = read("base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\nlist: &l [1]\nagain: *l\n");
        QVERIFY2(doc.has_value(), doc ? "" : doc.error().message.c_str());
        QCOMPARE((*doc)["use"]["x"].text(), std::string("1"));
        QCOMPARE((*doc)["use"]["y"].text(), std::string("3"));
        QCOMPARE((*doc)["again"].items().size(), std::size_t{1});
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");  // a part of it
        QTest::addColumn<QByteArray>("where");
        QTest::newRow("tab") << QByteArray("global:\n\tscrape_interval: 1s\n") << QByteArray("line 2")
                             << QByteArray("f.yml:2:1");
        QTest::newRow("duplicate") << QByteArray("a: 1\nb: 2\na: 3\n") << QByteArray("key \"a\" already set in map")
                                   << QByteArray("f.yml:3:1");
        QTest::newRow("unknown alias") << QByteArray("a: *nope\n") << QByteArray("anchor") << QByteArray("f.yml:1:");
        QTest::newRow("self alias") << QByteArray("a: &a [*a]\n") << QByteArray("anchor") << QByteArray("f.yml:1:");
        QTest::newRow("two documents") << QByteArray("a: 1\n---\nb: 2\n") << QByteArray("one YAML document")
                                       << QByteArray("f.yml:3:1");
        QTest::newRow("unclosed") << QByteArray("a: [1, 2\n") << QByteArray("line") << QByteArray("f.yml:");
        QTest::newRow("open quote") << QByteArray("a: 1\nb: 'x\n") << QByteArray("expected a closing quote")
                                    << QByteArray("f.yml:2:4");
        QTest::newRow("open quotes") << QByteArray("- &a \"x\\\"\n\n") << QByteArray("expected a closing quote")
                                     << QByteArray("f.yml:1:");
        QTest::newRow("deep") << QByteArray(5000, '[') << QByteArray("nested deeper") << QByteArray("f.yml:1:");
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, where);
        const auto doc = read(text.toStdString());
        QVERIFY(!doc.has_value());
        QVERIFY2(doc.error().message.find(message.toStdString()) != std::string::npos, doc.error().message.c_str());
        QVERIFY2(doc.error().where.starts_with(where.toStdString()), doc.error().where.c_str());
    }

    void boundsAliasBombs()
    {
        std::string text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
        for (int i = 1; i < 12; ++i) {
            text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
            for (int k = 0; k < 10; ++k) text += (k ? ",*a" : "*a") + std::to_string(i - 1);
            text += "]\n";
        }
        const auto doc = read(text);
        QVERIFY(!doc.has_value());
        QCOMPARE(doc.error().code, ErrorCode::Limit);
    }

    void speaksGoYaml()
    {
        const auto doc = read("a: [1]\nb: -1\nc: averylongtext\n");
        QVERIFY(doc.has_value());
        QCOMPARE((*doc)["a"].toString().error().message, std::string("line 1: cannot unmarshal !!seq into string"));
        QCOMPARE((*doc)["b"].toUint().error().message, std::string("line 2: cannot unmarshal !!int `-1` into uint"));
        QCOMPARE((*doc)["c"].toBool().error().message,
                 std::string("line 3: cannot unmarshal !!str `averylo...` into bool"));
        const auto fields = doc->expectFields("config.plain", {"a", "c"});
        QCOMPARE(fields.error().message, std::string("line 2: field b not found in type config.plain"));
        QCOMPARE(fields.error().where, std::string("f.yml:2:1"));
    }

    void takesNothing()
    {
        QVERIFY(!read("").value().exists());
        QVERIFY(read("# only a comment\n").value().isNull());
    }
};

QTEST_APPLESS_MAIN(YamlTest)
#include "yaml_test.moc"
