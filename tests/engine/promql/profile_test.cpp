// Profiles of queries: counts on a small store, and times on a clock that only the store and the receiver move.

#include "engine/promql/profile.h"

#include <QtTest/QtTest>

#include "engine/promql/eval_annotations.h"
#include "engine/promql/eval_sinks.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/grouping_cache.h"
#include "engine/promql/memory_store.h"
#include "engine/promql/parser.h"

using namespace watchglass;
using namespace watchglass::promql;

namespace {

constexpr std::int64_t kStepMs = 15'000;
constexpr std::int64_t kStart = 300'000;
constexpr std::int64_t kEnd = kStart + 3 * kStepMs;  // 4 steps
constexpr std::chrono::milliseconds kSelect{10};
constexpr std::chrono::milliseconds kRead{1};
constexpr std::chrono::milliseconds kReceive{100};

/// Time passes in the store: 10 ms for each selection, 1 ms for each series read.
class SlowQuerier final : public storage::Querier {
public:
    SlowQuerier(std::shared_ptr<const storage::Querier> store, ManualClock& clock)
        : m_store(std::move(store)), m_clock(clock)
    {
    }
    Result<std::vector<storage::SelectedSeries>> select(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                        std::int64_t maxMs) const override
    {
        m_clock.advance(kSelect);
        return m_store->select(matchers, minMs, maxMs);
    }
    Result<void> read(storage::SeriesRef ref, std::int64_t minMs, std::int64_t maxMs,
                      storage::Columns& out) const override
    {
        m_clock.advance(kRead);
        return m_store->read(ref, minMs, maxMs, out);
    }
    Result<std::vector<std::string>> labelNames(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                std::int64_t maxMs) const override
    {
        return m_store->labelNames(matchers, minMs, maxMs);
    }
    Result<std::vector<std::string>> labelValues(std::string_view name, const std::vector<Matcher>& matchers,
                                                 std::int64_t minMs, std::int64_t maxMs) const override
    {
        return m_store->labelValues(name, matchers, minMs, maxMs);
    }

private:
    std::shared_ptr<const storage::Querier> m_store;
    ManualClock& m_clock;
};

/// One line a node: text, start-end, steps, series/points, what was read, whether it was evaluated once.
void describe(const ProfileNode& node, const std::string& indent, std::string& out)
{
    out += indent + node.text + " @" + std::to_string(node.pos.start) + '-' + std::to_string(node.pos.end);
    out += " x" + std::to_string(node.steps) + ' ' + std::to_string(node.series) + '/' + std::to_string(node.points);
    if (node.readsStorage) {
        out += " read " + std::to_string(node.seriesSelected) + '/' + std::to_string(node.samplesRead);
    }
    if (node.hoisted) out += " once";
    out += '\n';
    for (const ProfileNode& child : node.children) describe(child, indent + ' ', out);
}

/// One line a node: milliseconds with and without children.
void describeTimes(const ProfileNode& node, const std::string& indent, std::string& out)
{
    out += indent + std::to_string(std::llround(node.seconds * 1000)) + ' ' +
           std::to_string(std::llround(node.selfSeconds * 1000)) + '\n';
    for (const ProfileNode& child : node.children) describeTimes(child, indent + ' ', out);
}

bool timesAddUp(const ProfileNode& node)
{
    double sum = 0;
    for (const ProfileNode& child : node.children) {
        if (!timesAddUp(child)) return false;
        sum += child.seconds;
    }
    return node.selfSeconds >= 0 && sum <= node.seconds;
}

}  // namespace

class ProfileTest : public QObject {
    Q_OBJECT

private:
    MemoryStore m_store;
    QueryEngine m_engine{m_store};

