#include "engine/exposition/openmetrics_parser.h"

#include "engine/base/hash.h"

namespace watchglass::exposition {

namespace {

constexpr std::string_view kCreatedSuffix = "_created";
constexpr std::string_view kNoEof = "data does not end with # EOF";

bool hasStartTimes(MetricType type)
{
    return type == MetricType::Counter || type == MetricType::Summary || type == MetricType::Histogram;
}

/// Seconds to milliseconds as Go converts on amd64: what does not fit becomes the smallest integer.
std::int64_t toMilliseconds(double seconds)
{
    const double ms = seconds * 1000.0;
    if (!(ms >= -9223372036854775808.0 && ms < 9223372036854775808.0)) return INT64_MIN;
    return static_cast<std::int64_t>(ms);
}

}  // namespace

Result<Entry> OpenMetricsParser::next()
{
    for (;;) {
        m_start = m_lexer.position();
        beginEntry();
        m_named = false;
        const Token token = m_lexer.lex();
        switch (token) {
        case Token::EofWord:
            if (m_lexer.lex() != Token::Eof) return failure("unexpected data after # EOF");
            return Entry::End;
        case Token::Eof: return failure(std::string(kNoEof));
        case Token::Help:
        case Token::Type:
        case Token::Unit: return metadata(token);
        case Token::BraceOpen:
        case Token::MetricName: {
            Token after = token;
            m_seriesEnd = m_lexer.position();
            if (token == Token::MetricName) {
                m_rawName = m_lexer.slice(m_start, m_lexer.position());
                m_named = true;
                after = m_lexer.lex();
            }
            if (after == Token::BraceOpen) {
                if (auto done = labelPairs(false); !done) return tl::make_unexpected(done.error());
                m_seriesEnd = m_lexer.position();
                after = m_lexer.lex();
            }
            if (auto done = endOfLine(after); !done) return tl::make_unexpected(done.error());
            if (m_options.skipCreatedSeries && isCreatedSeries()) continue;
            return Entry::Series;
        }
        default: return unexpected("expected a valid start token", token);
        }
    }
}

Result<Entry> OpenMetricsParser::metadata(Token kind)
{
    const std::string kindName(tokenName(kind));
    if (const Token name = m_lexer.lex(); name != Token::MetricName) {
        return unexpected("expected metric name after " + kindName, name);
    }
    takeMetadataName();
    m_familyNameSize = m_metric.size();
    if (m_lexer.lex() != Token::Text) return failure("expected text in " + kindName);
    m_text = m_lexer.token();
    m_text = m_text.size() > 1 ? m_text.substr(1, m_text.size() - 2) : std::string_view{};
    switch (kind) {
    case Token::Type: {
        const auto type = metricTypeFromName(m_text);
        if (!type) return failure("invalid metric type " + goQuote(m_text.substr(0, kMaxQuote)));
        m_type = *type;
        return Entry::Type;
    }
    case Token::Help:
        if (!isValidUtf8(m_text)) {
            return failure("help text " + goQuote(m_text.substr(0, kMaxQuote)) + " is not a valid utf8 string");
        }
        m_text = unescape(m_text);
        return Entry::Help;
    default: {
        m_unit = m_text;
        if (m_unit.empty()) return Entry::Unit;
        const std::size_t unitSize = m_unit.size();
        // The byte before the unit is looked up in the body, as Prometheus does: it may be a quote.
        const auto nameEnd = static_cast<std::size_t>(m_metric.data() + m_metric.size() - m_body.data());
        const bool isSuffix = m_metric.size() > unitSize && m_metric.substr(m_metric.size() - unitSize) == m_unit &&
                              m_body[nameEnd - unitSize - 1] == '_';
        if (!isSuffix) {
            return failure("unit " + goQuote(m_unit.substr(0, kMaxQuote)) + " not a suffix of metric " +
                           goQuote(m_metric.substr(0, kMaxQuote)));
        }
        return Entry::Unit;
    }
    }
}

Result<void> OpenMetricsParser::labelPairs(bool inExemplar)
{
    Token token = m_lexer.lex();
    for (;;) {
        if (token == Token::BraceClose) return {};
        if (token != Token::LabelName && token != Token::QuotedString) return unexpected("expected label name", token);
        std::string_view name = m_lexer.token();
        const bool isQuoted = token == Token::QuotedString;
        if (isQuoted) name = name.substr(1, name.size() - 2);

        token = m_lexer.lex();
        if (isQuoted && (token == Token::Comma || token == Token::BraceClose)) {
            if (inExemplar) return unexpected("expected label name", token);
            if (m_named) return failureHere("metric name already set");
            m_rawName = name;
            m_named = true;
            if (token == Token::BraceClose) return {};
            token = m_lexer.lex();
            continue;
        }
        if (token != Token::Equal) return unexpected("expected equal", token);
        if (token = m_lexer.lex(); token != Token::LabelValue) return unexpected("expected label value", token);
        std::string_view value = m_lexer.token();
        if (!isValidUtf8(value)) {
            return failure("invalid UTF-8 label value: " + goQuote(value.substr(0, kMaxQuote)));
        }
        value = value.substr(1, value.size() - 2);
        if (inExemplar) {
            m_exemplars.back().labels.push_back({name, value});
        } else {
            m_rawLabels.push_back({name, value});
        }
        token = m_lexer.lex();
        if (token == Token::Comma) {
            token = m_lexer.lex();
        } else if (token != Token::BraceClose) {
            return unexpected("expected comma or brace close", token);
        }
    }
}

Result<double> OpenMetricsParser::valueAfter(Token token, std::string_view what)
{
    if (token != Token::Value) return unexpected("expected value after " + std::string(what), token);
    return number(1);
}

Result<std::int64_t> OpenMetricsParser::timestamp(std::string_view what)
{
    const auto seconds = number(1);
    if (!seconds) return tl::make_unexpected(seconds.error());
    if (std::isfinite(*seconds)) return toMilliseconds(*seconds);
    const char* name = std::isnan(*seconds) ? "NaN" : (*seconds > 0 ? "+Inf" : "-Inf");
    return failure("invalid " + std::string(what) + " " + name);
}

Result<void> OpenMetricsParser::endOfLine(Token token)
{
    if (!m_named) return failureHere("metric name not set");
    const auto value = valueAfter(token, "metric");
    if (!value) return tl::make_unexpected(value.error());
    m_value = *value;
    m_valueOffset = m_lexer.start() + 1;

    token = m_lexer.lex();
    if (token == Token::Timestamp) {
        const auto tMs = timestamp("timestamp");
        if (!tMs) return tl::make_unexpected(tMs.error());
        m_timestampMs = *tMs;
        token = m_lexer.lex();
        if (token == Token::Linebreak) return {};
        if (token != Token::Comment) return unexpected("expected next entry after timestamp", token);
    }
    if (token == Token::Eof) return failure(std::string(kNoEof));
    if (token == Token::Comment) return m_ignoreExemplars ? skipExemplar() : exemplarPart();
    // Anything else is left for the next entry to fail at.
    return {};
}

Result<void> OpenMetricsParser::skipExemplar()
{
    for (Token token = m_lexer.lex(); token != Token::Linebreak; token = m_lexer.lex()) {
        if (token == Token::Eof || token == Token::Invalid) return failure(std::string(kNoEof));
    }
    return {};
}

Result<void> OpenMetricsParser::exemplarPart()
{
    m_exemplars.emplace_back();
    if (auto done = labelPairs(true); !done) return done;
    Exemplar& exemplar = m_exemplars.back();
    std::stable_sort(exemplar.labels.begin(), exemplar.labels.end(),
                     [](const LabelView& a, const LabelView& b) { return a.name < b.name; });
    const auto value = valueAfter(m_lexer.lex(), "exemplar labels");
    if (!value) return tl::make_unexpected(value.error());
    exemplar.value = *value;
    const Token token = m_lexer.lex();
    if (token == Token::Linebreak) return {};
    if (token == Token::Eof) return failure(std::string(kNoEof));
    if (token != Token::Timestamp) return unexpected("expected timestamp or comment", token);
    const auto tMs = timestamp("exemplar timestamp");
    if (!tMs) return tl::make_unexpected(tMs.error());
    exemplar.tMs = *tMs;
    if (const Token after = m_lexer.lex(); after != Token::Linebreak) {
        return unexpected("expected next entry after exemplar timestamp", after);
    }
    return {};
}

bool OpenMetricsParser::isCreatedSeries() const
{
    return hasStartTimes(m_type) && m_rawName.size() >= kCreatedSuffix.size() &&
           m_rawName.substr(m_rawName.size() - kCreatedSuffix.size()) == kCreatedSuffix;
}

std::uint64_t OpenMetricsParser::seriesHash(std::string_view familyName) const
{
    std::string key;
    for (const RawLabel& label : m_rawLabels) {
        if (m_type == MetricType::Summary && label.name == "quantile") continue;
        if (m_type == MetricType::Histogram && label.name == "le") continue;
        key += label.name;
        key += label.value;
    }
    key += familyName;
    return hashBytes(key);
}

void OpenMetricsParser::lookAhead()
{
    if (!m_ahead) {
        m_ahead = std::make_unique<OpenMetricsParser>(m_body, ParserOptions{});
        m_ahead->m_ignoreExemplars = true;
    }
    OpenMetricsParser& ahead = *m_ahead;
    // With our lexer's state, which an odd end of line may have left elsewhere than at the start of a line.
    ahead.m_lexer = m_lexer;
    ahead.m_type = m_type;
    m_created = {};
    m_created.from = m_lexer.position();
    for (;;) {
        const auto entry = ahead.next();
        m_created.end = ahead.m_start;
        if (!entry || *entry != Entry::Series) return;
        if (ahead.m_rawName.size() < kCreatedSuffix.size()) continue;
        const std::size_t family = ahead.m_rawName.size() - kCreatedSuffix.size();
        if (ahead.m_rawName.substr(family) != kCreatedSuffix) continue;
        m_created.found = true;
        m_created.hash = ahead.seriesHash(ahead.m_rawName.substr(0, family));
        m_created.tMs = toMilliseconds(ahead.m_value);
        return;
    }
}

std::int64_t OpenMetricsParser::startTimestampMs()
{
    if (!hasStartTimes(m_type)) {
        m_startHash = 0;
        return 0;
    }
    // The family's name is cut off the series by the length of the name in the last metadata line.
    const std::string_view series = m_lexer.slice(m_start, m_seriesEnd);
    const bool quoted = series.size() > 1 && series[0] == '{' && series[1] == '"';
    const auto nameStart = static_cast<std::size_t>(m_rawName.data() - series.data());
    const std::size_t nameEnd = std::min(m_familyNameSize + (quoted ? 2 : 0), series.size());
    const std::uint64_t hash = seriesHash(nameStart < nameEnd ? series.substr(nameStart, nameEnd - nameStart)
                                                              : std::string_view{});
    if (hash == m_startHash && m_startMs > 0) return m_startMs;

    const std::size_t here = m_lexer.position();
    if (here < m_created.from || here > m_created.end) lookAhead();
    m_options.skipCreatedSeries = true;
    if (!m_created.found || m_created.hash != hash) {
        m_startHash = 0;
        return 0;
    }
    m_startHash = hash;
    m_startMs = m_created.tMs;
    return m_startMs;
}

}  // namespace watchglass::exposition
