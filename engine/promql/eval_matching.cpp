// Binary operators between two vectors: which row meets which, once per query; then row by row.

#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_map>

#include "engine/promql/eval_binary_histogram.h"
#include "engine/promql/eval_grouping.h"
#include "engine/promql/eval_ops.h"
#include "engine/promql/eval_sinks.h"
#include "engine/promql/evaluator.h"

namespace watchglass::promql {

namespace {

constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();

Bitmap orOf(const Rows& rows, std::uint32_t steps)
{
    Bitmap all(bitmapWords(steps), 0);
    for (const Row& row : rows) {
        for (std::size_t w = 0; w < all.size(); ++w) all[w] |= row.present[w];
    }
    return all;
}

std::uint32_t firstBit(const Bitmap& bits)
{
    for (std::size_t w = 0; w < bits.size(); ++w) {
        if (bits[w] != 0)
            return static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(bits[w])));
    }
    return kNever;
}

/// Labels as errors of the reference show them: the name among the others.
std::string allLabels(const Labels& labels)
{
    std::string out = "{";
    for (const LabelView label : labels) {
        if (out.size() > 1) out += ", ";
        out += isLegacyLabelName(label.name) ? std::string(label.name) : goQuote(label.name);
        out += '=';
        out += goQuote(label.value);
    }
    return out + '}';
}

/// Numbers the match groups of both sides.
class Signatures {
public:
    explicit Signatures(const VectorMatching& matching) : m_keys(matching.labels, !matching.on) {}

    [[nodiscard]] std::vector<std::uint32_t> number(const Rows& rows)
    {
        std::vector<std::uint32_t> out;
        out.reserve(rows.size());
        for (const Row& row : rows) {
            out.push_back(
                m_index.try_emplace(m_keys.key(row.labels), static_cast<std::uint32_t>(m_index.size())).first->second);
        }
        return out;
    }
    [[nodiscard]] std::size_t count() const { return m_index.size(); }
    [[nodiscard]] Labels labels(const Labels& of) const { return m_keys.labels(of); }

private:
    GroupKeys m_keys;
    std::unordered_map<std::string, std::uint32_t> m_index;
};

/// Arithmetic and comparison of two matrices. "Many" and "one" are the sides after group_right has been turned
/// round; without grouping, "one" is the right.
class VectorMatcher {
public:
    VectorMatcher(const BinaryExpr& node, const Grid& grid, bool delayedNames, Rows&& left, Rows&& right)
        : m_node(node), m_matching(*node.matching), m_steps(grid.steps), m_words(bitmapWords(grid.steps)),
          m_delayedNames(delayedNames), m_swapped(m_matching.card == Cardinality::OneToMany), m_signatures(m_matching),
          m_many(m_swapped ? std::move(right) : std::move(left)), m_one(m_swapped ? std::move(left) : std::move(right))
    {
        // The reference swaps the operands but not the fill values.
        m_fillOne = m_matching.fillRight;
        m_fillMany = m_matching.fillLeft;
    }

    Rows run()
    {
        m_manySig = m_signatures.number(m_many);
        m_oneSig = m_signatures.number(m_one);
        m_oneOfSig.resize(m_signatures.count());
        for (std::uint32_t j = 0; j < m_one.size(); ++j) m_oneOfSig[m_oneSig[j]].push_back(j);
        findActive();
        findDuplicates();
        m_matched.assign(m_signatures.count(), {});
        for (std::uint32_t i = 0; i < m_many.size(); ++i) matchManyRow(i);
        if (m_fillMany) {
            for (std::uint32_t j = 0; j < m_one.size(); ++j) fillManySide(j);
        }
        raiseEarliest();
        return std::move(m_out);
    }

    /// Of each step only the last pair's word counts, as in the reference.
    void report(Annotations& annotations) const
    {
        for (const BinaryNote& note : m_notes) note.report(m_node.op, m_node.pos, annotations);
    }

private:
    /// Steps at which anything can match; elsewhere not even errors are looked for.
    void findActive()
    {
        const Bitmap many = orOf(m_many, m_steps);
        const Bitmap one = orOf(m_one, m_steps);
        m_active.resize(m_words);
        const bool fills = m_fillOne.has_value() || m_fillMany.has_value();
        for (std::size_t w = 0; w < m_words; ++w) m_active[w] = fills ? many[w] | one[w] : many[w] & one[w];
    }

