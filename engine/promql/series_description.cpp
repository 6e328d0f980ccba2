#include "engine/promql/series_description.h"

#include <charconv>

#include "engine/model/sample.h"
#include "engine/promql/literals.h"
#include "engine/promql/parser.h"
#include "engine/promql/series_parser.h"

namespace watchglass::promql {
namespace {

constexpr std::size_t kMostValues = 1'000'000;

bool startsItem(Tok t)
{
    return t == Tok::Blank || t == Tok::Identifier || t == Tok::Number || t == Tok::Duration || t == Tok::Add ||
           t == Tok::Sub || t == Tok::OpenHist;
}

template <class T, class Parse>
Result<T> guarded(std::string_view text, Parse parse)
{
    try {
        return parse();
    } catch (const ParseFailure& failure) {
        return fail(ErrorCode::InvalidInput, failure.message, positionText(text, failure.pos.start));
    }
}

}  // namespace

SeriesDescription SeriesParser::parseDescription()
{
    SeriesDescription description{parseLabels(), {}};
    while (peek().type == Tok::Space) {
        take();
        if (startsItem(peek().type)) {
            parseItem();
        }
    }
    expectEnd();
    description.values = std::move(m_values);
    return description;
}

Labels SeriesParser::parseMetricAlone()
{
    Labels labels = parseLabels();
    expectEnd();
    return labels;
}

Labels SeriesParser::parseLabels()
{
    std::vector<std::pair<std::string, std::string>> labels;
    std::string name;
    if (canNameMetric(peek().type)) {
        name = take().text;
    }
    if (peek().type == Tok::LeftBrace) {
        parseLabelSet(labels);
    }
    if (!name.empty()) {
        labels.emplace_back(kMetricName, std::move(name));
    }
    return Labels::fromPairs(std::move(labels));
}

void SeriesParser::parseLabelSet(std::vector<std::pair<std::string, std::string>>& labels)
{
    take();
    while (peek().type != Tok::RightBrace) {
        labels.push_back(parseLabel());
        if (!accept(Tok::Comma) && peek().type != Tok::RightBrace) {
            unexpected("label set", "\",\" or \"}\"");
        }
    }
    take();
}

std::pair<std::string, std::string> SeriesParser::parseLabel()
{
    const Tok type = peek().type;
    if (type != Tok::Identifier && type != Tok::String) {
        unexpected("label set", "identifier or \"}\"");
    }
    const Token token = take();
    std::string name = type == Tok::String ? unquoteLiteral(token.text) : std::string(token.text);
    if (!accept(Tok::Eql)) {
        if (type == Tok::String) {
            return {std::string(kMetricName), std::move(name)};
        }
        unexpected("label set", "\"=\"");
    }
    if (peek().type != Tok::String) {
        unexpected("label set", "string");
    }
    return {std::move(name), unquoteLiteral(take().text)};
}

/// The grammar's only error rule around a value is that of the whole sequence, unless a histogram has begun.
void SeriesParser::unexpectedInSeries()
{
    if (m_inHistogramItems) {
        unexpected("histogram description", "histogram description key, e.g. buckets:[5 10 7]");
    }
    unexpected("series values");
}

void SeriesParser::addValue(SequenceValue value)
{
    if (m_values.size() >= kMostValues) {
        failAt(peek().range(), "too many values in a series, at most " + std::to_string(kMostValues) + " are allowed");
    }
    m_values.push_back(std::move(value));
}

void SeriesParser::parseItem()
{
    switch (peek().type) {
    case Tok::Blank: parseOmitted(); break;
    case Tok::OpenHist: parseHistograms(); break;
    default: parseFloats(); break;
    }
}

void SeriesParser::parseOmitted()
{
    take();
    const std::uint64_t count = accept(Tok::Times) ? parseCount() : 1;
    for (std::uint64_t i = 0; i < count; ++i) {
        addValue({0, true, nullptr, false});
    }
}

void SeriesParser::parseFloats()
{
    double value = parseStart();
    double step = 0;
    const bool steps = peek().type == Tok::Add || peek().type == Tok::Sub;
    if (steps) {
        step = parseSigned(true);
        if (peek().type != Tok::Times) {
            unexpectedInSeries();
        }
    }
    const std::uint64_t repeats = accept(Tok::Times) ? parseCount() : 0;
    // One value more than said: that of time zero.
    for (std::uint64_t i = 0;; ++i) {
        addValue({value, false, nullptr, false});
        if (i == repeats) {
            return;
        }
        // Only when asked to: arithmetic would change the staleness marker.
        if (steps) {
            value += step;
        }
    }
}

double SeriesParser::parseStart()
{
    if (peek().type != Tok::Identifier) {
        return parseSigned(true);
    }
    if (peek().text != "stale") {
        unexpected("series values", "number or \"stale\"");
    }
    take();
    return staleMarker();
}

double SeriesParser::parseNumberToken()
{
    if (peek().type != Tok::Number && peek().type != Tok::Duration) {
        unexpectedInSeries();
    }
    return static_cast<const NumberLiteral&>(*parseNumber()).value;
}

double SeriesParser::parseSigned(bool signAllowed)
{
    const Tok type = peek().type;
    if (signAllowed && (type == Tok::Add || type == Tok::Sub)) {
        take();
        const double value = parseNumberToken();
        return type == Tok::Sub ? -value : value;
    }
    return parseNumberToken();
}

std::uint64_t SeriesParser::parseCount()
{
    if (peek().type != Tok::Number) {
        unexpectedInSeries();
    }
    const Token token = take();
    std::uint64_t count = 0;
    const char* const end = token.text.data() + token.text.size();
    const auto [stopped, error] = std::from_chars(token.text.data(), end, count);
    if (error == std::errc{} && stopped == end) {
        return count;
    }
    const bool tooLarge = error == std::errc::result_out_of_range && stopped == end;
    failAt(token.range(), "invalid repetition in series values: strconv.ParseUint: parsing " + goQuote(token.text) +
                              (tooLarge ? ": value out of range" : ": invalid syntax"));
}

std::int32_t SeriesParser::parseInteger()
{
    const bool negative = accept(Tok::Sub);
    const std::uint64_t value = parseCount();
    return static_cast<std::int32_t>(negative ? std::uint64_t{0} - value : value);
}

Result<SeriesDescription> parseSeriesDescription(std::string_view text)
{
    return guarded<SeriesDescription>(
        text, [&] { return SeriesParser(text, Lexer::Language::SeriesDescription).parseDescription(); });
}

Result<Labels> parseMetric(std::string_view text)
{
    return guarded<Labels>(text, [&] { return SeriesParser(text, Lexer::Language::Expression).parseMetricAlone(); });
}

}  // namespace watchglass::promql
