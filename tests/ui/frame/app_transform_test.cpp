// Transformations that Grafana's application adds to those of its library.

#include <QtTest/QtTest>
#include <cmath>

#include "ui/frame/asap.h"
#include "ui/frame/field_override.h"
#include "ui/frame/heat_grid.h"
#include "ui/frame/html_text.h"
#include "ui/frame/js_value.h"
#include "ui/frame/markdown.h"
#include "ui/frame/transform.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

json::Value parsed(QByteArray text) { return *json::parse(text.replace('\'', '"').toStdString()); }

Field numbers(std::string name, std::vector<double> values, FieldType type = FieldType::Number)
{
    Field out;
    out.name = std::move(name);
    out.type = type;
    out.values = Values::numbers(std::move(values));
    return out;
}

Field texts(std::string name, std::vector<std::string> values)
{
    Field out;
    out.name = std::move(name);
    out.type = FieldType::String;
    out.values = Values::strings(std::move(values));
    return out;
}

std::vector<Frame> frameOf(std::vector<Field> fields)
{
    std::vector<Frame> out(1);
    out[0].refId = "A";
    out[0].fields = std::move(fields);
    return out;
}

/// "name[1,2] name[3] | name[...]"
QByteArray told(const std::vector<Frame>& frames)
{
    QByteArray out;
    for (const Frame& frame : frames) {
        if (!out.isEmpty()) out += " | ";
        for (const Field& field : frame.fields) {
            if (!out.isEmpty() && !out.endsWith(' ')) out += ' ';
            QByteArrayList cells;
            for (std::size_t row = 0; row < field.values.size(); ++row)
                cells << QByteArray::fromStdString(field.values.text(row));
            out += QByteArray::fromStdString(field.name) + '[' + cells.join(',') + ']';
        }
    }
    return out;
}

}  // namespace

