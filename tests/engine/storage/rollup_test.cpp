// Rollups of blocks: encoding, files that are damaged, wrong, in the way or cannot be written, and where they go.
// That queries answer the same with them is tests/engine/promql/rollups_test.cpp.

#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include "engine/base/log.h"
#include "engine/storage/db_tools.h"
#include "engine/storage/files.h"
#include "engine/storage/rollup_codec.h"
#include "engine/storage/sqlite.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/manual_store.h"

using namespace watchglass;
using namespace watchglass::storage;
using test::FaultyDisk;

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

void put(Storage& store, std::int64_t fromMs, std::int64_t toMs)
{
    const SeriesRef ref = store.series(Labels{{"__name__", "m"}}).value();
    for (std::int64_t t = fromMs; t < toMs; t += kMinute) {
        const double value = static_cast<double>(t % 7777) / 10;
        store.append({t, std::span(&ref, 1), std::span(&value, 1)});
    }
}

/// What the buckets of an hour give of the first ten hours; empty when there are none.
RollupColumns ask(const Storage& store, RollupKind kind)
{
    const auto querier = store.querier();
    const auto selected = querier->select({}, 0, 10 * kHour);
    RollupColumns out;
    if (selected->empty() ||
        !querier->readRollups(selected->front().ref, kind, kHour, 0, 10 * kHour, out).value_or(false)) {
        out.clear();
    }
    return out;
}

bool same(const RollupColumns& a, const RollupColumns& b)
{
    return a.times == b.times && a.values == b.values && a.weights == b.weights && a.carries == b.carries &&
           a.magnitudes == b.magnitudes && a.grain == b.grain;
}

fs::path only(const fs::path& directory, const char* prefix)
{
    const auto found = databasesOf(directory, prefix);
    return found.size() == 1 ? found.front() : fs::path();
}

/// Samples of a block as random as those of queries.
Columns randomSamples(std::mt19937& random)
{
    Columns out;
    for (std::int64_t t = 0; t < 6 * kHour; t += 1 + random() % 90'000) {
        if (random() % 100 == 0) t += random() % (2 * kHour);
        const double odd[] = {std::nan("9"), INFINITY, -0.0, staleMarker(), staleMarker()};
        out.times.push_back(t);
        out.values.push_back(random() % 20 == 0 ? odd[random() % 5] : static_cast<double>(random() % 1000) / 8 - 20);
    }
    return out;
}

/// A sample between those of put().
class OneSample final : public History {
public:
    [[nodiscard]] std::size_t size() const override { return 1; }
    [[nodiscard]] const Labels& labels(std::size_t) const override { return m_labels; }
    [[nodiscard]] std::optional<std::int64_t> nextMs(std::int64_t fromMs) const override
    {
        return fromMs <= kAt ? std::optional(kAt) : std::nullopt;
    }
    [[nodiscard]] std::int64_t maxMs() const override { return kAt; }
    [[nodiscard]] Result<void> read(std::size_t, std::int64_t minMs, std::int64_t maxMs, Columns& out) const override
    {
        if (minMs <= kAt && kAt <= maxMs) {
            out.times.push_back(kAt);
            out.values.push_back(1e6);
        }
        return {};
    }

private:
    static constexpr std::int64_t kAt = kHour + 1;
    Labels m_labels{{"__name__", "m"}};
};

}  // namespace

class RollupTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void encodingKeepsEverything()
    {
        std::mt19937 random(1);
        for (int i = 0; i < 300; ++i) {
            const Columns samples = randomSamples(random);
            for (const std::int64_t lengthMs : kRollupLengthsMs) {
                const BucketColumns before = makeBuckets(samples, lengthMs);
                const std::string bytes = encodeBuckets(before);
                BucketColumns after;
                QVERIFY(decodeAllBuckets(bytes, lengthMs, after));
                QVERIFY(encodeBuckets(after) == bytes);
                QVERIFY(after.hasSums || lengthMs == kRollupLengthsMs[1]);
                std::int64_t count = 0;
                for (const std::int64_t n : after.counts) count += n;
                const auto stale = std::count_if(samples.values.begin(), samples.values.end(), isStaleMarker);
                QCOMPARE(count, static_cast<std::int64_t>(samples.values.size()) - stale);
                // Each kind decodes its own columns.
                for (int kind = 0; kind <= static_cast<int>(RollupKind::Increase); ++kind) {
                    if (kind == static_cast<int>(RollupKind::Sum) && !after.hasSums) continue;
                    BucketColumns part;
                    RollupColumns all;
                    RollupColumns some;
                    QVERIFY(decodeBuckets(bytes, lengthMs, static_cast<RollupKind>(kind), part));
                    appendBuckets(after, static_cast<RollupKind>(kind), kHour, 4 * kHour, all);
                    appendBuckets(part, static_cast<RollupKind>(kind), kHour, 4 * kHour, some);
                    QCOMPARE(all.times, some.times);
                    QCOMPARE(all.weights, some.weights);
                    QCOMPARE(all.values.size(), some.values.size());
                }
                // Cut short anywhere it is refused.
                for (std::size_t n = 0; n < bytes.size(); n += 7) {
                    QVERIFY(!decodeAllBuckets(std::string_view(bytes).substr(0, n), lengthMs, after));
                }
            }
        }
    }

    void damageIsNeverAWrongValue()
    {
        QTemporaryDir dir;
        const fs::path path = dir.path().toStdString();
        ManualClock clock(8 * kHour);
        RollupColumns right;
        {
            const auto store = test::openManualStore(path, clock, false, 1);
            put(*store, 0, 5 * kHour + 40 * kMinute);
            QVERIFY(store->compact().has_value());
            right = ask(*store, RollupKind::Sum);
            QVERIFY(!right.times.empty());
            QCOMPARE(store->stats().rollups, store->stats().blocks);
        }
        const fs::path file = databasesOf(path, "rollup-").front();
        std::ifstream in(file, std::ios::binary);
        const std::string good{std::istreambuf_iterator<char>(in), {}};
        int unused = 0;
        for (std::size_t at = 0; at < good.size(); at += 41) {
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ 0x10);
            std::ofstream(file, std::ios::binary).write(bad.data(), static_cast<std::streamsize>(bad.size()));
            const auto store = test::openManualStore(path, clock, false, 1);
            const RollupColumns got = ask(*store, RollupKind::Sum);
            const bool unread = got.buckets < right.buckets;
            QVERIFY2(unread || same(got, right), std::to_string(at).c_str());
            if (!unread) continue;
            ++unused;
            QVERIFY(store->compact().has_value());  // written anew
            QVERIFY2(same(ask(*store, RollupKind::Sum), right), std::to_string(at).c_str());
        }
        QVERIFY(unused > 5);
    }

    void aBlockWrittenAnewLosesThem()
    {
        QTemporaryDir dir;
        const fs::path path = dir.path().toStdString();
        ManualClock clock(5 * kHour);
        auto store = test::openManualStore(path, clock, false, 1);
        put(*store, 0, 4 * kHour + 35 * kMinute);
        QVERIFY(store->compact().has_value());
        const fs::path file = only(path, "rollup-");
        QVERIFY(!file.empty());
        fs::copy_file(file, path / "kept");
        QVERIFY(store->addHistory(OneSample()).has_value());
        QVERIFY(!fs::exists(file));
        QVERIFY(ask(*store, RollupKind::Max).times.empty());
        store.reset();
        // As if a crash or a backup had left those of the block before.
        fs::rename(path / "kept", file);
        store = test::openManualStore(path, clock, false, 1);
        QVERIFY(ask(*store, RollupKind::Max).times.empty());
        QVERIFY(store->compact().has_value());
        const RollupColumns max = ask(*store, RollupKind::Max);
        QVERIFY(std::find(max.values.begin(), max.values.end(), 1e6) != max.values.end());
    }

    void retentionAndSnapshotsTakeThemAlong()
    {
        QTemporaryDir dir;
        const fs::path path = dir.path().toStdString();
        ManualClock clock(9 * kHour);
        auto store = test::openManualStore(path, clock, false, 1);
        put(*store, 0, 8 * kHour + 35 * kMinute);
        QVERIFY(store->compact().has_value());
        QCOMPARE(databasesOf(path, "rollup-").size(), std::size_t{2});
        const auto name = store->snapshot(false);
        QVERIFY(name.has_value());
        QCOMPARE(databasesOf(path / "snapshots" / *name, "rollup-").size(), std::size_t{2});
        {
            const auto copy = test::openManualStore(path / "snapshots" / *name, clock, false, 1);
            QVERIFY(same(ask(*copy, RollupKind::Sum), ask(*store, RollupKind::Sum)));
        }
        // Two blocks of four hours become one of twelve.
        put(*store, 8 * kHour + 35 * kMinute, 14 * kHour);
        clock.set(14 * kHour);
        QVERIFY(store->compact().has_value());
        QCOMPARE(databasesOf(path, "rollup-").size(), store->stats().blocks);
        store->setLimits({kHour, 0, 0, 0});
        QVERIFY(store->compact().has_value());
        QCOMPARE(databasesOf(path, "rollup-").size(), store->stats().blocks);
        QVERIFY(store->stats().blocks <= 1);
        store.reset();
        std::ofstream(path / "rollup-0-1.db") << "of no block";
        store = test::openManualStore(path, clock, false, 1);
        QVERIFY(!fs::exists(path / "rollup-0-1.db"));
    }

    void toolsKnowThem()
    {
        QTemporaryDir dir;
        const fs::path path = dir.path().toStdString();
        ManualClock clock(5 * kHour);
        {
            const auto store = test::openManualStore(path, clock, false, 1);
            put(*store, 0, 4 * kHour + 35 * kMinute);
            QVERIFY(store->compact().has_value());
        }
        QCOMPARE(checkDirectory(path).value().size(), std::size_t{0});
        const DirectoryStats stats = directoryStats(path).value();
        QCOMPARE(stats.rollups, std::uint64_t{1});
        const fs::path file = only(path, "rollup-");
        QCOMPARE(stats.rollupBytes, static_cast<std::uint64_t>(fs::file_size(file)));
        {
            auto database = Database::open(file, Database::Mode::Create);
            QVERIFY(database
                        ->run("UPDATE hours SET data = x'02' || substr(data, 2, 12) || x'ff' || substr(data, 15);"
                              "PRAGMA journal_mode=DELETE")
                        .has_value());
        }
        const auto damage = checkDirectory(path).value();
        QCOMPARE(damage.size(), std::size_t{1});
        QCOMPARE(damage.front().file, file.filename().string());
        QVERIFY(repairDirectory(path).has_value());
        QVERIFY(!fs::exists(file));
        QCOMPARE(checkDirectory(path).value().size(), std::size_t{0});
    }

    void aDiskThatRefusesThemIsNoTrouble()
    {
        bool reached = true;
        for (long n = 0; reached; ++n) {
            QTemporaryDir dir;
            const fs::path path = dir.path().toStdString();
            ManualClock clock(5 * kHour);
            {
                const auto store = test::openManualStore(path, clock);
                put(*store, 0, 4 * kHour + 35 * kMinute);
                QVERIFY(store->compact().has_value());
            }
            FaultyDisk disk;
            const auto store = test::openManualStore(path, clock, false, 1);
            disk.breakAt(FaultyDisk::kWrite, n, FaultyDisk::Fault::Short);
            QVERIFY(store->compact().has_value());
            reached = disk.hit();
            disk.heal();
            QVERIFY(store->stats().trouble.empty());
            QCOMPARE(ask(*store, RollupKind::Max).times.empty(), reached);
            QVERIFY(store->compact().has_value());
            QVERIFY(!ask(*store, RollupKind::Max).times.empty());
        }
    }
};

QTEST_APPLESS_MAIN(RollupTest)
#include "rollup_test.moc"
