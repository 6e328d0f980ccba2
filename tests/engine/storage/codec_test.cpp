#include <QtTest/QtTest>

#include <bit>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "engine/model/sample.h"
#include "engine/storage/int_codec.h"
#include "engine/storage/kernels.h"
#include "engine/storage/plane_codec.h"
#include "engine/storage/value_codec.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

constexpr std::size_t kLengths[] = {1, 2, 3, 15, 16, 32, 120, 127, 128, 129, 480, 1000};

double fromBits(std::uint64_t bits) { return std::bit_cast<double>(bits); }

/// One value of the named kind of column.
double draw(int kind, std::size_t i, double last, std::mt19937_64& random)
{
    switch (kind) {
    case 0: return 42;
    case 1: return last + static_cast<double>(random() % 100);
    case 2: return static_cast<double>(random() % 100000) / 100;
    case 3: return fromBits(random());  // any bits, NaN payloads too
    case 4: return i % 17 == 3 ? staleMarker() : static_cast<double>(i);
    case 5: return i % 2 ? -0.0 : 0.0;
    case 6: return last * 1.0001 + 0.1;
    case 7: {
        static const double kEdges[] = {std::numeric_limits<double>::infinity(),
                                        -std::numeric_limits<double>::infinity(),
                                        std::numeric_limits<double>::max(),
                                        std::numeric_limits<double>::denorm_min(),
                                        9007199254740992.0,
                                        9007199254740991.0,
                                        -9007199254740993.0,
                                        0.1 + 0.2,
                                        1e-15,
                                        1e22,
                                        fromBits(kNormalNanBits),
                                        -0.0};
        return kEdges[random() % std::size(kEdges)];
    }
    default: return i == 0 ? staleMarker() : 0.5;
    }
}

}  // namespace

class CodecTest : public QObject {
    Q_OBJECT

private slots:
    void valuesSurviveToTheBit_data()
    {
        QTest::addColumn<int>("kind");
        const char* const names[] = {"constant", "counter", "decimal", "random bits", "stale marks",
                                     "zeros",    "full",    "edges",   "starts stale"};
        for (int kind = 0; kind < 9; ++kind) QTest::newRow(names[kind]) << kind;
    }

    void valuesSurviveToTheBit()
    {
        QFETCH(int, kind);
        std::mt19937_64 random(1234);
        PlaneEncoder planes;
        for (const std::size_t length : kLengths) {
            for (int round = 0; round < 20; ++round) {
                std::vector<double> values;
                for (std::size_t i = 0; i < length; ++i) {
                    values.push_back(draw(kind, i, values.empty() ? 1.0 : values.back(), random));
                }
                std::string bytes;
                encodeValues(values, bytes);
                std::vector<double> back(length);
                ByteReader in(bytes);
                QVERIFY(decodeValues(in, back));
                QVERIFY(in.atEnd());
                for (std::size_t i = 0; i < length; ++i) {
                    QCOMPARE(std::bit_cast<std::uint64_t>(back[i]), std::bit_cast<std::uint64_t>(values[i]));
                }
                bytes.clear();
                const bool taken = planes.encode(values, bytes);
                QCOMPARE(taken, length >= 64 && kind != 3 && kind != 6 && kind != 7 && (kind != 4 || length < 64) &&
                                    kind != 5);
                if (!taken) continue;
                std::fill(back.begin(), back.end(), 0);
                ByteReader inPlanes(bytes);
                QVERIFY(decodePlanes(inPlanes, back));
                QVERIFY(inPlanes.atEnd());
                for (std::size_t i = 0; i < length; ++i) {
                    QCOMPARE(std::bit_cast<std::uint64_t>(back[i]), std::bit_cast<std::uint64_t>(values[i]));
                }
            }
        }
    }

