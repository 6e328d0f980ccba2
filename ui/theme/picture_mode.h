#pragma once

class QPainter;

namespace watchglass::ui {

/// While one lives, widgets paint for a file: no focus ring, no pointer, no menu button. GUI thread only.
class PictureMode {
public:
    PictureMode();
    ~PictureMode();
    PictureMode(const PictureMode&) = delete;
    PictureMode& operator=(const PictureMode&) = delete;

    [[nodiscard]] static bool isActive();
};

/// How many pixels of a picture a unit of the painter gets: what is painted through an image has to have so many. SVG
/// and PDF, which have no pixels, get three.
[[nodiscard]] double pictureRatio(const QPainter& painter);
/// Whether the painter writes shapes and texts instead of pixels.
[[nodiscard]] bool paintsShapes(const QPainter& painter);
/// Whether the painter draws pixels into memory, where a part of a picture looks like what it is a picture of.
[[nodiscard]] bool paintsPixels(const QPainter& painter);

}  // namespace watchglass::ui
