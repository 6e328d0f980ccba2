#include "engine/promql/token.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/base/utf8.h"

namespace watchglass::promql {
namespace {

struct Word {
    std::string_view text;
    Tok type;
};

constexpr std::array kKeywords{
    Word{"anchored", Tok::Anchored},
    Word{"and", Tok::Land},
    Word{"atan2", Tok::Atan2},
    Word{"avg", Tok::Avg},
    Word{"bool", Tok::Bool},
    Word{"bottomk", Tok::Bottomk},
    Word{"by", Tok::By},
    Word{"count", Tok::Count},
    Word{"count_values", Tok::CountValues},
    Word{"end", Tok::End},
    Word{"fill", Tok::Fill},
    Word{"fill_left", Tok::FillLeft},
    Word{"fill_right", Tok::FillRight},
    Word{"group", Tok::Group},
    Word{"group_left", Tok::GroupLeft},
    Word{"group_right", Tok::GroupRight},
    Word{"ignoring", Tok::Ignoring},
    Word{"inf", Tok::Number},
    Word{"limit_ratio", Tok::LimitRatio},
    Word{"limitk", Tok::Limitk},
    Word{"max", Tok::Max},
    Word{"max_of", Tok::MaxOf},
    Word{"min", Tok::Min},
    Word{"min_of", Tok::MinOf},
    Word{"nan", Tok::Number},
    Word{"offset", Tok::Offset},
    Word{"on", Tok::On},
    Word{"or", Tok::Lor},
    Word{"quantile", Tok::Quantile},
    Word{"range", Tok::Range},
    Word{"smoothed", Tok::Smoothed},
    Word{"start", Tok::Start},
    Word{"stddev", Tok::Stddev},
    Word{"stdvar", Tok::Stdvar},
    Word{"step", Tok::Step},
    Word{"sum", Tok::Sum},
    Word{"topk", Tok::Topk},
    Word{"unless", Tok::Lunless},
    Word{"without", Tok::Without},
};

constexpr std::array kHistogramKeys{
    Word{"buckets", Tok::BucketsDesc},
    Word{"count", Tok::CountDesc},
    Word{"counter_reset_hint", Tok::CounterResetHintDesc},
    Word{"custom_values", Tok::CustomValuesDesc},
    Word{"n_buckets", Tok::NegativeBucketsDesc},
    Word{"n_offset", Tok::NegativeOffsetDesc},
    Word{"offset", Tok::OffsetDesc},
    Word{"schema", Tok::SchemaDesc},
    Word{"sum", Tok::SumDesc},
    Word{"z_bucket", Tok::ZeroBucketDesc},
    Word{"z_bucket_w", Tok::ZeroBucketWidthDesc},
};

constexpr std::array kResetHints{
    Word{"gauge", Tok::GaugeType},
    Word{"not_reset", Tok::NotCounterReset},
    Word{"reset", Tok::CounterReset},
    Word{"unknown", Tok::UnknownCounterReset},
};

constexpr std::size_t kLongestWord = 18;  // counter_reset_hint

template <std::size_t N>
Tok findWord(const std::array<Word, N>& sorted, std::string_view word)
{
    if (word.empty() || word.size() > kLongestWord) {
        return Tok::Identifier;
    }
    std::array<char, kLongestWord> lower{};
    std::transform(word.begin(), word.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const std::string_view key(lower.data(), word.size());
    const auto at = std::lower_bound(sorted.begin(), sorted.end(), key,
                                     [](const Word& w, std::string_view k) { return w.text < k; });
    return at != sorted.end() && at->text == key ? at->type : Tok::Identifier;
}

constexpr bool between(Tok t, Tok start, Tok end) { return t > start && t < end; }

/// Kinds that always show as their text alone; the others are introduced by their kind.
bool hasFixedText(Tok t)
{
    switch (t) {
    case Tok::Eql:
    case Tok::Blank:
    case Tok::Colon:
    case Tok::Comma:
    case Tok::LeftBrace:
    case Tok::LeftBracket:
    case Tok::LeftParen:
    case Tok::OpenHist:
    case Tok::CloseHist:
    case Tok::RightBrace:
    case Tok::RightBracket:
    case Tok::RightParen:
    case Tok::Semicolon:
    case Tok::Space:
    case Tok::Times: return true;
    default: return between(t, Tok::OperatorsStart, Tok::PreprocessorEnd);
    }
}

std::string kindText(Tok t)
{
    switch (t) {
    case Tok::Identifier: return "identifier";
    case Tok::MetricIdentifier: return "metric identifier";
    case Tok::String: return "string";
    case Tok::Number: return "number";
    case Tok::Duration: return "duration";
    default:
        // goyacc numbers tokens from 57346 on.
        return "\"<Item " + std::to_string(57346 + static_cast<int>(t)) + ">\"";
    }
}

std::string shownText(const Token& token)
{
    const std::string text(token.text);
    if (token.type == Tok::Identifier || token.type == Tok::MetricIdentifier) {
        return goQuote(text);
    }
    if (between(token.type, Tok::KeywordsStart, Tok::KeywordsEnd)) {
        return "<" + text + ">";
    }
    if (between(token.type, Tok::OperatorsStart, Tok::OperatorsEnd)) {
        return "<op:" + text + ">";
    }
    if (isAggregator(token.type)) {
        return "<aggr:" + text + ">";
    }
    if (text.size() <= 10) {
        return goQuote(text);
    }
    std::size_t cut = 0;
    for (int runes = 0; runes < 10 && cut < text.size(); ++runes) {
        // Bytes that are no UTF-8 count as one each.
        cut += std::max<std::size_t>(1, utf8SequenceLength(std::string_view(text).substr(cut)));
    }
    return goQuote(std::string_view(text).substr(0, cut)) + "...";
}

}  // namespace

bool canNameMetric(Tok t)
{
    switch (t) {
    case Tok::Identifier:
    case Tok::MetricIdentifier:
    case Tok::Land:
    case Tok::Lor:
    case Tok::Lunless:
    case Tok::By:
    case Tok::Fill:
    case Tok::FillLeft:
    case Tok::FillRight:
    case Tok::Offset:
    case Tok::Without:
    case Tok::Anchored:
    case Tok::Smoothed: return true;
    default: return isAggregator(t) || between(t, Tok::PreprocessorStart, Tok::PreprocessorEnd);
    }
}

bool canNameLabel(Tok t)
{
    switch (t) {
    case Tok::Identifier:
    case Tok::MetricIdentifier:
    case Tok::Land:
    case Tok::Lor:
    case Tok::Lunless:
    case Tok::Atan2: return true;
    case Tok::Without: return false;
    default:
        return isAggregator(t) || between(t, Tok::KeywordsStart, Tok::KeywordsEnd) ||
               between(t, Tok::PreprocessorStart, Tok::PreprocessorEnd);
    }
}

Tok keyword(std::string_view word) { return findWord(kKeywords, word); }

Tok histogramKey(std::string_view word) { return findWord(kHistogramKeys, word); }

Tok counterResetHintKey(std::string_view word) { return findWord(kResetHints, word); }

std::string describe(const Token& token)
{
    if (token.type == Tok::Eof) {
        return "end of input";
    }
    const std::string shown = shownText(token);
    return hasFixedText(token.type) ? shown : kindText(token.type) + " " + shown;
}

std::string quoteRune(std::int32_t rune)
{
    if (rune == '"') {
        return "'\"'";
    }
    if (rune == '\'') {
        return "'\\''";
    }
    std::string text;
    appendUtf8(text, rune < 0 ? char32_t{0xFFFD} : static_cast<char32_t>(rune));
    text = goQuote(text);
    text.front() = '\'';
    text.back() = '\'';
    return text;
}

std::string codePointText(std::int32_t rune)
{
    std::array<char, 16> number{};
    std::snprintf(number.data(), number.size(), "U+%04X", static_cast<unsigned>(rune));
    const std::string quoted = quoteRune(rune);
    const bool escaped = quoted[1] == '\\' && rune != '\\' && rune != '\'';
    if (escaped) {
        return number.data();
    }
    std::string bare;
    appendUtf8(bare, static_cast<char32_t>(rune));
    return std::string(number.data()) + " '" + bare + "'";
}

}  // namespace watchglass::promql
