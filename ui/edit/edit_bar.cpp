#include "ui/edit/edit_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMetaMethod>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/edit/dashboard_editor.h"
#include "ui/edit/panel_edits.h"
#include "ui/edit/panel_types.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/icons.h"
#include "ui/widgets/drop_down_button.h"
#include "ui/widgets/icon_button.h"

namespace watchglass::ui {

namespace {

QString named(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}  // namespace

EditBar::EditBar(QWidget* parent)
    : QWidget(parent), m_add(new DropDownButton(this)), m_addMenu(new QMenu(this)),
      m_undo(iconButton(IconKind::Undo, tr("Undo"), this)), m_redo(iconButton(IconKind::Redo, tr("Redo"), this)),
      m_upgrade(new QPushButton(tr("Bring to current schema"), this)), m_save(new QPushButton(tr("Save…"), this)),
      m_settings(new QPushButton(tr("Settings"), this)), m_json(new QPushButton(tr("JSON"), this)),
      m_status(new QLabel(this)), m_obstacle(new QLabel(this))
{
    m_add->setText(tr("Add"));
    m_add->setPopupMode(QToolButton::InstantPopup);
    m_add->setMenu(m_addMenu);
    m_add->setAccessibleName(tr("Add a panel or row"));
    for (const PanelTypeName& type : choosablePanelTypes()) {
        m_addMenu->addAction(named(type.name), this, [this, id = named(type.id)] { Q_EMIT addPanelRequested(id); });
    }
    m_addMenu->addSeparator();
    m_addMenu->addAction(tr("Row"), this, &EditBar::addRowRequested);
    m_status->setAccessibleName(tr("What was edited last"));
    m_save->setDefault(true);
    m_save->setToolTip(tr("Save to the file or as a copy, with a look at what changed (Ctrl+S)"));
    m_settings->setVisible(false);
    m_json->setVisible(false);
    auto* history = new QPushButton(tr("History"), this);
    auto* leave = new QPushButton(tr("Leave editing"), this);

    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    for (QWidget* widget : {static_cast<QWidget*>(m_add), static_cast<QWidget*>(m_undo), static_cast<QWidget*>(m_redo)})
        row->addWidget(widget);
    row->addWidget(m_status, 1);
    for (QPushButton* button : {m_settings, m_json, history, leave, m_save}) row->addWidget(button);
    auto* why = new QHBoxLayout;
    m_obstacle->setWordWrap(true);
    why->addWidget(m_obstacle, 1);
    why->addWidget(m_upgrade);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(row);
    layout->addLayout(why);

    connect(m_upgrade, &QPushButton::clicked, this, &EditBar::upgradeRequested);
    connect(m_settings, &QPushButton::clicked, this, &EditBar::settingsRequested);
    connect(m_json, &QPushButton::clicked, this, &EditBar::jsonRequested);
    connect(history, &QPushButton::clicked, this, &EditBar::historyRequested);
    connect(leave, &QPushButton::clicked, this, &EditBar::leaveRequested);
    connect(m_save, &QPushButton::clicked, this, &EditBar::saveRequested);
    connect(m_undo, &QToolButton::clicked, this, [this] { m_editor->undo(); });
    connect(m_redo, &QToolButton::clicked, this, [this] { m_editor->redo(); });
    setVisible(false);
}

void EditBar::setEditor(DashboardEditor* editor)
{
    m_editor = editor;
    setVisible(editor != nullptr);
    if (!editor) return;
    // No button that nobody answers.
    m_settings->setVisible(isSignalConnected(QMetaMethod::fromSignal(&EditBar::settingsRequested)));
    m_json->setVisible(isSignalConnected(QMetaMethod::fromSignal(&EditBar::jsonRequested)));
    setStatus({});
    connect(editor, &DashboardEditor::changed, this, &EditBar::update);
    update();
}

void EditBar::setStatus(const QString& text)
{
    m_status->setText(text);
    m_status->setAccessibleDescription(text);
}

void EditBar::update()
{
    if (!m_editor) return;
    const auto step = [](QToolButton& button, bool can, const QString& plain, const QString& name,
                         const QString& keys) {
        button.setEnabled(can);
        const QString text = can ? plain + QStringLiteral(": ") + name : plain;
        button.setAccessibleName(text);
        button.setToolTip(text + QStringLiteral(" (") + keys + QLatin1Char(')'));
    };
    step(*m_undo, m_editor->canUndo(), tr("Undo"), toQString(m_editor->undoName()), QStringLiteral("Ctrl+Z"));
    step(*m_redo, m_editor->canRedo(), tr("Redo"), toQString(m_editor->redoName()), QStringLiteral("Ctrl+Shift+Z"));
    m_save->setEnabled(m_editor->isDirty());
    const std::string obstacle = layoutObstacle(m_editor->dashboard());
    m_obstacle->setText(toQString(obstacle));
    m_obstacle->setVisible(!obstacle.empty());
    m_upgrade->setVisible(!obstacle.empty() && m_editor->dashboard().form() == DashboardForm::Classic);
    m_add->setEnabled(obstacle.empty());
}

}  // namespace watchglass::ui
