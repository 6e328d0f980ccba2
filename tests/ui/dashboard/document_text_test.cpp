#include "ui/dashboard/document_text.h"

#include <QtTest/QtTest>

#include "ui/dashboard/document_path.h"

using namespace watchglass;
using namespace watchglass::ui;

class DocumentTextTest : public QObject {
    Q_OBJECT

private slots:
    void edits_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("pointer");
        QTest::addColumn<QByteArray>("value");  // "": taken out
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* text, const char* pointer, const char* value,
                            const char* expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(pointer) << QByteArray(value) << QByteArray(expected);
        };
        row("a text", "{\"a\" : \"x\", \"b\":1.50}\n", "/a", "\"y\"", "{\"a\" : \"y\", \"b\":1.50}\n");
        row("the same text as it was spelled", R"({"a":"\u0041"})", "/a", R"("A")", R"({"a":"\u0041"})");
        row("a number keeps its spelling", R"({"a":1.50})", "/a", "1.50", R"({"a":1.50})");
        row("everything", " [1] ", "", "2", " 2 ");
        row("the last of repeated names", R"({"a":1,"a":2})", "/a", "3", R"({"a":1,"a":3})");
        row("an escaped name", R"({"\u0061/b":1})", "/a~1b", "2", R"({"\u0061/b":2})");
        row("an item", "[1, 2,\t3]", "/1", "[]", "[1, [],\t3]");
        row("brackets in texts", "{\"a\":\"}{][\\\"\",\"b\":[{\"c\":\"]\"}]}", "/b/0/c", "1",
            "{\"a\":\"}{][\\\"\",\"b\":[{\"c\":1}]}");
        row("byte order mark", "\xEF\xBB\xBF{\"a\":1}", "/a", "2", "\xEF\xBB\xBF{\"a\":2}");
        row("a new member", "{\n    \"a\": 1\n}\n", "/b", "{\"c\":[1]}",
            "{\n    \"a\": 1,\n    \"b\": {\n        \"c\": [\n            1\n        ]\n    }\n}\n");
        row("a new member, tabs", "{\n\t\"a\": {\n\t\t\"b\": 1\n\t}\n}", "/a/c", "[1]",
            "{\n\t\"a\": {\n\t\t\"b\": 1,\n\t\t\"c\": [\n\t\t\t1\n\t\t]\n\t}\n}");
        row("a new member, one line", R"({"a":1})", "/b", R"({"c":2})", R"({"a":1,"b":{"c":2}})");
        row("a new member on a line of its object", "{\n  \"a\": { \"b\": 1 }\n}", "/a/c", "2",
            "{\n  \"a\": { \"b\": 1, \"c\": 2 }\n}");
        row("the first member", "{\n  \"a\": {}\n}", "/a/b", "1", "{\n  \"a\": {\n    \"b\": 1\n  }\n}");
        row("the first member, one line", R"({"a":{}})", "/a/b", "1", R"({"a":{"b":1}})");
        row("windows lines", "{\r\n  \"a\": 1\r\n}\r\n", "/b", "[2]",
            "{\r\n  \"a\": 1,\r\n  \"b\": [\r\n    2\r\n  ]\r\n}\r\n");
        row("a new item", "[\n  1\n]", "/-", "2", "[\n  1,\n  2\n]");
        row("a new item by number", "[1]", "/1", "2", "[1,2]");
        row("take a member", "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", "/b", "", "{\n  \"a\": 1,\n  \"c\": 3\n}");
        row("take the first", "{\n  \"a\": 1,\n  \"b\": 2\n}", "/a", "", "{\n  \"b\": 2\n}");
        row("take the last", "{\n  \"a\": 1,\n  \"b\": 2\n}", "/b", "", "{\n  \"a\": 1\n}");
        row("take the only", "{\n  \"a\": 1\n}", "/a", "", "{}");
        row("take an item", "[1, 2, 3]", "/2", "", "[1, 2]");
    }

    void edits()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, pointer);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, expected);
        auto document = DocumentText::fromText(text.toStdString());
        QVERIFY(document.has_value());
        const auto done = value.isEmpty() ? document->remove(pointer.toStdString())
                                          : document->set(pointer.toStdString(), *json::parse(value.toStdString()));
        QVERIFY2(done.has_value(), done ? "" : done.error().message.c_str());
        QCOMPARE(QByteArray::fromStdString(document->text()), expected);
        QVERIFY(json::parse(document->text()).has_value());
    }

    void missingPlaces()
    {
        auto document = DocumentText::fromText(R"({"a":[1],"b":2})");
        QVERIFY(document.has_value());
        for (const char* pointer : {"/x/y", "/a/5", "/a/x", "/b/c"})
            QVERIFY2(!document->set(pointer, json::Value(1)), pointer);
        for (const char* pointer : {"", "/z", "/a/1", "/b/c"}) QVERIFY2(!document->remove(pointer), pointer);
        QCOMPARE(DocumentText::fromText("{\n \"a\": }").error().where, std::string("2:7"));
    }

    void steps()
    {
        QCOMPARE(pointerSteps(""), std::vector<std::string>{});
        QCOMPARE(pointerSteps("/"), std::vector<std::string>{""});
        QCOMPARE(pointerSteps("/a~1b/~01/0"), (std::vector<std::string>{"a/b", "~1", "0"}));
    }

    void becomes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* text, const char* value, const char* expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(value) << QByteArray(expected);
        };
        row("nothing new", "{ \"a\" :1.0 }\n", R"({"a":1.0})", "{ \"a\" :1.0 }\n");
        row("order of what stays", R"({"a":1, "b":[2 ,3]})", R"({"b":[2,3],"a":5})", R"({"a":5, "b":[2 ,3]})");
        row("members come and go", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", R"({"b":2,"c":[3]})",
            "{\n  \"b\": 2,\n  \"c\": [\n    3\n  ]\n}\n");
        row("on one line", R"({"a":1,"b":2})", R"({"b":2,"c":3})", R"({"b":2,"c":3})");
        row("the last goes", "[1, 2, 3]", "[1, 2]", "[1, 2]");
        row("items by id", "[{\"id\":1, \"x\":1},\n {\"id\":2, \"x\":1.0}]", R"([{"id":2,"x":1.0,"y":1}])",
            "[{\"id\":2, \"x\":1.0, \"y\": 1}]");
        row("items follow", "[ 1.0, 2 ]", "[1.0,2,3]", "[ 1.0, 2, 3 ]");
        row("an item in between", "[1.0, 2]", "[1.0,3,2]", "[1.0,3,2]");
        row("repeated names", R"({"a":1,"a":2})", R"({"a":3,"b":1})", R"({"a":1,"a":3,"b":1})");
        row("another kind", R"({"a":[1]})", R"({"a":{"b":1}})", R"({"a":{"b":1}})");
        row("all gone", "{\n  \"a\": 1\n}", "{}", "{}");
    }

    void becomes()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, expected);
        auto document = DocumentText::fromText(text.toStdString());
        QVERIFY(document.has_value());
        const auto after = json::parse(value.toStdString());
        QVERIFY(after.has_value());
        QVERIFY(document->become("", *after).has_value());
        QCOMPARE(QByteArray::fromStdString(document->text()), expected);
        QCOMPARE(document->become("/nowhere/at/all", *after).error().code, ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(DocumentTextTest)
#include "document_text_test.moc"
