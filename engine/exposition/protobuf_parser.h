#pragma once

#include "engine/exposition/parser.h"
#include "engine/exposition/protobuf_metric.h"

namespace watchglass::exposition {

/// Messages of the type io.prometheus.client.MetricFamily, each behind its length as a varint. Errors say
/// "byte N" in `where`: the start of the message.
/// Source of all rules: prometheus model/textparse/protobufparse.go.
class ProtobufParser final : public Parser {
public:
    ProtobufParser(std::string_view body, ParserOptions options) : Parser(body, options) {}

    [[nodiscard]] Result<Entry> next() override;
    [[nodiscard]] std::int64_t startTimestampMs() override { return m_data.startMs; }
    void labels(std::vector<LabelView>& out) override;

private:
    enum class State : std::uint8_t { Families, Help, Unit, Type, Metrics };
    /// An entry that the current metric yields.
    struct Step {
        enum class Kind : std::uint8_t { Value, Count, Sum, Quantile, Bucket, InfBucket, Native, Converted };
        Kind kind = Kind::Value;
        std::size_t index = 0;
    };

    Result<Entry> advance();
    Result<Entry> nextFamily();
    Result<Entry> nextMetricEntry();
    Result<void> readMetric();
    void planHistogram();
    Result<Entry> show(Step step);
    Result<void> showNative();
    Result<void> showConverted();
    void showNativeExemplars();
    [[nodiscard]] std::string_view nameWith(std::string_view suffix);

    std::size_t m_at = 0;      ///< byte behind the current family
    std::size_t m_family = 0;  ///< byte at which the current family starts
    State m_state = State::Families;
    protobuf::Family m_head;
    protobuf::Metric m_data;
    std::size_t m_nextMetric = 0;
    std::vector<Step> m_steps;
    std::size_t m_nextStep = 0;

    std::string m_suffixed;  ///< the family's name with "_count" or the like
    std::string_view m_seriesName;
    std::string m_bound;  ///< value of `le` or `quantile`
    std::string_view m_boundName;
};

}  // namespace watchglass::exposition
