#include "ui/pages/dashboard_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/edit/edit_bar.h"
#include "ui/edit/panel_editor.h"
#include "ui/pages/annotation_commands.h"
#include "ui/pages/annotation_feed.h"
#include "ui/pages/dashboard_edit.h"
#include "ui/pages/dashboard_view.h"
#include "ui/pages/empty_note.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/panel_commands.h"
#include "ui/pages/report_dialog.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/controls_bar.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/refresh_picker.h"
#include "ui/widgets/time_picker.h"
#include "ui/widgets/variable_bar.h"

namespace watchglass::ui {

namespace {

QString qt(const std::string& text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

constexpr const char* kStarColor = "#eb7b18";

/// Tab goes over buttons as they stand, in whatever order they were made.
void setTabOrderOf(const QHBoxLayout& row)
{
    QWidget* before = nullptr;
    for (int i = 0; i < row.count(); ++i) {
        QWidget* widget = row.itemAt(i)->widget();
        if (!widget) continue;
        QList<QWidget*> stops = widget->findChildren<QWidget*>();
        stops.prepend(widget);
        for (QWidget* stop : stops) {
            if ((stop->focusPolicy() & Qt::TabFocus) == 0) continue;
            if (before) QWidget::setTabOrder(before, stop);
            before = stop;
        }
    }
}

}  // namespace

DashboardPage::DashboardPage(Dashboard dashboard, QueryBackend backend, QWidget* parent)
    : QWidget(parent), m_session(std::make_unique<DashboardSession>(std::move(dashboard), backend)),
      m_bars(new QWidget(this)), m_title(new QLabel(m_bars)), m_star(new QToolButton(m_bars)),
      m_reportButton(new QToolButton(m_bars)), m_editButton(new QToolButton(m_bars)), m_editBar(new EditBar(m_bars)),
      m_time(new TimePicker(m_bars)), m_refresh(new RefreshPicker(m_bars)), m_variables(new VariableBar(m_bars)),
      m_controls(new ControlsBar(m_bars)), m_annotations(new AnnotationFeed(*m_session, backend, m_session.get())),
      m_view(new DashboardView(*m_session, this)), m_commands(new PanelCommands(*m_session, *m_view, this)),
      m_back(iconButton(IconKind::ArrowLeft, tr("Back to the dashboard (Esc)"), m_bars))
{
    m_title->setFont(textFont(18, QFont::Medium));
    m_title->setTextFormat(Qt::PlainText);
    updateTitle();
    m_star->setCheckable(true);
    m_star->setIcon(icon(IconKind::Star));
    m_star->setAccessibleName(tr("Starred"));
    m_star->hide();
    connect(m_star, &QToolButton::clicked, this, [this](bool on) {
        setStarred(on);
        Q_EMIT starToggled(on);
    });
    m_editButton->setProperty("wgButton", true);
    m_editButton->setText(tr("Edit"));
    m_editButton->setToolTip(tr("Edit this dashboard (Ctrl+E)"));
    m_editButton->hide();
    m_reportButton->setIcon(icon(IconKind::Info));
    m_reportButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_reportButton->setEnabled(false);
    makeReport();
    m_reportButton->setToolTip(tr("What of this file is drawn, and what is not"));
    m_reportButton->setAccessibleName(tr("Import report"));
    auto* back = iconButton(IconKind::ArrowLeft, tr("Earlier (Alt+Left)"), m_bars);
    auto* share = iconButton(IconKind::Share, tr("Share or export the dashboard"), m_bars);
    auto* zoomOut = iconButton(IconKind::ZoomOut, tr("Zoom out (Ctrl+Z)"), m_bars);

    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_back);
    row->addWidget(m_title);
    row->addWidget(m_star);
    row->addWidget(m_reportButton);
    row->addStretch(1);
    row->addWidget(m_editButton);
    row->addWidget(share);
    row->addWidget(back);
    row->addWidget(m_time);
    row->addWidget(zoomOut);
    row->addWidget(m_refresh);
    setTabOrderOf(*row);
    auto* bars = new QVBoxLayout(m_bars);
    bars->setContentsMargins(16, 10, 16, 6);
    bars->setSpacing(10);
    bars->addLayout(row);
    bars->addWidget(m_editBar);
    bars->addWidget(m_variables);
    bars->addWidget(m_controls);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bars);
    m_across = new QSplitter(Qt::Horizontal, this);
    m_down = new QSplitter(Qt::Vertical, m_across);
    m_across->addWidget(m_down);
    m_across->setChildrenCollapsible(false);
    m_down->setChildrenCollapsible(false);
    m_down->addWidget(m_view);
    layout->addWidget(m_across, 1);

