#pragma once

#include <string>
#include <string_view>

namespace watchglass::ui {

/// HTML of foreign hands with nothing left in it that runs or leads astray: only elements and attributes of texts stay,
/// addresses of other kinds than http, https, mailto and tel go, and so does what is not closed. Text outside of
/// elements stays, written as HTML.
[[nodiscard]] std::string sanitizedHtml(std::string_view html);

/// A text as HTML that shows it letter by letter.
[[nodiscard]] std::string escapedHtml(std::string_view text);

/// Whether a text has the codes by which terminals change colours.
[[nodiscard]] bool hasAnsiCodes(std::string_view text);

}  // namespace watchglass::ui
