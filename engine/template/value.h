#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace watchglass::tmpl {

/// What a value is to the language; Go's reflect.Kind, with the few structures that templates meet.
enum class Kind : std::uint8_t {
    Nil,  ///< no value at all: prints as "<no value>"
    Bool,
    Int,
    Uint,
    Float,
    String,
    Map,
    List,
    Struct,    ///< a map with fixed fields: asking for another one is an error
    Time,      ///< nanoseconds since the epoch, UTC
    Duration,  ///< nanoseconds
};

class Value;
using ValueMap = std::map<std::string, Value, std::less<>>;
using ValueList = std::vector<Value>;

/// A value of a template. `type` is the Go type's name, for messages and `%T`; it also tells map[string]string from
/// map[string]interface {}. Copies share lists and maps, which are never changed.
class Value {
public:
    Value() = default;
    [[nodiscard]] static Value boolean(bool on);
    [[nodiscard]] static Value integer(std::int64_t number, std::string_view type = "int");
    [[nodiscard]] static Value unsignedInteger(std::uint64_t number, std::string_view type = "uint64");
    [[nodiscard]] static Value number(double number);
    [[nodiscard]] static Value string(std::string text, std::string_view type = "string");
    [[nodiscard]] static Value list(ValueList items, std::string_view type);
    [[nodiscard]] static Value map(ValueMap members, std::string_view type = "map[string]interface {}");
    [[nodiscard]] static Value structure(ValueMap fields, std::string_view type);
    [[nodiscard]] static Value time(std::int64_t ns);
    [[nodiscard]] static Value duration(std::int64_t ns);
    /// A number of a type that prints as a name: a month, a weekday.
    [[nodiscard]] static Value named(std::int64_t number, std::string name, std::string_view type);

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] std::string_view type() const { return m_type; }
    [[nodiscard]] bool isNil() const { return m_kind == Kind::Nil; }
    [[nodiscard]] bool isNumber() const { return m_kind == Kind::Int || m_kind == Kind::Uint || m_kind == Kind::Float; }

    [[nodiscard]] bool toBool() const { return m_int != 0; }
    /// Int, Time and Duration.
    [[nodiscard]] std::int64_t toInt() const { return m_int; }
    [[nodiscard]] std::uint64_t toUint() const { return static_cast<std::uint64_t>(m_int); }
    [[nodiscard]] double toDouble() const { return m_float; }
    /// A string's text, or the name of a named number.
    [[nodiscard]] const std::string& text() const { return m_text; }
    [[nodiscard]] const ValueList& items() const;
    [[nodiscard]] const ValueMap& members() const;

    /// Whether `if` takes its first branch.
    [[nodiscard]] bool truth() const;
    /// About how many bytes the value prints as, what it holds included and shared parts counted each time.
    [[nodiscard]] std::size_t weight() const { return m_weight + m_text.size(); }
    /// What a missing key of this map reads as with missingkey=zero.
    [[nodiscard]] Value missingElement() const;

private:
    Kind m_kind = Kind::Nil;
    std::string_view m_type = "nil";  ///< of a literal
    std::int64_t m_int = 0;
    double m_float = 0;
    std::size_t m_weight = 1;
    std::string m_text;
    std::shared_ptr<const ValueList> m_list;  // shared by the copies of the value
    std::shared_ptr<const ValueMap> m_map;    // likewise
};

inline constexpr std::string_view kStringMapType = "map[string]string";
inline constexpr std::string_view kSampleType = "*template.sample";
inline constexpr std::string_view kQueryResultType = "template.queryResult";

}  // namespace watchglass::tmpl