    DashboardSession* session = m_session.get();
    connect(session, &DashboardSession::timeRangeChanged, this, &DashboardPage::updateTime);
    connect(session, &DashboardSession::dashboardChanged, this, &DashboardPage::updateTitle);
    const auto offerTimes = [this, back, zoomOut] {
        const TimeSettings& settings = m_session->timeSettings();
        m_time->setOffered(settings.ranges);
        m_refresh->setIntervals(settings.refreshIntervalsMs);
        for (QWidget* control : {static_cast<QWidget*>(m_time), static_cast<QWidget*>(m_refresh),
                                 static_cast<QWidget*>(back), static_cast<QWidget*>(zoomOut)})
            control->setHidden(settings.hidden);
    };
    connect(session, &DashboardSession::dashboardChanged, this, offerTimes);
    offerTimes();
    connect(session, &DashboardSession::refreshIntervalChanged, m_refresh, &RefreshPicker::setInterval);
    connect(session, &DashboardSession::variablesChanged, this,
            [this] { m_variables->setVariables(m_session->variables()); });
    connect(session, &DashboardSession::variablesChanged, this, &DashboardPage::updateControls);
    connect(session, &DashboardSession::timeRangeChanged, this, &DashboardPage::updateControls);
    connect(session, &DashboardSession::dashboardChanged, this, &DashboardPage::updateControls);
    connect(session, &DashboardSession::dashboardChanged, this, &DashboardPage::makeReport);
    connect(session, &DashboardSession::layoutChanged, this, &DashboardPage::updateEmpty);
    connect(m_controls, &ControlsBar::switched, m_annotations,
            [this](int id, bool on) { m_annotations->setEnabled(static_cast<std::size_t>(id), on); });
    connect(m_controls, &ControlsBar::linkActivated, this, &DashboardPage::linkActivated);
    connect(m_controls, &ControlsBar::dashboardRequested, this, &DashboardPage::dashboardRequested);
    connect(m_annotations, &AnnotationFeed::changed, this, &DashboardPage::updateControls);
    m_view->setAnnotations(m_annotations);
    connect(m_time, &TimePicker::rangeChosen, session,
            [session](const TimeRangeText& text) { (void)session->setTimeRange(text); });
    connect(m_time, &TimePicker::zoneChosen, session, &DashboardSession::setTimeZone);
    connect(m_refresh, &RefreshPicker::refreshClicked, session, &DashboardSession::refreshNow);
    connect(m_refresh, &RefreshPicker::intervalChosen, session, &DashboardSession::setRefresh);
    m_variables->setLabelLookup(labelLookup(*m_session, this));
    connect(m_variables, &VariableBar::chosen, session,
            [session](const QString& name, const std::vector<std::string>& values) {
                session->setVariable(name.toStdString(), values);
            });
    connect(m_reportButton, &QToolButton::clicked, this, &DashboardPage::showReport);
    connect(back, &QToolButton::clicked, session, [session] { session->shift(-1); });
    connect(zoomOut, &QToolButton::clicked, session, &DashboardSession::zoomOut);
    connect(m_view, &DashboardView::linkActivated, this, &DashboardPage::linkActivated);
    connect(m_view, &DashboardView::dashboardRequested, this, &DashboardPage::dashboardRequested);
    connect(m_view, &DashboardView::alertRequested, this, &DashboardPage::alertRequested);
    connect(m_view, &DashboardView::firstPanelShown, this, &DashboardPage::firstPanelShown);

    connect(m_view, &DashboardView::soloChanged, this, &DashboardPage::updateSolo);
    connect(m_commands, &PanelCommands::exploreRequested, this, &DashboardPage::exploreRequested);
    connect(m_commands, &PanelCommands::saveRequested, this, &DashboardPage::saveRequested);
    connect(share, &QToolButton::clicked, this, [this, share] {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Share…"), m_commands, &PanelCommands::shareDashboard);
        menu->addAction(tr("Export…"), this, &DashboardPage::exportDashboard);
        menu->popup(share->mapToGlobal(QPoint(0, share->height() + 4)));
    });
    connect(m_back, &QToolButton::clicked, this, [this] { m_view->setSolo({}); });
    m_back->hide();
    buildKeys();
    if (backend.annotations) enableAnnotating();

    m_refresh->setInterval(session->refreshMs());
    updateTime();
    session->start();
}

DashboardPage::~DashboardPage()
{
    delete m_edit;  // these before the session that they refer to
    delete m_commands;
    delete m_view;
}

void DashboardPage::enableAnnotating()
{
    m_notes = new AnnotationCommands(*m_session, *m_annotations, this, m_session.get());
    m_view->setAnnotatable(true);
    connect(m_view, &DashboardView::annotationRequested, m_notes, &AnnotationCommands::add);
    connect(m_view, &DashboardView::annotationEditRequested, m_notes, &AnnotationCommands::edit);
    connect(m_view, &DashboardView::annotationRemoveRequested, m_notes, &AnnotationCommands::remove);
    connect(m_commands, &PanelCommands::annotationRequested, m_notes, &AnnotationCommands::addNow);
}

