#include "ui/pages/annotation_feed.h"

#include <QStringList>
#include <algorithm>
#include <map>

#include "ui/dashboard/stored_annotation.h"
#include "ui/dashboard/time_region.h"
#include "ui/frame/visual_theme.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr const char* kMarkColor = "#00d3ff";  ///< of annotations that name none

/// What the box beside a mark says.
QString textOf(const AnnotationEvent& event)
{
    QStringList lines;
    // What was made by hand has no title; those of queries are headed by the query's name at least.
    if (event.id == 0) lines << toQString(event.title.empty() ? event.name : event.title);
    if (!event.text.empty()) lines << toQString(event.text);
    QStringList tags;
    for (const std::string& tag : event.tags) tags << toQString(tag);
    if (!tags.isEmpty()) lines << tags.join(QStringLiteral(", "));
    return lines.join(QLatin1Char('\n'));
}

/// What every dashboard has that does not say otherwise.
AnnotationQuery builtInAnnotation()
{
    AnnotationQuery out;
    out.name = "Annotations & Alerts";
    out.builtIn = true;
    out.hide = true;
    return out;
}

}  // namespace

AnnotationFeed::AnnotationFeed(DashboardSession& session, QueryBackend backend, QObject* parent)
    : QObject(parent), m_session(session), m_backend(std::move(backend))
{
    m_home = annotationHome(session.dashboard().uid(), session.dashboard().title());
    (void)readDashboard();
    connect(&session, &DashboardSession::refreshRequested, this, &AnnotationFeed::ask);
    connect(&session, &DashboardSession::dashboardChanged, this, &AnnotationFeed::followDashboard);
}

void AnnotationFeed::followDashboard()
{
    const std::size_t before = m_annotations.size();
    if (readDashboard() || std::exchange(m_asking, false)) ask();
    if (before != m_annotations.size()) Q_EMIT changed();
}

/// What was switched by hand stays so while the dashboard is edited, and what was found by a query that stays as it is.
bool AnnotationFeed::readDashboard()
{
    const std::vector<AnnotationQuery> before = std::exchange(m_annotations, {});
    const std::vector<bool> switched = std::exchange(m_enabled, {});
    const std::vector<std::vector<AnnotationEvent>> found = std::exchange(m_events, {});
    bool asks = false;
    m_ticket = {};
    std::vector<AnnotationQuery> all = m_session.dashboard().annotations();
    const auto isBuiltIn = [](const AnnotationQuery& annotation) { return annotation.builtIn; };
    if (std::none_of(all.begin(), all.end(), isBuiltIn)) all.insert(all.begin(), builtInAnnotation());
    for (const AnnotationQuery& annotation : all) {
        if (!asksForStored(annotation) && annotation.expr.empty() && !isTimeRegion(annotation.model)) continue;
        const auto known = std::find_if(before.begin(), before.end(),
                                        [&](const AnnotationQuery& one) { return one.name == annotation.name; });
        const auto index = static_cast<std::size_t>(known - before.begin());
        const bool isKnown = known != before.end();
        const bool same = isKnown && known->model == annotation.model;
        m_annotations.push_back(annotation);
        m_enabled.push_back(isKnown ? switched[index] : annotation.enable);
        m_events.push_back(same ? found[index] : std::vector<AnnotationEvent>());
        asks = asks || (!same && m_enabled.back());
    }
    m_asked.clear();
    return asks;
}

std::vector<AnnotationFeed::Choice> AnnotationFeed::choices() const
{
    std::vector<Choice> out;
    for (std::size_t i = 0; i < m_annotations.size(); ++i) {
        Choice choice{&m_annotations[i], m_enabled[i], {}};
        const std::string about = "annotation \"" + m_annotations[i].name + "\": ";
        for (const std::string& problem : m_problems) {
            if (m_enabled[i] && problem.starts_with(about)) choice.trouble = problem.substr(about.size());
        }
        out.push_back(std::move(choice));
    }
    return out;
}

