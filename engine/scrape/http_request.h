#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/config/http_client.h"

namespace watchglass::scrape {

/// A GET of a target's metrics. Immutable and shared by the target and its scrape in flight.
struct HttpRequest {
    std::string url;
    std::string accept;
    bool compression = true;
    std::chrono::milliseconds timeout{10'000};
    /// Bytes after decompression at which the scrape fails; never 0.
    std::uint64_t bodySizeLimit = 0;
    config::HttpClientConfig client;
};

/// The answer to a HttpRequest.
struct HttpResponse {
    std::string error;  ///< "" for a whole body with status 200
    std::string contentType;
    std::string body;
    bool tooLarge = false;
};

/// Taken when no body_size_limit is set: no real exporter comes near, a flood is cut.
inline constexpr std::uint64_t kDefaultBodySizeLimit = 256ULL << 20;

}  // namespace watchglass::scrape
