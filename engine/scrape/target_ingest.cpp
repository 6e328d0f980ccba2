#include "engine/scrape/target_ingest.h"

#include <algorithm>
#include <array>

namespace watchglass::scrape {

namespace {

constexpr std::array<std::string_view, 5> kReportNames{"up", "scrape_duration_seconds", "scrape_samples_scraped",
                                                       "scrape_samples_post_metric_relabeling", "scrape_series_added"};
constexpr std::array<std::string_view, 3> kExtraReportNames{"scrape_timeout_seconds", "scrape_sample_limit",
                                                            "scrape_body_size_bytes"};

/// Stands for lines beyond sample_limit, which fail the scrape: they must not create series in the store.
constexpr std::uint64_t kBeyondLimit = ~std::uint32_t{0};

/// A target that invents metric names with every scrape must not grow our memory without end.
constexpr std::size_t kMaxMetadata = 50'000;
constexpr std::size_t kMaxHelpBytes = 4096;
constexpr std::size_t kMostLostStarts = 1000;

/// The memory of the last scrape of this thread, for its next one of whatever target.
exposition::ScrapeColumns& spareColumns()
{
    thread_local exposition::ScrapeColumns columns;
    return columns;
}

}  // namespace

void TargetIngest::adopt(const std::shared_ptr<const IngestSettings>& settings)
{
    if (m_settings == settings) return;
    const auto optionsOf = [](const IngestSettings& from) {
        return exposition::ScrapeCache::Options{from.honorTimestamps, from.trackTimestampsStaleness, from.parser};
    };
    if (!m_cache || !m_settings || optionsOf(*m_settings) != optionsOf(*settings)) {
        if (m_cache) {
            const auto live = m_cache->takeLive();
            m_orphans.insert(m_orphans.end(), live.begin(), live.end());
        }
        m_cache = std::make_unique<exposition::ScrapeCache>(optionsOf(*settings));
    } else if (m_settings->lineRulesId != settings->lineRulesId) {
        m_cache->forgetLines();
    }
    if (m_settings &&
        (m_settings->extraMetrics != settings->extraMetrics || m_settings->labels.target != settings->labels.target)) {
        m_reportRefs.clear();
    }
    m_settings = settings;
}

void TargetIngest::checkRefs()
{
    if (m_sink.forgetting() == m_forgetting) return;
    m_forgetting = m_sink.forgetting();
    if (!m_sink.keep(m_reportRefs)) m_reportRefs.clear();
    std::vector<storage::SeriesRef> refs = m_cache->refs();
    std::erase(refs, kBeyondLimit);
    if (m_sink.keep(refs)) return;
    (void)m_cache->takeLive();  // they ended long ago
    m_cache->forgetLines();
}

IngestReport TargetIngest::ingest(const std::shared_ptr<const IngestSettings>& settings, const ScrapeResult& result,
                                  std::int64_t tMs, std::int64_t steadyStartNs, const Clock& clock,
                                  const std::stop_token& stop)
{
    adopt(settings);
    checkRefs();
    m_stop = stop;
    IngestReport report;
    report.error = result.error;
    std::swap(m_columns, spareColumns());
    m_columns.clear();
    m_exemplars.clear();
    m_scrapeMs = tMs;
    // An empty body is an empty scrape, not an error: only its series end.
    if (report.error.empty() && !result.body.empty()) {
        if (const auto ok = parseBody(result, report); !ok) {
            report.error = ok.error().message;
            if (!ok.error().where.empty()) report.error += " (" + ok.error().where + ")";
            m_columns.clear();
            m_exemplars.clear();
            for (const storage::StartZero& start : m_starts) m_startOf.erase(start.ref);
            m_starts.clear();
        }
    }
    if (!report.error.empty() || result.body.empty()) {
        m_columns.gone = m_cache->takeLive();
    }
    addGone();
    // Series with times of their own go without a word. What is forgotten is told again.
    if (m_startOf.size() > 2 * m_columns.refs.size() + kMostLostStarts) m_startOf.clear();
    const double seconds = static_cast<double>(clock.steadyNs() - steadyStartNs) / 1e9;
    if (resolveReportRefs()) addReport(report, result, seconds);
    report.appended = store(tMs);
    forgetScrape();
    return report;
}

Result<void> TargetIngest::parseBody(const ScrapeResult& result, IngestReport& report)
{
    const auto negotiated = exposition::negotiate(result.contentType, m_settings->fallback);
    if (!negotiated.format) return fail(ErrorCode::InvalidInput, negotiated.message);
    m_newRefs.clear();
    m_newTexts.clear();
    m_resolved = 0;
    const bool wasLive = m_cache->isLive();
    const auto parsed = m_cache->parse(result.body, *negotiated.format, *this, m_columns);
    // Prometheus counts spellings: one series with its labels in two orders is two.
    report.seriesAdded = m_newTexts.size();
    report.scraped = m_columns.scraped;
    report.added = m_columns.added;
    if (!parsed) return parsed;
    if (auto limited = limitHistograms(); !limited) {
        m_orphans = m_cache->takeLive();
        m_orphans.insert(m_orphans.end(), m_columns.gone.begin(), m_columns.gone.end());
        return limited;
    }
    if (m_hasRepeats || newOnesRepeat()) dropRepeatedSeries();
    const std::uint64_t limit = m_settings->labels.limits.samples;
    if (limit > 0 && m_columns.refs.size() > limit) {
        const auto counted = m_columns.refs.begin() + static_cast<std::ptrdiff_t>(limit);
        report.seriesAdded = static_cast<std::size_t>(
            std::count_if(m_columns.refs.begin(), counted, [&](std::uint64_t ref) { return m_newRefs.contains(ref); }));
        // What was live before ends; what is new in this scrape never had a sample.
        m_orphans.insert(m_orphans.end(), m_columns.gone.begin(), m_columns.gone.end());
        for (const std::uint64_t ref : m_cache->takeLive()) {
            if (wasLive && !m_newRefs.contains(ref)) m_orphans.push_back(ref);
        }
        // Lines beyond the limit that have no series yet have to be asked for again.
        if (m_newRefs.contains(kBeyondLimit)) m_cache->forgetLines();
        return fail(ErrorCode::Limit, "sample limit exceeded");
    }
    return {};
}

Result<std::uint64_t> TargetIngest::resolve(const Labels& labels, const exposition::LineNotes& notes)
{
    if (m_stop.stop_requested()) return fail(ErrorCode::Cancelled, "scrape cancelled");
    const auto series = seriesLabels(labels, m_settings->labels, notes.emptyNames);
    if (!series) return tl::make_unexpected(series.error());
    if (series->empty()) return 0;
    if (notes.repeatedName) return fail(ErrorCode::InvalidInput, "label name is not unique: invalid sample");
    const std::uint64_t limit = m_settings->labels.limits.samples;
    if (++m_resolved > limit && limit > 0) {
        m_newRefs.insert(kBeyondLimit);
        return kBeyondLimit;
    }
    auto ref = m_sink.series(*series);
    if (ref) {
        m_newRefs.insert(*ref);
        m_newTexts.insert(notes.hash);
    }
    return ref;
}

/// Makes histograms coarser than their target sends them, as the configuration asks.
Result<void> TargetIngest::limitHistograms()
{
    const std::uint64_t limit = m_settings->bucketLimit;
    const auto tooMany = [&](const FloatHistogram& h) {
        return limit > 0 && h.positiveBuckets.size() + h.negativeBuckets.size() > limit;
    };
    for (HistogramPtr& histogram : m_columns.histograms) {
        if (!histogram) continue;
        const bool tooFine = !histogram->usesCustomBuckets() && histogram->schema > m_settings->finestSchema;
        if (!tooFine && !tooMany(*histogram)) continue;
        FloatHistogram coarser = *histogram;
        coarser.reduceTo(m_settings->finestSchema);
        while (tooMany(coarser)) {
            if (coarser.usesCustomBuckets() || coarser.schema <= IngestSettings::kCoarsestSchema) {
                return fail(ErrorCode::Limit, "histogram bucket limit exceeded");
            }
            coarser.reduceTo(coarser.schema - 1);
        }
        histogram = std::make_shared<const FloatHistogram>(std::move(coarser));
    }
    return {};
}

/// Whether a series that was resolved in this scrape stands in it more than once: others cannot have become so.
bool TargetIngest::newOnesRepeat() const
{
    if (m_newRefs.empty()) return false;
    std::uint64_t filter = 0;
    for (const std::uint64_t ref : m_newRefs) filter |= std::uint64_t{1} << (ref % 64);
    const auto isNew = [&](std::uint64_t ref) {
        return ref != kBeyondLimit && (filter >> (ref % 64) & 1) != 0 && m_newRefs.contains(ref);
    };
    const auto found = std::count_if(m_columns.refs.begin(), m_columns.refs.end(), isNew);
    return static_cast<std::size_t>(found) > m_newRefs.size() - m_newRefs.count(kBeyondLimit);
}

void TargetIngest::dropRepeatedSeries()
{
    // The first sample of a series wins, as in Prometheus; lines beyond the limit only count.
    std::unordered_set<std::uint64_t> seen;
    seen.reserve(m_columns.refs.size());
    std::size_t kept = 0;
    m_hasRepeats = false;
    for (std::size_t i = 0; i < m_columns.refs.size(); ++i) {
        const bool ownTime = !m_columns.times.empty() && m_columns.times[i] != exposition::kNoTime;
        const bool fresh = m_columns.refs[i] == kBeyondLimit || seen.insert(m_columns.refs[i]).second;
        if (!fresh && !ownTime) {
            m_hasRepeats = true;
            continue;
        }
        m_columns.refs[kept] = m_columns.refs[i];
        m_columns.values[kept] = m_columns.values[i];
        if (!m_columns.histograms.empty()) m_columns.histograms[kept] = m_columns.histograms[i];
        if (!m_columns.times.empty()) m_columns.times[kept] = m_columns.times[i];
        ++kept;
    }
    m_columns.refs.resize(kept);
    m_columns.values.resize(kept);
    if (!m_columns.times.empty()) m_columns.times.resize(kept);
    if (!m_columns.histograms.empty()) m_columns.histograms.resize(kept);
}

void TargetIngest::addGone()
{
    if (!m_orphans.empty()) {
        const std::unordered_set<std::uint64_t> present(m_columns.refs.begin(), m_columns.refs.end());
        for (const std::uint64_t ref : m_orphans) {
            if (!present.contains(ref)) m_columns.gone.push_back(ref);
        }
        m_orphans.clear();
    }
    for (const std::uint64_t ref : m_columns.gone) {
        if (ref == kBeyondLimit) continue;
        m_startOf.erase(ref);
        m_columns.refs.push_back(ref);
        m_columns.values.push_back(staleMarker());
        if (!m_columns.times.empty()) m_columns.times.push_back(exposition::kNoTime);
    }
}

bool TargetIngest::resolveReportRefs()
{
    if (!m_reportRefs.empty()) return true;
    std::vector<storage::SeriesRef> refs;
    const auto add = [&](std::string_view name) {
        const auto ref = m_sink.series(reportLabels(name, m_settings->labels.target));
        if (ref) refs.push_back(*ref);
        return ref.has_value();
    };
    for (const auto name : kReportNames) {
        if (!add(name)) return false;
    }
    if (m_settings->extraMetrics) {
        for (const auto name : kExtraReportNames) {
            if (!add(name)) return false;
        }
    }
    m_reportRefs = std::move(refs);
    return true;
}

void TargetIngest::addReport(const IngestReport& report, const ScrapeResult& result, double seconds)
{
    std::vector<double> values{report.error.empty() ? 1.0 : 0.0, seconds, static_cast<double>(report.scraped),
                               static_cast<double>(report.added), static_cast<double>(report.seriesAdded)};
    if (m_settings->extraMetrics) {
        values.push_back(static_cast<double>(m_settings->timeout.count()) / 1e3);
        values.push_back(static_cast<double>(m_settings->labels.limits.samples));
        values.push_back(result.tooLarge ? -1.0 : static_cast<double>(result.body.size()));
    }
    m_columns.refs.insert(m_columns.refs.end(), m_reportRefs.begin(), m_reportRefs.end());
    m_columns.values.insert(m_columns.values.end(), values.begin(), values.end());
    if (!m_columns.times.empty()) m_columns.times.resize(m_columns.refs.size(), exposition::kNoTime);
}

storage::AppendResult TargetIngest::store(std::int64_t tMs)
{
    if (m_columns.refs.empty()) return {};
    std::replace(m_columns.times.begin(), m_columns.times.end(), exposition::kNoTime, tMs);
    if (!m_columns.histograms.empty()) m_columns.histograms.resize(m_columns.refs.size());
    if (!m_exemplars.empty()) m_sink.appendExemplars(std::exchange(m_exemplars, {}));
    return m_sink.append({tMs, m_columns.refs, m_columns.values, m_columns.times, m_columns.histograms, m_starts});
}

void TargetIngest::endOfRun(std::int64_t tMs)
{
    m_columns.clear();
    if (m_cache) m_columns.gone = m_cache->takeLive();
    addGone();
    m_columns.refs.insert(m_columns.refs.end(), m_reportRefs.begin(), m_reportRefs.end());
    m_columns.values.resize(m_columns.refs.size(), staleMarker());
    (void)store(tMs);
    forgetScrape();
}

/// Between scrapes a target keeps what it knows of its lines and nothing else: there are many targets.
void TargetIngest::forgetScrape()
{
    std::swap(m_columns, spareColumns());
    m_columns = {};
    m_starts = {};
    if (m_newRefs.bucket_count() > 1) m_newRefs = {};
    if (m_newTexts.bucket_count() > 1) m_newTexts = {};
}

void TargetIngest::started(std::uint64_t ref, std::int64_t startMs, std::int64_t ownMs, const FloatHistogram* histogram)
{
    const std::int64_t sampleMs = ownMs == exposition::kNoTime ? m_scrapeMs : ownMs;
    if (ref == kBeyondLimit || startMs >= sampleMs) return;
    // Long-lived counters say the same for ever.
    std::int64_t& known = m_startOf[ref];
    if (std::exchange(known, startMs) == startMs) return;
    m_starts.push_back(
        {ref, startMs, histogram ? std::make_shared<const FloatHistogram>(histogram->atStart()) : nullptr});
}

void TargetIngest::exemplar(std::uint64_t ref, const exposition::Exemplar& exemplar)
{
    if (ref == kBeyondLimit) return;
    std::vector<std::pair<std::string, std::string>> labels;
    for (const LabelView& label : exemplar.labels) labels.emplace_back(label.name, label.value);
    m_exemplars.push_back(
        {ref, exemplar.tMs.value_or(m_scrapeMs), exemplar.value, Labels::fromPairs(std::move(labels))});
}

void TargetIngest::metadata(exposition::Entry entry, std::string_view metric, exposition::MetricType type,
                            std::string_view text)
{
    const MutexLock lock(m_metaMutex);
    auto found = m_meta.find(metric);
    if (found == m_meta.end()) {
        if (m_meta.size() >= kMaxMetadata) return;
        found = m_meta.emplace(std::string(metric), Meta{}).first;
    }
    if (entry == exposition::Entry::Type) found->second.type = type;
    if (entry == exposition::Entry::Help) found->second.help = text.substr(0, kMaxHelpBytes);
    if (entry == exposition::Entry::Unit) found->second.unit = text;
}

std::vector<MetricMetadata> TargetIngest::metadata() const
{
    const MutexLock lock(m_metaMutex);
    std::vector<MetricMetadata> out;
    out.reserve(m_meta.size());
    for (const auto& [name, meta] : m_meta) out.push_back({name, meta.type, meta.help, meta.unit, {}});
    return out;
}

}  // namespace watchglass::scrape
