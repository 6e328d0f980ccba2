#include "ui/dashboard/report_problems.h"

#include <algorithm>
#include <map>

#include "engine/base/duration.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/import_report.h"
#include "ui/dashboard/url_text.h"
#include "ui/frame/date_text.h"
#include "ui/frame/html_text.h"
#include "ui/frame/js_regex.h"
#include "ui/frame/markdown.h"

namespace watchglass::ui {

namespace {

/// Of a pattern that stands in the file as it is used; "" when it compiles or is known only later.
std::string patternTrouble(const std::string& pattern)
{
    if (pattern.empty() || pattern.find('$') != std::string::npos || pattern.find("[[") != std::string::npos) return {};
    const auto regex = JsRegex::fromDashboard(pattern);
    return regex ? std::string() : regex.error().message;
}

bool liesOnGrid(const json::Value& pos)
{
    const auto number = [&](std::string_view name, double from, double to) {
        const json::Value& value = pos[name];
        return !value.isNumber() || (value.toDouble() >= from && value.toDouble() <= to);
    };
    constexpr double kLowest = 10'000;  // where readGridPos() cuts off
    return number("x", 0, 23) && number("w", 0, 24) && number("y", 0, kLowest) && number("h", 0, kLowest);
}

class Problems {
public:
    Problems(const Dashboard& dashboard, ImportReport& report) : m_dashboard(dashboard), m_report(report) {}

    void run()
    {
        variables();
        times();
        for (const DashboardLink& link : m_dashboard.links()) {
            if (!isLetThrough(link.url))
                add("links." + link.title, Honoured::NotDrawn, "it leads nowhere: " + link.url);
        }
        collect(m_dashboard.panels());
        for (const auto& [id, panel] : m_panels) this->panel(*panel);
    }

private:
    void add(std::string option, Honoured honoured, std::string note)
    {
        m_report.add(m_id, m_title, std::move(option), honoured, std::move(note));
    }

    void collect(const std::vector<Panel>& panels)
    {
        for (const Panel& panel : panels) {
            m_panels.emplace(panel.id, &panel);
            collect(panel.children);
        }
    }

    /// Addresses of the web, and what stands for one or is below one.
    static bool isLetThrough(const std::string& url)
    {
        if (safeLink(url) != url) return false;
        const auto end = url.find_first_of(":/?#$[");
        if (end == std::string::npos || url[end] != ':' || end == 0) return true;
        std::string scheme = url.substr(0, end);
        std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return scheme == "http" || scheme == "https" || scheme == "localhost" || scheme.find('.') != std::string::npos;
    }

    void variables()
    {
        variablesOf(VariableSet(), m_dashboard.variables());
        for (const Panel& panel : m_dashboard.panels()) {
            if (!panel.variables.empty()) variablesOf(m_dashboard.variables(), VariableSet(panel.variables));
        }
    }

    /// Of a row or tab, with those around it.
    void variablesOf(const VariableSet& around, const VariableSet& own)
    {
        VariableSet set = inSection(around, own);
        (void)set.dependencyOrder();
        for (const Variable& variable : set.all()) {
            if (!own.find(variable.name)) continue;
            const std::string option = "templating." + variable.name;
            if (!variable.error.empty()) {
                add(option, Honoured::Approximated,
                    variable.error + "; it is looked up with what the other one has selected");
            }
            if (const std::string trouble = patternTrouble(variable.regex); !trouble.empty())
                add(option, Honoured::NotDrawn, trouble);
        }
    }

    void times()
    {
        TimeContext context;
        context.timeZone = "utc";
        if (const auto range = resolveTimeRange(m_dashboard.time(), context); !range)
            add("time", Honoured::Approximated, "the last hour is shown: " + range.error().message);
        const std::string& zone = m_dashboard.timeZone();
        if (!isKnownTimeZone(zone))
            add("timezone", Honoured::Approximated, "there is no time zone \"" + zone + "\"; UTC is used");
        const std::string& refresh = m_dashboard.refresh();
        const bool off = refresh.empty() || refresh == "off" || refresh == "auto";
        if (!off && !parseDuration(refresh))
            add("refresh", Honoured::Approximated, "\"" + refresh + "\" is no time; it does not refresh by itself");
    }

