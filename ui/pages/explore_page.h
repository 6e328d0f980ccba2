#pragma once

#include <QWidget>
#include <memory>

#include "ui/dashboard/time_range.h"
#include "ui/query/background.h"
#include "ui/query/panel_query.h"

namespace watchglass::ui {

class ExploreQueries;
class PanelWidget;
class PanelFrame;
class TimePicker;

/// Asks expressions by hand: a graph over the time range, and the values at its end as a table.
class ExplorePage final : public QWidget {
    Q_OBJECT

public:
    explicit ExplorePage(QueryBackend backend, QWidget* parent = nullptr);

    /// Puts the expression in and runs it.
    void explore(const QString& expression);
    /// The same over a time range.
    void explore(const QString& expression, const TimeRangeText& range);

public slots:
    void run();

private:
    struct View {
        PanelFrame* frame = nullptr;
        PanelWidget* body = nullptr;
        Panel panel;
        Ticket ticket;
    };

    void ask(View& view);
    void setRange(const TimeRangeText& text);
    [[nodiscard]] TimeContext timeContext() const;

    QueryBackend m_backend;
    TimeRange m_range;
    ExploreQueries* m_queries;
    std::string m_timeZone = "browser";
    TimePicker* m_time;
    View m_graph;
    View m_table;
};

}  // namespace watchglass::ui
