#pragma once

#include <QObject>
#include <string>

#include "ui/dashboard/time_range.h"
#include "ui/edit/dashboard_editor.h"
#include "ui/query/query_backend.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QStringListModel;
class QTabWidget;
class QWidget;

namespace watchglass::ui {

class OptionForm;
class OverridesPane;
class QueriesPane;
class TransformationsPane;

/// The editor of one panel: its queries and transformations, which stand below the panel, and its options, which stand
/// beside it. Every change is made in the dashboard's document at once; the panel itself is the live preview.
/// GUI thread only.
class PanelEditor final : public QObject {
    Q_OBJECT

public:
    /// The parts belong to `parent`; it must outlive this.
    PanelEditor(QueryBackend backend, QWidget* parent);
    ~PanelEditor() override;

    /// Edits the panel at this place of the document.
    void edit(DashboardEditor& editor, const std::string& origin);
    void setRange(const TimeRange& range);
    /// Names of fields of the panel's data, which forms offer.
    void setFieldNames(const std::vector<std::string>& names);
    [[nodiscard]] const std::string& origin() const { return m_origin; }

    /// What stands below the panel, and what beside it.
    [[nodiscard]] QWidget* below() const;
    [[nodiscard]] QWidget* beside() const { return m_beside; }

Q_SIGNALS:
    void problem(const QString& text);
    /// The panel is not there any more.
    void gone();

private:
    void show();
    [[nodiscard]] const Panel* edited() const;
    void set(const QString& pointer, const json::Value& value, const QString& name, bool typed = true);
    void buildBeside(QWidget* parent);

    DashboardEditor* m_editor = nullptr;
    std::string m_origin;
    std::int64_t m_id = 0;
    QTabWidget* m_below;
    QWidget* m_beside;
    QueriesPane* m_queries;
    TransformationsPane* m_transformations;
    QComboBox* m_type;
    QLineEdit* m_search;
    QLabel* m_found;
    OptionForm* m_options;
    OverridesPane* m_overrides;
    QStringListModel* m_fieldNames;
};

}  // namespace watchglass::ui
