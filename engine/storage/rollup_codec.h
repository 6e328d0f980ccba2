#pragma once

#include <string>
#include <string_view>

#include "engine/storage/rollup_buckets.h"

namespace watchglass::storage {

/// The buckets of one series as a rollup file has them (FORMAT.md).
[[nodiscard]] std::string encodeBuckets(const BucketColumns& buckets);

/// Replaces the columns of `out` that `kind` needs; the others are empty. False when the bytes end early or make no
/// sense.
[[nodiscard]] bool decodeBuckets(std::string_view bytes, std::int64_t lengthMs, RollupKind kind, BucketColumns& out);
/// The same with all columns.
[[nodiscard]] bool decodeAllBuckets(std::string_view bytes, std::int64_t lengthMs, BucketColumns& out);

}  // namespace watchglass::storage
