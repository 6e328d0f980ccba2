#include "engine/storage/history.h"

#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <map>

#include "engine/base/log.h"
#include "tests/support/manual_store.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

/// Series "m" of jobs with the samples that a test says.
class ListedHistory final : public History {
public:
    void add(const std::string& job, std::int64_t tMs, double value, HistogramPtr histogram = nullptr)
    {
        auto at = std::find(m_jobs.begin(), m_jobs.end(), job);
        if (at == m_jobs.end()) {
            m_jobs.push_back(job);
            m_labels.push_back(Labels{{"__name__", "m"}, {"job", job}});
            at = m_jobs.end() - 1;
        }
        m_samples[static_cast<std::size_t>(at - m_jobs.begin())][tMs] = {value, std::move(histogram)};
    }

    [[nodiscard]] std::size_t size() const override { return m_jobs.size(); }
    [[nodiscard]] const Labels& labels(std::size_t series) const override { return m_labels[series]; }
    [[nodiscard]] Result<void> read(std::size_t series, std::int64_t minMs, std::int64_t maxMs,
                                    Columns& out) const override
    {
        for (const auto& [tMs, sample] : m_samples.at(series)) {
            if (tMs < minMs || tMs > maxMs) continue;
            out.times.push_back(tMs);
            out.values.push_back(sample.first);
            out.histograms.push_back(sample.second);
        }
        return {};
    }
    [[nodiscard]] std::optional<std::int64_t> nextMs(std::int64_t fromMs) const override
    {
        std::optional<std::int64_t> out;
        for (const auto& [series, samples] : m_samples) {
            const auto at = samples.lower_bound(fromMs);
            if (at != samples.end()) out = out ? std::min(*out, at->first) : at->first;
        }
        return out;
    }
    [[nodiscard]] std::int64_t maxMs() const override
    {
        std::int64_t out = 0;
        for (const auto& [series, samples] : m_samples) out = std::max(out, samples.rbegin()->first);
        return out;
    }

private:
    std::vector<std::string> m_jobs;
    std::vector<Labels> m_labels;
    std::map<std::size_t, std::map<std::int64_t, std::pair<double, HistogramPtr>>> m_samples;
};

/// "minute:value" of all samples of a job; histograms by their count.
QByteArray samples(const Storage& store, const char* job)
{
    const auto querier = store.querier();
    QByteArray out;
    const auto selected = querier->select({Matcher::equal("job", job)}, -1000 * kHour, 1000 * kHour);
    for (const SelectedSeries& one : *selected) {
        Columns columns;
        if (!querier->read(one.ref, -1000 * kHour, 1000 * kHour, columns)) return "unreadable";
        for (std::size_t i = 0; i < columns.times.size(); ++i) {
            const HistogramPtr h = columns.histograms.empty() ? nullptr : columns.histograms[i];
            out += QByteArray::number(columns.times[i] / kMinute) + ":" +
                   (h ? "h" + QByteArray::number(h->count) : QByteArray::number(columns.values[i])) + " ";
        }
    }
    return out.trimmed();
}

}  // namespace

class HistoryTest : public QObject {
    Q_OBJECT

private:
    ManualClock m_clock{0};
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Storage> m_store;

