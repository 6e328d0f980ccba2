#include "engine/exposition/scrape_cache.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>

#include "engine/base/seeded_hash.h"
#include "engine/exposition/number.h"
#include "engine/exposition/spelling.h"
#include "engine/model/sample.h"

namespace watchglass::exposition {

namespace {

/// How many lines behind the expected one are tried before the full parser.
constexpr std::size_t kLookAhead = 4;
/// Longer prefixes (pages of comments) are not tried by position: a target could make every line pay for the hash
/// of a long one.
constexpr std::size_t kMaxPrefix = 4096;

const SeededHash& prefixHash()
{
    static const SeededHash hash;
    return hash;
}

/// The value text of a line whose prefix is known, when the line ends behind it. False: the full parser decides.
bool knownLineValue(const char*& at, const char* end, double& value)
{
    const char* p = at;
    if (!parseSimpleDecimal(p, end, value) || p == end || *p != '\n') {
        p = at;
        while (p < end && *p != '\n') {
            if (*p == ' ' || *p == '\t' || *p == '\0' || *p == '{') return false;
            ++p;
        }
        if (p == end || p == at) return false;
        const auto parsed = parseNumber({at, static_cast<std::size_t>(p - at)});
        if (!parsed) return false;
        value = std::isnan(*parsed) ? std::bit_cast<double>(kNormalNanBits) : *parsed;
    }
    at = p + 1;
    return true;
}

}  // namespace

void ScrapeColumns::clear()
{
    refs.clear();
    values.clear();
    histograms.clear();
    times.clear();
    gone.clear();
    scraped = 0;
    added = 0;
    resolved = 0;
}

/// One pass over one body.
class ScrapeCache::Run {
public:
    Run(ScrapeCache& cache, std::string_view body, Format format, ScrapeListener& listener, ScrapeColumns& out)
        : m_cache(cache), m_body(body), m_format(format), m_listener(listener), m_out(out)
    {
    }

    /// Line by line, with the help of the last scrape.
    [[nodiscard]] Result<void> run();
    /// Entry by entry: bodies in which positions tell nothing.
    [[nodiscard]] Result<void> runEntries();

private:
    /// What became of a position in the body.
    enum class Step : std::uint8_t { Sample, End };

    [[nodiscard]] bool matches(const Line& line) const;
    void fastLines();
    [[nodiscard]] bool skipVanished();
    [[nodiscard]] Result<Step> fullLine();
    [[nodiscard]] Result<Line> lineFor(std::uint64_t hash, std::size_t length, bool setsType);
    [[nodiscard]] Result<void> sample(std::uint64_t hash, std::size_t length, bool setsType);
    void tellStart(const Line& line, std::int64_t tMs);
    [[nodiscard]] std::uint64_t hashOfLabels();
    void push(const Line& line, double value, std::int64_t tMs);
    void keep(const Line& line);
    void diverge();
    [[nodiscard]] std::size_t find(std::uint64_t hash, MetricType type);
    void indexKnown();
    void commit();
    void addGone();

    ScrapeCache& m_cache;
    std::string_view m_body;
    Format m_format;
    ScrapeListener& m_listener;
    ScrapeColumns& m_out;
    std::unique_ptr<Parser> m_parser;
    std::vector<LabelView> m_labels;
    std::string m_key;

