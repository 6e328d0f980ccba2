#pragma once

#include <QStringList>
#include <vector>

#include "ui/edit/value_editor.h"

class QBoxLayout;
class QHBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace watchglass::ui {

/// A list that is edited in rows, with a button that adds one. GUI thread only.
class ListEditor : public ValueEditor {
    Q_OBJECT

public:
    /// `what` is one of the list: "threshold".
    ListEditor(QString what, const QString& add, QWidget* parent);

protected:
    /// The widget of row `index`, with what stands in it.
    virtual QWidget* makeRow(std::size_t index) = 0;
    virtual void addRow() = 0;
    virtual void removeRow(std::size_t index) = 0;
    virtual void moveRow(std::size_t, int) {}

    /// Makes all rows anew. The focus goes to the same part of a row as before, or to `focusRow`.
    void rebuild(std::size_t count, int focusRow = -1);
    [[nodiscard]] QWidget* row(std::size_t index) const { return m_rows[index]; }
    /// Earlier, later and remove (or remove alone), for the end of a row.
    void addTools(QBoxLayout& line, QWidget* row, std::size_t index, std::size_t count, bool moves);
    [[nodiscard]] QString nameOf(std::size_t index) const;
    [[nodiscard]] QVBoxLayout& column() const { return *m_column; }

private:
    QString m_what;
    QVBoxLayout* m_column;
    QPushButton* m_add;
    int m_firstRow = 0;  ///< of the column
    std::vector<QWidget*> m_rows;
};

}  // namespace watchglass::ui
