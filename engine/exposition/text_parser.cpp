#include "engine/exposition/text_parser.h"

#include <charconv>

namespace watchglass::exposition {

Token TextParser::nextToken()
{
    Token token = m_lexer.lex();
    while (token == Token::Whitespace) token = m_lexer.lex();
    return token;
}

Result<Entry> TextParser::next()
{
    for (;;) {
        m_start = m_lexer.position();
        beginEntry();
        m_named = false;
        const Token token = nextToken();
        switch (token) {
        case Token::Eof: return Entry::End;
        case Token::Linebreak: continue;
        case Token::Help:
        case Token::Type: return metadata(token);
        case Token::Comment:
            m_text = m_lexer.token();
            if (const Token after = nextToken(); after != Token::Linebreak) {
                return unexpected("linebreak expected after comment", after);
            }
            return Entry::Comment;
        case Token::BraceOpen:
            if (auto done = labelPairs(); !done) return tl::make_unexpected(done.error());
            return afterName(nextToken());
        case Token::MetricName: {
            // From the start of the entry, blanks in front included: Prometheus takes " m" as the name.
            m_rawName = m_lexer.slice(m_start, m_lexer.position());
            m_named = true;
            Token after = nextToken();
            if (after == Token::BraceOpen) {
                if (auto done = labelPairs(); !done) return tl::make_unexpected(done.error());
                after = nextToken();
            }
            return afterName(after);
        }
        default: return unexpected("expected a valid start token", token);
        }
    }
}

Result<Entry> TextParser::metadata(Token kind)
{
    const std::string kindName(tokenName(kind));
    if (const Token name = nextToken(); name != Token::MetricName) {
        return unexpected("expected metric name after " + kindName, name);
    }
    takeMetadataName();
    if (const Token text = nextToken(); text != Token::Text) {
        return failure("expected text in " + kindName + ", got " + std::string(tokenName(text)));
    }
    m_text = m_lexer.token();
    if (!m_text.empty()) m_text.remove_prefix(1);
    if (kind == Token::Type) {
        const auto type = m_text == "untyped" ? MetricType::Unknown : metricTypeFromName(m_text);
        const bool known = m_text == "untyped" || type == MetricType::Counter || type == MetricType::Gauge ||
                           type == MetricType::Histogram || type == MetricType::Summary;
        if (!known) return failure("invalid metric type " + goQuote(m_text.substr(0, kMaxQuote)));
        m_type = *type;
    } else if (!isValidUtf8(m_text)) {
        return failure("help text " + goQuote(m_text.substr(0, kMaxQuote)) + " is not a valid utf8 string");
    } else {
        m_text = unescape(m_text, true);
    }
    if (const Token after = nextToken(); after != Token::Linebreak) {
        return unexpected("linebreak expected after metadata", after);
    }
    return kind == Token::Type ? Entry::Type : Entry::Help;
}

Result<void> TextParser::labelPairs()
{
    Token token = nextToken();
    for (;;) {
        if (token == Token::BraceClose) return {};
        if (token != Token::LabelName && token != Token::QuotedString) return unexpected("expected label name", token);
        std::string_view name = m_lexer.token();
        const bool isQuoted = token == Token::QuotedString;
        if (isQuoted) name = name.substr(1, name.size() - 2);

        token = nextToken();
        if (isQuoted && (token == Token::Comma || token == Token::BraceClose)) {
            // A quoted string alone is the metric's name.
            if (m_named) return failureHere("metric name already set");
            m_rawName = name;
            m_named = true;
            if (token == Token::BraceClose) return {};
            token = nextToken();
            continue;
        }
        if (token != Token::Equal) return unexpected("expected equal", token);
        if (token = nextToken(); token != Token::LabelValue) return unexpected("expected label value", token);
        const std::string_view value = m_lexer.token();
        if (!isValidUtf8(value)) {
            return failure("invalid UTF-8 label value: " + goQuote(value.substr(0, kMaxQuote)));
        }
        m_rawLabels.push_back({name, value.substr(1, value.size() - 2)});
        if (token = nextToken(); token == Token::Comma) token = nextToken();
    }
}

Result<Entry> TextParser::afterName(Token token)
{
    if (!m_named) return failureHere("metric name not set");
    if (token != Token::Value) return unexpected("expected value after metric", token);
    m_valueOffset = m_lexer.start();
    const auto value = number(0);
    if (!value) return tl::make_unexpected(value.error());
    m_value = *value;
    token = nextToken();
    if (token == Token::Linebreak) return Entry::Series;
    if (token != Token::Timestamp) return unexpected("expected timestamp or new record", token);

    const std::string_view digits = m_lexer.token();
    std::int64_t timestampMs = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), timestampMs).ec != std::errc{}) {
        return failureHere("strconv.ParseInt: parsing " + goQuote(digits.substr(0, kMaxQuote)) +
                           ": value out of range");
    }
    m_timestampMs = timestampMs;
    if (token = nextToken(); token != Token::Linebreak) {
        return unexpected("expected next entry after timestamp", token);
    }
    return Entry::Series;
}

}  // namespace watchglass::exposition
