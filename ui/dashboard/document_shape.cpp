#include "ui/dashboard/document_shape.h"

#include <string_view>

namespace watchglass::ui {

namespace {

using json::Type;
using Problem = std::optional<ShapeProblem>;

std::string_view nameOf(Type type)
{
    switch (type) {
    case Type::Null: return "null";
    case Type::Bool: return "true or false";
    case Type::Number: return "a number";
    case Type::String: return "a text";
    case Type::Array: return "a list";
    case Type::Object: break;
    }
    return "an object";
}

Problem expect(const json::Value& value, Type type, const std::string& pointer)
{
    if (value.isNull() || value.type() == type) return {};
    return ShapeProblem{pointer,
                        "expected " + std::string(nameOf(type)) + ", found " + std::string(nameOf(value.type()))};
}

struct Member {
    std::string_view name;
    Type type;
};

Problem expectMembers(const json::Value& object, const std::string& pointer, std::initializer_list<Member> members)
{
    if (Problem problem = expect(object, Type::Object, pointer)) return problem;
    for (const Member& member : members) {
        if (Problem problem = expect(object[member.name], member.type, pointer + "/" + std::string(member.name)))
            return problem;
    }
    return {};
}

/// Runs `check` on every item of a list of objects.
template <typename Check>
Problem eachObject(const json::Value& list, const std::string& pointer, Check check)
{
    if (Problem problem = expect(list, Type::Array, pointer)) return problem;
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const std::string at = pointer + "/" + std::to_string(i);
        if (Problem problem = expect(list.items()[i], Type::Object, at)) return problem;
        if (Problem problem = check(list.items()[i], at)) return problem;
    }
    return {};
}

Problem panelProblem(const json::Value& panel, const std::string& at)
{
    if (Problem problem = expectMembers(
            panel, at, {{"type", Type::String}, {"gridPos", Type::Object}, {"fieldConfig", Type::Object}})) {
        return problem;
    }
    const auto isObject = [](const json::Value&, const std::string&) { return Problem(); };
    if (Problem problem = eachObject(panel["targets"], at + "/targets", isObject)) return problem;
    if (Problem problem = eachObject(panel["transformations"], at + "/transformations", isObject)) return problem;
    const json::Value& config = panel["fieldConfig"];
    if (Problem problem = expectMembers(config, at + "/fieldConfig", {{"defaults", Type::Object}})) return problem;
    if (Problem problem = eachObject(config["overrides"], at + "/fieldConfig/overrides", isObject)) return problem;
    return eachObject(panel["panels"], at + "/panels", &panelProblem);
}

Problem classicProblem(const json::Value& document, const std::string& in)
{
    if (Problem problem = expectMembers(document, in,
                                        {{"title", Type::String},
                                         {"time", Type::Object},
                                         {"templating", Type::Object},
                                         {"annotations", Type::Object}})) {
        return problem;
    }
    const auto isObject = [](const json::Value&, const std::string&) { return Problem(); };
    if (Problem problem = eachObject(document["templating"]["list"], in + "/templating/list", isObject)) return problem;
    if (Problem problem = eachObject(document["annotations"]["list"], in + "/annotations/list", isObject))
        return problem;
    if (Problem problem = eachObject(document["links"], in + "/links", isObject)) return problem;
    if (Problem problem = eachObject(document["rows"], in + "/rows", [](const json::Value& row, const std::string& at) {
            return eachObject(row["panels"], at + "/panels", &panelProblem);
        })) {
        return problem;
    }
    return eachObject(document["panels"], in + "/panels", &panelProblem);
}

Problem modernProblem(const json::Value& spec, const std::string& at)
{
    if (Problem problem = expectMembers(spec, at,
                                        {{"title", Type::String},
                                         {"elements", Type::Object},
                                         {"layout", Type::Object},
                                         {"timeSettings", Type::Object}}))
        return problem;
    for (const auto& [name, element] : spec["elements"].members()) {
        if (Problem problem = expectMembers(element, at + "/elements/" + name,
                                            {{"kind", Type::String}, {"spec", Type::Object}})) {
            return problem;
        }
    }
    for (const char* list : {"variables", "annotations"}) {
        if (Problem problem = eachObject(
                spec[list], at + "/" + list, [](const json::Value& one, const std::string& in) {
                    return expectMembers(one, in, {{"kind", Type::String}, {"spec", Type::Object}});
                })) {
            return problem;
        }
    }
    return eachObject(spec["links"], at + "/links", [](const json::Value&, const std::string&) { return Problem(); });
}

}  // namespace

std::optional<ShapeProblem> shapeProblem(const DashboardPart& part)
{
    return part.v2 ? modernProblem(*part.model, part.path) : classicProblem(*part.model, part.path);
}

}  // namespace watchglass::ui
