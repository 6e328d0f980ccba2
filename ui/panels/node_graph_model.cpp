#include "ui/panels/node_graph_model.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QCoreApplication>

#include "ui/panels/force_layout.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

constexpr double kFarAway = 1e6;

QString said(const char* text) { return QCoreApplication::translate("NodeGraph", text); }

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
    return text;
}

/// The columns of a frame by their names in lower case, or by those that transformations gave them.
class Columns {
public:
    explicit Columns(const Frame& frame) : m_frame(frame)
    {
        for (const Field& field : frame.fields) m_fields.emplace(lower(field.name), &field);
        for (const Field& field : frame.fields) m_fields.emplace(lower(field.displayName), &field);
    }
    [[nodiscard]] const Field* find(std::string_view name) const
    {
        const auto found = m_fields.find(name);
        return found == m_fields.end() ? nullptr : found->second;
    }
    [[nodiscard]] std::vector<const Field*> startingWith(std::string_view prefix) const
    {
        std::vector<const Field*> out;
        for (const Field& field : m_frame.fields) {
            if (lower(field.name).starts_with(prefix) || lower(field.displayName).starts_with(prefix))
                out.push_back(&field);
        }
        return out;
    }

private:
    const Frame& m_frame;
    std::map<std::string, const Field*, std::less<>> m_fields;
};

QString textAt(const Field* field, std::size_t row)
{
    return field && row < field->values.size() ? toQString(field->values.text(row)).left(500) : QString();
}

std::optional<double> numberAt(const Field* field, std::size_t row)
{
    if (!field || row >= field->values.size()) return {};
    double value = field->values.number(row);
    if (std::isnan(value)) value = textAt(field, row).toDouble();
    return std::isfinite(value) && field->values.has(row) ? std::optional(value) : std::nullopt;
}

QString nameOf(const Field& field)
{
    if (field.config.displayName && !field.config.displayName->empty()) return toQString(*field.config.displayName);
    const auto mark = field.name.find("__");
    return toQString(mark == std::string::npos ? field.name : field.name.substr(mark + 2));
}

class Builder {
public:
    Builder(const PanelData& data, const NodeGraphModel* before)
        : m_data(data), m_theme(currentVisualTheme()), m_format(formatContextOf(data)), m_before(before)
    {
    }

    NodeGraphModel build()
    {
        std::vector<std::size_t> nodeFrames;
        std::vector<std::size_t> edgeFrames;
        for (std::size_t i = 0; i < m_data.frames->size(); ++i) {
            const Columns columns((*m_data.frames)[i]);
            if (columns.find("source") && columns.find("target"))
                edgeFrames.push_back(i);
            else if (columns.find("id"))
                nodeFrames.push_back(i);
        }
        if (nodeFrames.empty() && edgeFrames.empty()) {
            if (!m_data.frames->empty())
                m_out.problem = said("Nodes need a field id; edges need the fields id, source and target");
            return std::move(m_out);
        }
        for (const std::size_t frame : nodeFrames) nodes(frame);
        m_derived = nodeFrames.empty();
        for (const std::size_t frame : edgeFrames) edges(frame);
        if (m_derived) sums();
        if (m_nodesLeftOut > 0) m_out.notes.push_back(said("%1 more nodes are not drawn").arg(m_nodesLeftOut));
        if (m_edgesLeftOut > 0) m_out.notes.push_back(said("%1 more edges are not drawn").arg(m_edgesLeftOut));
        if (m_loose > 0) m_out.notes.push_back(said("%1 edges lead to nodes that are not there").arg(m_loose));
        place();
        return std::move(m_out);
    }

private:
    /// A statistic with the unit of its field, else the panel's for it.
    QString stat(const Field* field, std::size_t row, const char* group, const char* unit) const
    {
        if (!field || row >= field->values.size() || !field->values.has(row)) return {};
        Field shown = *field;
        const std::string& usual = m_data.options[group][unit].toString();
        if (!usual.empty() && (!shown.config.unit || shown.config.unit->empty())) shown.config.unit = usual;
        return toQString(DisplayProcessor(shown, m_theme, m_format)(shown.values.cell(row)).toString()).left(100);
    }

    QColor colorAt(const Field* field, std::size_t row) const
    {
        if (!field || row >= field->values.size() || !field->values.has(row)) return {};
        if (field->type == FieldType::String) return toQColor(m_theme.color(field->values.text(row)));
        return toQColor(DisplayProcessor(*field, m_theme, m_format)(field->values.cell(row)).color);
    }

