#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "ui/dashboard/panel.h"
#include "ui/dashboard/time_range.h"
#include "ui/query/query_backend.h"

class QVBoxLayout;

namespace watchglass::ui {

class QueryRow;

/// The queries of a panel, each with its field and options. Changes go out as values of the panel. GUI thread only.
class QueriesPane final : public QWidget {
    Q_OBJECT

public:
    explicit QueriesPane(QueryBackend backend, QWidget* parent = nullptr);

    void setTargets(const std::vector<Target>& targets);
    /// Within which completion looks.
    void setRange(const TimeRange& range);

Q_SIGNALS:
    /// `pointer` within the panel: "/targets/0/expr"; null takes out.
    void changed(const QString& pointer, const watchglass::json::Value& value, const QString& name);

private:
    void addQuery(json::Value target);

    QueryBackend m_backend;
    TimeRange m_range;
    std::vector<Target> m_targets;
    std::vector<QueryRow*> m_rows;
    QVBoxLayout* m_column;
};

}  // namespace watchglass::ui
