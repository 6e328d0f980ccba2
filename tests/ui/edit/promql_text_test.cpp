#include "ui/edit/promql_text.h"

#include <QtTest/QtTest>

#include <QRandomGenerator>

using namespace watchglass::ui;

using Kind = QueryCompletion::Kind;

class PromqlTextTest : public QObject {
    Q_OBJECT

private slots:
    void completes_data()
    {
        QTest::addColumn<QByteArray>("query");  // the cursor is at |
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<QByteArray>("metric");
        QTest::addColumn<QByteArray>("label");
        const auto row = [](const char* query, Kind kind, const char* word, const char* metric = "",
                            const char* label = "") {
            QTest::newRow(query) << QByteArray(query) << static_cast<int>(kind) << QByteArray(word)
                                 << QByteArray(metric) << QByteArray(label);
        };
        row("|", Kind::Expression, "");
        row("node_c|", Kind::Expression, "node_c");
        row("rate(node_c|", Kind::Expression, "node_c");
        row("up{|", Kind::LabelName, "", "up");
        row("up{jo|}", Kind::LabelName, "jo", "up");
        row("up{job=\"|\"}", Kind::LabelValue, "", "up", "job");
        row("up{job=\"no|", Kind::LabelValue, "no", "up", "job");
        row("up{job=\"a\",inst|}", Kind::LabelName, "inst", "up");
        row("up{job=\"a\",instance=~'x|", Kind::LabelValue, "x", "up", "instance");
        row("sum by (jo|) (up)", Kind::GroupingLabel, "jo");
        row("sum by (job) (u|", Kind::Expression, "u");
        row("rate(up[5|", Kind::None, "");
        row("up # comm|", Kind::None, "");
        row("label_replace(up, \"d|", Kind::None, "d");
        row("rate(up{job=\"$job\"}[5m]) + no|", Kind::Expression, "no");
    }

    void completes()
    {
        QFETCH(QByteArray, query);
        const std::size_t cursor = static_cast<std::size_t>(query.indexOf('|'));
        query.remove(query.indexOf('|'), 1);
        const QueryCompletion at = completionAt(query.toStdString(), cursor);
        QTEST(static_cast<int>(at.kind), "kind");
        if (at.kind == Kind::None) return;
        QTEST(QByteArray::fromStdString(at.word), "word");
        QTEST(QByteArray::fromStdString(at.metric), "metric");
        QTEST(QByteArray::fromStdString(at.label), "label");
    }

    void problemsSayWhere()
    {
        const auto problem = queryProblem("sum(rate(up[5m])");
        QVERIFY(problem);
        QVERIFY2(problem->message.find("1:17") == 0, problem->message.c_str());
        QVERIFY(!queryProblem("sum(rate(up[5m]))"));
        QVERIFY(!queryProblem("  "));
        const auto variable = queryProblem("sum(rate(up{job=~\"$job\"}[$__rate_interval])) +");
        QVERIFY(variable);
        QCOMPARE(variable->begin, std::string("sum(rate(up{job=~\"$job\"}[$__rate_interval])) +").size());
        QVERIFY(!queryProblem("topk($n, up)"));  // could be anything
        QVERIFY(!queryProblem("rate(up[${__interval}] offset $shift)"));
        QVERIFY(queryProblem("up{job=}"));
    }

    void counterWithoutRate()
    {
        const auto hints = queryHints("sum(http_requests_total{job=\"$job\"})");
        QCOMPARE(hints.size(), std::size_t{1});
        QCOMPARE(hints[0].fixed, std::string("sum(rate(http_requests_total{job=\"$job\"}[$__rate_interval]))"));
        QVERIFY(!queryProblem(hints[0].fixed));
        QVERIFY(queryHints("rate(http_requests_total[5m])").empty());
        QVERIFY(queryHints("count(http_requests_total)").empty());
        QVERIFY(queryHints("node_load1").empty());
    }

    void piecesCoverWhatTheySay()
    {
        const std::string query = "sum by (job) (rate(up{a=\"b\"}[5m])) > $x # end";
        std::vector<std::pair<std::string, QueryPart>> found;
        for (const QueryPiece& piece : queryPieces(query))
            found.emplace_back(query.substr(piece.begin, piece.end - piece.begin), piece.part);
        const auto has = [&](const char* text, QueryPart part) {
            return std::find(found.begin(), found.end(), std::pair(std::string(text), part)) != found.end();
        };
        QVERIFY(has("sum", QueryPart::Function));
        QVERIFY(has("by", QueryPart::Keyword));
        QVERIFY(has("job", QueryPart::Label));
        QVERIFY(has("rate", QueryPart::Function));
        QVERIFY(has("up", QueryPart::Metric));
        QVERIFY(has("a", QueryPart::Label));
        QVERIFY(has("\"b\"", QueryPart::String));
        QVERIFY(has("5m", QueryPart::Number));
        QVERIFY(has("$x", QueryPart::Variable));
        QVERIFY(has("# end", QueryPart::Comment));
    }

    void anyTextIsTaken()
    {
        QRandomGenerator random(3);
        const std::string letters = "ab$[]{}()\"'`#\\5m =~,:[[]]\n\xC3\xBC";
        for (int round = 0; round < 5000; ++round) {
            std::string text;
            const int size = random.bounded(24);
            for (int i = 0; i < size; ++i)
                text += letters[static_cast<std::size_t>(random.bounded(static_cast<int>(letters.size())))];
            std::size_t last = 0;
            for (const QueryPiece& piece : queryPieces(text)) {
                QVERIFY(piece.begin >= last && piece.end > piece.begin && piece.end <= text.size());
                last = piece.end;
            }
            for (std::size_t at = 0; at <= text.size(); ++at) {
                const QueryCompletion found = completionAt(text, at);
                QVERIFY(found.kind == Kind::None || found.begin + found.word.size() <= text.size());
            }
            if (const auto plain = withoutVariables(text)) QCOMPARE(plain->size(), text.size());
            (void)queryProblem(text);
            (void)queryHints(text);
        }
    }
};

QTEST_APPLESS_MAIN(PromqlTextTest)
#include "promql_text_test.moc"