    /// The colour of the options, else the one that is fixed for the field, whatever its colour mode is. Grafana draws
    /// nothing without one; here the palette tells parts apart.
    QColor arcColor(const Field& field, std::size_t index) const
    {
        for (const json::Value& arc : m_data.options.get("nodes.arcs").items()) {
            if (arc["field"].toString() == field.name) return toQColor(m_theme.color(arc["color"].toString()));
        }
        const auto& color = field.config.color;
        if (color && !color->fixedColor.empty()) return toQColor(m_theme.color(color->fixedColor));
        return toQColor(m_theme.classic(index));
    }

    std::vector<std::pair<QString, QString>> details(const Columns& columns, std::size_t row) const
    {
        std::vector<std::pair<QString, QString>> out;
        for (const Field* field : columns.startingWith("detail__"))
            out.emplace_back(nameOf(*field), textAt(field, row));
        return out;
    }

    void nodes(std::size_t index)
    {
        const Frame& frame = (*m_data.frames)[index];
        const Columns columns(frame);
        const Field* ids = columns.find("id");
        std::vector<const Field*> arcs = columns.startingWith("arc__");
        for (const json::Value& arc : m_data.options.get("nodes.arcs").items()) {
            const Field* field = columns.find(lower(arc["field"].toString()));
            if (field && std::find(arcs.begin(), arcs.end(), field) == arcs.end()) arcs.push_back(field);
        }
        std::vector<QColor> colors;
        for (const Field* arc : arcs) colors.push_back(arcColor(*arc, colors.size()));
        if (m_out.legend.empty()) {
            for (std::size_t i = 0; i < arcs.size(); ++i) m_out.legend.push_back({colors[i], nameOf(*arcs[i])});
        }
        for (std::size_t row = 0; row < ids->values.size(); ++row) {
            GraphNode node;
            node.id = textAt(ids, row);
            if (m_index.contains(node.id)) continue;
            if (m_out.nodes.size() >= kMostNodes) {
                ++m_nodesLeftOut;
                m_index.emplace(node.id, kMostNodes);
                continue;
            }
            node.source = GraphSource{index, row};
            node.title = textAt(columns.find("title"), row);
            node.subtitle = textAt(columns.find("subtitle"), row);
            node.mainStat = stat(columns.find("mainstat"), row, "nodes", "mainStatUnit");
            node.secondaryStat = stat(columns.find("secondarystat"), row, "nodes", "secondaryStatUnit");
            node.icon = textAt(columns.find("icon"), row);
            node.color = colorAt(columns.find("color"), row);
            node.radius = std::clamp(numberAt(columns.find("noderadius"), row).value_or(40), 4.0, 400.0);
            node.highlighted = textAt(columns.find("highlighted"), row) == QLatin1String("true");
            node.details = details(columns, row);
            for (std::size_t i = 0; i < arcs.size(); ++i) {
                const double share = numberAt(arcs[i], row).value_or(0);
                if (share > 0) node.arcs.push_back({colors[i], std::min(share, 1.0)});
            }
            const auto x = numberAt(columns.find("fixedx"), row);
            const auto y = numberAt(columns.find("fixedy"), row);
            m_fixed = m_fixed && x && y;
            if (x && y) node.at = {std::clamp(*x, -kFarAway, kFarAway), std::clamp(*y, -kFarAway, kFarAway)};
            m_index.emplace(node.id, m_out.nodes.size());
            m_out.nodes.push_back(std::move(node));
        }
    }

    std::optional<std::size_t> nodeOf(const QString& id)
    {
        const auto found = m_index.find(id);
        if (found != m_index.end()) return found->second;
        if (!m_derived || id.isEmpty()) return {};
        const std::size_t index = std::min(m_out.nodes.size(), kMostNodes);
        m_index.emplace(id, index);
        if (index == kMostNodes) {
            ++m_nodesLeftOut;
            return index;
        }
        GraphNode node;
        node.id = node.title = id;
        m_fixed = false;
        m_out.nodes.push_back(std::move(node));
        m_sums.emplace_back();
        return index;
    }

    void edges(std::size_t index)
    {
        const Frame& frame = (*m_data.frames)[index];
        const Columns columns(frame);
        const Field* sources = columns.find("source");
        const Field* targets = columns.find("target");
        const Field* main = columns.find("mainstat");
        const Field* secondary = columns.find("secondarystat");
        if (!m_main) m_main = main;
        if (!m_secondary) m_secondary = secondary;
        for (std::size_t row = 0; row < sources->values.size(); ++row) {
            const auto from = nodeOf(textAt(sources, row));
            const auto to = nodeOf(textAt(targets, row));
            if (!from || !to) {
                ++m_loose;
                continue;
            }
            if (*from == kMostNodes || *to == kMostNodes || m_out.edges.size() >= kMostEdges) {
                ++m_edgesLeftOut;
                continue;
            }
            GraphEdge edge;
            edge.from = *from;
            edge.to = *to;
            edge.source = {index, row};
            edge.mainStat = stat(main, row, "edges", "mainStatUnit");
            edge.secondaryStat = stat(secondary, row, "edges", "secondaryStatUnit");
            edge.color = colorAt(columns.find("color"), row);
            edge.thickness = std::clamp(numberAt(columns.find("thickness"), row).value_or(1), 0.5, 40.0);
            edge.highlighted = textAt(columns.find("highlighted"), row) == QLatin1String("true");
            edge.dashes = dashesOf(textAt(columns.find("strokedasharray"), row));
            edge.details = details(columns, row);
            if (m_derived) {
                m_sums[*to].first += numberAt(main, row).value_or(0);
                m_sums[*to].second += numberAt(secondary, row).value_or(0);
            }
            m_out.edges.push_back(std::move(edge));
        }
    }

