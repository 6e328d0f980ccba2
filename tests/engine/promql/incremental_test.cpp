// Range queries that are continued give what a full evaluation gives, to the bit: for the expressions of the
// conformance scripts on their data and for random ones, while the window moves on and samples come in late, series
// end, return and restart.

#include <QtTest/QtTest>

#include <QDir>
#include <QFile>
#include <bit>
#include <random>

#include "engine/model/sample.h"
#include "engine/promql/memory_store.h"
#include "engine/promql/query_engine.h"
#include "engine/promql/test_script_parse.h"
#include "tests/support/same_result.h"

using namespace watchglass;
using namespace watchglass::promql;

namespace {

struct TimedSample {
    Labels labels;
    std::int64_t tMs = 0;
    double value = 0;
    HistogramPtr histogram;
};

/// Feeds samples as time goes by, some late, and compares both ways of answering after each advance.
class Pursuit {
public:
    explicit Pursuit(std::uint32_t seed) : m_random(seed) {}

    /// Returns the first difference, "" without any. `samples` in any order; expressions may fail, if both ways do.
    QString run(std::vector<TimedSample> samples, const std::vector<std::string>& expressions, std::int64_t stepMs)
    {
        // A third of the series arrives late, all its samples by the same time, so that their order stays.
        const std::int64_t lag = stepMs * 3;
        const auto arrival = [&](const TimedSample& s) { return s.tMs + (s.labels.hash() % 3 == 0 ? lag : 0); };
        std::stable_sort(samples.begin(), samples.end(),
                         [&](const TimedSample& a, const TimedSample& b) { return arrival(a) < arrival(b); });
        std::size_t next = 0;
        const std::int64_t last = samples.empty() ? 0 : arrival(samples.back());
        std::int64_t now = stepMs * 4;
        for (int round = 0; round < 40 && now <= last + stepMs * 4; ++round) {
            for (; next < samples.size() && arrival(samples[next]) <= now; ++next) {
                const TimedSample& s = samples[next];
                m_store.append(s.labels, s.tMs, s.value, s.histogram, 0);
            }
            const std::int64_t end = now;
            const std::int64_t start = std::max<std::int64_t>(0, end - stepMs * 30);
            for (const std::string& expression : expressions) {
                const QString problem = compare(expression, start / stepMs * stepMs, end, stepMs);
                if (!problem.isEmpty()) return QString::fromStdString(expression) + ": " + problem;
            }
            now += stepMs * std::array<std::int64_t, 5>{0, 1, 1, 2, 7}[m_random() % 5];
        }
        return {};
    }

    std::size_t reused = 0;  ///< answers that kept steps

private:
    QString compare(const std::string& expression, std::int64_t start, std::int64_t end, std::int64_t step)
    {
        QueryOptions options;
        const auto kept = m_engine.range(expression, start, end, step, options);
        options.incremental = false;
        const auto full = m_engine.range(expression, start, end, step, options);
        if (!kept || !full) {
            if (kept.has_value() == full.has_value()) return {};
            return QString::fromStdString(kept ? full.error().message : kept.error().message);
        }
        reused += (*kept)->stats.stepsReused > 0 ? 1 : 0;
        return test::difference(**full, **kept);
    }

