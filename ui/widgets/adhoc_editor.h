#pragma once

#include "ui/dashboard/adhoc_filter.h"
#include "ui/widgets/adhoc_bar.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace watchglass::ui {

class Popup;

/// Asks for one ad hoc filter: label, operator and value, with what the series have as suggestions. GUI thread only.
class AdHocEditor final : public QObject {
    Q_OBJECT

public:
    explicit AdHocEditor(QWidget& parent);

    /// Opens below `anchor`. `isNew`: there is nothing to remove.
    void open(const QWidget& anchor, const AdHocChoice& filter, bool isNew, LabelLookup lookup, QString selector);

signals:
    void accepted(const watchglass::ui::AdHocChoice& filter);
    void removed();

private:
    void lookUpValues();
    void update();
    void accept();
    [[nodiscard]] AdHocChoice filter() const;

    Popup* m_popup;
    QComboBox* m_key;
    QComboBox* m_op;
    QComboBox* m_value;
    QLabel* m_hint;
    QPushButton* m_remove;
    QPushButton* m_apply;
    LabelLookup m_lookup;
    QString m_selector;
    QString m_lookedUp;  ///< the label whose values are offered
};

}  // namespace watchglass::ui
