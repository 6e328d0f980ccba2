#pragma once

#include "ui/panels/list_panel.h"

namespace watchglass::ui {

/// The events that an annotation list shows, newest first.
/// Source: Grafana's public/app/plugins/panel/annolist/AnnoListPanel.tsx.
[[nodiscard]] std::vector<ListedEvent> annoListEvents(const PanelData& data);
/// "10m", "1h" in milliseconds, as lists of annotations spell them; ten minutes for anything else.
[[nodiscard]] std::int64_t navigationMs(const std::string& text);

/// What the dashboard's annotations mark. A click shows the time around an event. GUI thread only.
class AnnoListPanel final : public ListPanel {
    Q_OBJECT

public:
    using ListPanel::ListPanel;

protected:
    [[nodiscard]] std::vector<ListRow> makeRows() override;
    [[nodiscard]] QString emptyText() const override { return tr("No annotations found"); }
    void activate(int id) override;

private:
    std::vector<ListedEvent> m_shown;  ///< by the rows' ids
};

}  // namespace watchglass::ui
