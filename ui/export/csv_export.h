#pragma once

#include <vector>

#include <QByteArray>

#include "ui/frame/frame.h"
#include "ui/frame/value_format.h"

namespace watchglass::ui {

/// How tables are written as comma-separated values.
struct CsvExport {
    bool formatted = true;  ///< values as panels show them; false: bare numbers, times in milliseconds
    bool forExcel = false;  ///< a byte order mark and a "sep=" line, by which Excel reads UTF-8 and the separator
};

/// The values as they are shown: units, mappings and dates in place of numbers.
[[nodiscard]] Frame formattedFrame(const Frame& frame, const FormatContext& context);

[[nodiscard]] QByteArray csvOf(const std::vector<Frame>& frames, const CsvExport& how, const FormatContext& context);

/// All series over one column of times; frames that have no time stay as they are.
[[nodiscard]] std::vector<Frame> joinedByTime(const std::vector<Frame>& frames);

}  // namespace watchglass::ui
