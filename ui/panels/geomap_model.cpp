#include "ui/panels/geomap_model.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "ui/frame/location.h"
#include "ui/panels/dimension.h"
#include "ui/panels/map_projection.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

struct NamedView {
    std::string_view id;
    GeoPoint centre;
};

// grafana public/app/plugins/panel/geomap/view.ts
constexpr NamedView kViews[] = {
    {"zero", {0, 0}},      {"north-america", {40, -100}}, {"south-america", {-20, -60}}, {"europe", {46, 14}},
    {"africa", {0, 30}},   {"west-asia", {26, 53}},       {"s-asia", {19.5, 80}},        {"se-asia", {10, 106}},
    {"e-asia", {33, 120}}, {"australia", {-25, 135}},     {"oceania", {-10, -140}},
};
constexpr double kFitZoom = 15;
constexpr int kScaleSteps = 16;

QString said(const char* text) { return QCoreApplication::translate("Geomap", text); }

MarkerShape shapeOf(const std::string& symbol)
{
    static constexpr std::pair<std::string_view, MarkerShape> kShapes[] = {
        {"square", MarkerShape::Square}, {"triangle", MarkerShape::Triangle}, {"star", MarkerShape::Star},
        {"cross", MarkerShape::Cross},   {"x-mark", MarkerShape::X},          {"plane", MarkerShape::Plane}};
    for (const auto& [name, shape] : kShapes) {
        if (symbol.ends_with(std::string(name) + ".svg")) return shape;
    }
    return MarkerShape::Circle;
}

int sideOf(const std::string& text, std::string_view before, std::string_view after)
{
    return text == before ? -1 : text == after ? 1 : 0;
}

MapMarkerStyle styleOf(const json::Value& style)
{
    MapMarkerStyle out;
    out.shape = shapeOf(style.get("symbol.fixed").toString());
    out.opacity = std::clamp(style["opacity"].toDouble(0.4), 0.0, 1.0);
    out.lineWidth = std::clamp(style["lineWidth"].toDouble(1), 0.0, 50.0);
    const json::Value& text = style["textConfig"];
    out.fontSize = std::clamp(text["fontSize"].toDouble(12), 1.0, 200.0);
    out.textOffset = {text["offsetX"].toDouble(0), text["offsetY"].toDouble(0)};
    out.textAcross = sideOf(text["textAlign"].toString(), "left", "right");
    out.textDown = sideOf(text["textBaseline"].toString(), "top", "bottom");
    const json::Value& align = style["symbolAlign"];
    out.align = {static_cast<double>(sideOf(align["horizontal"].toString(), "left", "right")),
                 static_cast<double>(sideOf(align["vertical"].toString(), "top", "bottom"))};
    return out;
}

/// Turns into 0 to 360, or cut to the range when `mode` is "clamped".
double turned(double degrees, const json::Value& rotation)
{
    if (!std::isfinite(degrees)) return 0;
    const double low = rotation["min"].toDouble(-360);
    const double high = rotation["max"].toDouble(360);
    if (rotation["mode"].toString() == "clamped" && low <= high) return std::clamp(degrees, low, high);
    return std::fmod(degrees, 360);
}

class Builder {
public:
    explicit Builder(const PanelData& data)
        : m_data(data), m_theme(currentVisualTheme()), m_format(formatContextOf(data))
    {
    }

    MapModel build()
    {
        const auto& layers = m_data.options["layers"].items();
        if (layers.empty()) {
            layer(json::Value::object({{"type", "markers"}}), 0);
        }
        for (std::size_t i = 0; i < layers.size(); ++i) layer(layers[i], i);
        view();
        if (m_out.leftOut > 0) m_out.notes.push_back(said("%1 more markers are not drawn").arg(m_out.leftOut));
        return std::move(m_out);
    }

private:
    void layer(const json::Value& options, std::size_t number)
    {
        const std::string& type = options["type"].toString();
        MapLayer made;
        made.name = toQString(options["name"].toString());
        if (made.name.isEmpty()) made.name = said("Layer %1").arg(number + 1);
        made.opacity = std::clamp(options["opacity"].toDouble(1), 0.0, 1.0);
        made.tooltip = options["tooltip"].toBool(true);
        const json::Value& config = options["config"];
        made.legend = config["showLegend"].toBool(true);
        if (type == "heatmap")
            made.kind = MapLayerKind::Heat;
        else if (type == "route")
            made.kind = MapLayerKind::Route;
        else if (type != "markers" && !type.empty()) {
            m_out.notes.push_back(said("Layers of type \"%1\" are not drawn").arg(toQString(type)));
            return;
        }
        for (std::size_t i = 0; i < m_data.frames->size(); ++i) {
            if (takes(options["filterData"], (*m_data.frames)[i])) frame(made, options, i);
        }
        m_ranges.push_back(m_box);
        m_box.reset();
        m_out.layers.push_back(std::move(made));
    }