    void panel(const Panel& panel)
    {
        m_id = panel.id;
        m_title = reportTitle(panel);
        if (!liesOnGrid(panel.model["gridPos"]))
            add("gridPos", Honoured::Approximated, "it lies outside of the grid; it is moved onto it");
        for (const PanelLink& link : panel.links) {
            if (!isLetThrough(link.url))
                add("links", Honoured::NotDrawn, "\"" + link.title + "\" leads nowhere: " + link.url);
        }
        for (const json::Value& link : panel.model.get("fieldConfig.defaults.links").items()) {
            if (isLetThrough(link["url"].toString())) continue;
            add("fieldConfig.defaults.links", Honoured::NotDrawn,
                "\"" + link["title"].toString() + "\" leads nowhere: " + link["url"].toString());
        }
        overrides(panel);
        sharedData(panel);
        if (panel.type == "text") html(panel.model.get("options.content").toString(), panel);
    }

    void overrides(const Panel& panel)
    {
        std::size_t number = 0;
        for (const FieldOverride& rule : panel.fieldConfig.overrides) {
            const std::string where = "fieldConfig.overrides[" + std::to_string(number++) + "].matcher";
            if (rule.matcher.id != "byRegexp" && rule.matcher.id != "byFrameRefID") continue;
            if (const std::string trouble = patternTrouble(rule.matcher.options.toString()); !trouble.empty())
                add(where, Honoured::NotDrawn, "it matches nothing: " + trouble);
        }
    }

    /// Targets that show what other panels have: follows them.
    void sharedData(const Panel& panel)
    {
        for (const Target& target : panel.targets) {
            if (!isShared(target, panel)) continue;
            const std::int64_t id = target.model["panelId"].toInt();
            std::vector<std::int64_t> path{panel.id};
            if (!m_panels.contains(id)) {
                add("targets." + target.refId, Honoured::NotDrawn,
                    "there is no panel " + std::to_string(id) + " whose data could be shown");
            } else if (leadsTo(id, panel.id, path)) {
                add("targets." + target.refId, Honoured::NotDrawn,
                    "panel " + std::to_string(id) + " shows this panel's own data, through other panels");
            }
        }
    }

    static bool isShared(const Target& target, const Panel& panel)
    {
        return (target.datasource.empty() ? panel.datasource : target.datasource) == "-- Dashboard --";
    }

    bool leadsTo(std::int64_t from, std::int64_t goal, std::vector<std::int64_t>& seen) const
    {
        if (from == goal) return true;
        const auto panel = m_panels.find(from);
        if (panel == m_panels.end() || std::find(seen.begin(), seen.end(), from) != seen.end()) return false;
        seen.push_back(from);
        return std::any_of(panel->second->targets.begin(), panel->second->targets.end(), [&](const Target& target) {
            return isShared(target, *panel->second) && leadsTo(target.model["panelId"].toInt(), goal, seen);
        });
    }

    void html(const std::string& content, const Panel& panel)
    {
        const std::string& mode = panel.model.get("options.mode").toString();
        if (mode == "code") return;
        std::vector<std::string> dropped;
        const std::string kept = sanitizedHtml(mode == "html" ? content : markdownHtml(content), &dropped);
        std::string left;
        for (const std::string& what : dropped) left += (left.empty() ? "left out: " : ", ") + what;
        if (kept.find("<img") != std::string::npos)
            left += (left.empty() ? "" : "; ") + std::string("pictures are not fetched");
        if (!left.empty()) add("options.content", Honoured::Approximated, left);
    }

    const Dashboard& m_dashboard;
    ImportReport& m_report;
    std::map<std::int64_t, const Panel*> m_panels;
    std::int64_t m_id = 0;
    std::string m_title = "dashboard";
};

}  // namespace

void reportProblems(const Dashboard& dashboard, ImportReport& report) { Problems(dashboard, report).run(); }

}  // namespace watchglass::ui
