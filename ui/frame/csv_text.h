#pragma once

#include <string>
#include <vector>

#include "ui/frame/frame.h"

namespace watchglass::ui {

struct CsvOptions {
    std::string delimiter = ",";
    bool header = true;        ///< a line of shown names
    bool excelHeader = false;  ///< "sep=," in front, by which Excel knows the delimiter
};

/// Frames below each other as comma-separated values, lines ended by CR LF. Numbers as JavaScript writes them.
[[nodiscard]] std::string toCsv(const std::vector<Frame>& frames, const CsvOptions& options = {});

}  // namespace watchglass::ui
