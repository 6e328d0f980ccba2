#pragma once

#include "ui/dashboard/variable.h"
#include "ui/widgets/drop_down_button.h"

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace watchglass::ui {

class OptionModel;
class Popup;

/// Chooses the value or values of one variable from a list with a filter.
///
/// A single value is chosen by a click; several by ticking, taken over when the popup closes. Where the variable allows
/// it what is typed can be chosen although it is not in the list, as in Grafana.
class VariablePicker final : public DropDownButton {
    Q_OBJECT

public:
    explicit VariablePicker(QWidget* parent = nullptr);

    void setVariable(const Variable& variable);
    [[nodiscard]] const Variable& variable() const { return m_variable; }
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void chosen(const std::vector<std::string>& values);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void openPopup();
    void buildPopup();
    void fillList();
    void search(const QString& text);
    void activate(const QModelIndex& index);
    void useTyped();
    void takeTicked();

    Variable m_variable;
    Popup* m_popup = nullptr;
    QLineEdit* m_search = nullptr;
    QPushButton* m_apply = nullptr;
    QPushButton* m_typed = nullptr;  ///< takes what is typed
    QLabel* m_nothing = nullptr;
    QListView* m_list = nullptr;
    OptionModel* m_model = nullptr;
};

}  // namespace watchglass::ui
