#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace watchglass::ui {

/// HTML of foreign hands with nothing left in it that runs or leads astray: only elements and attributes of texts stay,
/// addresses of other kinds than http, https, mailto and tel go, and so does what is not closed. Text outside of
/// elements stays, written as HTML. `dropped` gets a word for each kind of thing that went, once: "<script>",
/// "onclick of <a>", "href of <a>"; not what nobody would see, such as comments and data- attributes.
[[nodiscard]] std::string sanitizedHtml(std::string_view html, std::vector<std::string>* dropped = nullptr);

/// A text as HTML that shows it letter by letter.
[[nodiscard]] std::string escapedHtml(std::string_view text);

/// Whether a text has the codes by which terminals change colours.
[[nodiscard]] bool hasAnsiCodes(std::string_view text);

}  // namespace watchglass::ui
