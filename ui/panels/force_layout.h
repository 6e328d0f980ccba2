#pragma once

#include "ui/panels/graph_layout.h"

namespace watchglass::ui {

/// Places found by forces: edges are springs, nodes push each other away, all but the roots and what they lead to are
/// drawn to the right. As Grafana calls d3-force (public/app/plugins/panel/nodeGraph/forceLayout.js). The same graph
/// always gives the same places. Steps get fewer as nodes and edges get more, so that the work has a bound.
[[nodiscard]] std::vector<QPointF> forceLayout(std::size_t nodes, const GraphEdges& edges, const GraphSpacing& spacing);

}  // namespace watchglass::ui
