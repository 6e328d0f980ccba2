#include "ui/panels/graph_layout.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace watchglass::ui {

namespace {

using Lists = std::vector<std::vector<std::size_t>>;

constexpr int kSweeps = 12;

/// Follows edges depth first and marks those that close a cycle. Without recursion: chains are long.
GraphEdges withoutCycles(std::size_t nodes, const GraphEdges& edges)
{
    Lists out(nodes);
    std::vector<std::size_t> incoming(nodes, 0);
    for (const auto& [from, to] : edges) {
        if (from >= nodes || to >= nodes || from == to) continue;
        out[from].push_back(to);
        ++incoming[to];
    }
    // Roots first, so that edges are turned as their authors meant them.
    std::vector<std::size_t> starts(nodes);
    std::iota(starts.begin(), starts.end(), 0);
    std::stable_partition(starts.begin(), starts.end(), [&](std::size_t node) { return incoming[node] == 0; });
    enum class Mark : std::uint8_t { New, Open, Done };
    std::vector<Mark> marks(nodes, Mark::New);
    GraphEdges kept;
    for (const std::size_t start : starts) {
        if (marks[start] != Mark::New) continue;
        std::vector<std::pair<std::size_t, std::size_t>> path{{start, 0}};
        marks[start] = Mark::Open;
        while (!path.empty()) {
            auto& [node, next] = path.back();
            if (next == out[node].size()) {
                marks[node] = Mark::Done;
                path.pop_back();
                continue;
            }
            const std::size_t here = node;
            const std::size_t to = out[here][next++];
            kept.emplace_back(marks[to] == Mark::Open ? std::pair{to, here} : std::pair{here, to});
            if (marks[to] != Mark::New) continue;
            marks[to] = Mark::Open;
            path.emplace_back(to, 0);
        }
    }
    return kept;
}

/// The longest way from a root to each node.
std::vector<std::size_t> layersOf(std::size_t nodes, const GraphEdges& edges)
{
    Lists out(nodes);
    std::vector<std::size_t> incoming(nodes, 0);
    for (const auto& [from, to] : edges) {
        out[from].push_back(to);
        ++incoming[to];
    }
    std::vector<std::size_t> layer(nodes, 0);
    std::vector<std::size_t> ready;
    for (std::size_t node = 0; node < nodes; ++node) {
        if (incoming[node] == 0) ready.push_back(node);
    }
    for (std::size_t i = 0; i < ready.size(); ++i) {
        for (const std::size_t to : out[ready[i]]) {
            layer[to] = std::max(layer[to], layer[ready[i]] + 1);
            if (--incoming[to] == 0) ready.push_back(to);
        }
    }
    return layer;
}

/// The number of the connected part that each node belongs to, in the order of first nodes.
std::vector<std::size_t> partsOf(std::size_t nodes, const GraphEdges& edges)
{
    std::vector<std::size_t> parent(nodes);
    std::iota(parent.begin(), parent.end(), 0);
    const auto root = [&](std::size_t node) {
        while (parent[node] != node) node = parent[node] = parent[parent[node]];
        return node;
    };
    for (const auto& [from, to] : edges) {
        const std::size_t a = root(from);
        const std::size_t b = root(to);
        parent[std::max(a, b)] = std::min(a, b);
    }
    std::vector<std::size_t> part(nodes);
    std::size_t count = 0;
    for (std::size_t node = 0; node < nodes; ++node) part[node] = root(node) == node ? count++ : part[root(node)];
    return part;
}

/// Keeps neighbours of a layer apart, and their middle where it was wished.
void spread(const std::vector<std::size_t>& layer, std::vector<double>& y, double distance)
{
    if (layer.empty()) return;
    double wished = 0;
    for (const std::size_t node : layer) wished += y[node];
    for (std::size_t i = 1; i < layer.size(); ++i) y[layer[i]] = std::max(y[layer[i]], y[layer[i - 1]] + distance);
    double got = 0;
    for (const std::size_t node : layer) got += y[node];
    const double shift = (wished - got) / static_cast<double>(layer.size());
    for (const std::size_t node : layer) y[node] += shift;
}

}  // namespace

std::vector<QPointF> layeredLayout(std::size_t nodes, const GraphEdges& edges, const GraphSpacing& spacing)
{
    const GraphEdges ways = withoutCycles(nodes, edges);
    const std::vector<std::size_t> layer = layersOf(nodes, ways);
    const std::vector<std::size_t> part = partsOf(nodes, ways);
    Lists before(nodes);
    Lists after(nodes);
    for (const auto& [from, to] : ways) {
        after[from].push_back(to);
        before[to].push_back(from);
    }
    Lists layers;
    for (std::size_t node = 0; node < nodes; ++node) {
        if (layer[node] >= layers.size()) layers.resize(layer[node] + 1);
        layers[layer[node]].push_back(node);
    }
    std::vector<double> y(nodes, 0);
    for (auto& one : layers) {
        std::stable_sort(one.begin(), one.end(), [&](std::size_t a, std::size_t b) { return part[a] < part[b]; });
        for (std::size_t i = 0; i < one.size(); ++i) y[one[i]] = static_cast<double>(i) * spacing.down;
    }
    // To and fro: each node to the middle of its neighbours, in the order that this gives.
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        const bool forward = sweep % 2 == 0;
        const Lists& beside = forward ? before : after;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            auto& one = layers[forward ? i : layers.size() - 1 - i];
            for (const std::size_t node : one) {
                if (beside[node].empty()) continue;
                double sum = 0;
                for (const std::size_t other : beside[node]) sum += y[other];
                y[node] = sum / static_cast<double>(beside[node].size());
            }
            std::stable_sort(one.begin(), one.end(), [&](std::size_t a, std::size_t b) {
                return part[a] != part[b] ? part[a] < part[b] : y[a] < y[b];
            });
            spread(one, y, spacing.down);
        }
    }
    // Parts above each other.
    const std::size_t parts = nodes == 0 ? 0 : *std::max_element(part.begin(), part.end()) + 1;
    std::vector<double> low(parts, INFINITY);
    std::vector<double> high(parts, -INFINITY);
    for (std::size_t node = 0; node < nodes; ++node) {
        low[part[node]] = std::min(low[part[node]], y[node]);
        high[part[node]] = std::max(high[part[node]], y[node]);
    }
    std::vector<double> shift(parts, 0);
    double top = 0;
    for (std::size_t i = 0; i < parts; ++i) {
        shift[i] = top - low[i];
        top += high[i] - low[i] + spacing.down;
    }
    std::vector<QPointF> places;
    places.reserve(nodes);
    for (std::size_t node = 0; node < nodes; ++node)
        places.emplace_back(static_cast<double>(layer[node]) * spacing.across, y[node] + shift[part[node]]);
    return places;
}

std::vector<QPointF> gridLayout(std::size_t nodes, const GraphSpacing& spacing)
{
    const auto columns = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(nodes))));
    std::vector<QPointF> places;
    places.reserve(nodes);
    for (std::size_t node = 0; node < nodes; ++node)
        places.emplace_back(static_cast<double>(node % columns) * spacing.across,
                            static_cast<double>(node / columns) * spacing.down);
    return places;
}

}  // namespace watchglass::ui
