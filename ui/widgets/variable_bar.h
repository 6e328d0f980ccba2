#pragma once

#include <QWidget>

#include "ui/dashboard/variable.h"
#include "ui/widgets/adhoc_bar.h"

namespace watchglass::ui {

/// The dashboard's variables in a row: a picker for lists, a field for text boxes, buttons for ad hoc filters. Hidden
/// ones do not show; a bar without any takes no room.
class VariableBar final : public QWidget {
    Q_OBJECT

public:
    explicit VariableBar(QWidget* parent = nullptr);

    /// Shows the set. Widgets of variables that were there before are kept.
    void setVariables(const VariableSet& variables);
    /// Where ad hoc filters get their suggestions from.
    void setLabelLookup(LabelLookup lookup) { m_lookup = std::move(lookup); }

signals:
    void chosen(const QString& name, const std::vector<std::string>& values);

private:
    void rebuild(const std::vector<const Variable*>& shown);

    QStringList m_names;
    LabelLookup m_lookup;
};

}  // namespace watchglass::ui
