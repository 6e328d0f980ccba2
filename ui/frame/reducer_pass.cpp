#include "ui/frame/reducer_parts.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <span>
#include <utility>

namespace watchglass::ui::reducers {

namespace {

constexpr std::size_t kBlock = 64;  ///< rows of one word of presence

/// Two numbers side by side, as every x86-64 has them; compilers make no such code of comparisons by themselves.
using Pair = double __attribute__((vector_size(16)));
constexpr std::size_t kPair = 2;

Pair load(const double* at)
{
    Pair out;
    std::memcpy(&out, at, sizeof out);
    return out;
}
Pair smaller(Pair a, Pair b) { return a < b ? a : b; }
Pair larger(Pair a, Pair b) { return a > b ? a : b; }

/// The pass over plain numbers where what is absent does not count: most of what panels reduce. Rows go by in blocks; a
/// block without gaps, NaN and infinities runs through loops of two rows at a time, for what is asked for. Sums stay in
/// the order of the rows, so that they are what Grafana's are to the last bit.
class PlainPass {
public:
    PlainPass(std::span<const double> numbers, std::span<const std::uint64_t> present, unsigned parts)
        : m_numbers(numbers), m_present(present), m_parts(parts)
    {
    }

    Standard run()
    {
        for (std::size_t begin = 0; begin < m_numbers.size(); begin += kBlock) {
            const std::size_t size = std::min(kBlock, m_numbers.size() - begin);
            const auto block = m_numbers.subspan(begin, size);
            const std::uint64_t all = size == kBlock ? ~std::uint64_t{0} : (std::uint64_t{1} << size) - 1;
            const std::uint64_t rows = m_present.empty() ? all : m_present[begin / kBlock] & all;
            m_dense = rows == all && dense(block);
            if (!m_dense) single(block, rows);
        }
        if (m_out.max == 0) m_out.max = firstZero();
        if (m_out.min == 0) m_out.min = firstZero();
        m_out.any = m_out.nonNullCount > 0;
        m_out.lastNotNull = m_before;
        m_out.previousUp = m_up;
        return m_out;
    }

private:
    /// Whether a value is NaN or infinite.
    static bool isOdd(std::span<const double> block)
    {
        // Times zero all numbers are zero, but NaN and infinities are NaN.
        Pair rest{0, 0};
        std::size_t i = 0;
        for (; i + kPair <= block.size(); i += kPair) rest += load(block.data() + i) * Pair{0, 0};
        for (; i < block.size(); ++i) rest[0] += block[i] * 0;
        return !(rest[0] + rest[1] == 0);
    }

    /// One row after the other, up to the first of a column too.
    void single(std::span<const double> block, std::uint64_t rows)
    {
        m_out.count += static_cast<std::size_t>(std::popcount(rows));
        for (std::size_t i = 0; i < block.size(); ++i) {
            if (((rows >> i) & 1) != 0 && !std::isnan(block[i])) one(block[i]);
        }
    }

    void one(double value)
    {
        m_out.sum += value;
        if (m_out.nonNullCount++ == 0) {
            m_out.firstNotNull = value;
        } else {
            const double step = value - m_before;
            m_out.step = std::min(m_out.step, step);
            const bool fell = m_before > value;
            m_out.delta += fell || !m_up ? 0 : step;  // the rise just after a reset is unknown
            m_up = !fell;
        }
        m_out.max = std::max(m_out.max, value);
        m_out.min = std::min(m_out.min, value);
        if (value > 0) m_out.logmin = std::min(m_out.logmin, value);
        m_out.allIsZero = m_out.allIsZero && value == 0;
        m_before = value;
    }