    void integersSurvive()
    {
        std::mt19937_64 random(99);
        for (const std::size_t length : kLengths) {
            for (unsigned bits = 0; bits <= 64; ++bits) {
                std::vector<std::int64_t> values;
                const std::uint64_t mask = bits == 64 ? ~0ULL : (1ULL << bits) - 1;
                for (std::size_t i = 0; i < length; ++i) {
                    const auto step = static_cast<std::int64_t>(random() & mask);
                    const std::int64_t base = bits % 2 && !values.empty() ? values.back() : -5;
                    values.push_back(
                        static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + static_cast<std::uint64_t>(step)));
                }
                std::string bytes;
                encodeInts(values, bytes);
                std::vector<std::int64_t> back(length);
                ByteReader in(bytes);
                QVERIFY(decodeInts(in, back));
                QVERIFY(in.atEnd());
                QCOMPARE(back, values);
            }
        }
    }

    void multiplesAreAsSmallAsWhatTheyAreMultiplesOf()
    {
        std::mt19937_64 random(5);
        for (const std::int64_t factor : {3, 512, 4096, 1'000'000'007}) {
            for (const bool ascending : {false, true}) {
                std::vector<std::int64_t> ones;
                std::vector<std::int64_t> multiples;
                std::int64_t value = 0;
                for (int i = 0; i < 128; ++i) {
                    value = (ascending ? value : 0) + static_cast<std::int64_t>(random() % 200);
                    ones.push_back(value);
                    multiples.push_back(value * factor - 17);
                }
                std::string small;
                std::string bytes;
                encodeInts(ones, small);
                encodeInts(multiples, bytes);
                QVERIFY(bytes.size() < small.size() + 20);
                std::vector<std::int64_t> back(multiples.size());
                ByteReader in(bytes);
                QVERIFY(decodeInts(in, back));
                QCOMPARE(back, multiples);
            }
        }
    }

    void theWholeRangeHasNoFactor()
    {
        std::vector<std::int64_t> values;
        for (int i = 0; i < 64; ++i) {
            values.push_back(i % 2 ? std::numeric_limits<std::int64_t>::max() - 3
                                   : std::numeric_limits<std::int64_t>::min() + 4);
        }
        std::string bytes;
        encodeInts(values, bytes);
        std::vector<std::int64_t> back(values.size());
        ByteReader in(bytes);
        QVERIFY(decodeInts(in, back));
        QCOMPARE(back, values);
    }

    void longColumnsComeNearTheirEntropy()
    {
        std::mt19937_64 random(6);
        std::vector<double> values;
        std::uint64_t hundredths = 100'000'000;
        for (int i = 0; i < 5760; ++i) values.push_back(static_cast<double>(hundredths += random() % 40) / 100);
        std::string frames;
        std::string planes;
        encodeValues(values, frames);
        QVERIFY(PlaneEncoder().encode(values, planes));
        QVERIFY2(planes.size() < 5760 * 0.69, std::to_string(planes.size()).c_str());  // log2(40) / 8 is 0.665
        QVERIFY(frames.size() > 5760 * 0.75);
    }

    void allProcessorsDecodeTheSame()
    {
        const Kernels& plain = plainKernels();
        const Kernels& chosen = kernels();
        std::mt19937_64 random(3);
        constexpr std::size_t kCount = 128;
        using Numbers = std::array<std::uint64_t, kCount>;
        for (unsigned width = 0; width <= kMaxPacked; ++width) {
            std::string bytes;
            for (std::size_t i = 0; i < kCount * width / 8 + 8; ++i) bytes += static_cast<char>(random());
            Numbers a{};
            Numbers b{};
            plain.unpack[width](bytes.data(), kCount / kPackedGroup, a.data());
            chosen.unpack[width](bytes.data(), kCount / kPackedGroup, b.data());
            QVERIFY2(a == b, std::to_string(width).c_str());
            for (std::size_t i = 0; i < kCount; ++i) {
                std::uint64_t expected = 0;
                for (unsigned bit = 0; bit < width; ++bit) {
                    const std::size_t at = i * width + bit;
                    expected |= std::uint64_t{(static_cast<unsigned char>(bytes[at / 8]) >> (at % 8)) & 1U} << bit;
                }
                QCOMPARE(a[i], expected);
            }
        }
        Numbers numbers;
        for (std::size_t i = 0; i < kCount; ++i) numbers[i] = random() >> (i % 64);
        const auto same = [&](auto run) {
            Numbers a = numbers;
            Numbers b = numbers;
            run(plain, a.data());
            run(chosen, b.data());
            return a == b;
        };
        QVERIFY(same([](const Kernels& run, std::uint64_t* n) { run.multiply(n, kCount, 4097); }));
        QVERIFY(same([](const Kernels& run, std::uint64_t* n) { run.unfold(n, kCount - 1); }));
        for (std::size_t planes = 0; planes <= 8; ++planes) {
            QVERIFY(same([&](const Kernels& run, std::uint64_t* n) {
                Numbers from = numbers;
                run.join(reinterpret_cast<const char*>(from.data()), planes, kCount - 3, kCount - 3, n);
            }));
        }
    }

    void integersBecomeColumns_data()
    {
        QTest::addColumn<unsigned>("bits");  // of the numbers
        QTest::addColumn<std::uint64_t>("base");
        QTest::addColumn<std::uint64_t>("step");
        QTest::addColumn<bool>("small");
        QTest::newRow("small") << 10U << std::uint64_t{1000} << std::uint64_t{3} << true;
        QTest::newRow("negative") << 10U << -std::uint64_t{70'000} << -std::uint64_t{3} << true;
        const std::uint64_t most = (std::uint64_t{1} << 50) - 1;
        QTest::newRow("largest small") << 41U << most << (std::uint64_t{1} << 42) - 1 << true;
        QTest::newRow("lowest small") << 41U << -most - 1 << -(std::uint64_t{1} << 42) << true;
        QTest::newRow("any") << 64U << std::uint64_t{7} << std::uint64_t{3} << false;
    }

    void integersBecomeColumns()
    {
        QFETCH(unsigned, bits);
        QFETCH(std::uint64_t, base);
        QFETCH(std::uint64_t, step);
        QFETCH(bool, small);
        using U64 = std::uint64_t;
        std::mt19937_64 random(5);
        constexpr std::size_t kMost = 128;
        std::array<U64, kMost + 3> numbers;
        for (U64& number : numbers) number = random() >> (64 - bits);
        for (const std::size_t count :
             {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{3}, kMost - 1, kMost}) {
            std::array<std::array<U64, kMost + 1>, 3> expected{};  // offset, sum, ramp
            U64 last = base;
            for (std::size_t i = 0; i < count; ++i) {
                expected[0][i] = numbers[i] + base;
                expected[1][i] = last += numbers[i] + step;
                expected[2][i] = base + i * step;
            }
            for (const Kernels* run : {&plainKernels(), &kernels()}) {
                std::array<std::array<U64, kMost + 1>, 3> ints{};
                run->ints.offset(numbers.data(), count, base, {}, ints[0].data());
                QCOMPARE(run->ints.sum(numbers.data(), count, base, step, {}, ints[1].data()), last);
                run->ints.ramp(count, base, step, {}, ints[2].data());
                QVERIFY(ints == expected);
                for (const bool fast : {false, small}) {
                    for (const double power : {1.0, 100.0}) {
                        const Kernels::Scale scale{power, fast};
                        std::array<std::array<double, kMost + 1>, 3> out{};
                        run->doubles.offset(numbers.data(), count, base, scale, out[0].data());
                        QCOMPARE(run->doubles.sum(numbers.data(), count, base, step, scale, out[1].data()), last);
                        run->doubles.ramp(count, base, step, scale, out[2].data());
                        for (std::size_t kind = 0; kind < out.size(); ++kind) {
                            for (std::size_t i = 0; i <= kMost; ++i) {
                                const auto number = static_cast<double>(static_cast<std::int64_t>(expected[kind][i]));
                                QCOMPARE(std::bit_cast<U64>(out[kind][i]), std::bit_cast<U64>(number / power));
                            }
                        }
                    }
                }
            }
        }
    }

    /// Integers near +-2^51, up to which decoding converts them the fast way.
    void largeIntegersSurvive()
    {
        std::mt19937_64 random(17);
        for (int base = 48; base <= 52; ++base) {
            for (unsigned spread = 1; spread <= 52; ++spread) {
                std::vector<double> values;
                std::int64_t last = std::int64_t{1} << base;
                for (int i = 0; i < 128; ++i) {
                    const auto step = static_cast<std::int64_t>(random() >> (64 - spread));
                    const std::int64_t next = spread % 2 == 0 ? (std::int64_t{1} << base) + step : last + step / 128;
                    values.push_back(static_cast<double>(base % 2 == 0 ? next : -next));
                    last = next;
                }
                std::string bytes;
                encodeValues(values, bytes);
                std::vector<double> back(values.size());
                ByteReader in(bytes);
                QVERIFY(decodeValues(in, back));
                QVERIFY2(back == values, qPrintable(QString("2^%1 and %2 bits").arg(base).arg(spread)));
            }
        }
    }

    void regularColumnsAreSmall()
    {
        std::vector<double> counter;
        std::vector<std::int64_t> times;
        for (int i = 0; i < 128; ++i) {
            counter.push_back(1000.0 + i * 7);
            times.push_back(1'700'000'000'000 + i * 15'000);
        }
        std::string bytes;
        encodeValues(counter, bytes);
        encodeInts(times, bytes);
        QVERIFY2(bytes.size() < 24, std::to_string(bytes.size()).c_str());
    }

    void damagedBytesNeverCrash()
    {
        std::mt19937_64 random(7);
        for (int kind = 0; kind < 9; ++kind) {
            std::vector<double> values;
            for (std::size_t i = 0; i < 200; ++i) values.push_back(draw(kind, i, i ? values.back() : 1, random));
            std::string whole;
            encodeValues(values, whole);
            std::vector<double> back(200);
            for (int round = 0; round < 500; ++round) {
                std::string bytes = whole.substr(0, random() % (whole.size() + 1));
                if (!bytes.empty()) bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
                ByteReader in(bytes);
                (void)decodeValues(in, back);
            }
            ByteReader cut(std::string_view(whole).substr(0, whole.size() - 1));
            QVERIFY(!decodeValues(cut, back));
            QVERIFY(cut.failed());

            std::string planes;
            if (!PlaneEncoder().encode(values, planes)) continue;
            for (int round = 0; round < 500; ++round) {
                std::string bytes = planes.substr(0, random() % (planes.size() + 1));
                if (!bytes.empty()) bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
                ByteReader in(bytes);
                (void)decodePlanes(in, back);
            }
            ByteReader cutPlanes(std::string_view(planes).substr(0, planes.size() - 1));
            QVERIFY(!decodePlanes(cutPlanes, back));
        }
    }
};

QTEST_APPLESS_MAIN(CodecTest)
#include "codec_test.moc"
