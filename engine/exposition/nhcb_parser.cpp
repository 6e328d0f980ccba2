#include "engine/exposition/nhcb_parser.h"

#include <algorithm>
#include <cmath>

#include "engine/base/go_float.h"
#include "engine/base/hash.h"

namespace watchglass::exposition {

namespace {

constexpr std::string_view kBucketLabel = "le";

std::string_view valueOf(const std::vector<LabelView>& labels, std::string_view name)
{
    const auto at = std::find_if(labels.begin(), labels.end(), [&](const LabelView& l) { return l.name == name; });
    return at == labels.end() ? std::string_view() : at->value;
}

}  // namespace

/// Of all labels that the series of a classic histogram share.
std::uint64_t NhcbParser::hashOfLabels() const
{
    std::string text;
    for (const LabelView& label : m_labels) {
        if (label.name == kMetricName || label.name == kBucketLabel) continue;
        for (const std::string_view part : {label.name, label.value}) {
            text += std::to_string(part.size()) + ':';
            text += part;
        }
    }
    return hashBytes(text);
}

Result<Entry> NhcbParser::next()
{
    if (m_state == State::Emitting) {
        m_state = State::Idle;
        const bool converted = m_entry == Entry::Series && collect();
        if (!converted || m_options.keepClassic) return show(m_entry, converted);
    }
    for (;;) {
        const auto entry = m_inner->next();
        if (!entry) return entry;
        m_entry = *entry;
        if (m_entry == Entry::Series) {
            m_inner->labels(m_labels);
            if (startOfAnother() && emit()) return Entry::Histogram;
            const bool converted = m_state != State::Inhibited && collect();
            if (converted && !m_options.keepClassic) continue;
            return show(m_entry, converted);
        }
        if (m_entry == Entry::Type) m_typedName = m_inner->metric();
        if (emit()) return Entry::Histogram;
        if (m_entry == Entry::Histogram) {
            m_inner->labels(m_labels);
            m_name = valueOf(m_labels, kMetricName);
            m_hash = hashOfLabels();
            m_state = State::Inhibited;
        }
        return show(m_entry, false);
    }
}

/// Whether the series does not belong to the histogram before it.
bool NhcbParser::startOfAnother()
{
    if (m_state == State::Idle) return false;
    const bool same = m_inner->type() == MetricType::Histogram &&
                      classicName(valueOf(m_labels, kMetricName)).base == m_name && hashOfLabels() == m_hash;
    if (!same && m_state == State::Inhibited) m_state = State::Idle;
    return !same;
}

/// Takes the inner parser's series into the classic histogram. False when it is no part of one.
bool NhcbParser::collect()
{
    if (m_inner->type() != MetricType::Histogram) return false;
    const ClassicName name = classicName(valueOf(m_labels, kMetricName));
    if (name.part == ClassicPart::None || name.base != m_typedName) return false;
    double bound = 0;
    if (name.part == ClassicPart::Bucket) {
        const auto parsed = parseFloat(valueOf(m_labels, kBucketLabel));
        if (!parsed || std::isnan(*parsed)) return false;
        bound = *parsed;
    }
    if (m_state != State::Collecting) {
        m_state = State::Collecting;
        m_name = name.base;
        m_hash = hashOfLabels();
        m_startMs = m_options.skipCreatedSeries ? m_inner->startTimestampMs() : 0;
        m_histogramLabels.clear();
        for (const LabelView& label : m_labels) {
            if (label.name == kBucketLabel) continue;
            m_histogramLabels.emplace_back(label.name, label.name == kMetricName ? name.base : label.value);
        }
    }
    m_tMs = m_inner->timestampMs();
    keepExemplars();
    switch (name.part) {
    case ClassicPart::Bucket: m_classic.addBucket(bound, m_inner->value()); break;
    case ClassicPart::Count: m_classic.setCount(m_inner->value()); break;
    case ClassicPart::Sum: m_classic.setSum(m_inner->value()); break;
    case ClassicPart::None: break;
    }
    return true;
}

void NhcbParser::keepExemplars()
{
    for (const Exemplar& exemplar : m_inner->exemplars()) {
        KeptExemplar& kept = m_kept.emplace_back();
        for (const LabelView& label : exemplar.labels) kept.labels.emplace_back(label.name, label.value);
        kept.value = exemplar.value;
        kept.tMs = exemplar.tMs;
    }
}

/// Shows the collected histogram as the entry. False when there is none or it cannot be converted.
bool NhcbParser::emit()
{
    if (m_state != State::Collecting) return false;
    auto converted = m_classic.convert();
    m_classic.clear();
    m_shown = std::exchange(m_kept, {});
    m_state = State::Idle;
    if (!converted || !converted->histogram.validate(converted->integer)) return false;
    beginEntry();
    m_state = State::Emitting;
    m_type = MetricType::Histogram;
    m_histogram = std::make_shared<FloatHistogram>(std::move(converted->histogram));
    m_integerHistogram = converted->integer;
    m_timestampMs = m_tMs;
    for (const KeptExemplar& kept : m_shown) {
        Exemplar& exemplar = m_exemplars.emplace_back();
        for (const auto& [name, value] : kept.labels) exemplar.labels.push_back({name, value});
        exemplar.value = kept.value;
        exemplar.tMs = kept.tMs;
    }
    return true;
}

/// Shows the inner parser's entry as ours. The exemplars of a converted series belong to its histogram.
Result<Entry> NhcbParser::show(Entry entry, bool converted)
{
    beginEntry();
    m_metric = m_inner->metric();
    m_text = m_inner->text();
    m_type = m_inner->type();
    m_value = m_inner->value();
    m_timestampMs = m_inner->timestampMs();
    if (!converted) m_exemplars = m_inner->exemplars();
    m_histogram = m_inner->histogram();
    m_integerHistogram = m_inner->integerHistogram();
    return entry;
}

std::int64_t NhcbParser::startTimestampMs()
{
    if (m_state == State::Collecting || m_state == State::Emitting) return m_startMs;
    return m_inner->startTimestampMs();
}

void NhcbParser::labels(std::vector<LabelView>& out)
{
    if (m_state != State::Emitting) {
        out = m_labels;
        return;
    }
    out.clear();
    for (const auto& [name, value] : m_histogramLabels) out.push_back({name, value});
}

}  // namespace watchglass::exposition
