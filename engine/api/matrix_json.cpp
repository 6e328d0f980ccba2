#include "engine/api/matrix_json.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "engine/api/point_json.h"
#include "engine/base/go_float.h"
#include "engine/promql/range_cache.h"

namespace watchglass::api {

namespace {

using promql::QueryResult;
using promql::ResultSeries;

/// All texts together; beyond it all go: a dashboard that is open asks for its own again.
constexpr std::size_t kMostBytes = 16U << 20;
constexpr std::size_t kMostBytesOfOne = 4U << 20;

constexpr std::string_view kStart = R"({"resultType":"matrix","result":[)";

/// What pointStart() makes, in a place of its own size: copied as a whole, whatever its length.
struct PointText {
    std::array<char, 32> text{};
    std::size_t size = 0;

    PointText() = default;
    explicit PointText(std::int64_t tMs)
    {
        const std::string start = pointStart(tMs);
        size = start.size();
        std::copy(start.begin(), start.end(), text.begin());
    }
};

/// Writes float points, each followed by a comma, through a buffer that is larger than any of them.
class PointWriter {
public:
    explicit PointWriter(std::string& out) : m_out(out) {}
    ~PointWriter() { flush(); }
    PointWriter(const PointWriter&) = delete;
    PointWriter& operator=(const PointWriter&) = delete;

    void point(const PointText& start, double value)
    {
        if (m_at > m_buffer + sizeof m_buffer - kLongestPoint) flush();
        std::memcpy(m_at, start.text.data(), start.text.size());
        m_at += start.size;
        *m_at++ = '"';
        m_at = writeFloatJson(m_at, value);
        *m_at++ = '"';
        *m_at++ = ']';
        *m_at++ = ',';
    }
    [[nodiscard]] std::size_t position() const { return m_out.size() + static_cast<std::size_t>(m_at - m_buffer); }

private:
    static constexpr std::size_t kLongestPoint = sizeof(PointText::text) + 4 + kLongestFloatJson;
    void flush()
    {
        m_out.append(m_buffer, m_at);
        m_at = m_buffer;
    }

    std::string& m_out;
    char m_buffer[2048];
    char* m_at = m_buffer;
};

/// The starts of the points, each made once for all series.
class PointStarts {
public:
    explicit PointStarts(const promql::Grid& grid) : m_grid(grid), m_starts(grid.steps) {}
    [[nodiscard]] const PointText& at(std::uint32_t step)
    {
        PointText& start = m_starts[step];
        if (start.size == 0) start = PointText(m_grid.at(step));
        return start;
    }

private:
    const promql::Grid& m_grid;
    std::vector<PointText> m_starts;
};

void openSeries(std::string& out, const ResultSeries& series)
{
    out += R"({"metric":)";
    appendLabels(out, series.labels);
}

/// Ends a list of points that were written with a comma each.
void closePoints(std::string& out) { out.back() = ']'; }

void appendFloats(std::string& out, const ResultSeries& series, PointStarts& starts)
{
    out += R"(,"values":[)";
    const std::size_t before = out.size();
    {
        PointWriter points(out);
        if (!series.times.empty()) {
            for (std::size_t i = 0; i < series.times.size(); ++i) {
                if (!series.histogramAt(static_cast<std::uint32_t>(i))) {
                    points.point(PointText(series.times[i]), series.values[i]);
                }
            }
        } else {
            for (std::uint32_t i = 0; i < series.values.size(); ++i) {
                if (series.has(i) && !series.histogramAt(i)) points.point(starts.at(i), series.values[i]);
            }
        }
    }
    if (out.size() == before) {
        out.resize(before - std::string_view(R"(,"values":[)").size());
    } else {
        closePoints(out);
    }
}

void appendHistograms(std::string& out, const ResultSeries& series, PointStarts& starts)
{
    bool any = false;
    for (std::uint32_t i = 0; i < series.histograms.size(); ++i) {
        if (!series.histograms[i]) continue;
        out += any ? "," : R"(,"histograms":[)";
        any = true;
        const PointText start = series.times.empty() ? starts.at(i) : PointText(series.times[i]);
        appendHistogramPoint(out, {start.text.data(), start.size}, *series.histograms[i]);
    }
    if (any) out += ']';
}

/// Room for a result, so that it is not moved while it grows: most values are short or have 17 digits.
std::size_t sizeHint(const QueryResult& result, std::size_t seriesCount)
{
    std::size_t bytes = 64;
    for (std::size_t i = 0; i < seriesCount; ++i) {
        bytes += result.series[i].values.size() * 34 + result.series[i].labels.packed().size() * 2 + 64;
    }
    return bytes;
}

/// One answer, with what is in an earlier one.
class Continuation {
public:
    Continuation(const MatrixText& earlier, const QueryResult& result)
        : m_earlier(earlier), m_result(result), m_starts(result.grid)
    {
        if (earlier.result) {
            m_kept = promql::keptSteps(*earlier.result, result.grid, storage::AppendHistory::kNothing);
        }
    }

    /// Appends the result; `offsets` as in MatrixText, from the place where it began.
    void append(std::string& out, std::vector<std::uint32_t>& offsets)
    {
        m_base = out.size();
        m_offsets = &offsets;
        offsets.reserve(m_result.series.size() * (m_result.grid.steps + 1));
        out += kStart;
        std::size_t old = 0;
        for (const ResultSeries& series : m_result.series) {
            if (&series != m_result.series.data()) out += ',';
            openSeries(out, series);
            out += R"(,"values":[)";
            const std::uint32_t same = m_kept.count > 0 && seek(old, series.labels) ? sameSteps(old, series) : 0;
            copyPoints(out, old, same);
            writePoints(out, series, same);
            closePoints(out);
            out += '}';
        }
        out += "]}";
    }

