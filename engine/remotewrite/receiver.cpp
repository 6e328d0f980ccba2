#include "engine/remotewrite/receiver.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/base/utf8.h"

namespace watchglass::remotewrite {

namespace {

/// Samples further ahead of the clock are refused (maxAheadTime).
constexpr std::int64_t kMostAheadMs = 600'000;
/// A request of thousands of bad series has no answer of megabytes.
constexpr std::size_t kMostReasons = 20;
/// Starts of series that are remembered, so that the store is asked once.
constexpr std::size_t kMostStarts = 1'000'000;

/// Sorts; drops empty values, which equal absent labels. Why they are no labels, or "".
std::string prepare(std::vector<LabelView>& labels)
{
    std::stable_sort(labels.begin(), labels.end(),
                     [](const LabelView& a, const LabelView& b) { return a.name < b.name; });
    const auto shown = [&] { return Labels::fromSorted(labels).toString(); };
    const auto twice = std::adjacent_find(labels.begin(), labels.end(),
                                          [](const LabelView& a, const LabelView& b) { return a.name == b.name; });
    const bool valid = std::all_of(labels.begin(), labels.end(), [](const LabelView& label) {
        return !label.name.empty() && isValidUtf8(label.name) && isValidUtf8(label.value);
    });
    if (!valid) return "invalid metric name or labels, got " + shown();
    if (twice != labels.end()) {
        return "invalid labels for series, labels " + shown() + ", duplicated label " + std::string(twice->name);
    }
    std::erase_if(labels, [](const LabelView& label) { return label.value.empty(); });
    return {};
}

/// "" when there is none.
std::string_view metricNameOf(std::span<const LabelView> labels)
{
    const auto found = std::find_if(labels.begin(), labels.end(),
                                    [](const LabelView& label) { return label.name == kMetricName; });
    return found == labels.end() ? std::string_view() : found->value;
}

}  // namespace

/// What a request comes to: samples of all its series, ready to be appended at once.
struct Receiver::Work {
    const WriteRequest& request;
    std::int64_t latestMs;  ///< samples behind it are refused
    WriteOutcome out{};

    struct Batch {
        std::vector<storage::SeriesRef> refs;
        std::vector<std::int64_t> times;
        std::vector<double> values;
        std::vector<HistogramPtr> histograms;
        std::vector<storage::StartZero> starts;

        void add(storage::SeriesRef ref, std::int64_t tMs, double value)
        {
            refs.push_back(ref);
            times.push_back(tMs);
            values.push_back(value);
        }
        [[nodiscard]] storage::SampleBatch view() const { return {0, refs, values, times, histograms, starts}; }
        /// How many samples each series has, when all have the same times, ascending; else 0.
        [[nodiscard]] std::size_t sharedTimes() const
        {
            std::size_t count = 0;
            while (count < refs.size() && refs[count] == refs[0]) ++count;
            if (count < 2 || count == refs.size() || refs.size() % count != 0) return 0;
            for (std::size_t i = 1; i < refs.size(); ++i) {
                const bool first = i % count == 0;
                if (!first && (refs[i] != refs[i - 1] || times[i] <= times[i - 1])) return 0;
                if (i >= count && times[i] != times[i - count]) return 0;
            }
            return count;
        }
    };
    Batch floats{};
    Batch histograms{};
    std::vector<Metadata> metadata{};
    std::vector<storage::ExemplarSample> exemplars{};
    std::vector<LabelView> labels{};
    std::uint64_t invalidLabels = 0;
    std::uint64_t reasons = 0;

