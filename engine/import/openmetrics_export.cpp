#include "engine/import/openmetrics_export.h"

#include <algorithm>
#include <set>

#include "engine/base/go_float.h"
#include "engine/model/sample.h"

namespace watchglass::import {

namespace {

constexpr std::size_t kPieceBytes = 1U << 20;

void appendQuoted(std::string& out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    out += '"';
}

/// `name{a="1"}`, or `{"a name",a="1"}` for names outside the classic charset.
std::string seriesText(const Labels& labels)
{
    const std::string_view metric = labels.metricName();
    const bool classic = isLegacyMetricName(metric);
    std::string pairs;
    if (!classic && !metric.empty()) appendQuoted(pairs, metric);
    for (const LabelView label : labels) {
        if (label.name == kMetricName) continue;
        if (!pairs.empty()) pairs += ',';
        if (isLegacyLabelName(label.name)) {
            pairs += label.name;
        } else {
            appendQuoted(pairs, label.name);
        }
        pairs += '=';
        appendQuoted(pairs, label.value);
    }
    std::string out(classic ? metric : std::string_view());
    if (!pairs.empty() || out.empty()) out += '{' + pairs + '}';
    return out;
}

/// Seconds with as many digits of the milliseconds as are needed.
void appendTime(std::string& out, std::int64_t tMs)
{
    const bool negative = tMs < 0;
    const std::uint64_t ms = negative ? ~static_cast<std::uint64_t>(tMs) + 1 : static_cast<std::uint64_t>(tMs);
    if (negative) out += '-';
    out += std::to_string(ms / 1000);
    if (ms % 1000 == 0) return;
    std::string digits = std::to_string(1000 + ms % 1000);
    while (digits.back() == '0') digits.pop_back();
    digits[0] = '.';
    out += digits;
}

Result<std::vector<storage::SelectedSeries>> selectAny(const storage::Querier& querier,
                                                       const std::vector<std::vector<Matcher>>& sets,
                                                       std::int64_t minMs, std::int64_t maxMs)
{
    std::vector<storage::SelectedSeries> out;
    std::set<storage::SeriesRef> known;
    for (const std::vector<Matcher>& matchers : sets) {
        const auto selected = querier.select(matchers, minMs, maxMs);
        if (!selected) return selected;
        for (const storage::SelectedSeries& series : *selected) {
            if (known.insert(series.ref).second) out.push_back(series);
        }
    }
    // The lines of a metric must stand together.
    std::stable_sort(out.begin(), out.end(), [](const storage::SelectedSeries& a, const storage::SelectedSeries& b) {
        return a.labels->metricName() < b.labels->metricName();
    });
    return out;
}

}  // namespace

Result<ExportCounts> exportOpenMetrics(const storage::Querier& querier, const std::vector<std::vector<Matcher>>& sets,
                                       std::int64_t minMs, std::int64_t maxMs,
                                       const std::function<bool(std::string_view)>& write)
{
    const auto selected = selectAny(querier, sets, minMs, maxMs);
    if (!selected) return tl::make_unexpected(selected.error());
    ExportCounts out;
    std::string text;
    const auto flush = [&] {
        const bool written = write(text);
        text.clear();
        return written;
    };
    storage::Columns columns;
    for (const storage::SelectedSeries& series : *selected) {
        columns.clear();
        if (auto read = querier.read(series.ref, minMs, maxMs, columns); !read) {
            return tl::make_unexpected(read.error());
        }
        const std::string name = seriesText(*series.labels);
        const std::uint64_t before = out.samples;
        for (std::size_t i = 0; i < columns.times.size(); ++i) {
            if (!columns.histograms.empty() && columns.histograms[i]) {
                ++out.histograms;
                continue;
            }
            if (isStaleMarker(columns.values[i])) continue;
            text += name;
            text += ' ';
            text += formatFloatG(columns.values[i]);
            text += ' ';
            appendTime(text, columns.times[i]);
            text += '\n';
            ++out.samples;
            if (text.size() >= kPieceBytes && !flush()) return fail(ErrorCode::Io, "the text cannot be written");
        }
        out.series += out.samples > before ? 1 : 0;
    }
    text += "# EOF\n";
    if (!flush()) return fail(ErrorCode::Io, "the text cannot be written");
    return out;
}

}  // namespace watchglass::import
