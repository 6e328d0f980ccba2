#pragma once

#include <set>

#include "ui/panels/alert_list_model.h"
#include "ui/panels/list_panel.h"

namespace watchglass::ui {

/// The alerts of the embedded engine, as a list or as their number. A click on a rule or an instance asks for the
/// Alerts page; a click on the number of instances folds them out. GUI thread only.
class AlertListPanel final : public ListPanel {
    Q_OBJECT

public:
    using ListPanel::ListPanel;

    [[nodiscard]] QString summary() const override;
    [[nodiscard]] const std::vector<AlertListRule>& shownRules() const { return m_rules; }

protected:
    [[nodiscard]] std::vector<ListRow> makeRows() override;
    [[nodiscard]] QString emptyText() const override;
    void activate(int id) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] bool isStat() const { return data().options["viewMode"].toString() == "stat"; }
    void addInstances(const std::vector<rules::Alert>& instances, std::vector<ListRow>& rows);
    [[nodiscard]] int targetId(const Labels& labels);

    struct Target {
        Labels labels;
        std::string unfold;  ///< the rule whose instances fold; "": the labels are shown
    };
    std::vector<AlertListRule> m_rules;
    std::vector<Target> m_targets;    ///< by the rows' ids
    std::set<std::string> m_flipped;  ///< rules whose instances are folded other than the options say
    QString m_problem;
};

}  // namespace watchglass::ui
