#include "ui/frame/unit_ladder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace watchglass::ui::detail {
namespace {

constexpr int kSiBase = 5;
constexpr std::array<StepText, 14> kSi = {" f", " p", " n", " µ", " m", " ",  " k",
                                          " M", " G", " T", " P", " E", " Z", " Y"};
constexpr std::array<StepText, 9> kBinary = {" ", " Ki", " Mi", " Gi", " Ti", " Pi", " Ei", " Zi", " Yi"};
constexpr std::array<StepText, 5> kCount = {" ", "K ", "M ", "B ", "T "};
constexpr std::array<StepText, 5> kCurrency = {"", "K", "M", "B", "T"};
constexpr std::array<StepText, 9> kShort = {"", " K", " Mil", " Bil", " Tri", " Quadr", " Quint", " Sext", " Sept"};
constexpr std::array<StepText, 3> kPsi = {"psi", "ksi", "Mpsi"};

constexpr double kEver = HUGE_VAL;
constexpr LadderStep kAlone{kEver};
constexpr LadderStep kHundredfold{kEver, 100};
constexpr std::array<StepText, 1> kNothing = {""};
constexpr std::array<StepText, 1> kBlank = {" "};
constexpr std::array<StepText, 1> kPercent = {"%"};

constexpr std::array<LadderStep, 7> kNanoseconds = {{{1e3},
                                                     {1e6, 1, 1e3},
                                                     {1e9, 1, 1e6},
                                                     {6e10, 1, 1e9},
                                                     {3.6e12, 1, 6e10},
                                                     {8.64e13, 1, 3.6e12},
                                                     {kEver, 1, 8.64e13}}};
constexpr std::array<StepText, 7> kNanosecondTexts = {
    {" ns", " µs", " ms", " s", {" min", " mins"}, {" hour", " hours"}, {" day", " days"}}};
constexpr std::array<LadderStep, 3> kMicroseconds = {{{1e3}, {1e6, 1, 1e3}, {kEver, 1, 1e6}}};
constexpr std::array<StepText, 3> kMicrosecondTexts = {" µs", " ms", " s"};
constexpr std::array<LadderStep, 6> kMilliseconds = {
    {{1e3}, {6e4, 1, 1e3}, {3.6e6, 1, 6e4}, {8.64e7, 1, 3.6e6}, {3.1536e10, 1, 8.64e7}, {kEver, 1, 3.1536e10}}};
constexpr std::array<StepText, 6> kMillisecondTexts = {
    {" ms", " s", {" min", " mins"}, {" hour", " hours"}, {" day", " days"}, {" year", " years"}}};
constexpr int kSecondBase = 3;
// Below a second they are multiplied, not divided: the product is what Grafana rounds.
constexpr std::array<LadderStep, 9> kSeconds = {{{1e-6, 1e9},
                                                 {1e-3, 1e6},
                                                 {1, 1e3},
                                                 {60},
                                                 {3600, 1, 60},
                                                 {86400, 1, 3600},
                                                 {604800, 1, 86400},
                                                 {31536000, 1, 604800},
                                                 {kEver, 1, 3.15569e7}}};
constexpr std::array<StepText, 9> kSecondTexts = {{" ns",
                                                   " µs",
                                                   " ms",
                                                   " s",
                                                   {" min", " mins"},
                                                   {" hour", " hours"},
                                                   {" day", " days"},
                                                   {" week", " weeks"},
                                                   {" year", " years"}}};
constexpr std::array<LadderStep, 5> kMinutes = {
    {{60}, {1440, 1, 60}, {10080, 1, 1440}, {604800, 1, 10080}, {kEver, 1, 5.25948e5}}};
constexpr std::array<StepText, 5> kMinuteTexts = {
    {" min", {" hour", " hours"}, {" day", " days"}, {" week", " weeks"}, {" year", " years"}}};
constexpr std::array<LadderStep, 4> kHours = {{{24}, {168, 1, 24}, {8760, 1, 168}, {kEver, 1, 8760}}};
constexpr std::array<StepText, 4> kHourTexts = {{" hour", {" day", " days"}, {" week", " weeks"}, {" year", " years"}}};
constexpr std::array<LadderStep, 3> kDays = {{{7}, {365, 1, 7}, {kEver, 1, 365}}};
constexpr std::array<StepText, 3> kDayTexts = {{{" day", " days"}, {" week", " weeks"}, {" year", " years"}}};

constexpr int kMostPower = 14;

/// Steps of 1,000 or 1,024, of which the one in the middle is the value as it is.
class Powers {
public:
    explicit Powers(double base)
    {
        for (int power = -kMostPower; power <= kMostPower; ++power) {
            m_steps[static_cast<std::size_t>(power + kMostPower)] = {first(base, power + 1), 1, raised(base, power)};
        }
    }
    [[nodiscard]] const LadderStep* middle() const { return &m_steps[kMostPower]; }

private:
    /// As V8 computes it: fdlibm's last bit differs from glibc's in two places that a unit can reach.
    static double raised(double base, int power)
    {
        const double out = std::pow(base, power);
        if (base == 1000 && power == 12) return std::nextafter(out, 0);
        if (base == 1000 && power == 13) return std::nextafter(out, HUGE_VAL);
        return out;
    }
    /// The least number whose logarithm, as Grafana computes it, has that whole part.
    static double first(double base, int whole)
    {
        const double logOfBase = std::log10(base);
        std::uint64_t from = 1;  // floating numbers stand in the order of their bits
        std::uint64_t to = std::bit_cast<std::uint64_t>(1e300);
        while (from < to) {
            const std::uint64_t between = from + (to - from) / 2;
            if (std::log10(std::bit_cast<double>(between)) / logOfBase < whole) {
                from = between + 1;
            } else {
                to = between;
            }
        }
        return std::bit_cast<double>(from);
    }

