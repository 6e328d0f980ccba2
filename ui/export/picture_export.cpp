#include "ui/export/picture_export.h"

#include <algorithm>
#include <cmath>

#include <QBuffer>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>

#include "ui/export/svg_device.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kPointsPerPixel = 0.75;  ///< a pixel of the screen is 1/96 of an inch, a point 1/72
constexpr double kA4Margin = 24;          ///< points
constexpr int kPdfResolution = 1200;

void draw(QWidget& widget, QPainter& painter, const QRect& part)
{
    widget.render(&painter, QPoint(), QRegion(part), QWidget::DrawChildren);
}

QByteArray pngOf(QWidget& widget, double scale)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    imageOf(widget, scale).save(&buffer, "PNG");
    return bytes;
}

QByteArray svgOf(QWidget& widget, const QString& title)
{
    SvgDevice device(widget.size(), title);
    QPainter painter(&device);
    painter.fillRect(widget.rect(), currentTheme().canvas);
    draw(widget, painter, widget.rect());
    painter.end();
    return device.document();
}

QPageLayout pageFor(const QRect& part, bool a4)
{
    const QPageSize::SizeMatchPolicy exact = QPageSize::ExactMatch;
    if (!a4) {
        return QPageLayout(QPageSize(QSizeF(part.width() * kPointsPerPixel, part.height() * kPointsPerPixel),
                                     QPageSize::Point, {}, exact),
                           QPageLayout::Portrait, QMarginsF());
    }
    const bool wide = part.width() > part.height();
    return QPageLayout(QPageSize(QPageSize::A4), wide ? QPageLayout::Landscape : QPageLayout::Portrait,
                       QMarginsF(kA4Margin, kA4Margin, kA4Margin, kA4Margin), QPageLayout::Point);
}

QByteArray pdfOf(QWidget& widget, const PictureExport& how, std::vector<QRect> parts)
{
    if (parts.empty()) parts.push_back(widget.rect());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(how.title);
    writer.setCreator(QStringLiteral("Watchglass"));
    writer.setResolution(kPdfResolution);
    writer.setPageLayout(pageFor(parts.front(), how.a4));
    QPainter painter;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const QRect& part = parts[i];
        if (i > 0) {
            writer.setPageLayout(pageFor(part, how.a4));
            writer.newPage();
        } else if (!painter.begin(&writer)) {
            return {};
        }
        const QRectF room = writer.pageLayout().paintRectPixels(kPdfResolution);
        const double scale = std::min(room.width() / part.width(), room.height() / part.height());
        painter.save();
        painter.scale(scale, scale);
        painter.translate(-part.topLeft());
        painter.fillRect(part, currentTheme().canvas);
        painter.translate(part.topLeft());
        draw(widget, painter, part);
        painter.restore();
    }
    painter.end();
    return bytes;
}

}  // namespace

QImage imageOf(QWidget& widget, double scale)
{
    const PictureMode mode;
    QImage image((QSizeF(widget.size()) * scale).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(currentTheme().canvas);
    QPainter painter(&image);
    draw(widget, painter, widget.rect());
    return image;
}

QByteArray pictureOf(QWidget& widget, const PictureExport& how, const std::vector<QRect>& parts)
{
    const PictureMode mode;
    switch (how.format) {
    case PictureFormat::Png: return pngOf(widget, how.scale);
    case PictureFormat::Svg: return svgOf(widget, how.title);
    case PictureFormat::Pdf: break;
    }
    return pdfOf(widget, how, parts);
}

const PictureFormat* formatOfSuffix(const QString& path)
{
    static constexpr PictureFormat kAll[] = {PictureFormat::Png, PictureFormat::Svg, PictureFormat::Pdf};
    for (const PictureFormat& format : kAll) {
        if (path.endsWith(QLatin1Char('.') + suffixOf(format), Qt::CaseInsensitive)) return &format;
    }
    return nullptr;
}

QString suffixOf(PictureFormat format)
{
    switch (format) {
    case PictureFormat::Svg: return QStringLiteral("svg");
    case PictureFormat::Pdf: return QStringLiteral("pdf");
    case PictureFormat::Png: break;
    }
    return QStringLiteral("png");
}

}  // namespace watchglass::ui
