#include "ui/panels/force_layout.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>

namespace watchglass::ui {

namespace {

// Grafana's settings of the simulation (layout.ts, defaultConfig), distances for its usual spacing.
constexpr double kLinkStrength = 0.5;
constexpr double kPull = 0.02;
constexpr double kPullTo = 2000;
constexpr int kSteps = 300;
constexpr double kFriction = 0.6;        ///< of d3: what is left of a speed after a step
constexpr double kLeastHeat = 0.001;     ///< of d3: the simulation has cooled down
constexpr double kStepBudget = 150'000;  ///< steps times nodes and edges: some 40 ms
constexpr int kLeastSteps = 40;
constexpr int kLastPushes = 100;  ///< passes that only push apart what still overlaps
constexpr double kClose = 0.65;   ///< of two radii: nearer than this is an overlap that stays visible

/// Small shifts for nodes at the same place, the same in every run.
class Jiggle {
public:
    double next()
    {
        m_state = m_state * 1664525U + 1013904223U;
        return (static_cast<double>(m_state) / 4294967296.0 - 0.5) * 1e-3;
    }

private:
    std::uint32_t m_state = 1;
};

/// Buckets as large as the reach of a node: who may touch whom is looked up among nine of them.
class Buckets {
public:
    Buckets(const std::vector<QPointF>& places, double side) : m_side(side)
    {
        m_buckets.reserve(places.size());
        for (std::size_t node = 0; node < places.size(); ++node)
            m_buckets[key(cell(places[node].x()), cell(places[node].y()))].push_back(node);
    }

    /// Calls `visit(other)` for nodes after `node` that may be within reach.
    template <class Visit>
    void near(std::size_t node, const QPointF& at, Visit visit) const
    {
        const std::int64_t column = cell(at.x());
        const std::int64_t row = cell(at.y());
        for (std::int64_t dy = -1; dy <= 1; ++dy) {
            for (std::int64_t dx = -1; dx <= 1; ++dx) {
                const auto found = m_buckets.find(key(column + dx, row + dy));
                if (found == m_buckets.end()) continue;
                for (const std::size_t other : found->second) {
                    if (other > node) visit(other);
                }
            }
        }
    }

private:
    [[nodiscard]] std::int64_t cell(double place) const
    {
        return static_cast<std::int64_t>(std::floor(place / m_side));
    }
    static std::int64_t key(std::int64_t column, std::int64_t row) { return column * 4'000'037 + row; }

    double m_side;
    std::unordered_map<std::int64_t, std::vector<std::size_t>> m_buckets;
};

class Simulation {
public:
    Simulation(std::size_t nodes, const GraphEdges& edges, const GraphSpacing& spacing)
        : m_places(nodes), m_speeds(nodes), m_still(nodes, false), m_degree(nodes, 0), m_distance(spacing.down),
          m_radius(spacing.down * 2 / 3)
    {
        for (const auto& [from, to] : edges) {
            if (from >= nodes || to >= nodes || from == to) continue;
            m_edges.emplace_back(from, to);
            m_degree[from] += 1;
            m_degree[to] += 1;
        }
    }

    std::vector<QPointF> run()
    {
        start();
        const double size = static_cast<double>(m_places.size() + m_edges.size());
        const int steps = std::clamp(static_cast<int>(kStepBudget / std::max(size, 1.0)), kLeastSteps, kSteps);
        const double cooling = 1 - std::pow(kLeastHeat, 1.0 / steps);
        double heat = 1;
        for (int step = 0; step < steps; ++step) {
            heat -= heat * cooling;
            link(heat);
            pull(heat);
            collide();
            move();
        }
        bool pushed = true;
        for (int pass = 0; pass < kLastPushes && pushed; ++pass) pushed = pushApart();
        return std::move(m_places);
    }

private:
    /// Levels from the roots to the right, roots below each other. A part without a root starts at its first node.
    void start()
    {
        const std::size_t nodes = m_places.size();
        std::vector<std::vector<std::size_t>> out(nodes);
        std::vector<std::size_t> incoming(nodes, 0);
        for (const auto& [from, to] : m_edges) {
            out[from].push_back(to);
            ++incoming[to];
        }
        std::vector<bool> placed(nodes, false);
        double top = 0;
        const auto from = [&](std::size_t root) {
            std::vector<std::size_t> level{root};
            m_still[root] = true;
            for (const std::size_t next : out[root]) m_still[next] = true;
            for (double x = 0; !level.empty(); x += 4 * m_distance / 3) {
                std::vector<std::size_t> next;
                double y = top;
                for (const std::size_t node : level) {
                    if (placed[node]) continue;
                    placed[node] = true;
                    m_places[node] = {x, y};
                    y += 4 * m_distance / 3;
                    next.insert(next.end(), out[node].begin(), out[node].end());
                }
                level = std::move(next);
            }
            top += 2 * m_distance;
        };
        for (std::size_t node = 0; node < nodes; ++node) {
            if (incoming[node] == 0) from(node);
        }
        for (std::size_t node = 0; node < nodes; ++node) {
            if (!placed[node]) from(node);
        }
    }