    /// False, with nothing done, where a value is NaN or infinite.
    bool dense(std::span<const double> block)
    {
        const bool steps = (m_parts & kSteps) != 0;
        const bool extremesToo = (m_parts & kExtremes) != 0;
        if (!steps && isOdd(block)) return false;
        const PlainPass before = *this;
        // Steps look two rows back.
        const std::size_t start = m_dense ? 0 : std::min<std::size_t>(2, block.size());
        for (std::size_t i = 0; i < start; ++i) one(block[i]);
        m_out.count += block.size();
        const auto rest = block.subspan(start);
        if (rest.empty()) return !steps || std::isfinite(m_out.sum) || undo(before);
        m_out.nonNullCount += rest.size();
        if (steps) {
            extremesToo ? sumsAndSteps<true>(rest) : sumsAndSteps<false>(rest);
            // What is no number or infinite makes the sum so.
            if (!std::isfinite(m_out.sum)) return undo(before);
        } else {
            if ((m_parts & kSum) != 0) {
                double sum = m_out.sum;
                for (const double value : rest) sum += value;
                m_out.sum = sum;
            }
            if (extremesToo) extremes(rest);
        }
        if ((m_parts & kAboveZero) != 0) {
            for (const double value : rest) {
                if (value > 0) m_out.logmin = std::min(m_out.logmin, value);
            }
        }
        if ((m_parts & kZeros) != 0) {
            bool other = false;
            for (const double value : rest) other |= value != 0;
            m_out.allIsZero = m_out.allIsZero && !other;
        }
        m_before = rest.back();
        return true;
    }

    bool undo(const PlainPass& before)
    {
        *this = before;
        return false;
    }

    /// `rest` has two rows before it. One loop for all: sums wait for each other, and the rest is done meanwhile.
    template <bool Extremes>
    void sumsAndSteps(std::span<const double> rest)
    {
        const double* at = rest.data();
        const std::size_t size = rest.size();
        Pair sums{m_out.sum, m_out.delta};
        Pair leastStep{m_out.step, m_out.step};
        Pair least{m_out.min, m_out.min};
        Pair most{m_out.max, m_out.max};
        std::size_t i = 0;
        for (; i + kPair <= size; i += kPair) {
            const Pair here = load(at + i);
            const Pair before = load(at + i - 1);
            const Pair step = here - before;
            leastStep = smaller(step, leastStep);
            const auto fell = (before > here) | (load(at + i - 2) > before);
            const Pair rise = fell ? Pair{0, 0} : step;
            sums += Pair{here[0], rise[0]};
            sums += Pair{here[1], rise[1]};
            if constexpr (Extremes) {
                least = smaller(here, least);
                most = larger(here, most);
            }
        }
        m_out.sum = sums[0];
        m_out.delta = sums[1];
        m_out.step = std::min(leastStep[0], leastStep[1]);
        if constexpr (Extremes) {
            m_out.min = std::min(least[0], least[1]);
            m_out.max = std::max(most[0], most[1]);
        }
        if (i < size) {
            const double step = at[i] - at[i - 1];
            m_out.sum += at[i];
            m_out.delta += at[i - 1] > at[i] || at[i - 2] > at[i - 1] ? 0 : step;
            m_out.step = std::min(m_out.step, step);
            if constexpr (Extremes) {
                m_out.min = std::min(m_out.min, at[i]);
                m_out.max = std::max(m_out.max, at[i]);
            }
        }
        m_up = !(at[size - 2] > at[size - 1]);
    }

    void extremes(std::span<const double> rest)
    {
        Pair least{m_out.min, m_out.min};
        Pair most{m_out.max, m_out.max};
        std::size_t i = 0;
        for (; i + kPair <= rest.size(); i += kPair) {
            const Pair here = load(rest.data() + i);
            least = smaller(here, least);
            most = larger(here, most);
        }
        m_out.min = std::min(least[0], least[1]);
        m_out.max = std::max(most[0], most[1]);
        for (; i < rest.size(); ++i) {
            m_out.min = std::min(m_out.min, rest[i]);
            m_out.max = std::max(m_out.max, rest[i]);
        }
    }

