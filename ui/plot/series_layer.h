#pragma once

#include <QImage>

#include "ui/plot/column_raster.h"
#include "ui/plot/plot_layout.h"

namespace watchglass::ui {

/// Paints the series of a graph into a picture of the plot rectangle, by way of ColumnRaster.
/// Holds the buffers that are reused from one picture to the next; the raster is one for all layers of a thread.
/// Threads: none of its own; may live on a worker.
class SeriesLayer {
public:
    /// The series inside layout.plot at `devicePixelRatio`, on a transparent ground. Hidden series are left out.
    /// The picture is valid until the next call.
    const QImage& render(const PlotModel& model, const PlotData& data, const PlotLayout& layout,
                         double devicePixelRatio);
    /// The points of the last picture that reach over its border, whole; `painter` stands where the picture does.
    /// Those that have left at the left side once it has moved by `slid` device pixels are left out.
    void paintEdgePoints(QPainter& painter, int slid = 0) const;
    [[nodiscard]] const QImage& picture() const { return m_image; }
    /// Gives the picture's memory to the thread's next layer that draws.
    void release();

private:
    struct Pass;
    std::size_t timesToPixels(const Pass& pass, const PlotSamples& samples);
    void toPixels(const Pass& pass, std::size_t series);
    [[nodiscard]] PixelPath pathOf(const Pass& pass, std::size_t series) const;
    void tracePath(const Pass& pass, std::size_t series, ColumnEnvelope& envelope);
    void fillBand(const Pass& pass, std::size_t series);
    void drawLine(const Pass& pass, std::size_t series);
    void drawBars(const Pass& pass, std::size_t series);
    void drawPoint(const Pass& pass, float x, float y, double radius, const Ink& ink);
    void drawPoints(const Pass& pass, std::size_t series);
    void drawDashes(const Pass& pass, QImage& image);
    Ink fillInk(const Pass& pass, std::size_t series, double opacity);
    void schemeRows(const Pass& pass, const PlotSeries& series, double opacity, std::vector<Pixel>& rows) const;
    void hueRows(const PlotSeries& series, double opacity, std::vector<Pixel>& rows) const;
    [[nodiscard]] Ink lineInk(const Pass& pass, const PlotSeries& series);

    ColumnRaster* m_raster = nullptr;  ///< the thread's, while it renders
    ColumnEnvelope m_envelope;
    ColumnEnvelope m_lower;  ///< the series down to which a band is filled
    std::vector<float> m_lowerRows;
    struct EdgePoint {
        QPointF centre;
        double radius;
        QColor color;
    };
    std::vector<EdgePoint> m_edgePoints;
    QImage m_image;
    static constexpr float kUnknown = -2;  ///< no alignment
    const double* m_times = nullptr;       ///< whose pixels m_x holds; null: nobody's
    std::size_t m_timeCount = 0;
    std::size_t m_firstTime = 0;  ///< of m_times in m_x
    PixelColumns m_columns;       ///< of m_x
    float m_columnsAlign = kUnknown;
    std::vector<float> m_x;
    std::vector<float> m_y;
    std::vector<Pixel> m_fillRows;
    std::vector<Pixel> m_lineRows;
};

}  // namespace watchglass::ui
