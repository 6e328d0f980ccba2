#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "ui/dashboard/panel.h"
#include "ui/dashboard/time_range.h"
#include "ui/dashboard/variable.h"

namespace watchglass::ui {

struct DashboardPart;

struct DashboardLink {
    std::string title;
    std::string type;  ///< "link" or "dashboards"
    std::string url;
    std::string tooltip;
    std::string icon;
    std::vector<std::string> tags;
    bool asDropdown = false;
    bool includeVars = false;
    bool keepTime = false;
    bool newWindow = false;
};

/// A query whose samples mark events on time panels.
struct AnnotationQuery {
    std::string name;
    std::string expr;
    std::string iconColor;
    std::string step;
    std::string titleFormat;
    std::string textFormat;
    std::string tagKeys;
    bool enable = true;
    bool hide = false;
    bool builtIn = false;
    bool useValueForTime = false;
    json::Value model;
};

/// How a file is opened.
struct ImportOptions {
    std::string defaultDatasource = "watchglass";  ///< what `${DS_X}` and missing sources become
};

/// The two families of schemas that dashboards are written in.
enum class DashboardForm : std::uint8_t { Classic, V2 };

/// A dashboard: its JSON document, untouched, and a typed view of it in the terms of the current schema.
///
/// Migration happens in the view only. Threads: immutable after open() except variables(), which belongs to the
/// caller; copies are independent.
class Dashboard {
public:
    /// Reads a dashboard in any form that holds one (findDashboard()).
    /// Errors: InvalidInput. Not JSON: `where` is "line:column". Not a dashboard, or several: says so.
    [[nodiscard]] static Result<Dashboard> open(std::string_view text, const ImportOptions& options = {});
    [[nodiscard]] static Result<Dashboard> fromDocument(json::Value document, const ImportOptions& options = {});
    /// One of several in a document.
    [[nodiscard]] static Dashboard fromPart(std::shared_ptr<const json::Value> document, const DashboardPart& part,
                                            const ImportOptions& options = {});

    /// The document as it was read.
    [[nodiscard]] const json::Value& document() const { return *m_document; }
    /// JSON pointer of the dashboard in its document; "" when it is all of it.
    [[nodiscard]] const std::string& path() const { return m_path; }
    [[nodiscard]] DashboardForm form() const { return m_form; }
    /// The dashboard object after `__inputs` and migration.
    [[nodiscard]] const json::Value& model() const { return m_model; }

    [[nodiscard]] const std::string& uid() const { return m_uid; }
    [[nodiscard]] const std::string& title() const { return m_title; }
    [[nodiscard]] const std::string& description() const { return m_description; }
    [[nodiscard]] const std::vector<std::string>& tags() const { return m_tags; }
    [[nodiscard]] const TimeRangeText& time() const { return m_time; }
    [[nodiscard]] const std::string& timeZone() const { return m_timeZone; }
    [[nodiscard]] const std::string& weekStart() const { return m_weekStart; }
    [[nodiscard]] int fiscalYearStartMonth() const { return m_fiscalYearStartMonth; }
    [[nodiscard]] const std::string& refresh() const { return m_refresh; }
    [[nodiscard]] int graphTooltip() const { return m_graphTooltip; }  ///< 0 own, 1 shared crosshair, 2 shared tooltip
    /// As written; 0 for schema v2, which has none.
    [[nodiscard]] std::int64_t schemaVersion() const { return m_schemaVersion; }
    [[nodiscard]] const std::vector<DashboardLink>& links() const { return m_links; }
    [[nodiscard]] const std::vector<AnnotationQuery>& annotations() const { return m_annotations; }

    /// Panels and rows by position; children of collapsed rows are inside their row.
    [[nodiscard]] const std::vector<Panel>& panels() const { return m_panels; }
    /// A panel by id, also inside collapsed rows; null when there is none.
    [[nodiscard]] const Panel* panel(std::int64_t id) const;

    [[nodiscard]] const VariableSet& variables() const { return m_variables; }
    [[nodiscard]] VariableSet& variables() { return m_variables; }

    /// What opening had to decide: default sources, library panels without body, ignored keys.
    [[nodiscard]] const std::vector<std::string>& notes() const { return m_notes; }

private:
    void readModel();

    std::shared_ptr<const json::Value> m_document;  // shared by copies and by the dashboards of one file
    std::string m_path;
    DashboardForm m_form = DashboardForm::Classic;
    json::Value m_model;
    std::string m_uid;
    std::string m_title;
    std::string m_description;
    std::vector<std::string> m_tags;
    TimeRangeText m_time;
    std::string m_timeZone;
    std::string m_weekStart;
    int m_fiscalYearStartMonth = 0;
    std::string m_refresh;
    int m_graphTooltip = 0;
    std::int64_t m_schemaVersion = 0;
    std::vector<DashboardLink> m_links;
    std::vector<AnnotationQuery> m_annotations;
    std::vector<Panel> m_panels;
    VariableSet m_variables;
    std::vector<std::string> m_notes;
};

}  // namespace watchglass::ui
