#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/promql/parser_impl.h"
#include "engine/promql/series_description.h"

namespace watchglass::promql {

/// The grammar of series descriptions. Throws ParseFailure like its base.
class SeriesParser : private Parser {
public:
    SeriesParser(std::string_view text, Lexer::Language language) : Parser(text, {}, language) {}

    [[nodiscard]] SeriesDescription parseDescription();
    [[nodiscard]] Labels parseMetricAlone();

private:
    struct Histogram {
        FloatHistogram value;
        bool hintGiven = false;
    };

    Labels parseLabels();
    void parseLabelSet(std::vector<std::pair<std::string, std::string>>& labels);
    std::pair<std::string, std::string> parseLabel();

    void parseItem();
    void parseOmitted();
    void parseFloats();
    void parseHistograms();
    double parseStart();
    double parseNumberToken();
    double parseSigned(bool signAllowed);
    std::uint64_t parseCount();
    std::int32_t parseInteger();
    void addValue(SequenceValue value);

    Histogram parseHistogram();
    void parseHistogramItem(Histogram& histogram, std::vector<Tok>& seen);
    void parseHistogramValue(Histogram& histogram, Tok key);
    std::vector<double> parseBuckets();
    CounterResetHint parseHint();
    [[noreturn]] void unexpectedInSeries();

    std::vector<SequenceValue> m_values;
    bool m_inHistogramItems = false;  ///< a histogram's first item has been read
};

}  // namespace watchglass::promql
