#pragma once

#include <QByteArray>
#include <QString>

namespace watchglass::ui {

/// Something to be written to a file. The window asks, the program asks the person where to.
struct SaveRequest {
    QString name;    ///< what the file may be called, with its suffix
    QString filter;  ///< for the file dialog: "PNG picture (*.png)"
    QByteArray content;
};

struct PictureExport;

/// Asks for the bytes of a picture to be saved under its title.
[[nodiscard]] SaveRequest pictureRequest(const PictureExport& how, const QByteArray& bytes);

/// A title as the name of a file: without what file systems refuse, never empty.
[[nodiscard]] QString fileNameOf(const QString& title);

}  // namespace watchglass::ui
