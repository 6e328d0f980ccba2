#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace watchglass::hostmetrics {

/// The lines of one metric in a textfile.
struct TextfileFamily {
    std::string type;  ///< as in the file; empty when it gives none
    std::string help;
    bool hasHelp = false;
    std::string samples;  ///< whole lines
};

using TextfileFamilies = std::map<std::string, TextfileFamily, std::less<>>;

/// Sorts the lines of a *.prom file by metric; `_bucket`, `_sum` and `_count` go to the histogram or summary declared
/// before them.
/// Errors: InvalidInput for a line that is no sample, a TYPE that does not exist or comes twice, and for timestamps,
/// which node_exporter refuses too; `where` is the line's number.
[[nodiscard]] Result<TextfileFamilies> parseTextfile(std::string_view text);

}  // namespace watchglass::hostmetrics
