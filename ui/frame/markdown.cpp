#include "ui/frame/markdown.h"

#include <md4c-html.h>

#include "ui/frame/replace_text.h"

namespace watchglass::ui {

std::string markdownHtml(std::string_view markdown)
{
    std::string out;
    const auto append = [](const MD_CHAR* text, MD_SIZE size, void* to) {
        static_cast<std::string*>(to)->append(text, size);
    };
    md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), append, &out, MD_DIALECT_GITHUB,
            MD_HTML_FLAG_SKIP_UTF8_BOM);
    out = replaceAll(std::move(out), "<tbody>\n<tr>", "<tbody><tr>");
    out = replaceAll(std::move(out), "</tbody>\n</table>", "</tbody></table>");
    constexpr std::string_view kBox = "<input type=\"checkbox\" class=\"task-list-item-checkbox\" disabled";
    out = replaceAll(std::move(out), std::string(kBox) + " checked>", "\u2611 ");
    return replaceAll(std::move(out), std::string(kBox) + ">", "\u2610 ");
}

}  // namespace watchglass::ui
