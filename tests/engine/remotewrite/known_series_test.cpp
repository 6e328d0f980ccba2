#include "engine/remotewrite/known_series.h"

#include <QtTest/QtTest>

#include "tests/support/fake_sink.h"

using namespace watchglass;
using namespace watchglass::remotewrite;

class KnownSeriesTest : public QObject {
    Q_OBJECT

private slots:
    void namesLabelsAsTheyAreSpelled()
    {
        const KnownSeries known;
        const auto hash = [&](std::vector<LabelView> labels) { return known.hashOf(labels); };
        const std::vector<std::vector<LabelView>> spellings{{},
                                                            {{"a", "b"}},
                                                            {{"ab", ""}},
                                                            {{"", "ab"}},
                                                            {{"a", "b"}, {"c", "d"}},
                                                            {{"c", "d"}, {"a", "b"}},
                                                            {{"a", "bcd"}}};
        for (std::size_t i = 0; i < spellings.size(); ++i) {
            QVERIFY(hash(spellings[i]) != 0);
            for (std::size_t j = 0; j < spellings.size(); ++j) {
                QCOMPARE(hash(spellings[i]) == hash(spellings[j]), i == j);
            }
        }
    }

    void findsWhatWasNoted()
    {
        KnownSeries known;
        test::FakeSink store;
        std::vector<std::uint64_t> hashes;
        for (std::uint64_t i = 1; i <= 5000; ++i) {
            hashes.push_back(i << 40 | i % 7);  // they meet in the table
            QCOMPARE(known.find({hashes.back()}, store).front(), storage::SeriesRef{0});
            known.note(hashes.back(), i);
        }
        known.note(hashes[7], 9999);
        const auto found = known.find(hashes, store);
        for (std::size_t i = 0; i < found.size(); ++i) QCOMPARE(found[i], i == 7 ? 9999 : i + 1);
        QCOMPARE(known.find({0, 3, hashes[0]}, store), (std::vector<storage::SeriesRef>{0, 0, 1}));
    }

    void forgetsWhenTheStoreDoes()
    {
        KnownSeries known;
        test::FakeSink store;
        known.note(5, 1);
        known.note(6, 2);
        store.keepsRefs = false;
        QCOMPARE(known.find({5, 6}, store), (std::vector<storage::SeriesRef>{0, 0}));
        store.keepsRefs = true;
        QCOMPARE(known.find({5, 6}, store), (std::vector<storage::SeriesRef>{0, 0}));
        known.note(5, 3);
        QCOMPARE(known.find({5, 6}, store), (std::vector<storage::SeriesRef>{3, 0}));
    }
};

QTEST_GUILESS_MAIN(KnownSeriesTest)
#include "known_series_test.moc"