    std::mt19937 m_random;
    MemoryStore m_store;
    QueryEngine m_engine{m_store};
};

std::vector<TimedSample> randomSamples(std::mt19937& random)
{
    std::vector<TimedSample> out;
    for (int series = 0; series < 12; ++series) {
        const bool gauge = series % 3 == 0;
        const Labels labels = Labels::fromPairs({{"__name__", gauge ? "g" : "c_total"},
                                                 {"i", std::to_string(series)},
                                                 {"job", series % 2 == 0 ? "a" : "b"}});
        double value = 0;
        std::int64_t from = static_cast<std::int64_t>(random() % 20);
        for (std::int64_t k = from; k < 80; ++k) {
            switch (random() % 12) {
            case 0: continue;                                                                    // a gap
            case 1: out.push_back({labels, k * 30'000 + 11, staleMarker(), nullptr}); continue;  // the series ends
            case 2: value = 0; break;                                                            // a restart
            default: value = gauge ? static_cast<double>(random() % 1000) : value + static_cast<double>(random() % 50);
            }
            out.push_back({labels, k * 30'000 + 11, value, nullptr});
        }
    }
    return out;
}

/// An expression of nested functions, aggregations and operators; of metrics g and c_total.
std::string randomExpression(std::mt19937& random, int depth)
{
    const auto pick = [&](auto... texts) {
        const std::array<std::string, sizeof...(texts)> all{texts...};
        return all[random() % all.size()];
    };
    const std::string selector = pick("g", "c_total", "g{job=\"a\"}", "c_total{i=~\"[1-5]\"}", "g offset 1m");
    if (depth == 0) return selector;
    const auto inner = [&] { return randomExpression(random, depth - 1); };
    switch (random() % 9) {
    case 0:
        return pick("rate", "increase", "irate", "delta", "deriv", "resets", "changes") + "(" +
               selector.substr(0, selector.find(' ')) + "[3m])";
    case 1:
        return pick("sum_over_time", "avg_over_time", "max_over_time", "stddev_over_time", "last_over_time",
                    "quantile_over_time") == "quantile_over_time"
                   ? "quantile_over_time(0.3, " + selector.substr(0, selector.find(' ')) + "[4m])"
                   : pick("sum_over_time", "avg_over_time", "min_over_time", "count_over_time") + "(" +
                         selector.substr(0, selector.find(' ')) + "[4m])";
    case 2:
        return pick("sum", "avg", "max", "count", "stddev", "group") + pick("", " by (job)", " without (i)") + " (" +
               inner() + ")";
    case 3: return pick("topk(2, ", "bottomk(1, ", "quantile(0.7, ", "limitk(2, ") + inner() + ")";
    case 4:
        return "(" + inner() + ") " + pick("+", "-", "*", "/", ">", "> bool", "or", "and", "unless") + " (" + inner() +
               ")";
    case 5: return pick("abs", "ceil", "sqrt", "-") + "(" + inner() + ")";
    case 6: return pick("max_over_time", "avg_over_time", "count_over_time") + "((" + inner() + ")[5m:1m])";
    case 7: return pick("absent(", "scalar(", "timestamp(", "vector(time()) + scalar(") + inner() + ")";
    default: return inner() + pick(" * 2", " > 10", " - 1", " @ 600", " offset -1m");
    }
}

}  // namespace

class IncrementalTest : public QObject {
    Q_OBJECT

private slots:
    void randomExpressions()
    {
        std::mt19937 random(20'231'115);
        std::size_t reused = 0;
        for (std::uint32_t seed = 0; seed < 25; ++seed) {
            std::vector<std::string> expressions;
            for (int i = 0; i < 60; ++i) expressions.push_back(randomExpression(random, 1 + i % 3));
            Pursuit pursuit(seed);
            const QString problem = pursuit.run(randomSamples(random), expressions, 30'000);
            QVERIFY2(problem.isEmpty(), qPrintable(problem));
            reused += pursuit.reused;
        }
        QVERIFY2(reused > 10'000, qPrintable(QString::number(reused)));
    }

    void conformanceExpressions_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(WG_CONFORMANCE_DIR) + "/promql/testdata");
        const QStringList names = folder.entryList({QStringLiteral("*.test")});
        if (names.isEmpty()) QTest::newRow("none") << QString();
        for (const QString& name : names) QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }

    void conformanceExpressions()
    {
        QFETCH(QString, path);
        QFile file(path);
        if (path.isEmpty() || !file.open(QIODevice::ReadOnly)) QSKIP("the conformance data is not here");
        const std::string text = file.readAll().toStdString();
        script::Reader reader(text);
        std::vector<TimedSample> samples;
        std::vector<std::string> expressions;
        std::int64_t step = 60'000;
        const auto check = [&] {
            if (expressions.empty() || samples.empty()) return true;
            Pursuit pursuit(1);
            const QString problem = pursuit.run(samples, expressions, step);
            if (!problem.isEmpty()) qWarning("%s", qPrintable(problem));
            return problem.isEmpty();
        };
        while (std::optional<script::Command> command = reader.next()) {
            switch (command->kind) {
            case script::Command::Kind::Clear:
                QVERIFY(check());
                samples.clear();
                expressions.clear();
                break;
            case script::Command::Kind::Load:
                step = std::max<std::int64_t>(command->load.intervalMs, 10'000);
                for (const script::SeriesLine& series : command->load.series) {
                    for (std::size_t i = 0; i < series.values.size(); ++i) {
                        const SequenceValue& value = series.values[i];
                        if (value.omitted) continue;
                        const auto tMs = command->load.intervalMs * static_cast<std::int64_t>(i);
                        samples.push_back({series.labels, tMs, value.value, value.histogram});
                    }
                }
                break;
            case script::Command::Kind::Eval: expressions.push_back(command->eval.query); break;
            }
        }
        QVERIFY(check());
    }

    void movesOnByOneStep()
    {
        MemoryStore store;
        const QueryEngine engine(store);
        const Labels labels{{"__name__", "m"}};
        for (std::int64_t t = 0; t <= 600'000; t += 15'000) store.append(labels, t, static_cast<double>(t));
        QCOMPARE((*engine.range("m", 0, 600'000, 15'000))->stats.stepsReused, 0U);
        store.append(labels, 615'000, 1);
        QCOMPARE((*engine.range("m", 15'000, 615'000, 15'000))->stats.stepsReused, 40U);
        // A late series: steps from there on are evaluated again.
        store.append({{"__name__", "m"}, {"late", "yes"}}, 500'000, 1);
        const auto answer = engine.range("m", 15'000, 615'000, 15'000);
        QCOMPARE((*answer)->stats.stepsReused, 33U);
        QCOMPARE((*answer)->series.size(), std::size_t{2});
        store.clear();
        QCOMPARE((*engine.range("m", 15'000, 615'000, 15'000))->series.size(), std::size_t{0});
    }

    void keepsNothingThatLooksAhead_data()
    {
        QTest::addColumn<QString>("expression");
        for (const char* text : {"m offset -1m", "m @ end()", "m @ 300", "rate(m[range()])", "end() + m", "m smoothed",
                                 "histogram_count(m)", "info(m)", "sort(m)", "rate({i=\"1\"}[1m])"}) {
            QTest::newRow(text) << QString(text);
        }
    }

    void keepsNothingThatLooksAhead()
    {
        QFETCH(QString, expression);
        MemoryStore store;
        const QueryEngine engine(store);
        for (std::int64_t t = 0; t <= 600'000; t += 15'000) store.append({{"__name__", "m"}, {"i", "1"}}, t, 1);
        const std::string text = expression.toStdString();
        const auto first = engine.range(text, 0, 600'000, 15'000);
        QVERIFY2(first.has_value(), first ? "" : first.error().message.c_str());
        QCOMPARE((*engine.range(text, 15'000, 615'000, 15'000))->stats.stepsReused, 0U);
    }
};

QTEST_APPLESS_MAIN(IncrementalTest)
#include "incremental_test.moc"
