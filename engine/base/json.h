#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/copy_on_write.h"
#include "engine/base/error.h"

namespace watchglass::json {

enum class Type : std::uint8_t { Null, Bool, Number, String, Array, Object };

class Value;
/// One member of an object. Names may repeat; the order is the file's.
using Member = std::pair<std::string, Value>;
/// What is in an array or object.
struct Content {
    std::vector<Value> items;
    std::vector<Member> members;
};

/// A JSON value that loses nothing on the way through: members keep their order, repeated names stay,
/// and a number keeps the text it was written in until it is replaced.
///
/// Look-ups never fail: a missing member or a value of another type reads as null, "", 0, false or
/// empty, so that code over foreign documents stays short. Check type() where the difference matters.
///
/// Copies are cheap: arrays and objects are shared until one of the copies is changed. So a reference that a changing
/// function gave (edit(), mutableItems() ...) ends when the value or one around it is copied.
/// Threads: a value is as safe as a std::string.
class Value {
public:
    Value() = default;
    Value(bool on) : m_type(Type::Bool), m_bool(on) {}
    Value(double number);
    Value(std::int64_t number);
    Value(int number) : Value(std::int64_t{number}) {}
    Value(std::string text) : m_type(Type::String), m_text(std::move(text)) {}
    Value(std::string_view text) : Value(std::string(text)) {}
    Value(const char* text) : Value(std::string(text)) {}

    [[nodiscard]] static Value array(std::vector<Value> items = {});
    [[nodiscard]] static Value object(std::vector<Member> members = {});
    /// A number spelled as `text`, which must be a valid JSON number.
    [[nodiscard]] static Value numberText(std::string text);

    [[nodiscard]] Type type() const { return m_type; }
    [[nodiscard]] bool isNull() const { return m_type == Type::Null; }
    [[nodiscard]] bool isBool() const { return m_type == Type::Bool; }
    [[nodiscard]] bool isNumber() const { return m_type == Type::Number; }
    [[nodiscard]] bool isString() const { return m_type == Type::String; }
    [[nodiscard]] bool isArray() const { return m_type == Type::Array; }
    [[nodiscard]] bool isObject() const { return m_type == Type::Object; }

    [[nodiscard]] bool toBool(bool otherwise = false) const { return isBool() ? m_bool : otherwise; }
    [[nodiscard]] double toDouble(double otherwise = 0) const;
    [[nodiscard]] std::int64_t toInt(std::int64_t otherwise = 0) const;
    /// The string, or "" for every other type.
    [[nodiscard]] const std::string& toString() const;
    /// The text of a number as it stands in the document, else "".
    [[nodiscard]] const std::string& numberSpelling() const;

    /// The items of an array, else an empty list.
    [[nodiscard]] const std::vector<Value>& items() const;
    /// The members of an object in their order, else an empty list.
    [[nodiscard]] const std::vector<Member>& members() const;

    /// The last member of that name (as JavaScript reads repeated names), or a null value.
    [[nodiscard]] const Value& operator[](std::string_view name) const;
    [[nodiscard]] const Value& operator[](const char* name) const { return (*this)[std::string_view(name)]; }
    /// The item at `index`, or a null value.
    [[nodiscard]] const Value& at(std::size_t index) const;
    [[nodiscard]] bool has(std::string_view name) const;
    /// Walks names separated by dots: get("fieldConfig.defaults.unit").
    [[nodiscard]] const Value& get(std::string_view path) const;

    /// Sets a member of an object in place, or appends it. Turns any other type into an object.
    Value& set(std::string_view name, Value value);
    void remove(std::string_view name);
    /// Appends to an array. Turns any other type into an array.
    Value& append(Value value);
    [[nodiscard]] std::vector<Value>& mutableItems();
    [[nodiscard]] std::vector<Member>& mutableMembers();
    /// The member to edit, appended as null when it is not there.
    [[nodiscard]] Value& edit(std::string_view name);

    /// Equal as documents: same types, order and number texts.
    bool operator==(const Value& other) const;

private:
    Type m_type = Type::Null;
    bool m_bool = false;
    std::string m_text;              ///< a string's text or a number's spelling
    CopyOnWrite<Content> m_content;  ///< of an array or object
};

/// Reads one JSON document. Nesting deeper than 512 is refused. A leading UTF-8 byte order mark is skipped.
/// Errors: InvalidInput, `where` holds "line:column" (1-based, columns in bytes).
[[nodiscard]] Result<Value> parse(std::string_view text);

/// Writes without blanks (indent 0) or with `indent` blanks a level, members in their order.
[[nodiscard]] std::string write(const Value& value, int indent = 0);

/// Appends `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void appendQuoted(std::string& out, std::string_view text);

}  // namespace watchglass::json