    QueryResultPtr ask(const std::string& query, bool range, bool profile = true) const
    {
        QueryOptions options;
        options.profile = profile;
        options.lookbackMs = 60'000;
        const auto result = range ? m_engine.range(query, kStart, kEnd, kStepMs, options)
                                  : m_engine.instant(query, kEnd, options);
        if (!result) qFatal("%s", result.error().message.c_str());
        return *result;
    }

private slots:
    /// Samples every 15 s from 0 to 345 s: c_total of three series, of which {i="2"} ends at 150 s; g; an info metric.
    void initTestCase()
    {
        for (std::int64_t t = 0; t <= kEnd; t += kStepMs) {
            const double value = static_cast<double>(t / 1000);
            for (const char* i : {"0", "1", "2"}) {
                if (t > 150'000 && *i == '2') continue;
                QVERIFY(m_store.append({{"__name__", "c_total"}, {"i", i}, {"job", "a"}}, t, value));
            }
            QVERIFY(m_store.append({{"__name__", "g"}, {"instance", "x"}, {"job", "a"}}, t, value));
            QVERIFY(m_store.append({{"__name__", "target_info"}, {"instance", "x"}, {"job", "a"}, {"os", "l"}}, t, 1));
        }
    }

    void counts_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<bool>("range");
        QTest::addColumn<QByteArray>("tree");
        const auto row = [](const char* name, bool range, const char* query, const char* tree) {
            QTest::newRow(name) << QByteArray(query) << range << QByteArray(tree);
        };
        // The newest sample of (285 s, 345 s] of two series; the window begins 60 s before the first step.
        row("selector", true, "g", "g @0-1 x4 1/4 read 1/7\n");
        row("instant", false, "c_total", "c_total @0-7 x1 2/2 read 2/8\n");
        row("streams", true, "sum(rate(c_total[1m]))",
            "sum(rate(c_total[1m])) @0-22 x4 1/4\n"
            " rate(c_total[1m]) @4-21 x4 2/8\n"
            "  c_total[1m] @9-20 x4 2/14 read 2/14\n");
        row("parentheses and scalars", true, "((g)) *  (2)",
            "((g)) * (2) @0-12 x4 1/4\n"
            " g @2-3 x4 1/4 read 1/7\n"
            " 2 @10-11 x4 1/4\n");
        row("evaluated once", true, "g - on() abs(g @ end())",
            "g - on () abs(g @ end()) @0-23 x4 1/4\n"
            " g @0-1 x4 1/4 read 1/7\n"
            " abs(g @ end()) @9-23 x1 1/4 once\n"
            "  g @ end() @13-22 x1 1/1 read 1/4\n");
        row("subquery", true, "max_over_time(g[30s:5s])",
            "max_over_time(g[30s:5s]) @0-24 x4 1/4\n"
            " g[30s:5s] @14-23 x4 1/15\n"
            "  g @14-15 x15 1/15 read 1/9\n");
        row("aggregation with parameter", true, "topk(1, c_total)",
            "topk(1, c_total) @0-16 x4 1/4\n"
            " 1 @5-6 x4 1/4\n"
            " c_total @8-15 x4 2/8 read 2/14\n");
        row("times of samples", true, "timestamp(g)", "timestamp(g) @0-12 x4 1/4\n g @10-11 x4 1/4 read 1/7\n");
        row("filter", true, "g > 320", "g > 320 @0-7 x4 1/2\n g @0-1 x4 1/4 read 1/7\n 320 @4-7 x4 1/4\n");
        row("nothing selected", true, "none", "none @0-4 x4 0/0 read 0/0\n");
        row("strings", true, R"(label_replace(g, "a", "b", "", ""))",
            "label_replace(g, \"a\", \"b\", \"\", \"\") @0-34 x4 1/4\n g @14-15 x4 1/4 read 1/7\n");
        row("info", true, "info(g)", "info(g) @0-7 x4 1/4 read 1/7\n g @5-6 x4 1/4 read 1/7\n");
        row("info with labels", true, R"(info(g, {os="l"}))",
            "info(g, {os=\"l\"}) @0-17 x4 1/4\n g @5-6 x4 1/4 read 1/7\n {os=\"l\"} @8-16 x4 1/4 read 1/7\n");
        row("set operator", true, "g or c_total",
            "g or c_total @0-12 x4 3/12\n g @0-1 x4 1/4 read 1/7\n c_total @5-12 x4 2/8 read 2/14\n");
        row("scalar functions", true, "scalar(g) + time()",
            "scalar(g) + time() @0-18 x4 1/4\n scalar(g) @0-9 x4 1/4\n  g @7-8 x4 1/4 read 1/7\n time() @12-18 x4 "
            "1/4\n");
        row("raw range", false, "g[1m]", "g[1m] @0-5 x1 1/4 read 1/4\n");
        row("string", false, R"("x")", "\"x\" @0-3 x0 0/0\n");
    }

    void counts()
    {
        QFETCH(QByteArray, query);
        QFETCH(bool, range);
        QFETCH(QByteArray, tree);
        // An earlier answer, which may be remembered, has no profile to give.
        QVERIFY(!ask(query.toStdString(), range, false)->profile);
        const QueryResultPtr result = ask(query.toStdString(), range);
        QVERIFY(result->profile);
        std::string got;
        describe(*result->profile, "", got);
        QCOMPARE(QByteArray::fromStdString(got), tree);
        QVERIFY(timesAddUp(*result->profile));
        QVERIFY(result->profile->seconds <= result->stats.seconds);
    }

    void isOffUnlessAsked()
    {
        const QueryResultPtr off = ask("sum(rate(c_total[1m]))", true, false);
        QVERIFY(!off->profile);
        const QueryResultPtr on = ask("sum(rate(c_total[1m]))", true);
        QCOMPARE(on->series[0].values, off->series[0].values);
        QCOMPARE(on->stats.samplesRead, off->stats.samplesRead);
        QCOMPARE(on->stats.peakSamples, off->stats.peakSamples);
    }

