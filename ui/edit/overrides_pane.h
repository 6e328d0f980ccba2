#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "ui/edit/option_entry.h"

class QComboBox;
class QStringListModel;
class QVBoxLayout;

namespace watchglass::ui {

/// The overrides of a panel: which fields, and what is set of them. The list goes out as a whole. GUI thread only.
class OverridesPane final : public QWidget {
    Q_OBJECT

public:
    explicit OverridesPane(QWidget* parent = nullptr);

    /// Names of fields that are offered; before setOverrides(). The model lives longer.
    void setFieldNames(QStringListModel* names) { m_fieldNames = names; }
    /// `type` is the panel's: it decides what can be set.
    void setOverrides(const json::Value& list, const std::string& type);

Q_SIGNALS:
    void changed(const watchglass::json::Value& list, const QString& name);

private:
    void rebuild();
    void fill();
    QWidget* makeOverride(std::size_t index);
    void add(const std::string& matcher);
    void setMatcher(std::size_t index, const json::Value& options);
    void setProperty(std::size_t index, const std::string& pointer, const json::Value& value, const QString& name);
    [[nodiscard]] std::vector<OptionEntry> entriesOfOverride(const json::Value& override) const;

    json::Value m_list;
    std::string m_type;
    std::vector<OverrideProperty> m_known;  ///< what can be set
    std::vector<std::string> m_shown;       ///< matchers and ids of properties that have widgets
    std::vector<QWidget*> m_widgets;
    QStringListModel* m_fieldNames = nullptr;
    QVBoxLayout* m_column;
    QComboBox* m_add;
};

}  // namespace watchglass::ui
