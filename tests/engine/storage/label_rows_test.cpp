#include <QtTest/QtTest>

#include <random>

#include "engine/storage/bytes.h"
#include "engine/storage/label_rows.h"
#include "engine/storage/postings.h"
#include "engine/storage/series_index.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

std::vector<Labels> manySeries()
{
    std::vector<Labels> out;
    out.push_back(Labels());
    for (int i = 0; i < 500; ++i) {
        std::vector<std::pair<std::string, std::string>> labels = {{"__name__", "m" + std::to_string(i / 10)},
                                                                   {"code", std::to_string(200 + i % 7)}};
        if (i % 3 == 0) labels.emplace_back("zone", "eu");
        if (i % 5 == 0) labels.emplace_back("long", std::string(300, 'x') + std::to_string(i));
        out.push_back(Labels::fromPairs(std::move(labels)));
    }
    return out;
}

}  // namespace

class LabelRowsTest : public QObject {
    Q_OBJECT

private slots:
    void aRowHasTheSeriesOfTheIndex()
    {
        SeriesIndex index;
        std::vector<SeriesRef> refs;
        for (const Labels& labels : manySeries()) refs.push_back(index.add(labels));
        std::reverse(refs.begin(), refs.end());
        const std::string content = index.row(refs);

        LabelRow row;
        QVERIFY(decodeLabelRow(content, row));
        SeriesIndex other;
        (void)other.add(manySeries()[7]);
        std::vector<SeriesRef> now;
        other.add(row, now);
        QCOMPARE(now.size(), refs.size());
        QCOMPARE(other.size(), index.size());
        for (std::size_t i = 0; i < refs.size(); ++i) {
            QCOMPARE(SeriesRef(row.series[i].id), refs[i]);
            QCOMPARE(other.packed(now[i]), index.packed(refs[i]));
            QVERIFY(other.labels(now[i]) == index.labels(refs[i]));
            QCOMPARE(other.add(index.labels(refs[i])), now[i]);  // found by its text
        }
        now.clear();
        other.add(row, now);
        QCOMPARE(other.size(), index.size());  // all were known

        // Under other ids, as a journal that is written anew keeps those of its rows.
        const std::vector<SeriesRef> two{refs[3], refs[1]};
        const std::vector<std::int64_t> ids{70, 9};
        QVERIFY(decodeLabelRow(index.row(two, ids), row));
        QCOMPARE(row.series.size(), std::size_t(2));
        QCOMPARE(row.series[0].id, std::int64_t(70));
        QCOMPARE(row.series[1].id, std::int64_t(9));
    }

    void olderRowsAreRead()
    {
        std::string content;
        const std::vector<Labels> all = manySeries();
        for (std::size_t i = 0; i < all.size(); ++i) {
            putVarint(content, i + 1);
            putText(content, all[i].packed());
        }
        LabelRow row;
        QVERIFY(decodeLabelRow(content, row));
        SeriesIndex index;
        std::vector<SeriesRef> refs;
        index.add(row, refs);
        QCOMPARE(refs.size(), all.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            QCOMPARE(row.series[i].id, std::int64_t(i + 1));
            QVERIFY(index.labels(refs[i]) == all[i]);
        }
        content.pop_back();
        QVERIFY(!decodeLabelRow(content, row));
        QVERIFY(row.series.empty());
    }

    void whatMakesNoSenseIsRefused()
    {
        const auto rowOf = [](std::initializer_list<std::string_view> pairs,
                              std::initializer_list<std::uint64_t> rest) {
            std::string out;
            putVarint(out, 0);
            putVarint(out, pairs.size());
            for (const std::string_view pair : pairs) putText(out, pair);
            for (const std::uint64_t number : rest) putVarint(out, number);
            return out;
        };
        using namespace std::string_view_literals;
        const auto a = "\1a\1x"sv;
        const auto b = "\1b\1y"sv;
        LabelRow row;
        QVERIFY(decodeLabelRow(rowOf({b, a}, {2, 2, 1, 0}), row));
        QCOMPARE(row.series[0].id, std::int64_t(1));
        QVERIFY(!decodeLabelRow(rowOf({b, a}, {2, 2, 0, 1}), row));           // not in the order of names
        QVERIFY(!decodeLabelRow(rowOf({a, "\1a\1y"sv}, {2, 2, 0, 1}), row));  // a name twice
        QVERIFY(!decodeLabelRow(rowOf({a}, {2, 1, 1}), row));                 // no such label
        QVERIFY(!decodeLabelRow(rowOf({a}, {2, 9, 0}), row));                 // fewer labels than said
        QVERIFY(!decodeLabelRow(rowOf({"\1a\2x"sv}, {2, 1, 0}), row));        // half a label
        QVERIFY(!decodeLabelRow(rowOf({"\1a\1xy"sv}, {2, 1, 0}), row));       // more than one
        QVERIFY(row.pairs.empty());
    }

    /// Bytes that are damaged must not lead out of them, nor to labels that are no labels.
    void damagedRowsDoNoHarm()
    {
        SeriesIndex index;
        std::vector<SeriesRef> refs;
        for (const Labels& labels : manySeries()) refs.push_back(index.add(labels));
        const std::string good = index.row(refs);
        std::mt19937 random(5);
        for (int round = 0; round < 4000; ++round) {
            std::string bad = good.substr(0, round % 2 ? good.size() : random() % good.size());
            for (unsigned flips = random() % 4; flips > 0 && !bad.empty(); --flips) {
                bad[random() % bad.size()] ^= static_cast<char>(1U << (random() % 8));
            }
            LabelRow row;
            if (!decodeLabelRow(bad, row)) continue;
            SeriesIndex fresh;
            std::vector<SeriesRef> now;
            fresh.add(row, now);
            for (const SeriesRef ref : now) QVERIFY(Labels::fromStored(fresh.packed(ref)).has_value());
        }
    }

    void postingsTellWhatWasAdded()
    {
        std::mt19937 random(11);
        for (int round = 0; round < 300; ++round) {
            Postings postings;
            std::vector<SeriesRef> want;
            SeriesRef ref = 0;
            for (unsigned i = random() % 200; i > 0; --i) {
                const unsigned kind = random() % 4;
                ref += kind < 2 ? 1 : kind == 2 ? 1 + random() % 100 : 1 + random() % 1'000'000;
                postings.add(ref);
                want.push_back(ref);
            }
            std::vector<SeriesRef> got;
            postings.appendTo(got);
            QCOMPARE(got, want);
            QCOMPARE(postings.size(), want.size());
        }
    }
};

QTEST_APPLESS_MAIN(LabelRowsTest)
#include "label_rows_test.moc"
