#include "ui/dashboard/document_cover.h"

#include "ui/dashboard/document_path.h"
#include "ui/dashboard/report_document.h"

namespace watchglass::ui {

DocumentCover::DocumentCover(const Dashboard& dashboard, ImportReport& report)
    : m_dashboard(dashboard), m_report(report)
{
    m_placed.resize(report.lines.size(), false);
    for (std::size_t i = 0; i < report.lines.size(); ++i) {
        m_lines[{report.lines[i].panelId, report.lines[i].option}].push_back(i);
    }
    collect(dashboard.panels());
}

void DocumentCover::run()
{
    outside(m_dashboard.document(), "");
    // What found its place is said there.
    std::vector<ReportLine> unplaced;
    for (std::size_t i = 0; i < m_placed.size(); ++i) {
        if (!m_placed[i]) unplaced.push_back(std::move(m_report.lines[i]));
    }
    m_report.lines = std::move(unplaced);
    m_report.lines.insert(m_report.lines.end(), std::make_move_iterator(m_out.begin()),
                          std::make_move_iterator(m_out.end()));
}

void DocumentCover::collect(const std::vector<Panel>& panels)
{
    for (const Panel& panel : panels) {
        if (!panel.origin.empty()) m_panels.emplace(panel.origin, &panel);
        collect(panel.children);
    }
}

DocumentCover::Found DocumentCover::said(std::int64_t panelId, const std::string& option)
{
    const auto lines = m_lines.find({panelId, option});
    if (lines == m_lines.end()) return std::nullopt;
    Found worst;
    for (const std::size_t line : lines->second) {
        m_placed[line] = true;
        const ReportLine& one = m_report.lines[line];
        if (!worst || one.honoured > worst->first) worst = {one.honoured, one.note};
    }
    return worst;
}

void DocumentCover::add(const std::string& path, std::string option, Verdict verdict)
{
    ReportLine line{m_panelId, m_title, std::move(option), verdict.honoured, std::string(verdict.note), path};
    m_out.push_back(std::move(line));
}

void DocumentCover::place(const std::string& path, const std::string& option, Verdict otherwise)
{
    const Found found = said(m_panelId, option);
    if (found) otherwise = {found->first, found->second};
    add(path, option, otherwise);
}

void DocumentCover::outside(const json::Value& value, const std::string& path)
{
    m_panelId = 0;
    m_title = "dashboard";
    if (path == m_dashboard.path()) {
        if (m_dashboard.form() == DashboardForm::V2) {
            v2(value, path);
        } else {
            classic(value, path);
        }
        return;
    }
    const bool around = m_dashboard.path().starts_with(path + "/");
    if (!around) return add(path, path.substr(1), {});
    std::size_t index = 0;
    for (const json::Value& item : value.items()) outside(item, childPath(path, index++));
    for (const auto& [name, member] : value.members()) outside(member, childPath(path, name));
}

void DocumentCover::classic(const json::Value& model, const std::string& path)
{
    for (const auto& [name, value] : model.members()) {
        m_panelId = 0;
        m_title = "dashboard";
        const std::string own = childPath(path, name);
        if ((name == "panels" || name == "rows") && value.isArray()) {
            panels(value, own);
        } else if (name == "templating" || name == "annotations") {
            named(value, own, name);
        } else if (name == "links" && value.isArray()) {
            links(value, own);
        } else if ((name == "timepicker" || name == "nav" || name == "pulldowns") && !value.members().empty()) {
            for (const auto& [key, setting] : value.members())
                add(childPath(own, key), name + "." + key, timePickerVerdict(key, setting));
        } else if (name == "nav" || name == "pulldowns") {
            add(own, name, {});
        } else {
            place(own, name, dashboardKeyVerdict(name, value));
        }
    }
}

void DocumentCover::named(const json::Value& value, const std::string& path, const std::string& kind)
{
    if (value.members().empty()) return add(path, kind, {});
    for (const auto& [key, list] : value.members()) {
        const std::string own = childPath(path, key);
        if (key != "list" || list.items().empty()) {
            add(own, kind + "." + key, {});
            continue;
        }
        std::size_t index = 0;
        for (const json::Value& item : list.items()) {
            const std::string& name = item["name"].toString();
            const bool unnamed = name.empty() && kind == "annotations";
            place(childPath(own, index++), kind + "." + (unnamed ? std::string("unnamed") : name));
        }
    }
}

void DocumentCover::links(const json::Value& list, const std::string& path)
{
    if (list.items().empty()) return add(path, "links", {});
    std::size_t index = 0;
    for (const json::Value& link : list.items()) place(childPath(path, index++), "links." + link["title"].toString());
}

void coverDocument(const Dashboard& dashboard, ImportReport& report) { DocumentCover(dashboard, report).run(); }

}  // namespace watchglass::ui
