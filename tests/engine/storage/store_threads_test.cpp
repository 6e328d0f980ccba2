#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <atomic>
#include <thread>

#include "engine/base/log.h"
#include "engine/storage/durable_store.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kStepMs = 60'000;
constexpr std::int64_t kRows = 600;  // ten hours: nine blocks
constexpr std::size_t kSeries = 5;

/// What the writer gives series `s` at step `i`.
double valueAt(std::size_t s, std::int64_t i) { return static_cast<double>(i) * 10 + static_cast<double>(s); }

/// Every step from the first to the last, without a gap, with the values that were written.
bool whole(const Columns& columns, std::size_t s, std::int64_t least)
{
    if (static_cast<std::int64_t>(columns.times.size()) < least) return false;
    for (std::size_t n = 0; n < columns.times.size(); ++n) {
        const auto i = static_cast<std::int64_t>(n);
        if (columns.times[n] != i * kStepMs + 1 || columns.values[n] != valueAt(s, i)) return false;
    }
    return true;
}

}  // namespace

/// One writer, several readers, the journal and the cutting of blocks at once. Meant for ThreadSanitizer; the answers
/// are checked everywhere.
class StoreThreadsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void readersSeeAllThatWasAcknowledgedWhileBlocksAreCutAndMerged()
    {
        QTemporaryDir dir;
        ManualClock clock(0);
        StorageOptions options;
        options.directory = dir.path().toStdString();
        options.blockMs = kHour;
        options.retentionMs = 1000 * kHour;
        options.commitIntervalMs = 1;
        auto opened = Storage::open(options, clock);
        QVERIFY(opened.has_value());
        auto& store = dynamic_cast<DurableStore&>(**opened);

        std::atomic<std::int64_t> written = 0;
        std::atomic<bool> done = false;
        std::atomic<int> wrong = 0;
        std::atomic<int> reads = 0;
        const auto writer = [&] {
            std::vector<double> values(kSeries);
            for (std::int64_t i = 0; i < kRows; ++i) {
                const std::int64_t tMs = i * kStepMs + 1;
                clock.set(tMs);
                std::vector<SeriesRef> refs;
                for (std::size_t s = 0; s < kSeries; ++s) {
                    refs.push_back(store.series(Labels{{"__name__", "m"}, {"s", std::to_string(s)}}).value());
                    values[s] = valueAt(s, i);
                }
                if (store.append({tMs, refs, values}).appended != kSeries) ++wrong;
                written.store(i + 1);
                // Somebody has to get a turn while the blocks go by.
                for (const int before = reads.load(); i % 10 == 9 && reads.load() == before && wrong.load() == 0;) {
                    std::this_thread::yield();
                }
            }
            done = true;
        };
        const auto reader = [&](std::size_t s) {
            Columns columns;
            do {
                const std::int64_t least = written.load();
                const auto querier = store.querier();
                const auto selected = querier->select({Matcher::equal("s", std::to_string(s))}, 0, 1000 * kHour);
                if (least > 0 && selected->size() != 1) ++wrong;
                for (const SelectedSeries& one : *selected) {
                    if (!querier->read(one.ref, 0, 1000 * kHour, columns) || !whole(columns, s, least)) ++wrong;
                }
                (void)store.stats();
                ++reads;
            } while (!done.load());
        };
        const auto cutter = [&] {
            while (!done.load()) {
                store.maintain();
                if (!store.flush()) ++wrong;
            }
        };
        {
            std::jthread cutting(cutter);
            std::vector<std::jthread> reading;
            for (std::size_t s = 0; s < 3; ++s) reading.emplace_back(reader, s);
            std::jthread writing(writer);
        }
        QCOMPARE(wrong.load(), 0);
        store.maintain();
        QVERIFY(store.stats().blocks >= 2);  // merged ones of four hours

        opened->reset();
        auto again = Storage::open(options, clock);
        QVERIFY(again.has_value());
        const auto querier = (*again)->querier();
        const auto selected = querier->select({Matcher::equal("__name__", "m")}, 0, 1000 * kHour);
        QCOMPARE(selected->size(), kSeries);
        for (std::size_t s = 0; s < kSeries; ++s) {
            Columns columns;
            QVERIFY(querier->read((*selected)[s].ref, 0, 1000 * kHour, columns).has_value());
            QVERIFY(whole(columns, s, kRows));
        }
    }
};

QTEST_APPLESS_MAIN(StoreThreadsTest)
#include "store_threads_test.moc"
