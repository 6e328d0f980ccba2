#include "ui/edit/name_offer.h"

#include <QAction>
#include <QCompleter>
#include <QCoreApplication>
#include <QLineEdit>
#include <QShortcut>
#include <QStringListModel>

#include "ui/theme/icons.h"
#include "ui/widgets/popup.h"

namespace watchglass::ui {

void offerNames(QLineEdit& edit, QStringListModel* names)
{
    if (!names) return;
    auto* completer = new QCompleter(names, &edit);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    setUpCompletions(*completer);
    edit.setCompleter(completer);
    const auto showAll = [completer] {
        completer->setCompletionPrefix({});
        completer->complete();
    };
    QAction* arrow = edit.addAction(icon(IconKind::ChevronDown), QLineEdit::TrailingPosition);
    arrow->setToolTip(QCoreApplication::translate("NameOffer", "Names in the data"));
    QObject::connect(arrow, &QAction::triggered, completer, showAll);
    auto* down = new QShortcut(Qt::Key_Down, &edit, nullptr, nullptr, Qt::WidgetShortcut);
    QObject::connect(down, &QShortcut::activated, completer, showAll);
    // The line edit takes the text over but does not say that somebody did it.
    QObject::connect(completer, qOverload<const QString&>(&QCompleter::activated), &edit, [&edit](const QString& text) {
        edit.setText(text);
        Q_EMIT edit.textEdited(text);
    });
}

}  // namespace watchglass::ui
