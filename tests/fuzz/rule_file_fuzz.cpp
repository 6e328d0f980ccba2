// Any bytes as a rule file. Without errors it must give rules whose expressions parse.

#include <cstdint>
#include <cstdlib>

#include "engine/promql/parser.h"
#include "engine/rules/rule_file.h"
#include "engine/template/parser.h"

using namespace watchglass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto check = [](std::string_view name, std::string_view text) -> Result<void> {
        const auto tree = tmpl::parseTemplate(name, text);
        if (!tree) return tl::make_unexpected(tree.error());
        return {};
    };
    const rules::RuleFile file = rules::parseRuleFile({reinterpret_cast<const char*>(data), size}, "fuzz.yml", check);
    if (!file.errors.empty()) return 0;
    for (const rules::GroupSpec& group : file.groups) {
        for (const rules::RuleSpec& rule : group.rules) {
            if (!promql::parseExpr(rule.expr)) std::abort();
        }
    }
    return 0;
}
