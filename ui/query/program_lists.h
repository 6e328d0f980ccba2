#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/rules/group.h"
#include "ui/frame/exemplar.h"

namespace watchglass::ui {

/// A dashboard that the program knows, for lists of them.
struct ListedDashboard {
    std::string uid;
    std::string title;
    std::string location;  ///< what the window opens
    std::string folder;    ///< the name of the folder that its file is in
    std::vector<std::string> tags;
    bool starred = false;
    int recent = -1;  ///< place among those opened lately, 0 is the last one; -1: not among them
};

/// What lists on dashboards show, which no query gives. A function that is not set knows nothing; none may block.
/// Threads: dashboards on the GUI thread, ruleGroups on any.
struct ProgramLists {
    std::function<std::vector<ListedDashboard>()> dashboards;
    std::function<std::vector<rules::GroupStatus>()> ruleGroups;
    std::vector<ExemplarLink> exemplarLinks{};  ///< where the traces of exemplars are
};

}  // namespace watchglass::ui
