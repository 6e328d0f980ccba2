#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace watchglass::ui {

/// A document after "save as current schema".
struct UpgradedDocument {
    std::string text;                ///< the bytes that came in where there was nothing to do
    std::int64_t fromSchema = 0;     ///< what it said before; 0 for none
    bool changed = false;            ///< whether `text` differs from what came in
    std::vector<std::string> notes;  ///< what could not be carried over
};

/// The text of a document that holds a dashboard, with the dashboard at the current schema (kCurrentSchema): what
/// migration does for the view alone, written down. Members that stay keep their place, their order and their bytes,
/// what is around the dashboard (`{"dashboard": ...}`, a Kubernetes resource) too; inputs and library panels are left
/// as they are, because they are no matter of the schema. Schema v2 and newer schemas come back unchanged.
/// Doing it twice changes nothing more. Errors: as Dashboard::open().
[[nodiscard]] Result<UpgradedDocument> upgradeDocument(std::string_view text);

/// The same for one of several dashboards in a document: the one at this JSON pointer (Dashboard::path()).
[[nodiscard]] Result<UpgradedDocument> upgradeDocument(std::string_view text, std::string_view path);

}  // namespace watchglass::ui
