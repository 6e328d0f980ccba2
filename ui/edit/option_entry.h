#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/json.h"

namespace watchglass::ui {

/// Those from Thresholds on have an editor as wide as the form, of several parts.
enum class OptionKind {
    Switch,
    Number,
    Text,
    LongText,
    Choice,
    Color,
    Unit,
    Json,
    Thresholds,
    Mappings,
    Links,
    DataLinks,
    Reducers,
    Rows
};

/// A part of each row of a list.
struct OptionColumn {
    enum class Kind { Text, Value, Switch, Choice, Reducers };
    std::string pointer;  ///< within the row; "" is the row itself
    std::string name;
    Kind kind = Kind::Text;  ///< Value: a number where it reads like one, else a text
    std::vector<std::pair<std::string, json::Value>> choices{};
    json::Value defaultValue{};
    std::string shownFor{};              ///< pointer of the part that says whether this one is shown ...
    std::vector<std::string> shownAt{};  ///< ... and its values for which it is
    bool namesField = false;             ///< names of the panel's data are offered
};

/// How the rows of a list are written.
enum class RowsForm {
    List,     ///< [row, ...]
    ByName,   ///< {name: row, ...}; a row has its name at "/name"
    Columns,  ///< as the transformation "organize": {renameByName, excludeByName, indexByName}
};

/// Something that can be set: what it is called, where its value stands, and what can be put there.
struct OptionEntry {
    std::string pointer;  ///< JSON pointer within what is edited: "/options/legend/showLegend"
    std::string name;
    std::string category;
    OptionKind kind = OptionKind::Text;
    json::Value defaultValue;  ///< what holds while nothing is written; null: none
    std::string description;
    /// Texts and values; a null value takes the setting out. Of a Text: what is offered.
    std::vector<std::pair<std::string, json::Value>> choices;
    std::vector<OptionColumn> columns{};  ///< of Rows
    RowsForm rows = RowsForm::List;
    std::string what{};       ///< one of the rows: "filter"
    bool namesField = false;  ///< of Text: names of the panel's data are offered
};

/// Everything that a panel of a type can be told, in Grafana's groups: of the panel, its type, and its fields.
[[nodiscard]] std::vector<OptionEntry> panelOptionEntries(std::string_view type);
/// Makes "Repeat by variable" a choice of the dashboard's variables; `now` stays one of them, whether it is there or
/// not.
void offerRepeats(std::vector<OptionEntry>& entries, const std::vector<std::string>& variables, const std::string& now);
/// A property that overrides can set of a field: its id as files spell it ("unit", "custom.stacking") and the options
/// of its value, with pointers that begin with the id.
struct OverrideProperty {
    std::string id;
    std::string name;
    std::vector<OptionEntry> entries;
};
[[nodiscard]] std::vector<OverrideProperty> overrideProperties(std::string_view type);
/// Plain values among the members of an object, as entries below `pointer`.
[[nodiscard]] std::vector<OptionEntry> entriesOf(const json::Value& object, const std::string& pointer,
                                                 const std::string& category);

/// "showThresholdLabels" -> "Show threshold labels".
[[nodiscard]] std::string wordsOf(std::string_view name);

}  // namespace watchglass::ui
