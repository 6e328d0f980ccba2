#include "engine/promql/parser.h"

#include <QtTest/QtTest>

#include "engine/promql/ast_json.h"

using namespace watchglass;
using namespace watchglass::promql;

namespace {

QByteArray bytes(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

std::string repeated(const std::string& text, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

}  // namespace

class ParserTest : public QObject {
    Q_OBJECT

private slots:
    void printsCanonically_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* query, const char* text) {
            QTest::newRow(query) << QByteArray(query) << QByteArray(text);
        };
        const auto same = [&](const char* query) { row(query, query); };

        // Precedence and grouping.
        same("a + b * c ^ d ^ e");
        same("-1 ^ 2");
        same("a or b and c unless d");
        same("a == bool b");
        row("SUM(a)BY(b)", "sum by (b) (a)");
        row("topk without () (2, a)", "topk without () (2, a)");
        row("a/on(x)group_left(y,)b", "a / on (x) group_left (y) b");
        row("a + fill_right(2) fill_left (1) b", "a + fill_left (1) fill_right (2) b");
        same("fill + fill_left");
        row("a </ 5 >/ 3 atan2 b", "a </ 5 >/ 3 atan2 b");
        // Names.
        same("sum{by=\"x\"} + offset");
        row("{\"a.b\",\"c d\"='e'}", "{\"c d\"=\"e\",__name__=\"a.b\"}");
        row("m{b='1',a=~`x\\d`}", "m{a=~\"x\\\\d\",b=\"1\"}");
        row("sum by (\"x.y\", \"z\") (a)", "sum by (\"x.y\", z) (a)");
        // Literals.
        row("0x1f + 010 + 1_000 + .5 + 1e-3 + 09", "31 + 8 + 1000 + 0.5 + 0.001 + 9");
        row("1h30m + 5ms", "1h30m + 5ms");
        row("- -5m", "5m");
        row("inf - nAn", "+Inf - NaN");
        row("'a\\'\\x41\\u00e9\\101\"'", "\"a'A\xc3\xa9"
                                         "A\\\"\"");
        row("`raw\\n`", "\"raw\\\\n\"");
        // Modifiers.
        row("a[90s] @ 1.5 offset -1m", "a[1m30s] @ 1.500 offset -1m");
        row("a offset 5 + 3", "a offset 5s + 3");
        row("a offset -2^2", "a offset -2s ^ 2");
        row("a offset (5)+3", "a offset (5) + 3");
        row("a offset 1m @ start()", "a @ start() offset 1m");
        row("a[5m:]@end()", "a[5m:] @ end()");
        row("a[2*1m+step():min_of(1,range())]", "a[2 * 1m + step():min_of(1, range())]");
        row("a[5m] smoothed offset 1m", "a[5m] smoothed offset 1m");
        // Comments and blanks.
        row("a # b\n  + # c\r c", "a + c");
    }

