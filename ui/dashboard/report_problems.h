#pragma once

namespace watchglass::ui {

class Dashboard;
struct ImportReport;

/// Adds what in a dashboard cannot be meant as it is written, and what is done instead: variables and panels that refer
/// to each other in circles, texts that are no times, places outside of the grid, patterns that do not compile, links
/// and HTML that are not let through.
void reportProblems(const Dashboard& dashboard, ImportReport& report);

}  // namespace watchglass::ui
