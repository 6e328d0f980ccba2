#pragma once

#include <string>
#include <string_view>

namespace watchglass::ui {

/// Markdown of GitHub's dialect as HTML, written as marked does it, which Grafana uses. HTML within the text stays as
/// it is: sanitizedHtml() has to follow. Boxes of task lists become characters.
[[nodiscard]] std::string markdownHtml(std::string_view markdown);

}  // namespace watchglass::ui
