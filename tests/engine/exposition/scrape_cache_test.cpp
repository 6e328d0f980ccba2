#include "engine/exposition/scrape_cache.h"

#include <QtTest/QtTest>
#include <random>

#include "tests/engine/exposition/cache_check.h"

using namespace watchglass;
using namespace watchglass::exposition;
using exposition::testing::CacheCheck;
using exposition::testing::Registry;

namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) { return random() % limit; }

std::string randomValue(Random& random)
{
    static const char* const kOdd[] = {"NaN", "+Inf", "-Inf", "0x1p4", "1_0", "-0", "1e400", "", "nan", "1.5e-320"};
    switch (below(random, 12)) {
    case 0: return kOdd[below(random, std::size(kOdd))];
    case 1: return std::to_string(static_cast<double>(random()) / 7.0) + "e-" + std::to_string(below(random, 30));
    case 2: return "0." + std::to_string(random()) + std::to_string(random()) + std::to_string(random());
    default: return std::to_string(random());
    }
}

/// A body as lines: the text before the value, which the cache is to recognise, and the rest.
struct BodyLine {
    std::string prefix;
    std::string rest;
};

std::vector<BodyLine> randomBody(Random& random, bool openMetrics)
{
    static const char* const kTypes[] = {"counter", "gauge", "histogram", "summary"};
    std::vector<BodyLine> lines;
    const std::size_t families = 1 + below(random, 6);
    for (std::size_t f = 0; f < families; ++f) {
        const std::string name = "m" + std::to_string(below(random, 8));
        std::string head;
        if (below(random, 3) != 0) head += "# HELP " + name + " some text\n";
        if (below(random, 3) != 0) head += "# TYPE " + name + ' ' + kTypes[below(random, 4)] + '\n';
        const std::size_t count = 1 + below(random, 6);
        for (std::size_t i = 0; i < count; ++i) {
            std::string line = name;
            switch (below(random, 6)) {
            case 0: break;
            case 1: line = "{\"" + name + ".x\",le=\"" + std::to_string(i) + "\"}"; break;
            case 2: line += "{drop=\"1\",i=\"" + std::to_string(i) + "\"}"; break;
            case 3: line += "{quantile=\"0." + std::to_string(i) + "\",a=\"x\\n\\\"y\"}"; break;
            default: line += "{le=\"" + std::to_string(i) + "\"}";
            }
            if (openMetrics || below(random, 8) != 0) line += ' ';
            std::string rest = randomValue(random);
            if (below(random, 10) == 0) rest += ' ' + std::to_string(random());
            if (openMetrics && below(random, 10) == 0) rest += " # {id=\"x\"} 1";
            lines.push_back({head + line, rest + '\n'});
            head.clear();
        }
    }
    return lines;
}

void mutate(Random& random, std::vector<BodyLine>& lines, const std::vector<BodyLine>& others)
{
    const std::size_t edits = below(random, 4);
    for (std::size_t e = 0; e < edits && !lines.empty(); ++e) {
        const std::size_t at = below(random, lines.size());
        const auto position = lines.begin() + static_cast<std::ptrdiff_t>(at);
        switch (below(random, 6)) {
        case 0: lines.erase(position); break;
        case 1: lines.insert(position, others[below(random, others.size())]); break;
        case 2: lines.insert(position, lines[below(random, lines.size())]); break;
        case 3: std::swap(lines[at], lines[below(random, lines.size())]); break;
        case 4: std::rotate(lines.begin(), position, lines.end()); break;
        default: lines.insert(position, others.begin(), others.end());
        }
    }
    for (BodyLine& line : lines) {
        if (below(random, 2) == 0) line.rest = randomValue(random) + '\n';
    }
}

std::string joined(const std::vector<BodyLine>& lines, bool openMetrics)
{
    std::string out;
    for (const BodyLine& line : lines) out += line.prefix + line.rest;
    return openMetrics ? out + "# EOF\n" : out;
}

}  // namespace

class ScrapeCacheTest : public QObject {
    Q_OBJECT

private slots:
    void equalsTheFullParser_data()
    {
        QTest::addColumn<bool>("openMetrics");
        QTest::newRow("text") << false;
        QTest::newRow("OpenMetrics") << true;
    }

