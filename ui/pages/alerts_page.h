#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>
#include <string>
#include <vector>

#include "engine/rules/group.h"

class QLabel;
class QLineEdit;
class QTextBrowser;
class QTreeWidget;

namespace watchglass::ui {

/// All alerting and recording rules by group, their alerts below them, and the details of what is selected.
///
/// Asks `groups` once a second while it is visible and rebuilds only what changed.
/// Threads: GUI thread only; `groups` must not block.
class AlertsPage final : public QWidget {
    Q_OBJECT

public:
    using Source = std::function<std::vector<rules::GroupStatus>()>;

    explicit AlertsPage(Source groups, QWidget* parent = nullptr);

    /// Selects the alert with these labels and scrolls to it; its rule when it is gone already.
    void showAlert(const Labels& labels);

signals:
    /// "See graph" of a rule: its expression.
    void exploreRequested(const QString& expression);

public slots:
    void refresh();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void fill(const std::vector<rules::GroupStatus>& groups);
    void updateSummary(const std::vector<rules::GroupStatus>& groups);
    void showDetails();
    void applyFilter();

    Source m_source;
    QTimer m_timer;
    QLabel* m_summary;
    QLineEdit* m_filter;
    QTreeWidget* m_tree;
    QTextBrowser* m_details;
    QWidget* m_empty;
    std::vector<rules::GroupStatus> m_groups;
    std::string m_signature;  ///< what of the tree's content is on the screen
};

}  // namespace watchglass::ui
