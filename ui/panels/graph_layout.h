#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include <QPointF>

namespace watchglass::ui {

struct GraphSpacing {
    double across = 190;  ///< between layers
    double down = 150;    ///< between nodes of a layer
};

/// Edges by indices of nodes; others than these are passed over.
using GraphEdges = std::vector<std::pair<std::size_t, std::size_t>>;

/// Places for nodes in layers from left to right, parts that hang together above each other. Edges that lead back are
/// turned round for it, so cycles are fine. The same graph always gives the same places; the time grows with nodes and
/// edges times a fixed number of passes.
[[nodiscard]] std::vector<QPointF> layeredLayout(std::size_t nodes, const GraphEdges& edges,
                                                 const GraphSpacing& spacing);

/// Places in rows, as wide as high.
[[nodiscard]] std::vector<QPointF> gridLayout(std::size_t nodes, const GraphSpacing& spacing);

}  // namespace watchglass::ui
