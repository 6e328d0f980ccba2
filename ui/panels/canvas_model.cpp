#include "ui/panels/canvas_model.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QCoreApplication>

#include "ui/panels/dimension.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

constexpr std::size_t kMostElements = 2000;
constexpr double kFarAway = 20000;  ///< pixels; farther is nowhere

struct Kind {
    std::string_view type;
    CanvasShape shape;
    bool hasText;
    std::string_view ground;  ///< what it is filled with when the file says nothing
    double size;              ///< of text
};
constexpr Kind kKinds[] = {
    {"metric-value", CanvasShape::Rectangle, true, "transparent", 20},
    {"text", CanvasShape::Rectangle, true, "transparent", 16},
    {"text-box", CanvasShape::Rectangle, true, "transparent", 16},
    {"rectangle", CanvasShape::Rectangle, true, "#7ABD4F", 16},
    {"ellipse", CanvasShape::Ellipse, true, "#7ABD4F", 16},
    {"triangle", CanvasShape::Triangle, true, "#7ABD4F", 16},
    {"cloud", CanvasShape::Cloud, true, "#7ABD4F", 16},
    {"parallelogram", CanvasShape::Parallelogram, true, "#7ABD4F", 16},
    {"icon", CanvasShape::Icon, false, "transparent", 16},
    {"button", CanvasShape::Button, true, "transparent", 14},
    {"server", CanvasShape::Server, false, "transparent", 16},
};

CanvasHold holdOf(const std::string& text, std::string_view end, std::string_view both)
{
    if (text == end) return CanvasHold::End;
    if (text == both) return CanvasHold::Both;
    if (text == "center") return CanvasHold::Centre;
    return text == "scale" ? CanvasHold::Scale : CanvasHold::Start;
}

double lengthOr(const json::Value& value, double usual)
{
    const double length = value.toDouble(usual);
    return std::isfinite(length) ? std::clamp(length, -kFarAway, kFarAway) : usual;
}

CanvasPlacement placementOf(const json::Value& options)
{
    CanvasPlacement out;
    const json::Value& constraint = options["constraint"];
    out.across = holdOf(constraint["horizontal"].toString(), "right", "leftright");
    out.down = holdOf(constraint["vertical"].toString(), "bottom", "topbottom");
    const json::Value& place = options["placement"];
    out.left = lengthOr(place["left"], 0);
    out.right = lengthOr(place["right"], 0);
    out.top = lengthOr(place["top"], 0);
    out.bottom = lengthOr(place["bottom"], 0);
    out.width = lengthOr(place["width"], 100);
    out.height = lengthOr(place["height"], 100);
    out.rotation = std::fmod(lengthOr(place["rotation"], 0), 360);
    return out;
}

/// Start and length in one direction.
std::pair<double, double> span(CanvasHold hold, double start, double end, double length, double room)
{
    switch (hold) {
    case CanvasHold::Start: break;
    case CanvasHold::End: start = room - end - length; break;
    case CanvasHold::Both: length = room - start - end; break;
    case CanvasHold::Centre: start = room / 2 - start - length / 2; break;
    case CanvasHold::Scale:
        length = room * (100 - start - end) / 100;
        start = room * start / 100;
        break;
    }
    return {start, std::max(length, 10.0)};
}

int sideOf(const std::string& text, std::string_view before, std::string_view after, int usual)
{
    if (text.empty()) return usual;
    return text == before ? -1 : text == after ? 1 : 0;
}

QString iconName(const std::string& path)
{
    const auto slash = path.find_last_of('/');
    std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    if (const auto dot = name.find_last_of('.'); dot != std::string::npos) name.resize(dot);
    return toQString(name).left(60);
}

class Builder {
public:
    explicit Builder(const PanelData& data)
        : m_data(data), m_theme(currentVisualTheme()), m_format(formatContextOf(data))
    {
    }