    std::array<LadderStep, 2 * kMostPower + 1> m_steps{};
};

const LadderStep* thousands()
{
    static const Powers kPowers(1000);
    return kPowers.middle();
}

const LadderStep* powersOf1024()
{
    static const Powers kPowers(1024);
    return kPowers.middle();
}

}  // namespace

/// `steps` is that of `base`, the text of a value as it is given.
template <typename Texts>
void UnitLadder::climb(const LadderStep* steps, const Texts& texts, int base)
{
    m_steps = steps;
    m_texts = texts.data() + base;
    m_first = -base;
    m_last = static_cast<int>(texts.size()) - 1 - base;
}

template <typename Texts>
void UnitLadder::climbPowers(const LadderStep* middle, const Texts& texts, int base)
{
    climb(middle, texts, base);
    m_onlyFinite = true;
}

UnitLadder::UnitLadder(UnitKind kind, int offset)
{
    switch (kind) {
    case UnitKind::Plain: climb(&kAlone, kNothing, 0); break;
    case UnitKind::Fixed: climb(&kAlone, kBlank, 0); break;
    case UnitKind::Percent: climb(&kAlone, kPercent, 0); break;
    case UnitKind::PercentUnit: climb(&kHundredfold, kPercent, 0); break;
    case UnitKind::Nanoseconds: climb(kNanoseconds.data(), kNanosecondTexts, 0); break;
    case UnitKind::Microseconds: climb(kMicroseconds.data(), kMicrosecondTexts, 0); break;
    case UnitKind::Milliseconds: climb(kMilliseconds.data(), kMillisecondTexts, 0); break;
    case UnitKind::Minutes: climb(kMinutes.data(), kMinuteTexts, 0); break;
    case UnitKind::Hours: climb(kHours.data(), kHourTexts, 0); break;
    case UnitKind::Days: climb(kDays.data(), kDayTexts, 0); break;
    case UnitKind::TimeTicks: m_given = 100; [[fallthrough]];
    case UnitKind::Seconds:
        climb(&kSeconds[kSecondBase], kSecondTexts, kSecondBase);
        m_noZero = true;  // it has no decimals, whatever is asked for
        break;
    case UnitKind::Si: climbPowers(thousands(), kSi, kSiBase + offset); break;
    case UnitKind::Binary: climbPowers(powersOf1024(), kBinary, offset); break;
    case UnitKind::Count: climbPowers(thousands(), kCount, 0); break;
    case UnitKind::Short: climbPowers(thousands(), kShort, 0); break;
    case UnitKind::Psi: climbPowers(thousands(), kPsi, 0); break;
    default: break;
    }
}

SiPrefix siPrefix(std::string_view symbol)
{
    for (std::size_t i = 0; i < kSi.size(); ++i) {
        const auto prefix = kSi[i].one.view().substr(1);
        if (!prefix.empty() && symbol.starts_with(prefix)) return {prefix.size(), static_cast<int>(i) - kSiBase};
    }
    return {};
}

UnitLadder UnitLadder::ofCurrency()
{
    UnitLadder out;
    out.climbPowers(thousands(), kCurrency, 0);
    return out;
}

}  // namespace watchglass::ui::detail