void DashboardPage::setKiosk(bool on)
{
    m_bars->setVisible(!on);
    if (m_edit) m_edit->setHandlesShown(!on);
}

void DashboardPage::setLocation(const QString& location) { m_commands->setLocation(location); }

std::vector<QRect> DashboardPage::rowParts() const
{
    std::vector<QRect> parts = m_view->rowParts();
    for (QRect& part : parts) part.translate(m_view->canvas()->mapTo(this, QPoint()));
    if (!parts.empty()) parts.front().setTop(0);  // the bars go with the first
    return parts;
}

void DashboardPage::exportDashboard()
{
    auto* dialog = new ExportDialog(*m_session, m_view->width(), m_title->text(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::saveRequested, this, &DashboardPage::saveRequested);
    dialog->open();
}

void DashboardPage::updateSolo()
{
    const bool alone = !m_view->solo().empty();
    m_back->setVisible(alone);
}

/// Only what the file has no panels for: conditions and tabs may hide them for a while.
void DashboardPage::updateEmpty()
{
    const bool empty = m_session->dashboard().panels().empty();
    if (empty && !m_empty) {
        m_empty = new EmptyNote(m_view->viewport());
        connect(m_empty, &EmptyNote::addRequested, this, &DashboardPage::addFirstPanel);
    }
    if (!m_empty) return;
    m_empty->setEditable(m_edit != nullptr);
    m_empty->setVisible(empty);
}

void DashboardPage::addFirstPanel()
{
    const auto add = [this] { m_edit->addPanel(QStringLiteral("timeseries")); };
    if (m_edit->isEditing()) {
        add();
        return;
    }
    auto* once = new QObject(m_edit);
    connect(m_edit, &DashboardEdit::editingChanged, once, [once, add](bool on) {
        once->deleteLater();
        if (on) add();
    });
    m_edit->start();
}

void DashboardPage::enableEditing(DocumentStore& store, const QString& location)
{
    if (m_edit) return;
    m_edit = new DashboardEdit(*m_session, *m_view, *m_editBar, store, m_session->backend().pool, location, this);
    m_editButton->show();
    if (m_empty) updateEmpty();
    m_edit->setHandlesShown(!m_bars->isHidden());
    connect(m_editButton, &QToolButton::clicked, m_edit, &DashboardEdit::start);
    connect(m_commands, &PanelCommands::editRequested, m_edit, &DashboardEdit::editPanel);
    connect(m_edit, &DashboardEdit::panelEditRequested, this, &DashboardPage::editPanel);
    connect(m_commands, &PanelCommands::duplicateRequested, m_edit, &DashboardEdit::duplicatePanel);
    connect(m_commands, &PanelCommands::removeRequested, m_edit, &DashboardEdit::removePanel);
    m_view->setColorsEditable(true);
    connect(m_view, &DashboardView::colorChosen, m_edit, &DashboardEdit::colorSeries);
    if (m_notes) connect(m_edit, &DashboardEdit::saved, m_notes, &AnnotationCommands::follow);
    connect(m_edit, &DashboardEdit::copySaved, this, &DashboardPage::copySaved);
    connect(m_edit, &DashboardEdit::editingChanged, this, [this](bool on) {
        m_editButton->setVisible(!on);
        if (!on) m_view->setFocus();
    });
    const auto key = [this](const QKeySequence& keys, auto action) {
        auto* shortcut = new QShortcut(keys, this);  // wherever the focus is in the window
        connect(shortcut, &QShortcut::activated, this, action);
    };
    const auto redo = [this] {
        if (m_edit->isEditing()) m_edit->editor()->redo();
    };
    key(QKeySequence(Qt::CTRL | Qt::Key_E), [this] { m_edit->isEditing() ? m_edit->leave() : m_edit->start(); });
    key(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), redo);
    key(QKeySequence(Qt::CTRL | Qt::Key_Y), redo);
    key(QKeySequence::Save, [this] { m_edit->save(); });
}

