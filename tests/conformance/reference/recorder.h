#pragma once

#include <memory>
#include <vector>

#include <QColor>
#include <QPaintDevice>
#include <QRectF>
#include <QString>

class QPaintEngine;

namespace watchglass::conformance {

/// A text as it was drawn.
struct DrawnText {
    QString text;
    QPointF origin;  ///< left end of the baseline
    double width = 0;
    double size = 0;  ///< pixels
    QColor color;
};

/// A rectangle or rounded rectangle as it was drawn, its pen included.
struct DrawnBox {
    QRectF rect;
    QColor color;
};

/// What a paint device draws nothing of but writes down: texts and boxes in the coordinates of the device.
class Recorder final : public QPaintDevice {
public:
    explicit Recorder(const QSize& size);
    ~Recorder() override;

    [[nodiscard]] QPaintEngine* paintEngine() const override { return m_engine.get(); }

    /// Adds what runs of text read like together: a number and its unit are drawn one after the other.
    void joinTexts();

    std::vector<DrawnText> texts;
    std::vector<DrawnBox> boxes;

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    QSize m_size;
    std::unique_ptr<QPaintEngine> m_engine;
};

}  // namespace watchglass::conformance
