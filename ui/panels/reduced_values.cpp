#include "ui/panels/reduced_values.h"

#include <algorithm>
#include <cmath>

#include <QRegularExpression>
#include <QStringList>

#include "ui/frame/reducer.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

constexpr std::size_t kDefaultRowLimit = 25;

/// `reduceOptions.fields`: "" means number fields, "/pattern/" matches display names, other text is a name.
class FieldChoice {
public:
    explicit FieldChoice(const std::string& text) : m_text(toQString(text))
    {
        if (m_text.size() > 2 && m_text.startsWith(QLatin1Char('/'))) {
            const auto end = m_text.lastIndexOf(QLatin1Char('/'));
            m_pattern = QRegularExpression(m_text.mid(1, std::max<qsizetype>(end - 1, 0)));
        }
    }

    [[nodiscard]] bool takes(const Field& field) const
    {
        if (field.config.hiddenFromViz()) return false;
        if (m_text.isEmpty()) return field.type == FieldType::Number;
        const QString name = toQString(field.displayName.empty() ? field.name : field.displayName);
        if (!m_pattern.pattern().isEmpty()) return m_pattern.match(name).hasMatch();
        return name == m_text || toQString(field.name) == m_text;
    }

private:
    QString m_text;
    QRegularExpression m_pattern;
};

QString titleOf(const Field& field) { return toQString(field.displayName.empty() ? field.name : field.displayName); }

void addRows(const Frame& frame, const Field& field, const PanelData& data, std::size_t limit,
             std::vector<ReducedValue>& out)
{
    const Field* label = frame.first(FieldType::String);
    const DisplayProcessor display(field, currentVisualTheme(), formatContextOf(data));
    for (std::size_t row = 0; row < field.values.size() && out.size() < limit; ++row) {
        ReducedValue value;
        value.display = display(field.values.cell(row));
        value.color = toQColor(value.display.color);
        value.title = label && label != &field ? toQString(label->values.text(row)) : titleOf(field);
        value.frame = &frame;
        value.field = &field;
        out.push_back(std::move(value));
    }
}

}  // namespace

std::vector<ReducedValue> reducedValues(const PanelData& data)
{
    const json::Value& options = data.options["reduceOptions"];
    const FieldChoice choice(options["fields"].toString());
    const auto limit = static_cast<std::size_t>(std::max<std::int64_t>(1, options["limit"].toInt(kDefaultRowLimit)));
    std::vector<std::string> calculations;
    for (const json::Value& id : options["calcs"].items()) {
        const std::string_view known = reducerId(id.toString());
        if (!known.empty()) calculations.emplace_back(known);
    }
    if (calculations.empty()) calculations.emplace_back("lastNotNull");

    std::vector<ReducedValue> values;
    for (const Frame& frame : *data.frames) {
        for (const Field& field : frame.fields) {
            if (!choice.takes(field)) continue;
            if (options["values"].toBool()) {
                addRows(frame, field, data, limit, values);
                continue;
            }
            const DisplayProcessor display(field, currentVisualTheme(), formatContextOf(data));
            for (const std::string& id : calculations) {
                const Cell cell = reduce(field.values, id);
                ReducedValue value;
                value.display = display(cell);
                value.color = toQColor(value.display.color);
                value.title = titleOf(field);
                if (calculations.size() > 1) value.title += QStringLiteral(" (%1)").arg(toQString(reducerName(id)));
                value.frame = &frame;
                value.field = &field;
                values.push_back(std::move(value));
            }
        }
    }
    return values;
}

QString describe(const std::vector<ReducedValue>& values)
{
    QStringList parts;
    for (const ReducedValue& value : values) {
        if (parts.size() >= 8) break;
        parts += value.title.isEmpty() ? value.text() : QString(value.title + QStringLiteral(": ") + value.text());
    }
    return parts.join(QStringLiteral(", "));
}

double changeOf(const Field& field)
{
    double first = std::nan("");
    double last = first;
    for (std::size_t i = 0; i < field.values.size(); ++i) {
        const double value = field.values.number(i);
        if (std::isnan(value)) continue;
        if (std::isnan(first)) first = value;
        last = value;
    }
    return first == 0 ? std::nan("") : (last - first) / std::abs(first);
}

}  // namespace watchglass::ui
