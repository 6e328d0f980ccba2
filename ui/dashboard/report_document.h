#pragma once

namespace watchglass::ui {

class Dashboard;
struct ImportReport;

/// Goes through the document of a dashboard and gives every value of it a line in `report`: one of those that are there
/// already (about the view) gets its place in the document, all others a line of their own. Lines about the view that
/// have no place, such as what an old panel became, stay as they are.
void coverDocument(const Dashboard& dashboard, ImportReport& report);

}  // namespace watchglass::ui
