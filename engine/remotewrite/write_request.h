#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/exposition/metric_type.h"
#include "engine/model/histogram.h"
#include "engine/model/labels.h"
#include "engine/model/sample.h"

namespace watchglass::remotewrite {

/// The two messages of the protocol.
enum class Version : std::uint8_t {
    V1,  ///< prometheus.WriteRequest
    V2,  ///< io.prometheus.write.v2.Request
};

/// A run of elements of one of the request's lists.
struct Run {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    [[nodiscard]] std::uint32_t size() const { return to - from; }
    template <class T>
    [[nodiscard]] std::span<const T> of(const std::vector<T>& list) const
    {
        return {list.data() + from, list.data() + to};
    }
};

struct HistogramSample {
    std::int64_t tMs = 0;
    HistogramPtr histogram;  ///< null: a staleness marker
    std::string error;       ///< why it cannot be stored, in Prometheus's words; or ""
};

struct Exemplar {
    std::int64_t tMs = 0;
    double value = 0;
    Run labels;
    std::string error;
};

/// What a sender says about a metric.
struct Metadata {
    std::string_view metric;  ///< the family's name; version 2: ""
    exposition::MetricType type = exposition::MetricType::Unknown;
    std::string_view help;
    std::string_view unit;
};

/// A series of a request, its parts runs of the lists that all share.
struct TimeSeries {
    Run labels;
    Run samples;
    Run histograms;
    Run exemplars;
    Run metadata;              ///< version 2: of its metric, one or none
    std::int64_t startMs = 0;  ///< version 2: when counting began; 0 unknown
    std::string error;         ///< why its labels or metadata cannot be told: a reference to no symbol; or ""
};

/// A request, read. Texts are views into the bytes.
struct WriteRequest {
    Version version = Version::V1;
    std::vector<TimeSeries> series{};
    std::vector<LabelView> labels{};  ///< as they came: in no order, names perhaps twice
    std::vector<Sample> samples{};
    std::vector<HistogramSample> histograms{};
    std::vector<Exemplar> exemplars{};
    std::vector<Metadata> metadata{};
};

/// Reads an unpacked request.
/// Errors: InvalidInput for bytes that are no such message, Limit for one of millions of samples or series.
[[nodiscard]] Result<WriteRequest> readWriteRequest(std::string_view bytes, Version version);

}  // namespace watchglass::remotewrite
