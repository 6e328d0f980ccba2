// Series come in their order with their samples, whoever read them; an error comes at its series; a query that ends
// early leaves nobody behind.

#include <QtTest/QtTest>
#include <atomic>
#include <set>

#include "engine/promql/read_ahead.h"

using namespace watchglass;
using namespace watchglass::promql;

namespace {

constexpr std::size_t kSeries = 500;

/// Series n has n % 7 + `samples` samples of value n. Counts who reads at the moment.
class Store final : public storage::Querier {
public:
    Store(std::size_t samples, std::size_t badFrom) : m_samples(samples), m_badFrom(badFrom) {}
    ~Store() override { Q_ASSERT(m_reading == 0); }

    Result<void> read(storage::SeriesRef ref, std::int64_t, std::int64_t, storage::Columns& out) const override
    {
        ++m_reading;
        const std::size_t count = ref % 7 + m_samples;
        out.clear();
        out.times.assign(count, 1);
        out.values.assign(count, static_cast<double>(ref));
        {
            const MutexLock lock(m_mutex);
            m_threads.insert(std::this_thread::get_id());
        }
        --m_reading;
        if (ref >= m_badFrom) return fail(ErrorCode::Corrupt, "damaged " + std::to_string(ref));
        return {};
    }
    Result<std::vector<storage::SelectedSeries>> select(const std::vector<Matcher>&, std::int64_t,
                                                        std::int64_t) const override
    {
        std::vector<storage::SelectedSeries> out;
        for (std::size_t i = 1; i <= kSeries; ++i) out.push_back({i, &m_labels});
        return out;
    }
    Result<std::vector<std::string>> labelNames(const std::vector<Matcher>&, std::int64_t, std::int64_t) const override
    {
        return std::vector<std::string>();
    }
    Result<std::vector<std::string>> labelValues(std::string_view, const std::vector<Matcher>&, std::int64_t,
                                                 std::int64_t) const override
    {
        return std::vector<std::string>();
    }

    [[nodiscard]] int reading() const { return m_reading; }
    [[nodiscard]] std::size_t threads() const
    {
        const MutexLock lock(m_mutex);
        return m_threads.size();
    }

private:
    const std::size_t m_samples;
    const std::size_t m_badFrom;
    const Labels m_labels;
    mutable std::atomic<int> m_reading = 0;
    mutable Mutex m_mutex;
    mutable std::set<std::thread::id> m_threads WG_GUARDED_BY(m_mutex);
};

constexpr std::size_t kMany = 5'000;  // samples a series for which others help
constexpr std::size_t kNone = kSeries + 1;

}  // namespace

class ReadAheadTest : public QObject {
    Q_OBJECT

private slots:
    void inOrder_data()
    {
        QTest::addColumn<quint64>("samples");
        QTest::addColumn<bool>("helped");
        QTest::newRow("little to read") << quint64{3} << false;
        QTest::newRow("much to read") << quint64{kMany} << true;
    }

    void inOrder()
    {
        QFETCH(quint64, samples);
        QFETCH(bool, helped);
        ReadPool pool;
        if (helped && pool.get() == nullptr) QSKIP("one core only");
        for (int round = 0; round < 20; ++round) {
            const Store store(samples, kNone);
            std::size_t n = 0;
            {
                ReadAhead reader(store, *store.select({}, 0, 0), 0, 1, &pool);
                while (const storage::SelectedSeries* series = reader.peek()) {
                    ++n;
                    QCOMPARE(series->ref, storage::SeriesRef{n});
                    QVERIFY(reader.next());
                    QCOMPARE(reader.columns().values.size(), std::size_t{n % 7 + samples});
                    QCOMPARE(reader.columns().values.back(), static_cast<double>(n));
                    reader.columns().values.assign(5, -1);  // the reader's own from here on
                }
            }
            QCOMPARE(n, kSeries);
            if (!helped) QCOMPARE(store.threads(), std::size_t{1});
            m_mostThreads = std::max(m_mostThreads, store.threads());
        }
        if (helped) QVERIFY(m_mostThreads > 1);
    }

    void anErrorComesAtItsSeries()
    {
        ReadPool pool;
        for (const std::size_t bad : {std::size_t{1}, std::size_t{8}, std::size_t{9}, std::size_t{100}, kSeries}) {
            const Store store(kMany, bad);
            ReadAhead reader(store, *store.select({}, 0, 0), 0, 1, &pool);
            for (std::size_t n = 1; n < bad; ++n) QVERIFY(reader.next());
            const auto read = reader.next();
            QVERIFY(!read);
            QCOMPARE(QByteArray::fromStdString(read.error().message), "damaged " + QByteArray::number(qulonglong(bad)));
        }
    }

    void leftOutSeriesAreLeftOut()
    {
        ReadPool pool;
        for (std::size_t from = 0; from < 30; ++from) {
            const Store store(kMany, kNone);
            ReadAhead reader(store, *store.select({}, 0, 0), 0, 1, &pool);
            std::size_t n = 0;
            while (reader.peek() != nullptr) {
                if (++n > from && n % 3 != 0) {
                    reader.skip();
                    continue;
                }
                QVERIFY(reader.next());
                QCOMPARE(reader.columns().values.back(), static_cast<double>(n));
            }
            QCOMPARE(n, kSeries);
        }
    }

    void endingEarlyLeavesNobodyBehind()
    {
        ReadPool pool;
        for (std::size_t stop = 0; stop < 60; ++stop) {
            const Store store(kMany, kNone);
            {
                ReadAhead reader(store, *store.select({}, 0, 0), 0, 1, &pool);
                for (std::size_t n = 0; n < stop; ++n) QVERIFY(reader.next());
            }
            QCOMPARE(store.reading(), 0);
        }
    }

private:
    std::size_t m_mostThreads = 0;
};

QTEST_GUILESS_MAIN(ReadAheadTest)
#include "read_ahead_test.moc"