    /// "5 3" or "5,3": lengths of strokes and gaps.
    static std::vector<double> dashesOf(QString text)
    {
        std::vector<double> out;
        for (const QString& part :
             text.replace(QLatin1Char(','), QLatin1Char(' ')).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            const double length = part.toDouble();
            if (length > 0 && length < 1000 && out.size() < 8) out.push_back(length);
        }
        if (out.size() % 2 == 1) {
            const std::vector<double> again = out;
            out.insert(out.end(), again.begin(), again.end());
        }
        return out;
    }

    /// Nodes made from edges show the sum of what comes in.
    void sums()
    {
        const auto numeric = [](const Field* field) { return field && field->type == FieldType::Number; };
        for (std::size_t i = 0; i < m_out.nodes.size(); ++i) {
            if (numeric(m_main)) m_out.nodes[i].mainStat = sumText(*m_main, m_sums[i].first, "mainStatUnit");
            if (numeric(m_secondary))
                m_out.nodes[i].secondaryStat = sumText(*m_secondary, m_sums[i].second, "secondaryStatUnit");
        }
    }

    QString sumText(const Field& like, double value, const char* unit) const
    {
        Field field = like;
        field.values = Values::numbers({value});
        return stat(&field, 0, "nodes", unit);
    }

    void place()
    {
        if (m_fixed && !m_out.nodes.empty()) return;
        GraphEdges ways;
        ways.reserve(m_out.edges.size());
        for (const GraphEdge& edge : m_out.edges) ways.emplace_back(edge.from, edge.to);
        GraphSpacing spacing;
        for (const GraphNode& node : m_out.nodes) {
            spacing.across = std::max(spacing.across, node.radius * 2 + 110);
            spacing.down = std::max(spacing.down, node.radius * 2 + 60);
        }
        GraphShape shape;
        const std::string& wanted = m_data.options["layoutAlgorithm"].toString();
        shape.layout = wanted == "grid"    ? GraphShape::Layout::Grid
                       : wanted == "force" ? GraphShape::Layout::Force
                                           : GraphShape::Layout::Layered;
        shape.nodes = m_out.nodes.size();
        shape.edges = std::move(ways);
        shape.across = spacing.across;
        shape.down = spacing.down;
        if (m_before && m_before->shape == shape) {
            for (std::size_t i = 0; i < shape.nodes; ++i) m_out.nodes[i].at = m_before->nodes[i].at;
        } else {
            const auto places = placesOf(shape);
            for (std::size_t i = 0; i < places.size(); ++i) m_out.nodes[i].at = places[i];
        }
        m_out.shape = std::move(shape);
    }

    static std::vector<QPointF> placesOf(const GraphShape& shape)
    {
        const GraphSpacing spacing{shape.across, shape.down};
        switch (shape.layout) {
        case GraphShape::Layout::Grid: return gridLayout(shape.nodes, spacing);
        case GraphShape::Layout::Force: return forceLayout(shape.nodes, shape.edges, spacing);
        case GraphShape::Layout::Layered: break;
        }
        return layeredLayout(shape.nodes, shape.edges, spacing);
    }

    const PanelData& m_data;
    const VisualTheme& m_theme;
    FormatContext m_format;
    const NodeGraphModel* m_before;
    NodeGraphModel m_out;
    std::map<QString, std::size_t> m_index;  ///< kMostNodes: a node that is not drawn
    std::vector<std::pair<double, double>> m_sums;
    const Field* m_main = nullptr;
    const Field* m_secondary = nullptr;
    bool m_derived = false;
    bool m_fixed = true;
    std::size_t m_nodesLeftOut = 0;
    std::size_t m_edgesLeftOut = 0;
    std::size_t m_loose = 0;
};

}  // namespace

NodeGraphModel nodeGraphModel(const PanelData& data, const NodeGraphModel* before)
{
    return Builder(data, before).build();
}

}  // namespace watchglass::ui
