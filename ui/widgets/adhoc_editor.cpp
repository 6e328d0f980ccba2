#include "ui/widgets/adhoc_editor.h"

#include <QComboBox>
#include <QCompleter>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>

#include "ui/widgets/popup.h"

namespace watchglass::ui {

namespace {

QString qt(const std::string& text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

/// A field for any text that offers what is known.
QComboBox* suggestingField(QWidget* parent, const QString& name)
{
    auto* field = new QComboBox(parent);
    field->setEditable(true);
    field->setInsertPolicy(QComboBox::NoInsert);
    field->completer()->setFilterMode(Qt::MatchContains);
    field->completer()->setCompletionMode(QCompleter::PopupCompletion);
    setUpCompletions(*field->completer());
    field->setAccessibleName(name);
    field->setMinimumWidth(260);
    field->setMaxVisibleItems(12);
    return field;
}

/// Keeps what is typed.
void offer(QComboBox& field, const QStringList& items)
{
    const QString typed = field.currentText();
    const QSignalBlocker quiet(field);
    field.clear();
    field.addItems(items);
    field.setEditText(typed);
}

bool takesSeveral(const QString& op) { return op.endsWith(QLatin1Char('|')); }

}  // namespace

AdHocEditor::AdHocEditor(QWidget& parent)
    : QObject(&parent), m_popup(new Popup(&parent)), m_key(suggestingField(m_popup, tr("Label"))),
      m_op(new QComboBox(m_popup)), m_value(suggestingField(m_popup, tr("Value"))), m_hint(new QLabel(m_popup)),
      m_remove(new QPushButton(tr("Remove"), m_popup)), m_apply(new QPushButton(tr("Apply"), m_popup))
{
    m_popup->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_popup, &QObject::destroyed, this, &QObject::deleteLater);
    m_key->setObjectName(QStringLiteral("label"));
    m_op->setObjectName(QStringLiteral("operator"));
    m_value->setObjectName(QStringLiteral("value"));
    m_op->setAccessibleName(tr("Operator"));
    m_op->addItem(tr("= equals"), QStringLiteral("="));
    m_op->addItem(tr("!= does not equal"), QStringLiteral("!="));
    m_op->addItem(tr("=~ matches the regular expression"), QStringLiteral("=~"));
    m_op->addItem(tr("!~ does not match the regular expression"), QStringLiteral("!~"));
    m_op->addItem(tr("is one of"), QStringLiteral("=|"));
    m_op->addItem(tr("is none of"), QStringLiteral("!=|"));
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_apply->setDefault(true);

    auto* grid = new QGridLayout(m_popup);
    grid->setContentsMargins(12, 12, 12, 12);
    grid->setVerticalSpacing(8);
    const std::pair<QString, QWidget*> rows[] = {{tr("Label"), m_key}, {tr("Operator"), m_op}, {tr("Value"), m_value}};
    for (int i = 0; i < 3; ++i) {
        grid->addWidget(new QLabel(rows[i].first, m_popup), i, 0);
        grid->addWidget(rows[i].second, i, 1, 1, 2);
    }
    grid->addWidget(m_hint, 3, 1, 1, 2);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    buttons->addWidget(m_apply);
    grid->addLayout(buttons, 4, 0, 1, 3);

    connect(m_key, &QComboBox::currentTextChanged, this, &AdHocEditor::update);
    connect(m_op, &QComboBox::currentIndexChanged, this, &AdHocEditor::update);
    connect(m_key->lineEdit(), &QLineEdit::editingFinished, this, &AdHocEditor::lookUpValues);
    connect(m_key, &QComboBox::activated, this, &AdHocEditor::lookUpValues);
    connect(m_value->lineEdit(), &QLineEdit::returnPressed, this, &AdHocEditor::accept);
    connect(m_apply, &QPushButton::clicked, this, &AdHocEditor::accept);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        m_popup->hide();
        Q_EMIT removed();
        m_popup->close();
    });
}

void AdHocEditor::open(const QWidget& anchor, const AdHocChoice& filter, bool isNew, LabelLookup lookup,
                       QString selector)
{
    m_lookup = std::move(lookup);
    m_selector = std::move(selector);
    m_remove->setVisible(!isNew);
    m_key->setEditText(qt(filter.key));
    const std::string op = filter.op.value_or("");
    m_op->setCurrentIndex(std::max(0, m_op->findData(qt(op))));
    QStringList values;
    for (const std::string& value : filter.values) values.append(qt(value));
    m_value->setEditText(values.join(QStringLiteral(", ")));
    update();
    m_popup->openBelow(anchor, Qt::AlignLeft);
    (isNew ? m_key : m_value)->setFocus();
    if (m_lookup) {
        // The field goes with the popup, before the editor does.
        m_lookup({}, m_selector, [field = QPointer(m_key)](const QStringList& names) {
            if (field) offer(*field, names);
        });
    }
    lookUpValues();
}

void AdHocEditor::lookUpValues()
{
    const QString label = m_key->currentText().trimmed();
    if (label.isEmpty() || label == m_lookedUp || !m_lookup) return;
    m_lookedUp = label;
    m_lookup(label, m_selector, [self = QPointer(this), field = QPointer(m_value), label](const QStringList& values) {
        if (self && field && self->m_lookedUp == label) offer(*field, values);
    });
}

void AdHocEditor::update()
{
    m_apply->setEnabled(!m_key->currentText().trimmed().isEmpty());
    m_hint->setText(takesSeveral(m_op->currentData().toString()) ? tr("Values with commas between them") : QString());
    m_hint->setVisible(!m_hint->text().isEmpty());
    m_popup->adjustSize();
}

AdHocChoice AdHocEditor::filter() const
{
    AdHocChoice out;
    out.key = m_key->currentText().trimmed().toStdString();
    out.keyLabel = out.key;
    const QString op = m_op->currentData().toString();
    out.op = op.toStdString();
    const QString text = m_value->currentText();
    if (takesSeveral(op)) {
        for (const QString& one : text.split(QLatin1Char(','), Qt::SkipEmptyParts))
            if (!one.trimmed().isEmpty()) out.values.push_back(one.trimmed().toStdString());
    }
    if (out.values.empty()) out.values.push_back(text.toStdString());
    out.valueLabels = out.values;
    return out;
}

void AdHocEditor::accept()
{
    if (!m_apply->isEnabled()) return;
    m_popup->hide();
    Q_EMIT accepted(filter());
    m_popup->close();
}

}  // namespace watchglass::ui
