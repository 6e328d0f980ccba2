#pragma once

#include <string>
#include <vector>

#include "ui/edit/option_entry.h"

namespace watchglass::ui {

/// The form of one transformation.
struct TransformationForm {
    std::vector<OptionEntry> entries;  ///< pointers within its options
    bool complete = false;             ///< nothing is left that only JSON can say
};

/// `step` as the panel has it: which settings there are depends on modes. Those that have no form of their own get
/// their plain values.
[[nodiscard]] TransformationForm transformationForm(const json::Value& step);

/// What can be added, in the order of names.
struct TransformationName {
    std::string id;
    std::string name;
    std::string description;
};
[[nodiscard]] const std::vector<TransformationName>& transformationNames();

}  // namespace watchglass::ui
