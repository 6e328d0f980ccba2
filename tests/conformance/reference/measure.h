#pragma once

#include <string>
#include <vector>

#include "engine/base/json.h"
#include "tests/conformance/reference/recorder.h"

namespace watchglass::ui {
class PanelWidget;
}

namespace watchglass::conformance {

/// What one kind of comparison came to.
struct Tally {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::vector<std::string> misses;  ///< what failed, for people

    void add(bool ok, const std::string& what)
    {
        ++(ok ? passed : failed);
        if (!ok) misses.push_back(what);
    }
};

struct Measures {
    Tally ticks;      ///< values and labels of axes, one check per axis
    Tally texts;      ///< each text is there
    Tally positions;  ///< ... and stands within 2 px
    Tally boxes;      ///< edges within half a pixel
    Tally colors;     ///< of series and texts
};

/// Compares what was drawn with what was measured on Grafana's picture. `size` is that of the picture.
void compareDrawn(const json::Value& measured, const Recorder& drawn, const QSize& size, Measures& measures);

/// Compares the axes and series of a graph. Other panels have none.
void compareGraph(const json::Value& measured, const ui::PanelWidget& panel, Measures& measures);

/// Writes down the texts of a graph's axes, which are drawn into a picture of their own.
void recordGraph(const ui::PanelWidget& panel, const QPoint& offset, Recorder& drawn);

/// Writes down the cells of a table, whose edges are drawn as lines.
void recordCells(const ui::PanelWidget& panel, Recorder& drawn);

}  // namespace watchglass::conformance
