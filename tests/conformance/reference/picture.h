#pragma once

#include <QImage>

namespace watchglass::conformance {

/// How alike two pictures of one size look: mean structural similarity of their luminance over windows of 7 x 7 pixels
/// (Wang et al. 2004), 1 when they are equal. 0 when the sizes differ.
[[nodiscard]] double similarity(const QImage& ours, const QImage& theirs);

/// Ours, theirs and what differs, three times as bright, beside each other.
[[nodiscard]] QImage besideEachOther(const QImage& ours, const QImage& theirs);

}  // namespace watchglass::conformance
