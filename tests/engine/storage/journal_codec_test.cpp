#include <QtTest/QtTest>

#include <random>

#include "engine/storage/journal_codec.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

struct Row {
    std::int64_t tMs;
    std::vector<SeriesRef> refs;
    std::vector<double> values;
    bool operator==(const Row&) const = default;
};

std::vector<Row> decoded(PendingDecoder& decoder, std::string_view bytes, bool& good)
{
    std::vector<Row> out;
    good = decoder.decode(bytes, [&](const SampleBatch& batch) {
        out.push_back({batch.tMs, {batch.refs.begin(), batch.refs.end()}, {batch.values.begin(), batch.values.end()}});
    });
    return out;
}

/// Rows of groups with these series; every third without some of them.
std::string encoded(const std::vector<std::vector<SeriesRef>>& groups, std::vector<Row>& rows)
{
    Pending pending;
    for (const auto& refs : groups) {
        const auto slab = std::make_shared<Slab>(std::make_shared<const std::vector<SeriesRef>>(refs), 8);
        for (std::uint32_t at = 0; at < 6; ++at) {
            slab->times[at] = 1000 * at + 7;
            slab->full[at] = at % 3 != 2;
            Row& row = rows.emplace_back();
            row.tMs = slab->times[at];
            double* const values = slab->begin(at);
            for (std::size_t i = 0; i < refs.size(); ++i) {
                values[i] = i % 2 ? static_cast<double>(at * i) : 0.1 * static_cast<double>(at + i);
                if (!slab->full[at] && i % 5 == 0) continue;
                slab->presence[at * slab->words + i / 64] |= std::uint64_t{1} << (i % 64);
                row.refs.push_back(refs[i]);
                row.values.push_back(values[i]);
            }
            slab->rows = at + 1;
            pending.rows.push_back({slab, at});
        }
    }
    return encodePending(pending);
}

std::vector<std::vector<SeriesRef>> someGroups()
{
    std::vector<SeriesRef> runs;
    for (SeriesRef ref = 100; ref < 180; ++ref) runs.push_back(ref);
    for (SeriesRef ref = 20; ref < 70; ++ref) runs.push_back(ref);
    runs.push_back(5);
    return {runs, {9, 3, 12, 1}, {77}};
}

}  // namespace

class JournalCodecTest : public QObject {
    Q_OBJECT

private slots:
    void rowsComeBack()
    {
        std::vector<Row> want;
        const std::string bytes = encoded(someGroups(), want);
        PendingDecoder decoder;
        for (int round = 0; round < 2; ++round) {  // nothing is left of the row before
            bool good = false;
            QVERIFY(decoded(decoder, bytes, good) == want);
            QVERIFY(good);
        }
    }

    void listsOfNeighboursAreShort()
    {
        std::vector<SeriesRef> many;
        for (SeriesRef ref = 1; ref <= 1000; ++ref) many.push_back(ref);
        std::vector<Row> rows;
        const std::size_t neighbours = encoded({many}, rows).size();
        for (SeriesRef& ref : many) ref *= 2;
        QVERIFY(neighbours + 900 < encoded({many}, rows).size());
    }

    void damagedRowsDoNoHarm()
    {
        std::vector<Row> rows;
        const std::string good = encoded(someGroups(), rows);
        std::mt19937 random(5);
        PendingDecoder decoder;
        for (int round = 0; round < 4000; ++round) {
            std::string bad = good.substr(0, round % 2 ? good.size() : random() % good.size());
            for (unsigned flips = random() % 4; flips > 0 && !bad.empty(); --flips) {
                bad[random() % bad.size()] ^= static_cast<char>(1U << (random() % 8));
            }
            bool ignored = false;
            for (const Row& row : decoded(decoder, bad, ignored)) QCOMPARE(row.refs.size(), row.values.size());
        }
        // A run that is longer than any row behind it.
        bool refused = true;
        QVERIFY(decoded(decoder, std::string("\x05\x01\x02\xFF\xFF\xFF\x07", 7), refused).empty());
        QVERIFY(!refused);
    }
};

QTEST_APPLESS_MAIN(JournalCodecTest)
#include "journal_codec_test.moc"
