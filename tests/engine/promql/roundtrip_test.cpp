#include <random>

#include <QtTest/QtTest>

#include "engine/promql/ast_json.h"
#include "engine/promql/parser.h"

using namespace watchglass;
using namespace watchglass::promql;

namespace {

/// Writes random well-typed expressions, with random blanks and spellings.
class Generator {
public:
    explicit Generator(std::uint32_t seed) : m_random(seed) {}

    std::string vector(int depth)
    {
        if (depth <= 0) return selector() + (chance(3) ? modifiers() : "");
        switch (pick(7)) {
        case 0: return call(depth - 1);
        case 1: return aggregate(depth - 1);
        case 2:
            return vector(depth - 1) + any({" + ", "-", " * ", "/", " % ", "^", " atan2 ", " </ ", " >/ "}) +
                   matching(true) + vector(depth - 1);
        case 3: return vector(depth - 1) + any({" and ", " or ", " unless "}) + matching(false) + vector(depth - 1);
        case 4:
            return vector(depth - 1) + any({" > ", "<", ">=", "<=", "==", " != "}) + (chance(2) ? " bool " : " ") +
                   scalar(depth - 1);
        case 5: return "( " + vector(depth - 1) + ")";
        default: return any({"-", "+"}) + vector(depth - 1);
        }
    }

private:
    std::uint32_t pick(std::uint32_t n) { return m_random() % n; }
    bool chance(std::uint32_t oneIn) { return pick(oneIn) == 0; }
    std::string any(std::initializer_list<const char*> texts)
    {
        return texts.begin()[pick(static_cast<std::uint32_t>(texts.size()))];
    }
    std::string duration() { return any({"5m", "1h30m", "90", "1.5", "0x10", "1d", "250ms", "2w"}); }
    std::string label() { return any({"a", "b", "le", "by", "sum", "\"x.y\"", "\"\xc3\xa9\"", "offset"}); }
    std::string text() { return any({"\"v\"", "'it\\'s'", "`r\\aw`", "\"\\n\\x41\"", "\"\"", "\"\xc3\xa9\""}); }

    std::string durationExpr(int depth)
    {
        if (depth <= 0) return duration();
        switch (pick(6)) {
        case 0: return "(" + durationExpr(depth - 1) + ")";
        case 1: return "step( )";
        case 2: return "range()";
        case 3: return any({"min_of(", "MAX_OF("}) + durationExpr(depth - 1) + "," + durationExpr(depth - 1) + ")";
        case 4: return "-" + durationExpr(depth - 1) + " + 3h";
        default: return durationExpr(depth - 1) + any({"+", " - ", "*", " ^ "}) + durationExpr(depth - 1);
        }
    }

    std::string range() { return "[" + (chance(3) ? "7 * (" + durationExpr(2) + ")" : duration()) + "]"; }

    std::string selector()
    {
        std::string out = any({"m", "up", "a:b", "sum", "by", "start", "fill", "{\"q.n\""});
        if (out[0] == '{') return out + (chance(2) ? "," + label2() : "") + "}";
        if (chance(2)) out += "{" + label2() + (chance(2) ? "," : "") + "}";
        return out;
    }

    std::string label2()
    {
        return any({"a", "job", "\"l.n\"", "on"}) + any({"=", "!=", " =~ ", "!~"}) + any({"\"x\"", "'y|z'", "`.+`"});
    }

    std::string modifiers()
    {
        std::string out;
        if (chance(2)) out += any({" @ 12.5", " @ start()", " @ end( )", " @ -3"});
        // No parenthesis right after "offset": what follows it would be taken into the offset.
        if (chance(2)) out += " offset " + any({"5m", "-1h", "min_of(1m, step())", "-(2 * 3m)", "range()"});
        return out;
    }

    std::string matrix(int depth)
    {
        if (chance(3)) return "(" + vector(depth - 1) + ")[1h:" + (chance(2) ? duration() : "") + "]" + modifiers();
        return selector() + range() + (chance(5) ? any({" anchored", " smoothed"}) : "") + modifiers();
    }

    std::string scalar(int depth)
    {
        if (depth > 0 && chance(3)) return any({"scalar(", "-scalar("}) + vector(depth - 1) + ")";
        return any({"1", "0.25", "1e3", "1h", "time()", "(2)", "NaN", "0x1f"});
    }

    std::string call(int depth)
    {
        switch (pick(5)) {
        case 0: return any({"abs(", "sort_desc(", "histogram_avg("}) + vector(depth) + ")";
        case 1: return any({"rate(", "max_over_time(", "mad_over_time("}) + matrix(depth) + ")";
        case 2: return "clamp(" + vector(depth) + "," + scalar(depth) + " , " + scalar(depth) + ")";
        case 3:
            return "label_replace(" + vector(depth) + "," + text() + "," + text() + "," + text() + "," + text() + ")";
        default: return "round(" + vector(depth) + (chance(2) ? ", " + scalar(depth) : "") + ")";
        }
    }

    std::string aggregate(int depth)
    {
        const bool parameter = chance(3);
        const std::string op = parameter ? any({"topk", "Quantile", "limitk", "bottomk"})
                                         : any({"sum", "AVG", "count", "group"});
        const std::string body = "(" + (parameter ? scalar(depth) + "," : std::string()) + vector(depth) + ")";
        if (chance(3)) return op + body;
        const std::string grouping = any({" by ", " without "}) + "(" +
                                     (chance(4) ? "" : label() + (chance(2) ? "," + label() : "")) + ")";
        return chance(2) ? op + grouping + body : op + body + grouping;
    }

    std::string matching(bool group)
    {
        if (!chance(3)) return "";
        std::string out = any({"on", "ignoring"}) + "(" + label() + ")";
        if (group && chance(2)) out += any({" group_left()", " group_right(zz) "});
        if (group && chance(3)) out += any({" fill (1) ", " fill_left(-2.5)", " fill_right (0) fill_left(3)"});
        return out + " ";
    }

    std::mt19937 m_random;
};

QByteArray bytes(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

}  // namespace

class RoundtripTest : public QObject {
    Q_OBJECT

private slots:
    /// Printing and parsing again keeps the text; and the tree, apart from the matchers' order.
    void printedTextIsStable()
    {
        int typed = 0;
        for (std::uint32_t seed = 0; seed < 1500; ++seed) {
            const std::string query = Generator(seed).vector(static_cast<int>(seed % 5));
            const auto parsed = parseExpr(query);
            if (!parsed) {
                // A random label may stand in on() and group_right() at once, and the like; syntax is always right.
                QVERIFY2(parsed.error().message.find("unexpected") == std::string::npos,
                         (query + "\n" + describeParseError(parsed.error())).c_str());
                continue;
            }
            ++typed;
            const std::string text = toString(**parsed);
            const auto again = parseExpr(text);
            QVERIFY2(again.has_value(), (query + "\n" + text).c_str());
            QCOMPARE(bytes(toString(**again)), bytes(text));
            const auto third = parseExpr(toString(**again));
            QCOMPARE(bytes(json::write(toJson(**third))), bytes(json::write(toJson(**again))));
            const auto pretty = parseExpr(prettyPrint(**parsed, 30));
            QVERIFY2(pretty.has_value(), prettyPrint(**parsed, 30).c_str());
            QCOMPARE(bytes(toString(**pretty)), bytes(text));
        }
        QVERIFY2(typed > 1000, std::to_string(typed).c_str());
    }
};

QTEST_APPLESS_MAIN(RoundtripTest)
#include "roundtrip_test.moc"
