#pragma once

#include <utility>
#include <vector>

#include <QColor>
#include <QString>

#include "ui/panels/panel_data.h"

namespace watchglass::ui {

/// A span of time in one state.
struct StateSpan {
    double fromMs = 0;
    double toMs = 0;
    QString text;
    QColor color;
    std::size_t row = 0;  ///< of the field where it begins
};

/// The states of one field over time.
struct StateRow {
    QString name;
    std::vector<StateSpan> spans;  ///< ascending
    const Field* field = nullptr;  ///< points into PanelData::frames
    std::size_t frame = 0;
};

struct StateModel {
    std::vector<StateRow> rows;  ///< from the top down
    std::vector<std::pair<QString, QColor>> legend;
};

/// Every field beside the time is a row. A state lasts until the next value; nulls end it unless `spanNulls`. With
/// `options.mergeValues` equal neighbours are one state.
[[nodiscard]] StateModel stateTimelineModel(const PanelData& data);

/// A box per value, `options.colWidth` of the distance of values wide, around its time.
[[nodiscard]] StateModel statusHistoryModel(const PanelData& data);

}  // namespace watchglass::ui
