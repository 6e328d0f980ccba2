#pragma once

#include <algorithm>

#include <QPointF>
#include <QRectF>

namespace watchglass::ui {

/// How a flat drawing of its own size is shown: moved and magnified.
struct PlaneView {
    QPointF shift;
    double scale = 1;

    static constexpr double kLeastScale = 0.02;
    static constexpr double kMostScale = 20;

    [[nodiscard]] QPointF toView(const QPointF& at) const { return at * scale + shift; }
    [[nodiscard]] QPointF fromView(const QPointF& at) const { return (at - shift) / scale; }
    [[nodiscard]] QRectF toView(const QRectF& box) const { return {toView(box.topLeft()), box.size() * scale}; }

    void zoomBy(double factor, const QPointF& about)
    {
        const QPointF kept = fromView(about);
        scale = std::clamp(scale * factor, kLeastScale, kMostScale);
        shift = about - kept * scale;
    }

    /// Shows all of `box` in the middle of `view`, at most at its own size.
    void fit(const QRectF& box, const QRectF& view)
    {
        const double across = box.width() > 0 ? view.width() / box.width() : 1;
        const double down = box.height() > 0 ? view.height() / box.height() : 1;
        scale = std::clamp(std::min({across, down, 1.0}), kLeastScale, kMostScale);
        shift = view.center() - box.center() * scale;
    }
};

}  // namespace watchglass::ui
