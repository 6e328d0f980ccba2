#include "ui/pages/panel_commands.h"

#include <algorithm>

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QMetaMethod>

#include "ui/export/csv_export.h"
#include "ui/pages/dashboard_view.h"
#include "ui/pages/share_dialog.h"
#include "ui/panels/panel_factory.h"
#include "ui/panels/panel_frame.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

/// The text behind the tab stands where shortcuts stand; DashboardKeys has them.
QString withKeys(const QString& text, const char* keys) { return text + QLatin1Char('\t') + QString::fromLatin1(keys); }

}  // namespace

PanelCommands::PanelCommands(DashboardSession& session, DashboardView& view, QWidget* window)
    : QObject(window), m_session(session), m_view(view), m_window(window)
{
    connect(&view, &DashboardView::menuRequested, this,
            [this](const QString& key, const QPoint& position) { openMenu(key.toStdString(), position); });
}

const PlacedPanel* PanelCommands::panelOf(const std::string& key) const
{
    const PlacedPanel* placed = m_view.placedPanel(key);
    return placed && placed->kind == PlacedKind::Panel ? placed : nullptr;
}

QString PanelCommands::titleOf(const std::string& key) const
{
    const QString title = m_view.titleOf(key);
    return title.isEmpty() ? tr("Panel") : title;
}

bool PanelCommands::canEdit() const
{
    return isSignalConnected(QMetaMethod::fromSignal(&PanelCommands::editRequested));
}

bool PanelCommands::canDuplicate() const
{
    return isSignalConnected(QMetaMethod::fromSignal(&PanelCommands::duplicateRequested));
}

bool PanelCommands::canRemove() const
{
    return isSignalConnected(QMetaMethod::fromSignal(&PanelCommands::removeRequested));
}

bool PanelCommands::canExplore(const PlacedPanel& placed) const
{
    return std::any_of(placed.panel.targets.begin(), placed.panel.targets.end(),
                       [](const Target& target) { return !target.hide && !target.expr.empty(); });
}

bool PanelCommands::canAnnotate(const PlacedPanel& placed) const
{
    return isSignalConnected(QMetaMethod::fromSignal(&PanelCommands::annotationRequested)) &&
           isAnnotated(placed.panel.type);
}

void PanelCommands::openMenu(const std::string& key, const QPoint& position)
{
    const PlacedPanel* placed = panelOf(key);
    if (!placed) return;
    delete m_menu;
    m_menu = new QMenu(m_window);
    QMenu* menu = m_menu;
    menu->setAccessibleName(tr("Menu of %1").arg(titleOf(key)));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool alone = m_view.solo() == key;
    menu->addAction(withKeys(alone ? tr("Back to the dashboard") : tr("View"), "v"), this,
                    [this, key] { toggleView(key); });
    const QString name = toQString(key);
    if (canEdit()) menu->addAction(withKeys(tr("Edit"), "e"), this, [this, name] { Q_EMIT editRequested(name); });
    menu->addAction(withKeys(tr("Share…"), "p u"), this, [this, key] { share(key); });
    if (canExplore(*placed)) {
        menu->addAction(withKeys(tr("Explore"), "p x"), this, [this, key] { explore(key); });
    }
    if (canAnnotate(*placed)) {
        menu->addAction(tr("Add annotation…"), this, [this, id = placed->panel.id] { Q_EMIT annotationRequested(id); });
    }
    addInspect(*menu, key);
    addExport(*menu, key);
    menu->addSeparator();
    menu->addAction(tr("Copy panel JSON"), this, [this, key] { copyJson(key); });
    if (canDuplicate()) {
        menu->addAction(withKeys(tr("Duplicate"), "p d"), this, [this, name] { Q_EMIT duplicateRequested(name); });
    }
    if (canRemove()) {
        menu->addSeparator();
        menu->addAction(withKeys(tr("Remove"), "p r"), this, [this, name] { Q_EMIT removeRequested(name); });
    }
    menu->popup(position);
}