    [[nodiscard]] std::uint64_t copied() const { return m_copied; }

private:
    /// Both are sorted by labels: moves `old` on to the series with these labels.
    [[nodiscard]] bool seek(std::size_t& old, const Labels& labels) const
    {
        const std::vector<ResultSeries>& series = m_earlier.result->series;
        while (old < series.size() && series[old].labels < labels) ++old;
        return old < series.size() && series[old].labels == labels;
    }

    /// How many of the kept steps have the same bits, from the first on.
    [[nodiscard]] std::uint32_t sameSteps(std::size_t old, const ResultSeries& series) const
    {
        const ResultSeries& earlier = m_earlier.result->series[old];
        std::uint32_t n = 0;
        while (n < m_kept.count && earlier.has(m_kept.from + n) == series.has(n) &&
               std::bit_cast<std::uint64_t>(earlier.values[m_kept.from + n]) ==
                   std::bit_cast<std::uint64_t>(series.values[n])) {
            ++n;
        }
        return n;
    }

    void copyPoints(std::string& out, std::size_t old, std::uint32_t count)
    {
        if (count == 0) return;
        const std::uint32_t* from = m_earlier.offsets.data() + old * (m_earlier.result->grid.steps + std::size_t{1}) +
                                    m_kept.from;
        const auto shift = static_cast<std::uint32_t>(out.size() - m_base) - from[0];
        for (std::uint32_t i = 0; i < count; ++i) m_offsets->push_back(from[i] + shift);
        out.append(m_earlier.text, from[0], from[count] - from[0]);
        if (from[count] != from[0]) out.back() = ',';  // the last one of its answer ended in a bracket
        m_copied += count;
    }

    void writePoints(std::string& out, const ResultSeries& series, std::uint32_t first)
    {
        PointWriter points(out);
        for (std::uint32_t i = first; i < m_result.grid.steps; ++i) {
            m_offsets->push_back(static_cast<std::uint32_t>(points.position() - m_base));
            if (series.has(i)) points.point(m_starts.at(i), series.values[i]);
        }
        m_offsets->push_back(static_cast<std::uint32_t>(points.position() - m_base));
    }

    const MatrixText& m_earlier;
    const QueryResult& m_result;
    PointStarts m_starts;
    promql::KeptSteps m_kept;
    std::size_t m_base = 0;
    std::vector<std::uint32_t>* m_offsets = nullptr;
    std::uint64_t m_copied = 0;
};

/// Only what a dashboard draws: floats on a grid, with a point in each series.
bool canContinue(const QueryResult& result)
{
    return std::all_of(result.series.begin(), result.series.end(), [](const ResultSeries& series) {
        return series.histograms.empty() && series.times.empty() &&
               std::any_of(series.present.begin(), series.present.end(), [](std::uint64_t word) { return word != 0; });
    });
}

std::size_t sizeOf(const std::string& key, const MatrixText& text)
{
    return key.size() + 200 + text.text.size() + text.offsets.size() * sizeof(std::uint32_t);
}

}  // namespace

bool appendMatrixResult(std::string& out, const QueryResult& result, std::size_t limit)
{
    const std::size_t count = limit > 0 && limit < result.series.size() ? limit : result.series.size();
    out.reserve(out.size() + sizeHint(result, count));
    out += kStart;
    PointStarts starts(result.grid);
    for (std::size_t i = 0; i < count; ++i) {
        const ResultSeries& series = result.series[i];
        if (i > 0) out += ',';
        openSeries(out, series);
        appendFloats(out, series, starts);
        appendHistograms(out, series, starts);
        out += '}';
    }
    out += "]}";
    return count < result.series.size();
}

std::optional<MatrixText> MatrixTexts::take(const std::string& key)
{
    const MutexLock lock(m_mutex);
    const auto found = m_texts.find(key);
    if (found == m_texts.end()) return std::nullopt;
    MatrixText text = std::move(found->second);
    m_bytes -= sizeOf(key, text);
    m_texts.erase(found);
    return text;
}

void MatrixTexts::keep(std::string key, MatrixText text)
{
    const std::size_t bytes = sizeOf(key, text);
    if (bytes > kMostBytesOfOne) return;
    const MutexLock lock(m_mutex);
    if (m_bytes + bytes > kMostBytes) {
        m_texts.clear();
        m_bytes = 0;
    }
    if (m_texts.emplace(std::move(key), std::move(text)).second) m_bytes += bytes;
}

void MatrixTexts::append(std::string& out, std::string_view query, const promql::QueryResultPtr& result)
{
    std::string key(query);
    key += ' ' + std::to_string(result->grid.stepMs);
    std::optional<MatrixText> earlier = take(key);
    // What is asked once is noted only: keeping its text would cost time for nothing.
    if (!earlier || !canContinue(*result)) {
        appendMatrixResult(out, *result, 0);
        keep(std::move(key), {});
        return;
    }
    out.reserve(out.size() + sizeHint(*result, result->series.size()));
    const std::size_t base = out.size();
    MatrixText next;
    Continuation continuation(*earlier, *result);
    continuation.append(out, next.offsets);
    next.result = result;
    next.text = std::move(earlier->text);
    next.text.assign(out, base);
    keep(std::move(key), std::move(next));
    const MutexLock lock(m_mutex);
    m_copied += continuation.copied();
}

std::uint64_t MatrixTexts::pointsCopied() const
{
    const MutexLock lock(m_mutex);
    return m_copied;
}

}  // namespace watchglass::api
