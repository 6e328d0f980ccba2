#pragma once

#include <QRectF>

#include "ui/panels/table_model.h"

class QPainter;

namespace watchglass::ui {

/// A cell that is more than a text: where it stands and what is in it.
struct CellSpot {
    const TableModel& model;
    QModelIndex index;
    QRectF box;    ///< all of it, the line at its right included
    QRectF inner;  ///< without padding and lines

    [[nodiscard]] const TableColumn& column() const;
};

/// As a bar gauge that has the cell for itself.
void paintGaugeCell(QPainter& painter, const CellSpot& spot);
/// The line of a frame inside the cell, and the value it comes to before it.
void paintSparklineCell(QPainter& painter, const CellSpot& spot);
/// Each of the texts in a box of its own colour.
void paintPillCell(QPainter& painter, const CellSpot& spot);
/// A picture that is in the data itself. What stands somewhere else is not fetched, and says so.
void paintImageCell(QPainter& painter, const CellSpot& spot, const QColor& ink);
/// Markdown without HTML and pictures.
void paintMarkdownCell(QPainter& painter, const CellSpot& spot, const QColor& ink);

/// The texts of a cell with pills: a JSON list, or what stands between commas.
[[nodiscard]] QStringList pillTexts(const QString& text);

/// The picture of a data: URI, no larger than `most` on either side. Null when it is none or cannot be read.
[[nodiscard]] QImage embeddedImage(const QString& uri, const QSize& most);

}  // namespace watchglass::ui