    void findDuplicates()
    {
        Bitmap seen;
        for (const std::vector<std::uint32_t>& rows : m_oneOfSig) {
            if (rows.size() < 2) continue;
            seen.assign(m_words, 0);
            Bitmap twice(m_words, 0);
            for (const std::uint32_t j : rows) {
                for (std::size_t w = 0; w < m_words; ++w) {
                    const std::uint64_t p = m_one[j].present[w] & m_active[w];
                    twice[w] |= seen[w] & p;
                    seen[w] |= p;
                }
            }
            m_duplicateStep = std::min(m_duplicateStep, firstBit(twice));
        }
    }

    [[noreturn]] void raiseDuplicate() const
    {
        std::vector<std::optional<std::uint32_t>> firstOf(m_signatures.count());
        for (std::uint32_t j = 0; j < m_one.size(); ++j) {
            if (!m_one[j].has(m_duplicateStep)) continue;
            std::optional<std::uint32_t>& first = firstOf[m_oneSig[j]];
            if (!first) {
                first = j;
                continue;
            }
            std::string a = allLabels(m_one[j].labels);
            std::string b = allLabels(m_one[*first].labels);
            if (b < a) std::swap(a, b);
            throwEval("found duplicate series for the match group " + allLabels(m_signatures.labels(m_one[j].labels)) +
                      " on the " + (m_swapped ? "left" : "right") + " hand-side of the operation: [" + a + ", " + b +
                      "];many-to-many matching not allowed: matching labels must be unique on one side");
        }
        throwEval("found duplicate series for the match group");
    }

    /// Errors of one step end the query; of several, the earliest step's is the one to show.
    void raiseEarliest() const
    {
        if (m_duplicateStep != kNever && m_duplicateStep <= m_multipleStep && m_duplicateStep <= m_sameStep) {
            raiseDuplicate();
        }
        if (m_multipleStep != kNever && m_multipleStep <= m_sameStep) {
            throwEval(
                m_matching.card == Cardinality::OneToOne
                    ? "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
                    : "multiple matches for labels: grouping labels must ensure unique matches");
        }
        if (m_sameStep != kNever) throwEval("vector cannot contain metrics with the same labelset");
    }

    void matchManyRow(std::uint32_t i)
    {
        const Row& many = m_many[i];
        const std::uint32_t sig = m_manySig[i];
        Bitmap bits(m_words);
        Bitmap unmatched = many.present;
        for (const std::uint32_t j : m_oneOfSig[sig]) {
            std::uint64_t any = 0;
            for (std::size_t w = 0; w < m_words; ++w) {
                // Of several rows at one step only an error comes; pairs stay apart until it is raised.
                bits[w] = unmatched[w] & m_one[j].present[w];
                unmatched[w] &= ~bits[w];
                any |= bits[w];
            }
            if (any != 0) combine(many.labels, operandOf(many), m_one[j].labels, operandOf(m_one[j]), sig, bits);
        }
        if (m_fillOne && anyBit(unmatched)) {
            combine(many.labels, operandOf(many), m_signatures.labels(many.labels), {nullptr, *m_fillOne}, sig,
                    unmatched);
        }
    }

    void fillManySide(std::uint32_t j)
    {
        const Row& one = m_one[j];
        const std::uint32_t sig = m_oneSig[j];
        Bitmap bits = one.present;
        if (!m_matched[sig].empty()) {
            for (std::size_t w = 0; w < m_words; ++w) bits[w] &= ~m_matched[sig][w];
        }
        if (!anyBit(bits)) return;
        combine(m_signatures.labels(one.labels), {nullptr, *m_fillMany}, one.labels, operandOf(one), sig, bits);
    }

    [[nodiscard]] Labels resultLabels(const Labels& many, const Labels& one) const
    {
        LabelsBuilder labels(many);
        if (isArithmetic(m_node.op) || (m_node.returnBool && !m_delayedNames)) {
            labels.remove(kMetricName).remove("__type__").remove("__unit__");
        }
        if (m_matching.card == Cardinality::OneToOne) {
            const auto listed = [&](const std::string& name) {
                return std::find(m_matching.labels.begin(), m_matching.labels.end(), name) != m_matching.labels.end();
            };
            std::vector<std::string> drop;
            for (const auto& [name, value] : labels.pairs()) {
                if (listed(name) != m_matching.on) drop.push_back(name);
            }
            for (const std::string& name : drop) labels.remove(name);
        }
        for (const std::string& name : m_matching.include) labels.set(name, one.get(name));
        return labels.build();
    }

