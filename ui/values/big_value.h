#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ui/frame/display.h"
#include "ui/values/text_size.h"

namespace watchglass::ui {

/// A stat tile to be laid out. Texts to align to are the longest of all tiles, so that all come out alike.
struct BigValueRequest {
    double width = 0;
    double height = 0;
    bool chart = false;       ///< there is a sparkline with more than one value
    bool wideAllowed = true;  ///< title and value may stand in one line
    bool percentChange = false;
    std::string textMode;     ///< auto, value, value_and_name, name, none
    std::string justifyMode;  ///< auto, center
    std::size_t count = 1;    ///< of tiles
    std::string longestTitle;
    std::string longestValue;         ///< with prefix and suffix
    std::optional<double> titleSize;  ///< set by hand
    std::optional<double> valueSize;
    std::optional<double> padding;  ///< instead of the usual
};

enum class BigValueKind : std::uint8_t { Stacked, StackedWithChart, Wide, WideWithChart };

struct BigValueLayout {
    BigValueKind kind = BigValueKind::Stacked;
    double padding = 0;
    double textWidth = 0;  ///< the room for texts
    double textHeight = 0;
    double valueSize = 0;  ///< font sizes; 0: not shown
    double titleSize = 0;
    double chartWidth = 0;
    double chartHeight = 0;
    bool centered = false;
    std::optional<std::string> alignTitle;  ///< what sizes were made for
    std::string alignValue;
};
[[nodiscard]] BigValueLayout layOutBigValue(const BigValueRequest& request, const TextRuler14& ruler);

/// What a tile shows of its value in that mode.
struct BigValueText {
    std::optional<std::string> title;
    FormattedValue value;
};
[[nodiscard]] BigValueText bigValueText(const DisplayValue& value, const std::string& title,
                                        const std::string& textMode, std::size_t count);

}  // namespace watchglass::ui
