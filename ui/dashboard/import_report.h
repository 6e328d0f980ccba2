#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace watchglass::ui {

enum class Honoured : std::uint8_t {
    Yes,
    Approximated,  ///< drawn, but not just as Grafana does: `note` says how
    NotDrawn,      ///< `note` says why
};

struct ReportLine {
    std::int64_t panelId = 0;  ///< 0: the dashboard itself
    std::string panel;         ///< title, or "dashboard"
    std::string option;        ///< path in the file: "options.legend.calcs"
    Honoured honoured = Honoured::Yes;
    std::string note;
};

/// What became of each part of an imported dashboard.
struct ImportReport {
    std::vector<ReportLine> lines;

    void add(std::int64_t panelId, std::string panel, std::string option, Honoured honoured, std::string note = {});
    [[nodiscard]] std::size_t count(Honoured honoured) const;
    [[nodiscard]] bool hasWarnings() const { return count(Honoured::Yes) != lines.size(); }
    /// One line each, honoured ones left out unless `all`.
    [[nodiscard]] std::string toText(bool all = false) const;
};

class Dashboard;
/// Goes through every option of every panel.
[[nodiscard]] ImportReport makeImportReport(const Dashboard& dashboard);

}  // namespace watchglass::ui
