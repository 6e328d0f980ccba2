#pragma once

#include <QDialog>
#include <QStringList>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/json.h"

class QLabel;
class QTabWidget;

namespace watchglass::ui {

class DashboardEditor;
class OptionForm;
class SettingsList;
struct OptionEntry;

/// What can be set of the whole dashboard: names, time, variables, annotations, links. Changes hold at once and can be
/// undone. GUI thread only.
class SettingsDialog final : public QDialog {
    Q_OBJECT

public:
    explicit SettingsDialog(DashboardEditor& editor, QWidget* parent = nullptr);

    /// Where the values come from that a variable offers, by its name.
    void setVariableValues(std::function<QStringList(const QString& name)> values);
    /// They are others by now.
    void updateVariableValues();

Q_SIGNALS:
    void jsonRequested();

private:
    void fill();
    void set(const std::string& pointer, const json::Value& value, const QString& name, bool typed);
    SettingsList* addList(QTabWidget& tabs, const QString& title, const QString& what, const std::string& pointer,
                          std::vector<OptionEntry> (*entries)(const json::Value&), json::Value blank);

    DashboardEditor& m_editor;
    OptionForm* m_general;
    OptionForm* m_time;
    SettingsList* m_variables;
    SettingsList* m_annotations;
    SettingsList* m_links;
    QLabel* m_problem;
};

}  // namespace watchglass::ui
