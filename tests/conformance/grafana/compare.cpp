#include "tests/conformance/grafana/compare.h"

#include <algorithm>
#include <cmath>

#include "ui/frame/color.h"

namespace watchglass::conformance::grafana {

namespace {

bool isUndefined(const json::Value& value) { return value["$"].toString() == "undefined"; }

bool sameNumber(double a, double b, double relative)
{
    return a == b || std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b));
}

bool sameColor(const std::string& a, const std::string& b, int tolerance)
{
    const auto x = ui::parseColor(a);
    const auto y = ui::parseColor(b);
    const auto near = [tolerance](int p, int q) { return std::abs(p - q) <= tolerance; };
    return x && y && near(x->r, y->r) && near(x->g, y->g) && near(x->b, y->b) &&
           std::abs(x->a - y->a) <= (tolerance + 0.5) / 255;
}

std::string told(const std::string& path, const json::Value& expected, const json::Value& got)
{
    return (path.empty() ? std::string() : path + ": ") + "expected " + json::write(expected) + ", got " +
           json::write(got);
}

/// An absent member is undefined.
const json::Value& memberOf(const json::Value& object, const std::string& name)
{
    static const json::Value absent = json::Value::object({{"$", "undefined"}});
    return object.has(name) ? object[name] : absent;
}

std::string compare(const json::Value& expected, const json::Value& got, const Comparison& how, const std::string& path,
                    bool color)
{
    const bool nothing = expected.isNull() || isUndefined(expected);
    const bool gotNothing = got.isNull() || isUndefined(got);
    if (nothing || gotNothing) {
        const bool same = nothing == gotNothing && isUndefined(expected) == isUndefined(got);
        return same ? "" : told(path, expected, got);
    }
    if (expected["$"].toString() == "-0" && got.isNumber() && got.toDouble() == 0) return {};
    if (expected.type() != got.type()) return told(path, expected, got);
    switch (expected.type()) {
    case json::Type::Number:
        return sameNumber(expected.toDouble(), got.toDouble(), how.relative) ? "" : told(path, expected, got);
    case json::Type::String: {
        const bool same = color ? sameColor(expected.toString(), got.toString(), how.colorTolerance)
                                : expected.toString() == got.toString();
        return same ? "" : told(path, expected, got);
    }
    case json::Type::Array: {
        if (expected.items().size() != got.items().size()) return told(path, expected, got);
        for (std::size_t i = 0; i < got.items().size(); ++i) {
            auto found = compare(expected.at(i), got.at(i), how, path + '[' + std::to_string(i) + ']', color);
            if (!found.empty()) return found;
        }
        return {};
    }
    case json::Type::Object: {
        if (expected.has("$")) {
            const bool same = expected["$"].toString() == "throws" ? got["$"].toString() == "throws" : expected == got;
            return same ? "" : told(path, expected, got);
        }
        const auto check = [&](const std::string& name) {
            return compare(memberOf(expected, name), memberOf(got, name), how, path.empty() ? name : path + '.' + name,
                           how.colors || (how.colorKeys.contains(name) && !expected[name].isObject()));
        };
        for (const auto& [name, value] : expected.members()) {
            if (auto found = check(name); !found.empty()) return found;
        }
        for (const auto& [name, value] : got.members()) {
            if (expected.has(name)) continue;
            if (auto found = check(name); !found.empty()) return found;
        }
        return {};
    }
    default: return expected == got ? "" : told(path, expected, got);
    }
}

}  // namespace

std::string difference(const json::Value& expected, const json::Value& got, const Comparison& how)
{
    return compare(expected, got, how, {}, how.colors);
}

}  // namespace watchglass::conformance::grafana
