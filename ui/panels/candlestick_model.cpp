#include "ui/panels/candlestick_model.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/frame/column_join.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

struct Role {
    const char* option;
    int CandlestickFields::*field;
    std::array<std::string_view, 3> names;
};

constexpr std::array kRoles{
    Role{"open", &CandlestickFields::open, {"open", "o", "o"}},
    Role{"high", &CandlestickFields::high, {"high", "h", "max"}},
    Role{"low", &CandlestickFields::low, {"low", "l", "min"}},
    Role{"close", &CandlestickFields::close, {"close", "c", "c"}},
    Role{"volume", &CandlestickFields::volume, {"volume", "v", "v"}},
};
constexpr double kVolumeHeight = 7;  ///< the axis reaches to so many times the largest volume

std::string lower(std::string text)
{
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

const std::string& nameOf(const Field& field) { return field.displayName.empty() ? field.name : field.displayName; }

int findRole(const Frame& frame, const Role& role, const std::string& wanted)
{
    for (std::size_t i = 0; i < frame.fields.size() && !wanted.empty(); ++i) {
        if (nameOf(frame.fields[i]) == wanted || frame.fields[i].name == wanted) return static_cast<int>(i);
    }
    for (std::size_t i = 0; i < frame.fields.size(); ++i) {
        const auto is = [&](const std::string& name) {
            return std::find(role.names.begin(), role.names.end(), name) != role.names.end();
        };
        if (is(lower(nameOf(frame.fields[i]))) || is(frame.fields[i].name)) return static_cast<int>(i);
    }
    return -1;
}

std::optional<Frame> joined(const std::vector<Frame>& frames)
{
    std::vector<JoinTable> tables;
    Frame out;
    for (const Frame& frame : frames) {
        const Field* time = frame.first(FieldType::Time);
        if (!time || frame.rows() == 0) continue;
        if (out.fields.empty()) out.fields.push_back(*time);
        JoinTable table;
        table.columns.push_back(time->values);
        for (const Field& field : frame.fields) {
            if (field.type != FieldType::Number) continue;
            table.columns.push_back(field.values);
            out.fields.push_back(field);
        }
        tables.push_back(std::move(table));
    }
    if (tables.empty()) return std::nullopt;
    std::vector<Values> columns = joinOuter(tables);
    for (std::size_t i = 0; i < out.fields.size() && i < columns.size(); ++i) out.fields[i].values = columns[i];
    return out;
}

/// A column moved by one row; the row that is left free repeats its neighbour.
Field shifted(const Field& field, bool towardsStart, const char* name)
{
    const std::size_t count = field.values.size();
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < count; ++i)
        rows.push_back(towardsStart ? std::min(i + 1, count - 1) : i > 0 ? i - 1 : 0);
    Field out = field;
    out.values = field.values.rows(rows);
    out.name = name;
    out.displayName = name;
    return out;
}

/// Keeps the time and the fields with a role, and numbers their colours by place.
void keepUsed(CandlestickFields& found, bool all)
{
    Frame kept = found.frame;
    kept.fields.clear();
    std::vector<int> place(found.frame.fields.size(), -1);
    for (std::size_t i = 0; i < found.frame.fields.size(); ++i) {
        const bool used = std::find(found.used.begin(), found.used.end(), static_cast<int>(i)) != found.used.end();
        if (i > 0 && !all && !used) continue;
        place[i] = static_cast<int>(kept.fields.size());
        kept.fields.push_back(found.frame.fields[i]);
        kept.fields.back().seriesIndex = i > 0 ? kept.fields.size() - 2 : 0;
    }
    for (const Role& role : kRoles) {
        int& field = found.*role.field;
        if (field >= 0) field = place[static_cast<std::size_t>(field)];
    }
    found.frame = std::move(kept);
}

QColor colorOf(const json::Value& options, const char* which, const char* otherwise)
{
    const std::string& name = options["colors"][which].toString();
    return toQColor(currentVisualTheme().color(name.empty() ? otherwise : name));
}

}  // namespace