    CanvasModel build()
    {
        const json::Value& root = m_data.options["root"];
        m_out.ground = color(root.get("background.color"), "transparent");
        m_out.border = color(root.get("border.color"), "transparent");
        m_out.borderWidth = std::clamp(root.get("border.width").toDouble(0), 0.0, 50.0);
        elements(root["elements"], 0);
        connect();
        if (m_leftOut > 0)
            m_out.notes.push_back(
                QCoreApplication::translate("Canvas", "%1 more elements are not drawn").arg(m_leftOut));
        return std::move(m_out);
    }

private:
    void elements(const json::Value& list, int depth)
    {
        for (const json::Value& options : list.items()) {
            if (m_out.elements.size() >= kMostElements) {
                ++m_leftOut;
                continue;
            }
            // A frame holds elements that are placed on the canvas themselves.
            if (options["type"].toString() == "frame" && depth < 8) {
                elements(options["elements"], depth + 1);
                continue;
            }
            element(options);
        }
    }

    /// The frame that has the field a setting names; Grafana looks through all of them.
    std::optional<std::size_t> frameWith(const json::Value& setting) const
    {
        for (std::size_t i = 0; i < m_data.frames->size(); ++i) {
            if (dimensionField((*m_data.frames)[i], setting)) return i;
        }
        return {};
    }

    QColor color(const json::Value& setting, std::string_view usual) const
    {
        const auto index = frameWith(setting);
        const Frame* frame = index ? &(*m_data.frames)[*index] : nullptr;
        const ColorDimension dimension(frame, setting, m_theme, m_format, usual);
        const std::size_t row = dimension.field() ? lastRowWithValue(*dimension.field()) : 0;
        return dimension.at(row);
    }

    std::string path(const json::Value& setting)
    {
        const auto index = frameWith(setting);
        const ResourceDimension dimension(index ? &(*m_data.frames)[*index] : nullptr, setting, m_theme, m_format);
        return dimension.at(dimension.field() ? lastRowWithValue(*dimension.field()) : 0);
    }

    void text(CanvasElement& made, const json::Value& setting, bool metric)
    {
        const std::string& mode = setting["mode"].toString();
        const auto index = mode == "fixed" ? std::nullopt : frameWith(setting);
        if (!index) {
            const bool wanted = mode == "field" || (metric && mode != "fixed");
            made.text = wanted ? QStringLiteral("No data") : toQString(setting["fixed"].toString());
            return;
        }
        const Frame& frame = (*m_data.frames)[*index];
        const Field* field = dimensionField(frame, setting);
        made.fromData = true;
        made.frame = *index;
        made.field = static_cast<std::size_t>(field - frame.fields.data());
        made.row = lastRowWithValue(*field);
        if (field->values.empty()) return;
        const DisplayProcessor display(*field, m_theme, m_format);
        made.text = toQString(display(field->values.cell(made.row)).toString());
    }

