#include "ui/panels/table_inspect.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/fonts.h"

namespace watchglass::ui {

QDialog* inspectValue(QWidget& parent, const QString& title, const QString& text)
{
    constexpr QSize kSize(640, 420);
    const auto tr = [](const char* source) { return QCoreApplication::translate("InspectValue", source); };
    auto* dialog = new QDialog(&parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Inspect value: %1").arg(title));
    dialog->resize(kSize);
    auto* body = new QPlainTextEdit(text, dialog);
    body->setReadOnly(true);
    body->setFont(codeFont());
    body->setAccessibleName(title);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    auto* copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    QObject::connect(copy, &QPushButton::clicked, dialog, [text] { QGuiApplication::clipboard()->setText(text); });
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* column = new QVBoxLayout(dialog);
    column->addWidget(body);
    column->addWidget(buttons);
    dialog->show();
    return dialog;
}

}  // namespace watchglass::ui