    static bool takes(const json::Value& filter, const Frame& frame)
    {
        if (filter["id"].toString() != "byRefId") return true;
        const std::string& wanted = filter["options"].toString();
        return wanted.empty() || wanted == frame.refId;
    }

    void frame(MapLayer& made, const json::Value& options, std::size_t index)
    {
        const Frame& frame = (*m_data.frames)[index];
        if (frame.fields.empty()) return;
        const Locations places = locationsOf(frame, options["location"]);
        if (!places.problem.empty()) {
            note(made.name + QStringLiteral(": ") + toQString(places.problem));
            return;
        }
        switch (made.kind) {
        case MapLayerKind::Heat: heat(made, options["config"], index, places); break;
        case MapLayerKind::Route: route(made, options["config"], index, places); break;
        case MapLayerKind::Markers: markers(made, options["config"], index, places); break;
        }
        const auto found = std::count_if(places.rows.begin(), places.rows.end(),
                                         [](const auto& points) { return !points.empty(); });
        if (found == 0 && !places.rows.empty())
            note(made.name + QStringLiteral(": ") + said("no row has a known place"));
    }

    void note(const QString& text)
    {
        if (std::find(m_out.notes.begin(), m_out.notes.end(), text) == m_out.notes.end()) m_out.notes.push_back(text);
    }

    QPointF seen(const GeoPoint& point)
    {
        const QPointF world = toWorld(point);
        if (!m_box)
            m_box = {world, world};
        else
            m_box = {QPointF(std::min(m_box->first.x(), world.x()), std::min(m_box->first.y(), world.y())),
                     QPointF(std::max(m_box->second.x(), world.x()), std::max(m_box->second.y(), world.y()))};
        m_last = world;
        return world;
    }

    void markers(MapLayer& made, const json::Value& config, std::size_t index, const Locations& places)
    {
        const Frame& frame = (*m_data.frames)[index];
        const json::Value& style = config["style"];
        made.style = styleOf(style);
        const ColorDimension color(&frame, style["color"], m_theme, m_format, "dark-green");
        const ScaleDimension size(&frame, style["size"], 5, 2, 15);
        const TextDimension text(&frame, style["text"], m_theme, m_format);
        const json::Value& rotation = style["rotation"];
        const Field* turns = dimensionField(frame, rotation);
        for (std::size_t row = 0; row < places.rows.size(); ++row) {
            const auto& points = places.rows[row];
            if (points.empty()) continue;
            if (m_count++ >= kMostMarkers) {
                ++m_out.leftOut;
                continue;
            }
            MapMarker marker;
            marker.frame = index;
            marker.row = row;
            marker.color = color.at(row);
            marker.radius = std::clamp(size.at(row), 0.0, 500.0);
            marker.text = text.at(row);
            marker.rotation = turned(turns ? turns->values.number(row) : rotation["fixed"].toDouble(0), rotation);
            marker.at = seen(points[points.size() / 2]);
            if (points.size() > 1) {
                MapLine line;
                line.width = made.style.lineWidth;
                for (const GeoPoint& point : points) line.points.push_back(seen(point));
                line.colors.assign(line.points.size(), marker.color);
                made.lines.push_back(std::move(line));
                marker.radius = 0;
            }
            made.markers.push_back(std::move(marker));
        }
        legend(made, color, style["color"]);
    }

    void heat(MapLayer& made, const json::Value& config, std::size_t index, const Locations& places)
    {
        const ScaleDimension weight(&(*m_data.frames)[index], config["weight"], 1, 0, 1);
        made.heatRadius = std::clamp(config["radius"].toDouble(5), 1.0, 100.0);
        made.heatBlur = std::clamp(config["blur"].toDouble(15), 0.0, 100.0);
        made.legend = false;
        for (std::size_t row = 0; row < places.rows.size(); ++row) {
            if (places.rows[row].empty()) continue;
            if (m_count++ >= kMostMarkers) {
                ++m_out.leftOut;
                continue;
            }
            MapMarker marker;
            marker.frame = index;
            marker.row = row;
            marker.radius = std::clamp(weight.at(row), 0.0, 1.0);
            marker.at = seen(places.rows[row].front());
            made.markers.push_back(std::move(marker));
        }
    }

    void route(MapLayer& made, const json::Value& config, std::size_t index, const Locations& places)
    {
        const json::Value& style = config["style"];
        const Frame& frame = (*m_data.frames)[index];
        const ColorDimension color(&frame, style["color"], m_theme, m_format, "dark-green");
        const ScaleDimension size(&frame, style["size"], 5, 2, 15);
        made.style = styleOf(style);
        made.style.opacity = std::clamp(style["opacity"].toDouble(1), 0.0, 1.0);
        MapLine line;
        line.width = std::clamp(style["lineWidth"].toDouble(2), 0.5, 50.0);
        line.arrow = static_cast<int>(std::clamp(config["arrow"].toDouble(0), -1.0, 1.0));
        for (std::size_t row = 0; row < places.rows.size(); ++row) {
            for (const GeoPoint& point : places.rows[row]) {
                if (m_count++ >= kMostMarkers) {
                    ++m_out.leftOut;
                    continue;
                }
                line.points.push_back(seen(point));
                line.colors.push_back(color.at(row));
            }
        }
        if (line.points.size() > 1) made.lines.push_back(std::move(line));
        legend(made, color, style["color"]);
    }

