#include "ui/dashboard/dashboard_source.h"

#include <QByteArray>

#include "ui/dashboard/yaml_value.h"

namespace watchglass::ui {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool beginsAsJson(std::string_view text)
{
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

/// Base64, as files carry what is no plain text.
std::string decoded(const std::string& text)
{
    return QByteArray::fromBase64(QByteArray::fromStdString(text)).toStdString();
}

class Collector {
public:
    void document(const json::Value& value)
    {
        const std::string& kind = value["kind"].toString();
        if (kind == "ConfigMap") {
            for (const auto& [name, text] : value["data"].members()) jsonText(name, text.toString());
            for (const auto& [name, text] : value["binaryData"].members()) jsonText(name, decoded(text.toString()));
        } else if (kind == "GrafanaDashboard") {
            operatorResource(value);
        } else if (value["json"].isString() && !findDashboard(value)) {
            jsonText(value["name"].toString(), value["json"].toString());
        } else if (value["providers"].isArray()) {
            for (const json::Value& provider : value["providers"].items()) folder(provider);
        } else if (value.isArray() || (kind.ends_with("List") && value["items"].isArray())) {
            for (const json::Value& item : (value.isArray() ? value : value["items"]).items()) document(item);
        } else if (value["grafana"]["dashboards"].isObject()) {
            helmValues(value["grafana"]["dashboards"]);
        } else if (value["dashboards"].isObject() && !findDashboard(value)) {
            helmValues(value["dashboards"]);
        } else {
            carried("", std::make_shared<const json::Value>(value));
        }
    }

    /// The dashboards of one JSON document, which they share.
    void carried(const std::string& name, const std::shared_ptr<const json::Value>& whole)
    {
        for (DashboardPart& part : findDashboards(*whole)) {
            DashboardSource source;
            source.name = name;
            source.document = whole;
            source.part = std::move(part);
            m_out.push_back(std::move(source));
        }
    }

    [[nodiscard]] std::vector<DashboardSource> take() { return std::move(m_out); }

private:
    void jsonText(const std::string& name, const std::string& text)
    {
        if (!beginsAsJson(text)) return;
        auto value = json::parse(text);
        if (value) return carried(name, std::make_shared<const json::Value>(std::move(*value)));
        DashboardSource source;
        source.name = name;
        source.broken = value.error();
        m_out.push_back(std::move(source));
    }

    /// Of the Grafana operator.
    void operatorResource(const json::Value& resource)
    {
        const json::Value& spec = resource["spec"];
        const std::string& name = resource["metadata"]["name"].toString();
        if (spec["json"].isString()) {
            jsonText(name, spec["json"].toString());
        } else {
            elsewhere(name, spec["grafanaCom"]["id"], spec["grafanaCom"]["revision"], spec["url"], {});
        }
    }

    void folder(const json::Value& provider)
    {
        DashboardSource source;
        source.name = provider["name"].toString();
        source.path = provider["options"]["path"].toString();
        if (!source.path.empty()) m_out.push_back(std::move(source));
    }

    void elsewhere(const std::string& name, const json::Value& id, const json::Value& revision, const json::Value& url,
                   const json::Value& file)
    {
        DashboardSource source;
        source.name = name;
        source.gnetId = id.toInt();
        source.revision = revision.toInt();
        source.url = url.toString();
        source.path = file.toString();
        if (source.gnetId > 0 || !source.url.empty() || !source.path.empty()) m_out.push_back(std::move(source));
    }

    /// Folders of dashboards by name.
    void helmValues(const json::Value& folders)
    {
        for (const auto& [folder, dashboards] : folders.members()) {
            for (const auto& [name, dashboard] : dashboards.members()) {
                const std::size_t before = m_out.size();
                if (dashboard["json"].isString()) {
                    const std::string& text = dashboard["json"].toString();
                    jsonText(name, dashboard["b64content"].toBool() && !beginsAsJson(text) ? decoded(text) : text);
                } else {
                    elsewhere(name, dashboard["gnetId"], dashboard["revision"], dashboard["url"], dashboard["file"]);
                }
                const json::Value& given = dashboard["datasource"];
                for (std::size_t i = before; i < m_out.size(); ++i) {
                    m_out[i].datasource = given.isArray() ? given.at(0)["value"].toString() : given.toString();
                }
            }
        }
    }

    std::vector<DashboardSource> m_out;
};

}  // namespace

Result<std::vector<DashboardSource>> readDashboardSources(std::string_view text)
{
    Collector collector;
    Error none{ErrorCode::InvalidInput, "the file holds no dashboard", {}};
    if (beginsAsJson(text)) {
        auto value = json::parse(text);
        if (!value) return tl::make_unexpected(value.error());
        auto whole = std::make_shared<const json::Value>(std::move(*value));
        // A single dashboard's own words say better what is wrong with it.
        if (const auto one = findDashboard(*whole); one || findDashboards(*whole).size() > 1) {
            collector.carried("", whole);
        } else {
            none = one.error();
            collector.document(*whole);
        }
    } else {
        const auto values = yamlValues(text);
        const auto asJson = json::parse(text);
        if (!values || values->empty() || !values->front().isObject()) {
            return tl::make_unexpected(asJson ? findDashboard(*asJson).error() : asJson.error());
        }
        for (const json::Value& value : *values) collector.document(value);
    }
    std::vector<DashboardSource> out = collector.take();
    if (out.empty()) return tl::make_unexpected(std::move(none));
    return out;
}

Result<Dashboard> openDashboard(const DashboardSource& source, const ImportOptions& options)
{
    if (source.document) return Dashboard::fromPart(source.document, source.part, options);
    if (source.broken) return tl::make_unexpected(*source.broken);
    const std::string name = source.name.empty() ? "" : "\"" + source.name + "\" ";
    if (source.gnetId > 0) {
        return fail(ErrorCode::NotFound,
                    name + "is dashboard " + std::to_string(source.gnetId) + " of grafana.com" +
                        (source.revision > 0 ? ", revision " + std::to_string(source.revision) : std::string()));
    }
    return fail(ErrorCode::NotFound,
                name + "is not in the file but at " + (source.url.empty() ? source.path : source.url));
}

}  // namespace watchglass::ui
