#pragma once

#include <QString>

namespace watchglass::ui {

/// A text that somebody wrote, for buttons, check boxes, menus and tabs: there a single "&" would name a key.
[[nodiscard]] inline QString buttonText(QString text) { return text.replace(QLatin1Char('&'), QLatin1String("&&")); }

}  // namespace watchglass::ui
