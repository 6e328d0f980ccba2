#include "ui/dashboard/report_panels.h"

#include <algorithm>
#include <array>

namespace watchglass::ui {

namespace {

constexpr std::string_view kNoRest = "layers of other types than markers, heatmap and route are not drawn";

bool isOneOf(const std::string& text, std::initializer_list<std::string_view> all)
{
    return std::find(all.begin(), all.end(), text) != all.end();
}

Verdict mapLayer(const json::Value& layer)
{
    if (!isOneOf(layer["type"].toString(), {"markers", "heatmap", "route"})) return {Honoured::NotDrawn, kNoRest};
    const std::string& places = layer.get("location.gazetteer").toString();
    const std::string& mode = layer.get("location.mode").toString();
    const bool looksUp = mode == "lookup" || mode == "auto";
    if (looksUp && !places.empty() && !places.ends_with("countries.json") && !places.ends_with("usa-states.json"))
        return {Honoured::NotDrawn, "places are looked up among countries and states of the USA only"};
    const std::string& symbol = layer.get("config.style.symbol.fixed").toString();
    const std::string name = symbol.substr(symbol.find_last_of('/') + 1);
    if (!isOneOf(name, {"", "circle.svg", "square.svg", "triangle.svg", "star.svg", "cross.svg", "x-mark.svg",
                        "plane.svg"}) ||
        !layer.get("config.style.symbol.field").toString().empty())
        return {Honoured::Approximated, "other symbols than the plain ones are drawn as circles"};
    return {};
}

/// The worst of a list's items.
template <class Judge>
Verdict worst(const json::Value& list, Judge judge)
{
    Verdict out;
    for (const json::Value& item : list.items()) {
        const Verdict one = judge(item);
        if (one.honoured > out.honoured) out = one;
    }
    return out;
}

std::optional<Verdict> mapVerdict(std::string_view path, const json::Value& value)
{
    if (path == "layers") return worst(value, mapLayer);
    if (path == "basemap.type")
        return Verdict{Honoured::Approximated, "an outline of the world stands for base maps: none is loaded"};
    if (path.starts_with("basemap.")) return Verdict{};
    if (path == "controls.showMeasure" && value.toBool())
        return Verdict{Honoured::NotDrawn, "distances cannot be measured on the map"};
    if (path == "view.shared" && value.toBool())
        return Verdict{Honoured::NotDrawn, "maps of a dashboard are moved one by one"};
    if (path == "tooltip.mode" && value.toString() == "multi") return Verdict{};
    return std::nullopt;
}

Verdict canvasElement(const json::Value& element)
{
    const std::string& type = element["type"].toString();
    if (type == "frame") return worst(element["elements"], canvasElement);
    if (!isOneOf(type, {"metric-value", "text", "text-box", "rectangle", "ellipse", "triangle", "cloud",
                        "parallelogram", "icon", "button", "server"}))
        return {Honoured::NotDrawn,
                "elements of other types than the plain ones are drawn as a frame with the type's name"};
    if (!element.get("config.api.endpoint").toString().empty() || !element["actions"].items().empty())
        return {Honoured::NotDrawn, "buttons follow links and call no address"};
    if (!element.get("background.image.fixed").toString().empty() ||
        !element.get("background.image.field").toString().empty())
        return {Honoured::NotDrawn, "pictures behind elements are not loaded"};
    if (type == "icon" || type == "server")
        return {Honoured::Approximated, "signs are our own; those that are not at hand are a ring with a letter"};
    for (const json::Value& connection : element["connections"].items()) {
        if (connection["targetName"].toString().empty())
            return {Honoured::NotDrawn, "connections that end beside all elements are not drawn"};
    }
    return {};
}

std::optional<Verdict> canvasVerdict(std::string_view path, const json::Value& value)
{
    if (path == "root.elements") return worst(value, canvasElement);
    if (path.starts_with("root.background.image.") && !value.toString().empty() && path.ends_with(".fixed"))
        return Verdict{Honoured::NotDrawn, "pictures are not loaded"};
    // About editing in place, which is not done here.
    if (path == "inlineEditing" || path == "showAdvancedTypes" || path == "infinitePan") return Verdict{};
    if (path == "zoomToContent" && value.toBool())
        return Verdict{Honoured::Approximated, "the canvas begins at its own size"};
    return std::nullopt;
}

}  // namespace

std::optional<Verdict> panelOptionVerdict(std::string_view type, std::string_view path, const json::Value& value)
{
    if (type == "geomap") return mapVerdict(path, value);
    if (type == "nodeGraph" && path == "layoutAlgorithm" && value.toString() == "force")
        return Verdict{Honoured::Approximated, "nodes are laid out in layers"};
    if (type == "canvas") return canvasVerdict(path, value);
    return std::nullopt;
}

}  // namespace watchglass::ui