    std::size_t m_at = 0;  ///< byte in the body
    bool m_atLineStart = true;
    std::size_t m_index = 0;  ///< the line of the last scrape that is expected here
    MetricType m_type = MetricType::Unknown;
    bool m_diverged = false;    ///< m_lines is in use: this scrape differs from the last one
    std::vector<Line> m_lines;  ///< of this scrape
    /// By hash, open addressing: number + 1 of a line of the last scrape. Built when needed.
    std::vector<std::uint32_t> m_byHash;
};

bool ScrapeCache::Run::matches(const Line& line) const
{
    return line.length != 0 && line.length < m_body.size() - m_at && (line.setsType || line.type == m_type) &&
           prefixHash()(m_body.substr(m_at, line.length)) == line.hash;
}

void ScrapeCache::Run::push(const Line& line, double value, std::int64_t tMs)
{
    ++m_out.scraped;
    if (line.ref == 0) return;
    m_out.refs.push_back(line.ref);
    m_out.values.push_back(value);
    if (tMs != kNoTime && m_out.times.empty()) m_out.times.assign(m_out.refs.size() - 1, kNoTime);
    if (tMs != kNoTime || !m_out.times.empty()) m_out.times.push_back(tMs);
}

void ScrapeCache::Run::diverge()
{
    if (m_diverged) return;
    m_diverged = true;
    m_lines.reserve(m_cache.m_lines.size() + 16);
    m_lines.assign(m_cache.m_lines.begin(), m_cache.m_lines.begin() + static_cast<std::ptrdiff_t>(m_index));
}

/// Appends to the lines of this scrape once they differ from the last one's.
void ScrapeCache::Run::keep(const Line& line)
{
    if (m_diverged) m_lines.push_back(line);
}

/// The hot loop: as long as the lines are those of the last scrape.
void ScrapeCache::Run::fastLines()
{
    const std::vector<Line>& known = m_cache.m_lines;
    const char* const end = m_body.data() + m_body.size();
    while (m_index < known.size()) {
        const Line& line = known[m_index];
        if (line.ownTime || !matches(line)) return;
        const char* at = m_body.data() + m_at + line.length;
        double value = 0;
        if (!knownLineValue(at, end, value)) return;
        m_type = line.type;
        push(line, value, kNoTime);
        keep(line);
        m_at = static_cast<std::size_t>(at - m_body.data());
        ++m_index;
    }
}

/// Lines that the target no longer sends: goes on at one of the next few when it is the one here.
bool ScrapeCache::Run::skipVanished()
{
    const std::vector<Line>& known = m_cache.m_lines;
    for (std::size_t i = m_index + 1; i < known.size() && i <= m_index + kLookAhead; ++i) {
        if (!matches(known[i])) continue;
        diverge();
        m_index = i;
        return true;
    }
    return false;
}

std::size_t ScrapeCache::Run::find(std::uint64_t hash, MetricType type)
{
    const std::vector<Line>& known = m_cache.m_lines;
    // Mostly the line is where it was and only its value or time is out of the ordinary.
    if (m_index < known.size() && known[m_index].hash == hash && known[m_index].type == type) return m_index;
    if (m_byHash.empty()) indexKnown();
    const std::size_t mask = m_byHash.size() - 1;
    for (std::size_t slot = hash & mask; m_byHash[slot] != 0; slot = (slot + 1) & mask) {
        const std::size_t at = m_byHash[slot] - 1;
        if (known[at].hash == hash) return known[at].type == type ? at : known.size();
    }
    return known.size();
}

void ScrapeCache::Run::indexKnown()
{
    const std::vector<Line>& known = m_cache.m_lines;
    m_byHash.assign(std::bit_ceil(known.size() * 3 / 2 + 1), 0);
    const std::size_t mask = m_byHash.size() - 1;
    for (std::size_t i = 0; i < known.size(); ++i) {
        std::size_t slot = known[i].hash & mask;
        while (m_byHash[slot] != 0) slot = (slot + 1) & mask;
        m_byHash[slot] = static_cast<std::uint32_t>(i + 1);
    }
}

/// The line that the parser has just read.
Result<ScrapeCache::Line> ScrapeCache::Run::lineFor(std::uint64_t hash, std::size_t length, bool setsType)
{
    Line line;
    line.hash = hash;
    line.type = m_type;
    line.setsType = setsType;
    // Only where the byte behind the prefix cannot be read as part of it.
    const char last = length > 0 ? m_body[m_at + length - 1] : '\0';
    const bool closed = last == ' ' || last == '}' || (last == '\t' && m_format == Format::Text);
    if (closed && length <= kMaxPrefix) line.length = static_cast<std::uint16_t>(length);
    LineNotes notes;
    notes.hash = hash;
    const Labels labels = m_parser->labels(&notes.repeatedName, &notes.emptyNames);
    ++m_out.resolved;
    const auto ref = m_listener.resolve(labels, notes);
    if (!ref) {
        ++m_out.scraped;  // it has been read
        return tl::make_unexpected(ref.error());
    }
    line.ref = static_cast<std::uint32_t>(*ref);
    return line;
}

/// Takes the sample that the parser has just read.
Result<void> ScrapeCache::Run::sample(std::uint64_t hash, std::size_t length, bool setsType)
{
    const std::size_t known = find(hash, m_type);
    const std::int64_t tMs = m_cache.m_options.honorTimestamps ? m_parser->timestampMs().value_or(kNoTime) : kNoTime;
    const bool ownTime = tMs != kNoTime;

    Line line;
    if (known < m_cache.m_lines.size()) {
        line = m_cache.m_lines[known];
        if (known != m_index || line.ownTime != ownTime) diverge();
        line.ownTime = ownTime;
        m_index = known + 1;
    } else {
        auto created = lineFor(hash, length, setsType);
        if (!created) return tl::make_unexpected(created.error());
        line = *created;
        line.ownTime = ownTime;
        diverge();
    }
    push(line, m_parser->value(), tMs);
    keep(line);
    if (line.ref != 0) {
        if (m_cache.m_options.parser.skipCreatedSeries) tellStart(line, tMs);
        for (const Exemplar& exemplar : m_parser->exemplars()) m_listener.exemplar(line.ref, exemplar);
    }
    return {};
}

void ScrapeCache::Run::tellStart(const Line& line, std::int64_t tMs)
{
    const std::int64_t startMs = m_parser->startTimestampMs();
    if (startMs != 0) m_listener.started(line.ref, startMs, tMs, m_parser->histogram().get());
}

Result<ScrapeCache::Run::Step> ScrapeCache::Run::fullLine()
{
    if (!m_parser) {
        m_parser = createParser(m_body, m_format);
    }
    if (m_atLineStart) m_parser->seek(m_at, m_type);
    bool setsType = false;
    for (;;) {
        const auto entry = m_parser->next();
        if (!entry) return tl::make_unexpected(entry.error());
        if (*entry == Entry::End) return Step::End;
        if (*entry == Entry::Series) break;
        if (*entry == Entry::Type) setsType = true;
        if (*entry != Entry::Comment) {
            m_listener.metadata(*entry, m_parser->metric(), m_parser->type(), m_parser->text());
        }
    }
    m_type = m_parser->type();
    const std::size_t length = m_parser->valueOffset() - m_at;
    if (auto done = sample(prefixHash()(m_body.substr(m_at, length)), length, setsType); !done) {
        return tl::make_unexpected(done.error());
    }
    // OpenMetrics lines with rubbish behind the value are accepted and fail as the start of the next entry. Then the
    // parser goes on in its own state, and no known line may be seen there.
    m_at = std::min(m_parser->offset(), m_body.size());
    m_atLineStart = m_parser->offset() > m_body.size() || m_body[m_at - 1] == '\n';
    return Step::Sample;
}

Result<void> ScrapeCache::Run::run()
{
    m_out.refs.reserve(m_cache.m_lines.size());
    m_out.values.reserve(m_cache.m_lines.size());
    for (;;) {
        if (m_atLineStart) {
            fastLines();
            const bool lineIsHere = m_index < m_cache.m_lines.size() && matches(m_cache.m_lines[m_index]);
            if (!lineIsHere && skipVanished()) continue;
        }
        const auto step = fullLine();
        if (!step) return tl::make_unexpected(step.error());
        if (*step == Step::End) break;
    }
    if (m_index < m_cache.m_lines.size()) diverge();
    commit();
    return {};
}

std::uint64_t ScrapeCache::Run::hashOfLabels()
{
    m_parser->labels(m_labels);
    return hashOfSpelling(m_labels, prefixHash(), m_key);
}

Result<void> ScrapeCache::Run::runEntries()
{
    m_parser = createParser(m_body, m_format, m_cache.m_options.parser);
    for (;;) {
        const auto entry = m_parser->next();
        if (!entry) return tl::make_unexpected(entry.error());
        if (*entry == Entry::End) break;
        if (*entry == Entry::Comment) continue;
        if (*entry != Entry::Series && *entry != Entry::Histogram) {
            m_listener.metadata(*entry, m_parser->metric(), m_parser->type(), m_parser->text());
            continue;
        }
        if (*entry == Entry::Histogram) {
            const auto valid = m_parser->histogram()->validate(m_parser->integerHistogram());
            if (!valid) return tl::make_unexpected(valid.error());
        }
        const std::size_t samples = m_out.refs.size();
        if (auto done = sample(hashOfLabels(), 0, false); !done) return done;
        if (*entry == Entry::Histogram && m_out.refs.size() > samples) {
            m_out.histograms.resize(m_out.refs.size());
            m_out.histograms.back() = m_parser->histogram();
        }
    }
    if (m_index < m_cache.m_lines.size()) diverge();
    if (!m_out.histograms.empty()) m_out.histograms.resize(m_out.refs.size());
    commit();
    return {};
}

void ScrapeCache::Run::commit()
{
    const bool wasLive = m_cache.m_live && m_cache.m_orphans.empty();
    if (!m_diverged && wasLive) return;
    if (wasLive) addGone();
    std::vector<std::uint64_t> before;
    if (!wasLive) before = m_cache.takeLive();
    if (m_diverged) {
        if (m_lines.capacity() > m_lines.size() + m_lines.size() / 8) m_lines.shrink_to_fit();
        m_cache.m_lines = std::move(m_lines);
    }
    m_cache.m_live = true;
    if (before.empty()) return;
    const std::vector<std::uint64_t> now = m_cache.liveRefs(m_cache.m_lines);
    std::set_difference(before.begin(), before.end(), now.begin(), now.end(), std::back_inserter(m_out.gone));
}

/// The series of the last scrape's lines that no line of this one has. Nearly all lines are where they were.
void ScrapeCache::Run::addGone()
{
    std::vector<std::uint64_t>& gone = m_out.gone;
    std::size_t at = 0;
    for (const Line& before : m_cache.m_lines) {
        if (!m_cache.ends(before)) continue;
        std::size_t here = at;
        const std::size_t end = std::min(m_lines.size(), at + 1 + kLookAhead);
        while (here < end && m_lines[here].ref != before.ref) ++here;
        if (here < end && m_cache.ends(m_lines[here])) {
            at = here + 1;
        } else {
            gone.push_back(before.ref);
        }
    }
    if (gone.empty()) return;
    std::sort(gone.begin(), gone.end());
    gone.erase(std::unique(gone.begin(), gone.end()), gone.end());
    // Of these some stand elsewhere.
    std::uint64_t filter = 0;
    for (const std::uint64_t ref : gone) filter |= std::uint64_t{1} << (ref % 64);
    std::vector<std::uint64_t> there;
    for (const Line& line : m_lines) {
        if ((filter >> (line.ref % 64) & 1) == 0 || !m_cache.ends(line)) continue;
        if (std::binary_search(gone.begin(), gone.end(), line.ref)) there.push_back(line.ref);
    }
    if (there.empty()) return;
    std::sort(there.begin(), there.end());
    std::erase_if(gone, [&](std::uint64_t ref) { return std::binary_search(there.begin(), there.end(), ref); });
}

Result<void> ScrapeCache::parse(std::string_view body, Format format, ScrapeListener& listener, ScrapeColumns& out)
{
    out.clear();
    // The same bytes may mean something else in the other format.
    if (format != m_format) forgetLines();
    m_format = format;
    Run run(*this, body, format, listener, out);
    const ParserOptions& parser = m_options.parser;
    const bool asksStarts = parser.skipCreatedSeries && format == Format::OpenMetrics;
    const bool byLine = format != Format::Protobuf && !parser.convertClassicToNhcb && !asksStarts;
    auto done = byLine ? run.run() : run.runEntries();
    const std::size_t scraped = out.scraped;
    const std::size_t added = out.refs.size();
    if (!done) out.clear();
    out.scraped = scraped;
    out.added = added;
    return done;
}

std::vector<std::uint64_t> ScrapeCache::liveRefs(const std::vector<Line>& lines) const
{
    std::vector<std::uint64_t> refs;
    refs.reserve(lines.size());
    for (const Line& line : lines) {
        if (ends(line)) refs.push_back(line.ref);
    }
    std::sort(refs.begin(), refs.end());
    refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
    return refs;
}

std::vector<std::uint64_t> ScrapeCache::takeLive()
{
    std::vector<std::uint64_t> live = m_live ? liveRefs(m_lines) : std::vector<std::uint64_t>();
    if (!m_orphans.empty()) {
        std::vector<std::uint64_t> both;
        std::set_union(live.begin(), live.end(), m_orphans.begin(), m_orphans.end(), std::back_inserter(both));
        live = std::move(both);
        m_orphans.clear();
    }
    m_live = false;
    return live;
}

void ScrapeCache::forgetLines()
{
    m_orphans = takeLive();
    m_lines.clear();
}

std::vector<std::uint64_t> ScrapeCache::refs() const
{
    std::vector<std::uint64_t> out;
    out.reserve(m_lines.size());
    for (const Line& line : m_lines) {
        if (line.ref != 0) out.push_back(line.ref);
    }
    return out;
}

std::size_t ScrapeCache::heapBytes() const
{
    return m_lines.capacity() * sizeof(Line) + m_orphans.capacity() * sizeof(std::uint64_t);
}

}  // namespace watchglass::exposition
