#include "engine/template/value.h"

namespace watchglass::tmpl {

Value Value::boolean(bool on)
{
    Value out;
    out.m_kind = Kind::Bool;
    out.m_type = "bool";
    out.m_int = on ? 1 : 0;
    return out;
}

Value Value::integer(std::int64_t number, std::string_view type)
{
    Value out;
    out.m_kind = Kind::Int;
    out.m_type = type;
    out.m_int = number;
    return out;
}

Value Value::unsignedInteger(std::uint64_t number, std::string_view type)
{
    Value out = integer(static_cast<std::int64_t>(number), type);
    out.m_kind = Kind::Uint;
    return out;
}

Value Value::number(double number)
{
    Value out;
    out.m_kind = Kind::Float;
    out.m_type = "float64";
    out.m_float = number;
    return out;
}

Value Value::string(std::string text, std::string_view type)
{
    Value out;
    out.m_kind = Kind::String;
    out.m_type = type;
    out.m_text = std::move(text);
    return out;
}

Value Value::list(ValueList items, std::string_view type)
{
    Value out;
    out.m_kind = Kind::List;
    out.m_type = type;
    for (const Value& item : items) out.m_weight += item.weight();
    out.m_list = std::make_shared<const ValueList>(std::move(items));
    return out;
}

Value Value::map(ValueMap members, std::string_view type)
{
    Value out;
    out.m_kind = Kind::Map;
    out.m_type = type;
    for (const auto& [name, member] : members) out.m_weight += name.size() + member.weight();
    out.m_map = std::make_shared<const ValueMap>(std::move(members));
    return out;
}

Value Value::structure(ValueMap fields, std::string_view type)
{
    Value out = map(std::move(fields), type);
    out.m_kind = Kind::Struct;
    return out;
}

Value Value::time(std::int64_t ns)
{
    Value out = integer(ns, "*time.Time");
    out.m_kind = Kind::Time;
    return out;
}

Value Value::duration(std::int64_t ns)
{
    Value out = integer(ns, "time.Duration");
    out.m_kind = Kind::Duration;
    return out;
}

Value Value::named(std::int64_t number, std::string name, std::string_view type)
{
    Value out = integer(number, type);
    out.m_text = std::move(name);
    return out;
}

const ValueList& Value::items() const
{
    static const ValueList kNone;
    return m_list ? *m_list : kNone;
}

const ValueMap& Value::members() const
{
    static const ValueMap kNone;
    return m_map ? *m_map : kNone;
}

bool Value::truth() const
{
    switch (m_kind) {
    case Kind::Nil: return false;
    case Kind::Bool:
    case Kind::Int:
    case Kind::Uint: return m_int != 0;
    case Kind::Float: return m_float != 0;
    case Kind::String: return !m_text.empty();
    case Kind::Map: return !members().empty();
    case Kind::List: return !items().empty();
    case Kind::Struct:
    case Kind::Time:
    case Kind::Duration: break;
    }
    return true;
}

Value Value::missingElement() const { return m_type == kStringMapType ? string({}) : Value(); }

}  // namespace watchglass::tmpl
