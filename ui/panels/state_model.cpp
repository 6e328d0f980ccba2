#include "ui/panels/state_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "ui/frame/display.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

constexpr std::size_t kMostLegend = 30;

/// Calls `take` for each field that has states, with its time field and its place in the frames.
template <class F>
void eachRow(const PanelData& data, F take)
{
    for (std::size_t f = 0; f < data.frames->size(); ++f) {
        const Frame& frame = (*data.frames)[f];
        const Field* time = frame.first(FieldType::Time);
        if (!time) continue;
        for (const Field& field : frame.fields) {
            if (&field == time || field.type == FieldType::Time || field.config.hiddenFromViz()) continue;
            take(*time, field, f, frame);
        }
    }
}

/// The states by the steps of thresholds, as far as any are used: "< 80", "80+".
void addThresholds(const Field& field, StateModel& model)
{
    const auto steps = sortedSteps(field.config.thresholds ? *field.config.thresholds : defaultThresholds());
    const DisplayProcessor display(field, currentVisualTheme());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        QString text;
        if (i == 0 && steps.size() > 1)
            text = QStringLiteral("< ") + toQString(display(steps[1].value).toString());
        else
            text = toQString(display(steps[i].value).toString()) + QLatin1Char('+');
        const QColor color = toQColor(currentVisualTheme().color(steps[i].color));
        const bool known = std::any_of(model.legend.begin(), model.legend.end(),
                                       [&](const auto& item) { return item.first == text; });
        if (!known && steps.size() > 1) model.legend.emplace_back(text, color);
    }
}

void makeLegend(StateModel& model)
{
    std::set<QString> known;
    for (const StateRow& row : model.rows) {
        const std::string mode = row.field->config.color ? row.field->config.color->mode : "thresholds";
        if (row.field->type == FieldType::Number &&
            (!row.field->config.mappings || row.field->config.mappings->empty())) {
            if (mode == "thresholds") addThresholds(*row.field, model);
            continue;
        }
        for (const StateSpan& span : row.spans) {
            if (span.text.isEmpty() || model.legend.size() >= kMostLegend || !known.insert(span.text).second) continue;
            model.legend.emplace_back(span.text, span.color);
        }
    }
}

double usualStep(const Field& time, const Frame& frame)
{
    if (frame.stepMs > 0) return static_cast<double>(frame.stepMs);
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < time.values.size(); ++i) {
        const double delta = time.values.number(i) - time.values.number(i - 1);
        if (delta > 0) least = std::min(least, delta);
    }
    return std::isfinite(least) ? least : 60'000;
}

StateRow rowFor(const Field& field, std::size_t frame)
{
    StateRow row;
    row.name = toQString(field.displayName.empty() ? field.name : field.displayName);
    row.field = &field;
    row.frame = frame;
    return row;
}

bool isMissing(const Field& field, std::size_t i)
{
    return !field.values.has(i) || (field.type == FieldType::Number && std::isnan(field.values.number(i)));
}

}  // namespace

StateModel stateTimelineModel(const PanelData& data)
{
    StateModel model;
    const bool merge = data.options["mergeValues"].toBool(true);
    eachRow(data, [&](const Field& time, const Field& field, std::size_t frame, const Frame& source) {
        StateRow row = rowFor(field, frame);
        const DisplayProcessor display(field, currentVisualTheme(), formatContextOf(data));
        const json::Value& span = field.config.custom["spanNulls"];
        const double bridged = span.isNumber() ? span.toDouble()
                               : span.toBool() ? std::numeric_limits<double>::infinity()
                                               : 0;
        const double step = usualStep(time, source);
        const std::size_t count = std::min(time.values.size(), field.values.size());
        bool open = false;  // the last span goes on
        double missingSince = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const double at = time.values.number(i);
            if (isMissing(field, i)) {
                if (open && bridged <= 0) row.spans.back().toMs = at;
                if (open) missingSince = at;
                open = open && bridged > 0;
                continue;
            }
            const DisplayValue shown = display(field.values.cell(i));
            StateSpan next{at, static_cast<double>(data.toMs), toQString(shown.toString()), toQColor(shown.color), i};
            if (open) {
                const bool gap = missingSince > row.spans.back().fromMs && at - missingSince > bridged;
                if (gap) row.spans.back().toMs = missingSince;
                const StateSpan& last = row.spans.back();
                if (!gap && merge && last.text == next.text && last.color == next.color) continue;
                if (!gap) row.spans.back().toMs = at;
            }
            row.spans.push_back(std::move(next));
            open = true;
        }
        // The last state lasts until the data would have come again.
        if (open && count > 0) {
            const double again = time.values.number(count - 1) + step;
            row.spans.back().toMs = data.live ? again : std::min(row.spans.back().toMs, again);
        }
        model.rows.push_back(std::move(row));
    });
    makeLegend(model);
    return model;
}

StateModel statusHistoryModel(const PanelData& data)
{
    StateModel model;
    const double share = std::clamp(data.options["colWidth"].toDouble(0.9), 0.01, 1.0);
    eachRow(data, [&](const Field& time, const Field& field, std::size_t frame, const Frame& source) {
        StateRow row = rowFor(field, frame);
        const DisplayProcessor display(field, currentVisualTheme(), formatContextOf(data));
        const double half = usualStep(time, source) * share / 2;
        for (std::size_t i = 0; i < std::min(time.values.size(), field.values.size()); ++i) {
            if (isMissing(field, i)) continue;
            const double at = time.values.number(i);
            const DisplayValue shown = display(field.values.cell(i));
            row.spans.push_back({at - half, at + half, toQString(shown.toString()), toQColor(shown.color), i});
        }
        model.rows.push_back(std::move(row));
    });
    makeLegend(model);
    return model;
}

}  // namespace watchglass::ui
