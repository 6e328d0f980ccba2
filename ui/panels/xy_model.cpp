#include "ui/panels/xy_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <optional>

#include "ui/frame/display.h"
#include "ui/frame/field_matcher.h"
#include "ui/graph/scale_key.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/timeseries_model.h"

namespace watchglass::ui {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Which field a part of a series' options means: a matcher, or a name as versions before 11 wrote it.
std::optional<PreparedFieldMatcher> matcherOf(const json::Value& part)
{
    FieldMatcher matcher;
    if (part["matcher"].isObject()) {
        matcher.id = part["matcher"]["id"].toString();
        matcher.options = part["matcher"]["options"];
    } else {
        const std::string& name = part.isString() ? part.toString() : part["field"].toString();
        if (name.empty()) return std::nullopt;
        matcher.id = "byName";
        matcher.options = json::Value(name);
    }
    return PreparedFieldMatcher(matcher);
}

/// Areas grow with the values, as Grafana scales points.
std::vector<double> scaledSizes(const Field& field, double least, double most)
{
    const FieldRange range = fieldRange(field);
    const double low = range.min.value_or(0);
    const double span = range.delta();
    const auto area = [](double diameter) { return std::numbers::pi * diameter * diameter / 4; };
    std::vector<double> out(field.values.size(), least);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double value = field.values.number(i);
        if (std::isnan(value) || !(span > 0)) continue;
        const double share = std::clamp((value - low) / span, 0.0, 1.0);
        out[i] = 2 * std::sqrt((area(least) + share * (area(most) - area(least))) / std::numbers::pi);
    }
    return out;
}

std::vector<double> numbersOf(const Field& field)
{
    std::vector<double> out(field.values.size(), kNan);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = field.values.number(i);
    return out;
}

/// Takes the words away that all names begin or end with.
void shortenNames(std::vector<XySeries>& series)
{
    if (series.size() < 2) return;
    std::vector<QStringList> words;
    qsizetype least = std::numeric_limits<qsizetype>::max();
    for (const XySeries& one : series) {
        words.push_back(one.name.split(QLatin1Char(' '), Qt::SkipEmptyParts));
        least = std::min(least, words.back().size());
    }
    const auto common = [&](bool front) {
        qsizetype count = 0;
        for (; count < least; ++count) {
            const auto at = [&](const QStringList& list) { return list[front ? count : list.size() - 1 - count]; };
            if (!std::all_of(words.begin(), words.end(),
                             [&](const QStringList& list) { return at(list) == at(words[0]); }))
                break;
        }
        return count;
    };
    const qsizetype before = common(true);
    const qsizetype behind = common(false);
    if (before + behind >= least) return;
    for (std::size_t i = 0; i < series.size(); ++i)
        series[i].name = words[i].mid(before, words[i].size() - before - behind).join(QLatin1Char(' '));
}

void readLook(const Field& field, XySeries& series)
{
    const json::Value& custom = field.config.custom;
    const std::string& show = custom["show"].toString();
    series.points = show != "lines";
    series.lines = show == "lines" || show == "points+lines";
    series.square = custom["pointShape"].toString() == "square";
    series.size = std::clamp(custom.get("pointSize.fixed").toDouble(5), 0.1, 200.0);
    series.strokeWidth = std::clamp(custom["pointStrokeWidth"].toDouble(1), 0.0, 50.0);
    series.fillOpacity = std::clamp(custom["fillOpacity"].toDouble(50) / 100, 0.0, 1.0);
    series.lineWidth = std::clamp(custom["lineWidth"].toDouble(2), 0.0, 50.0);
    const std::string& fill = custom.get("lineStyle.fill").toString();
    if (fill == "dash" || fill == "dot") {
        for (const json::Value& length : custom.get("lineStyle.dash").items())
            series.dashes.push_back(std::max(0.1, length.toDouble()));
        if (series.dashes.empty()) series.dashes = fill == "dash" ? std::vector{10.0, 10.0} : std::vector{1.0, 3.0};
    }
    series.inLegend = !field.config.hiddenFromLegend();
    series.inTooltip = !field.config.hiddenFromTooltip();
}

