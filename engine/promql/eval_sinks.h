#pragma once

#include <utility>

#include "engine/promql/eval_types.h"

namespace watchglass::promql {

/// Keeps every row.
class CollectSink final : public RowSink {
public:
    explicit CollectSink(Rows& rows) : m_rows(rows) {}
    void row(Row& row) override { m_rows.push_back(std::move(row)); }

private:
    Rows& m_rows;
};

/// Hands each row to a callable.
template <class Fn>
class FnSink final : public RowSink {
public:
    explicit FnSink(Fn fn) : m_fn(std::move(fn)) {}
    void row(Row& row) override { m_fn(row); }

private:
    Fn m_fn;
};

}  // namespace watchglass::promql
