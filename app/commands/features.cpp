#include "app/commands/features.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/base/log.h"

namespace watchglass::app {

namespace {

/// Always there: Prometheus's switch for it has nothing to do.
constexpr std::array<std::string_view, 5> kAlwaysOn = {"exemplar-storage", "native-histograms", "ooo-native-histograms",
                                                       "promql-duration-expr", "promql-at-modifier"};

void enable(std::string_view feature, EngineOptions& options)
{
    if (feature == "promql-experimental-functions") {
        options.parser.experimentalFunctions = true;
    } else if (feature == "promql-extended-range-selectors") {
        options.parser.extendedRangeSelectors = true;
    } else if (feature == "promql-binop-fill-modifiers") {
        options.parser.fillModifiers = true;
    } else if (feature == "promql-delayed-name-removal") {
        options.query.delayedNameRemoval = true;
    } else if (feature == "created-timestamp-zero-ingestion") {
        options.startZeros = true;
    } else if (feature == "use-start-timestamps") {
        options.query.useStartTimes = true;
    } else if (std::find(kAlwaysOn.begin(), kAlwaysOn.end(), feature) != kAlwaysOn.end()) {
        logInfo("serve", "--enable-feature=" + std::string(feature) + " changes nothing: it is always on");
    } else {
        logWarning("serve", "unknown option for --enable-feature: " + std::string(feature));
    }
}

}  // namespace

void applyFeatures(const std::vector<std::string>& named, EngineOptions& options)
{
    options.parser.experimentalFunctions = false;
    options.parser.extendedRangeSelectors = false;
    options.parser.fillModifiers = false;
    std::string shown;
    for (const std::string& entry : named) {
        shown += (shown.empty() ? "" : ",") + entry;
        std::string_view rest = entry;
        while (!rest.empty()) {
            const std::string_view feature = rest.substr(0, rest.find(','));
            if (!feature.empty()) enable(feature, options);
            rest.remove_prefix(std::min(feature.size() + 1, rest.size()));
        }
    }
    options.flags["enable-feature"] = shown;
}

}  // namespace watchglass::app
