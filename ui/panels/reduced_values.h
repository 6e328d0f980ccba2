#pragma once

#include <vector>

#include <QString>

#include "ui/frame/field_display.h"
#include "ui/panels/panel_data.h"
#include "ui/theme/accessible_items.h"

namespace watchglass::ui {

/// One big value of a stat, gauge or bar gauge panel.
struct ReducedValue {
    QString title;
    DisplayValue display;
    QColor color;
    const Frame* frame = nullptr;  ///< both point into PanelData::frames
    const Field* field = nullptr;
    FieldDisplay source;

    /// Prefix, text and suffix as they are drawn.
    [[nodiscard]] QString text() const { return QString::fromStdString(display.toString()); }
};

/// The values that `options.reduceOptions` selects: one per field and calculation, or one per row with
/// `values: true`. Without any number field there are none.
[[nodiscard]] std::vector<ReducedValue> reducedValues(const PanelData& data);

/// Where a value stands in the data, for its links.
[[nodiscard]] DataPoint pointOf(const ReducedValue& value, const PanelData& data);

/// The values one by one, for assistive tools.
[[nodiscard]] std::vector<AccessibleItem> accessibleValues(const std::vector<ReducedValue>& values);
/// "cpu: 93 %, memory: 4 GiB": the values in words.
[[nodiscard]] QString describe(const std::vector<ReducedValue>& values);

}  // namespace watchglass::ui
