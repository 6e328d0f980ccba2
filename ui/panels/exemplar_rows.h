#pragma once

#include <functional>
#include <utility>
#include <vector>

#include <QString>
#include <QUrl>

#include "ui/panels/panel_data.h"
#include "ui/plot/plot_tooltip.h"

namespace watchglass::ui {

/// What the tooltip of an exemplar says: its value, its own labels and those of its series.
[[nodiscard]] std::vector<std::pair<QString, QString>> exemplarRows(const Exemplar& exemplar, const QString& value);

/// What a pinned tooltip of an exemplar offers: where its labels lead, and each of them to copy.
[[nodiscard]] std::vector<TooltipAction> exemplarActions(const Exemplar& exemplar, const PanelData& data,
                                                         const std::function<void(const QUrl&)>& follow);

}  // namespace watchglass::ui
