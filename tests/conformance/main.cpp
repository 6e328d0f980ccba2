// watchglass_conformance [AREA...] [--dir DIR]: runs language-neutral test cases against the engine.
// watchglass_conformance reference ...: compares drawn panels with pictures of Grafana's (reference/reference.h).
//
// Without --dir the folder is that of the environment variable WG_CONFORMANCE_DIR, else ../shared/conformance beside
// the source tree.
// Exit codes: 0 all passed, 1 a case failed, 2 wrong usage, 77 the folder with the cases is not there.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "tests/conformance/areas.h"
#include "tests/conformance/reference/reference.h"

using namespace watchglass::conformance;

namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kNoData = 77;

const std::vector<Area>& areas()
{
    static const std::vector<Area> all = {
#ifdef WG_AREA_EXPOSITION
        {"exposition", runExposition},
#endif
#ifdef WG_AREA_RELABEL
        {"relabel", runRelabel},
#endif
#ifdef WG_AREA_TEMPLATE
        {"template", runTemplate},
#endif
#ifdef WG_AREA_PROMQL
        {"promql", runPromql},
#endif
#ifdef WG_AREA_API
        {"api", runApi},
#endif
#ifdef WG_AREA_GRAFANA
        {"grafana", runGrafana},
#endif
    };
    return all;
}

int usage(const std::string& problem)
{
    std::fprintf(stderr, "%s\nusage: watchglass_conformance [AREA...] [--dir DIR]\nareas:", problem.c_str());
    for (const Area& area : areas()) std::fprintf(stderr, " %s", std::string(area.name).c_str());
    std::fprintf(stderr, "\n");
    return kUsage;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc > 1 && std::string_view(argv[1]) == "reference") return runReference(argc, argv);
    const char* environment = std::getenv("WG_CONFORMANCE_DIR");
    std::filesystem::path dir = environment ? environment : WG_CONFORMANCE_DEFAULT_DIR;
    std::vector<Area> chosen;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--dir") {
            if (++i == argc) return usage("--dir wants a folder");
            dir = argv[i];
            continue;
        }
        const auto at = std::find_if(areas().begin(), areas().end(),
                                     [&](const Area& area) { return area.name == argument; });
        if (at == areas().end()) return usage("unknown area or option: " + std::string(argument));
        chosen.push_back(*at);
    }
    if (!std::filesystem::is_directory(dir)) {
        std::printf("no conformance data: %s is not there; nothing was tested\n", dir.c_str());
        return kNoData;
    }
    const bool all = chosen.empty();
    if (all) chosen = areas();

    bool failed = false;
    std::vector<std::string> summaries;
    for (const Area& area : chosen) {
        Report report{std::string(area.name)};
        const std::filesystem::path folder = dir / area.name;
        if (std::filesystem::is_directory(folder)) {
            area.run(folder, report);
        } else if (!all) {
            std::printf("no conformance data: %s is not there\n", folder.c_str());
            return kNoData;
        }
        // An area that was asked for by name and ran nothing has tested nothing.
        if (!all && report.passed() + report.failed() + report.skipped() == 0) {
            report.fail(folder.string(), "at least one case", "none");
        }
        summaries.push_back(report.summary());
        failed = failed || report.failed() > 0;
    }
    for (const std::string& line : summaries) std::printf("%s\n", line.c_str());
    return failed ? kFailed : 0;
}