/// Puts the editor of a panel around the panel, which has the view alone; "" takes it away.
void DashboardPage::editPanel(const QString& origin)
{
    if (origin.isEmpty()) {
        if (!m_panelEditor) return;
        m_panelEditor->below()->hide();
        m_panelEditor->beside()->hide();
        return;
    }
    if (!m_panelEditor) {
        m_panelEditor = new PanelEditor(m_session->backend(), this);
        m_down->addWidget(m_panelEditor->below());
        m_across->addWidget(m_panelEditor->beside());
        m_down->setStretchFactor(0, 1);
        m_across->setStretchFactor(0, 1);
        connect(m_panelEditor, &PanelEditor::gone, this, [this] { m_view->setSolo({}); });
        connect(m_panelEditor, &PanelEditor::problem, m_editBar, &EditBar::setStatus);
        connect(m_session.get(), &DashboardSession::timeRangeChanged, m_panelEditor,
                [this] { m_panelEditor->setRange(m_session->timeRange()); });
        connect(m_session.get(), &DashboardSession::panelAnswered, m_panelEditor, [this] { offerFieldNames(); });
    }
    m_panelEditor->setRange(m_session->timeRange());
    m_panelEditor->edit(*m_edit->editor(), origin.toStdString());
    offerFieldNames();
    m_panelEditor->below()->show();
    m_panelEditor->beside()->show();
    m_down->setSizes({m_down->height() / 2, m_down->height() / 2});
    m_across->setSizes({width() - 380, 380});
}

/// Forms of the panel that is edited offer what its last answer has.
void DashboardPage::offerFieldNames()
{
    for (const PlacedPanel& placed : m_session->layout()) {
        if (placed.panel.origin != m_panelEditor->origin()) continue;
        if (const auto answer = m_view->answer(placed.key)) m_panelEditor->setFieldNames(answer->fieldNames);
        return;
    }
}

/// The key that undoes while the dashboard is edited zooms out otherwise, as in Grafana.
void DashboardPage::undo()
{
    if (m_edit && m_edit->isEditing()) {
        m_edit->editor()->undo();
    } else {
        m_session->zoomOut();
    }
}

void DashboardPage::updateTitle()
{
    m_title->setText(qt(m_session->dashboard().title()));
    m_title->setToolTip(qt(m_session->dashboard().description()));
    Q_EMIT titleChanged();
}

void DashboardPage::setKnownDashboards(std::vector<KnownDashboard> known)
{
    m_known = std::move(known);
    updateControls();
}

void DashboardPage::setStarred(bool starred)
{
    m_star->setChecked(starred);
    m_star->setIcon(starred ? icon(IconKind::Star, QColor(kStarColor)) : icon(IconKind::Star));
    m_star->setToolTip(starred ? tr("Take this dashboard off the starred ones") : tr("Star this dashboard"));
    m_star->show();
}

/// The bar of annotations and links; what addresses carry along changes with the time range and the variables.
void DashboardPage::updateControls()
{
    const Dashboard& dashboard = m_session->dashboard();
    std::vector<ControlSwitch> switches;
    const std::vector<AnnotationFeed::Choice> choices = m_annotations->choices();
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const AnnotationFeed::Choice& choice = choices[i];
        if (choice.annotation->hide) continue;
        switches.push_back({static_cast<int>(i), qt(choice.annotation->name),
                            toQColor(currentVisualTheme().color(choice.annotation->iconColor)), choice.enabled,
                            qt(choice.trouble)});
    }
    InterpolationContext context;
    context.variables = &m_session->variables();
    context.range = m_session->timeRange();
    context.timeZone = m_session->timeContext().timeZone;
    context.dashboardTitle = dashboard.title();
    context.dashboardUid = dashboard.uid();
    std::vector<ControlLink> links;
    for (const LinkEntry& entry : linkEntries(dashboard.links(), context, m_known)) {
        ControlLink link{qt(entry.title), qt(entry.tooltip), entry.asMenu, linkIcon(entry.icon), {}};
        for (const FollowableLink& one : entry.links)
            link.targets.push_back(
                {qt(one.title), qt(one.tooltip), QUrl(qt(one.href), QUrl::TolerantMode), qt(one.location)});
        links.push_back(std::move(link));
    }
    m_controls->setContent(switches, links);
}

void DashboardPage::updateTime() { m_time->setRange(m_session->timeRange(), m_session->timeContext()); }

/// Of the dashboard as it is now, edits and all.
void DashboardPage::makeReport()
{
    m_reportTicket.cancel();
    m_reportTicket = runInBackground(
        m_session->backend().pool, this,
        [dashboard = m_session->sharedDashboard()](const std::stop_token&) { return makeImportReport(*dashboard); },
        [this](ImportReport report) { setReport(std::move(report)); });
}

void DashboardPage::setReport(ImportReport report)
{
    m_report = std::move(report);
    const std::size_t marks = m_report.count(Honoured::Approximated) + m_report.count(Honoured::NotDrawn);
    m_reportButton->setText(marks > 0 ? tr(" Import report (%1)").arg(marks) : QString());
    m_reportButton->setEnabled(true);
}

void DashboardPage::showReport()
{
    auto* dialog = new ReportDialog(m_title->text(), m_report, m_session->dashboard().notes(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void DashboardPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_session->setPaused(false);
}

void DashboardPage::hideEvent(QHideEvent* event)
{
    m_session->setPaused(true);
    QWidget::hideEvent(event);
}

}  // namespace watchglass::ui
