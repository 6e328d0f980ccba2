#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/exposition/content_type.h"
#include "engine/exposition/metric_type.h"
#include "engine/model/histogram.h"
#include "engine/model/labels.h"

namespace watchglass::exposition {

/// What Parser::next() found.
enum class Entry : std::uint8_t { End, Type, Help, Unit, Comment, Series, Histogram };

/// An example behind a sample, mostly a trace. Views live until the next call of Parser::next().
struct Exemplar {
    std::vector<LabelView> labels;  ///< sorted by name
    double value = 0;
    std::optional<std::int64_t> tMs;
};

struct ParserOptions {
    /// Adds the labels __type__ and __unit__ from the metadata of the body.
    bool typeAndUnitLabels = false;
    /// OpenMetrics: `_created` lines are not series but give the start times of their families' series.
    bool skipCreatedSeries = false;
    /// Gives classic histograms as native ones with custom buckets (`convert_classic_histograms_to_nhcb`).
    bool convertClassicToNhcb = false;
    /// Gives the classic series too where there is a native histogram (`always_scrape_classic_histograms`).
    bool keepClassic = false;
    /// Protobuf: forgets native histograms (`scrape_native_histograms: false`).
    bool ignoreNative = false;
    bool operator==(const ParserOptions&) const = default;
};

/// Reads a scrape body entry by entry: `while (next() is not End) ...`. Accepts and refuses exactly what
/// Prometheus 3.x does (model/textparse), quirks included.
///
/// Nothing is copied: views point into the body, which must outlive the parser, or (unescaped texts) into the
/// parser, until the next call of next().
/// Threads: one thread at a time.
class Parser {
public:
    virtual ~Parser() = default;

    /// The next entry; End at the end. Not to be called again after End or an error.
    /// Errors: InvalidInput with Prometheus's message; `where` is "line N", 1-based.
    [[nodiscard]] virtual Result<Entry> next() = 0;

    /// Type, Help, Unit: the metric family's name.
    [[nodiscard]] std::string_view metric() const { return m_metric; }
    /// Help: the unescaped text. Unit: the unit. Comment: the line with its '#'.
    [[nodiscard]] std::string_view text() const { return m_text; }
    /// The type announced last; it holds until the next TYPE line, whatever the name of the series.
    [[nodiscard]] MetricType type() const { return m_type; }

    /// Series: the value; every NaN has the bits kNormalNanBits.
    [[nodiscard]] double value() const { return m_value; }
    [[nodiscard]] std::optional<std::int64_t> timestampMs() const { return m_timestampMs; }
    /// Histogram: the sample. Not validated: see FloatHistogram::validate().
    [[nodiscard]] const HistogramPtr& histogram() const { return m_histogram; }
    /// Histogram: whether its counts came as integers.
    [[nodiscard]] bool integerHistogram() const { return m_integerHistogram; }
    /// Series, Histogram: in the order of the body; a series has one at most.
    [[nodiscard]] const std::vector<Exemplar>& exemplars() const { return m_exemplars; }
    /// Series, Histogram: start time in milliseconds, 0 if unknown. Who asks for one wants skipCreatedSeries, and has
    /// it from the first look ahead on even if the option was off (as in Prometheus).
    [[nodiscard]] virtual std::int64_t startTimestampMs() { return 0; }

    /// Series, Histogram: the labels sorted by name, the metric's name as __name__, unescaped, `le` and `quantile` of
    /// histograms and summaries normalised ("1" -> "1.0"). Names may repeat (a scrape must refuse that) and
    /// values may be empty.
    virtual void labels(std::vector<LabelView>& out);
    /// The same as a label set. `repeatedName` tells whether a name stands twice; its last value wins then.
    /// `emptyNames` gets the names of labels that are there with an empty value.
    [[nodiscard]] Labels labels(bool* repeatedName = nullptr, std::vector<std::string>* emptyNames = nullptr);

    /// Series: byte offset in the body of the value's first character. This and the next two: the text formats only,
    /// without conversion.
    [[nodiscard]] std::size_t valueOffset() const { return m_valueOffset; }
    /// Byte offset of what next() will read: after a series without trouble the start of a line.
    [[nodiscard]] virtual std::size_t offset() const { return 0; }
    /// Goes on at the start of a line elsewhere in the body, with `type` as the type announced last.
    virtual void seek(std::size_t /*offset*/, MetricType /*type*/) {}

protected:
    Parser(std::string_view body, ParserOptions options) : m_body(body), m_options(options) {}

    /// One label of the current line as it stands in the body.
    struct RawLabel {
        std::string_view name;
        std::string_view value;
    };

    static constexpr std::string_view kTypeLabel = "__type__";
    static constexpr std::string_view kUnitLabel = "__unit__";

    void beginEntry();
    /// The text without escapes; a view into `text` when there are none. `keepQuotes`: `\"` is no escape.
    [[nodiscard]] std::string_view unescape(std::string_view text, bool keepQuotes = false);

    std::string_view m_body;
    ParserOptions m_options;
    std::string_view m_metric;
    std::string_view m_text;
    std::string_view m_rawName;
    std::string_view m_unit;
    std::vector<RawLabel> m_rawLabels;
    std::vector<Exemplar> m_exemplars;
    HistogramPtr m_histogram;
    std::optional<std::int64_t> m_timestampMs;
    double m_value = 0;
    std::size_t m_valueOffset = 0;
    MetricType m_type = MetricType::Unknown;
    bool m_integerHistogram = false;

private:
    std::deque<std::string> m_scratch;  ///< unescaped texts of the current entry; never moves its strings
    std::vector<LabelView> m_sorted;
};

/// A parser for `format`.
[[nodiscard]] std::unique_ptr<Parser> createParser(std::string_view body, Format format, ParserOptions options = {});

}  // namespace watchglass::exposition
