#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace watchglass::ui {

// Dates in texts, read with the leniency of JavaScript; milliseconds since 1970, none for what is no date.

/// As Date.parse() reads texts beside the ISO form: "2024-05-15 12:30:00", "05/15/2024", "2024". Without a zone: UTC.
[[nodiscard]] std::optional<double> parseJsDate(const std::string& text);
/// Whether the text is a whole ISO time with its zone.
[[nodiscard]] bool isIsoInstant(const std::string& text);
/// As moment.js reads a text by a pattern: numbers in their order, whatever stands between; what is missing is the
/// first. `timeZone` as in date_text.h.
[[nodiscard]] std::optional<double> parseMoment(const std::string& text, std::string_view pattern,
                                                std::string_view timeZone);

}  // namespace watchglass::ui
