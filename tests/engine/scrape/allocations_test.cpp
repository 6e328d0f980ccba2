// The steady state of scraping asks the allocator for nothing that grows with the samples.

#include <QtTest/QtTest>

#include <atomic>
#include <cstdlib>
#include <new>

#include "engine/scrape/target_ingest.h"
#include "engine/storage/storage.h"

using namespace watchglass;

namespace {

std::atomic<std::size_t> allocations{0};

/// Bodies of 1,000 counters, `round` seconds old.
std::string bodyOf(int round)
{
    std::string body = "# TYPE requests_total counter\n";
    for (int i = 0; i < 1000; ++i) {
        body += "requests_total{path=\"/" + std::to_string(i) + "\",code=\"200\"} ";
        body += std::to_string(i * 1000 + round * (i % 7)) + "\n";
    }
    return body;
}

}  // namespace

// Sanitizers have allocators of their own.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kCounted = false;
#else
constexpr bool kCounted = true;

static void* counted(std::size_t size)
{
    ++allocations;
    void* const memory = std::malloc(size == 0 ? 1 : size);
    if (!memory) throw std::bad_alloc();
    return memory;
}

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
#endif

class AllocationsTest : public QObject {
    Q_OBJECT

private slots:
    void aKnownBodyCostsNoneASample()
    {
        if (!kCounted) QSKIP("allocations are not counted under a sanitizer");
        auto store = storage::Storage::open({.directory = {}});
        QVERIFY(store);
        scrape::TargetIngest ingest(**store);
        ManualClock clock(1'700'000'000'000);
        auto settings = std::make_shared<scrape::IngestSettings>();
        settings->labels.target = Labels{{"instance", "i"}, {"job", "j"}};
        std::size_t most = 0;
        std::size_t sum = 0;
        constexpr int kWarm = 8;
        constexpr int kRounds = kWarm + 64;  // what is sealed every 16 rows, and joined every 64, among them
        for (int round = 0; round < kRounds; ++round) {
            const std::string body = bodyOf(round);
            clock.advance(std::chrono::seconds(15));
            const std::size_t before = allocations;
            const auto report = ingest.ingest(settings, {{}, "text/plain; version=0.0.4", body, false}, clock.nowMs(),
                                              clock.steadyNs(), clock, {});
            const std::size_t made = allocations - before;
            QCOMPARE(report.error, std::string());
            if (round < kWarm) continue;
            most = std::max(most, made);
            sum += made;
        }
        const auto text = std::to_string(sum) + " allocations in " + std::to_string(kRounds - kWarm) +
                          " scrapes, at most " + std::to_string(most);
        QVERIFY2(most < 50, text.c_str());
        qInfo("%s", text.c_str());
    }
};

QTEST_APPLESS_MAIN(AllocationsTest)
#include "allocations_test.moc"
