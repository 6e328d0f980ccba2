#include <QtTest/QtTest>

#include <atomic>
#include <bit>
#include <map>
#include <random>
#include <thread>

#include "engine/storage/storage.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

constexpr std::int64_t kAllTime = 1LL << 60;

Labels seriesLabels(int i) { return {{"__name__", "m"}, {"i", std::to_string(i)}}; }

}  // namespace

class HeadTest : public QObject {
    Q_OBJECT

private slots:
    void countsWhatIsRefused()
    {
        auto store = Storage::open({.directory = {}, .outOfOrderMs = 500});
        QVERIFY(store.has_value());
        const SeriesRef ref = *(*store)->series(seriesLabels(1));
        const auto put = [&](std::int64_t t, double v) {
            return (*store)->append({.tMs = t, .refs = {&ref, 1}, .values = {&v, 1}});
        };
        QCOMPARE(put(1000, 1).appended, 1U);
        QCOMPARE(put(1000, 1).duplicate, 0U);  // the same again is no error, and not stored twice
        QCOMPARE(put(1000, 2).duplicate, 1U);
        QCOMPARE(put(499, 2).outOfOrder, 1U);
        QCOMPARE(put(500, 2).appended, 1U);  // late, inside the window
        QCOMPARE(put(500, 3).duplicate, 1U);
        QCOMPARE(put(2000, 3).appended, 1U);
        Columns out;
        QVERIFY((*store)->querier()->read(ref, -kAllTime, kAllTime, out).has_value());
        QCOMPARE(out.times, (std::vector<std::int64_t>{500, 1000, 2000}));
        QCOMPARE(out.values, (std::vector<double>{2, 1, 3}));
    }

    void limitsActAtOnce()
    {
        auto store = Storage::open({.directory = {}, .maxExemplars = 3});
        QVERIFY(store.has_value());
        const SeriesRef ref = *(*store)->series(seriesLabels(1));
        const auto put = [&](std::int64_t t) {
            const double value = 1;
            return (*store)->append({.tMs = t, .refs = {&ref, 1}, .values = {&value, 1}});
        };
        const auto exemplars = [&] {
            const auto found = (*store)->exemplars({{}}, -kAllTime, kAllTime);
            return found.empty() ? std::size_t{0} : found.front().exemplars.size();
        };
        QCOMPARE(put(1000).appended, 1U);
        QCOMPARE(put(900).outOfOrder, 1U);
        for (std::int64_t t = 1; t <= 3; ++t) (*store)->appendExemplars({{ref, t, 1, {{"trace", "a"}}}});
        QCOMPARE(exemplars(), 3U);
        (*store)->setLimits({.outOfOrderMs = 100, .maxExemplars = 2});
        QCOMPARE(put(900).appended, 1U);
        QCOMPARE(put(899).outOfOrder, 1U);
        QCOMPARE(exemplars(), 2U);
        (*store)->setLimits({.maxExemplars = 0});
        QCOMPARE(put(899).outOfOrder, 1U);
        QCOMPARE(exemplars(), 0U);
    }

