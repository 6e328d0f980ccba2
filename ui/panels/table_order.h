#pragma once

#include <cstddef>
#include <vector>

#include "ui/frame/frame.h"

namespace watchglass::ui {

/// Puts `rows` of a column in order, equal ones as they came: numbers by their size, texts as people sort them (digits
/// as numbers, capitals as small letters), nulls and NaN last either way.
void sortRows(std::vector<std::size_t>& rows, const Values& values, bool descending);

}  // namespace watchglass::ui
