#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/annotations/annotation.h"

namespace watchglass::annotations {

/// Of annotations.db as this program writes it.
constexpr std::int64_t kAnnotationFormat = 1;

/// The bytes of a row of annotations.db, with their checksum.
[[nodiscard]] std::string storedAnnotation(const Annotation& annotation);

/// None when they are not as they were written.
[[nodiscard]] std::optional<Annotation> restoredAnnotation(std::int64_t id, std::string_view blob);

}  // namespace watchglass::annotations
