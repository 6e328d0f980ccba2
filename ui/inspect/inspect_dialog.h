#pragma once

#include <QDialog>

#include "ui/export/save_request.h"
#include "ui/query/background.h"
#include "ui/query/panel_inspection.h"

class QLabel;
class QTabWidget;

namespace watchglass::ui {

class InspectDataTab;
class InspectJsonTab;
class InspectQueryTab;
class InspectStatsTab;

/// Looks into one panel: its data, what they cost, its JSON, its queries. It asks the panel anew, with account.
/// GUI thread only.
class InspectDialog final : public QDialog {
    Q_OBJECT

public:
    enum class Tab { Data, Stats, Json, Query };

    InspectDialog(QueryBackend backend, PanelQuestion question, const QString& title, QWidget* parent = nullptr);

    void showTab(Tab tab);
    /// Whether the answer is there.
    [[nodiscard]] bool isReady() const { return m_inspection != nullptr; }

public slots:
    void refresh();

signals:
    void saveRequested(const watchglass::ui::SaveRequest& request);

private:
    void take(PanelInspection inspection);

    QueryBackend m_backend;
    PanelQuestion m_question;
    Ticket m_ticket;
    std::shared_ptr<const PanelInspection> m_inspection;  // shared with the tabs
    QLabel* m_state;
    QTabWidget* m_tabs;
    InspectDataTab* m_data;
    InspectStatsTab* m_stats;
    InspectJsonTab* m_json;
    InspectQueryTab* m_query;
};

}  // namespace watchglass::ui
