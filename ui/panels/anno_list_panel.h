#pragma once

#include "ui/panels/list_panel.h"

namespace watchglass::ui {

/// "10m", "1h" in milliseconds, as lists of annotations spell them; ten minutes for anything else.
[[nodiscard]] std::int64_t navigationMs(const std::string& text);

/// Annotations made by hand, newest first. A click shows the time around one, in the dashboard that it belongs to.
/// Source: Grafana's public/app/plugins/panel/annolist/AnnoListPanel.tsx. GUI thread only.
class AnnoListPanel final : public ListPanel {
    Q_OBJECT

public:
    using ListPanel::ListPanel;

protected:
    [[nodiscard]] std::vector<ListRow> makeRows() override;
    [[nodiscard]] QString emptyText() const override { return tr("No annotations found"); }
    void activate(int id) override;
};

}  // namespace watchglass::ui
