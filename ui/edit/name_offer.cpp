#include "ui/edit/name_offer.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QCoreApplication>
#include <QLineEdit>
#include <QShortcut>
#include <QStringListModel>

#include "ui/theme/icons.h"
#include "ui/widgets/popup.h"

namespace watchglass::ui {

namespace {

/// Keys belong to the list while it is shown: it passes them on to the field, whose shortcut would take them.
class ShortcutPause final : public QObject {
public:
    explicit ShortcutPause(QShortcut& shortcut) : QObject(&shortcut), m_shortcut(shortcut) {}

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Show) m_shortcut.setEnabled(false);
        if (event->type() == QEvent::Hide) m_shortcut.setEnabled(true);
        return QObject::eventFilter(watched, event);
    }

private:
    QShortcut& m_shortcut;
};

}  // namespace

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
    completer->popup()->installEventFilter(new ShortcutPause(*down));
    // The line edit takes the text over but does not say that somebody did it.
    QObject::connect(completer, qOverload<const QString&>(&QCompleter::activated), &edit, [&edit](const QString& text) {
        edit.setText(text);
        Q_EMIT edit.textEdited(text);
    });
}

}  // namespace watchglass::ui