    void equalsTheFullParser()
    {
        QFETCH(bool, openMetrics);
        std::size_t good = 0;
        for (unsigned seed = 0; seed < 600; ++seed) {
            Random random(seed);
            CacheCheck check(openMetrics ? Format::OpenMetrics : Format::Text);
            auto lines = randomBody(random, openMetrics);
            for (int scrape = 0; scrape < 12; ++scrape) {
                std::string body = joined(lines, openMetrics);
                // Now and then a byte that does not belong there.
                if (!body.empty() && below(random, 6) == 0)
                    body[below(random, body.size())] = "x \n\t{}\"#0\0"[below(random, 10)];
                if (below(random, 12) == 0) body.resize(below(random, body.size() + 1));
                const std::string difference = check.scrape(body);
                if (!difference.empty()) {
                    QFAIL(("seed " + std::to_string(seed) + ": " + difference + "\n" + body).c_str());
                }
                good += check.lastWasGood() ? 1 : 0;
                mutate(random, lines, randomBody(random, openMetrics));
            }
        }
        QVERIFY2(good > 2000, std::to_string(good).c_str());
    }

    void asksOnlyForNewLines()
    {
        Registry registry;
        ScrapeCache cache;
        ScrapeColumns out;
        QVERIFY(cache.parse("a 1\nb 2\nc 3\n", Format::Text, registry, out));
        QCOMPARE(out.resolved, std::size_t{3});
        QVERIFY(cache.parse("a 4\nb 5\nc 6\n", Format::Text, registry, out));
        QCOMPARE(out.resolved, std::size_t{0});
        QCOMPARE(out.values, (std::vector<double>{4, 5, 6}));
        QVERIFY(out.gone.empty());
        QVERIFY(cache.parse("a 7\nc 8\nd 9\n", Format::Text, registry, out));
        QCOMPARE(out.resolved, std::size_t{1});
        QCOMPARE(out.refs, (std::vector<std::uint64_t>{1, 3, 4}));
        QCOMPARE(out.gone, (std::vector<std::uint64_t>{2}));
        QVERIFY(cache.parse("d 1\nc 1\na 1\n", Format::Text, registry, out));
        QCOMPARE(out.resolved, std::size_t{0});
        QVERIFY(out.gone.empty());
        cache.forgetLines();
        QVERIFY(cache.parse("d 1\nc 1\n", Format::Text, registry, out));
        QCOMPARE(out.resolved, std::size_t{2});
        QCOMPARE(out.gone, (std::vector<std::uint64_t>{1}));
    }

    void aFailedScrapeChangesNothing()
    {
        Registry registry;
        ScrapeCache cache;
        ScrapeColumns out;
        QVERIFY(cache.parse("a 1\nb 2\n", Format::Text, registry, out));
        const auto failed = cache.parse("a 1\nb x\n", Format::Text, registry, out);
        QVERIFY(!failed);
        QCOMPARE(QString::fromStdString(failed.error().where), QString("line 2"));
        QVERIFY(out.refs.empty());
        QCOMPARE(cache.takeLive(), (std::vector<std::uint64_t>{1, 2}));
        QVERIFY(cache.takeLive().empty());
        QVERIFY(cache.parse("b 2\n", Format::Text, registry, out));
        QVERIFY(out.gone.empty());
        QCOMPARE(out.resolved, std::size_t{0});
    }

    void theTypeInForceIsPartOfALine()
    {
        // The same line reads as le="1.0" below a histogram and as le="1" below a gauge.
        CacheCheck check(Format::Text);
        const std::string line = "b{le=\"1\"} 1\nc 1\n";
        QCOMPARE(QString::fromStdString(check.scrape("# TYPE a histogram\na 1\n" + line)), QString());
        QCOMPARE(QString::fromStdString(check.scrape("# TYPE a gauge\na 1\n" + line)), QString());
        QCOMPARE(QString::fromStdString(check.scrape(line)), QString());
    }

    void rubbishBehindAnOpenMetricsValueHidesNoLine()
    {
        CacheCheck check(Format::OpenMetrics);
        QCOMPARE(QString::fromStdString(check.scrape("a 1\nb 2\n# EOF\n")), QString());
        // "b 2" is no line here, though it looks like the one that is known.
        QCOMPARE(QString::fromStdString(check.scrape("a 1 # b 2\n# EOF\n")), QString());
    }

    void manyNewLinesAreReadInLinearTime()
    {
        // Long known prefixes must not be hashed again for each of many short lines.
        std::string first;
        for (int i = 0; i < 200; ++i) first += '#' + std::string(60'000, 'x') + "\na" + std::to_string(i) + " 1\n";
        std::string second;
        for (int i = 0; i < 100'000; ++i) second += "b{i=\"" + std::to_string(i) + "\"} 1\n";
        Registry registry;
        ScrapeCache cache;
        ScrapeColumns out;
        QVERIFY(cache.parse(first, Format::Text, registry, out));
        QVERIFY(cache.parse(second, Format::Text, registry, out));
        QCOMPARE(out.refs.size(), std::size_t{100'000});
        QCOMPARE(out.gone.size(), std::size_t{200});
    }
};

QTEST_APPLESS_MAIN(ScrapeCacheTest)
#include "scrape_cache_test.moc"