std::optional<CandlestickFields> candlestickFields(const std::vector<Frame>& frames, const json::Value& options)
{
    std::optional<Frame> frame = joined(frames);
    if (!frame || frame->fields.size() < 2) return std::nullopt;
    CandlestickFields found;
    found.frame = std::move(*frame);
    const json::Value& map = options["fields"];
    const std::string& mode = options["mode"].toString();
    const auto use = [&](int field) {
        if (field > 0 && std::find(found.used.begin(), found.used.end(), field) == found.used.end())
            found.used.push_back(field);
    };
    for (const Role& role : kRoles) {
        found.*role.field = findRole(found.frame, role, map[role.option].toString());
        use(found.*role.field);
    }
    if (found.open < 0 && found.close < 0) {
        found.open = 1;
        use(found.open);
    }
    const auto add = [&](Field field) {
        found.frame.fields.push_back(std::move(field));
        const auto at = static_cast<int>(found.frame.fields.size()) - 1;
        use(at);
        return at;
    };
    const auto field = [&](int at) { return found.frame.fields[static_cast<std::size_t>(at)]; };
    if (found.open >= 0 && found.close < 0) found.close = add(shifted(field(found.open), true, "Next open"));
    if (found.close >= 0 && found.open < 0) found.open = add(shifted(field(found.close), false, "Previous close"));
    if (found.high < 0) found.high = found.open;
    if (found.low < 0) found.low = found.open;
    const auto forget = [&](int& role) {
        if (role != found.open) std::erase(found.used, role);
        role = -1;
    };
    if (mode == "volume") {
        forget(found.high);
        forget(found.low);
    } else if (mode == "candles") {
        forget(found.volume);
    }
    keepUsed(found, options["includeAllFields"].toBool());
    return found;
}

CandlestickModel candlestickModel(const PanelData& data)
{
    CandlestickModel out;
    out.frames = std::make_shared<const std::vector<Frame>>();
    std::optional<CandlestickFields> found = candlestickFields(*data.frames, data.options);
    PanelData prepared = data;
    if (found) {
        const bool price = data.options["mode"].toString() != "volume";
        if (found->volume >= 0 && price) {
            Field& volume = found->frame.fields[static_cast<std::size_t>(found->volume)];
            volume.config.unit = "short";
        }
        out.frames = std::make_shared<const std::vector<Frame>>(std::vector<Frame>{found->frame});
    }
    prepared.frames = out.frames;
    out.model = timeSeriesModel(prepared);
    if (!found) return out;
    PlotModel& plot = out.model.plot;
    const auto seriesOf = [&](int field) -> PlotSeries* {
        for (std::size_t s = 0; s < plot.series.size(); ++s) {
            if (field >= 0 && out.model.sources[s].field == static_cast<std::size_t>(field)) return &plot.series[s];
        }
        return nullptr;
    };
    const PlotSeries* open = seriesOf(found->open);
    const PlotSeries* close = seriesOf(found->close);
    if (!open || !close) return out;
    PlotCandles candles;
    auto owners = std::make_shared<std::vector<std::shared_ptr<const void>>>();
    const auto take = [&](const PlotSeries* series) -> const double* {
        if (!series) return nullptr;
        owners->push_back(series->owner);
        candles.count = std::min(candles.count, series->count);
        return series->values;
    };
    candles.count = open->count;
    candles.times = open->times;
    candles.open = take(open);
    candles.close = take(close);
    candles.high = take(seriesOf(found->high));
    candles.low = take(seriesOf(found->low));
    PlotSeries* volume = seriesOf(found->volume);
    candles.volume = take(volume);
    candles.owner = owners;
    candles.priceAxis = open->axis;
    candles.asBars = data.options["candleStyle"].toString() == "ohlcbars";
    candles.againstClose = data.options["colorStrategy"].toString() == "close-close";
    candles.up = colorOf(data.options, "up", "green");
    candles.down = colorOf(data.options, "down", "red");
    candles.flat = colorOf(data.options, "flat", "gray");
    const bool price = candles.high && candles.low;
    if (volume) {
        candles.volumeAxis = volume->axis;
        if (volume->fillOpacity > 0) candles.volumeOpacity = volume->fillOpacity;
        double largest = 0;
        for (std::size_t i = 0; i < volume->count; ++i)
            if (std::isfinite(volume->values[i])) largest = std::max(largest, volume->values[i]);
        PlotAxis& axis = plot.axes[static_cast<std::size_t>(volume->axis)];
        if (!price) {
            axis.rules.softMin = 0;  // bars stand on zero
        } else if (volume->axis != open->axis && largest > 0) {
            axis.rules.hardMin = 0;
            axis.rules.hardMax = largest * kVolumeHeight;
            axis.format = [usual = axis.format, largest](double value, int decimals) {
                return value > largest * 2.5 ? QString() : usual(value, decimals);
            };
        }
        volume->drawn = false;
        volume->inLegend = !price && volume->inLegend;
    }
    if (price) {
        for (const int field : {found->open, found->high, found->low, found->close}) {
            PlotSeries* series = seriesOf(field);
            if (!series) continue;
            series->drawn = false;
            series->inLegend = false;
        }
    }
    plot.candles = std::move(candles);
    return out;
}

}  // namespace watchglass::ui
