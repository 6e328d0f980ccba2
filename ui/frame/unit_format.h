#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ui/frame/short_text.h"
#include "ui/frame/unit_ladder.h"
#include "ui/frame/unit_table.h"
#include "ui/frame/value_format.h"

namespace watchglass::ui {

/// A unit made ready, for many values one after the other: what formatValue() does without looking the unit up.
/// Threads: immutable.
class UnitFormat {
public:
    UnitFormat() = default;  ///< the number alone
    /// The unit of that id, or one of the forms "suffix:req", "time:HH:mm" ...
    explicit UnitFormat(std::string_view unit);
    /// One of those that are known, made once; null for others.
    [[nodiscard]] static const UnitFormat* known(std::string_view unit);

    [[nodiscard]] FormattedValue format(double value, std::optional<int> decimals = {},
                                        const FormatContext& context = {}) const;
    /// The whole text, put behind `out`.
    void append(std::string& out, double value, std::optional<int> decimals = {},
                const FormatContext& context = {}) const;

    [[nodiscard]] detail::UnitKind kind() const { return m_kind; }

private:
    explicit UnitFormat(const detail::UnitEntry& entry);
    void setKind(detail::UnitKind kind, int offset = 0);
    void setSymbol(std::string_view symbol);
    /// Reads "key:rest".
    [[nodiscard]] bool readCustom(std::string_view key, std::string_view rest);
    [[nodiscard]] FormattedValue formatOther(double value, std::optional<int> decimals,
                                             const FormatContext& context) const;
    [[nodiscard]] FormattedValue currency(double value, std::optional<int> decimals) const;
    [[nodiscard]] FormattedValue financial(double value, std::optional<int> decimals) const;

    detail::UnitKind m_kind = detail::UnitKind::Plain;
    detail::UnitLadder m_ladder{m_kind, 0};
    detail::ShortText m_short;  ///< the symbol, if it is short
    std::string m_symbol;       ///< of Prefix, DatePattern and BoolTexts: what stands behind the colon
    std::string m_otherSymbol;  ///< of BoolTexts: what zero is called
};

}  // namespace watchglass::ui
