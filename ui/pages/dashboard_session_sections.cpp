#include <algorithm>
#include <utility>

#include "ui/pages/dashboard_session.h"
#include "ui/query/engine_variable_source.h"

// Variables of rows and tabs: each row or tab that is shown, for each value of its repeats, has its own.

namespace watchglass::ui {

namespace {

VariableSet ownOf(const Section& section, const VariableSet& all)
{
    std::vector<Variable> own;
    for (const std::string& name : section.names) {
        if (const Variable* variable = all.find(name)) own.push_back(*variable);
    }
    return VariableSet(std::move(own));
}

}  // namespace

/// Those to look up next: what is around them is known.
std::vector<Section> DashboardSession::dueSections() const
{
    std::vector<Section> out;
    for (const Section& section : m_layout.sections) {
        if (!section.waits && !m_freshSections.contains(section.key)) out.push_back(section);
    }
    return out;
}

/// Brings the variables of the rows and tabs that are laid out up to date, the outer ones first.
void DashboardSession::refreshSections()
{
    if (m_lookingUp) return;  // they are looked up with what that finds
    std::vector<Section> due = dueSections();
    m_sectionsUnderWay = !due.empty();
    if (due.empty()) {
        m_sectionTicket.cancel();
        return;
    }
    const VariableSet::RefreshContext context = refreshContext();
    const QueryBackend& backend = m_backend;
    const auto refresh = [backend, context](std::vector<Section> sections, std::stop_token stop) {
        EngineVariableSource source(backend, context.range, std::move(stop));
        std::vector<std::pair<Section, VariableSet>> out;
        for (Section& section : sections) {
            VariableSet::RefreshContext own = context;
            own.scope = section.scope;
            VariableSet all = *section.variables;
            all.refreshOnly(section.names, source, own);
            out.emplace_back(std::move(section), std::move(all));
        }
        return out;
    };
    const auto take = [this](const std::vector<std::pair<Section, VariableSet>>& done) {
        bool changed = false;
        for (const auto& [section, all] : done) changed = takeSection(section, all) || changed;
        if (!changed) return refreshSections();  // those within
        layOut();
        Q_EMIT newPanelsRequested();
        askWithheld();
    };
    const bool quick = std::none_of(
        due.begin(), due.end(), [](const Section& section) { return needsLookup(ownOf(section, *section.variables)); });
    if (quick) return take(refresh(std::move(due), {}));
    m_sectionTicket = runInBackground(
        m_backend.pool, this,
        [refresh, due = std::move(due)](std::stop_token stop) mutable {
            return refresh(std::move(due), std::move(stop));
        },
        take);
}

/// Whether that is something new.
bool DashboardSession::takeSection(const Section& section, const VariableSet& now)
{
    m_freshSections.insert(section.key);
    VariableSet own = ownOf(section, now);
    SharedVariables& known = m_input.sections[section.key];
    if (known && sameChoices(*known, own)) return false;
    known = std::make_shared<const VariableSet>(std::move(own));
    return true;
}

void DashboardSession::setSectionVariable(const std::string& section, const std::string& name,
                                          const std::vector<std::string>& values)
{
    const auto it = std::find_if(m_layout.sections.begin(), m_layout.sections.end(),
                                 [&](const Section& one) { return one.key == section; });
    if (it == m_layout.sections.end()) return;
    VariableSet all = *it->variables;
    if (!all.select(name, values)) return;
    // What follows from it is looked up: in this section, and in those within.
    m_freshSections.clear();
    if (!takeSection(*it, all)) return;
    m_freshSections.clear();
    layOut();
    Q_EMIT newPanelsRequested();
}

}  // namespace watchglass::ui
