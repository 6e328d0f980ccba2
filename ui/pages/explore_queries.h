#pragma once

#include <QWidget>
#include <vector>

#include "ui/dashboard/panel.h"
#include "ui/dashboard/time_range.h"
#include "ui/query/query_backend.h"

class QCheckBox;
class QPushButton;
class QVBoxLayout;

namespace watchglass::ui {

class QueryEdit;

/// The queries of Explore, one below the other: each with its letter, a switch and a button that takes it out.
/// Return runs them, Shift+Return starts a new line. GUI thread only.
class ExploreQueries final : public QWidget {
    Q_OBJECT

public:
    explicit ExploreQueries(QueryBackend backend, QWidget* parent = nullptr);

    /// One query alone.
    void setExpression(const QString& expression);
    /// Those that are on and not empty.
    [[nodiscard]] std::vector<Target> targets() const;
    void setRange(const TimeRange& range);
    /// Adds an empty query with the first letter that is free, and puts the cursor into it.
    void addQuery();

Q_SIGNALS:
    void runRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Row {
        QString refId;
        QWidget* widget = nullptr;
        QueryEdit* edit = nullptr;
        QCheckBox* on = nullptr;
    };

    Row& addRow();
    void removeRow(const QString& refId);
    [[nodiscard]] QString freeRefId() const;
    void showWhatCanGo();

    QueryBackend m_backend;
    TimeRange m_range;
    std::vector<Row> m_rows;
    QVBoxLayout* m_column;
    QPushButton* m_add;
};

}  // namespace watchglass::ui
