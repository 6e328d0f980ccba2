#pragma once

#include <string>
#include <vector>

#include <QString>

#include "ui/frame/frame.h"

namespace watchglass::ui {

enum class CellType { Auto, ColorText, ColorBackground, Gauge, Json, Pill, Sparkline, Image, Markdown };

/// How one column of a table looks.
struct TableColumn {
    const Field* field = nullptr;
    QString title;
    CellType type = CellType::Auto;
    bool gradientBackground = false;
    bool wholeRow = false;
    std::string gaugeMode;  ///< basic, gradient, lcd
    std::string valueMode;  ///< of gauges: color, text, hidden
    bool filterable = false;
    bool wraps = false;  ///< texts take several lines
    Qt::Alignment alignment = Qt::AlignLeft;
    std::vector<std::string> footer;  ///< reducers below the column, one line each
    int width = 0;                    ///< 0: shares what is left
    int minWidth = 150;
};

/// What the field's options make of its column, apart from the footer.
[[nodiscard]] TableColumn columnFor(const Field& field);

/// The reducers below a column. `footer` is the table's own, of before columns had one each.
[[nodiscard]] std::vector<std::string> footerOf(const Field& field, const json::Value& footer);

}  // namespace watchglass::ui
