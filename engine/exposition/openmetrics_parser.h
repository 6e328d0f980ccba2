#pragma once

#include <memory>

#include "engine/exposition/line_parser.h"

namespace watchglass::exposition {

/// OpenMetrics 1.0. Source of all rules: prometheus model/textparse/openmetricsparse.go.
class OpenMetricsParser final : public LineParser<OpenMetricsLexer> {
public:
    using LineParser::LineParser;

    [[nodiscard]] Result<Entry> next() override;
    [[nodiscard]] std::int64_t startTimestampMs() override;

private:
    [[nodiscard]] Result<Entry> metadata(Token kind);
    [[nodiscard]] Result<void> labelPairs(bool inExemplar);
    [[nodiscard]] Result<void> endOfLine(Token token);
    [[nodiscard]] Result<double> valueAfter(Token token, std::string_view what);
    [[nodiscard]] Result<std::int64_t> timestamp(std::string_view what);
    [[nodiscard]] Result<void> exemplarPart();
    [[nodiscard]] Result<void> skipExemplar();
    [[nodiscard]] bool isCreatedSeries() const;
    [[nodiscard]] std::uint64_t seriesHash(std::string_view familyName) const;
    void lookAhead();

    bool m_named = false;
    std::size_t m_seriesEnd = 0;       ///< behind the closing brace, or the name
    std::size_t m_familyNameSize = 0;  ///< of the last metadata line
    bool m_ignoreExemplars = false;    ///< set in the parser that looks ahead

    /// The next `_created` line, valid while this parser stands before m_created.end. It is found by a second parser,
    /// so that a family without such lines is looked through once and not once for each of its series.
    struct Created {
        std::size_t from = 1;  ///< empty range: nothing looked up yet
        std::size_t end = 0;
        bool found = false;
        std::uint64_t hash = 0;
        std::int64_t tMs = 0;
    };
    Created m_created;
    std::unique_ptr<OpenMetricsParser> m_ahead;
    std::uint64_t m_startHash = 0;  ///< series whose start time m_startMs is
    std::int64_t m_startMs = 0;
};

}  // namespace watchglass::exposition
