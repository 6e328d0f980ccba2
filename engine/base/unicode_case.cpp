#include "engine/base/unicode_case.h"

#include <locale.h>
#include <wctype.h>

#include "engine/base/utf8.h"

namespace watchglass {

namespace {

/// glibc's Unicode tables, whatever the process's locale is. Null when they are not installed: ASCII only then.
locale_t unicodeLocale()
{
    static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return locale;
}

template <class Map>
std::string mapped(std::string_view text, Map map)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        std::size_t length = 0;
        appendUtf8(out, map(decodeUtf8(text, length)));
        text.remove_prefix(length);
    }
    return out;
}

}  // namespace

char32_t toUpperCase(char32_t codePoint)
{
    if (codePoint < 0x80) return codePoint >= 'a' && codePoint <= 'z' ? codePoint - 32 : codePoint;
    const locale_t locale = unicodeLocale();
    return locale ? static_cast<char32_t>(towupper_l(static_cast<wint_t>(codePoint), locale)) : codePoint;
}

char32_t toLowerCase(char32_t codePoint)
{
    if (codePoint < 0x80) return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + 32 : codePoint;
    const locale_t locale = unicodeLocale();
    return locale ? static_cast<char32_t>(towlower_l(static_cast<wint_t>(codePoint), locale)) : codePoint;
}

bool isLetter(char32_t codePoint)
{
    if (codePoint < 0x80) return (codePoint | 0x20) >= 'a' && (codePoint | 0x20) <= 'z';
    const locale_t locale = unicodeLocale();
    return locale && iswalpha_l(static_cast<wint_t>(codePoint), locale) != 0;
}

bool isLetterOrDigit(char32_t codePoint)
{
    if (codePoint >= '0' && codePoint <= '9') return true;
    return isLetter(codePoint);
}

std::string toUpperUtf8(std::string_view text) { return mapped(text, toUpperCase); }

std::string toLowerUtf8(std::string_view text) { return mapped(text, toLowerCase); }

}  // namespace watchglass