    /// Of several zeros the first decides on the sign.
    [[nodiscard]] double firstZero() const
    {
        for (std::size_t i = 0; i < m_numbers.size(); ++i) {
            const bool present = m_present.empty() || ((m_present[i / kBlock] >> (i % kBlock)) & 1) != 0;
            if (present && m_numbers[i] == 0) return m_numbers[i];
        }
        return 0;
    }

    std::span<const double> m_numbers;
    std::span<const std::uint64_t> m_present;
    unsigned m_parts;
    Standard m_out;
    double m_before = 0;
    bool m_up = true;
    bool m_dense = false;  ///< whether the block before was without gaps
};

}  // namespace

bool isPlain(const Values& values, NullMode nulls)
{
    return values.isNumeric() && (values.allPresent() || values.isSparse() || nulls == NullMode::Ignore);
}

unsigned partsOf(std::string_view id)
{
    if (id == "sum" || id == "mean") return kSum;
    if (id == "min" || id == "max" || id == "range") return kExtremes;
    if (id == "delta" || id == "step" || id == "previousDeltaUp") return kSteps;
    if (id == "logmin") return kAboveZero;
    if (id == "allIsZero") return kZeros;
    return 0;
}

Standard standardPass(const Values& values, NullMode nulls, unsigned parts)
{
    if (isPlain(values, nulls)) return PlainPass(values.rawNumbers(), values.rawPresence(), parts).run();
    Standard out;
    const std::size_t size = values.size();
    bool previousUp = true;
    for (std::size_t i = 0; i < size; ++i) {
        double value = 0;
        if (values.has(i)) {
            value = values.number(i);
        } else if (nulls == NullMode::Ignore || values.isSparse()) {
            continue;
        } else if (nulls == NullMode::Null) {
            ++out.count;
            continue;
        }
        ++out.count;
        if (std::isnan(value)) continue;
        const bool isFirst = !out.any;
        if (isFirst) out.firstNotNull = value;
        out.any = true;
        out.sum += value;
        ++out.nonNullCount;
        if (!isFirst) {
            const double step = value - out.lastNotNull;
            out.step = std::min(out.step, step);
            if (out.lastNotNull > value) {  // a counter was reset
                previousUp = false;
            } else {
                // The rise just after a reset is unknown.
                if (previousUp) out.delta += step;
                previousUp = true;
            }
        }
        out.max = std::max(out.max, value);
        out.min = std::min(out.min, value);
        if (value > 0) out.logmin = std::min(out.logmin, value);
        if (value != 0) out.allIsZero = false;
        out.lastNotNull = value;
    }
    return out;
}

StandardId standardId(std::string_view id)
{
    static constexpr std::array<std::pair<std::string_view, StandardId>, 17> kIds = {
        {{"sum", StandardId::Sum},
         {"mean", StandardId::Mean},
         {"max", StandardId::Max},
         {"min", StandardId::Min},
         {"logmin", StandardId::LogMin},
         {"range", StandardId::Range},
         {"delta", StandardId::Delta},
         {"step", StandardId::Step},
         {"diff", StandardId::Diff},
         {"diffperc", StandardId::DiffPercent},
         {"allIsZero", StandardId::AllIsZero},
         {"allIsNull", StandardId::AllIsNull},
         {"count", StandardId::Count},
         {"nonNullCount", StandardId::NonNullCount},
         {"previousDeltaUp", StandardId::PreviousUp},
         {"firstNotNull", StandardId::FirstNotNull},
         {"lastNotNull", StandardId::LastNotNull}}};
    const auto* found = std::find_if(kIds.begin(), kIds.end(), [&](const auto& entry) { return entry.first == id; });
    return found == kIds.end() ? StandardId::None : found->second;
}

Cell standardResult(const Standard& s, StandardId id)
{
    switch (id) {
    case StandardId::Sum: return s.sum;
    case StandardId::Mean: return s.any ? Cell{s.sum / static_cast<double>(s.nonNullCount)} : Cell{};
    case StandardId::Max: return s.max == -kMostNumber ? Cell{} : Cell{s.max};
    case StandardId::Min: return s.min == kMostNumber ? Cell{} : Cell{s.min};
    case StandardId::LogMin: return s.logmin;
    case StandardId::Range: return s.max == -kMostNumber || s.min == kMostNumber ? Cell{} : Cell{s.max - s.min};
    case StandardId::Delta: return s.delta;
    case StandardId::Step: return s.step == kMostNumber ? Cell{} : Cell{s.step};
    case StandardId::Diff: return s.any ? Cell{s.lastNotNull - s.firstNotNull} : Cell{};
    case StandardId::DiffPercent:
        return s.any ? Cell{(s.lastNotNull - s.firstNotNull) / s.firstNotNull * 100} : Cell{0.0};
    case StandardId::AllIsZero: return s.any && s.allIsZero;
    case StandardId::AllIsNull: return !s.any;
    case StandardId::Count: return static_cast<double>(s.count);
    case StandardId::NonNullCount: return static_cast<double>(s.nonNullCount);
    case StandardId::PreviousUp: return s.previousUp;
    case StandardId::FirstNotNull: return s.any ? Cell{s.firstNotNull} : Cell{};
    case StandardId::LastNotNull: return s.any ? Cell{s.lastNotNull} : Cell{};
    case StandardId::None: break;
    }
    return {};
}

std::map<std::string, Cell, std::less<>> anyPass(const Values& values, bool numeric, NullMode nulls)
{
    std::map<std::string, Cell, std::less<>> out;
    Standard s;
    Cell first;
    Cell last;
    Cell firstNotNull;
    Cell lastNotNull;
    bool previousUp = true;
    bool anyRow = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values.isSparse() && !values.has(i)) continue;
        Cell cell = values.cell(i);
        if (!anyRow) first = cell;
        anyRow = true;
        last = cell;
        if (isNull(cell)) {
            if (nulls == NullMode::Ignore) continue;
            if (nulls == NullMode::AsZero) cell = 0.0;
        }
        ++s.count;
        const auto* number = std::get_if<double>(&cell);
        if (isNull(cell) || (number != nullptr && std::isnan(*number))) continue;
        const bool isFirst = isNull(firstNotNull);
        if (isFirst) firstNotNull = cell;
        if (numeric) {
            const double value = coerced(cell);
            s.any = true;
            s.sum += value;
            ++s.nonNullCount;
            if (!isFirst) {
                const double before = coerced(lastNotNull);
                s.step = std::min(s.step, value - before);
                if (before > value) {
                    previousUp = false;
                } else {
                    if (previousUp) s.delta += value - before;
                    previousUp = true;
                }
            }
            s.max = std::max(s.max, value);
            s.min = std::min(s.min, value);
            if (value > 0) s.logmin = std::min(s.logmin, value);
            if (value != 0) s.allIsZero = false;
        }
        lastNotNull = std::move(cell);
    }
    if (s.any) {
        s.firstNotNull = coerced(firstNotNull);
        s.lastNotNull = coerced(lastNotNull);
    }
    for (const auto* id : {"sum", "mean", "max", "min", "logmin", "range", "delta", "step", "diff", "diffperc",
                           "allIsZero", "allIsNull"}) {
        out.emplace(id, standardResult(s, standardId(id)));
    }
    const auto* from = std::get_if<double>(&firstNotNull);
    const auto* to = std::get_if<double>(&lastNotNull);
    if (!numeric && from != nullptr && to != nullptr) {
        out["diff"] = *to - *from;
        out["diffperc"] = (*to - *from) / *from * 100;
    }
    out.emplace("first", std::move(first));
    out.emplace("last", std::move(last));
    out.emplace("firstNotNull", std::move(firstNotNull));
    out.emplace("lastNotNull", std::move(lastNotNull));
    out.emplace("count", static_cast<double>(s.count));
    out.emplace("nonNullCount", static_cast<double>(s.nonNullCount));
    out.emplace("previousDeltaUp", previousUp);
    if (numeric && hasText(values)) textPass(values, nulls, out);
    return out;
}

}  // namespace watchglass::ui::reducers
