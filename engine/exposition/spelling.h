#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/base/seeded_hash.h"
#include "engine/model/labels.h"

namespace watchglass::exposition {

/// Names labels as they are spelled: their order, repeated names and empty values count. `key` is room for the work.
[[nodiscard]] inline std::uint64_t hashOfSpelling(std::span<const LabelView> labels, const SeededHash& hash,
                                                  std::string& key)
{
    key.clear();
    for (const LabelView& label : labels) {
        for (const std::string_view part : {label.name, label.value}) {
            const auto size = static_cast<std::uint32_t>(part.size());
            key.append(reinterpret_cast<const char*>(&size), sizeof(size));
            key += part;
        }
    }
    return hash(key);
}

}  // namespace watchglass::exposition
