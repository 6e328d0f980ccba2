#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/exposition/parser.h"

namespace watchglass::exposition {

/// What the label set of a line does not tell.
struct LineNotes {
    std::uint64_t hash = 0;               ///< of the series as it is spelled
    bool repeatedName = false;            ///< a label's name stands twice
    std::vector<std::string> emptyNames;  ///< labels with an empty value, which honor_labels honours
};

/// What the owner of a ScrapeCache is asked and told while a body is read.
class ScrapeListener {
public:
    virtual ~ScrapeListener() = default;

    /// A line that the last scrape did not have. Returns the caller's name for its series, below 2^32, or 0 to drop the
    /// line from now on (metric relabelling). An error ends the scrape with it (label limits, repeated names).
    [[nodiscard]] virtual Result<std::uint64_t> resolve(const Labels& labels, const LineNotes& notes) = 0;

    /// TYPE, HELP and UNIT lines, when they or the sample line behind them are new or have moved.
    virtual void metadata(Entry, std::string_view /*metric*/, MetricType, std::string_view /*text*/) {}
    /// When a series that was not dropped began to count; only with ParserOptions::skipCreatedSeries. `tMs` is its
    /// sample's own time, or kNoTime; the histogram is null for a float.
    virtual void started(std::uint64_t /*ref*/, std::int64_t /*startMs*/, std::int64_t /*tMs*/, const FloatHistogram*)
    {
    }
    /// An exemplar of a series that was not dropped.
    virtual void exemplar(std::uint64_t /*ref*/, const Exemplar&) {}
};

/// The samples of one scrape, in the order of the body, without the dropped ones.
struct ScrapeColumns {
    std::vector<std::uint64_t> refs;
    std::vector<double> values;
    /// One per ref, null for a float; empty when no line has one.
    std::vector<HistogramPtr> histograms;
    /// Own times, one per ref, kNoTime where a line has none; empty when no line has one.
    std::vector<std::int64_t> times;
    /// Series of the last good scrape that are not in this one: to be marked stale.
    std::vector<std::uint64_t> gone;
    std::size_t scraped = 0;   ///< sample lines, dropped ones included; after an error those before it
    std::size_t added = 0;     ///< sample lines, dropped ones not included; after an error those before it
    std::size_t resolved = 0;  ///< lines for which the listener was asked

    void clear();
};

/// "This line had no time of its own."
inline constexpr std::int64_t kNoTime = INT64_MIN;

/// Reads the scrapes of one target, each with the help of the one before.
///
/// A target sends the same lines in the same order, with other values. So the cache keeps of each line the
/// length and a 64-bit hash of all bytes before its value (comments above the line included), and where
/// they agree only the value is parsed. Where they do not, the next few lines are tried (lines vanished), then
/// the full parser reads the line, and only a line that the last scrape did not have anywhere goes to the listener.
/// The result is what the full parser gives, but for a hash collision (2^-64, random seed per process).
/// Bodies in protobuf, OpenMetrics whose start times are asked for, and texts whose classic histograms are converted,
/// are parsed in full; only the labels of series that the last scrape had are not made again.
///
/// Threads: one thread at a time.
class ScrapeCache {
public:
    struct Options {
        /// `honor_timestamps`: when false own times are read and forgotten.
        bool honorTimestamps = true;
        /// Whether series with own times can be `gone` (`track_timestamps_staleness`).
        bool trackTimestampsStaleness = false;
        /// What is done with histograms.
        ParserOptions parser;
        bool operator==(const Options&) const = default;
    };

    ScrapeCache() = default;
    explicit ScrapeCache(Options options) : m_options(options) {}

    /// Reads a body of `format` into `out` (cleared first).
    /// Errors: those of Parser::next(), of the listener, and of histograms that no store takes. `out` has nothing but
    /// counts then, and the cache is as before; the caller decides whether the target's series end, see takeLive().
    [[nodiscard]] Result<void> parse(std::string_view body, Format format, ScrapeListener& listener,
                                     ScrapeColumns& out);

    /// The series of the last good scrape, which the caller marks stale because the target failed or went away.
    /// The next good scrape reports none of them as gone. Its lines are still known.
    [[nodiscard]] std::vector<std::uint64_t> takeLive();

    /// Whether the last scrape was good, so that its series end when they do not come again.
    [[nodiscard]] bool isLive() const { return m_live || !m_orphans.empty(); }

    /// Forgets all lines, so that the next scrape asks the listener for each (relabelling changed). What was live
    /// stays so: series that do not come back are reported as gone.
    void forgetLines();

    /// The caller's names of the lines that are known, dropped ones not included.
    [[nodiscard]] std::vector<std::uint64_t> refs() const;

    /// Bytes that the cache holds on the heap, about.
    [[nodiscard]] std::size_t heapBytes() const;

private:
    struct Line {
        std::uint64_t hash = 0;                 ///< of the prefix
        std::uint32_t ref = 0;                  ///< 0: dropped
        std::uint16_t length = 0;               ///< of the prefix; 0: cannot be used by position
        MetricType type = MetricType::Unknown;  ///< in force at the sample: it decides how `le` is read
        bool setsType : 1 = false;              ///< the prefix has a TYPE line
        bool ownTime : 1 = false;
    };
    class Run;

    /// Whether the line's series ends when it does not come again.
    [[nodiscard]] bool ends(const Line& line) const
    {
        return line.ref != 0 && (!line.ownTime || m_options.trackTimestampsStaleness);
    }
    [[nodiscard]] std::vector<std::uint64_t> liveRefs(const std::vector<Line>& lines) const;

    Options m_options;
    Format m_format = Format::Text;
    std::vector<Line> m_lines;
    std::vector<std::uint64_t> m_orphans;  ///< sorted; live series whose lines were forgotten
    bool m_live = false;                   ///< whether the series of m_lines are
};

}  // namespace watchglass::exposition
