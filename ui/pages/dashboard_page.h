#pragma once

#include <QWidget>
#include <memory>

#include "ui/dashboard/import_report.h"
#include "ui/pages/dashboard_session.h"

class QLabel;
class QToolButton;

namespace watchglass::ui {

class DashboardView;
class RefreshPicker;
class TimePicker;
class VariableBar;

/// One open dashboard with its bars: title, import report, time range, refresh, variables, panels.
///
/// Keys: F5 refreshes, Ctrl+Z zooms out, Alt+Left and Alt+Right move the time range, Escape leaves a panel that fills
/// the view.
class DashboardPage final : public QWidget {
    Q_OBJECT

public:
    DashboardPage(Dashboard dashboard, QueryBackend backend, QWidget* parent = nullptr);
    ~DashboardPage() override;

    [[nodiscard]] DashboardSession& session() { return *m_session; }
    [[nodiscard]] DashboardView& view() { return *m_view; }
    /// Hides the bars, for wall displays.
    void setKiosk(bool on);

signals:
    void linkActivated(const QUrl& url);
    void firstPanelShown();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void showReport();
    void setReport(ImportReport report);
    void updateTime();

    std::unique_ptr<DashboardSession> m_session;
    ImportReport m_report;
    Ticket m_reportTicket;
    QWidget* m_bars;
    QLabel* m_title;
    QToolButton* m_reportButton;
    TimePicker* m_time;
    RefreshPicker* m_refresh;
    VariableBar* m_variables;
    DashboardView* m_view;
};

}  // namespace watchglass::ui