    void refuse(std::string why)
    {
        if (++reasons <= kMostReasons) out.refused.push_back(std::move(why));
    }
};

WriteOutcome Receiver::write(const WriteRequest& request)
{
    Work work{request, m_clock.nowMs() + kMostAheadMs};
    work.floats.refs.reserve(request.samples.size());
    work.floats.times.reserve(request.samples.size());
    work.floats.values.reserve(request.samples.size());
    std::vector<std::uint64_t> hashes;
    hashes.reserve(request.series.size());
    for (const TimeSeries& series : request.series) {
        // What cannot be told is never known.
        hashes.push_back(series.error.empty() ? m_known.hashOf(series.labels.of(request.labels)) : 0);
    }
    const std::vector<storage::SeriesRef> known = m_known.find(hashes, m_store);
    for (std::size_t i = 0; i < request.series.size(); ++i) {
        take(request.series[i], known[i], hashes[i], work);
        if (!work.out.failed.empty()) return std::move(work.out);
    }
    m_metadata.note(request.version == Version::V1 ? request.metadata : work.metadata);
    work.out.samples = tell(appendFloats(work), work.floats.refs.size(), "sample", work);
    work.out.histograms = tell(m_store.append(work.histograms.view()), work.histograms.refs.size(), "histogram", work);
    work.out.exemplars = work.exemplars.size();
    m_store.appendExemplars(std::move(work.exemplars));
    m_invalidLabels += work.invalidLabels;
    if (work.reasons > kMostReasons) {
        work.out.refused.push_back("and " + std::to_string(work.reasons - kMostReasons) + " more");
    }
    if (const auto journaled = m_store.flush(); !journaled) {
        const Error& error = journaled.error();
        WriteOutcome failed;
        failed.failed = error.message + (error.where.empty() ? "" : " (" + error.where + ")");
        return failed;
    }
    m_samples += work.out.samples + work.out.histograms;
    return std::move(work.out);
}

/// Whether the labels are good: they are in `work` then, else it says why not.
bool Receiver::check(const TimeSeries& series, Work& work)
{
    const auto own = series.labels.of(work.request.labels);
    work.labels.assign(own.begin(), own.end());
    std::string bad = series.error.empty() ? prepare(work.labels) : series.error;
    if (bad.empty() && metricNameOf(work.labels).empty()) {
        bad = "invalid metric name or labels, got " + Labels::fromSorted(work.labels).toString();
    }
    if (bad.empty()) return true;
    work.invalidLabels += series.samples.size() + series.histograms.size();
    work.refuse(std::move(bad));
    return false;
}

void Receiver::take(const TimeSeries& series, storage::SeriesRef ref, std::uint64_t hash, Work& work)
{
    const auto own = series.labels.of(work.request.labels);
    const auto shown = [&] {
        work.labels.assign(own.begin(), own.end());
        (void)prepare(work.labels);
        return Labels::fromSorted(work.labels).toString();
    };
    if (ref == 0 && !check(series, work)) return;
    if (work.request.version == Version::V2 && series.samples.size() + series.histograms.size() == 0) {
        return work.refuse("TimeSeries must contain at least one sample or histogram for series " + shown());
    }
    if (ref == 0) {
        const auto created = m_store.series(Labels::fromSorted(work.labels));
        if (!created) {
            work.out.failed = created.error().message;
            return;
        }
        ref = *created;
        m_known.note(hash, ref);
    }
    for (const Metadata& said : series.metadata.of(work.request.metadata)) {
        work.metadata.push_back(said);
        work.metadata.back().metric = familyName(metricNameOf(own), said.type);
    }
    if (m_startZeros && series.startMs != 0) takeStart(series, ref, work);
    const auto ahead = [&](std::int64_t tMs) {
        if (tMs <= work.latestMs) return false;
        work.refuse("out of bounds: timestamp is too far in the future for series " + shown());
        return true;
    };
    for (const Sample& sample : series.samples.of(work.request.samples)) {
        if (!ahead(sample.tMs)) work.floats.add(ref, sample.tMs, sample.value);
    }
    for (const HistogramSample& sample : series.histograms.of(work.request.histograms)) {
        if (ahead(sample.tMs)) continue;
        if (!sample.error.empty()) {
            work.refuse(sample.error + " for series " + shown());
            continue;
        }
        work.histograms.add(ref, sample.tMs, sample.histogram ? 0 : staleMarker());
        work.histograms.histograms.push_back(sample.histogram);
    }
    takeExemplars(series, ref, work);
}

void Receiver::takeStart(const TimeSeries& series, storage::SeriesRef ref, Work& work)
{
    const auto samples = series.samples.of(work.request.samples);
    const auto histograms = series.histograms.of(work.request.histograms);
    const std::int64_t firstMs = !samples.empty() ? samples.front().tMs : histograms.front().tMs;
    if (firstMs == 0 || series.startMs >= firstMs) return;
    {
        // Long-lived counters say the same for ever.
        const MutexLock lock(m_startMutex);
        if (m_starts.size() > kMostStarts) m_starts.clear();
        std::int64_t& known = m_starts[ref];
        if (std::exchange(known, series.startMs) == series.startMs) return;
    }
    auto& starts = samples.empty() ? work.histograms.starts : work.floats.starts;
    const HistogramPtr first = samples.empty() ? histograms.front().histogram : nullptr;
    if (samples.empty() && !first) return;  // a staleness marker
    starts.push_back({ref, series.startMs, first ? std::make_shared<const FloatHistogram>(first->atStart()) : nullptr});
}

/// Bad exemplars are refused with a word when their labels cannot be told, and else without: no sample is worse for it.
void Receiver::takeExemplars(const TimeSeries& series, storage::SeriesRef ref, Work& work) const
{
    for (const Exemplar& exemplar : series.exemplars.of(work.request.exemplars)) {
        if (!exemplar.error.empty()) {
            work.refuse("parsing exemplar: " + exemplar.error);
            continue;
        }
        const auto own = exemplar.labels.of(work.request.labels);
        work.labels.assign(own.begin(), own.end());
        if (exemplar.tMs > work.latestMs || !prepare(work.labels).empty()) continue;
        work.exemplars.push_back({ref, exemplar.tMs, exemplar.value, Labels::fromSorted(work.labels)});
    }
}

/// History comes as many samples of many series at the same times: taken time by time they become whole rows of the
/// head.
storage::AppendResult Receiver::appendFloats(const Work& work) const
{
    const Work::Batch& floats = work.floats;
    const std::size_t count = floats.sharedTimes();
    if (count == 0) return m_store.append(floats.view());
    std::vector<storage::SeriesRef> refs;
    for (std::size_t i = 0; i < floats.refs.size(); i += count) refs.push_back(floats.refs[i]);
    storage::AppendResult out;
    std::vector<double> row(refs.size());
    const std::span<const storage::StartZero> starts = floats.starts;
    const std::span<const storage::StartZero> noStarts;
    for (std::size_t step = 0; step < count; ++step) {
        for (std::size_t i = 0; i < refs.size(); ++i) row[i] = floats.values[i * count + step];
        const storage::AppendResult done = m_store.append(
            {floats.times[step], refs, row, {}, {}, step == 0 ? starts : noStarts});
        out.appended += done.appended;
        out.outOfOrder += done.outOfOrder;
        out.duplicate += done.duplicate;
        out.outOfBounds += done.outOfBounds;
    }
    return out;
}

std::uint64_t Receiver::tell(const storage::AppendResult& result, std::size_t sent, std::string_view what,
                             Work& work) const
{
    const auto refuse = [&](std::uint32_t count, const char* why) {
        if (count == 0) return;
        work.refuse(std::string(why) + " (" + std::to_string(count) + " of " + std::to_string(sent) + " " +
                    std::string(what) + "s)");
    };
    refuse(result.outOfOrder, "out of order sample");
    refuse(result.duplicate, "duplicate sample for timestamp");
    refuse(result.outOfBounds, "out of bounds");
    return sent - result.outOfOrder - result.duplicate - result.outOfBounds;
}

ReceiverCounts Receiver::counts() const { return {m_samples.load(), m_invalidLabels.load()}; }

}  // namespace watchglass::remotewrite