    QPointF between(std::size_t from, std::size_t to, bool ahead)
    {
        QPointF way = m_places[to] - m_places[from];
        if (ahead) way += m_speeds[to] - m_speeds[from];
        if (way.x() == 0) way.rx() = m_jiggle.next();
        if (way.y() == 0) way.ry() = m_jiggle.next();
        return way;
    }

    void link(double heat)
    {
        for (const auto& [from, to] : m_edges) {
            const QPointF way = between(from, to, true);
            const double length = std::hypot(way.x(), way.y());
            const QPointF change = way * ((length - m_distance) / length * heat * kLinkStrength);
            // The one with fewer edges gives way.
            const double share = m_degree[from] / (m_degree[from] + m_degree[to]);
            m_speeds[to] -= change * share;
            m_speeds[from] += change * (1 - share);
        }
    }

    void pull(double heat)
    {
        for (std::size_t node = 0; node < m_places.size(); ++node)
            m_speeds[node].rx() += (kPullTo - m_places[node].x()) * kPull * heat;
    }

    void collide()
    {
        const double reach = 2 * m_radius;
        std::vector<QPointF> ahead(m_places.size());
        for (std::size_t i = 0; i < ahead.size(); ++i) ahead[i] = m_places[i] + m_speeds[i];
        const Buckets buckets(ahead, reach);
        for (std::size_t node = 0; node < ahead.size(); ++node) {
            buckets.near(node, ahead[node], [&](std::size_t other) {
                const QPointF way = between(other, node, true);
                const double length = std::hypot(way.x(), way.y());
                if (length >= reach) return;
                const QPointF push = way * ((reach - length) / length / 2);
                m_speeds[node] += push;
                m_speeds[other] -= push;
            });
        }
    }

    void move()
    {
        for (std::size_t node = 0; node < m_places.size(); ++node) {
            m_speeds[node] *= kFriction;
            if (m_still[node]) m_speeds[node].rx() = 0;
            m_places[node] += m_speeds[node];
        }
    }

    /// What springs still hold on top of each other is parted without them. False: nothing was.
    bool pushApart()
    {
        const double reach = 2 * m_radius * kClose;
        bool pushed = false;
        const Buckets buckets(m_places, reach);
        for (std::size_t node = 0; node < m_places.size(); ++node) {
            buckets.near(node, m_places[node], [&](std::size_t other) {
                const QPointF way = between(other, node, false);
                const double length = std::hypot(way.x(), way.y());
                if (length >= reach) return;
                // A little further than needed, so that the passes come to an end.
                const QPointF push = way * ((reach * 1.01 - length) / length / 2);
                m_places[node] += push;
                m_places[other] -= push;
                pushed = true;
            });
        }
        return pushed;
    }

    GraphEdges m_edges;
    std::vector<QPointF> m_places;
    std::vector<QPointF> m_speeds;
    std::vector<bool> m_still;  ///< stays in its column
    std::vector<double> m_degree;
    double m_distance;
    double m_radius;
    Jiggle m_jiggle;
};

}  // namespace

std::vector<QPointF> forceLayout(std::size_t nodes, const GraphEdges& edges, const GraphSpacing& spacing)
{
    return Simulation(nodes, edges, spacing).run();
}

}  // namespace watchglass::ui
