#include "ui/frame/field_display.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "ui/frame/display_names.h"
#include "ui/frame/field_matcher.h"
#include "ui/frame/js_regex.h"
#include "ui/frame/reducer.h"
#include "ui/frame/utf16.h"

namespace watchglass::ui {

namespace {

constexpr std::size_t kDefaultLimit = 25;
constexpr std::string_view kNoData = "No data";

/// Old dashboards name the cells of a row `$__cell_1`.
std::string withoutCellNames(const std::string& text)
{
    static const auto kCells = JsRegex::plain(
        R"(\$\{__cell_(\d+)(.*?)\}|\[\[__cell_(\d+)(.*?)\]\]|\$__cell_(\d+)(\S*))", true);
    return kCells ? kCells->replace(text, "${__data.fields[$1$3$5]$2$4$6}") : text;
}

/// The text of an array as lists are shown: items with commas between, nothing for nulls.
std::string listText(const std::vector<Cell>& cells)
{
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) out += ", ";
        out += Values::cells({cells[i]}).text(0);
    }
    return out;
}

class Collector {
public:
    explicit Collector(const FieldDisplayRequest& request) : m_request(request), m_matcher(matcherOf(request))
    {
        for (const json::Value& id : request.reduceOptions["calcs"].items()) m_calculations.push_back(id.toString());
        if (m_calculations.empty()) m_calculations.emplace_back("last");
        const std::int64_t limit = request.reduceOptions["limit"].toInt();
        m_limit = limit > 0 ? static_cast<std::size_t>(limit) : kDefaultLimit;
    }

    std::vector<FieldDisplay> collect()
    {
        const bool rows = m_request.reduceOptions["values"].toBool();
        const std::vector<Frame>& frames = *m_request.frames;
        for (std::size_t f = 0; f < frames.size(); ++f) {
            for (std::size_t i = 0; i < frames[f].fields.size(); ++i) {
                if (!m_matcher.matches(frames[f].fields[i], frames[f])) continue;
                const DataPoint point = pointOf(f, i);
                if (!rows) {
                    addReduced(point);
                } else if (!addRows(point)) {
                    return std::move(m_values);
                }
            }
        }
        if (m_values.empty()) m_values.push_back(nothing());
        return std::move(m_values);
    }

private:
    static FieldMatcher matcherOf(const FieldDisplayRequest& request)
    {
        const std::string& fields = request.reduceOptions["fields"].toString();
        return fields.empty() ? FieldMatcher{"numeric", {}} : FieldMatcher{"byRegexp", fields};
    }

    [[nodiscard]] DataPoint pointOf(std::size_t frame, std::size_t field) const
    {
        DataPoint out;
        out.frames = m_request.frames;
        out.frame = frame;
        out.field = field;
        out.format = m_request.format;
        return out;
    }

    [[nodiscard]] FieldDisplay entryOf(const DataPoint& point) const
    {
        FieldDisplay out;
        out.frameIndex = point.frame;
        out.column = point.field;
        out.frame = &(*point.frames)[point.frame];
        out.field = &out.frame->fields[point.field];
        out.min = out.field->rangeMin ? out.field->rangeMin : out.field->config.min;
        out.max = out.field->rangeMax ? out.field->rangeMax : out.field->config.max;
        return out;
    }

    /// False at the limit.
    bool addRows(DataPoint point)
    {
        const FieldDisplay entry = entryOf(point);
        const DisplayProcessor display(*entry.field, *m_request.theme, m_request.format);
        const std::string mode = entry.field->config.color ? entry.field->config.color->mode : std::string();
        // In a palette each row is a series; equal values keep the colour of the first.
        const bool palette = m_request.theme->palette(mode, 0).has_value() || mode == "shades";
        std::map<std::string, Color> seen;
        for (std::size_t row = 0; row < entry.field->values.size(); ++row) {
            point.row = row;
            FieldDisplay value = entry;
            value.row = row;
            value.display = display(entry.field->values.cell(row));
            if (palette) {
                Field numbered = *entry.field;
                numbered.seriesIndex = m_values.size();
                const auto color = valueColor(numbered, value.display.numeric, 0, *m_request.theme);
                value.display.color = seen.try_emplace(entry.field->values.text(row), color).first->second;
            }
            value.title = rowTitle(point);
            if (const auto own = overrideColor(value.title)) {
                value.display.color = *own;
                value.display.hasColor = true;
            }
            m_values.push_back(std::move(value));
            if (m_values.size() >= m_limit) return false;
        }
        return true;
    }

