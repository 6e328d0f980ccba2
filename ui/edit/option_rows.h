#pragma once

#include "ui/edit/option_entry.h"

namespace watchglass::ui {

/// The rows of a list as an array, whatever form they are written in. Of Columns also those of `known`, the names of
/// the fields in their order, of which nothing is written yet; names that columns were given are none of them.
[[nodiscard]] json::Value rowsOf(const json::Value& written, RowsForm form, const std::vector<std::string>& known = {});

/// The same rows as they are written; what `before` says besides them stays. Rows that have no name yet are left out
/// where names are needed. `moved`: somebody ordered them, which columns need not be. Null: nothing to write.
[[nodiscard]] json::Value writtenRows(const json::Value& rows, RowsForm form, const json::Value& before,
                                      bool moved = false);

}  // namespace watchglass::ui
