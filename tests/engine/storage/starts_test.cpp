// Zeros where counting began: SampleBatch::starts.

#include <QtTest/QtTest>

#include <QTemporaryDir>

#include "engine/storage/head.h"
#include "engine/storage/storage.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

constexpr std::int64_t kNowMs = 1'700'000'000'000;

Labels named(const char* name) { return Labels{{"__name__", name}}; }

HistogramPtr three()
{
    FloatHistogram h;
    h.schema = 2;
    h.zeroThreshold = 0.5;
    h.zeroCount = 3;
    h.count = 3;
    return std::make_shared<const FloatHistogram>(h);
}

/// All samples of a series: "-5000:0 0:7", times against kNowMs, histograms by their count.
std::string stored(const Storage& store, const char* name)
{
    const auto querier = store.querier();
    const auto found = querier->select({Matcher::equal("__name__", name)}, 0, 2 * kNowMs);
    std::string out;
    Columns columns;
    for (const SelectedSeries& one : *found) {
        if (!querier->read(one.ref, 0, 2 * kNowMs, columns)) return "unreadable";
        for (std::size_t i = 0; i < columns.times.size(); ++i) {
            const HistogramPtr h = columns.histograms.empty() ? nullptr : columns.histograms[i];
            out += (out.empty() ? "" : " ") + std::to_string(columns.times[i] - kNowMs) + ":" + (h ? "h" : "") +
                   std::to_string(static_cast<int>(h ? h->count : columns.values[i]));
        }
    }
    return out;
}

}  // namespace

class StartsTest : public QObject {
    Q_OBJECT

    ManualClock m_clock{kNowMs};
    std::unique_ptr<Storage> m_store;

    void open(const QTemporaryDir* dir)
    {
        m_store.reset();
        StorageOptions options;
        options.outOfOrderMs = 600'000;  // no zero comes late
        options.commitIntervalMs = 3'600'000;
        options.maintainInBackground = false;
        if (dir) options.directory = dir->path().toStdString();
        m_store = Storage::open(options, m_clock).value();
    }

private slots:
    void areZerosOrNothing_data()
    {
        QTest::addColumn<qint64>("start");
        QTest::addColumn<QByteArray>("before");  ///< "" or the time of a sample that is there
        QTest::addColumn<QByteArray>("floats");
        const auto row = [](const char* name, qint64 start, const char* before, const char* floats) {
            QTest::newRow(name) << start << QByteArray(before) << QByteArray(floats);
        };
        row("a new series", -5000, "", "-5000:0 0:7");
        row("began anew", -5000, "-6000", "-6000:9 -5000:0 0:7");
        row("one is there", -5000, "-5000", "-5000:9 0:7");
        row("it goes on", -5000, "-4000", "-4000:9 0:7");
        row("an hour ago", -3'600'000, "", "-3600000:0 0:7");
        row("more than an hour ago", -3'600'001, "", "0:7");
    }

    void areZerosOrNothing()
    {
        QFETCH(qint64, start);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, floats);
        const bool zeros = floats.contains(":0");
        const QTemporaryDir dir;
        for (const bool durable : {false, true}) {
            open(durable ? &dir : nullptr);
            const std::vector<SeriesRef> refs{m_store->series(named("f")).value(), m_store->series(named("h")).value()};
            const std::vector<double> old{9, 0};
            const std::vector<double> values{7, 0};
            const auto nine = [] {
                FloatHistogram h = *three();
                h.zeroCount = h.count = 9;
                return std::make_shared<const FloatHistogram>(h);
            }();
            const std::vector<HistogramPtr> oldHistograms{nullptr, nine};
            const std::vector<HistogramPtr> histograms{nullptr, three()};
            if (!before.isEmpty()) {
                m_store->append({kNowMs + before.toLongLong(), refs, old, {}, oldHistograms});
            }
            const std::vector<StartZero> starts{
                {refs[0], kNowMs + start},
                {refs[1], kNowMs + start, std::make_shared<const FloatHistogram>(three()->atStart())}};
            const auto seen = m_store->history()->sequence();
            for (int again = 0; again < 2; ++again) {
                const AppendResult done = m_store->append({kNowMs, refs, values, {}, histograms, starts});
                QCOMPARE(done.outOfOrder + done.duplicate + done.outOfBounds, 0U);
                QCOMPARE(done.zeros, zeros && again == 0 ? 2U : 0U);
            }
            // Answers that were kept know of it.
            QCOMPARE(m_store->history()->earliestSince(seen), kNowMs + (zeros ? start : 0));
            const auto shown = [&] { return QByteArray::fromStdString(stored(*m_store, "f")); };
            QCOMPARE(shown(), floats);
            QByteArray expected = floats;
            expected.replace(":", ":h").replace("h7", "h3");
            QCOMPARE(QByteArray::fromStdString(stored(*m_store, "h")), expected);
            if (!durable) continue;
            QVERIFY(m_store->flush());
            open(&dir);
            QCOMPARE(shown(), floats);
            QCOMPARE(QByteArray::fromStdString(stored(*m_store, "h")), expected);
        }
    }

    /// A scrape of many series that began at times of their own stays one row.
    void leaveGroupsTogether()
    {
        SeriesIndex index;
        Head head(index, {0, true});
        std::vector<SeriesRef> refs;
        std::vector<StartZero> starts;
        for (int i = 0; i < 100; ++i) {
            refs.push_back(index.add(Labels{{"__name__", "m"}, {"i", std::to_string(i)}}));
            starts.push_back({refs.back(), kNowMs - 5000 + i});
        }
        const std::vector<double> values(100, 1);
        QCOMPARE(head.append({kNowMs, refs, values, {}, {}, starts}, {}).zeros, 100U);
        QCOMPARE(head.append({kNowMs + 1000, refs, values}, {}).appended, 100U);
        const Pending pending = head.takePending();
        QCOMPARE(pending.rows.size(), std::size_t{2});
        QCOMPARE(pending.late.size(), std::size_t{100});
        QCOMPARE(pending.newSeries.size(), std::size_t{100});
    }
};

QTEST_GUILESS_MAIN(StartsTest)
#include "starts_test.moc"