void AnnotationFeed::setEnabled(std::size_t choice, bool on)
{
    if (choice >= m_enabled.size() || m_enabled[choice] == on) return;
    m_enabled[choice] = on;
    if (!on) {
        m_events[choice].clear();
        Q_EMIT changed();
    }
    ask();
}

void AnnotationFeed::ask()
{
    AnnotationQuestion question;
    m_asked.clear();
    for (std::size_t i = 0; i < m_annotations.size(); ++i) {
        if (!m_enabled[i]) continue;
        m_asked.push_back(i);
        question.annotations.push_back(m_annotations[i]);
    }
    question.variables = std::make_shared<const VariableSet>(m_session.variables());
    question.context = context();
    m_asking = true;
    m_ticket = runInBackground(
        m_backend.pool, this,
        [backend = m_backend, question = std::move(question)](std::stop_token stop) {
            return askAnnotations(backend, question, std::move(stop));
        },
        [this](AnnotationAnswer answer) { take(std::move(answer)); });
}

PlanContext AnnotationFeed::context() const
{
    PlanContext out;
    out.range = m_session.timeRange();
    out.time = m_session.timeContext();
    out.scrapeIntervalMs = m_backend.scrapeIntervalMs();
    out.dashboardTitle = m_session.dashboard().title();
    out.dashboardUid = m_session.dashboard().uid();
    out.annotationHome = m_home;
    return out;
}

void AnnotationFeed::take(AnnotationAnswer answer)
{
    m_asking = false;
    if (answer.cancelled) return;
    const std::uint64_t version = m_backend.annotations ? m_backend.annotations->version() : 0;
    bool same = m_problems == answer.problems && m_alertStates == answer.alertStates && m_storeVersion == version;
    m_storeVersion = version;
    m_problems = std::move(answer.problems);
    m_alertStates = std::move(answer.alertStates);
    for (std::size_t i = 0; i < m_asked.size() && i < answer.events.size(); ++i) {
        same = same && m_events[m_asked[i]] == answer.events[i];
        m_events[m_asked[i]] = std::move(answer.events[i]);
    }
    if (!same) Q_EMIT changed();
}

void AnnotationFeed::list(PanelData& data) const
{
    data.home = m_home;
    if (!m_backend.annotations) return;
    PlanContext asked = context();
    asked.variables = &m_session.variables();
    data.listed = m_backend.annotations->find(listedFilter(data.options, asked));
}

std::vector<PlotMark> AnnotationFeed::marksFor(std::int64_t panelId) const
{
    constexpr std::size_t kMost = 2'000;  // of one panel: more are a solid block of colour
    std::vector<PlotMark> out;
    // Several queries may find one that was made by hand. Grafana draws it for each, so that the last one is seen.
    std::map<std::int64_t, std::size_t> drawn;
    for (std::size_t i = 0; i < m_annotations.size(); ++i) {
        if (!m_enabled[i] || !showsOnPanel(m_annotations[i], panelId)) continue;
        for (const AnnotationEvent& event : m_events[i]) {
            if (event.panelId != 0 && event.panelId != panelId) continue;
            const std::string color = event.color.empty() ? kMarkColor : event.color;
            PlotMark mark{event.fromMs, event.toMs, toQColor(currentVisualTheme().color(color)), textOf(event),
                          event.id};
            const auto known = event.id == 0 ? drawn.end() : drawn.find(event.id);
            if (known != drawn.end()) {
                out[known->second] = std::move(mark);
                continue;
            }
            if (out.size() == kMost) return out;
            if (event.id != 0) drawn[event.id] = out.size();
            out.push_back(std::move(mark));
        }
    }
    return out;
}

std::optional<rules::AlertState> AnnotationFeed::alertStateOf(std::int64_t panelId) const
{
    const auto known = m_alertStates.find(panelId);
    return known == m_alertStates.end() ? std::nullopt : std::optional(known->second);
}

}  // namespace watchglass::ui
