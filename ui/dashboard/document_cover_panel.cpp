#include "ui/dashboard/document_cover.h"

#include "ui/dashboard/document_path.h"

namespace watchglass::ui {

void eachDocumentLeaf(const json::Value& value, const std::string& name, const std::string& path,
                      const std::function<void(const std::string&, const std::string&)>& leaf)
{
    if (!value.isObject() || value.members().empty()) return leaf(name, path);
    for (const auto& [member, inner] : value.members())
        eachDocumentLeaf(inner, name + "." + member, childPath(path, member), leaf);
}

void DocumentCover::panels(const json::Value& list, const std::string& path)
{
    if (list.items().empty()) add(path, "panels", {});
    std::size_t index = 0;
    for (const json::Value& value : list.items()) {
        const std::string own = childPath(path, index++);
        const auto known = m_panels.find(own);
        const Panel* shown = known == m_panels.end() ? nullptr : known->second;
        m_panelId = shown ? shown->id : 0;
        m_title = shown ? reportTitle(*shown) : value["title"].toString();
        if (!value.isObject() || value.members().empty()) {
            add(own, "panel", {Honoured::NotDrawn, "this is not a panel"});
            continue;
        }
        for (const auto& [name, member] : value.members()) {
            if (name == "panels" && member.isArray()) continue;
            panelMember(shown, name, member, childPath(own, name));
        }
        if (value["panels"].isArray()) panels(value["panels"], childPath(own, "panels"));
    }
}

void DocumentCover::panelMember(const Panel* panel, const std::string& name, const json::Value& value,
                                const std::string& path)
{
    // Saved clones of repeats and rows that only held panels: they are made anew.
    if (!panel) return add(path, name, {});
    if (name == "options") {
        options(*panel, value, path);
    } else if (name == "fieldConfig" && value.isObject()) {
        fieldConfig(*panel, value, path);
    } else if (name == "targets" && value.isArray()) {
        targets(*panel, value, path);
    } else if (name == "transformations" && value.isArray()) {
        transformations(value, path);
    } else if (const Verdict old = oldPanelVerdict(panel->originalType, name, value); old.honoured != Honoured::Yes) {
        add(path, name, old);
    } else if (!panel->model.has(name) || name == "type" || name == "links" || name == "libraryPanel") {
        place(path, name);  // taken over by the migration, where nothing is said
    } else {
        place(path, name, panelKeyVerdict(name, value));
    }
}

Verdict DocumentCover::otherwiseFor(const Panel& panel)
{
    const auto type = m_lines.find({panel.id, "type"});
    const bool drawn = type == m_lines.end() || m_report.lines[type->second.front()].honoured != Honoured::NotDrawn;
    return drawn ? Verdict{} : Verdict{Honoured::NotDrawn, "the panel is not drawn"};
}

void DocumentCover::options(const Panel& panel, const json::Value& value, const std::string& path)
{
    const Verdict otherwise = otherwiseFor(panel);
    if (otherwise.honoured != Honoured::Yes || !value.isObject()) return add(path, "options", otherwise);
    eachDocumentLeaf(value, "options", path,
                     [&](const std::string& name, const std::string& own) { place(own, name, otherwise); });
}

void DocumentCover::fieldConfig(const Panel& panel, const json::Value& value, const std::string& path)
{
    const Verdict otherwise = otherwiseFor(panel);
    if (otherwise.honoured != Honoured::Yes) return add(path, "fieldConfig", otherwise);
    for (const auto& [part, config] : value.members()) {
        const std::string own = childPath(path, part);
        const std::string option = "fieldConfig." + part;
        if (part == "defaults" && !config.members().empty()) {
            for (const auto& [name, setting] : config.members()) {
                const std::string settingPath = childPath(own, name);
                if (name == "custom") {
                    eachDocumentLeaf(setting, option + ".custom", settingPath,
                                     [&](const std::string& leaf, const std::string& at) { place(at, leaf); });
                } else {
                    place(settingPath, option + "." + name);
                }
            }
        } else if (part == "overrides" && !config.items().empty()) {
            overrides(config, own);
        } else {
            add(own, option, {});
        }
    }
    if (value.members().empty()) add(path, "fieldConfig", {});
}

void DocumentCover::overrides(const json::Value& list, const std::string& path)
{
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const std::string option = "fieldConfig.overrides[" + std::to_string(i) + "]";
        const std::string own = childPath(path, i);
        if (list.at(i).members().empty()) add(own, option, {});
        for (const auto& [name, value] : list.at(i).members()) {
            const std::string member = childPath(own, name);
            if (name != "properties" || value.items().empty()) {
                place(member, option + "." + name);
                continue;
            }
            for (std::size_t k = 0; k < value.items().size(); ++k)
                place(childPath(member, k), option + "." + value.at(k)["id"].toString());
        }
    }
}

void DocumentCover::targets(const Panel& panel, const json::Value& list, const std::string& path)
{
    if (list.items().empty()) add(path, "targets", {});
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const std::string refId = i < panel.targets.size() ? panel.targets[i].refId : list.at(i)["refId"].toString();
        target(list.at(i), "targets." + refId, childPath(path, i));
    }
}

void DocumentCover::target(const json::Value& query, const std::string& option, const std::string& path)
{
    if (m_lines.contains({m_panelId, option}) || query.members().empty()) return place(path, option);
    for (const auto& [key, value] : query.members()) place(childPath(path, key), option + "." + key);
}

void DocumentCover::transformations(const json::Value& list, const std::string& path)
{
    if (list.items().empty()) add(path, "transformations", {});
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const json::Value& step = list.at(i);
        const std::string& group = step["group"].isString() ? step["group"].toString()
                                   : step["id"].isString()  ? step["id"].toString()
                                                            : step["kind"].toString();
        place(childPath(path, i), "transformations[" + std::to_string(i) + "]." + group);
    }
}

}  // namespace watchglass::ui
