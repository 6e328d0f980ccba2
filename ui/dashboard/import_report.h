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
    std::string option;        ///< within the panel: "options.legend.calcs"
    Honoured honoured = Honoured::Yes;
    std::string note;
    std::string path;  ///< JSON pointer in the document of what the line speaks of, all below it included; "" for what
                       ///< migration made
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
struct Panel;

/// What a report calls a panel.
[[nodiscard]] std::string reportTitle(const Panel& panel);
/// Goes through every option of every panel, and through the whole document: each value of it lies at or below the
/// `path` of a line.
[[nodiscard]] ImportReport makeImportReport(const Dashboard& dashboard);

}  // namespace watchglass::ui