    void printsCanonically()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, text);
        const auto parsed = parseExpr(query.toStdString());
        QVERIFY2(parsed.has_value(), parsed ? "" : describeParseError(parsed.error()).c_str());
        QCOMPARE(bytes(toString(**parsed)), text);
    }

    void explainsErrors_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("error");
        const auto row = [](const char* query, const char* error) {
            QTest::newRow(query) << QByteArray(query) << QByteArray(error);
        };
        row("", "unknown position: parse error: no expression found in input");
        row("a\n+ *", "2:3: parse error: unexpected <op:*>");
        row("sum(a b)", "1:7: parse error: unexpected identifier \"b\" in aggregation");
        row("sum(a) b", "1:8: parse error: unexpected identifier \"b\"");
        row("sum by a", "1:8: parse error: unexpected identifier \"a\" in grouping opts, expected \"(\"");
        row("sum by (a b)(c)",
            "1:11: parse error: unexpected identifier \"b\" in grouping opts, expected \",\" or \")\"");
        row("(a", "1:3: parse error: unclosed left parenthesis");
        row("a[5m", "1:5: parse error: unclosed left bracket");
        row("a{b}", "1:4: parse error: unexpected \"}\" in label matching, expected label matching operator");
        row("a{b=~\"(\"}", nullptr);
        row("a offset x",
            "1:10: parse error: unexpected identifier \"x\" in offset, expected number, duration, step(), or range()");
        row("a @ x", "1:5: parse error: unexpected identifier \"x\" in @, expected timestamp");
        row("a[5m:1m:1m]", "1:8: parse error: unexpected colon ':'");
        row("nope(a)", "1:1: parse error: unknown function with name \"nope\"");
        row("rate(a)", "1:6: parse error: expected type range vector in call to function \"rate\", got instant vector");
        row("topk(a)",
            "1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1");
        row("a and 1", "1:1: parse error: set operator \"and\" not allowed in binary scalar expression");
        row("a + on(x) group_left(x) b", "1:3: parse error: label \"x\" must not occur in ON and GROUP clause at once");
        row("1e999",
            "1:1: parse error: error parsing number: strconv.ParseFloat: parsing \"1e999\": value out of range");
        row("\"abcdefghijkl\" \"abcdefghijkl\"", "1:16: parse error: unexpected string \"\\\"abcdefghi\"...");
        row("\xff", "1:1: parse error: unexpected character: '\xef\xbf\xbd'");
    }

    void explainsErrors()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, error);
        const auto parsed = parseExpr(query.toStdString());
        QVERIFY(!parsed.has_value());
        QCOMPARE(parsed.error().code, ErrorCode::InvalidInput);
        if (!error.isNull()) QCOMPARE(bytes(describeParseError(parsed.error())), error);
    }

    void splitsLongExpressions()
    {
        const auto parsed = parseExpr("sum by (a) (rate(m[5m])) / on (a) count(n)");
        QVERIFY(parsed.has_value());
        QCOMPARE(bytes(prettyPrint(**parsed, 20)),
                 QByteArray("  sum by (a) (\n    rate(m[5m])\n  )\n/ on (a)\n  count(n)"));
        QCOMPARE(bytes(prettyPrint(**parsed)), bytes(toString(**parsed)));
    }

    void checksOptions()
    {
        ParserOptions none{false, false, false, false};
        QVERIFY(parseExpr("rate(a[5m] offset -1h)", none).has_value());
        for (const char* query :
             {"a[1m+1m]", "step()", "limitk(1, a)", "a anchored", "a + fill(1) b", "mad_over_time(a[1m])"}) {
            QVERIFY2(!parseExpr(query, none).has_value(), query);
            QVERIFY2(parseExpr(query).has_value(), query);
        }
    }

    void keepsPositions()
    {
        const auto parsed = parseExpr(" sum(rate(a{x=\"y\"}[5m] offset 1m)) > 1");
        QVERIFY(parsed.has_value());
        const auto& binary = static_cast<const BinaryExpr&>(**parsed);
        QCOMPARE(binary.pos.start, 1);
        QCOMPARE(binary.pos.end, 38);
        const auto& sum = static_cast<const AggregateExpr&>(*binary.left);
        QCOMPARE(sum.pos.start, 1);
        QCOMPARE(sum.pos.end, 34);
        const auto& rate = static_cast<const CallExpr&>(*sum.expr);
        QCOMPARE(rate.pos.start, 5);
        QCOMPARE(rate.pos.end, 33);
        QCOMPARE(rate.args[0]->pos.start, 10);
        QCOMPARE(rate.args[0]->pos.end, 32);
    }

    void settlesMatching()
    {
        const auto scalar = parseExpr("a + 1");
        QVERIFY(!static_cast<const BinaryExpr&>(**scalar).matching.has_value());
        const auto sets = parseExpr("a and b");
        QCOMPARE(static_cast<const BinaryExpr&>(**sets).matching->card, Cardinality::ManyToMany);
        const auto vectors = parseExpr("a - b");
        QCOMPARE(static_cast<const BinaryExpr&>(**vectors).matching->card, Cardinality::OneToOne);
    }

    /// Deep and long input ends in an answer, not in an exhausted stack.
    void boundsDepth()
    {
        QVERIFY(parseExpr(repeated("(", 400) + "a" + repeated(")", 400)).has_value());
        for (const std::string& query :
             {repeated("(", 100'000), repeated("-", 100'000) + "a", repeated("abs(", 100'000),
              repeated("a^", 100'000) + "a", repeated("sum by (x) (", 100'000), "a[" + repeated("(", 100'000),
              "a offset " + repeated("-", 100'000) + "1"}) {
            const auto parsed = parseExpr(query);
            QVERIFY(!parsed.has_value());
            QVERIFY2(parsed.error().message.find("nested too deeply") != std::string::npos,
                     parsed.error().message.c_str());
        }
        QVERIFY(parseExpr("a" + repeated(" or a", 1900)).has_value());
        for (const std::string& query : {"a" + repeated("+a", 100'000), "a" + repeated("[1m:]", 100'000)}) {
            const auto parsed = parseExpr(query);
            QVERIFY(!parsed.has_value());
            QVERIFY2(parsed.error().message.find("too many levels") != std::string::npos,
                     parsed.error().message.c_str());
        }
    }

    void parsesSelectors()
    {
        const auto matchers = parseMetricSelector("up{job=\"x\"}");
        QVERIFY(matchers.has_value());
        QCOMPARE(matchers->size(), std::size_t{2});
        QCOMPARE(bytes((*matchers)[1].toString()), QByteArray("__name__=\"up\""));
        for (const char* text : {"", "up[5m]", "up offset 1m", "sum(up)", "up + up", "1"}) {
            QVERIFY2(!parseMetricSelector(text).has_value(), text);
        }
    }

    void writesJson()
    {
        const auto parsed = parseExpr("-a{b=\"c\"}[5m:1m] @ 2");
        QVERIFY(!parsed.has_value());
        const auto valid = parseExpr("topk(1, a @ 2)");
        QCOMPARE(
            bytes(json::write(toJson(**valid))),
            QByteArray(
                "{\"expr\":{\"anchored\":false,\"matchers\":[{\"name\":\"__name__\",\"type\":\"=\",\"value\":\"a\"}],"
                "\"name\":\"a\",\"offset\":0,\"offsetExpr\":null,\"smoothed\":false,\"startOrEnd\":null,"
                "\"timestamp\":2000,\"type\":\"vectorSelector\"},\"grouping\":[],\"op\":\"topk\","
                "\"param\":{\"type\":\"numberLiteral\",\"val\":\"1\"},\"type\":\"aggregation\",\"without\":false}"));
    }

    void knowsFunctions()
    {
        QVERIFY(findFunction("rate") != nullptr);
        QVERIFY(findFunction("RATE") == nullptr);
        QVERIFY(findFunction("") == nullptr);
        QVERIFY(findFunction("histogram_quantiles")->experimental);
        QCOMPARE(allFunctions().size(), std::size_t{90});
        for (const FunctionInfo& info : allFunctions()) QCOMPARE(findFunction(info.name), &info);
    }
};

QTEST_APPLESS_MAIN(ParserTest)
#include "parser_test.moc"
