#pragma once

#include <string_view>
#include <vector>

namespace watchglass::config {

/// One section of the configuration as text: "name:type name:type @inlined". See schema_table.cpp.
struct SectionText {
    std::string_view name;
    std::string_view goType;  ///< Go's name of the type, which Prometheus's messages quote
    std::string_view fields;
};

[[nodiscard]] const std::vector<SectionText>& sectionTexts();

}  // namespace watchglass::config
