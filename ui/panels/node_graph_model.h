#pragma once

#include <optional>
#include <vector>

#include <QColor>
#include <QPointF>
#include <QString>

#include "ui/panels/graph_layout.h"
#include "ui/panels/panel_data.h"

namespace watchglass::ui {

struct GraphArc {
    QColor color;
    double share = 0;  ///< of the circle
};

/// A place in the frames, for links.
struct GraphSource {
    std::size_t frame = 0;
    std::size_t row = 0;
};

struct GraphNode {
    QString id;
    QString title;
    QString subtitle;
    QString mainStat;
    QString secondaryStat;
    QString icon;
    std::vector<GraphArc> arcs;  ///< none: the ring has `color`
    QColor color;
    double radius = 40;
    bool highlighted = false;
    QPointF at;
    std::vector<std::pair<QString, QString>> details;
    std::optional<GraphSource> source;
};

struct GraphEdge {
    std::size_t from = 0;
    std::size_t to = 0;
    QString mainStat;
    QString secondaryStat;
    QColor color;  ///< invalid: the usual
    double thickness = 1;
    std::vector<double> dashes;
    bool highlighted = false;
    std::vector<std::pair<QString, QString>> details;
    GraphSource source;
};

struct GraphLegend {
    QColor color;
    QString name;
};

/// What the places of nodes depend on.
struct GraphShape {
    enum class Layout { Layered, Force, Grid };
    Layout layout = Layout::Layered;
    std::size_t nodes = 0;
    GraphEdges edges;
    double across = 0;
    double down = 0;
    bool operator==(const GraphShape&) const = default;
};

struct NodeGraphModel {
    std::vector<GraphNode> nodes;
    std::vector<GraphEdge> edges;
    std::vector<GraphLegend> legend;
    std::vector<QString> notes;
    QString problem;                  ///< why there is nothing: which field is missing
    std::optional<GraphShape> shape;  ///< that the places are for; none: the data fixed them
};

/// More nodes and edges than these are not drawn: a note says so.
inline constexpr std::size_t kMostNodes = 1500;
inline constexpr std::size_t kMostEdges = 6000;

/// Reads frames of nodes (`id`, `title`, `subtitle`, `mainstat`, `secondarystat`, `arc__*`, `detail__*`, `color`,
/// `icon`, `noderadius`, `highlighted`, `fixedx`, `fixedy`) and of edges (`id`, `source`, `target`, `mainstat`,
/// `secondarystat`, `thickness`, `color`, `strokedasharray`, `detail__*`), in any case. Edges alone make their nodes.
/// Places are taken from `before` while it has the same shape: new figures do not lay the graph out again.
[[nodiscard]] NodeGraphModel nodeGraphModel(const PanelData& data, const NodeGraphModel* before = nullptr);

}  // namespace watchglass::ui
