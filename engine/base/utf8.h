#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace watchglass {

/// Whether `text` is valid UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool isValidUtf8(std::string_view text);

/// Length in bytes of the valid UTF-8 sequence at the start of `text`; 0 if there is none.
[[nodiscard]] std::size_t utf8SequenceLength(std::string_view text);

/// Decodes the sequence at the start of `text`; U+FFFD for an invalid byte. `length` gets the bytes used (>= 1
/// unless `text` is empty).
[[nodiscard]] char32_t decodeUtf8(std::string_view text, std::size_t& length);

/// Appends the UTF-8 form of a code point; U+FFFD for surrogates and values that are none.
void appendUtf8(std::string& out, char32_t codePoint);

}  // namespace watchglass
