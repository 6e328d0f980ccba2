#include "ui/panels/bar_chart_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "ui/frame/display.h"
#include "ui/graph/ticks.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostBars = 20'000;

QString nameOf(const Field& field) { return toQString(field.displayName.empty() ? field.name : field.displayName); }

const Field* categoryField(const Frame& frame, const std::string& wanted)
{
    for (const Field& field : frame.fields) {
        if (!wanted.empty() && (field.name == wanted || field.displayName == wanted)) return &field;
    }
    const Field* text = frame.first(FieldType::String);
    return text ? text : frame.first(FieldType::Time);
}

/// The colour of a single bar; invalid when it has that of its series.
QColor barColor(const Field& field, const DisplayProcessor& display, const Field* by, std::size_t row)
{
    if (by) {
        const DisplayProcessor shown(*by, currentVisualTheme());
        return toQColor(shown(row < by->values.size() ? by->values.cell(row) : Cell()).color);
    }
    if (field.config.custom["gradientMode"].toString() == "scheme")
        return toQColor(display(field.values.number(row)).color);
    return {};
}

double bucketSizeFor(const PanelData& data, double low, double high, double leastDelta)
{
    const double asked = data.options["bucketSize"].toDouble(0);
    if (asked > 0) return asked;
    const double count = std::clamp(data.options["bucketCount"].toDouble(30), 1.0, 10'000.0);
    const double wanted = std::max((high - low) / count, leastDelta);
    if (!(wanted > 0)) return 1;
    const double power = std::pow(10, std::floor(std::log10(wanted)));
    for (const double factor : {1.0, 2.0, 2.5, 4.0, 5.0, 10.0}) {
        if (factor * power >= wanted * (1 - 1e-9)) return factor * power;
    }
    return power * 10;
}

}  // namespace

BarChartModel::Span BarChartModel::span(std::size_t index, std::size_t category) const
{
    const double value = series[index].values[category];
    if (series[index].hidden || !std::isfinite(value)) return {kNan, kNan};
    if (stacking != BarStacking::Normal && stacking != BarStacking::Percent) return {0, value};
    double below = 0;
    double total = 0;
    for (std::size_t s = 0; s < series.size(); ++s) {
        const double other = series[s].values[category];
        if (series[s].hidden || !std::isfinite(other)) continue;
        total += std::abs(other);
        if (s < index && (other < 0) == (value < 0)) below += other;
    }
    const double scale = stacking == BarStacking::Percent ? (total > 0 ? 1 / total : 0) : 1;
    return {below * scale, (below + value) * scale};
}

Range BarChartModel::extremes() const
{
    Range range{0, 0};
    for (std::size_t s = 0; s < series.size(); ++s) {
        for (std::size_t c = 0; c < categories.size(); ++c) {
            const Span reach = span(s, c);
            if (std::isnan(reach.to)) continue;
            range.min = std::min({range.min, reach.from, reach.to});
            range.max = std::max({range.max, reach.from, reach.to});
        }
    }
    return range;
}

