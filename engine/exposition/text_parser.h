#pragma once

#include "engine/exposition/line_parser.h"

namespace watchglass::exposition {

/// The Prometheus text format 0.0.4 and its UTF-8 quoting of 1.0.0.
/// Source of all rules: prometheus model/textparse/promparse.go.
class TextParser final : public LineParser<TextLexer> {
public:
    using LineParser::LineParser;

    [[nodiscard]] Result<Entry> next() override;

private:
    [[nodiscard]] Token nextToken();
    [[nodiscard]] Result<Entry> metadata(Token kind);
    [[nodiscard]] Result<void> labelPairs();
    [[nodiscard]] Result<Entry> afterName(Token token);

    bool m_named = false;
};

}  // namespace watchglass::exposition
