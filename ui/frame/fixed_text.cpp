#include "ui/frame/fixed_text.h"

#include <cmath>

#include "ui/frame/number_text.h"
#include "ui/frame/value_format.h"

namespace watchglass::ui {

namespace {

double powerOfTen(int exponent)
{
    const bool known = exponent >= 0 && exponent < static_cast<int>(detail::kPowers.size());
    return known ? detail::kPowers[static_cast<std::size_t>(exponent)] : std::pow(10, exponent);
}

std::string longNumber(const detail::Rounded& number)
{
    std::string out = std::to_string(number.units);
    if (out.size() <= number.places) out.insert(0, number.places + 1 - out.size(), '0');
    if (number.places > 0) out.insert(out.size() - number.places, 1, '.');
    if (number.negative) out.insert(0, 1, '-');
    return out;
}

}  // namespace

int automaticDecimals(double value) { return detail::decimalsOf(value); }

std::string toFixed(double value, std::optional<int> decimals)
{
    if (std::isinf(value)) return value < 0 ? "-∞" : "∞";
    detail::TextRow row;
    if (detail::appendFixed(row, value, decimals)) return row.text();
    detail::Rounded number;
    if (detail::round(value, decimals, number)) return longNumber(number);
    const int places = decimals ? *decimals : automaticDecimals(value);
    const double factor = places > 0 ? powerOfTen(places) : 1;
    std::string out = value == 0 ? "0" : jsNumber(detail::jsRound(value * factor) / factor);
    if (out.find('e') != std::string::npos) return out;
    const auto point = out.find('.');
    const int precision = point == std::string::npos ? 0 : static_cast<int>(out.size() - point - 1);
    if (precision >= places) return out;
    if (precision == 0) out += '.';
    // Grafana takes the zeros from the text of the power of ten.
    const std::string zeros = jsNumber(factor);
    return out.append(
        zeros.substr(std::min<std::size_t>(1, zeros.size()), static_cast<std::size_t>(places - precision)));
}

}  // namespace watchglass::ui
