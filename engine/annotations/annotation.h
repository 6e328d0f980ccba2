#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace watchglass::annotations {

/// A note that somebody put at a moment or a span of time.
struct Annotation {
    std::int64_t id = 0;  ///< given by the store, never twice
    std::int64_t fromMs = 0;
    std::int64_t toMs = 0;       ///< equal to fromMs for a moment
    std::string dashboardUid{};  ///< "" when it belongs to none
    std::int64_t panelId = 0;    ///< of that dashboard; 0: to all of it
    std::string text{};
    std::vector<std::string> tags{};
    std::string user{};  ///< who wrote it
    std::int64_t createdMs = 0;
    std::int64_t updatedMs = 0;
    bool operator==(const Annotation&) const = default;
};

/// Which annotations are wanted; what is left as it is asks for all.
struct AnnotationFilter {
    std::int64_t fromMs = std::numeric_limits<std::int64_t>::min();  ///< spans that reach into the range count
    std::int64_t toMs = std::numeric_limits<std::int64_t>::max();
    std::string dashboardUid{};
    std::int64_t panelId = 0;
    std::vector<std::string> tags{};  ///< "deploy" stands for "deploy:api", too
    bool anyTag = false;              ///< one of the tags will do
    std::size_t limit = 100;
};

/// Source: Grafana's pkg/services/annotations/annotationsimpl/xorm_store.go, where "a:b" is the key a with the value b.
[[nodiscard]] bool hasTag(const Annotation& annotation, const std::string& wanted);
[[nodiscard]] bool passes(const Annotation& annotation, const AnnotationFilter& filter);

/// As tags are stored: without blanks around them, each once, none empty.
[[nodiscard]] std::vector<std::string> cleanTags(const std::vector<std::string>& tags);

}  // namespace watchglass::annotations
