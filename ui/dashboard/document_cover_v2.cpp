#include "ui/dashboard/document_cover.h"

#include "ui/dashboard/document_path.h"

namespace watchglass::ui {

void DocumentCover::v2(const json::Value& spec, const std::string& path)
{
    for (const auto& [name, value] : spec.members()) {
        m_panelId = 0;
        m_title = "dashboard";
        const std::string own = childPath(path, name);
        if (name == "elements") {
            for (const auto& [key, element] : value.members()) v2Element(element, childPath(own, key));
            if (value.members().empty()) add(own, name, {});
        } else if (name == "layout") {
            v2Layout(value, own);
        } else if (name == "variables" || name == "annotations") {
            const std::string kind = name == "variables" ? "templating." : "annotations.";
            std::size_t index = 0;
            for (const json::Value& one : value.items())
                place(childPath(own, index++), kind + one["spec"]["name"].toString());
            if (value.items().empty()) add(own, name, {});
        } else if (name == "links" && value.isArray()) {
            links(value, own);
        } else if (name == "timeSettings" && !value.members().empty()) {
            for (const auto& [key, setting] : value.members()) {
                const std::string_view old = key == "hideTimepicker" ? "hidden"
                                             : key == "quickRanges"  ? "quick_ranges"
                                                                     : std::string_view(key);
                add(childPath(own, key), name + "." + key, timePickerVerdict(old, setting));
            }
        } else {
            add(own, name, dashboardKeyVerdict(name, value));
        }
    }
}

void DocumentCover::v2Element(const json::Value& element, const std::string& path)
{
    const auto known = m_panels.find(childPath(path, "spec"));
    m_title = element["spec"]["title"].toString();
    if (known == m_panels.end() || !element["spec"].isObject()) {
        return add(path, "element", {Honoured::NotDrawn, "the layout does not place it"});
    }
    const Panel& panel = *known->second;
    m_panelId = panel.id;
    m_title = reportTitle(panel);
    for (const auto& [name, value] : element.members()) {
        if (name != "spec") add(childPath(path, name), name, {});
    }
    const std::string spec = childPath(path, "spec");
    for (const auto& [name, value] : element["spec"].members()) {
        const std::string own = childPath(spec, name);
        if (name == "vizConfig") {
            v2Visualization(panel, value, own);
        } else if (name == "data") {
            v2Data(panel, value, own);
        } else if (name == "links" || name == "libraryPanel") {
            place(own, name);
        } else {
            add(own, name, panelKeyVerdict(name, value));
        }
    }
}

void DocumentCover::v2Visualization(const Panel& panel, const json::Value& config, const std::string& path)
{
    for (const auto& [name, value] : config.members()) {
        const std::string own = childPath(path, name);
        const bool type = name == "group" || (name == "kind" && !config.has("group"));
        if (name != "spec" || value.members().empty()) {
            type ? place(own, "type") : add(own, "vizConfig." + name, {});
            continue;
        }
        for (const auto& [part, inner] : value.members()) {
            if (part == "options") {
                options(panel, inner, childPath(own, part));
            } else if (part == "fieldConfig") {
                fieldConfig(panel, inner, childPath(own, part));
            } else {
                add(childPath(own, part), part, {});
            }
        }
    }
}

void DocumentCover::v2Data(const Panel& panel, const json::Value& data, const std::string& path)
{
    for (const auto& [name, value] : data.members()) {
        if (name != "spec" || value.members().empty()) {
            add(childPath(path, name), "data." + name, {});
            continue;
        }
        for (const auto& [part, inner] : value.members()) {
            const std::string own = childPath(childPath(path, name), part);
            if (part == "queries" && !inner.items().empty()) {
                for (std::size_t i = 0; i < inner.items().size(); ++i) v2Query(panel, inner.at(i), i, own);
            } else if (part == "transformations") {
                transformations(inner, own);
            } else {
                add(own, part, {});
            }
        }
    }
}

void DocumentCover::v2Query(const Panel& panel, const json::Value& query, std::size_t index, const std::string& path)
{
    const std::string own = childPath(path, index);
    const std::string option = "targets." + (index < panel.targets.size() ? panel.targets[index].refId
                                                                          : query["spec"]["refId"].toString());
    if (m_lines.contains({m_panelId, option})) return place(own, option);
    eachDocumentLeaf(query, option, own, [&](const std::string& name, const std::string& at) {
        const std::string leaf = name.substr(name.rfind('.') + 1);
        place(at, option + "." + leaf);
    });
}

void DocumentCover::v2Layout(const json::Value& layout, const std::string& path)
{
    const std::string& kind = layout["kind"].toString();
    Verdict verdict;
    if (kind == "AutoGridLayout" || kind == "ResponsiveGridLayout") {
        verdict = {Honoured::Approximated, "columns are of equal width and do not follow the window"};
    }
    std::size_t index = 0;
    for (const json::Value& item : layout.items()) v2Layout(item, childPath(path, index++));
    for (const auto& [name, value] : layout.members()) {
        const std::string own = childPath(path, name);
        if (name == "variables" && !value.items().empty()) {
            std::size_t number = 0;
            for (const json::Value& one : value.items())
                place(childPath(own, number++), "templating." + one["spec"]["name"].toString());
        } else if (!value.members().empty() || !value.items().empty()) {
            v2Layout(value, own);
        } else {
            add(own, "layout." + name, name == "kind" ? verdict : Verdict{});
        }
    }
    if (layout.members().empty() && layout.items().empty()) add(path, "layout", {});
}

}  // namespace watchglass::ui
