#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "engine/base/json.h"

class QComboBox;
class QLabel;
class QStringListModel;
class QVBoxLayout;

namespace watchglass::ui {

/// The transformations of a panel in their order: added, taken out, moved, turned off, their options as a form and
/// as JSON. The list goes out as a whole. GUI thread only.
class TransformationsPane final : public QWidget {
    Q_OBJECT

public:
    explicit TransformationsPane(QWidget* parent = nullptr);

    /// Names of fields that the forms offer; before setTransformations(). The model lives longer.
    void setFieldNames(QStringListModel* names) { m_fieldNames = names; }
    void setTransformations(const json::Value& list);

Q_SIGNALS:
    void changed(const watchglass::json::Value& list, const QString& name, bool typed);

private:
    void rebuild();
    void fill();
    QWidget* makeStep(std::size_t index);
    void move(std::size_t index, int by);
    void set(std::size_t index, const std::string& member, const json::Value& value, const QString& name);

    json::Value m_list;
    std::vector<std::string> m_shown;  ///< ids of the steps that have widgets
    std::vector<QWidget*> m_steps;
    QStringListModel* m_fieldNames = nullptr;
    QVBoxLayout* m_column;
    QLabel* m_none;
    QComboBox* m_add;
};

}  // namespace watchglass::ui
