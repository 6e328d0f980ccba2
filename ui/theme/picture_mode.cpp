#include "ui/theme/picture_mode.h"

#include <algorithm>
#include <cmath>

#include <QPaintEngine>
#include <QPainter>

namespace watchglass::ui {

namespace {

int s_living = 0;  ///< GUI thread only
constexpr double kShapesRatio = 3;
constexpr double kLargestRatio = 8;

}  // namespace

PictureMode::PictureMode() { ++s_living; }

PictureMode::~PictureMode() { --s_living; }

bool PictureMode::isActive() { return s_living > 0; }

bool paintsShapes(const QPainter& painter)
{
    const QPaintEngine* engine = painter.paintEngine();
    if (!engine) return false;
    return engine->type() == QPaintEngine::SVG || engine->type() == QPaintEngine::Pdf;
}

bool paintsPixels(const QPainter& painter)
{
    const QPaintEngine* engine = painter.paintEngine();
    return engine && engine->type() == QPaintEngine::Raster;
}

double pictureRatio(const QPainter& painter)
{
    if (paintsShapes(painter)) return kShapesRatio;
    return std::clamp(std::abs(painter.deviceTransform().m11()), 0.5, kLargestRatio);
}

}  // namespace watchglass::ui
