#pragma once

#include "ui/panels/list_panel.h"
#include "ui/query/program_lists.h"

namespace watchglass::ui {

struct DashListSection {
    QString heading;
    QString empty;  ///< what stands below the heading when there is none
    std::vector<ListedDashboard> dashboards;
};

/// What a dashboard list shows of `known`: starred ones and search results by title, recent ones as they were opened.
/// Source: Grafana's public/app/plugins/panel/dashlist/DashList.tsx.
[[nodiscard]] std::vector<DashListSection> dashListSections(const std::vector<ListedDashboard>& known,
                                                            const json::Value& options, const PointText& replace);

/// Dashboards that the program knows. A click opens one. GUI thread only.
class DashListPanel final : public ListPanel {
    Q_OBJECT

public:
    using ListPanel::ListPanel;

protected:
    [[nodiscard]] std::vector<ListRow> makeRows() override;
    [[nodiscard]] QString emptyText() const override;
    void activate(int id) override;

private:
    std::vector<ListedDashboard> m_shown;  ///< by the rows' ids
};

}  // namespace watchglass::ui
