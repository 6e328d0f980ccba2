#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/template/template.h"

using namespace watchglass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Labels labels{{"instance", "host:9100"}, {"job", "node"}};
    tmpl::Environment environment;
    environment.nowMs = 1'353'755'652'000;
    environment.externalUrl = "http://localhost:9090/x";
    environment.maxOutputBytes = 10'000;
    environment.maxSteps = 10'000;
    environment.query = [&](std::string_view) -> Result<std::vector<tmpl::QuerySample>> {
        return std::vector<tmpl::QuerySample>{{labels, 1.5}, {labels, 2}};
    };
    const auto out = tmpl::expandAlertText("__alert_Fuzz", {reinterpret_cast<const char*>(data), size},
                                           {labels, labels, 0.125}, environment);
    // Plain texts are passed through whole.
    if (out && out->size() > environment.maxOutputBytes + size) std::abort();
    return 0;
}
