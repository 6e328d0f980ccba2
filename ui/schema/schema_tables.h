#pragma once

#include <string_view>

namespace watchglass::ui::schema {

// JSON texts, each read once by schema.cpp.
extern const std::string_view kPanels;
extern const std::string_view kDocuments;
extern const std::string_view kEnumerations;
extern const std::string_view kOptionGroups;
extern const std::string_view kGraphChoices;
extern const std::string_view kRegistries;

}  // namespace watchglass::ui::schema