    void reopen()
    {
        m_store.reset();
        m_store = test::openManualStore(m_dir->path().toStdString(), m_clock);
        QVERIFY(m_store);
    }
    void append(const char* job, std::int64_t minute, double value)
    {
        const SeriesRef ref = m_store->series(Labels{{"__name__", "m"}, {"job", job}}).value();
        QCOMPARE(m_store->append({minute * kMinute, std::span(&ref, 1), std::span(&value, 1)}).appended, 1U);
    }
    int blocks() const { return QDir(m_dir->path()).entryList({"block-*.db"}, QDir::Files).size(); }

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_clock.set(100 * kHour);
        reopen();
    }

    /// A history that ends in the middle of a period: its end goes through the head, and all is there after a start.
    void fillsAnEmptyStore()
    {
        ListedHistory history;
        history.add("a", 60 * kMinute, 1);
        history.add("a", 61 * kMinute, 2);
        history.add("b", 50 * kHour, 3);
        history.add("a", 50 * kHour + 90 * kMinute, 4);
        const auto done = m_store->addHistory(history);
        QVERIFY2(done.has_value(), done ? "" : done.error().message.c_str());
        QCOMPARE(done->added, std::uint64_t{4});
        QCOMPARE(blocks(), 2);
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(samples(*m_store, "a"), QByteArray("60:1 61:2 3090:4"));
            QCOMPARE(samples(*m_store, "b"), QByteArray("3000:3"));
            reopen();
        }
        QVERIFY(m_store->compact().has_value());
        QCOMPARE(samples(*m_store, "a"), QByteArray("60:1 61:2 3090:4"));
    }

    /// Blocks in the way are written anew; what they have at a time stays.
    void goesUnderWhatIsStored()
    {
        for (int hour = 24; hour < 48; hour += 2) append("a", hour * 60, hour);
        append("a", 99 * 60, 99);
        QVERIFY(m_store->flush().has_value());
        QVERIFY(m_store->compact().has_value());
        const int before = blocks();
        QVERIFY(before >= 2);
        const QByteArray old = samples(*m_store, "a");

        ListedHistory history;
        history.add("a", 24 * kHour, 24);    // known
        history.add("a", 26 * kHour, 1000);  // another value
        history.add("a", 27 * kHour, 27);    // between
        history.add("a", 3 * kHour, 3);      // before everything
        history.add("a", 12 * kHour, 12);    // in a gap
        history.add("a", 98 * kHour, 98);    // where the head is
        history.add("new", 24 * kHour, 5);
        const auto done = m_store->addHistory(history);
        QVERIFY2(done.has_value(), done ? "" : done.error().message.c_str());
        QCOMPARE(done->added, std::uint64_t{4});
        QCOMPARE(done->known, std::uint64_t{1});
        QCOMPARE(done->refused, std::uint64_t{2});  // the last one is too late for the head
        QByteArray expected = old;
        expected.replace("1440:24", "180:3 720:12 1440:24").replace("1560:26", "1560:26 1620:27");
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(samples(*m_store, "a"), expected);
            QCOMPARE(samples(*m_store, "new"), QByteArray("1440:5"));
            reopen();
        }
    }

    /// What is in the journal only must not be hidden by a block of the same period.
    void leavesTheHeadAlone()
    {
        append("a", 30 * 60 + 10, 1);
        QVERIFY(m_store->flush().has_value());
        ListedHistory history;
        history.add("b", 29 * kHour, 2);
        history.add("b", 31 * kHour, 3);
        history.add("b", 40 * kHour, 4);
        QCOMPARE(m_store->addHistory(history)->added, std::uint64_t{3});
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(samples(*m_store, "a"), QByteArray("1810:1"));
            QCOMPARE(samples(*m_store, "b"), QByteArray("1740:2 1860:3 2400:4"));
            reopen();
        }
    }

    void keepsHistograms()
    {
        auto first = std::make_shared<FloatHistogram>();
        first->count = 1;
        first->positiveSpans = {{0, 1}};
        first->positiveBuckets = {1};
        auto second = std::make_shared<FloatHistogram>(*first);
        second->count = 2;
        second->positiveBuckets = {2};
        ListedHistory history;
        history.add("a", kHour, 0, first);
        history.add("a", kHour + kMinute, 7);
        history.add("a", 50 * kHour, 0, second);
        QCOMPARE(m_store->addHistory(history)->added, std::uint64_t{3});
        ListedHistory between;
        between.add("a", kHour + 2 * kMinute, 0, second);
        QCOMPARE(m_store->addHistory(between)->added, std::uint64_t{1});
        QCOMPARE(m_store->addHistory(between)->known, std::uint64_t{1});
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(samples(*m_store, "a"), QByteArray("60:h1 61:7 62:h2 3000:h2"));
            reopen();
        }
    }

    /// Times before 1970 round down to their period, too.
    void beforeTheEpoch()
    {
        ListedHistory history;
        history.add("a", -kMinute, 1);
        history.add("a", kMinute, 2);
        history.add("a", 30 * kHour, 3);
        QCOMPARE(m_store->addHistory(history)->added, std::uint64_t{3});
        reopen();
        QCOMPARE(samples(*m_store, "a"), QByteArray("-1:1 1:2 1800:3"));
    }
};

QTEST_APPLESS_MAIN(HistoryTest)
#include "history_test.moc"
