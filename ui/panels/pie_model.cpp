#include "ui/panels/pie_model.h"

#include <algorithm>
#include <cmath>

namespace watchglass::ui {

std::vector<PieSlice> pieSlices(const std::vector<ReducedValue>& values, const std::string& sort,
                                const std::function<bool(const QString&)>& isHidden)
{
    std::vector<PieSlice> slices;
    double total = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        PieSlice slice;
        slice.name = values[i].title;
        slice.color = values[i].color;
        slice.value = values[i].text();
        slice.number = values[i].display.numeric;
        slice.hidden = isHidden(slice.name);
        slice.source = i;
        if (!std::isfinite(slice.number) && values[i].display.text.empty()) continue;
        if (!slice.hidden && std::isfinite(slice.number)) total += std::max(slice.number, 0.0);
        slices.push_back(std::move(slice));
    }
    if (sort != "none") {
        std::stable_sort(slices.begin(), slices.end(), [&](const PieSlice& a, const PieSlice& b) {
            if (std::isnan(a.number) || std::isnan(b.number)) return !std::isnan(a.number) && std::isnan(b.number);
            return sort == "asc" ? a.number < b.number : a.number > b.number;
        });
    }
    double at = 0;
    for (PieSlice& slice : slices) {
        slice.start = at;
        if (!slice.hidden && total > 0 && std::isfinite(slice.number))
            slice.share = std::max(slice.number, 0.0) / total;
        at += slice.share;
        const int decimals = std::clamp(values[slice.source].field->config.decimals.value_or(0), 0, 10);
        slice.percent = QString::number(slice.share * 100, 'f', decimals) + QLatin1Char('%');
    }
    return slices;
}

int sliceAt(const std::vector<PieSlice>& slices, double turn)
{
    for (std::size_t i = 0; i < slices.size(); ++i) {
        if (slices[i].share > 0 && turn >= slices[i].start && turn < slices[i].start + slices[i].share)
            return static_cast<int>(i);
    }
    return -1;
}

}  // namespace watchglass::ui