    void element(const json::Value& options)
    {
        CanvasElement made;
        made.type = options["type"].toString();
        made.name = toQString(options["name"].toString());
        made.place = placementOf(options);
        const auto* kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                        [&](const Kind& one) { return one.type == made.type; });
        made.known = kind != std::end(kKinds);
        if (!made.known) kind = &kKinds[3];
        made.shape = kind->shape;
        const json::Value& config = options["config"];
        // Shapes had their own colours once, before all elements had a background.
        const json::Value& old = config["backgroundColor"];
        const json::Value& ground = options.get("background.color");
        made.ground = color(ground.isNull() && !old.isNull() ? old : ground, made.known ? kind->ground : "transparent");
        made.border = color(options.get("border.color"), "transparent");
        made.borderWidth = std::clamp(options.get("border.width").toDouble(0), 0.0, 100.0);
        made.radius = std::clamp(options.get("border.radius").toDouble(0), 0.0, 1000.0);
        if (config["width"].isNumber() && !config["borderColor"].isNull()) {
            made.border = color(config["borderColor"], "transparent");
            made.borderWidth = std::clamp(config["width"].toDouble(0), 0.0, 100.0);
        }
        made.textSize = std::clamp(config["size"].toDouble(kind->size), 4.0, 500.0);
        const bool leftText = made.type == "text";
        made.across = sideOf(config["align"].toString(), "left", "right", leftText ? -1 : 0);
        made.down = sideOf(config["valign"].toString(), "top", "bottom", 0);
        const bool metric = made.type == "metric-value";
        if (kind->hasText) text(made, config["text"], metric);
        if (!made.known) made.text = toQString(made.type);
        made.ink = color(config["color"], "text");
        if (made.shape == CanvasShape::Icon) {
            made.icon = iconName(path(config["path"]));
            made.ink = color(config["fill"], "#FFFFFF");
        }
        if (made.shape == CanvasShape::Server) made.ink = color(config["statusColor"], "green");
        if (made.shape == CanvasShape::Button) {
            made.calls = !config.get("api.endpoint").toString().empty();
            if (made.text.isEmpty()) made.text = QStringLiteral("Button");
        }
        made.links = linksFromJson(options["links"]);
        m_byName.emplace(made.name, m_out.elements.size());
        m_sources.push_back(&options);
        m_out.elements.push_back(std::move(made));
    }

    void connect()
    {
        for (std::size_t i = 0; i < m_sources.size(); ++i) {
            for (const json::Value& options : (*m_sources[i])["connections"].items()) {
                const auto target = m_byName.find(toQString(options["targetName"].toString()));
                if (m_out.connections.size() >= kMostElements) return;
                CanvasConnection made;
                made.from = i;
                // A connection may end beside all elements; it is then part of the canvas, which has no name here.
                if (target == m_byName.end()) continue;
                made.to = target->second;
                made.fromAt = {lengthOr(options.get("source.x"), 0), lengthOr(options.get("source.y"), 0)};
                made.toAt = {lengthOr(options.get("target.x"), 0), lengthOr(options.get("target.y"), 0)};
                for (const json::Value& corner : options["vertices"].items())
                    made.corners.emplace_back(lengthOr(corner["x"], 0), lengthOr(corner["y"], 0));
                made.color = color(options["color"], "text");
                made.width = width(options["size"]);
                const std::string& direction = options["direction"].toString();
                made.arrowAtEnd = direction.empty() || direction == "forward" || direction == "both";
                made.arrowAtStart = direction == "reverse" || direction == "both";
                const std::string& style = options.get("lineStyle.style").toString();
                made.dashed = style == "dashed" || options["lineStyle"].toString() == "dashed";
                made.dotted = style == "dotted" || options["lineStyle"].toString() == "dotted";
                m_out.connections.push_back(std::move(made));
            }
        }
    }

    double width(const json::Value& setting) const
    {
        const auto index = frameWith(setting);
        const Frame* frame = index ? &(*m_data.frames)[*index] : nullptr;
        const ScaleDimension dimension(frame, setting, 2, 1, 10);
        const std::size_t row = dimension.field() ? lastRowWithValue(*dimension.field()) : 0;
        return std::clamp(dimension.at(row), 0.5, 100.0);
    }

    const PanelData& m_data;
    const VisualTheme& m_theme;
    FormatContext m_format;
    CanvasModel m_out;
    std::map<QString, std::size_t> m_byName;
    std::vector<const json::Value*> m_sources;
    std::size_t m_leftOut = 0;
};

}  // namespace

QRectF CanvasPlacement::in(const QSizeF& canvas) const
{
    const auto [x, w] = span(across, left, right, width, canvas.width());
    const auto [y, h] = span(down, top, bottom, height, canvas.height());
    return {x, y, w, h};
}

CanvasModel canvasModel(const PanelData& data) { return Builder(data).build(); }

QPointF anchorOf(const QRectF& box, double rotation, const QPointF& at)
{
    const QPointF way(at.x() * box.width() / 2, -at.y() * box.height() / 2);
    const double turn = rotation * M_PI / 180;
    return box.center() + QPointF(way.x() * std::cos(turn) - way.y() * std::sin(turn),
                                  way.x() * std::sin(turn) + way.y() * std::cos(turn));
}

}  // namespace watchglass::ui
