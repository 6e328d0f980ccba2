#pragma once

#include <QFrame>

#include "ui/dashboard/panel.h"
#include "ui/edit/query_edit.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace watchglass::ui {

/// One query of a panel: the field, what is wrong or could be better, and its options. GUI thread only.
class QueryRow final : public QFrame {
    Q_OBJECT

public:
    QueryRow(QueryBackend backend, QWidget* parent);

    void setTarget(const Target& target);
    [[nodiscard]] QueryEdit& field() { return *m_query; }

Q_SIGNALS:
    /// `member` of the target; null takes it out.
    void changed(const QString& member, const watchglass::json::Value& value, const QString& name);
    void typeChanged(bool instant, bool range);
    void duplicateRequested();
    void removeRequested();

private:
    void advise();

    QLabel* m_name;
    QueryEdit* m_query;
    QLabel* m_problem;
    QLabel* m_hint;
    QPushButton* m_fix;
    QString m_fixed;
    QCheckBox* m_off;
    QLineEdit* m_legend;
    QLineEdit* m_step;
    QComboBox* m_format;
    QComboBox* m_type;
    QCheckBox* m_exemplars;
};

}  // namespace watchglass::ui