    /// Random batches (whole groups, subsets, shuffled, own times, doubled refs) against a plain map.
    void equalsAPlainModel()
    {
        for (unsigned seed = 1; seed <= 30; ++seed) {
            std::mt19937_64 random(seed);
            const std::int64_t window = seed % 3 == 0 ? 40 : 0;
            auto store = Storage::open({.directory = {}, .outOfOrderMs = window});
            constexpr int kSeries = 40;
            std::vector<SeriesRef> refs;
            for (int i = 0; i < kSeries; ++i) refs.push_back(*(*store)->series(seriesLabels(i)));
            std::map<SeriesRef, std::map<std::int64_t, std::uint64_t>> model;
            std::int64_t now = 1000;
            for (int step = 0; step < 600; ++step) {
                std::vector<SeriesRef> chosen = refs;
                const unsigned mode = random() % 10;
                if (mode == 7) std::shuffle(chosen.begin(), chosen.end(), random);
                if (mode >= 7) chosen.resize(1 + random() % chosen.size());
                if (mode == 8) chosen.push_back(chosen.front());
                now += static_cast<std::int64_t>(random() % 20);
                const std::int64_t t = mode == 6 ? now - 10 : now;
                std::vector<double> values;
                std::vector<std::int64_t> times;
                for (std::size_t i = 0; i < chosen.size(); ++i) {
                    values.push_back(random() % 50 == 0 ? std::bit_cast<double>(random())
                                                        : static_cast<double>(random() % 3));
                    if (mode == 9) times.push_back(t - static_cast<std::int64_t>(random() % 30));
                }
                AppendResult want;
                for (std::size_t i = 0; i < chosen.size(); ++i) {
                    auto& samples = model[chosen[i]];
                    const std::int64_t at = times.empty() ? t : times[i];
                    const auto bits = std::bit_cast<std::uint64_t>(values[i]);
                    if (const auto it = samples.find(at); it != samples.end()) {
                        want.duplicate += it->second != bits;
                    } else if (!samples.empty() && samples.rbegin()->first > at &&
                               samples.rbegin()->first - at > window) {
                        ++want.outOfOrder;
                    } else {
                        samples[at] = bits;
                        ++want.appended;
                    }
                }
                const AppendResult got = (*store)->append({.tMs = t, .refs = chosen, .values = values, .times = times});
                // Homeless series are placed after the others, but no order between series matters.
                QCOMPARE(got.appended, want.appended);
                QCOMPARE(got.outOfOrder, want.outOfOrder);
                QCOMPARE(got.duplicate, want.duplicate);
            }
            const auto querier = (*store)->querier();
            for (int round = 0; round < 100; ++round) {
                const SeriesRef ref = refs[random() % kSeries];
                std::int64_t from = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(now));
                std::int64_t to = from + static_cast<std::int64_t>(random() % 3000);
                if (round < kSeries) from = -kAllTime, to = kAllTime;
                Columns out;
                QVERIFY(querier->read(ref, from, to, out).has_value());
                std::size_t i = 0;
                for (const auto& [time, bits] : model[ref]) {
                    if (time < from || time > to) continue;
                    QVERIFY(i < out.times.size());
                    QCOMPARE(out.times[i], time);
                    QCOMPARE(std::bit_cast<std::uint64_t>(out.values[i]), bits);
                    ++i;
                }
                QCOMPARE(out.times.size(), i);
            }
        }
    }

    /// Slabs become pieces and small pieces larger ones, under readers that hold what was before.
    void wideGroupsKeepEveryBit()
    {
        constexpr std::size_t kColumns = 70;
        constexpr int kRows = 400;
        auto store = Storage::open({.directory = {}});
        QVERIFY(store.has_value());
        std::vector<SeriesRef> refs;
        for (std::size_t i = 0; i < kColumns; ++i) refs.push_back(*(*store)->series(seriesLabels(static_cast<int>(i))));
        std::mt19937_64 random(7);
        std::vector<Columns> model(kColumns);
        struct Snapshot {
            std::shared_ptr<const Querier> querier;
            std::vector<std::size_t> lengths;
        };
        std::vector<Snapshot> snapshots;
        for (int row = 0; row < kRows; ++row) {
            std::vector<SeriesRef> some;
            std::vector<double> values;
            for (std::size_t i = 0; i < kColumns; ++i) {
                if (row % 3 == 2 && random() % 2) continue;
                some.push_back(refs[i]);
                const double value = i % 4 == 0   ? std::bit_cast<double>(random())
                                     : i % 4 == 1 ? 5
                                     : i % 4 == 2 ? row * 3
                                                  : static_cast<double>(random() % 1000) / 8;
                values.push_back(value);
                model[i].times.push_back(1000 + row * 5);
                model[i].values.push_back(value);
            }
            const auto result = (*store)->append({.tMs = 1000 + row * 5, .refs = some, .values = values});
            QCOMPARE(std::size_t(result.appended), some.size());
            if (row % 37 == 0) {
                Snapshot& snapshot = snapshots.emplace_back();
                snapshot.querier = (*store)->querier();
                for (const Columns& columns : model) snapshot.lengths.push_back(columns.times.size());
            }
        }
        snapshots.push_back({(*store)->querier(), {}});
        for (const Columns& columns : model) snapshots.back().lengths.push_back(columns.times.size());
        Columns out;
        for (const Snapshot& snapshot : snapshots) {
            for (std::size_t i = 0; i < kColumns; ++i) {
                QVERIFY(snapshot.querier->read(refs[i], -kAllTime, kAllTime, out).has_value());
                QCOMPARE(out.times.size(), snapshot.lengths[i]);
                for (std::size_t at = 0; at < out.times.size(); ++at) {
                    QCOMPARE(out.times[at], model[i].times[at]);
                    QCOMPARE(std::bit_cast<std::uint64_t>(out.values[at]),
                             std::bit_cast<std::uint64_t>(model[i].values[at]));
                }
            }
        }
    }

    void snapshotsDoNotMove()
    {
        auto store = Storage::open({});
        std::vector<SeriesRef> refs;
        for (int i = 0; i < 3; ++i) refs.push_back(*(*store)->series(seriesLabels(i)));
        const std::vector<double> values = {1, 2, 3};
        for (int t = 1; t <= 50; ++t) (*store)->append({.tMs = t, .refs = refs, .values = values});
        const auto before = (*store)->querier();
        for (int t = 51; t <= 500; ++t) (*store)->append({.tMs = t, .refs = refs, .values = values});
        Columns first;
        Columns second;
        QVERIFY(before->read(refs[1], 0, 1000, first).has_value());
        QCOMPARE(first.times.size(), std::size_t(50));
        QVERIFY((*store)->querier()->read(refs[1], 0, 1000, first).has_value());
        QVERIFY((*store)->querier()->read(refs[2], 0, 1000, second).has_value());
        QCOMPARE(first.times.size(), std::size_t(500));
        QVERIFY(first.timesId != 0);
        QCOMPARE(first.timesId, second.timesId);
    }

    void answersLabelQuestions()
    {
        auto store = Storage::open({});
        const SeriesRef a = *(*store)->series({{"__name__", "a"}, {"x", "1"}});
        const SeriesRef b = *(*store)->series({{"__name__", "b"}, {"y", "2"}});
        (void)*(*store)->series({{"__name__", "never"}, {"z", "3"}});
        const double one = 1;
        (*store)->append({.tMs = 100, .refs = {&a, 1}, .values = {&one, 1}});
        (*store)->append({.tMs = 900, .refs = {&b, 1}, .values = {&one, 1}});
        const auto querier = (*store)->querier();
        QCOMPARE(*querier->labelNames({}, 0, 1000), (std::vector<std::string>{"__name__", "x", "y"}));
        QCOMPARE(*querier->labelNames({}, 500, 1000), (std::vector<std::string>{"__name__", "y"}));
        QCOMPARE(*querier->labelValues("__name__", {Matcher::equal("x", "1")}, 0, 1000),
                 (std::vector<std::string>{"a"}));
        const auto all = *querier->select({}, 0, 1000);
        QCOMPARE(all.size(), std::size_t(2));
        QCOMPARE(all[0].labels->metricName(), std::string_view("a"));
    }

    /// A batch is visible whole or not at all, while it is written.
    void readersSeeWholeBatches()
    {
        auto store = Storage::open({});
        constexpr int kSeries = 70;
        std::vector<SeriesRef> refs;
        for (int i = 0; i < kSeries; ++i) refs.push_back(*(*store)->series(seriesLabels(i)));
        std::atomic<bool> stop = false;
        std::atomic<int> bad = 0;
        std::vector<std::jthread> readers;
        for (int r = 0; r < 2; ++r) {
            readers.emplace_back([&] {
                Columns out;
                while (!stop.load()) {
                    const auto querier = (*store)->querier();
                    std::size_t length = 0;
                    for (int i = 0; i < kSeries; ++i) {
                        if (!querier->read(refs[static_cast<std::size_t>(i)], 0, kAllTime, out)) ++bad;
                        if (i == 0) length = out.times.size();
                        if (out.times.size() != length) ++bad;
                        for (std::size_t k = 0; k < out.times.size(); ++k) {
                            if (out.values[k] != static_cast<double>(out.times[k] + i)) ++bad;
                        }
                    }
                    if (!querier->select({Matcher::equal("i", "3")}, 0, kAllTime)) ++bad;
                }
            });
        }
        std::vector<double> values(kSeries);
        for (int t = 1; t <= 1500; ++t) {
            for (int i = 0; i < kSeries; ++i) values[static_cast<std::size_t>(i)] = t + i;
            const std::span<const SeriesRef> all = refs;
            if (t % 100 < 50) {
                (*store)->append({.tMs = t, .refs = all, .values = values});
            } else {  // one batch over two lists: the general path
                std::vector<SeriesRef> turned(refs.rbegin(), refs.rend());
                std::vector<double> turnedValues(values.rbegin(), values.rend());
                (*store)->append({.tMs = t, .refs = turned, .values = turnedValues});
            }
            (void)(*store)->series(seriesLabels(1000 + t));
        }
        stop = true;
        readers.clear();
        QCOMPARE(bad.load(), 0);
    }
};

QTEST_APPLESS_MAIN(HeadTest)
#include "head_test.moc"
