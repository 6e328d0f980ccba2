#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ui/panels/panel_data.h"

namespace watchglass::ui {

enum class LogLevel : std::uint8_t { Unknown, Critical, Error, Warning, Info, Debug, Trace };

/// The first level that a line speaks of, as a whole word.
[[nodiscard]] LogLevel logLevelOf(std::string_view line);
/// The level that a label's value names ("warn", "E", "notice").
[[nodiscard]] LogLevel namedLogLevel(std::string_view name);
/// "critical", "error" ...; "" for an unknown one.
[[nodiscard]] std::string_view logLevelName(LogLevel level);

/// A line of a log: where it is in the frames. Texts are looked up when they are shown, so that 100,000 of them cost
/// nothing before.
struct LogRow {
    std::uint32_t frame = 0;
    std::uint32_t row = 0;
    std::uint32_t repeated = 0;  ///< lines after it that say the same and are left out
    double timeMs = 0;           ///< NaN: none
};

using LogPairs = std::vector<std::pair<std::string, std::string>>;

/// The lines that a logs panel shows, in its order.
/// Source: Grafana's public/app/features/logs/logsModel.ts.
class LogModel {
public:
    LogModel() = default;
    /// Reads sortOrder, dedupStrategy and prettifyLogMessage.
    explicit LogModel(const PanelData& data);

    [[nodiscard]] const std::vector<LogRow>& rows() const { return m_rows; }
    /// Whether lines run from old to new (sortOrder Ascending); else the newest comes first.
    [[nodiscard]] bool newestLast() const { return m_newestLast; }
    /// The text of a line as it is shown, without terminal colours.
    [[nodiscard]] std::string text(const LogRow& row) const;
    [[nodiscard]] LogLevel level(const LogRow& row) const;
    /// Labels and fields of a line other than its time and text, by name.
    [[nodiscard]] LogPairs fields(const LogRow& row) const;
    /// The labels that all lines share.
    [[nodiscard]] const LogPairs& commonLabels() const { return m_common; }
    /// The labels of a line that not all lines share.
    [[nodiscard]] LogPairs uniqueLabels(const LogRow& row) const;

private:
    struct Source {
        int time = -1;
        int body = -1;
        int level = -1;
        std::vector<int> labels;  ///< fields with objects that hold labels
    };

    [[nodiscard]] std::string raw(const LogRow& row) const;
    [[nodiscard]] LogPairs labels(const LogRow& row) const;
    void removeRepeated(const std::string& strategy);
    void findCommonLabels();

    std::shared_ptr<const std::vector<Frame>> m_frames;  // shared with the panel's data
    std::vector<Source> m_sources;                       ///< by frame
    std::vector<LogRow> m_rows;
    LogPairs m_common;
    bool m_newestLast = false;
    bool m_prettify = false;
};

}  // namespace watchglass::ui
