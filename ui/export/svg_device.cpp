#include "ui/export/svg_device.h"

#include <cmath>

#include <QGuiApplication>
#include <QScreen>

#include "ui/export/svg_engine.h"

namespace watchglass::ui {

namespace {

/// As the screen has it, so that texts measured for it fit.
double dotsPerInch()
{
    const QScreen* screen = QGuiApplication::primaryScreen();
    return screen ? screen->logicalDotsPerInchY() : 96;
}

}  // namespace

SvgDevice::SvgDevice(const QSizeF& size, const QString& title)
    : m_size(size), m_title(title), m_engine(std::make_unique<SvgPaintEngine>(dotsPerInch() / 72))
{
}

SvgDevice::~SvgDevice() = default;

QPaintEngine* SvgDevice::paintEngine() const { return m_engine.get(); }

int SvgDevice::metric(PaintDeviceMetric metric) const
{
    constexpr double kMillimetres = 25.4;
    switch (metric) {
    case PdmWidth: return static_cast<int>(std::ceil(m_size.width()));
    case PdmHeight: return static_cast<int>(std::ceil(m_size.height()));
    case PdmWidthMM: return static_cast<int>(m_size.width() / dotsPerInch() * kMillimetres);
    case PdmHeightMM: return static_cast<int>(m_size.height() / dotsPerInch() * kMillimetres);
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY: return static_cast<int>(dotsPerInch());
    case PdmDevicePixelRatio: return 1;
    case PdmDevicePixelRatioScaled: return static_cast<int>(devicePixelRatioFScale());
    case PdmDepth: return 32;
    default: return QPaintDevice::metric(metric);
    }
}

QByteArray SvgDevice::document() const
{
    const QByteArray width = QByteArray::number(m_size.width());
    const QByteArray height = QByteArray::number(m_size.height());
    QByteArray out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" +
                     width + "\" height=\"" + height + "\" xml:space=\"preserve\" viewBox=\"0 0 " + width + ' ' +
                     height + "\">\n";
    if (!m_title.isEmpty()) out += "<title>" + m_title.toHtmlEscaped().toUtf8() + "</title>\n";
    if (!m_engine->definitions().isEmpty()) out += "<defs>\n" + m_engine->definitions() + "</defs>\n";
    return out + m_engine->body() + "</svg>\n";
}

}  // namespace watchglass::ui
