#include <cstdio>

#include "app/commands/commands.h"
#include "app/desktop/library.h"
#include "engine/base/json.h"
#include "engine/config/config.h"
#include "engine/engine_templates.h"
#include "engine/rules/rule_file.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/import_report.h"

namespace watchglass::app {

namespace {

void printProblem(const Error& error)
{
    std::fprintf(stderr, "%s%s%s\n", error.where.c_str(), error.where.empty() ? "" : ": ", error.message.c_str());
}

/// Prints what is wrong with a rule file; returns whether it is good.
bool checkRuleFile(const std::string& file)
{
    const rules::RuleFile read = rules::loadRuleFile(file, checkTemplate);
    for (const Error& error : read.errors) printProblem(error);
    if (!read.errors.empty()) return false;
    std::size_t count = 0;
    for (const rules::GroupSpec& group : read.groups) count += group.rules.size();
    std::printf("%s: %zu rules in %zu groups\n", file.c_str(), count, read.groups.size());
    return true;
}

json::Value reportValue(const ui::Dashboard& dashboard, const ui::ImportReport& report)
{
    static constexpr const char* kNames[] = {"honoured", "approximated", "not drawn"};
    json::Value lines = json::Value::array();
    for (const ui::ReportLine& line : report.lines) {
        json::Value one = json::Value::object();
        one.set("panelId", line.panelId);
        one.set("panel", line.panel);
        one.set("option", line.option);
        one.set("result", kNames[static_cast<std::size_t>(line.honoured)]);
        if (!line.path.empty()) one.set("path", line.path);
        if (!line.note.empty()) one.set("note", line.note);
        lines.append(std::move(one));
    }
    json::Value notes = json::Value::array();
    for (const std::string& note : dashboard.notes()) notes.append(note);
    json::Value out = json::Value::object();
    out.set("title", dashboard.title());
    out.set("notes", std::move(notes));
    out.set("options", std::move(lines));
    return out;
}

}  // namespace

int runCheckConfig(const Invocation& call)
{
    bool good = true;
    for (const std::string& file : call.files) {
        const auto config = config::loadConfig(file);
        if (!config) {
            printProblem(config.error());
            good = false;
            continue;
        }
        for (const std::string& warning : config->warnings)
            std::printf("%s: warning: %s\n", file.c_str(), warning.c_str());
        std::printf("%s: %zu scrape configurations\n", file.c_str(), config->scrapeConfigs.size());
        for (const std::string& rules : config::expandFilePatterns(config->ruleFiles))
            good = checkRuleFile(rules) && good;
    }
    return good ? 0 : 1;
}

int runCheckRules(const Invocation& call)
{
    bool good = true;
    for (const std::string& file : call.files) good = checkRuleFile(file) && good;
    return good ? 0 : 1;
}

/// 0: all honoured, 1: something is not, 2: no dashboard.
int runCheckDashboard(const Invocation& call)
{
    int worst = 0;
    QStringList files;
    for (const std::string& file : call.files) files << QString::fromStdString(file);
    for (const auto& [location, dashboard] : loadDashboards(files)) {
        const std::string file = location.toStdString();
        if (!dashboard) {
            printProblem(dashboard.error());
            worst = 2;
            continue;
        }
        const ui::ImportReport report = ui::makeImportReport(*dashboard);
        if (call.format == "json") {
            std::printf("%s\n", json::write(reportValue(*dashboard, report), 2).c_str());
        } else {
            std::printf("%s: \"%s\": %zu options honoured, %zu approximated, %zu not drawn\n", file.c_str(),
                        dashboard->title().c_str(), report.count(ui::Honoured::Yes),
                        report.count(ui::Honoured::Approximated), report.count(ui::Honoured::NotDrawn));
            for (const std::string& note : dashboard->notes()) std::printf("  note: %s\n", note.c_str());
            std::printf("%s", report.toText().c_str());
        }
        if (report.hasWarnings() && worst == 0) worst = 1;
    }
    return worst;
}

}  // namespace watchglass::app
