// What matchers select comes back from the cache, sorted, and with every series that was added since.

#include "engine/storage/selection_cache.h"

#include <QtTest/QtTest>

#include <random>

using namespace watchglass;
using namespace watchglass::storage;

class SelectionCacheTest : public QObject {
    Q_OBJECT

private:
    static std::vector<Matcher> matchers(const std::string& value)
    {
        return {Matcher::equal("__name__", "m"), *Matcher::create(Matcher::Type::Regex, "a", value)};
    }

private slots:
    void sharesWhatIsAskedAgain()
    {
        SeriesIndex index;
        SelectionCache cache(index);
        index.add({{"__name__", "m"}, {"a", "2"}});
        index.add({{"__name__", "m"}, {"a", "1"}});
        const auto first = cache.select(matchers("1|2"));
        QCOMPARE(first.series->size(), std::size_t{2});
        QVERIFY(*first.series->at(0).labels < *first.series->at(1).labels);
        QCOMPARE(cache.select(matchers("1|2")).series, first.series);
        QVERIFY(cache.select(matchers("1")).series != first.series);
        index.add({{"__name__", "other"}});
        QCOMPARE(cache.select(matchers("1|2")).series, first.series);
    }

    void matchersOfEqualTextAreDifferent()
    {
        SeriesIndex index;
        SelectionCache cache(index);
        index.add({{"a", "1"}});
        QCOMPARE(cache.select({Matcher::equal("a", "1")}).series->size(), std::size_t{1});
        QCOMPARE(cache.select({*Matcher::create(Matcher::Type::NotEqual, "a", "1")}).series->size(), std::size_t{0});
    }

    /// As the index says, whatever was asked before and however many series came since, or went.
    void neverStale()
    {
        SeriesIndex index;
        SelectionCache cache(index);
        std::mt19937 random(7);
        int next = 0;
        for (int round = 0; round < 120; ++round) {
            if (round % 7 == 6) {
                std::vector<SeriesRef> gone = index.select({});
                std::erase_if(gone, [&](SeriesRef) { return random() % 3 != 0; });
                (void)index.forget(gone);
            }
            const int added = round % 20 == 19 ? 1500 : static_cast<int>(random() % 4);
            for (int i = 0; i < added; ++i) {
                index.add({{"__name__", "m"}, {"a", std::to_string(random() % 50)}, {"i", std::to_string(next++)}});
            }
            const std::vector<Matcher> asked = matchers(std::to_string(random() % 5) + ".*");
            std::vector<SeriesRef> expected = index.select(asked);
            const auto got = cache.select(asked).series;
            QVERIFY(std::is_sorted(got->begin(), got->end(),
                                   [](const auto& a, const auto& b) { return *a.labels < *b.labels; }));
            std::vector<SeriesRef> refs;
            for (const SelectedSeries& series : *got) refs.push_back(series.ref);
            std::sort(refs.begin(), refs.end());
            QCOMPARE(refs, expected);
        }
    }
};

QTEST_APPLESS_MAIN(SelectionCacheTest)
#include "selection_cache_test.moc"