    /// Combines two operands at the steps of `bits` into the row of their result labels.
    void combine(const Labels& many, Operand manyValues, const Labels& one, Operand oneValues, std::uint32_t sig,
                 const Bitmap& bits)
    {
        const Labels labels = resultLabels(many, one);
        const Operand left = m_swapped ? oneValues : manyValues;
        const Operand right = m_swapped ? manyValues : oneValues;
        Bitmap present = bits;
        m_scratch.resize(m_steps);
        m_histograms.clear();
        const bool trims = m_node.op == Op::TrimLower || m_node.op == Op::TrimUpper;
        if (trims || left.histograms != nullptr || right.histograms != nullptr) {
            if (!combineSteps(left, right, sig, labels, present)) return;
        } else {
            noteMatch(sig, labels, bits);
            if (isComparison(m_node.op) && !m_node.returnBool) {
                filterBits(m_node.op, left, right, m_steps, present);
                if (!anyBit(present)) return;
                for (std::uint32_t i = 0; i < m_steps; ++i) m_scratch[i] = left.at(i);
            } else {
                applyOpRow(m_node.op, left, right, m_steps, m_scratch.data());
            }
        }
        store(labels, std::move(present));
    }

    /// Step by step, where histograms may be among the operands. Leaves the steps that have a result; false when
    /// there are none.
    bool combineSteps(const Operand& left, const Operand& right, std::uint32_t sig, const Labels& labels,
                      Bitmap& present)
    {
        const Bitmap all = present;
        Bitmap matched = present;
        m_notes.resize(m_steps);
        forEachBit(all, [&](std::uint32_t i) {
            BinaryOutcome outcome = combineElements(m_node.op, left.at(i), left.histogramAt(i), right.at(i),
                                                    right.histogramAt(i));
            if (outcome.note.kind != BinaryNote::Kind::None) m_notes[i] = outcome.note;
            const std::uint64_t bit = std::uint64_t{1} << (i & 63);
            if (outcome.failed) matched[i >> 6] &= ~bit;
            if (outcome.failed || (!outcome.keep && !m_node.returnBool)) {
                present[i >> 6] &= ~bit;
            } else if (m_node.returnBool) {
                m_scratch[i] = outcome.keep ? 1 : 0;
            } else {
                m_scratch[i] = outcome.value;
                if (outcome.histogram) {
                    m_histograms.resize(m_steps);
                    m_histograms[i] = std::move(outcome.histogram);
                }
            }
        });
        noteMatch(sig, labels, matched);
        return anyBit(present);
    }

