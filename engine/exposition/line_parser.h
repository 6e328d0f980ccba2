#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

#include "engine/base/utf8.h"
#include "engine/exposition/lexer.h"
#include "engine/exposition/number.h"
#include "engine/exposition/parser.h"
#include "engine/model/sample.h"

namespace watchglass::exposition {

/// What the two text parsers share: errors in Prometheus's words, metadata names, numbers.
template <class LexerType>
class LineParser : public Parser {
public:
    LineParser(std::string_view body, ParserOptions options) : Parser(body, options), m_lexer(body) {}

    [[nodiscard]] std::size_t offset() const override { return m_lexer.position(); }
    void seek(std::size_t offset, MetricType type) override
    {
        m_lexer.seek(offset);
        m_type = type;
    }

protected:
    /// Longer quotes of the body are cut in messages.
    static constexpr std::size_t kMaxQuote = 256;

    [[nodiscard]] auto failure(std::string message) const
    {
        const auto line = std::count(m_body.begin(), m_body.begin() + static_cast<std::ptrdiff_t>(lineStart()), '\n');
        return fail(ErrorCode::InvalidInput, std::move(message), "line " + std::to_string(line + 1));
    }

    [[nodiscard]] auto unexpected(std::string_view expected, Token got) const
    {
        const std::size_t end = std::min(m_lexer.size(), m_lexer.position() + 1);
        return failure(std::string(expected) + ", got " + quote(m_lexer.start(), end) + " (\"" +
                       std::string(tokenName(got)) + "\") while parsing: " + quote(m_start, end));
    }

    /// "<reason> while parsing: <line so far>"
    [[nodiscard]] auto failureHere(std::string_view reason) const
    {
        return failure(std::string(reason) + " while parsing: " + quote(m_start, m_lexer.position()));
    }

    [[nodiscard]] std::string quote(std::size_t from, std::size_t to) const
    {
        std::string text(m_lexer.slice(from, std::min(to, from + kMaxQuote)));
        if (to > m_body.size() && text.size() < kMaxQuote && from <= m_body.size()) text += '\n';
        return goQuote(text);
    }

    /// Sets metric() from the name token of a metadata line.
    void takeMetadataName()
    {
        m_metric = m_lexer.token();
        if (m_metric.size() >= 2 && m_metric.front() == '"' && m_metric.back() == '"') {
            m_metric = m_metric.substr(1, m_metric.size() - 2);
        }
    }

    [[nodiscard]] static double canonical(double value)
    {
        return std::isnan(value) ? std::bit_cast<double>(kNormalNanBits) : value;
    }

    /// Number of a token without its first `skip` bytes.
    [[nodiscard]] Result<double> number(std::size_t skip) const
    {
        const std::string_view text = m_lexer.token().substr(skip);
        const char* at = text.data();
        double value = 0;
        if (parseSimpleDecimal(at, text.data() + text.size(), value) && at == text.data() + text.size()) return value;
        const auto parsed = parseNumber(text);
        if (!parsed) return failureHere(parsed.error().message);
        return canonical(*parsed);
    }

    LexerType m_lexer;
    std::size_t m_start = 0;  ///< where the entry starts

private:
    /// The line of the entry: blank lines above it are part of what the lexer went over.
    [[nodiscard]] std::size_t lineStart() const { return std::min(std::max(m_start, m_lexer.start()), m_body.size()); }
};

}  // namespace watchglass::exposition
