#pragma once

#include <string>
#include <vector>

#include "ui/frame/data_point.h"

namespace watchglass::ui {

/// A link of a field, ready to be followed.
struct ShownLink {
    std::string title;
    std::string href;
    bool newWindow = false;
    bool oneClick = false;
};

/// The links of the field at a place in the data, variables replaced.
[[nodiscard]] std::vector<ShownLink> linksAt(const DataPoint& point, const PointText& replace);

}  // namespace watchglass::ui
