#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>
#include <vector>

#include "engine/scrape/target_status.h"

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QStandardItemModel;
class QTableView;

namespace watchglass::ui {

/// What is scraped, whether it answers, and why not. Also lists what the configuration asks for and Watchglass
/// does not do yet.
/// Threads: GUI thread only; the sources must not block.
class TargetsPage final : public QWidget {
    Q_OBJECT

public:
    struct Sources {
        std::function<std::vector<scrape::TargetStatus>()> targets;
        std::function<std::vector<std::string>()> warnings;
    };

    explicit TargetsPage(Sources sources, QWidget* parent = nullptr);

public slots:
    void refresh();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    Sources m_sources;
    QTimer m_timer;
    QLabel* m_summary;
    QLabel* m_warnings;
    QLineEdit* m_filter;
    QTableView* m_table;
    QStandardItemModel* m_model;
    QSortFilterProxyModel* m_filtered;
};

}  // namespace watchglass::ui
