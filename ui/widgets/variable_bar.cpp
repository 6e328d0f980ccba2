#include "ui/widgets/variable_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/variable_picker.h"

namespace watchglass::ui {

namespace {

QString qt(const std::string& text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString markName(const Variable& variable) { return QStringLiteral("trouble of ") + qt(variable.name); }

/// Shown while the variable's values could not be looked up as it is written.
QLabel* troubleMark(const Variable& variable, QWidget& parent)
{
    constexpr int kSize = 14;
    auto* mark = new QLabel(&parent);
    mark->setObjectName(markName(variable));
    mark->setPixmap(icon(IconKind::Warning, currentTheme().warningText).pixmap(kSize, kSize));
    mark->setAccessibleName(VariableBar::tr("Trouble with the variable %1").arg(qt(variable.name)));
    mark->hide();
    return mark;
}

}  // namespace

VariableBar::VariableBar(QWidget* parent) : QWidget(parent)
{
    new FlowLayout(this, 12);
    hide();
}

void VariableBar::setVariables(const VariableSet& variables)
{
    std::vector<const Variable*> shown;
    QStringList names;
    for (const Variable& variable : variables.all()) {
        if (!hasControl(variable)) continue;
        shown.push_back(&variable);
        names.append(qt(variable.name));
    }
    if (names != m_names) {
        m_names = names;
        rebuild(shown);
    }
    for (const Variable* variable : shown) {
        if (auto* picker = findChild<VariablePicker*>(qt(variable->name))) picker->setVariable(*variable);
        if (auto* edit = findChild<QLineEdit*>(qt(variable->name)); edit && !edit->hasFocus()) {
            edit->setText(qt(variable->text()));
        }
        if (auto* mark = findChild<QLabel*>(markName(*variable))) {
            const QString trouble = qt(variable->error);
            mark->setVisible(!trouble.isEmpty());
            mark->setToolTip(trouble);
            mark->setAccessibleDescription(trouble);
        }
        if (auto* filters = findChild<AdHocBar*>(qt(variable->name))) filters->setVariable(*variable);
    }
    setVisible(!shown.empty());
}

void VariableBar::rebuild(const std::vector<const Variable*>& shown)
{
    qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
    for (const Variable* variable : shown) {
        auto* box = new QWidget(this);
        auto* row = new QHBoxLayout(box);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(6);
        const QString name = qt(variable->name);
        if (variable->hide == 0) {
            auto* label = new QLabel(qt(variable->label.empty() ? variable->name : variable->label), box);
            label->setToolTip(qt(variable->description));
            row->addWidget(label);
        }
        row->addWidget(troubleMark(*variable, *box));
        if (variable->type == VariableType::TextBox) {
            auto* edit = new QLineEdit(box);
            edit->setObjectName(name);
            edit->setAccessibleName(name);
            edit->setFixedWidth(160);
            connect(edit, &QLineEdit::editingFinished, this,
                    [this, edit, name] { Q_EMIT chosen(name, {edit->text().toStdString()}); });
            row->addWidget(edit);
        } else if (variable->type == VariableType::AdHoc) {
            auto* filters = new AdHocBar(box);
            filters->setObjectName(name);
            filters->setLabelLookup(m_lookup);
            connect(filters, &AdHocBar::chosen, this,
                    [this, name](const std::vector<std::string>& values) { Q_EMIT chosen(name, values); });
            row->addWidget(filters);
        } else {
            auto* picker = new VariablePicker(box);
            picker->setObjectName(name);
            connect(picker, &VariablePicker::chosen, this,
                    [this, name](const std::vector<std::string>& values) { Q_EMIT chosen(name, values); });
            row->addWidget(picker);
        }
        layout()->addWidget(box);
        box->show();
    }
}

}  // namespace watchglass::ui
