#include "engine/rules/rule_file.h"

#include <fstream>
#include <set>
#include <span>
#include <sstream>

#include "engine/base/duration.h"
#include "engine/base/utf8.h"
#include "engine/config/yaml.h"
#include "engine/promql/parser.h"

namespace watchglass::rules {

namespace {

class Reader {
public:
    Reader(RuleFile& out, std::string file, const TemplateCheck& check, const promql::ParserOptions& parser)
        : m_out(out), m_file(std::move(file)), m_check(check), m_parser(parser)
    {
    }

    void document(const yaml::Node& root)
    {
        if (!root.exists() || root.isNull()) return;
        if (!take(root.expectFields("rulefmt.RuleGroups", {"groups"}))) return;
        std::set<std::string> names;
        for (const yaml::Node& node : list(root["groups"], "[]rulefmt.RuleGroup")) {
            GroupSpec group = readGroup(node);
            if (group.name.empty()) {
                report(node.error("Groupname must not be empty"));
            } else if (!names.insert(group.name).second) {
                report(node.error("groupname: " + goQuote(group.name) + " is repeated in the same file"));
            }
            m_out.groups.push_back(std::move(group));
        }
    }

private:
    void report(Error error) { m_out.errors.push_back(std::move(error)); }

    template <class T>
    bool take(const Result<T>& result)
    {
        if (result) return true;
        report(result.error());
        return false;
    }

    /// An error at `node`, worded with the place of the rule.
    void ruleError(const yaml::Node& node, const std::string& group, std::size_t number, const std::string& rule,
                   const std::string& cause)
    {
        report(node.error("group " + goQuote(group) + ", rule " + std::to_string(number) + ", " + goQuote(rule) + ": " +
                          cause));
    }

    std::string text(const yaml::Node& node)
    {
        const auto value = node.toString();
        return take(value) ? *value : std::string();
    }

    std::int64_t duration(const yaml::Node& node)
    {
        const std::string value = text(node);
        if (value.empty()) return 0;
        const auto length = parseDuration(value);
        if (!length) {
            report(node.error(length.error().message));
            return 0;
        }
        return length->count();
    }

    /// The items; an error for what is neither a list nor null.
    std::span<const yaml::Node> list(const yaml::Node& node, std::string_view goType)
    {
        if (!node.isNull() && !node.isSequence()) report(node.typeError(goType));
        return node.items();
    }

    std::vector<std::pair<std::string, std::string>> texts(const yaml::Node& node)
    {
        std::vector<std::pair<std::string, std::string>> out;
        if (!node.isNull() && !node.isMapping()) report(node.typeError("map[string]string"));
        for (const auto& [key, value] : node.members()) out.emplace_back(text(key), text(value));
        return out;
    }

    GroupSpec readGroup(const yaml::Node& node)
    {
        GroupSpec group;
        group.file = m_file;
        if (!take(node.expectFields("rulefmt.RuleGroup",
                                    {"name", "interval", "query_offset", "limit", "labels", "rules"}))) {
            return group;
        }
        group.name = text(node["name"]);
        group.intervalMs = duration(node["interval"]);
        group.queryOffsetMs = duration(node["query_offset"]);
        if (const auto limit = node["limit"].toInt(); take(limit)) {
            group.limit = *limit > 0 ? static_cast<std::size_t>(*limit) : 0;
        }
        const auto groupLabels = texts(node["labels"]);
        std::size_t number = 0;
        for (const yaml::Node& item : list(node["rules"], "[]rulefmt.Rule")) {
            ++number;
            RuleSpec rule = readRule(item, group.name, number);
            for (const auto& label : groupLabels) {  // a rule's own label wins
                bool own = false;
                for (const auto& mine : rule.labels) own = own || mine.first == label.first;
                if (!own) rule.labels.push_back(label);
            }
            group.rules.push_back(std::move(rule));
        }
        return group;
    }

