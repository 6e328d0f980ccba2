#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/model/labels.h"
#include "engine/promql/query_engine.h"
#include "ui/dashboard/adhoc_filter.h"
#include "ui/dashboard/time_range.h"

namespace watchglass::ui {

inline constexpr std::string_view kAllValue = "$__all";

struct VariableOption {
    std::string text;
    std::string value;
    bool isNumber = false;  ///< the dashboard has it as a number
    bool operator==(const VariableOption& other) const { return text == other.text && value == other.value; }
};

enum class VariableType : std::uint8_t {
    Query,
    Custom,
    Constant,
    TextBox,
    Interval,
    Datasource,
    AdHoc,
    GroupBy,
    Switch,
    Other
};

/// What the regular expression of a variable looks at.
enum class RegexApplies : std::uint8_t { Value, Text };

/// A template variable: its definition as the dashboard gives it, its options and what is selected.
struct Variable {
    std::string name;
    std::string label;
    VariableType type = VariableType::Other;
    std::string typeName;  ///< as written
    std::string description;
    int hide = 0;  ///< 0 shown, 1 without label, 2 hidden
    bool multi = false;
    bool includeAll = false;
    bool allowCustomValue = true;  ///< what is typed may be chosen although it is no option
    bool defaultToAll = false;     ///< All takes over when nothing selected exists any more; set where includeAll is
    std::string allValue;
    std::string query;          ///< query text, CSV, default text, plugin id
    json::Value queryObject;    ///< of structured queries
    std::string datasource;     ///< as written: uid, name, "$var"
    std::string foreignSource;  ///< foreignSource() of it: never asked
    std::string regex;
    RegexApplies regexApplies = RegexApplies::Value;
    int sort = 0;
    int refresh = 0;  ///< 0 never, 1 on load, 2 when the time range changes
    bool autoInterval = false;
    int autoCount = 30;
    std::string autoMin = "10s";
    std::vector<AdHocChoice> filters;  ///< of ad hoc variables

    std::vector<VariableOption> options;   ///< without All
    std::vector<VariableOption> selected;  ///< {"All", "$__all"} alone for All
    std::string error;                     ///< why the options could not be had; "" when fine

    [[nodiscard]] bool isAll() const { return selected.size() == 1 && selected.front().value == kAllValue; }
    /// What is selected, All replaced by every option. One value for a single selection.
    [[nodiscard]] std::vector<VariableOption> effective() const;
    /// "a + b", "All": what the picker shows.
    [[nodiscard]] std::string text() const;
};

/// Where variables look values up. Implemented over the engine; called on a worker thread, may block.
class VariableSource {
public:
    virtual ~VariableSource() = default;
    /// Names of labels on series that match `selector` ("" all).
    [[nodiscard]] virtual Result<std::vector<std::string>> labelNames(const std::string& selector) = 0;
    [[nodiscard]] virtual Result<std::vector<std::string>> labelValues(const std::string& label,
                                                                       const std::string& selector) = 0;
    /// Metric names that contain a match of the regular expression.
    [[nodiscard]] virtual Result<std::vector<std::string>> metricNames(const std::string& regex) = 0;
    [[nodiscard]] virtual Result<std::vector<Labels>> series(const std::string& selector) = 0;
    /// At the end of the dashboard's time range.
    [[nodiscard]] virtual Result<promql::QueryResultPtr> queryInstant(const std::string& expr) = 0;
};

/// A data source that `datasource` variables and references can name.
struct DataSourceInfo {
    std::string uid;
    std::string name;
    std::string type = "prometheus";
    bool isDefault = false;
};

[[nodiscard]] Variable variableFromJson(const json::Value& value);

/// All variables of a dashboard, in its order.
class VariableSet {
public:
    VariableSet() = default;
    explicit VariableSet(std::vector<Variable> variables) : m_variables(std::move(variables)) {}

    [[nodiscard]] const std::vector<Variable>& all() const { return m_variables; }
    [[nodiscard]] const Variable* find(std::string_view name) const;
    [[nodiscard]] Variable* find(std::string_view name);

    /// Selects values by name, as `--var name=value` or a picker does. Values that are no option are taken as they
    /// are for text boxes and kept until the options say otherwise for the rest. Those of an ad hoc variable are its
    /// filters as a URL has them. False: no such variable.
    bool select(std::string_view name, const std::vector<std::string>& values);

    /// Names in an order in which each comes after those it mentions. Cycles are broken at one place; the variable
    /// there gets an `error` naming the cycle.
    [[nodiscard]] std::vector<std::string> dependencyOrder();

    /// Variables that mention `name`, directly or through others.
    [[nodiscard]] std::vector<std::string> dependents(std::string_view name) const;

    struct RefreshContext {
        TimeRange range;
        TimeContext time;
        std::vector<DataSourceInfo> dataSources;
        std::vector<std::pair<std::string, std::string>> scope = {};  ///< values of repeats around a section
    };
    /// Looks up the options of all variables in dependency order and validates what is selected.
    void refreshAll(VariableSource& source, const RefreshContext& context);
    /// Only those that are looked up anew when the time range changes, and their dependents.
    void refreshForTimeRange(VariableSource& source, const RefreshContext& context);
    /// What follows from a change of `name`.
    void refreshDependents(std::string_view name, VariableSource& source, const RefreshContext& context);
    /// Those of these names, in dependency order.
    void refreshOnly(const std::vector<std::string>& names, VariableSource& source, const RefreshContext& context);

private:
    void refreshOne(Variable& variable, VariableSource& source, const RefreshContext& context);

    std::vector<Variable> m_variables;
};

/// Whether a source has to be asked for the options of some.
[[nodiscard]] bool needsLookup(const VariableSet& variables);
/// Whether pickers and panels would show the same.
[[nodiscard]] bool sameChoices(const VariableSet& a, const VariableSet& b);
/// The variables that count in a row or tab: its own, which hide others of their names, and those around it.
[[nodiscard]] VariableSet inSection(const VariableSet& around, const VariableSet& own);
/// Whether a person can choose what the variable is.
[[nodiscard]] bool hasControl(const Variable& variable);

/// `regex`, then de-duplication, then `sort`, over looked-up texts (Grafana variables/query/reducer.ts).
/// Errors: InvalidInput for a regular expression that does not compile.
[[nodiscard]] Result<std::vector<VariableOption>> variableOptions(const std::vector<VariableOption>& found,
                                                                  std::string_view regex, int sort,
                                                                  RegexApplies applies = RegexApplies::Value);

/// Options of a `custom` variable: CSV, `\,`, `text : value`.
[[nodiscard]] std::vector<VariableOption> customOptions(std::string_view csv);

/// Options of a `custom` variable given as a JSON list of objects with `text` and `value`.
/// Errors: InvalidInput for anything else.
[[nodiscard]] Result<std::vector<VariableOption>> customJsonOptions(std::string_view text);

/// What `var-name` holds in a URL.
[[nodiscard]] std::vector<std::string> urlValues(const Variable& variable);
/// Selects what a URL says; "All" means all where that is offered.
void selectFromUrl(Variable& variable, const std::vector<std::string>& values);

/// Keeps what is selected if it still exists, else the first option (All where that is offered).
void validateSelection(Variable& variable);

}  // namespace watchglass::ui
