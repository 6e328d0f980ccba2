#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/exposition/parser.h"
#include "engine/exposition/protobuf_fields.h"

/// The messages of io.prometheus.client (metrics.proto), as far as they are read. Texts are views into the bytes.
/// All read functions throw protozero::exception for bytes that are no such message.
namespace watchglass::exposition::protobuf {

/// Values of the enum MetricType.
enum class Type : std::int32_t { Counter, Gauge, Summary, Untyped, Histogram, GaugeHistogram };

struct Family {
    std::string_view name;
    std::string_view help;
    std::string_view unit;
    std::int32_t type = 0;
    std::vector<std::string_view> metrics;
};

struct Quantile {
    double quantile = 0;
    double value = 0;
};

struct Bucket {
    double bound = 0;
    std::uint64_t count = 0;
    double countFloat = 0;  ///< goes before count unless 0
    std::optional<Exemplar> exemplar;

    [[nodiscard]] double cumulative() const { return countFloat != 0 ? countFloat : static_cast<double>(count); }
};

struct Histogram {
    std::uint64_t count = 0;
    double countFloat = 0;
    double sum = 0;
    std::vector<Bucket> buckets;
    std::int32_t schema = 0;
    double zeroThreshold = 0;
    std::uint64_t zeroCount = 0;
    double zeroCountFloat = 0;
    Side negative;
    Side positive;
    std::vector<Exemplar> exemplars;

    [[nodiscard]] double total() const { return countFloat != 0 ? countFloat : static_cast<double>(count); }
    [[nodiscard]] bool isNative() const
    {
        return !positive.spans.empty() || !negative.spans.empty() || zeroThreshold > 0 || zeroCount > 0;
    }
    [[nodiscard]] bool isFloat() const { return countFloat > 0 || zeroCountFloat > 0; }
};

/// A metric of any type; which members count depends on its family's type.
struct Metric {
    std::vector<LabelView> labels;
    std::int64_t tMs = 0;
    double value = 0;                  ///< counter, gauge, untyped
    std::optional<Exemplar> exemplar;  ///< counter
    std::int64_t startMs = 0;          ///< counter, summary, histogram
    std::uint64_t summaryCount = 0;
    double summarySum = 0;
    std::vector<Quantile> quantiles;
    Histogram histogram;
};

[[nodiscard]] Family readFamily(std::string_view bytes);
[[nodiscard]] Metric readMetric(std::string_view bytes, Type type);

}  // namespace watchglass::exposition::protobuf