void PanelCommands::addInspect(QMenu& menu, const std::string& key)
{
    QMenu* inside = menu.addMenu(tr("Inspect"));
    const auto add = [&](const QString& text, InspectDialog::Tab tab) {
        inside->addAction(text, this, [this, key, tab] { inspect(key, tab); });
    };
    add(withKeys(tr("Data"), "i"), InspectDialog::Tab::Data);
    add(tr("Stats"), InspectDialog::Tab::Stats);
    add(tr("Panel JSON"), InspectDialog::Tab::Json);
    add(tr("Query"), InspectDialog::Tab::Query);
}

void PanelCommands::addExport(QMenu& menu, const std::string& key)
{
    QMenu* files = menu.addMenu(tr("Export"));
    files->addAction(tr("CSV"), this, [this, key] { exportCsv(key, false); });
    files->addAction(tr("CSV for Excel"), this, [this, key] { exportCsv(key, true); });
    files->addSeparator();
    const auto add = [&](const QString& text, const PictureExport& how) {
        files->addAction(text, this, [this, key, how] { exportPicture(key, how); });
    };
    add(tr("PNG"), {PictureFormat::Png, 1});
    add(tr("PNG, twice as fine"), {PictureFormat::Png, 2});
    add(tr("SVG"), {PictureFormat::Svg});
    add(tr("PDF"), {PictureFormat::Pdf});
}

void PanelCommands::toggleView(const std::string& key)
{
    if (!panelOf(key)) return;
    m_view.setSolo(m_view.solo() == key ? std::string() : key);
}

void PanelCommands::share(const std::string& key)
{
    const PlacedPanel* placed = panelOf(key);
    if (placed) openShare(placed->panel.id, titleOf(key));
}

void PanelCommands::shareDashboard() { openShare(-1, toQString(m_session.dashboard().title())); }

void PanelCommands::openShare(std::int64_t panelId, const QString& title)
{
    SharedView view;
    view.title = m_session.dashboard().title();
    view.uid = m_session.dashboard().uid();
    view.location = m_location.toStdString();
    view.variables = m_session.variables();
    view.range = m_session.timeRange();
    view.panelId = panelId;
    auto* dialog = new ShareDialog(std::move(view), title, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void PanelCommands::explore(const std::string& key)
{
    const PlacedPanel* placed = panelOf(key);
    if (!placed) return;
    PanelQuestion question = m_session.questionFor(*placed, m_window->width());
    question.context.variables = question.variables.get();
    const PanelQueryPlan plan = planPanelQueries(question.panel, question.context);
    if (plan.queries.empty()) return;
    TimeRangeText range = m_session.timeRange().text;
    if (plan.range.fromMs != m_session.timeRange().fromMs) {
        range = {std::to_string(plan.range.fromMs), std::to_string(plan.range.toMs)};
    }
    Q_EMIT exploreRequested(toQString(plan.queries.front().expr), range);
}

InspectDialog* PanelCommands::inspect(const std::string& key, InspectDialog::Tab tab)
{
    const PlacedPanel* placed = panelOf(key);
    if (!placed) return nullptr;
    const PanelFrame* frame = m_view.panelFrame(key);
    auto* dialog = new InspectDialog(m_session.backend(),
                                     m_session.questionFor(*placed, frame ? frame->width() : m_window->width()),
                                     titleOf(key), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &InspectDialog::saveRequested, this, &PanelCommands::saveRequested);
    dialog->showTab(tab);
    dialog->show();
    return dialog;
}

void PanelCommands::copyJson(const std::string& key)
{
    const PlacedPanel* placed = panelOf(key);
    if (placed) QGuiApplication::clipboard()->setText(toQString(json::write(placed->panel.model, 2)));
}

void PanelCommands::exportPicture(const std::string& key, PictureExport how)
{
    PanelFrame* frame = m_view.panelFrame(key);
    if (!frame || !panelOf(key)) return;
    how.title = titleOf(key);
    Q_EMIT saveRequested(pictureRequest(how, pictureOf(*frame, how)));
}

void PanelCommands::exportCsv(const std::string& key, bool forExcel)
{
    if (!panelOf(key)) return;
    const PanelData data = m_view.panelData(key);
    SaveRequest request;
    request.name = fileNameOf(titleOf(key)) + QStringLiteral(".csv");
    request.filter = tr("Comma-separated values (*.csv)");
    request.content = csvOf(joinedByTime(*data.frames), {true, forExcel}, formatContextOf(data));
    Q_EMIT saveRequested(request);
}

}  // namespace watchglass::ui