    RuleSpec readRule(const yaml::Node& node, const std::string& group, std::size_t number)
    {
        RuleSpec rule;
        rule.line = node.line();
        if (!take(node.expectFields("rulefmt.Rule",
                                    {"record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"}))) {
            return rule;
        }
        const std::string record = text(node["record"]);
        const std::string alert = text(node["alert"]);
        rule.alerting = !alert.empty();
        rule.name = rule.alerting ? alert : record;
        rule.expr = text(node["expr"]);
        rule.forMs = duration(node["for"]);
        rule.keepFiringForMs = duration(node["keep_firing_for"]);
        rule.labels = texts(node["labels"]);
        rule.annotations = texts(node["annotations"]);

        const auto wrong = [&](const yaml::Node& at, const std::string& cause) {
            ruleError(at.exists() ? at : node, group, number, rule.name, cause);
        };
        if (!record.empty() && !alert.empty()) wrong(node["record"], "only one of 'record' and 'alert' must be set");
        if (record.empty() && alert.empty()) wrong(node, "one of 'record' or 'alert' must be set");
        if (rule.expr.empty()) {
            wrong(node["expr"], "field 'expr' must be set in rule");
        } else if (const auto parsed = promql::parseExpr(rule.expr, m_parser); !parsed) {
            wrong(node["expr"], "could not parse expression: " + promql::describeParseError(parsed.error()));
        }
        if (!rule.alerting && !record.empty()) checkRecording(node, rule, wrong);
        for (const auto& [name, value] : rule.labels) {
            if (name.empty() || name == kMetricName || !isValidUtf8(name)) {
                wrong(node["labels"], "invalid label name: " + name);
            }
            if (!isValidUtf8(value)) wrong(node["labels"], "invalid label value: " + goQuote(value));
        }
        for (const auto& [name, value] : rule.annotations) {
            if (name.empty() || !isValidUtf8(name)) wrong(node["annotations"], "invalid annotation name: " + name);
        }
        if (rule.alerting) checkTemplates(node, rule, wrong);
        return rule;
    }

    template <class Wrong>
    void checkRecording(const yaml::Node& node, const RuleSpec& rule, Wrong& wrong)
    {
        if (node["for"].exists() && rule.forMs != 0) wrong(node["for"], "invalid field 'for' in recording rule");
        if (node["keep_firing_for"].exists() && rule.keepFiringForMs != 0) {
            wrong(node["keep_firing_for"], "invalid field 'keep_firing_for' in recording rule");
        }
        if (!rule.annotations.empty()) wrong(node["annotations"], "invalid field 'annotations' in recording rule");
        if (rule.name.find_first_of("{}") != std::string::npos) {
            wrong(node["record"], "braces present in the recording rule name; should it be in expr?: " + rule.name);
        } else if (!isValidUtf8(rule.name)) {
            wrong(node["record"], "invalid recording rule name: " + rule.name);
        }
    }

    template <class Wrong>
    void checkTemplates(const yaml::Node& node, const RuleSpec& rule, Wrong& wrong)
    {
        if (!m_check) return;
        const auto check = [&](const char* kind, const yaml::Node& at, const auto& pairs) {
            for (const auto& [name, value] : pairs) {
                const auto ok = m_check("__alert_" + rule.name, value);
                if (!ok) wrong(at, std::string(kind) + " " + goQuote(name) + ": " + ok.error().message);
            }
        };
        check("label", node["labels"], rule.labels);
        check("annotation", node["annotations"], rule.annotations);
    }

    RuleFile& m_out;
    std::string m_file;
    const TemplateCheck& m_check;
    const promql::ParserOptions& m_parser;
};

}  // namespace

RuleFile parseRuleFile(std::string_view text, const std::string& file, const TemplateCheck& checkTemplate,
                       const promql::ParserOptions& parser)
{
    RuleFile out;
    yaml::ParseOptions options;
    options.file = file;
    const auto root = yaml::parse(text, options);
    if (!root) {
        out.errors.push_back(root.error());
        return out;
    }
    Reader(out, file, checkTemplate, parser).document(*root);
    return out;
}

RuleFile loadRuleFile(const std::filesystem::path& path, const TemplateCheck& checkTemplate,
                      const promql::ParserOptions& parser)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (in) text << in.rdbuf();
    if (!in) {
        RuleFile out;
        out.errors.push_back({ErrorCode::Io, "cannot read the rule file", path.string()});
        return out;
    }
    return parseRuleFile(text.str(), path.string(), checkTemplate, parser);
}

}  // namespace watchglass::rules