    void addReduced(DataPoint point)
    {
        const FieldDisplay entry = entryOf(point);
        const DisplayProcessor display(*entry.field, *m_request.theme, m_request.format);
        const std::string configured = entry.field->config.displayName.value_or("");
        for (const std::string& id : m_calculations) {
            FieldDisplay value = entry;
            value.name = id;
            if (id == "allValues" || id == "uniqueValues") {
                value.display = display(Cell(listText(listedCells(entry.field->values, id == "uniqueValues"))));
                value.display.numeric = std::nan("");
                value.display.percent = 0;
            } else {
                value.display = display(reduceField(*entry.field, id));
            }
            point.calculation = id;
            value.title = configured.empty() ? shownTitle(point) : m_request.replace(configured, point);
            if (m_request.percentChange && !entry.field->values.empty()) {
                value.percentChange = Values::cellNumber(reduceField(*entry.field, "diffperc"));
            }
            if (m_request.sparkline) highlight(value, id);
            m_values.push_back(std::move(value));
        }
    }

    /// Which point or level of the sparkline a reducer speaks of.
    static void highlight(FieldDisplay& value, const std::string& id)
    {
        const Values& values = value.field->values;
        const auto numbered = [&](std::size_t row) { return values.has(row) && !std::isnan(values.number(row)); };
        const std::size_t count = values.size();
        if (id == "last" && count > 0) value.highlightRow = count - 1;
        if (id == "first") value.highlightRow = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t row = id == "lastNotNull" ? count - 1 - i : i;
            if (!numbered(row)) continue;
            if (id == "lastNotNull" || id == "firstNotNull") {
                value.highlightRow = row;
                break;
            }
            const bool first = !value.highlightRow;
            if (id == "min" && (first || values.number(row) < values.number(*value.highlightRow)))
                value.highlightRow = row;
            if (id == "max" && (first || values.number(row) > values.number(*value.highlightRow)))
                value.highlightRow = row;
        }
        if (id == "mean" || id == "median") {
            const Cell level = reduceField(*value.field, id);
            if (!isNull(level)) value.highlightLevel = Values::cellNumber(level);
        }
    }

    [[nodiscard]] std::string shownTitle(const DataPoint& point) const
    {
        const Frame& frame = (*point.frames)[point.frame];
        const Field& field = frame.fields[point.field];
        return field.displayName.empty() ? field.name : field.displayName;
    }

    /// A row is named by its texts; where several numbers stand beside each other the field's name tells them apart.
    [[nodiscard]] std::string rowTitle(const DataPoint& point) const
    {
        const Frame& frame = (*point.frames)[point.frame];
        const Field& field = frame.fields[point.field];
        const std::string configured = field.config.displayName.value_or("");
        if (!configured.empty()) return m_request.replace(withoutCellNames(configured), point);
        std::string out;
        bool otherNumbers = false;
        const auto add = [&](const std::string& part) { out += (out.empty() ? "" : " ") + part; };
        for (const Field& other : frame.fields) {
            if (&other == &field) continue;
            if (other.type == FieldType::Number) otherNumbers = true;
            if (other.type != FieldType::String) continue;
            const DisplayProcessor display(other, *m_request.theme, m_request.format);
            const std::string text = display(other.values.cell(*point.row)).text;
            if (!text.empty()) add(text);
        }
        if (otherNumbers || out.empty()) add(DisplayNamer({frame}).name(field, frame, 0));
        return out;
    }

    [[nodiscard]] std::optional<Color> overrideColor(const std::string& title) const
    {
        if (!m_request.fieldConfig) return std::nullopt;
        for (const FieldOverride& rule : m_request.fieldConfig->overrides) {
            if (rule.matcher.id != "byName" || rule.matcher.options.toString() != title) continue;
            for (const FieldProperty& property : rule.properties) {
                if (property.id == "color" && !property.value.isNull())
                    return m_request.theme->color(property.value["fixedColor"].toString());
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] FieldDisplay nothing() const
    {
        Field field;
        field.type = FieldType::Other;
        if (m_request.fieldConfig) field.config = m_request.fieldConfig->defaults;
        FieldDisplay out;
        out.name = kNoData;
        const DisplayValue shown = DisplayProcessor(field, *m_request.theme, m_request.format)(Cell{});
        out.display.text = shown.text.empty() ? std::string(kNoData) : shown.text;
        out.display.color = shown.color;
        out.display.hasColor = shown.hasColor;
        out.min = field.config.min.value_or(0);
        out.max = field.config.max.value_or(0);
        return out;
    }

    const FieldDisplayRequest& m_request;
    PreparedFieldMatcher m_matcher;
    std::vector<std::string> m_calculations;
    std::size_t m_limit = kDefaultLimit;
    std::vector<FieldDisplay> m_values;
};

}  // namespace

std::vector<FieldDisplay> fieldDisplays(const FieldDisplayRequest& request) { return Collector(request).collect(); }

DisplayAlignment alignmentOf(const std::vector<FieldDisplay>& values)
{
    DisplayAlignment out;
    const auto take = [](std::string& longest, const std::string& text) {
        if (utf16Length(text) > utf16Length(longest)) longest = text;
    };
    for (const FieldDisplay& value : values) {
        take(out.text, value.display.text);
        take(out.title, value.title);
        take(out.prefix, value.display.prefix);
        take(out.suffix, value.display.suffix);
    }
    return out;
}

}  // namespace watchglass::ui