class Builder {
public:
    explicit Builder(const PanelData& data) : m_data(data), m_theme(currentVisualTheme())
    {
        m_model.frames = data.frames;
        const std::string& mapping = data.options["mapping"].toString();
        m_manual = (mapping.empty() ? data.options["seriesMapping"].toString() : mapping) == "manual";
    }

    XyModel build()
    {
        const json::Value& wanted = m_data.options["series"];
        if (wanted.items().empty() || (!m_manual && !wanted.at(0).isObject())) {
            if (!m_manual) add(automatic());
        } else {
            for (const json::Value& one : wanted.items()) add(one);
        }
        shortenNames(m_model.series);
        addAxes();
        return std::move(m_model);
    }

private:
    /// Without series in the options: what versions before 11 called dimensions, or nothing.
    [[nodiscard]] json::Value automatic() const
    {
        auto out = json::Value::object();
        const json::Value& x = m_data.options.get("dims.x");
        if (x.isString()) out.set("x", x);
        return out;
    }

    void add(const json::Value& config)
    {
        const auto x = matcherOf(config["x"]);
        const auto y = matcherOf(config["y"]);
        if (m_manual && (!x || !y)) return;
        const auto color = matcherOf(config["color"].isNull() ? config["pointColor"] : config["color"]);
        const auto size = matcherOf(config["size"].isNull() ? config["pointSize"] : config["size"]);
        const json::Value& frameMatcher = config.get("frame.matcher");
        const json::Value& oldFrame = config["frame"];
        for (std::size_t f = 0; f < m_model.frames->size(); ++f) {
            const auto index = static_cast<std::int64_t>(f);
            if (frameMatcher.isObject() && frameMatcher["options"].toInt(-1) != index) continue;
            if (oldFrame.isNumber() && oldFrame.toInt() != index) continue;
            addFrame(config, f, x, y, color, size);
        }
    }

    using Maybe = std::optional<PreparedFieldMatcher>;
    void addFrame(const json::Value& config, std::size_t f, const Maybe& x, const Maybe& y, const Maybe& color,
                  const Maybe& size)
    {
        const Frame& frame = (*m_model.frames)[f];
        std::vector<const Field*> numbers;
        for (const Field& field : frame.fields) {
            if (field.type == FieldType::Number) numbers.push_back(&field);
        }
        const auto find = [&](const Maybe& matcher, std::initializer_list<const Field*> taken) -> const Field* {
            for (const Field* field : numbers) {
                const bool free = std::find(taken.begin(), taken.end(), field) == taken.end();
                if (free && (!matcher || matcher->matches(*field, frame))) return field;
            }
            return nullptr;
        };
        const Field* xField = find(x, {});
        if (!xField) return;
        const Field* colorField = color ? find(color, {xField}) : nullptr;
        const Field* sizeField = size ? find(size, {xField, colorField}) : nullptr;
        const std::size_t before = m_model.series.size();
        for (const Field* field : numbers) {
            if (field == xField || field == colorField || field == sizeField) continue;
            if (m_manual && m_model.series.size() > before) break;
            if ((y && !y->matches(*field, frame)) || field->config.hiddenFromViz()) continue;
            XySeries series;
            const std::string& fixed = config["name"].isString() ? config["name"].toString()
                                                                 : config.get("name.fixed").toString();
            series.name = toQString(!fixed.empty()               ? fixed
                                    : field->displayName.empty() ? field->name
                                                                 : field->displayName);
            series.frame = f;
            series.x = xField;
            series.y = field;
            series.colorField = colorField;
            series.sizeField = sizeField;
            series.xs = numbersOf(*xField);
            series.ys = numbersOf(*field);
            readLook(*field, series);
            readColors(config, series);
            if (sizeField) {
                const json::Value& custom = sizeField->config.custom;
                series.sizes = scaledSizes(*sizeField, custom.get("pointSize.min").toDouble(5),
                                           custom.get("pointSize.max").toDouble(100));
            }
            m_model.series.push_back(std::move(series));
        }
        for (std::size_t s = before; s < m_model.series.size(); ++s) {
            for (const Field& field : frame.fields) {
                const bool used = std::any_of(m_model.series.begin() + static_cast<std::ptrdiff_t>(before),
                                              m_model.series.end(),
                                              [&](const XySeries& one) { return &field == one.x || &field == one.y; });
                if (!used && &field != colorField && &field != sizeField) m_model.series[s].rest.push_back(&field);
            }
        }
    }

