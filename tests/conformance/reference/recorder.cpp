#include "tests/conformance/reference/recorder.h"

#include <cmath>

#include <QPaintEngine>
#include <QPainterPath>
#include <QPen>

namespace watchglass::conformance {

namespace {

class Engine final : public QPaintEngine {
public:
    explicit Engine(Recorder& target) : QPaintEngine(AllFeatures), m_target(target) {}

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    Type type() const override { return User; }

    void updateState(const QPaintEngineState& changed) override
    {
        const DirtyFlags flags = changed.state();
        if (flags & DirtyTransform) m_transform = changed.transform();
        if (flags & DirtyPen) m_pen = changed.pen();
        if (flags & DirtyBrush) m_brush = changed.brush();
    }

    void drawTextItem(const QPointF& at, const QTextItem& item) override
    {
        m_target.texts.push_back(
            {item.text(), m_transform.map(at), item.width(),
             item.font().pixelSize() > 0 ? item.font().pixelSize() : item.font().pointSizeF() * 96 / 72,
             m_pen.color()});
    }

    void drawRects(const QRectF* rects, int count) override
    {
        for (int i = 0; i < count; ++i) addBox(rects[i]);
    }
    void drawRects(const QRect* rects, int count) override
    {
        for (int i = 0; i < count; ++i) addBox(QRectF(rects[i]));
    }
    void drawPath(const QPainterPath& path) override { addBox(path.boundingRect()); }
    void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
    void drawLines(const QLineF*, int) override {}
    void drawLines(const QLine*, int) override {}
    void drawPixmap(const QRectF& rect, const QPixmap&, const QRectF&) override { addBox(rect); }
    void drawImage(const QRectF& rect, const QImage&, const QRectF&, Qt::ImageConversionFlags) override
    {
        addBox(rect);
    }

private:
    void addBox(QRectF rect)
    {
        const double pen = m_pen.style() == Qt::NoPen ? 0 : m_pen.widthF() / 2;
        rect.adjust(-pen, -pen, pen, pen);
        m_target.boxes.push_back({m_transform.mapRect(rect), m_brush.color()});
    }

    Recorder& m_target;
    QTransform m_transform;
    QPen m_pen;
    QBrush m_brush;
};

constexpr double kMiddle = 0.273;  ///< from the middle of small letters to the baseline, in parts of the size

}  // namespace

Recorder::Recorder(const QSize& size) : m_size(size), m_engine(std::make_unique<Engine>(*this)) {}

Recorder::~Recorder() = default;

void Recorder::joinTexts()
{
    const std::size_t count = texts.size();
    for (std::size_t i = 0; i < count; ++i) {
        DrawnText joined = texts[i];
        for (std::size_t next = i + 1; next < count; ++next) {
            const QPointF end = joined.origin + QPointF(joined.width, 0);
            const QPointF gap = texts[next].origin - end;
            // Of another size they stand on one line or around one, through the middle of small letters.
            const double apart = gap.y() - kMiddle * (texts[next].size - texts[i].size);
            if (std::abs(gap.x()) > 1 || std::min(std::abs(gap.y()), std::abs(apart)) > 0.5) break;
            joined.text += texts[next].text;
            joined.width += texts[next].width;
            texts.push_back(joined);
        }
    }
}

int Recorder::metric(PaintDeviceMetric metric) const
{
    constexpr int kDpi = 96;
    constexpr double kMmPerInch = 25.4;
    switch (metric) {
    case PdmWidth: return m_size.width();
    case PdmHeight: return m_size.height();
    case PdmWidthMM: return static_cast<int>(m_size.width() * kMmPerInch / kDpi);
    case PdmHeightMM: return static_cast<int>(m_size.height() * kMmPerInch / kDpi);
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY: return kDpi;
    case PdmDepth: return 32;
    case PdmDevicePixelRatio: return 1;
    default: return QPaintDevice::metric(metric);
    }
}

}  // namespace watchglass::conformance
