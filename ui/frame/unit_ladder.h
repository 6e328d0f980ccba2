#pragma once

#include <cmath>
#include <cstddef>
#include <string_view>

#include "ui/frame/short_text.h"
#include "ui/frame/unit_table.h"

namespace watchglass::ui::detail {

/// The numbers of one step of a unit that grows with the value.
struct LadderStep {
    double below;  ///< the size that is too large for it
    double factor = 1;
    double divisor = 1;  ///< shown is value * factor / divisor, of which one is 1
};

/// What stands behind a number of that step.
struct StepText {
    ShortText one;
    ShortText many = one;  ///< behind what is above one: " mins"

    constexpr StepText() = default;
    template <std::size_t N>
    constexpr StepText(const char (&text)[N]) : one(text), many(text)
    {
    }
    template <std::size_t N, std::size_t M>
    constexpr StepText(const char (&text)[N], const char (&texts)[M]) : one(text), many(texts)
    {
    }
};

/// A number with what stands behind it, but for a unit's symbol.
struct Shown {
    double number = 0;
    ShortText unit;
};

/// The steps of a unit: "ms", "s", "mins"; " k", " M". Points to tables that stay.
class UnitLadder {
public:
    UnitLadder() = default;  ///< none
    /// `offset`: how many steps above the base unit values of an SI or binary unit are given in.
    UnitLadder(UnitKind kind, int offset);
    /// Of money: the sign stands before the symbol, so that the text is more than a number and what is behind it.
    [[nodiscard]] static UnitLadder ofCurrency();

    /// False where the text is more than a number and what stands behind it: steps of 1,000 know no NaN and no
    /// infinity, seconds no zero.
    [[nodiscard]] bool show(double value, Shown& out) const
    {
        if (m_steps == nullptr) return false;
        if (m_given != 1) value /= m_given;
        const double size = std::abs(value);
        if (m_onlyFinite && !(size <= kMostFinite)) return false;
        int at = 0;
        // Most values of a field have one size: branches that are foreseen do not wait for a table.
        while (at < m_last && !(size < m_steps[at].below)) ++at;
        if (at == 0) {
            if (size == 0) {
                if (m_noZero) return false;
            } else {
                while (at > m_first && size < m_steps[at - 1].below) --at;
            }
        }
        out.number = value * m_steps[at].factor / m_steps[at].divisor;
        out.unit = std::abs(out.number) > 1 ? m_texts[at].many : m_texts[at].one;
        return true;
    }

private:
    template <typename Texts>
    void climb(const LadderStep* steps, const Texts& texts, int base);
    template <typename Texts>
    void climbPowers(const LadderStep* middle, const Texts& texts, int base);

    static constexpr double kMostFinite = 1.7976931348623157e308;

    const LadderStep* m_steps = nullptr;  ///< of the value as it is given; smaller ones stand before
    const StepText* m_texts = nullptr;
    int m_first = 0;
    int m_last = 0;
    double m_given = 1;  ///< values are divided by this first
    bool m_onlyFinite = false;
    bool m_noZero = false;
};

/// An SI prefix that a custom unit begins with, "ms" in "si:ms".
struct SiPrefix {
    std::size_t size = 0;
    int offset = 0;
};
[[nodiscard]] SiPrefix siPrefix(std::string_view symbol);

}  // namespace watchglass::ui::detail
