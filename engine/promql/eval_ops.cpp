#include "engine/promql/eval_ops.h"

#include <cmath>

#include "engine/promql/eval_math.h"

namespace watchglass::promql {

namespace {

/// Picks the loop for the kind of operands outside it, so that the compiler can vectorise it.
template <class Fn>
void overRow(Operand left, Operand right, std::uint32_t steps, Fn&& fn)
{
    if (left.values != nullptr && right.values != nullptr) {
        for (std::uint32_t i = 0; i < steps; ++i) fn(i, left.values[i], right.values[i]);
    } else if (left.values != nullptr) {
        for (std::uint32_t i = 0; i < steps; ++i) fn(i, left.values[i], right.constant);
    } else if (right.values != nullptr) {
        for (std::uint32_t i = 0; i < steps; ++i) fn(i, left.constant, right.values[i]);
    } else {
        for (std::uint32_t i = 0; i < steps; ++i) fn(i, left.constant, right.constant);
    }
}

/// Calls use(fn) with the operation as a callable of its own type.
template <class Use>
void withOp(Op op, Use&& use)
{
    switch (op) {
    case Op::Add: use([](double a, double b) { return a + b; }); break;
    case Op::Sub: use([](double a, double b) { return a - b; }); break;
    case Op::Mul: use([](double a, double b) { return a * b; }); break;
    case Op::Div: use([](double a, double b) { return a / b; }); break;
    case Op::Mod: use([](double a, double b) { return std::fmod(a, b); }); break;
    case Op::Pow: use([](double a, double b) { return goPow(a, b); }); break;
    case Op::Atan2: use([](double a, double b) { return goAtan2(a, b); }); break;
    case Op::Eql: use([](double a, double b) { return a == b ? 1.0 : 0.0; }); break;
    case Op::Neq: use([](double a, double b) { return a != b ? 1.0 : 0.0; }); break;
    case Op::Gtr: use([](double a, double b) { return a > b ? 1.0 : 0.0; }); break;
    case Op::Lss: use([](double a, double b) { return a < b ? 1.0 : 0.0; }); break;
    case Op::Gte: use([](double a, double b) { return a >= b ? 1.0 : 0.0; }); break;
    case Op::Lte: use([](double a, double b) { return a <= b ? 1.0 : 0.0; }); break;
    default: throwEval("unsupported: operator " + std::string(opText(op)));
    }
}

}  // namespace

bool isArithmetic(Op op)
{
    switch (op) {
    case Op::Add:
    case Op::Sub:
    case Op::Mul:
    case Op::Div:
    case Op::Mod:
    case Op::Pow:
    case Op::Atan2: return true;
    default: return false;
    }
}

double applyOp(Op op, double left, double right)
{
    double out = 0;
    withOp(op, [&](auto fn) { out = fn(left, right); });
    return out;
}

void applyOpRow(Op op, Operand left, Operand right, std::uint32_t steps, double* values)
{
    withOp(op, [&](auto fn) {
        overRow(left, right, steps, [&](std::uint32_t i, double a, double b) { values[i] = fn(a, b); });
    });
}

void filterBits(Op op, Operand left, Operand right, std::uint32_t steps, Bitmap& present)
{
    withOp(op, [&](auto fn) {
        for (std::uint32_t base = 0; base < steps; base += 64) {
            const std::uint32_t count = steps - base < 64 ? steps - base : 64;
            std::uint64_t holds = 0;
            const Operand l{left.values != nullptr ? left.values + base : nullptr, left.constant};
            const Operand r{right.values != nullptr ? right.values + base : nullptr, right.constant};
            overRow(l, r, count, [&](std::uint32_t i, double a, double b) {
                holds |= static_cast<std::uint64_t>(fn(a, b) != 0) << i;
            });
            present[base / 64] &= holds;
        }
    });
}

}  // namespace watchglass::promql
