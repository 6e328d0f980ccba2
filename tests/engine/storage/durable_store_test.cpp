#include "engine/storage/durable_store.h"

#include <QtTest/QtTest>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <fstream>

#include "engine/base/log.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

const Labels kSeries{{"__name__", "m"}, {"job", "x"}};

std::unique_ptr<Storage> open(const QTemporaryDir& dir, const Clock& clock, std::int64_t blockMs = 3'600'000,
                              std::int64_t retentionMs = 108'000'000)  // too short for merged blocks
{
    StorageOptions options;
    options.directory = dir.path().toStdString();
    options.blockMs = blockMs;
    options.retentionMs = retentionMs;
    options.commitIntervalMs = 3'600'000;  // only flush() writes
    options.maintainInBackground = false;
    auto store = Storage::open(options, clock);
    return store ? std::move(*store) : nullptr;
}

void put(Storage& store, std::int64_t tMs, double value, const Labels& labels = kSeries)
{
    const SeriesRef ref = store.series(labels).value();
    store.append({tMs, std::span(&ref, 1), std::span(&value, 1)});
}

Columns all(const Storage& store, const Labels& labels = kSeries)
{
    const auto querier = store.querier();
    const auto selected = querier->select({Matcher::equal("__name__", std::string(labels.metricName()))}, 0,
                                          INT64_MAX / 2);
    Columns out;
    for (const SelectedSeries& one : *selected) {
        if (*one.labels == labels) (void)querier->read(one.ref, 0, INT64_MAX / 2, out);
    }
    return out;
}

}  // namespace

class DurableStoreTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void aRestartKeepsEverything()
    {
        QTemporaryDir dir;
        ManualClock clock(1'000'000);
        const double odd[] = {
            1.5,   -0.0,  std::bit_cast<double>(kStaleNanBits), std::bit_cast<double>(0x7ff8000000000123ULL),
            1e308, 5e-324};
        {
            auto store = open(dir, clock);
            for (int i = 0; i < 6; ++i) put(*store, 1000 + i, odd[i]);
            put(*store, 1003, 7, Labels{{"__name__", "m"}, {"job", "y"}});
        }
        for (int run = 0; run < 3; ++run) {
            auto store = open(dir, clock);
            const Columns columns = all(*store);
            QCOMPARE(columns.times.size(), std::size_t{6 + static_cast<std::size_t>(run)});
            for (std::size_t i = 0; i < 6; ++i) {
                QCOMPARE(std::bit_cast<quint64>(columns.values[i]), std::bit_cast<quint64>(odd[i]));
            }
            QCOMPARE(all(*store, Labels{{"__name__", "m"}, {"job", "y"}}).values.size(), std::size_t{1});
            put(*store, 2000 + run, run);  // each run adds to what was there
        }
    }

    void whoAsksRightAfterAStartGetsWhatTheJournalHolds()
    {
        QTemporaryDir dir;
        ManualClock clock(10'000'000);
        constexpr std::size_t kMany = 20'000;  // labels in two rows of the journal
        constexpr std::int64_t kCommits = 30;
        {
            auto store = open(dir, clock);
            std::vector<SeriesRef> refs;
            for (std::size_t i = 0; i < kMany; ++i)
                refs.push_back(*store->series(Labels{{"__name__", "m"}, {"i", std::to_string(i)}}));
            for (std::int64_t t = 1; t <= kCommits; ++t) {
                store->append({t * 1000, refs, std::vector<double>(kMany, static_cast<double>(t))});
                QVERIFY(store->flush().has_value());
            }
        }
        auto store = open(dir, clock);
        const Labels last{{"__name__", "m"}, {"i", std::to_string(kMany - 1)}};
        QCOMPARE(all(*store, last).times.size(), std::size_t{kCommits});
        store.reset();
        store = open(dir, clock);
        const SeriesRef ref = store->series(last).value();
        const double other = -1;
        QCOMPARE(store->append({kCommits * 1000, std::span(&ref, 1), std::span(&other, 1)}).duplicate, 1U);
        store.reset();
        store = open(dir, clock);
        QCOMPARE(store->stats().maxMs, std::optional(kCommits * 1000));
        QCOMPARE(store->stats().series, kMany);
    }

    void killedProcessesLoseNothingThatWasFlushed()
    {
        QTemporaryDir dir;
        ManualClock clock(10'000'000);
        int fds[2];
        QVERIFY(pipe(fds) == 0);
        const pid_t child = fork();
        if (child == 0) {
            auto store = open(dir, clock);
            for (std::int64_t i = 0;; ++i) {
                put(*store, 1000 + i, static_cast<double>(i));
                if (i % 10 == 9) {
                    if (!store->flush()) _exit(1);
                    (void)!write(fds[1], &i, sizeof i);  // acknowledged
                }
            }
        }
        close(fds[1]);  // a child that ends early ends the reading
        std::int64_t acknowledged = -1;
        for (int i = 0; i < 20; ++i)
            QCOMPARE(::read(fds[0], &acknowledged, sizeof acknowledged), ssize_t{sizeof acknowledged});
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        for (std::int64_t more = 0; ::read(fds[0], &more, sizeof more) == sizeof more;) acknowledged = more;
        close(fds[0]);

        auto store = open(dir, clock);
        QVERIFY(store != nullptr);
        const Columns columns = all(*store);
        QVERIFY2(columns.times.size() > static_cast<std::size_t>(acknowledged),
                 std::to_string(columns.times.size()).c_str());
        for (std::size_t i = 0; i < columns.times.size(); ++i) {
            QCOMPARE(columns.times[i], std::int64_t{1000} + static_cast<std::int64_t>(i));
            QCOMPARE(columns.values[i], static_cast<double>(i));
        }
    }

    void aSecondProcessIsRefused()
    {
        QTemporaryDir dir;
        ManualClock clock(1'000'000);
        auto first = open(dir, clock);
        StorageOptions options;
        options.directory = dir.path().toStdString();
        const auto second = Storage::open(options, clock);
        QVERIFY(!second.has_value());
        QVERIFY2(second.error().message.find("another Watchglass uses this data directory (process " +
                                             std::to_string(getpid())) == 0,
                 second.error().message.c_str());
    }

    void periodsBecomeBlocksAndStayReadable()
    {
        QTemporaryDir dir;
        constexpr std::int64_t kHour = 3'600'000;
        ManualClock clock(10 * kHour);
        auto store = open(dir, clock);
        auto& durable = dynamic_cast<DurableStore&>(*store);
        for (std::int64_t t = 0; t < 10 * kHour; t += 60'000) put(*store, t + 1, static_cast<double>(t) / 7);
        durable.maintain();
        QCOMPARE(store->stats().blocks, std::uint64_t{9});
        QCOMPARE(all(*store).times.size(), std::size_t{600});
        put(*store, 10 * kHour + 1, 1);
        QCOMPARE(store->flush().has_value(), true);
        store.reset();
        store = open(dir, clock);
        const Columns columns = all(*store);
        QCOMPARE(columns.times.size(), std::size_t{601});
        for (std::size_t i = 0; i < 600; ++i) QCOMPARE(columns.values[i], static_cast<double>(i * 60'000) / 7);
        // What is in blocks does not change any more.
        const SeriesRef ref = store->series(kSeries).value();
        const double value = 1;
        QCOMPARE(store->append({5, std::span(&ref, 1), std::span(&value, 1)}).appended, 0U);
    }

    void retentionRemovesWholeBlocks()
    {
        QTemporaryDir dir;
        constexpr std::int64_t kHour = 3'600'000;
        ManualClock clock(10 * kHour);
        auto store = open(dir, clock, kHour, 5 * kHour);
        auto& durable = dynamic_cast<DurableStore&>(*store);
        for (std::int64_t t = 0; t < 10 * kHour; t += 60'000) put(*store, t + 1, 1);
        durable.maintain();
        QCOMPARE(store->stats().blocks, std::uint64_t{4});
        QCOMPARE(all(*store).times.front(), 5 * kHour + 1);
    }

    void aDamagedFileCostsOnlyItself()
    {
        QTemporaryDir dir;
        constexpr std::int64_t kHour = 3'600'000;
        ManualClock clock(10 * kHour);
        {
            auto store = open(dir, clock);
            for (std::int64_t t = 0; t < 10 * kHour; t += 60'000) put(*store, t + 1, 1);
            dynamic_cast<DurableStore&>(*store).maintain();
        }
        const std::string victim = dir.path().toStdString() + "/block-" + std::to_string(2 * kHour) + "-" +
                                   std::to_string(3 * kHour) + ".db";
        QVERIFY(std::filesystem::exists(victim));
        std::ofstream(victim, std::ios::binary | std::ios::trunc) << "no database at all";
        auto store = open(dir, clock);
        QVERIFY(store != nullptr);
        QCOMPARE(all(*store).times.size(), std::size_t{540});
        QVERIFY(std::filesystem::exists(victim + ".damaged"));
    }

    void flippedBitsNeverGiveWrongValues()
    {
        QTemporaryDir dir;
        ManualClock clock(1'000'000'000);
        {
            auto store = open(dir, clock);
            for (int i = 0; i < 2000; ++i) {
                put(*store, 1000 + i, i);
                if (i % 100 == 99) QVERIFY(store->flush().has_value());
            }
        }
        std::string journal;
        for (const auto& file : std::filesystem::directory_iterator(dir.path().toStdString())) {
            if (file.path().filename().string().starts_with("journal-") && file.path().extension() == ".db")
                journal = file.path();
        }
        std::ifstream in(journal, std::ios::binary);
        const std::string good((std::istreambuf_iterator<char>(in)), {});
        for (std::size_t at = 100; at < good.size(); at += 997) {
            QTemporaryDir copy;
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ 0x10);
            std::ofstream(copy.path().toStdString() + "/journal-00000001.db", std::ios::binary) << bad;
            auto store = open(copy, clock);
            if (!store) continue;  // refused as a newer format: said, not guessed
            const Columns columns = all(*store);
            for (std::size_t i = 0; i < columns.times.size(); ++i) {
                QCOMPARE(columns.values[i], static_cast<double>(columns.times[i] - 1000));
            }
        }
    }

    void anUnwritableDirectoryIsSaidAndMemoryGoesOn()
    {
        ManualClock clock(1'000'000);
        StorageOptions options;
        options.directory = "/proc/watchglass-cannot-be-here";
        auto store = Storage::open(options, clock);
        QVERIFY(store.has_value());
        QVERIFY(!(*store)->stats().trouble.empty());
        put(**store, 1000, 5);
        QCOMPARE(all(**store).values.size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(DurableStoreTest)
#include "durable_store_test.moc"
