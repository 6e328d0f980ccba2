#pragma once

#include <vector>

#include <QByteArray>
#include <QImage>
#include <QRect>
#include <QWidget>

namespace watchglass::ui {

enum class PictureFormat { Png, Svg, Pdf };

/// What becomes of a picture.
struct PictureExport {
    PictureFormat format = PictureFormat::Png;
    double scale = 1;    ///< PNG: pixels for one of the screen
    bool a4 = false;     ///< PDF: A4, turned as fits; false: pages as large as what is on them
    QString title = {};  ///< of the document
};

/// The widget with all that is in it, as the screen shows it without pointer and focus. Widgets that are not shown draw
/// as they would be.
[[nodiscard]] QImage imageOf(QWidget& widget, double scale);

/// The same as the bytes of a file. In a PDF each of `parts` is a page, in the widget's coordinates; none: the whole is
/// one. A part that is too long for A4 is made smaller.
[[nodiscard]] QByteArray pictureOf(QWidget& widget, const PictureExport& how, const std::vector<QRect>& parts = {});

/// ".png", ".svg", ".pdf"; null for other names.
[[nodiscard]] const PictureFormat* formatOfSuffix(const QString& path);
[[nodiscard]] QString suffixOf(PictureFormat format);

}  // namespace watchglass::ui
