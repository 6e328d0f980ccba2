#include "ui/panels/heatmap_exemplars.h"

#include <cmath>
#include <limits>
#include <optional>

namespace watchglass::ui {

namespace {

/// The bounds that name the rows; none when one of them is no number.
std::optional<std::vector<double>> boundsOf(const HeatmapModel& model)
{
    std::vector<double> out;
    for (const QString& name : model.rowNames) {
        bool number = name == QLatin1String("+Inf");
        out.push_back(number ? std::numeric_limits<double>::infinity() : name.toDouble(&number));
        if (!number) return std::nullopt;
    }
    return out;
}

/// The row that counts `value`: up to its upper bound, or from its lower one on.
std::optional<std::size_t> rowOf(double value, const std::vector<double>& bounds, bool lower)
{
    std::optional<std::size_t> found;
    for (std::size_t row = 0; row < bounds.size(); ++row) {
        if (!lower && value <= bounds[row]) return row;
        if (lower && value >= bounds[row]) found = row;
    }
    return found;
}

}  // namespace

std::vector<HeatmapExemplar> heatmapExemplars(const PanelData& data, const HeatmapModel& model)
{
    std::vector<HeatmapExemplar> out;
    if (!data.exemplars || model.edges.size() < 2 || data.options["calculate"].toBool()) return out;
    const bool named = !model.rowNames.empty();
    const auto bounds = named ? boundsOf(model) : std::nullopt;
    if (named && !bounds) return out;
    for (std::size_t i = 0; i < data.exemplars->size(); ++i) {
        const Exemplar& exemplar = (*data.exemplars)[i];
        double edge = exemplar.value;
        if (named) {
            const auto row = rowOf(exemplar.value, *bounds, model.lowerBounds);
            if (!row) continue;
            edge = static_cast<double>(*row) + 0.5;
        }
        if (std::isfinite(model.scale.forward(edge))) out.push_back({i, static_cast<double>(exemplar.tMs), edge});
    }
    return out;
}

}  // namespace watchglass::ui
