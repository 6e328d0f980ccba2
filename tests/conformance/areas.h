#pragma once

#include "tests/conformance/report.h"

namespace watchglass::conformance {

void runExposition(const std::filesystem::path& dir, Report& report);
void runRelabel(const std::filesystem::path& dir, Report& report);
void runTemplate(const std::filesystem::path& dir, Report& report);
void runApi(const std::filesystem::path& dir, Report& report);
void runGrafana(const std::filesystem::path& dir, Report& report);
void runPromql(const std::filesystem::path& dir, Report& report);

}  // namespace watchglass::conformance