    /// Puts the scratch values of the steps in `present` into the row of their labels.
    void store(const Labels& labels, Bitmap present)
    {
        const auto [at, isNew] = m_rowOf.try_emplace(labels.packed(), m_out.size());
        if (isNew) {
            Row& row = m_out.emplace_back();
            row.labels = labels;
            row.values = m_scratch;
            row.histograms = std::move(m_histograms);
            row.dense = countBits(present) == m_steps;
            row.present = std::move(present);
            row.dropName = m_node.returnBool && m_delayedNames;
            return;
        }
        Row& row = m_out[at->second];
        for (std::size_t w = 0; w < m_words; ++w) {
            if (const std::uint64_t both = row.present[w] & present[w]; both != 0) {
                m_sameStep = std::min(
                    m_sameStep, static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(both))));
            }
            row.present[w] |= present[w];
        }
        forEachBit(present, [&](std::uint32_t i) {
            row.values[i] = m_scratch[i];
            if (!m_histograms.empty() && m_histograms[i]) {
                row.setHistogram(i, std::move(m_histograms[i]));
            } else if (!row.histograms.empty()) {
                row.histograms[i] = nullptr;
            }
        });
        row.dense = countBits(row.present) == m_steps;
    }

    /// One-to-one: a group may match once a step. Grouped: each result label set once a step and group.
    void noteMatch(std::uint32_t sig, const Labels& labels, const Bitmap& bits)
    {
        Bitmap& matched = m_matched[sig];
        if (matched.empty()) matched.assign(m_words, 0);
        Bitmap* seen = &matched;
        if (m_matching.card != Cardinality::OneToOne) {
            seen = &m_results[labels.packed() + '\xFF' + std::to_string(sig)];
            if (seen->empty()) seen->assign(m_words, 0);
        }
        for (std::size_t w = 0; w < m_words; ++w) {
            if (const std::uint64_t both = (*seen)[w] & bits[w]; both != 0) {
                m_multipleStep = std::min(
                    m_multipleStep,
                    static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(both))));
            }
            (*seen)[w] |= bits[w];
            matched[w] |= bits[w];
        }
    }

    const BinaryExpr& m_node;
    const VectorMatching& m_matching;
    std::uint32_t m_steps;
    std::size_t m_words;
    bool m_delayedNames;
    bool m_swapped;
    Signatures m_signatures;
    Rows m_many;
    Rows m_one;
    std::optional<double> m_fillOne;
    std::optional<double> m_fillMany;
    std::vector<std::uint32_t> m_manySig;
    std::vector<std::uint32_t> m_oneSig;
    std::vector<std::vector<std::uint32_t>> m_oneOfSig;
    Bitmap m_active;
    std::vector<Bitmap> m_matched;                      ///< by signature: steps with a match
    std::unordered_map<std::string, Bitmap> m_results;  ///< grouped: by result labels and signature
    std::uint32_t m_duplicateStep = kNever;
    std::uint32_t m_multipleStep = kNever;
    std::uint32_t m_sameStep = kNever;
    std::vector<BinaryNote> m_notes;  ///< one per step, once there was any
    std::vector<double> m_scratch;
    std::vector<HistogramPtr> m_histograms;  ///< beside m_scratch; empty without any
    std::unordered_map<std::string, std::size_t> m_rowOf;
    Rows m_out;
};

/// Per match group, the steps at which any row has a value.
std::vector<Bitmap> presenceBySignature(const Rows& rows, const std::vector<std::uint32_t>& sigs, std::size_t count,
                                        std::size_t words)
{
    std::vector<Bitmap> out(count, Bitmap(words, 0));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t w = 0; w < words; ++w) out[sigs[i]][w] |= rows[i].present[w];
    }
    return out;
}

void keepBits(Row& row, const Bitmap& mask, bool inverted, std::uint32_t steps)
{
    for (std::size_t w = 0; w < mask.size(); ++w) row.present[w] &= inverted ? ~mask[w] : mask[w];
    row.dense = countBits(row.present) == steps;
}

}  // namespace

void Evaluator::streamVectorVector(const BinaryExpr& node, const Grid& grid, RowSink& sink)
{
    Rows left = evalVector(*node.left, grid);
    Rows right = evalVector(*node.right, grid);
    VectorMatcher matcher(node, grid, m_options.delayedNameRemoval, std::move(left), std::move(right));
    Rows rows = matcher.run();
    matcher.report(m_annotations);
    emitRows(std::move(rows), sink);
}

void Evaluator::streamSetOperator(const BinaryExpr& node, const Grid& grid, RowSink& sink)
{
    Rows left = evalVector(*node.left, grid);
    Rows right = evalVector(*node.right, grid);
    Signatures signatures(*node.matching);
    const std::vector<std::uint32_t> leftSig = signatures.number(left);
    const std::vector<std::uint32_t> rightSig = signatures.number(right);
    const std::size_t words = bitmapWords(grid.steps);

    if (node.op == Op::Or) {
        const std::vector<Bitmap> onLeft = presenceBySignature(left, leftSig, signatures.count(), words);
        for (std::size_t j = 0; j < right.size(); ++j) {
            keepBits(right[j], onLeft[rightSig[j]], true, grid.steps);
            if (anyBit(right[j].present)) left.push_back(std::move(right[j]));
        }
    } else {
        const std::vector<Bitmap> onRight = presenceBySignature(right, rightSig, signatures.count(), words);
        for (std::size_t i = 0; i < left.size(); ++i) {
            keepBits(left[i], onRight[leftSig[i]], node.op == Op::Unless, grid.steps);
        }
    }
    // One label set may come from both sides, at different steps.
    mergeEqual(left, grid, false);
    emitRows(std::move(left), sink);
}

}  // namespace watchglass::promql
