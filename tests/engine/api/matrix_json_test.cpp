// Text that is copied from an earlier answer is the text that would be written.

#include "engine/api/matrix_json.h"

#include <QtTest/QtTest>
#include <cmath>
#include <limits>
#include <random>

using namespace watchglass;
using namespace watchglass::api;

namespace {

constexpr std::uint32_t kSteps = 70;

/// The value of a series at a time: gaps, special values, and `late` changes some in hindsight.
struct Source {
    std::uint32_t seed;
    int late = 0;

    [[nodiscard]] bool has(std::size_t series, std::int64_t step) const { return draw(series, step, 1) % 11 != 0; }
    [[nodiscard]] double value(std::size_t series, std::int64_t step) const
    {
        const std::uint32_t n = draw(series, step, 2 + (step % 17 == 3 ? static_cast<std::uint32_t>(late) : 0));
        switch (n % 7) {
        case 0: return std::nan("1");
        case 1: return std::numeric_limits<double>::infinity();
        case 2: return n % 2 == 0 ? 0.0 : -0.0;
        case 3: return n / 3.0;
        case 4: return 1e-9 * n;
        case 5: return 1e22 + n;
        default: return n;
        }
    }
    [[nodiscard]] std::uint32_t draw(std::size_t series, std::int64_t step, std::uint32_t salt) const
    {
        std::uint64_t x = seed + series * 7919 + static_cast<std::uint64_t>(step) * 104'729 + salt * 15'485'863ULL;
        x = (x ^ (x >> 31)) * 0x9e3779b97f4a7c15ULL;
        return static_cast<std::uint32_t>((x ^ (x >> 29)) >> 20);
    }
};

promql::QueryResultPtr resultOf(const Source& source, std::int64_t firstStep, const std::vector<std::size_t>& which)
{
    auto result = std::make_shared<promql::QueryResult>();
    result->type = promql::ValueType::Matrix;
    result->grid = {firstStep * 15'000 + 217, 15'000, kSteps};
    for (const std::size_t i : which) {
        promql::ResultSeries series;
        series.labels = Labels({{"__name__", "m"}, {"i", std::to_string(1000 + i)}});
        series.values.assign(kSteps, 0);
        series.present.assign((kSteps + 63) / 64, 0);
        for (std::uint32_t s = 0; s < kSteps; ++s) {
            if (!source.has(i, firstStep + s)) continue;
            series.values[s] = source.value(i, firstStep + s);
            series.present[s >> 6] |= std::uint64_t{1} << (s & 63);
        }
        result->series.push_back(std::move(series));
    }
    return result;
}

QByteArray written(const promql::QueryResult& result)
{
    std::string out = "before";
    appendMatrixResult(out, result, 0);
    return QByteArray::fromStdString(out);
}

QByteArray continued(MatrixTexts& texts, const promql::QueryResultPtr& result)
{
    std::string out = "before";
    texts.append(out, "m", result);
    return QByteArray::fromStdString(out);
}

}  // namespace

class MatrixJsonTest : public QObject {
    Q_OBJECT

private slots:
    void copiesWhatIsTheSame()
    {
        std::mt19937 rng(5);
        MatrixTexts texts;
        Source source{9};
        std::int64_t step = 1000;
        for (int round = 0; round < 300; ++round) {
            std::vector<std::size_t> which;
            for (std::size_t i = 0; i < 12; ++i) {
                if (rng() % 6 != 0) which.push_back(i);  // series come and go
            }
            if (rng() % 8 == 0) ++source.late;  // late samples
            const auto result = resultOf(source, step, which);
            QCOMPARE(continued(texts, result), written(*result));
            // On by a few steps, by none, back, or by more than the window.
            constexpr std::int64_t kMoves[] = {1, 1, 1, 2, 0, 5, -3, 200};
            step += kMoves[rng() % std::size(kMoves)];
        }
        QVERIFY(texts.pointsCopied() > 50'000);
    }

    void writesAnewWhatIsOnlyAskedOnce()
    {
        MatrixTexts texts;
        const auto result = resultOf({1}, 0, {0, 1, 2});
        QCOMPARE(continued(texts, result), written(*result));
        QCOMPARE(continued(texts, result), written(*result));
        QCOMPARE(texts.pointsCopied(), std::uint64_t{0});
        QCOMPARE(continued(texts, result), written(*result));
        QCOMPARE(texts.pointsCopied(), std::uint64_t{3 * kSteps});
    }

    void emptySeriesAndEmptyResults()
    {
        MatrixTexts texts;
        auto empty = std::make_shared<promql::QueryResult>();
        empty->type = promql::ValueType::Matrix;
        empty->grid = {0, 15'000, kSteps};
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(continued(texts, empty), QByteArray(R"(before{"resultType":"matrix","result":[]})"));
        }
        auto without = std::make_shared<promql::QueryResult>(*resultOf({1}, 0, {0}));
        without->series[0].present.assign(without->series[0].present.size(), 0);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(continued(texts, without),
                     QByteArray(R"(before{"resultType":"matrix","result":[{"metric":{"__name__":"m","i":"1000"}}]})"));
        }
    }
};

QTEST_GUILESS_MAIN(MatrixJsonTest)
#include "matrix_json_test.moc"