    void legend(MapLayer& made, const ColorDimension& color, const json::Value& setting)
    {
        if (!made.legend || !made.legendEntries.empty() || !made.legendRange.empty()) return;
        const Field* field = color.field();
        if (!field) {
            const std::string& fixed = setting["fixed"].toString();
            made.legendEntries = {{toQColor(m_theme.color(fixed.empty() ? "dark-green" : fixed)), made.name}};
            return;
        }
        made.legendTitle = toQString(field->displayName.empty() ? field->name : field->displayName);
        const DisplayProcessor display(*field, m_theme, m_format);
        const FieldRange range = fieldRange(*field);
        const std::string mode = field->config.color ? field->config.color->mode : "thresholds";
        if (field->config.mappings && !field->config.mappings->empty() && field->type == FieldType::String) return;
        if (VisualTheme::isScheme(mode) && range.min && range.max) {
            for (int i = 0; i <= kScaleSteps; ++i)
                made.legendRange.push_back(toQColor(m_theme.scheme(mode, i / static_cast<double>(kScaleSteps))));
            made.legendLow = toQString(display(*range.min).toString());
            made.legendHigh = toQString(display(*range.max).toString());
        } else if (mode == "thresholds" && field->config.thresholds) {
            for (const ThresholdStep& step : sortedSteps(*field->config.thresholds)) {
                const QString from = std::isfinite(step.value) ? toQString(display(step.value).toString()) + '+'
                                                               : QStringLiteral("< ");
                made.legendEntries.push_back({toQColor(m_theme.color(step.color)), from});
            }
            if (made.legendEntries.size() == 1) made.legendEntries[0].name = made.legendTitle;
            for (std::size_t i = 0; i + 1 < made.legendEntries.size(); ++i) {
                if (made.legendEntries[i].name == QStringLiteral("< "))
                    made.legendEntries[i].name += made.legendEntries[i + 1].name.chopped(1);
            }
        } else {
            made.legendEntries = {{toQColor(seriesColor(*field, m_theme)), made.legendTitle}};
        }
    }

    void view()
    {
        const json::Value& options = m_data.options["view"];
        MapView& view = m_out.view;
        const std::string& id = options["id"].toString();
        view.zoom = std::clamp(options["zoom"].toDouble(1), MapCamera::kLeastZoom, MapCamera::kMostZoom);
        view.noRepeat = options["noRepeat"].toBool();
        view.padding = std::clamp(options["padding"].toDouble(5), 0.0, 45.0);
        if (id == "coords") view.centre = {options["lat"].toDouble(0), options["lon"].toDouble(0)};
        for (const NamedView& named : kViews) {
            if (named.id == id) view.centre = named.centre;
        }
        if (!isOnGlobe(view.centre)) view.centre = {};
        if (id != "fit") return;
        view.fit = true;
        view.zoom = std::clamp(options["zoom"].toDouble(kFitZoom), MapCamera::kLeastZoom, MapCamera::kMostZoom);
        fitBox(options);
    }

    void fitBox(const json::Value& options)
    {
        const std::string& only = options["layer"].toString();
        const bool all = options["allLayers"].toBool(true) || only.empty();
        std::optional<std::pair<QPointF, QPointF>> box;
        for (std::size_t i = 0; i < m_ranges.size(); ++i) {
            if (!m_ranges[i] || (!all && m_out.layers[i].name != toQString(only))) continue;
            const auto& [low, high] = *m_ranges[i];
            if (!box)
                box = {low, high};
            else
                box = {QPointF(std::min(box->first.x(), low.x()), std::min(box->first.y(), low.y())),
                       QPointF(std::max(box->second.x(), high.x()), std::max(box->second.y(), high.y()))};
        }
        if (box && options["lastOnly"].toBool()) box = {m_last, m_last};
        if (box) m_out.view.box = QRectF(box->first, box->second);
    }

    const PanelData& m_data;
    const VisualTheme& m_theme;
    FormatContext m_format;
    MapModel m_out;
    std::size_t m_count = 0;
    std::optional<std::pair<QPointF, QPointF>> m_box;  ///< of the layer at hand
    std::vector<std::optional<std::pair<QPointF, QPointF>>> m_ranges;
    QPointF m_last;
};

}  // namespace

MapModel geomapModel(const PanelData& data) { return Builder(data).build(); }

}  // namespace watchglass::ui
