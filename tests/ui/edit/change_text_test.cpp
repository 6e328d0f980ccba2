#include "ui/edit/change_text.h"

#include <QtTest/QtTest>

#include <QRandomGenerator>

#include "ui/edit/line_diff.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

using Kind = DiffLine::Kind;

QString words(const char* before, const char* after)
{
    const auto a = json::parse(before);
    const auto b = json::parse(after);
    if (!a || !b) return QStringLiteral("no JSON");
    QStringList out;
    for (const std::string& line : describeChanges(*a, *b)) out << QString::fromStdString(line);
    return out.join(QLatin1Char('\n'));
}

/// What a diff says of one of the texts, without gaps.
std::string side(const std::vector<DiffLine>& lines, Kind left)
{
    std::string out;
    for (const DiffLine& line : lines) {
        if (line.kind == Kind::Same || line.kind == left) out += line.text + "\n";
    }
    return out;
}

}  // namespace

class ChangeTextTest : public QObject {
    Q_OBJECT

private slots:
    void describes_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* before, const char* after, const char* expected) {
            QTest::newRow(name) << QByteArray(before) << QByteArray(after) << QString::fromUtf8(expected);
        };
        row("nothing", R"({"a":1})", R"({"a":1})", "");
        row("a title", R"({"title":"A"})", R"({"title":"B"})", "title “A” → “B”");
        row("something new", R"({})", R"({"refresh":"5s"})", "refresh set to “5s”");
        row("something gone", R"({"refresh":"5s"})", R"({})", "refresh removed");
        row("a panel's title", R"({"panels":[{"id":1,"title":"CPU"}]})", R"({"panels":[{"id":1,"title":"Load"}]})",
            "Panel CPU: title “CPU” → “Load”");
        row("a panel taken out", R"({"panels":[{"id":1,"title":"A"},{"id":2,"title":"B"}]})",
            R"({"panels":[{"id":2,"title":"B"}]})", "Panel A: removed");
        row("a row that comes", R"({"panels":[]})", R"({"panels":[{"id":2,"type":"row","title":"B"}]})",
            "Row B: added");
        row("moved", R"({"panels":[{"id":1,"title":"A","gridPos":{"x":0,"y":0,"w":6,"h":4}}]})",
            R"({"panels":[{"id":1,"title":"A","gridPos":{"x":6,"y":2,"w":6,"h":4}}]})",
            "Panel A: moved to column 7, row 3");
        row("resized", R"({"panels":[{"id":1,"title":"A","gridPos":{"x":0,"y":0,"w":6,"h":4}}]})",
            R"({"panels":[{"id":1,"title":"A","gridPos":{"x":0,"y":0,"w":12,"h":4}}]})",
            "Panel A: size 6 × 4 → 12 × 4 cells");
        row("the order of panels says nothing", R"({"panels":[{"id":1},{"id":2}]})",
            R"({"panels":[{"id":2},{"id":1}]})", "");
        row("the order of variables does", R"({"templating":{"list":[{"name":"a"},{"name":"b"}]}})",
            R"({"templating":{"list":[{"name":"b"},{"name":"a"}]}})", "templating.list.order changed");
        row("a query", R"({"panels":[{"id":1,"title":"A","targets":[{"refId":"A","expr":"up"}]}]})",
            R"({"panels":[{"id":1,"title":"A","targets":[{"refId":"A","expr":"down"}]}]})",
            "Panel A: targets.A.expr “up” → “down”");
        row("a variable", R"({"templating":{"list":[]}})", R"({"templating":{"list":[{"name":"job"}]}})",
            "Variable job: added");
        row("equal ids", R"({"panels":[{"id":1,"title":"A"},{"id":1,"title":"B"}]})",
            R"({"panels":[{"id":1,"title":"A"},{"id":1,"title":"C"}]})", "panels.2.title “B” → “C”");
    }

    void describes()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QString, expected);
        QCOMPARE(words(before.constData(), after.constData()), expected);
    }

    void longValuesAreCutBetweenCharacters()
    {
        const std::string text = "{\"a\":\"x" + []() {
            std::string all;
            for (int i = 0; i < 100; ++i) all += "ü";
            return all;
        }() + "\"}";
        const QString line = words("{}", text.c_str());
        QVERIFY(line.endsWith(QStringLiteral("…”")));
        QVERIFY(!line.contains(QChar::ReplacementCharacter));
    }

    void linesThatChanged()
    {
        const auto lines = lineDiff("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nX\ne\nf\ng\n", 1);
        const std::vector<DiffLine> expected{
            {Kind::Gap, "line 3"}, {Kind::Same, "c"}, {Kind::Removed, "d"}, {Kind::Added, "X"}, {Kind::Same, "e"}};
        QVERIFY(lines == expected);
        QVERIFY(lineDiff("a\n", "a\n").empty());
        QCOMPARE(lineDiff("", "a\nb\n").size(), std::size_t{2});
    }

    void bothTextsAreInTheDiff()
    {
        QRandomGenerator random(5);
        for (int round = 0; round < 300; ++round) {
            const auto text = [&] {
                std::string out;
                const int lines = random.bounded(30);
                for (int i = 0; i < lines; ++i)
                    out += std::string(1, static_cast<char>('a' + random.bounded(4))) + "\n";
                return out;
            };
            const std::string before = text();
            const std::string after = text();
            const auto lines = lineDiff(before, after, 1000);
            if (before == after) continue;
            QCOMPARE(side(lines, Kind::Removed), before);
            QCOMPARE(side(lines, Kind::Added), after);
        }
    }

    void textsWithoutACommonLineEnd()
    {
        std::string before;
        std::string after;
        for (int i = 0; i < 5000; ++i) {
            before += "a" + std::to_string(i) + "\n";
            after += "b" + std::to_string(i) + "\n";
        }
        QCOMPARE(lineDiff(before, after).size(), std::size_t{10000});
    }
};

QTEST_APPLESS_MAIN(ChangeTextTest)
#include "change_text_test.moc"
