#include "ui/edit/settings_entries.h"

#include "ui/dashboard/grafana_source.h"
#include "ui/dashboard/time_region.h"

namespace watchglass::ui {

namespace {

OptionEntry one(std::string pointer, std::string name, OptionKind kind, json::Value defaultValue = {},
                std::string description = {})
{
    return {std::move(pointer), std::move(name), "", kind, std::move(defaultValue), std::move(description), {}};
}

OptionEntry oneOf(std::string pointer, std::string name, std::vector<std::pair<std::string, json::Value>> choices,
                  json::Value defaultValue = {})
{
    OptionEntry out = one(std::move(pointer), std::move(name), OptionKind::Choice, std::move(defaultValue));
    out.choices = std::move(choices);
    return out;
}

OptionEntry tagList(std::string pointer)
{
    OptionEntry out = one(std::move(pointer), "Tags", OptionKind::Rows, json::Value::array());
    out.what = "tag";
    OptionColumn tag;
    tag.name = "Tag";
    out.columns = {tag};
    return out;
}

/// A text for which some are offered.
OptionEntry offered(OptionEntry entry, const std::vector<std::string>& texts)
{
    for (const std::string& text : texts) entry.choices.emplace_back(text, text);
    return entry;
}

bool isOfGrafana(const json::Value& annotation)
{
    const json::Value& source = annotation["datasource"];
    const std::string& uid = source.isObject() ? source["uid"].toString() : source.toString();
    return annotation["builtIn"].toInt() != 0 || isGrafanaSource(source["type"].toString(), uid);
}

/// What is asked of Grafana's own source: annotations made by hand.
std::vector<OptionEntry> storedEntries(const json::Value& annotation)
{
    const bool inside = annotation["target"].isObject();
    const std::string place = inside ? "/target" : "";
    std::vector<OptionEntry> out{oneOf(place + "/type", "Made by hand",
                                       {{"On this dashboard", "dashboard"}, {"With tags", "tags"}}, "dashboard")};
    if ((inside ? annotation["target"] : annotation)["type"].toString() == "tags") {
        out.push_back(tagList(place + "/tags"));
        out.push_back(one(place + "/matchAny", "Any of them will do", OptionKind::Switch, false));
    }
    out.push_back(one(place + "/limit", "At most", OptionKind::Number, 100));
    return out;
}

std::vector<OptionEntry> queriedEntries(const json::Value& annotation)
{
    const bool inside = annotation["target"].has("expr");
    return {
        one(inside ? "/target/expr" : "/expr", "Query", OptionKind::Text),
        one("/step", "Min step", OptionKind::Text, "60s"),
        one("/titleFormat", "Title", OptionKind::Text, {}, "Such as {{instance}}."),
        one("/textFormat", "Text", OptionKind::Text),
        one("/tagKeys", "Tags from labels", OptionKind::Text),
        one("/useValueForTime", "Value is the time", OptionKind::Switch, false),
    };
}

}  // namespace

std::vector<OptionEntry> generalEntries(bool v2)
{
    std::vector<OptionEntry> out{
        one("/title", "Title", OptionKind::Text),
        one("/description", "Description", OptionKind::LongText),
        tagList("/tags"),
        one("/editable", "Editable", OptionKind::Switch, true),
    };
    if (v2) {
        out.push_back(oneOf("/cursorSync", "Crosshair",
                            {{"Own", "Off"}, {"Shared line", "Crosshair"}, {"Shared tooltip", "Tooltip"}}, "Off"));
    } else {
        out.push_back(oneOf("/graphTooltip", "Crosshair", {{"Own", 0}, {"Shared line", 1}, {"Shared tooltip", 2}}, 0));
    }
    return out;
}

std::vector<OptionEntry> timeEntries(bool v2, const std::vector<std::string>& zones)
{
    const std::string in = v2 ? "/timeSettings" : "";
    const std::vector<std::pair<std::string, json::Value>> days{
        {"As the desktop has it", ""}, {"Saturday", "saturday"}, {"Sunday", "sunday"}, {"Monday", "monday"}};
    return {
        one(v2 ? "/timeSettings/from" : "/time/from", "From", OptionKind::Text, "now-6h", "Such as now-6h."),
        one(v2 ? "/timeSettings/to" : "/time/to", "To", OptionKind::Text, "now"),
        offered(
            one(v2 ? "/timeSettings/autoRefresh" : "/refresh", "Refresh every", OptionKind::Text, {}, "Such as 10s."),
            {"5s", "10s", "30s", "1m", "5m", "15m", "30m", "1h", "2h", "1d"}),
        offered(one(in + "/timezone", "Time zone", OptionKind::Text, "browser",
                    "browser (this machine's), utc, or a name: Europe/Zurich."),
                zones),
        oneOf(in + "/weekStart", "Week starts on", days, ""),
        one(in + "/fiscalYearStartMonth", "Fiscal year starts in month", OptionKind::Number, 0, "0 is January."),
    };
}

std::vector<OptionEntry> variableEntries(const json::Value& variable)
{
    const std::string& type = variable["type"].toString();
    std::vector<OptionEntry> out{
        one("/name", "Name", OptionKind::Text),
        oneOf("/type", "Type",
              {{"Query", "query"},
               {"Custom", "custom"},
               {"Text box", "textbox"},
               {"Constant", "constant"},
               {"Data source", "datasource"},
               {"Interval", "interval"},
               {"Ad hoc filters", "adhoc"},
               {"Switch", "switch"},
               {"Group by", "groupby"}}),
        one("/label", "Label", OptionKind::Text),
        one("/description", "Description", OptionKind::Text),
        oneOf("/hide", "Show", {{"Label and value", 0}, {"Value", 1}, {"Nothing", 2}}, 0),
    };
    const bool query = type == "query";
    if (query || type == "datasource" || type == "custom" || type == "interval" || type == "constant" ||
        type == "textbox") {
        const bool inside = variable["query"].isObject();
        out.push_back(one(inside ? "/query/query" : "/query", query ? "Query" : "Value or values", OptionKind::Text, {},
                          query ? "label_values(up, job), label_names(), metrics(node_.*), query_result(…)"
                                : "Values divided by commas; text : value names them."));
    }
    if (query || type == "datasource") out.push_back(one("/regex", "Regex", OptionKind::Text));
    if (query) {
        out.push_back(
            oneOf("/refresh", "Refresh", {{"When the dashboard opens", 1}, {"When the time range changes", 2}}, 1));
        out.push_back(oneOf("/sort", "Sort",
                            {{"As they come", 0},
                             {"A to Z", 1},
                             {"Z to A", 2},
                             {"Numbers up", 3},
                             {"Numbers down", 4},
                             {"A to Z, letters alike", 5},
                             {"Z to A, letters alike", 6},
                             {"Natural up", 7},
                             {"Natural down", 8}},
                            0));
    }
    if (query || type == "custom" || type == "datasource") {
        out.push_back(one("/multi", "Several values", OptionKind::Switch, false));
        out.push_back(one("/includeAll", "Offer All", OptionKind::Switch, false));
        out.push_back(one("/allValue", "Value of All", OptionKind::Text, {}, "Empty: all values, joined."));
    }
    if (type == "interval") {
        out.push_back(one("/auto", "Offer Auto", OptionKind::Switch, false));
        out.push_back(one("/auto_count", "Steps of Auto", OptionKind::Number, 30));
        out.push_back(one("/auto_min", "Shortest of Auto", OptionKind::Text, "10s"));
    }
    return out;
}

std::vector<OptionEntry> annotationEntries(const json::Value& annotation)
{
    std::vector<OptionEntry> out{
        one("/name", "Name", OptionKind::Text),
        one("/enable", "Enabled", OptionKind::Switch, true),
        one("/hide", "Hide its switch", OptionKind::Switch, false),
        one("/iconColor", "Color", OptionKind::Color),
    };
    if (isTimeRegion(annotation)) return out;
    const std::vector<OptionEntry> more = isOfGrafana(annotation) ? storedEntries(annotation)
                                                                  : queriedEntries(annotation);
    out.insert(out.end(), more.begin(), more.end());
    return out;
}

std::vector<OptionEntry> linkEntries(const json::Value& link)
{
    std::vector<OptionEntry> out{
        one("/title", "Title", OptionKind::Text),
        oneOf("/type", "Type", {{"Link", "link"}, {"Dashboards with tags", "dashboards"}}, "link"),
    };
    if (link["type"].toString() == "dashboards") {
        out.push_back(tagList("/tags"));
        out.push_back(one("/asDropdown", "As a menu", OptionKind::Switch, false));
    } else {
        out.push_back(one("/url", "URL", OptionKind::Text));
        out.push_back(one("/tooltip", "Tooltip", OptionKind::Text));
        out.push_back(one("/icon", "Icon", OptionKind::Text, "external link"));
    }
    out.push_back(one("/keepTime", "With the time range", OptionKind::Switch, false));
    out.push_back(one("/includeVars", "With values of variables", OptionKind::Switch, false));
    out.push_back(one("/targetBlank", "In a new tab", OptionKind::Switch, false));
    return out;
}

}  // namespace watchglass::ui
