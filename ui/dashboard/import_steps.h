#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"

namespace watchglass::ui {

struct ImportOptions;

/// What is done to a classic dashboard object before its migration, in this order.

/// Has each panel and row say where it stands in the document; `path` is the JSON pointer of the dashboard.
void markOrigins(json::Value& model, std::string_view path);
/// The inputs that an import dialog would ask for: sources become the default one, constants their value. So do
/// sources in placeholders that nothing in the file explains.
void fillInputs(json::Value& model, const ImportOptions& options, std::vector<std::string>& notes);
/// Puts the bodies of library panels that the file carries along into `panels`.
void insertLibraryPanels(json::Value& panels, const json::Value& elements, std::vector<std::string>& notes);

}  // namespace watchglass::ui
