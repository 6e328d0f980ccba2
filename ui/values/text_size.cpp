#include "ui/values/text_size.h"

#include <algorithm>

namespace watchglass::ui {

double fittingTextSize(const TextRoom& room, const TextRuler14& ruler)
{
    constexpr double kMeasured = 14;
    constexpr double kAir = 2;
    const double byWidth = room.width / (ruler(room.text, room.bold) + kAir) * kMeasured;
    const double size = std::min(room.height / room.lineHeight, byWidth);
    return std::min(size, room.most.value_or(size));
}

}  // namespace watchglass::ui
