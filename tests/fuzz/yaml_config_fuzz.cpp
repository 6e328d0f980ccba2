// Any bytes as a YAML document and as a prometheus.yml.

#include <cstdint>

#include "engine/config/config.h"
#include "engine/config/yaml.h"

using namespace watchglass;

namespace {

void walk(const yaml::Node& node)
{
    (void)node.toString();
    (void)node.toBool();
    (void)node.toInt();
    (void)node.toUint();
    (void)node.toDouble();
    (void)node.toStrings();
    (void)node.where();
    for (const yaml::Node& item : node.items()) walk(item);
    for (const auto& [key, value] : node.members()) {
        walk(key);
        walk(value);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    yaml::ParseOptions limits;
    limits.maxNodes = 10'000;
    if (const auto document = yaml::parse(text, limits)) walk(*document);

    config::LoadOptions options;
    options.file = "fuzz.yml";
    options.environment = [](const std::string& name) { return std::optional(name); };
    // Scrape configurations in other files would be read from the disk.
    if (text.find("scrape_config_files") == std::string_view::npos) (void)config::parseConfig(text, options);
    return 0;
}
