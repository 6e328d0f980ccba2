#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "engine/base/go_float.h"
#include "engine/base/json.h"

namespace watchglass::json {

namespace {

const Value kNull;
const std::string kEmpty;
const std::vector<Value> kNoItems;
const std::vector<Member> kNoMembers;

}  // namespace

Value::Value(double number) : m_type(Type::Number), m_text(formatFloatJson(number))
{
    if (!std::isfinite(number)) *this = Value();  // JSON has no word for it; JavaScript writes null
}

Value::Value(std::int64_t number) : m_type(Type::Number), m_text(std::to_string(number)) {}

Value Value::array(std::vector<Value> items)
{
    Value out;
    out.m_type = Type::Array;
    if (!items.empty()) out.m_content.edit().items = std::move(items);
    return out;
}

Value Value::object(std::vector<Member> members)
{
    Value out;
    out.m_type = Type::Object;
    if (!members.empty()) out.m_content.edit().members = std::move(members);
    return out;
}

Value Value::numberText(std::string text)
{
    Value out;
    out.m_type = Type::Number;
    out.m_text = std::move(text);
    return out;
}

double Value::toDouble(double otherwise) const
{
    if (!isNumber()) return otherwise;
    return parseFloat(m_text).value_or(otherwise);
}

std::int64_t Value::toInt(std::int64_t otherwise) const
{
    if (!isNumber()) return otherwise;
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(m_text.data(), m_text.data() + m_text.size(), whole);
    if (error == std::errc{} && end == m_text.data() + m_text.size()) return whole;
    const double number = toDouble();
    constexpr double kLimit = 9223372036854775808.0;
    if (!(number >= -kLimit && number < kLimit)) return otherwise;
    return static_cast<std::int64_t>(number);
}

const std::string& Value::toString() const { return isString() ? m_text : kEmpty; }
const std::string& Value::numberSpelling() const { return isNumber() ? m_text : kEmpty; }
const std::vector<Value>& Value::items() const { return m_content.get() ? m_content.get()->items : kNoItems; }
const std::vector<Member>& Value::members() const { return m_content.get() ? m_content.get()->members : kNoMembers; }

const Value& Value::operator[](std::string_view name) const
{
    const std::vector<Member>& all = members();
    const auto found = std::find_if(all.rbegin(), all.rend(),
                                    [&](const Member& member) { return member.first == name; });
    return found == all.rend() ? kNull : found->second;
}

const Value& Value::at(std::size_t index) const { return index < items().size() ? items()[index] : kNull; }

bool Value::has(std::string_view name) const
{
    return std::any_of(members().begin(), members().end(), [&](const Member& member) { return member.first == name; });
}

const Value& Value::get(std::string_view path) const
{
    const Value* at = this;
    while (!path.empty()) {
        const std::size_t dot = path.find('.');
        at = &(*at)[path.substr(0, dot)];
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    return *at;
}

Value& Value::edit(std::string_view name)
{
    std::vector<Member>& all = mutableMembers();
    const auto found = std::find_if(all.rbegin(), all.rend(),
                                    [&](const Member& member) { return member.first == name; });
    return found == all.rend() ? all.emplace_back(std::string(name), Value()).second : found->second;
}

Value& Value::set(std::string_view name, Value value)
{
    Value& slot = edit(name);
    slot = std::move(value);
    return slot;
}

void Value::remove(std::string_view name)
{
    if (!has(name)) return;
    std::erase_if(mutableMembers(), [&](const Member& member) { return member.first == name; });
}

Value& Value::append(Value value) { return mutableItems().emplace_back(std::move(value)); }

std::vector<Value>& Value::mutableItems()
{
    if (!isArray()) *this = array();
    return m_content.edit().items;
}

std::vector<Member>& Value::mutableMembers()
{
    if (!isObject()) *this = object();
    return m_content.edit().members;
}

bool Value::operator==(const Value& other) const
{
    if (m_type != other.m_type || m_bool != other.m_bool || m_text != other.m_text) return false;
    return m_content.isSharedWith(other.m_content) || (items() == other.items() && members() == other.members());
}

}  // namespace watchglass::json
