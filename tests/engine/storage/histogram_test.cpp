#include <QtTest/QtTest>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <map>

#include "engine/base/log.h"
#include "engine/model/sample.h"
#include "engine/storage/column_codec.h"
#include "engine/storage/storage.h"
#include "tests/support/random_histogram.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

const Labels kSeries{{"__name__", "h"}, {"job", "x"}};

std::unique_ptr<Storage> open(const std::string& directory, const Clock& clock, std::int64_t outOfOrderMs = 0)
{
    StorageOptions options;
    options.directory = directory;
    options.blockMs = 3'600'000;
    options.outOfOrderMs = outOfOrderMs;
    options.commitIntervalMs = 3'600'000;  // only flush() writes
    auto store = Storage::open(options, clock);
    return store ? std::move(*store) : nullptr;
}

AppendResult put(Storage& store, std::int64_t tMs, HistogramPtr histogram, double value = 0,
                 const Labels& labels = kSeries)
{
    const SeriesRef ref = store.series(labels).value();
    SampleBatch batch{tMs, std::span(&ref, 1), std::span(&value, 1)};
    if (histogram) batch.histograms = std::span(&histogram, 1);
    return store.append(batch);
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

HistogramPtr simple(double count, double second = 0)
{
    auto h = std::make_shared<FloatHistogram>();
    h->schema = 1;
    h->positiveSpans = {{0, 2}};
    h->positiveBuckets = {count, second};
    h->count = count + second;
    h->sum = count;
    return h;
}

/// What was appended, to compare with what comes back.
struct Expected {
    std::int64_t tMs;
    HistogramPtr histogram;  ///< null: a float
    double value;
};

QString difference(const Columns& got, const std::vector<Expected>& wanted)
{
    if (got.times.size() != wanted.size()) {
        return QString("%1 samples instead of %2").arg(got.times.size()).arg(wanted.size());
    }
    if (got.values.size() != got.times.size() || got.histograms.size() != got.times.size()) return "uneven columns";
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (got.times[i] != wanted[i].tMs) return QString("other time at %1").arg(i);
        if (!got.histograms[i] != !wanted[i].histogram) return QString("other kind at %1").arg(i);
        if (wanted[i].histogram) {
            if (!got.histograms[i]->sameAs(*wanted[i].histogram)) return QString("other histogram at %1").arg(i);
            const bool gauge = wanted[i].histogram->counterResetHint == CounterResetHint::Gauge;
            if (gauge != (got.histograms[i]->counterResetHint == CounterResetHint::Gauge)) {
                return QString("other hint at %1").arg(i);
            }
        } else if (std::bit_cast<quint64>(got.values[i]) != std::bit_cast<quint64>(wanted[i].value)) {
            return QString("other value at %1").arg(i);
        }
    }
    return {};
}

}  // namespace

class HistogramStorageTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Log::instance().setStderr(false); }

    void columnsComeBack()
    {
        for (std::uint32_t seed = 0; seed < 200; ++seed) {
            testing::RandomHistogram source(seed);
            Columns columns;
            for (std::uint32_t i = 0; i < 5 + seed * 3; ++i) {
                columns.times.push_back(1000 + 15'000 * i);
                const bool marker = i % 17 == 11;
                columns.histograms.push_back(marker ? nullptr : source.next());
                columns.values.push_back(marker ? staleMarker() : 0);
            }
            Columns again;
            QVERIFY(decodeColumns(encodeColumns(columns), again));
            QCOMPARE(again.times, columns.times);
            for (std::size_t i = 0; i < columns.times.size(); ++i) {
                QCOMPARE(!again.histograms[i], !columns.histograms[i]);
                if (!columns.histograms[i]) {
                    QVERIFY(isStaleMarker(again.values[i]));
                    continue;
                }
                QVERIFY(again.histograms[i]->sameAs(*columns.histograms[i]));
                QCOMPARE(again.histograms[i]->counterResetHint, columns.histograms[i]->counterResetHint);
                QCOMPARE(again.histograms[i]->positiveSpans, columns.histograms[i]->positiveSpans);
            }
        }
    }

    void cutBytesAreRefused()
    {
        testing::RandomHistogram source(3);
        Columns columns;
        for (int i = 0; i < 40; ++i) {
            columns.times.push_back(i);
            columns.values.push_back(0);
            columns.histograms.push_back(source.next());
        }
        const std::string bytes = encodeColumns(columns);
        for (std::size_t size = 2; size < bytes.size(); ++size) {
            Columns out;
            QVERIFY(!decodeColumns(std::string_view(bytes).substr(0, size), out));
        }
    }

    /// Random histograms of some series with markers and floats in between, over seals, restarts and blocks.
    void everythingComesBack()
    {
        QTemporaryDir dir;
        ManualClock clock(0);
        std::map<int, std::vector<Expected>> expected;
        std::vector<testing::RandomHistogram> sources;
        for (std::uint32_t s = 0; s < 4; ++s) sources.emplace_back(s);
        const auto labelsOf = [](int s) { return Labels{{"__name__", "h"}, {"s", std::to_string(s)}}; };
        std::mt19937 random(7);
        auto store = open(dir.path().toStdString(), clock);
        std::int64_t t = 10'000'000;
        for (int step = 0; step < 2000; ++step) {
            t += 15'000;
            clock.set(t);
            for (int s = 0; s < 4; ++s) {
                const auto what = random() % 50;
                const bool marker = what == 0;
                const bool number = what == 1;
                const HistogramPtr h = marker || number ? nullptr : sources[static_cast<std::size_t>(s)].next();
                const double value = marker ? staleMarker() : number ? 3.5 : 0;
                QCOMPARE(put(*store, t, h, value, labelsOf(s)).appended, 1U);
                expected[s].push_back({t, h, value});
            }
            if (step % 500 == 499) {
                store.reset();
                store = open(dir.path().toStdString(), clock);
            }
            if (step % 251 == 0) {
                for (const auto& [s, wanted] : expected)
                    QCOMPARE(difference(all(*store, labelsOf(s)), wanted), QString());
            }
        }
        for (const auto& [s, wanted] : expected) QCOMPARE(difference(all(*store, labelsOf(s)), wanted), QString());
    }

    void hintsTellWhatContinues()
    {
        ManualClock clock(1'000'000);
        auto store = open({}, clock);
        put(*store, 1000, simple(1));
        put(*store, 2000, simple(2));
        put(*store, 3000, simple(1));  // a reset
        put(*store, 4000, nullptr, staleMarker());
        put(*store, 5000, simple(5));
        const Columns got = all(*store);
        const std::vector<CounterResetHint> hints{
            got.histograms[0]->counterResetHint, got.histograms[1]->counterResetHint,
            got.histograms[2]->counterResetHint, got.histograms[4]->counterResetHint};
        QCOMPARE(hints, (std::vector{CounterResetHint::Unknown, CounterResetHint::NotReset, CounterResetHint::Unknown,
                                     CounterResetHint::Unknown}));
        QVERIFY(!got.histograms[3]);
        QVERIFY(isStaleMarker(got.values[3]));
    }

    void duplicatesAndLateSamples()
    {
        ManualClock clock(100'000'000);
        auto store = open({}, clock, 60'000);
        put(*store, 1'000'000, simple(1));
        put(*store, 1'015'000, simple(5));
        put(*store, 1'030'000, simple(6));
        QCOMPARE(put(*store, 1'030'000, simple(6)).duplicate, 0U);
        QCOMPARE(put(*store, 1'030'000, simple(7)).duplicate, 1U);
        QCOMPARE(put(*store, 1'030'000, nullptr, 1).duplicate + put(*store, 1'030'000, nullptr, 1).outOfOrder, 1U);
        QCOMPARE(put(*store, 1'020'000, simple(3)).appended, 1U);
        QCOMPARE(put(*store, 900'000, simple(3)).outOfOrder, 1U);
        const Columns got = all(*store);
        QCOMPARE(got.times, (std::vector<std::int64_t>{1'000'000, 1'015'000, 1'020'000, 1'030'000}));
        // The late one fell below the one before it; nobody may take the next for a continuation of what it was.
        QCOMPARE(got.histograms[2]->counterResetHint, CounterResetHint::Unknown);
        QCOMPARE(got.histograms[3]->counterResetHint, CounterResetHint::Unknown);
    }

    void queriersSeeWhatWasThere()
    {
        ManualClock clock(100'000'000);
        auto store = open({}, clock);
        for (int i = 0; i < 40; ++i) put(*store, 1000 + i, simple(i));
        const auto before = store->querier();
        for (int i = 40; i < 100; ++i) put(*store, 1000 + i, simple(i));
        const auto selected = before->select({Matcher::equal("__name__", "h")}, 0, 10'000);
        Columns out;
        QVERIFY(before->read(selected->front().ref, 0, 10'000, out));
        QCOMPARE(out.times.size(), std::size_t{40});
        QCOMPARE(all(*store).times.size(), std::size_t{100});
    }

    void killedProcessesLoseNothingThatWasFlushed()
    {
        QTemporaryDir dir;
        ManualClock clock(10'000'000);
        int fds[2];
        QVERIFY(pipe(fds) == 0);
        const pid_t child = fork();
        if (child == 0) {
            auto store = open(dir.path().toStdString(), clock);
            for (std::int64_t i = 0;; ++i) {
                put(*store, 1000 + i, simple(static_cast<double>(i), 2));
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

        const auto store = open(dir.path().toStdString(), clock);
        QVERIFY(store != nullptr);
        const Columns got = all(*store);
        QVERIFY(got.times.size() > static_cast<std::size_t>(acknowledged));
        for (std::size_t i = 0; i < got.times.size(); ++i) {
            QVERIFY(got.histograms[i]->sameAs(*simple(static_cast<double>(i), 2)));
        }
    }
};

QTEST_APPLESS_MAIN(HistogramStorageTest)
#include "histogram_test.moc"
