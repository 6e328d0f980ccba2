// Any bytes as a JSON document. What is read must be written as something that reads the same. Strings that are not
// UTF-8 are repaired by the first writing.

#include <cstdint>
#include <cstdlib>

#include "engine/base/json.h"

using namespace watchglass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto value = json::parse({reinterpret_cast<const char*>(data), size});
    if (!value) return 0;
    const std::string text = json::write(*value);
    const auto again = json::parse(text);
    if (!again || json::write(*again) != text) std::abort();
    const auto indented = json::parse(json::write(*value, 2));
    if (!indented || !(*indented == *again)) std::abort();
    (void)value->toDouble();
    (void)value->toInt();
    (void)value->get("a.b.c");
    return 0;
}
