#pragma once

namespace watchglass::ui {

/// Makes the elements of every ElementPanel children in the accessibility tree: name, value, place, a press. Once is
/// enough.
void installElementAccessibility();

}  // namespace watchglass::ui
