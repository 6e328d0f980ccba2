#include "ui/pages/dashboard_session.h"

#include <algorithm>
#include <utility>

#include "engine/base/duration.h"
#include "ui/dashboard/conditional_rendering.h"
#include "ui/dashboard/document_path.h"
#include "ui/query/engine_variable_source.h"

namespace watchglass::ui {

namespace {

constexpr int kShortestRefreshMs = 250;

std::vector<Panel> withoutRepeats(std::vector<Panel> panels)
{
    for (Panel& panel : panels) {
        panel.repeat.clear();
        panel.children = withoutRepeats(std::move(panel.children));
    }
    return panels;
}

/// What rows and tabs have of their own.
json::Value sectionModels(const Dashboard& dashboard)
{
    json::Value out = json::Value::array();
    for (const Panel& panel : dashboard.panels()) {
        if (!panel.variables.empty()) out.append(panel.model["variables"]);
    }
    return out;
}

}  // namespace

int parseRefresh(std::string_view text)
{
    const auto length = parseDuration(text);
    if (!length || length->count() <= 0) return 0;
    return static_cast<int>(std::clamp<std::int64_t>(length->count(), kShortestRefreshMs, 86'400'000));
}

DashboardSession::DashboardSession(Dashboard dashboard, QueryBackend backend, QObject* parent)
    : QObject(parent), m_dashboard(std::make_shared<const Dashboard>(std::move(dashboard))),
      m_backend(std::move(backend)), m_variables(std::make_shared<const VariableSet>(m_dashboard->variables()))
{
    connect(&m_refresh, &QTimer::timeout, this, &DashboardSession::refreshNow);
    connect(this, &DashboardSession::refreshRequested, this, &DashboardSession::askWithheld);
    m_timeSettings = timeSettingsOf(*m_dashboard);
    m_range.text = m_dashboard->time();
    if (!resolveRange()) {
        m_range.text = {"now-1h", "now"};
        resolveRange();
    }
    if (const int ms = parseRefresh(m_dashboard->refresh()); ms > 0) m_refresh.start(ms);
}

TimeContext DashboardSession::timeContext() const
{
    TimeContext context;
    context.nowMs = m_backend.clock.nowMs();
    context.timeZone = m_timeZone.value_or(m_dashboard->timeZone());
    context.weekStart = m_dashboard->weekStart();
    context.fiscalYearStartMonth = m_dashboard->fiscalYearStartMonth();
    return context;
}

bool DashboardSession::followsClock() const
{
    // "now/d" stays where it is until the day is over.
    const auto moves = [](const std::string& text) {
        return text.starts_with("now") && text.find('/') == std::string::npos;
    };
    return (refreshMs() > 0 || m_timeSettings.liveNow) && moves(m_range.text.from) && moves(m_range.text.to);
}

bool DashboardSession::resolveRange()
{
    const TimeContext context = timeContext();
    auto range = resolveDelayedRange(m_range.text, m_timeSettings.nowDelay, context);
    if (!range) return false;
    m_range = std::move(*range);
    m_rangeNowMs = context.nowMs;
    return true;
}

void DashboardSession::start()
{
    updateVariables(
        [](VariableSet& set, VariableSource& source, const auto& context) { set.refreshAll(source, context); }, false);
}

void DashboardSession::adopt(const DashboardSession& other)
{
    m_variableTicket.cancel();
    m_lookingUp = false;
    m_range = absoluteRange(other.m_range.fromMs, other.m_range.toMs);
    m_stepsAligned = other.m_stepsAligned;
    m_variables = other.m_variables;
    m_input = other.m_input;
    m_freshSections = other.m_freshSections;
    m_refresh.stop();
    Q_EMIT timeRangeChanged();
    Q_EMIT refreshIntervalChanged(0);
    Q_EMIT variablesChanged();
    relayout();
}

void DashboardSession::updateVariables(VariableUpdate update, bool onlyTime)
{
    const VariableSet::RefreshContext context = refreshContext();
    const QueryBackend& backend = m_backend;
    if (!needsLookup(*m_variables)) {  // nothing that could take long
        VariableSet set = *m_variables;
        EngineVariableSource source(backend, m_range, {});
        update(set, source, context);
        applyVariables(std::move(set));
        return;
    }
    if (onlyTime && m_layout.panels.empty()) return start();  // the first look-up is still under way, of other times
    m_lookingUp = true;
    m_variableTicket = runInBackground(
        m_backend.pool, this,
        [backend, context, set = *m_variables, update = std::move(update)](std::stop_token stop) mutable {
            EngineVariableSource source(backend, context.range, std::move(stop));
            update(set, source, context);
            return std::move(set);
        },
        [this](VariableSet set) { applyVariables(std::move(set)); });
}

VariableSet::RefreshContext DashboardSession::refreshContext() const
{
    static const std::vector<DataSourceInfo> sources{{"watchglass", "Watchglass", "prometheus", true}};
    return {m_range, timeContext(), sources, {}};
}

/// Whether a list is empty that may fill up: on a first start the window is there before the first scrape is.
bool DashboardSession::variablesWait() const
{
    return !m_lookingUp &&
           std::any_of(m_variables->all().begin(), m_variables->all().end(), [](const Variable& variable) {
               return variable.type == VariableType::Query && variable.options.empty() && variable.error.empty();
           });
}

void DashboardSession::applyVariables(VariableSet variables)
{
    m_lookingUp = false;
    m_freshSections.clear();
    if (!m_layout.panels.empty() && sameChoices(*m_variables, variables)) return refreshSections();
    m_variables = std::make_shared<const VariableSet>(std::move(variables));
    Q_EMIT variablesChanged();
    relayout();
}

Layout DashboardSession::laidOut(bool everything) const
{
    LayoutInput input = m_input;
    input.rangeMs = m_range.lengthMs();
    input.everything = everything;
    if (!m_editing) return ui::layOut(m_dashboard->panels(), *m_variables, input);
    // Repeats stand once, and rows are open as the file says. Schema v2 keeps its variables: conditions on them decide
    // what there is.
    input.rowsOpen.reset();
    input.collapsed.clear();
    input.expanded.clear();
    input.hasData.clear();
    const bool classic = m_dashboard->form() == DashboardForm::Classic;
    Layout out = ui::layOut(classic ? m_dashboard->panels() : withoutRepeats(m_dashboard->panels()),
                            classic ? VariableSet() : *m_variables, input);
    out.withheld.clear();
    return out;
}

std::vector<PlacedPanel> DashboardSession::everything() const { return laidOut(true).panels; }

std::string DashboardSession::keyOf(const PlacedPanel& placed) const
{
    for (const PlacedPanel& one : m_layout.panels) {
        if (one.panel.id == placed.panel.id && one.panel.place == placed.panel.place &&
            one.panel.origin == placed.panel.origin && one.panel.scope == placed.panel.scope && one.path == placed.path)
            return one.key;
    }
    return placed.key;
}

void DashboardSession::layOut()
{
    m_layout = laidOut(false);
    Q_EMIT layoutChanged();
    refreshSections();
}

void DashboardSession::relayout()
{
    layOut();
    Q_EMIT refreshRequested();
}

void DashboardSession::setEditing(bool on)
{
    if (m_editing == on) return;
    m_editing = on;
    if (m_layout.panels.empty()) return;  // start() has not had its answer
    layOut();
    Q_EMIT newPanelsRequested();
}

void DashboardSession::setDashboard(std::shared_ptr<const Dashboard> dashboard)
{
    if (dashboard == m_dashboard) return;
    const std::shared_ptr<const Dashboard> before = std::exchange(m_dashboard, std::move(dashboard));
    const TimeSettings settingsBefore = std::exchange(m_timeSettings, timeSettingsOf(*m_dashboard));
    const bool sameVariables = before->model()["templating"] == m_dashboard->model()["templating"];
    if (!sameVariables) {
        VariableSet variables = m_dashboard->variables();
        for (const Variable& variable : m_variables->all()) {
            Variable* now = variables.find(variable.name);
            if (!now || now->type != variable.type || now->type == VariableType::Constant) continue;
            now->selected = variable.selected;
            // Filters are what the document says of such a variable: when that was edited it counts.
            const Variable* was = before->variables().find(variable.name);
            if (was && was->filters == now->filters) now->filters = variable.filters;
        }
        m_variables = std::make_shared<const VariableSet>(std::move(variables));
        Q_EMIT variablesChanged();
    }
    if (!(sectionModels(*before) == sectionModels(*m_dashboard))) {
        m_input.sections.clear();
        m_freshSections.clear();
    }
    if (before->refresh() != m_dashboard->refresh()) setRefresh(parseRefresh(m_dashboard->refresh()));
    layOut();
    Q_EMIT dashboardChanged();
    if (before->timeZone() != m_dashboard->timeZone()) m_timeZone.reset();
    const TimeRangeText& time = m_dashboard->time();
    const bool sameTime = before->time().from == time.from && before->time().to == time.to &&
                          before->timeZone() == m_dashboard->timeZone() &&
                          settingsBefore.nowDelay == m_timeSettings.nowDelay;
    if (!sameTime) (void)setTimeRange(time);
    if (!sameVariables) start();
    Q_EMIT newPanelsRequested();
}

void DashboardSession::setTimeZone(const std::string& zone)
{
    if (timeContext().timeZone == zone) return;
    m_timeZone = zone;
    // "now/d" is another moment there, fixed moments stay.
    (void)setTimeRange(m_range.text.isRelative() ? m_range.text : absoluteRange(m_range.fromMs, m_range.toMs).text);
}

Result<void> DashboardSession::setTimeRange(const TimeRangeText& text)
{
    const TimeContext now = timeContext();
    auto range = resolveDelayedRange(text, m_timeSettings.nowDelay, now);
    if (!range) return tl::make_unexpected(range.error());
    m_range = std::move(*range);
    m_rangeNowMs = now.nowMs;
    Q_EMIT timeRangeChanged();
    if (m_dashboard->form() == DashboardForm::V2) {
        relayout();  // the length of the range may decide what is shown
    } else {
        Q_EMIT refreshRequested();
    }
    updateVariables(
        [](VariableSet& set, VariableSource& source, const auto& context) { set.refreshForTimeRange(source, context); },
        true);
    return {};
}

void DashboardSession::zoomTo(std::int64_t fromMs, std::int64_t toMs)
{
    if (toMs <= fromMs) return;
    (void)setTimeRange({std::to_string(fromMs), std::to_string(toMs)});
}

void DashboardSession::zoomOut()
{
    const TimeRange wider = zoomedOutRange(m_range);
    zoomTo(wider.fromMs, wider.toMs);
}

void DashboardSession::shift(int direction)
{
    const TimeRange moved = shiftedRange(m_range, direction);
    zoomTo(moved.fromMs, moved.toMs);
}

void DashboardSession::setRefresh(int ms)
{
    if (ms > 0) {
        m_refresh.start(std::max(ms, kShortestRefreshMs));
    } else {
        m_refresh.stop();
    }
    Q_EMIT refreshIntervalChanged(refreshMs());
}

void DashboardSession::setVariable(const std::string& name, const std::vector<std::string>& values)
{
    updateVariables(
        [name, values](VariableSet& set, VariableSource& source, const auto& context) {
            if (set.select(name, values)) set.refreshDependents(name, source, context);
        },
        false);
}

void DashboardSession::lookUpLabels(const std::string& label, const std::string& selector, QObject* context,
                                    std::function<void(std::vector<std::string>)> done)
{
    Ticket& ticket = label.empty() ? m_labelNamesTicket : m_labelValuesTicket;
    ticket = runInBackground(
        m_backend.pool, context,
        [backend = m_backend, range = m_range, label, selector](std::stop_token stop) {
            EngineVariableSource source(backend, range, std::move(stop));
            return (label.empty() ? source.labelNames(selector) : source.labelValues(label, selector))
                .value_or(std::vector<std::string>());
        },
        std::move(done));
}

void DashboardSession::toggleRow(const std::string& key, bool nowCollapsed)
{
    if (m_editing) {
        Q_EMIT rowFoldRequested(QString::fromStdString(key), nowCollapsed);
        return;
    }
    setRowFolded(key, nowCollapsed);
    relayout();
}

void DashboardSession::setRowFolded(const std::string& key, bool folded)
{
    (folded ? m_input.collapsed : m_input.expanded).insert(key);
    (folded ? m_input.expanded : m_input.collapsed).erase(key);
}

void DashboardSession::selectTab(const std::string& strip, const std::string& tab)
{
    std::string& chosen = m_input.tabs[strip];
    if (chosen == tab) return;
    chosen = tab;
    layOut();
    Q_EMIT newPanelsRequested();
}

void DashboardSession::open(const std::vector<OpenStep>& path)
{
    for (const OpenStep& step : path) {
        if (!step.tabs.empty()) {
            selectTab(step.tabs, step.key);
            continue;
        }
        const auto& panels = m_layout.panels;
        const auto row = std::find_if(panels.begin(), panels.end(),
                                      [&](const PlacedPanel& placed) { return placed.key == step.key; });
        if (row != panels.end() && row->panel.collapsed) toggleRow(std::string(step.key), false);
    }
}

void DashboardSession::openAllRows() { setAllRows(true); }

void DashboardSession::closeAllRows() { setAllRows(false); }

void DashboardSession::setAllRows(bool open)
{
    m_input.rowsOpen = open;
    m_input.collapsed.clear();
    m_input.expanded.clear();
    relayout();
}

void DashboardSession::setPaused(bool paused)
{
    if (m_paused == paused) return;
    m_paused = paused;
    if (!paused && m_missedRefresh) refreshNow();
}

void DashboardSession::refreshNow()
{
    if (m_paused) {
        m_missedRefresh = true;
        return;
    }
    m_missedRefresh = false;
    resolveRange();
    if (variablesWait()) start();
    Q_EMIT timeRangeChanged();
    Q_EMIT refreshRequested();
}

PanelQuestion DashboardSession::questionFor(const PlacedPanel& placed, int widthPx) const
{
    PanelQuestion question;
    question.panel = placed.panel;
    question.variables = placed.variables ? placed.variables : m_variables;
    question.dashboard = m_dashboard;
    question.context.range = m_range;
    question.rangeNowMs = m_rangeNowMs;
    question.context.time = timeContext();
    question.context.widthPx = std::max(50, widthPx);
    question.context.scrapeIntervalMs = m_backend.scrapeIntervalMs();
    question.context.alignSteps = m_stepsAligned;
    question.context.dashboardTitle = m_dashboard->title();
    question.context.dashboardUid = m_dashboard->uid();
    return question;
}

void DashboardSession::request(const PlacedPanel& placed, int widthPx)
{
    if (placed.kind != PlacedKind::Panel) return;
    const std::string key = placed.key;
    Q_EMIT panelLoading(QString::fromStdString(key));
    const QueryBackend& backend = m_backend;
    const bool noted = asksAboutData(placed.panel.conditions);
    m_tickets[key] = runInBackground(
        m_backend.pool, this,
        [backend, question = questionFor(placed, widthPx)](std::stop_token stop) {
            return askPanel(backend, question, std::move(stop));
        },
        [this, key, noted](PanelAnswer answer) {
            m_tickets.erase(key);
            if (answer.cancelled) return;
            if (noted) noteData(key, answer);
            Q_EMIT panelAnswered(QString::fromStdString(key), std::make_shared<const PanelAnswer>(std::move(answer)));
        });
}

/// Shows or hides a panel by what it has.
void DashboardSession::noteData(const std::string& key, const PanelAnswer& answer)
{
    const bool has = std::any_of(answer.frames.begin(), answer.frames.end(),
                                 [](const Frame& frame) { return frame.rows() > 0; });
    const auto [known, isNew] = m_input.hasData.emplace(key, has);
    if (!isNew && known->second == has) return;
    known->second = has;
    layOut();
    Q_EMIT newPanelsRequested();
}

void DashboardSession::askWithheld()
{
    constexpr int kWidthPx = 400;  // whether there is data is the same at every width
    for (const PlacedPanel& placed : std::vector<PlacedPanel>(m_layout.withheld)) {
        if (!placed.waits) request(placed, kWidthPx);
    }
}

void DashboardSession::forget(const std::string& key) { m_tickets.erase(key); }

}  // namespace watchglass::ui
