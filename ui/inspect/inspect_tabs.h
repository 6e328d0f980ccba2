#pragma once

#include <memory>

#include <QWidget>

#include "ui/export/save_request.h"
#include "ui/frame/value_format.h"
#include "ui/query/panel_inspection.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QTableView;
class QTreeWidget;

namespace watchglass::ui {

class FrameTableModel;

/// The frames of a panel as a table, and as a file.
class InspectDataTab final : public QWidget {
    Q_OBJECT

public:
    explicit InspectDataTab(QString title, QWidget* parent = nullptr);
    void show(std::shared_ptr<const PanelInspection> inspection, const FormatContext& context);

Q_SIGNALS:
    void saveRequested(const SaveRequest& request);

private:
    [[nodiscard]] std::vector<Frame> frames() const;
    void listFrames();
    void showFrame();
    void save();

    QString m_title;
    std::shared_ptr<const PanelInspection> m_inspection;  // shared with the other tabs
    FormatContext m_context;
    std::vector<Frame> m_frames;
    QComboBox* m_choice;
    QCheckBox* m_transformed;
    QCheckBox* m_formatted;
    QCheckBox* m_excel;
    QLabel* m_count;
    QTableView* m_table;
    FrameTableModel* m_model;
};

/// What the panel's queries cost.
class InspectStatsTab final : public QWidget {
    Q_OBJECT

public:
    explicit InspectStatsTab(QWidget* parent = nullptr);
    void show(const PanelInspection& inspection);

private:
    QTreeWidget* m_tree;
};

/// The panel, its frames or their structure as JSON.
class InspectJsonTab final : public QWidget {
    Q_OBJECT

public:
    explicit InspectJsonTab(const Panel& panel, QWidget* parent = nullptr);
    void show(std::shared_ptr<const PanelInspection> inspection);

private:
    void fill();

    json::Value m_panel;
    std::shared_ptr<const PanelInspection> m_inspection;  // shared with the other tabs
    QComboBox* m_what;
    QPlainTextEdit* m_text;
};

/// The queries as they were asked, and the account of each part of them.
class InspectQueryTab final : public QWidget {
    Q_OBJECT

public:
    explicit InspectQueryTab(QWidget* parent = nullptr);
    void show(const PanelInspection& inspection, const FormatContext& context);

Q_SIGNALS:
    void refreshRequested();

private:
    QPlainTextEdit* m_text;
};

/// Text in the code font that can be read, selected and copied. `name` is said by screen readers.
[[nodiscard]] QPlainTextEdit* codeView(const QString& name, QWidget* parent);

}  // namespace watchglass::ui
