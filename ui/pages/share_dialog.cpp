#include "ui/pages/share_dialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/export/save_request.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"

namespace watchglass::ui {

namespace {

/// A text to be copied, under its label.
QLineEdit* copyLine(const QString& label, QVBoxLayout& layout, QWidget* parent)
{
    auto* head = new QLabel(label, parent);
    auto* edit = new QLineEdit(parent);
    edit->setReadOnly(true);
    edit->setFont(codeFont(13));
    edit->setAccessibleName(label);
    head->setBuddy(edit);
    auto* copy = new QPushButton(QObject::tr("Copy"), parent);
    copy->setAccessibleName(QObject::tr("Copy: %1").arg(label));
    copy->setAutoDefault(false);
    QObject::connect(copy, &QPushButton::clicked, edit,
                     [edit] { QGuiApplication::clipboard()->setText(edit->text()); });
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(edit, 1);
    row->addWidget(copy);
    layout.addWidget(head);
    layout.addLayout(row);
    return edit;
}

}  // namespace

ShareDialog::ShareDialog(SharedView view, const QString& title, QWidget* parent)
    : QDialog(parent), m_view(std::move(view)), m_title(title), m_lock(new QCheckBox(tr("Lock time range"), this)),
      m_command(nullptr), m_path(nullptr)
{
    setWindowTitle(tr("Share: %1").arg(title));
    resize(720, 10);
    m_lock->setToolTip(tr("The moments that are shown now instead of \"%1\"").arg(toQString(m_view.range.text.from)));
    m_lock->setEnabled(m_view.range.text.isRelative());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_lock);
    layout->addSpacing(4);
    m_command = copyLine(tr("Command that draws it, without a window"), *layout, this);
    if (!grafanaPath(m_view).empty()) {
        layout->addSpacing(4);
        m_path = copyLine(tr("Path in a Grafana that has this dashboard"), *layout, this);
    }
    connect(m_lock, &QCheckBox::toggled, this, &ShareDialog::fill);
    fill();
}

void ShareDialog::fill()
{
    m_view.lockTime = m_lock->isChecked();
    const QString file = fileNameOf(m_title) + QStringLiteral(".png");
    m_command->setText(toQString(renderCommand(m_view, file.toStdString())));
    m_command->setCursorPosition(0);
    if (!m_path) return;
    m_path->setText(toQString(grafanaPath(m_view)));
    m_path->setCursorPosition(0);
}

}  // namespace watchglass::ui
