#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace watchglass::ui {

/// A line of two texts that are compared.
struct DiffLine {
    enum class Kind : char { Same = ' ', Removed = '-', Added = '+', Gap = '@' };
    Kind kind = Kind::Same;
    std::string text;  ///< without its end; of a gap: where it stands, "line 120"
    bool operator==(const DiffLine&) const = default;
};

/// How `before` becomes `after`, line by line, with `context` same lines around each change and gaps in place of the
/// rest. Empty for equal texts. Texts that share little are given as one removed and one added part.
[[nodiscard]] std::vector<DiffLine> lineDiff(std::string_view before, std::string_view after, std::size_t context = 3);

}  // namespace watchglass::ui