class AppTransformTest : public QObject {
    Q_OBJECT

private slots:
    void extracts_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* text, const char* options, const char* expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(options) << QByteArray(expected);
        };
        row("json", "{\"a\":1,\"b\":{\"c\":[2]}}", "", "a[1] b[[object Object]]");
        row("pairs", "a=1 b=\"x y\", c: 3", "", "a[1] b[x y] c[3]");
        row("pairs with escapes", "a=\"q\\\"r\"", "'format':'kvp'", "a[q\"r]");
        row("open quote", "a=\"q", "'format':'kvp'", "a[q]");
        row("ends in a backslash", "a=b\\", "'format':'kvp'", "a[b]");
        row("delimiter", "x; y ;z", "'format':'delimiter','delimiter':';'", "x[1] y[1] z[1]");
        row("pattern", "GET /x 200", "'format':'regexp','regExp':'/(?<verb>\\\\w+) \\\\S+ (?<code>\\\\d+)/'",
            "verb[GET] code[200]");
        row("bad pattern", "abc", "'format':'regexp','regExp':'/(/'", "NewField[abc]");
        row("paths", "{\"a\":{\"b\":[{\"c\":7}]}}",
            "'format':'json','jsonPaths':[{'path':'a.b[0].c','alias':'seven'},{'path':'a.x'}]",
            "seven[7] a.x[Not Found]");
        row("paths of no json", "abc", "'format':'json','jsonPaths':[{'path':'a'}]", "a[Not Found]");
    }

    void extracts()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, options);
        QFETCH(QByteArray, expected);
        const json::Value steps = parsed("[{'id':'extractFields','options':{'source':'s','replace':true" +
                                         QByteArray(options.isEmpty() ? "" : ",") + options + "}}]");
        QCOMPARE(told(applyTransformations(frameOf({texts("s", {text.toStdString()})}), steps)), expected);
    }

    void badOptionsAreAMessage()
    {
        std::vector<std::string> problems;
        const auto input = frameOf({texts("s", {"x"})});
        const auto out = applyTransformations(
            input,
            parsed("[{'id':'extractFields','options':{'source':'s','format':'xml'}},{'id':'heatmap','options':{}}]"),
            &problems);
        QCOMPARE(told(out), told(input));
        QCOMPARE(problems.size(), std::size_t{2});
    }

    void regression()
    {
        const auto input = frameOf(
            {numbers("t", {1e12, 1e12 + 1, 1e12 + 2, 1e12 + 3}, FieldType::Time), numbers("v", {1, 4, 9, 16})});
        const json::Value steps = parsed("[{'id':'regression','options':{'xFieldName':'t','yFieldName':'v',"
                                         "'modelType':'polynomial','degree':2,'predictionCount':4}}]");
        const auto out = applyTransformations(input, steps);
        QCOMPARE(out.size(), std::size_t{2});
        QCOMPARE(out[1].name, std::string("polynomial regression"));
        QCOMPARE(out[1].fields[1].name, std::string("v predicted"));
        for (std::size_t i = 0; i < 4; ++i) {
            const double x = out[1].fields[0].values.number(i) - 1e12;
            QVERIFY(std::abs(out[1].fields[1].values.number(i) - (x + 1) * (x + 1)) < 1e-6);
        }
        const auto line = applyTransformations(
            input, parsed("[{'id':'regression','options':{'xFieldName':'t','yFieldName':'v','predictionCount':2}}]"));
        QVERIFY(std::abs(line[1].fields[1].values.number(0) - 0) < 1e-6);  // 5 x of the least squares
        QVERIFY(std::abs(line[1].fields[1].values.number(1) - 15) < 1e-6);
    }

    void smoothing()
    {
        std::vector<double> times;
        std::vector<double> values;
        for (int i = 0; i < 1'000; ++i) {
            times.push_back(i);
            values.push_back(std::sin(i * 0.05) + (i % 2 == 0 ? 0.5 : -0.5));
        }
        const auto out = applyTransformations(frameOf({numbers("t", times, FieldType::Time), numbers("v", values)}),
                                              parsed("[{'id':'smoothing','options':{'resolution':100}}]"));
        QCOMPARE(out[0].fields[1].name, std::string("v (smoothed)"));
        QVERIFY(out[0].rows() > 20 && out[0].rows() <= 200);
        // The noise is gone, the wave is not.
        double most = 0;
        for (std::size_t i = 1; i < out[0].rows(); ++i)
            most = std::max(most, std::abs(out[0].fields[1].values.number(i) - out[0].fields[1].values.number(i - 1)));
        QVERIFY2(most < 0.7, qPrintable(QString::number(most)));
        QVERIFY(asapSmooth({}, 10).empty());
        QCOMPARE(asapSmooth({{1, 2}}, 0).size(), std::size_t{1});
    }

    void heatmapsHaveRoundBuckets()
    {
        const Field time = numbers("t", {0, 60'000, 120'000}, FieldType::Time);
        const Field value = numbers("v", {1, 10, 100});
        const auto grid = countHeat({{&time, &value}}, parsed("{'xBuckets':{'mode':'size','value':'1m'},"
                                                              "'yBuckets':{'scale':{'type':'log','log':10}}}"));
        QVERIFY(grid.has_value());
        QCOMPARE(grid->columns, std::size_t{3});
        QCOMPARE(grid->rows, std::size_t{3});
        QCOMPARE(grid->edgeY(2), 100.0);
        QCOMPARE(grid->counts, (std::vector<double>{1, 0, 0, 0, 1, 0, 0, 0, 1}));
        // Absurd sizes do not fill the memory.
        const Field far = numbers("v", {1e-300, 1e300, 5});
        const auto tame = countHeat({{&time, &far}}, parsed("{'xBuckets':{'mode':'size','value':'1ms'},"
                                                            "'yBuckets':{'mode':'size','value':'1e-9'}}"));
        QVERIFY(!tame || tame->counts.size() < 100'000'000);
        const Field none = numbers("v", {std::nan(""), std::nan(""), std::nan("")});
        QVERIFY(!countHeat({{&time, &none}}, {}));
    }

    void htmlOfForeignHands_data()
    {
        QTest::addColumn<QByteArray>("html");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* html, const char* expected) {
            QTest::newRow(html) << QByteArray(html) << QByteArray(expected);
        };
        row("<b>x</b>", "<b>x</b>");
        row("<b>x", "<b>x</b>");
        row("a<script>x<b></script>b", "ab");
        row("a<ScRiPt>x", "a");
        row("<b onclick=x() class='c'>b</b>", "<b class=\"c\">b</b>");
        row("<a href=' java\tscript:x()'>a</a>", "<a>a</a>");
        row("<a href='&#106;avascript:x()'>a</a>", "<a>a</a>");
        row("<a href=file:///etc/passwd>a</a>", "<a>a</a>");
        row("<a href='/d/x?y=1'>a</a>", "<a href=\"/d/x?y=1\">a</a>");
        row("<img src=x onerror=alert(1)>", "<img src=\"x\">");
        row("<p style='background:URL(http://x)'>p</p>", "<p>p</p>");
        row("<svg><a href='x'>y</a></svg>z", "z");
        row("<!-- <b> -->c", "c");
        row("1 < 2 & 3 > 2 &amp; 4", "1 &lt; 2 &amp; 3 &gt; 2 &amp; 4");
        row("<b title='a\"b'>x</b>", "<b title=\"a&quot;b\">x</b>");
        row("</b></i><i>x</i>", "<i>x</i>");
        row("<form><input value=x>y</form>", "y");
        row("<b", "<b></b>");
        row("<", "&lt;");
    }

    void htmlOfForeignHands()
    {
        QFETCH(QByteArray, html);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(sanitizedHtml(html.toStdString())), expected);
    }

    void whatGoesIsTold_data()
    {
        QTest::addColumn<QByteArray>("html");
        QTest::addColumn<QByteArray>("told");
        const auto row = [](const char* html, const char* told) {
            QTest::newRow(html) << QByteArray(html) << QByteArray(told);
        };
        row("<b class=c data-x=1 aria-label=y>b</b><!-- c --><!doctype html>", "");
        row("a<ScRiPt src=x>x</script>b<script>y</script>", "<script>");
        row("<form onsubmit=x><input value=y>z</form>", "<form>, <input>");
        row("<b onclick=x() onfocus=y>b</b><i onclick=z>i</i>", "onclick of <b>, onfocus of <b>, onclick of <i>");
        row("<a href=javascript:x rel=x>a</a><p style='background:url(x)'>p</p>", "href of <a>, style of <p>");
        row("</script><b>x", "");
        row("1 < 2 &lt;script&gt;", "");
    }

    void whatGoesIsTold()
    {
        QFETCH(QByteArray, html);
        std::vector<std::string> dropped;
        QCOMPARE(sanitizedHtml(html.toStdString(), &dropped), sanitizedHtml(html.toStdString()));
        QByteArray told;
        for (const std::string& one : dropped) told += (told.isEmpty() ? "" : ", ") + QByteArray::fromStdString(one);
        QTEST(told, "told");
    }

    void markdownBecomesHtml_data()
    {
        QTest::addColumn<QByteArray>("markdown");
        QTest::addColumn<QByteArray>("html");
        const auto row = [](const char* markdown, const char* html) {
            QTest::newRow(markdown) << QByteArray(markdown) << QByteArray(html);
        };
        row("# A\n\n*b* **c**", "<h1>A</h1>\n<p><em>b</em> <strong>c</strong></p>\n");
        row("> quote `a < b`", "<blockquote>\n<p>quote <code>a &lt; b</code></p>\n</blockquote>\n");
        row("- [x] done\n- [ ] open", "<ul>\n<li class=\"task-list-item\">\u2611 done</li>\n"
                                      "<li class=\"task-list-item\">\u2610 open</li>\n</ul>\n");
        row("a <b onclick=\"x\">c</b>", "<p>a <b onclick=\"x\">c</b></p>\n");
        row("", "");
    }

    void markdownBecomesHtml()
    {
        QFETCH(QByteArray, markdown);
        QFETCH(QByteArray, html);
        QCOMPARE(QByteArray::fromStdString(markdownHtml(markdown.toStdString())), html);
    }
};

QTEST_APPLESS_MAIN(AppTransformTest)
#include "app_transform_test.moc"
