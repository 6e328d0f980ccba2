#pragma once

#include <QPointer>
#include <QWidget>
#include <functional>

#include "ui/dashboard/variable.h"

namespace watchglass::ui {

class AdHocEditor;

/// Looks up names of labels ("" for `label`) or values of one, on series that match `selector` ("" all). The answer
/// comes later on the GUI thread, or never.
using LabelLookup =
    std::function<void(const QString& label, const QString& selector, std::function<void(const QStringList&)> done)>;

/// The filters of one ad hoc variable: a button for each, which opens it for a change, and one that adds another.
/// GUI thread only.
class AdHocBar final : public QWidget {
    Q_OBJECT

public:
    explicit AdHocBar(QWidget* parent = nullptr);

    void setVariable(const Variable& variable);
    void setLabelLookup(LabelLookup lookup) { m_lookup = std::move(lookup); }

signals:
    /// All filters, as a URL has them.
    void chosen(const std::vector<std::string>& values);

private:
    void rebuild();
    void edit(std::size_t index, QWidget& anchor);
    void take(std::size_t index, const AdHocChoice& filter);
    void remove(std::size_t index);
    /// What the other filters leave.
    [[nodiscard]] QString selectorWithout(std::size_t index) const;

    std::vector<AdHocChoice> m_filters;
    QString m_title;
    LabelLookup m_lookup;
    QPointer<AdHocEditor> m_editor;  ///< open, or gone
};

}  // namespace watchglass::ui