    void times_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("tree");
        const auto row = [](const char* query, const char* tree) {
            QTest::newRow(query) << QByteArray(query) << QByteArray(tree);
        };
        row("c_total", "12 12\n");
        row("abs(c_total)", "12 0\n 12 12\n");
        row("sum(rate(c_total[1m]))", "12 0\n 12 0\n  12 12\n");
        row("-(g or c_total * 2)", "23 0\n 23 0\n  11 11\n  12 0\n   12 12\n   0 0\n");
        row("abs(g @ 300)", "11 0\n 11 11\n");
        row("timestamp(c_total)", "12 0\n 12 12\n");
        row("max_over_time(c_total[30s:5s])", "12 0\n 12 0\n  12 12\n");
        row("vector(scalar(g))", "11 0\n 11 0\n  11 11\n");
        row("info(g)", "22 11\n 11 11\n");
        row(R"(info(g, {os="l"}))", "22 0\n 11 11\n 11 11\n");
    }

    /// The receiver's 100 ms a row are no node's.
    void times()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, tree);
        const auto expr = parseExpr(query.toStdString());
        QVERIFY(expr.has_value());
        ManualClock clock(1);
        const SlowQuerier querier(m_store.querier(), clock);
        QueryOptions options;
        options.lookbackMs = 60'000;
        const ExprFacts facts(**expr, {kStart, kEnd, kStepMs});
        Annotations annotations(query.toStdString());
        Profiler profiler(**expr, clock);
        clock.advance(kReceive);
        GroupingCache groupings;
        Evaluator evaluator(querier, options, facts, annotations, groupings, nullptr, &profiler);
        int rows = 0;
        FnSink receive([&](Row&) {
            clock.advance(kReceive);
            ++rows;
        });
        evaluator.stream(**expr, {kStart, kStepMs, 4}, receive);
        clock.advance(kReceive);
        QVERIFY(rows > 0);
        std::string got;
        describeTimes(profiler.tree(), "", got);
        QCOMPARE(QByteArray::fromStdString(got), tree);
    }

    /// Deep trees end in a node that stands for all below it; long texts are cut between characters.
    void isBounded()
    {
        std::string sum = "g";
        for (int i = 0; i < 400; ++i) sum += "+g";
        const QueryResultPtr result = ask(sum, true);
        const ProfileNode* node = result->profile.get();
        std::size_t levels = 1;
        while (!node->children.empty()) {
            node = &node->children.front();
            ++levels;
        }
        QCOMPARE(levels, std::size_t{200});
        QCOMPARE(node->seriesSelected, std::uint64_t{202});  // 400 - 199 additions, and one selector more
        QCOMPARE(node->points, std::uint64_t{4});
        QVERIFY(json::parse(json::write(json::Value::object({{"data", toJson(*result->profile)}}))).has_value());

        std::string selector = "{__name__=\"g\",a!=\"";
        selector.append(200, 'x').append("\"}");
        const QueryResultPtr longText = ask(selector, true);
        QCOMPARE(longText->profile->text.size(), std::size_t{100});
        QVERIFY(longText->profile->text.ends_with("xxx..."));
        std::string umlauts = "{__name__=\"g\",b!=\"";
        for (int i = 0; i < 200; ++i) umlauts += "\u00e4";
        const std::string cut = ask(umlauts + "\"}", true)->profile->text;
        QVERIFY2(QByteArray::fromStdString(cut).endsWith("\u00e4..."), cut.c_str());
    }

    void isWritten()
    {
        const QueryResultPtr result = ask("sum(g) + 1", true);
        const auto parsed = json::parse(json::write(toJson(*result->profile)));
        QVERIFY(parsed.has_value());
        QVERIFY(profileFromJson(*parsed) == *result->profile);
        QCOMPARE((*parsed)["children"].at(0)["children"].at(0)["samplesRead"].toInt(), std::int64_t{7});
        QVERIFY(!parsed->has("samplesRead"));

        ProfileNode root{"sum(g) + 1", {0, 10}, 0.0125, 0.0005, 4, false, 1, 4, false, 0, 0, {}};
        root.children.push_back({"sum(g)", {0, 6}, 0.012, 0.012, 4, false, 1, 4, true, 1, 7, {}});
        root.children.push_back({"1", {9, 10}, 0, 0, 1, true, 1, 4, false, 0, 0, {}});
        QCOMPARE(QByteArray::fromStdString(profileText(root)),
                 QByteArray("    total       self  series  points  selected  samples  expression\n"
                            "12.500 ms   0.500 ms       1       4         -        -  sum(g) + 1\n"
                            "12.000 ms  12.000 ms       1       4         1        7    sum(g)\n"
                            " 0.000 ms   0.000 ms       1       4         -        -    1  (evaluated once)\n"));
    }
};

QTEST_APPLESS_MAIN(ProfileTest)
#include "profile_test.moc"
