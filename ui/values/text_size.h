#pragma once

#include <functional>
#include <optional>
#include <string>

namespace watchglass::ui {

/// How wide a text of 14 pixels is; bold for values, else for titles.
using TextRuler14 = std::function<double(const std::string& text, bool bold)>;

/// A text and the room it has.
struct TextRoom {
    std::string text;
    double width = 0;
    double height = 0;
    double lineHeight = 1.2;
    std::optional<double> most;
    bool bold = false;
};

/// The font size at which the text fills its room.
[[nodiscard]] double fittingTextSize(const TextRoom& room, const TextRuler14& ruler);

}  // namespace watchglass::ui
