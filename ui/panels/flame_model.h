#pragma once

#include <vector>

#include <QColor>
#include <QString>

#include "ui/panels/panel_data.h"

namespace watchglass::ui {

struct FlameBlock {
    int level = 0;
    double start = 0;  ///< in the unit of the values
    double value = 0;
    double self = 0;
    std::size_t label = 0;   ///< index into the labels
    std::size_t parent = 0;  ///< index of the block; itself for roots
    std::size_t row = 0;
};

/// What all blocks of a name come to.
struct FlameSymbol {
    QString label;
    double self = 0;
    double total = 0;  ///< nested calls of itself counted once
    std::size_t blocks = 0;
};

struct FlameModel {
    std::vector<FlameBlock> blocks;  ///< in the order of the frame: parents before children
    std::vector<FlameSymbol> symbols;
    double total = 0;
    int depth = 0;
    std::size_t frame = 0;
    std::size_t valueField = 0;
    QString problem;  ///< which fields are missing
    std::vector<QString> notes;
};

/// More blocks than this are not read: a note says so.
inline constexpr std::size_t kMostBlocks = 200'000;

/// Reads a frame with the fields `level`, `value`, `self` and `label` (a text, or a number with an enumeration) as a
/// nested set: each row lies in the last row before it whose level is one less.
[[nodiscard]] FlameModel flameModel(const PanelData& data);

/// The part of a name that says whose code it is: "net/http" of "net/http.HandlerFunc.ServeHTTP".
[[nodiscard]] QString packageOf(const QString& label);

/// A colour that belongs to a name, and one that belongs to a share of the whole.
[[nodiscard]] QColor flameColorByPackage(const QString& label, bool dark);
[[nodiscard]] QColor flameColorByValue(double share, bool dark);

}  // namespace watchglass::ui
