#pragma once

#include <string>

#include "ui/dashboard/dashboard.h"
#include "ui/edit/dashboard_editor.h"

namespace watchglass::ui {

/// Sets a value of a panel that is named as the view has it: `pointer` is a place in the panel in the current schema
/// ("/options/legend/showLegend", "/targets/0/expr"). Translates it to where the document has it, schema v2 included.
/// A panel, or a part of one, that the document holds in an old form is written in the current one then, because there
/// is no place for the value in the old. A null value takes the setting out.
[[nodiscard]] DocumentChanges setInPanel(const Dashboard& dashboard, const std::string& origin,
                                         const std::string& pointer, const json::Value& value);

/// Puts `value` at a place, with the objects that are missing on the way; takes it out for null.
[[nodiscard]] DocumentChanges setInDocument(const json::Value& document, const std::string& pointer,
                                            const json::Value& value);

/// `value` at `pointer` of `object`, likewise.
void setInValue(json::Value& object, const std::string& pointer, const json::Value& value);

}  // namespace watchglass::ui
