#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/base/clock.h"
#include "engine/promql/eval_types.h"
#include "engine/promql/profile.h"

namespace watchglass::promql {

/// Keeps the books of one evaluation. At any time one node is running, and the time since the last change is
/// its own: entering a node, leaving it, and handing a row to the code that asked for it are such changes. So rows
/// may stream through any number of nodes, and no time is counted twice or for the wrong one.
///
/// Threads: those of its evaluator, one.
class Profiler {
public:
    /// Holds pointers into the tree, which must outlive it.
    explicit Profiler(const Expr& root, const Clock& clock = SystemClock::instance());

    /// The node that runs selected series, or read samples, in the store.
    void countSelected(std::size_t series);
    void countRead(std::size_t samples);

    /// The tree as it stands; for when the evaluation is done.
    [[nodiscard]] ProfileNode tree() const { return assembled(kRoot); }

private:
    friend class ProfileScope;

    struct Entry {
        ProfileNode node;  ///< without times and children
        std::int64_t selfNs = 0;
        std::vector<std::size_t> children;
    };
    static constexpr std::size_t kOutside = 0;  ///< the entry of what belongs to no node
    static constexpr std::size_t kRoot = 1;

    std::size_t add(const Expr& expr, std::size_t depth);
    [[nodiscard]] ProfileNode assembled(std::size_t index) const;
    /// Returns the entry that ran until now.
    std::size_t run(std::size_t index);

    const Clock& m_clock;
    std::vector<Entry> m_entries;
    std::unordered_map<const Expr*, std::size_t> m_indexOf;
    std::size_t m_running = kOutside;
    std::int64_t m_sinceNs = 0;
};

/// While it lives, its node runs. Without a profiler it does nothing.
class ProfileScope {
public:
    /// `expr` without parentheses around it, evaluated at `steps` steps.
    ProfileScope(Profiler* profiler, const Expr& expr, std::uint32_t steps, bool hoisted) : m_profiler(profiler)
    {
        if (m_profiler != nullptr) enter(expr, steps, hoisted);
    }
    ~ProfileScope()
    {
        if (m_profiler != nullptr) m_profiler->run(m_outer);
    }
    ProfileScope(const ProfileScope&) = delete;
    ProfileScope& operator=(const ProfileScope&) = delete;

    [[nodiscard]] bool isOn() const { return m_profiler != nullptr; }
    /// One series that the node gave.
    void count(std::uint64_t points)
    {
        if (m_profiler != nullptr) countSeries(points);
    }

    /// While it lives, whoever entered the scope runs, and works on a series that the node hands on. Only with a
    /// profiler.
    class HandOn {
    public:
        HandOn(ProfileScope& scope, std::uint64_t points) : m_scope(scope)
        {
            m_scope.countSeries(points);
            m_scope.m_profiler->run(m_scope.m_outer);
        }
        ~HandOn() { m_scope.m_profiler->run(m_scope.m_index); }
        HandOn(const HandOn&) = delete;
        HandOn& operator=(const HandOn&) = delete;

    private:
        ProfileScope& m_scope;
    };

private:
    void enter(const Expr& expr, std::uint32_t steps, bool hoisted);
    void countSeries(std::uint64_t points);

    Profiler* m_profiler;
    std::size_t m_index = 0;
    std::size_t m_outer = 0;
    bool m_hasNode = false;  ///< false below the deepest: time and reads go to the ancestor, series to nobody
};

/// Stands between a node and the sink of its rows.
class ProfiledSink final : public RowSink {
public:
    ProfiledSink(Profiler* profiler, const Expr& expr, std::uint32_t steps, bool hoisted, RowSink& sink)
        : m_scope(profiler, expr, steps, hoisted), m_sink(sink)
    {
    }
    /// Where the node's rows go: straight to the sink when nobody counts.
    [[nodiscard]] RowSink& entry() { return m_scope.isOn() ? *this : m_sink; }
    [[nodiscard]] bool takesSeries() const override { return m_sink.takesSeries(); }
    void row(Row& row) override
    {
        const ProfileScope::HandOn handOn(m_scope, countBits(row.present));
        m_sink.row(row);
    }

private:
    ProfileScope m_scope;
    RowSink& m_sink;
};

}  // namespace watchglass::promql
