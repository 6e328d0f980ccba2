#include "ui/pages/dashboard_keys.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QTextEdit>

namespace watchglass::ui {

namespace {

constexpr KeyLine kLines[] = {
    {DashboardKey::ViewPanel, "Panel under the pointer", "V", "View, and back"},
    {DashboardKey::EditPanel, "Panel under the pointer", "E", "Edit"},
    {DashboardKey::InspectPanel, "Panel under the pointer", "I", "Inspect"},
    {DashboardKey::SharePanel, "Panel under the pointer", "P,U P,S", "Share"},
    {DashboardKey::ExplorePanel, "Panel under the pointer", "P,X", "Explore"},
    {DashboardKey::ToggleLegend, "Panel under the pointer", "P,L", "Show or hide the legend"},
    {DashboardKey::DuplicatePanel, "Panel under the pointer", "P,D", "Duplicate"},
    {DashboardKey::RemovePanel, "Panel under the pointer", "P,R", "Remove"},
    {DashboardKey::Search, "Dashboard", "/", "Find a panel"},
    {DashboardKey::Refresh, "Dashboard", "D,R F5", "Refresh"},
    {DashboardKey::Kiosk, "Dashboard", "D,K", "Kiosk, and back"},
    {DashboardKey::ShareDashboard, "Dashboard", "D,U", "Share"},
    {DashboardKey::ExportDashboard, "Dashboard", "D,P", "Export as picture or document"},
    {DashboardKey::OpenRows, "Dashboard", "D,Shift+E", "Expand all rows"},
    {DashboardKey::CloseRows, "Dashboard", "D,Shift+C", "Collapse all rows"},
    {DashboardKey::SharedCrosshair, "Dashboard", "D,O", "Crosshair over all panels: off, line, tooltips"},
    {DashboardKey::Leave, "Dashboard", "Esc", "Back to the dashboard"},
    {DashboardKey::Help, "Dashboard", "?", "This sheet"},
    {DashboardKey::ZoomOut, "Time range", "T,Z", "Zoom out"},
    {DashboardKey::UndoOrZoomOut, "Time range", "Ctrl+Z", "Zoom out; undo while the dashboard is edited"},
    {DashboardKey::Earlier, "Time range", "T,Left Alt+Left", "Earlier"},
    {DashboardKey::Later, "Time range", "T,Right Alt+Right", "Later"},
    {DashboardKey::AbsoluteTime, "Time range", "T,A", "Keep these moments"},
};

/// Letters go to the widget that is typed into, not to shortcuts: combo boxes and lists look for an entry by them, and
/// do not say so themselves. Escape goes to what has the focus first, and leaves when nothing there wants it.
class TypingGuard final : public QObject {
public:
    TypingGuard(QWidget& page, std::function<void()> leave) : QObject(&page), m_page(page), m_leave(std::move(leave))
    {
        qApp->installEventFilter(this);
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        const bool asked = event->type() == QEvent::ShortcutOverride;
        if (!asked && (event->type() != QEvent::KeyPress || watched != &m_page)) return false;
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            const auto* widget = qobject_cast<const QWidget*>(watched);
            if (!widget || (asked && !m_page.isAncestorOf(widget))) return false;
            event->accept();
            if (!asked) m_leave();  // it came up to the page
            return true;
        }
        if (!asked || !takesText(watched)) return false;
        const bool letter = !key->text().isEmpty() && key->text().front().isPrint() &&
                            (key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) == 0;
        if (letter) event->accept();
        return letter;
    }

private:
    [[nodiscard]] bool takesText(QObject* watched) const
    {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (!widget || widget->window() != m_page.window()) return false;
        if (const auto* text = qobject_cast<const QTextEdit*>(widget)) return !text->isReadOnly();
        if (const auto* text = qobject_cast<const QPlainTextEdit*>(widget)) return !text->isReadOnly();
        return qobject_cast<const QComboBox*>(widget) || qobject_cast<const QLineEdit*>(widget) ||
               qobject_cast<const QAbstractSpinBox*>(widget);
    }

    QWidget& m_page;
    std::function<void()> m_leave;
};

}  // namespace

std::span<const KeyLine> dashboardKeyLines() { return kLines; }

void watchDashboardKeys(QWidget& page, const std::function<void(DashboardKey)>& pressed)
{
    new TypingGuard(page, [pressed] { pressed(DashboardKey::Leave); });  // the page's child
    for (const KeyLine& line : kLines) {
        const QString keys = QString::fromLatin1(line.keys.data(), static_cast<qsizetype>(line.keys.size()));
        QStringList all = keys.split(QLatin1Char(' '));
        // Where a platform names the key that was hit with its modifiers.
        if (line.what == DashboardKey::Help) all += QStringLiteral("Shift+?");
        for (const QString& one : all) {
            auto* shortcut = new QShortcut(QKeySequence(one), &page);
            QObject::connect(shortcut, &QShortcut::activated, &page, [what = line.what, pressed] { pressed(what); });
        }
    }
}

}  // namespace watchglass::ui
