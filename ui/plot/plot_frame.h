#pragma once

#include <memory>

#include "ui/plot/plot_layout.h"

class QPainter;

namespace watchglass::ui {

struct Theme;

/// Draws what is around and below the data: grid, ticks, labels, axis names. Two hands can draw the grid: Qt Charts
/// (chartFrame()) and a plain painter (painterFrame()); the layout they draw is the same.
///
/// Threads: the chart frame lives on the GUI thread, the painter frame on any one thread.
class PlotFrame {
public:
    PlotFrame() = default;
    PlotFrame(const PlotFrame&) = delete;
    PlotFrame& operator=(const PlotFrame&) = delete;
    virtual ~PlotFrame() = default;

    virtual void paint(QPainter& painter, const PlotLayout& layout, const Theme& theme) = 0;
};

[[nodiscard]] std::unique_ptr<PlotFrame> painterFrame();

/// A QChart in a scene without a view. It keeps its ticks from one paint to the next and changes only those that came
/// or went, which is what makes it affordable. Sparing hosts matters more: see README.md.
[[nodiscard]] std::unique_ptr<PlotFrame> chartFrame();

/// The labels of all axes, for both frames.
void paintLabels(QPainter& painter, const PlotLayout& layout, const Theme& theme);

/// Axis names and axis borders, which both frames share.
void paintAxisExtras(QPainter& painter, const PlotLayout& layout, const Theme& theme);

}  // namespace watchglass::ui