    void readColors(const json::Value& config, XySeries& series)
    {
        Field numbered = *series.y;
        numbered.seriesIndex = m_model.series.size();
        const std::string& fixed = config.get("pointColor.fixed").toString();
        series.color = toQColor(fixed.empty() ? seriesColor(numbered, m_theme) : m_theme.color(fixed));
        if (!series.colorField) return;
        const DisplayProcessor display(*series.colorField, m_theme, formatContextOf(m_data));
        for (std::size_t i = 0; i < series.xs.size(); ++i)
            series.colors.push_back(toQColor(display(series.colorField->values.cell(i)).color));
    }

    void addAxes()
    {
        PlotModel& plot = m_model.plot;
        std::map<std::string, int> known;
        for (XySeries& series : m_model.series) {
            const auto [axis, isNew] = known.try_emplace(scaleKey(*series.y), static_cast<int>(plot.axes.size()));
            series.axis = axis->second;
            if (isNew) plot.axes.push_back(plotAxis(*series.y, displayOf(*series.y), plot.axes.empty()));
        }
        if (m_model.series.empty()) return;
        const Field& x = *m_model.series.front().x;
        const PlotAxis axis = plotAxis(x, displayOf(x), true);
        PlotNumberAxis numbers;
        numbers.name = axis.name;
        numbers.grid = axis.grid;
        numbers.binary = axis.binary;
        numbers.format = axis.format;
        numbers.scale = axis.rules.scale;
        plot.numbers = std::move(numbers);
        plot.timeAxis = axis.side != AxisSide::Hidden;
        m_model.xRules = axis.rules;
    }

    [[nodiscard]] std::shared_ptr<const DisplayProcessor> displayOf(const Field& field) const
    {
        return std::make_shared<const DisplayProcessor>(field, m_theme, formatContextOf(m_data));
    }

    const PanelData& m_data;
    const VisualTheme& m_theme;
    bool m_manual = false;
    XyModel m_model;
};

/// Whether a scale has a place for the value; the others do not count for its range.
bool hasPlace(double value, const Scale& scale) { return std::isfinite(scale.forward(value)); }

void extend(Range& range, double value, const Scale& scale)
{
    if (!hasPlace(value, scale)) return;
    range.min = std::isnan(range.min) ? value : std::min(range.min, value);
    range.max = std::isnan(range.max) ? value : std::max(range.max, value);
}

}  // namespace

XyModel xyModel(const PanelData& data) { return Builder(data).build(); }

PlotLayout layoutXy(XyModel& model, const QSizeF& size)
{
    Range x{kNan, kNan};
    PlotData data;
    data.extremes.assign(model.plot.axes.size(), {kNan, kNan});
    for (const XySeries& series : model.series) {
        if (series.hidden) continue;
        Range& y = data.extremes[static_cast<std::size_t>(series.axis)];
        for (std::size_t i = 0; i < std::min(series.xs.size(), series.ys.size()); ++i) {
            if (!std::isfinite(series.xs[i]) || !std::isfinite(series.ys[i])) continue;
            extend(x, series.xs[i], model.xRules.scale);
            extend(y, series.ys[i], model.plot.axes[static_cast<std::size_t>(series.axis)].rules.scale);
        }
    }
    const auto rangeOf = [](const Range& values, const RangeRules& rules) {
        const double least = rules.scale.kind == ScaleKind::Log ? 1 : 0;
        return axisRange(values.min, values.max, rules).value_or(Range{least, 100});
    };
    for (std::size_t a = 0; a < model.plot.axes.size(); ++a)
        data.ranges.push_back(rangeOf(data.extremes[a], model.plot.axes[a].rules));
    const Range shown = rangeOf(x, model.xRules);
    model.plot.fromMs = shown.min;
    model.plot.toMs = shown.max;
    PlotLayout layout = layoutPlot(model.plot, data, size);
    layout.plot = QRectF(layout.plot.toRect());
    return layout;
}

}  // namespace watchglass::ui
