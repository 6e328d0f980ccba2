#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/remotewrite/write_request.h"

namespace watchglass::remotewrite {

/// What senders say about their metrics, in memory as that of scraped targets is: the newest of each name, at most
/// 50,000. Threads: any.
class ReceivedMetadata {
public:
    struct Said {
        exposition::MetricType type = exposition::MetricType::Unknown;
        std::string help;
        std::string unit;
    };

    void note(std::span<const Metadata> received);
    /// By name.
    [[nodiscard]] std::map<std::string, Said, std::less<>> all() const;

private:
    mutable Mutex m_mutex;
    std::map<std::string, Said, std::less<>> m_said WG_GUARDED_BY(m_mutex);
};

/// The name under which metadata of a series is told: that of its family, "x" for "x_bucket" of a histogram.
[[nodiscard]] std::string_view familyName(std::string_view metric, exposition::MetricType type);

}  // namespace watchglass::remotewrite
