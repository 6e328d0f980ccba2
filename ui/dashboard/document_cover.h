#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/import_report.h"
#include "ui/dashboard/report_tables.h"

namespace watchglass::ui {

/// How coverDocument() goes: through the document, with the lines about the view at hand. The parts are in
/// document_cover.cpp (the dashboard), document_cover_panel.cpp (panels) and document_cover_v2.cpp (schema v2).
class DocumentCover {
public:
    DocumentCover(const Dashboard& dashboard, ImportReport& report);
    void run();

private:
    using Found = std::optional<std::pair<Honoured, std::string>>;

    void collect(const std::vector<Panel>& panels);
    /// The worst that has been said about an option of the view.
    Found said(std::int64_t panelId, const std::string& option);
    void add(const std::string& path, std::string option, Verdict verdict);
    /// A line with what has been said about `option`, or with `otherwise`.
    void place(const std::string& path, const std::string& option, Verdict otherwise = {});
    /// What is around the dashboard is about the file.
    void outside(const json::Value& value, const std::string& path);
    void classic(const json::Value& model, const std::string& path);
    /// Variables and annotations: a list of named things.
    void named(const json::Value& value, const std::string& path, const std::string& kind);
    void links(const json::Value& list, const std::string& path);
    void panels(const json::Value& list, const std::string& path);
    void panelMember(const Panel* panel, const std::string& name, const json::Value& value, const std::string& path);
    /// Of a panel that is not drawn nothing is said but that.
    Verdict otherwiseFor(const Panel& panel);
    void options(const Panel& panel, const json::Value& value, const std::string& path);
    void fieldConfig(const Panel& panel, const json::Value& value, const std::string& path);
    void overrides(const json::Value& list, const std::string& path);
    void targets(const Panel& panel, const json::Value& list, const std::string& path);
    void target(const json::Value& query, const std::string& option, const std::string& path);
    void transformations(const json::Value& list, const std::string& path);

    void v2(const json::Value& spec, const std::string& path);
    void v2Element(const json::Value& element, const std::string& path);
    void v2Visualization(const Panel& panel, const json::Value& config, const std::string& path);
    void v2Data(const Panel& panel, const json::Value& data, const std::string& path);
    void v2Query(const Panel& panel, const json::Value& query, std::size_t index, const std::string& path);
    void v2Layout(const json::Value& layout, const std::string& path);

    const Dashboard& m_dashboard;
    ImportReport& m_report;
    std::map<std::pair<std::int64_t, std::string>, std::vector<std::size_t>> m_lines;
    std::vector<bool> m_placed;
    std::map<std::string, const Panel*> m_panels;  ///< by origin
    std::vector<ReportLine> m_out;
    std::int64_t m_panelId = 0;
    std::string m_title;
};

/// Calls `leaf` for each value that is no object, with its names joined by dots and its JSON pointer.
void eachDocumentLeaf(const json::Value& value, const std::string& name, const std::string& path,
                      const std::function<void(const std::string&, const std::string&)>& leaf);

}  // namespace watchglass::ui