Range BarChartModel::positiveExtremes() const
{
    Range range{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    for (std::size_t s = 0; s < series.size(); ++s) {
        for (std::size_t c = 0; c < categories.size(); ++c) {
            const double top = span(s, c).to;
            if (!(top > 0) || !std::isfinite(top)) continue;
            range.min = std::isnan(range.min) ? top : std::min(range.min, top);
            range.max = std::isnan(range.max) ? top : std::max(range.max, top);
        }
    }
    return range;
}

BarChartModel barChartModel(const PanelData& data)
{
    BarChartModel model;
    const std::string& stacking = data.options["stacking"].toString();
    if (stacking == "normal") model.stacking = BarStacking::Normal;
    if (stacking == "percent") model.stacking = BarStacking::Percent;
    const std::string& wanted = data.options["xField"].toString();
    const std::string& byName = data.options["colorByField"].toString();
    std::map<std::string, std::size_t> places;
    const VisualTheme& theme = currentVisualTheme();
    for (const Frame& frame : *data.frames) {
        const Field* category = categoryField(frame, wanted);
        const std::size_t rows = std::min(frame.rows(), kMostBars);
        const Field* by = nullptr;
        for (const Field& field : frame.fields) {
            if (!byName.empty() && (field.name == byName || field.displayName == byName)) by = &field;
        }
        double step = 0;
        if (category && category->type == FieldType::Time && rows > 1)
            step = std::abs(category->values.number(1) - category->values.number(0));
        std::vector<std::size_t> place(rows);
        for (std::size_t row = 0; row < rows; ++row) {
            // Without a field to join by every row is a category of its own.
            const std::string key = category ? category->values.text(row) : std::to_string(row);
            const auto [found, isNew] = places.try_emplace(key, model.categories.size());
            place[row] = found->second;
            if (!isNew) continue;
            QString label = QString::number(row + 1);
            if (category && category->type == FieldType::Time) {
                label = timeLabel(static_cast<std::int64_t>(category->values.number(row)), std::max(step, 1.0),
                                  data.toMs - data.fromMs, timeZoneOf(data));
            } else if (category) {
                const DisplayProcessor shown(*category, theme, formatContextOf(data));
                label = toQString(shown(category->values.cell(row)).toString());
            }
            model.categories.push_back(label);
        }
        for (const Field& field : frame.fields) {
            if (field.type != FieldType::Number || &field == category || field.config.hiddenFromViz()) continue;
            const DisplayProcessor display(field, theme, formatContextOf(data));
            BarSeries series;
            series.name = nameOf(field);
            series.color = toQColor(seriesColor(field, theme));
            series.field = &field;
            series.inLegend = !field.config.hiddenFromLegend();
            series.values.assign(model.categories.size(), kNan);
            series.texts.resize(model.categories.size());
            series.colors.assign(model.categories.size(), QColor());
            for (std::size_t row = 0; row < std::min(rows, field.values.size()); ++row) {
                series.values[place[row]] = field.values.number(row);
                series.texts[place[row]] = toQString(display(field.values.cell(row)).toString());
                series.colors[place[row]] = barColor(field, display, by, row);
            }
            model.series.push_back(std::move(series));
        }
    }
    for (BarSeries& series : model.series) {
        series.values.resize(model.categories.size(), kNan);
        series.texts.resize(model.categories.size());
        series.colors.resize(model.categories.size());
    }
    return model;
}

BarChartModel histogramModel(const PanelData& data)
{
    BarChartModel model;
    model.stacking = BarStacking::Overlaid;
    std::vector<const Field*> fields;
    std::vector<double> all;
    for (const Frame& frame : *data.frames) {
        for (const Field& field : frame.fields) {
            if (field.type != FieldType::Number || field.config.hiddenFromViz()) continue;
            fields.push_back(&field);
            for (std::size_t i = 0; i < field.values.size(); ++i) {
                const double value = field.values.number(i);
                if (std::isfinite(value)) all.push_back(value);
            }
        }
    }
    if (all.empty()) return model;
    std::sort(all.begin(), all.end());
    double leastDelta = all.back() - all.front();
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (all[i] > all[i - 1]) leastDelta = std::min(leastDelta, all[i] - all[i - 1]);
    }
    double size = bucketSizeFor(data, all.front(), all.back(), leastDelta);
    while ((all.back() - all.front()) / size > 2'000) size *= 2;
    const double offset = data.options["bucketOffset"].toDouble(0);
    const double first = std::floor((all.front() - offset) / size);
    const auto count = static_cast<std::size_t>(std::floor((all.back() - offset) / size) - first) + 1;
    const VisualTheme& theme = currentVisualTheme();
    const DisplayProcessor display(*fields.front(), theme, formatContextOf(data));
    for (std::size_t i = 0; i < count; ++i) {
        const double edge = (first + static_cast<double>(i)) * size + offset;
        model.categories.push_back(toQString(display(std::round(edge / size * 1e6) / 1e6 * size).toString()));
    }
    const bool combine = data.options["combine"].toBool();
    for (const Field* field : fields) {
        if (model.series.empty() || !combine) {
            BarSeries series;
            series.name = combine ? QStringLiteral("Count") : nameOf(*field);
            series.color = toQColor(seriesColor(*field, theme));
            series.field = field;
            series.inLegend = !field->config.hiddenFromLegend();
            series.values.assign(count, 0);
            series.colors.resize(count);
            model.series.push_back(std::move(series));
        }
        for (std::size_t i = 0; i < field->values.size(); ++i) {
            const double value = field->values.number(i);
            if (!std::isfinite(value)) continue;
            const auto place = static_cast<std::size_t>(std::floor((value - offset) / size) - first);
            model.series.back().values[std::min(place, count - 1)] += 1;
        }
    }
    for (BarSeries& series : model.series) {
        for (double& value : series.values) {
            series.texts.push_back(QString::number(value));
            if (value == 0) value = kNan;
        }
    }
    return model;
}

}  // namespace watchglass::ui
