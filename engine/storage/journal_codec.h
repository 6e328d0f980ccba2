#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/storage/head.h"

namespace watchglass::storage {

/// The samples of a commit as bytes: lists of series, rows against the row before of the same list, late samples.
[[nodiscard]] std::string encodePending(const Pending& pending);

/// Calls `batch` for every row in its order. False when the bytes make no sense; what came before was delivered.
[[nodiscard]] bool decodePending(std::string_view bytes, const std::function<void(const SampleBatch&)>& batch);

}  // namespace watchglass::storage
