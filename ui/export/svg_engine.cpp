#include "ui/export/svg_engine.h"

#include <algorithm>
#include <cmath>

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QPen>
#include <QPixmap>

#include "ui/export/svg_path.h"

namespace watchglass::ui {

namespace {

QByteArray number(double value) { return svgNumber(value); }

QByteArray attribute(const char* name, const QByteArray& value) { return ' ' + QByteArray(name) + "=\"" + value + '"'; }

/// What XML 1.0 cannot hold is left out.
QByteArray escaped(const QString& text)
{
    QString kept;
    for (const QChar c : text) {
        if (c.unicode() >= 0x20 && c.unicode() < 0xFFFE) kept += c;
    }
    return kept.toHtmlEscaped().toUtf8();
}

QByteArray matrixText(const QTransform& matrix)
{
    return "matrix(" + QByteArray::number(matrix.m11()) + ' ' + QByteArray::number(matrix.m12()) + ' ' +
           QByteArray::number(matrix.m21()) + ' ' + QByteArray::number(matrix.m22()) + ' ' + number(matrix.dx()) + ' ' +
           number(matrix.dy()) + ')';
}

}  // namespace

SvgPaintEngine::SvgPaintEngine(double pixelsPerPoint)
    : QPaintEngine(PrimitiveTransform | PixmapTransform | PainterPaths | Antialiasing | AlphaBlend |
                   LinearGradientFill | RadialGradientFill | ObjectBoundingModeGradients | ConstantOpacity |
                   BrushStroke | PaintOutsidePaintEvent),
      m_pixelsPerPoint(pixelsPerPoint)
{
}

bool SvgPaintEngine::begin(QPaintDevice*)
{
    setActive(true);
    return true;
}

bool SvgPaintEngine::end()
{
    closeGroups();
    setActive(false);
    return true;
}

QByteArray SvgPaintEngine::define(const QByteArray& name, const QByteArray& attributes, const QByteArray& content)
{
    const QByteArray text = name + attributes + content;
    QByteArray& id = m_byText[text];
    if (id.isEmpty()) {
        id = "d" + QByteArray::number(m_byText.size());
        m_definitions += '<' + name + attribute("id", id) + attributes + '>' + content + "</" + name + ">\n";
    }
    return "url(#" + id + ')';
}

/// Of the clip that counts now, whose bounds are kept.
QByteArray SvgPaintEngine::clipAttribute()
{
    const QRegion system = systemClip();
    const QPainter* now = painter();
    const bool own = now->hasClipping();
    m_clipBounds = {};
    if (system.isEmpty() && !own) return {};
    QPainterPath clip;
    if (own) clip = now->deviceTransform().map(now->clipPath());
    if (!system.isEmpty()) {
        QPainterPath region;
        region.addRegion(system);
        clip = own ? clip.intersected(region) : region;
    }
    m_clipBounds = clip.boundingRect();
    // What is clipped to nothing is nowhere.
    if (m_clipBounds.isEmpty()) m_clipBounds = QRectF(-1e9, -1e9, 1, 1);
    return attribute("clip-path", define("clipPath", {}, "<path" + attribute("d", svgPath(clip)) + "/>"));
}

QByteArray SvgPaintEngine::placeAttributes() const
{
    const QTransform matrix = painter()->deviceTransform();
    QByteArray out;
    if (!matrix.isIdentity()) {
        const bool moved = matrix.type() == QTransform::TxTranslate;
        const QByteArray offset = number(matrix.dx()) + ' ' + number(matrix.dy());
        out = attribute("transform", moved ? "translate(" + offset + ')' : matrixText(matrix));
    }
    if (painter()->opacity() < 1) out += attribute("opacity", number(painter()->opacity()));
    return out;
}

/// Whether nothing of what is within `bounds` can be seen.
bool SvgPaintEngine::isClippedAway(const QRectF& bounds, double pen)
{
    const QTransform matrix = painter()->deviceTransform();
    const double reach = pen * 2 + 2;  // sharp corners reach further than the pen
    const QRectF there = matrix.mapRect(bounds.adjusted(-reach, -reach, reach, reach));
    clipAttribute();
    return !m_clipBounds.isNull() && !m_clipBounds.intersects(there);
}

void SvgPaintEngine::closeGroups()
{
    if (m_open) m_body += "</g>\n";
    if (m_clipOpen) m_body += "</g>\n";
    m_open = m_clipOpen = false;
}

void SvgPaintEngine::element(const QByteArray& text, const QByteArray& style)
{
    // The clip is in the device's coordinates: it stands outside of the transformation.
    const QByteArray clip = clipAttribute();
    const QByteArray place = placeAttributes();
    if (clip != m_clip) {
        closeGroups();
        m_clip = clip;
        if (!clip.isEmpty()) m_body += "<g" + clip + ">\n";
        m_clipOpen = !clip.isEmpty();
    }
    const QByteArray group = place + style;
    if (!m_open || group != m_group) {
        if (m_open) m_body += "</g>\n";
        m_group = group;
        m_open = !group.isEmpty();
        if (m_open) m_body += "<g" + group + ">\n";
    }
    m_body += text + '\n';
    // Opacity is that of each element: of a group it would be that of all of them together.
    if (m_open && painter()->opacity() < 1) {
        m_body += "</g>\n";
        m_open = false;
    }
}

QByteArray SvgPaintEngine::paintOf(const QBrush& brush, double* alpha)
{
    const QGradient* gradient = brush.gradient();
    if (!gradient) {
        *alpha = brush.color().alphaF();
        return brush.color().name().toLatin1();
    }
    *alpha = 1;
    QByteArray stops;
    for (const auto& [offset, color] : gradient->stops()) {
        stops += "<stop" + attribute("offset", number(offset)) + attribute("stop-color", color.name().toLatin1()) +
                 attribute("stop-opacity", number(color.alphaF())) + "/>";
    }
    const bool ofBox = gradient->coordinateMode() != QGradient::LogicalMode;
    QByteArray units = ofBox ? QByteArray() : attribute("gradientUnits", "userSpaceOnUse");
    if (const QTransform place = brush.transform(); !place.isIdentity())
        units += attribute("gradientTransform", matrixText(place));
    if (gradient->type() == QGradient::RadialGradient) {
        const auto* radial = static_cast<const QRadialGradient*>(gradient);
        return define("radialGradient",
                      units + attribute("cx", number(radial->center().x())) +
                          attribute("cy", number(radial->center().y())) + attribute("r", number(radial->radius())),
                      stops);
    }
    const auto* linear = static_cast<const QLinearGradient*>(gradient);
    return define("linearGradient",
                  units + attribute("x1", number(linear->start().x())) + attribute("y1", number(linear->start().y())) +
                      attribute("x2", number(linear->finalStop().x())) +
                      attribute("y2", number(linear->finalStop().y())),
                  stops);
}

QByteArray SvgPaintEngine::fillAttributes(const QBrush& brush)
{
    if (brush.style() == Qt::NoBrush) return attribute("fill", "none");
    double alpha = 1;
    const QByteArray paint = paintOf(brush, &alpha);
    return attribute("fill", paint) + (alpha < 1 ? attribute("fill-opacity", number(alpha)) : QByteArray());
}

QByteArray SvgPaintEngine::strokeAttributes(const QPen& pen)
{
    if (pen.style() == Qt::NoPen || (!pen.brush().gradient() && pen.color().alpha() == 0)) return {};
    const double width = pen.widthF() > 0 ? pen.widthF() : 1;
    double alpha = 1;
    QByteArray out = attribute("stroke", paintOf(pen.brush(), &alpha));
    if (alpha < 1) out += attribute("stroke-opacity", number(alpha));
    if (width != 1) out += attribute("stroke-width", number(width));
    if (pen.isCosmetic()) out += attribute("vector-effect", "non-scaling-stroke");
    if (pen.capStyle() == Qt::RoundCap) out += attribute("stroke-linecap", "round");
    if (pen.capStyle() == Qt::SquareCap) out += attribute("stroke-linecap", "square");
    if (pen.joinStyle() == Qt::RoundJoin) out += attribute("stroke-linejoin", "round");
    if (pen.joinStyle() == Qt::BevelJoin) out += attribute("stroke-linejoin", "bevel");
    if (pen.style() != Qt::SolidLine) {
        QByteArray dashes;
        for (const double dash : pen.dashPattern()) dashes += number(dash * width) + ' ';
        out += attribute("stroke-dasharray", dashes.trimmed());
    }
    return out;
}

void SvgPaintEngine::drawPath(const QPainterPath& path)
{
    if (path.isEmpty()) return;
    const QByteArray stroke = strokeAttributes(painter()->pen());
    const QBrush brush = painter()->brush();
    if (stroke.isEmpty() && brush.style() == Qt::NoBrush) return;
    const double pen = stroke.isEmpty() ? 0 : std::max(painter()->pen().widthF(), 1.0);
    if (isClippedAway(path.controlPointRect(), pen)) return;
    QByteArray rule;
    if (path.fillRule() == Qt::OddEvenFill && brush.style() != Qt::NoBrush) rule = attribute("fill-rule", "evenodd");
    element("<path" + attribute("d", svgPath(path)) + "/>", fillAttributes(brush) + rule + stroke);
}

void SvgPaintEngine::drawPolygon(const QPointF* points, int count, PolygonDrawMode mode)
{
    if (count == 0) return;
    const bool line = mode == PolylineMode;
    const QBrush brush = line ? QBrush(Qt::NoBrush) : painter()->brush();
    const QByteArray stroke = strokeAttributes(painter()->pen());
    if (stroke.isEmpty() && brush.style() == Qt::NoBrush) return;
    SvgPath path;
    QRectF bounds(points[0], points[0]);
    path.moveTo(points[0]);
    for (int i = 1; i < count; ++i) {
        path.lineTo(points[i]);
        bounds.setCoords(std::min(bounds.left(), points[i].x()), std::min(bounds.top(), points[i].y()),
                         std::max(bounds.right(), points[i].x()), std::max(bounds.bottom(), points[i].y()));
    }
    const double pen = stroke.isEmpty() ? 0 : std::max(painter()->pen().widthF(), 1.0);
    if (isClippedAway(bounds, pen)) return;
    const QByteArray rule = mode == OddEvenMode && brush.style() != Qt::NoBrush ? attribute("fill-rule", "evenodd")
                                                                                : QByteArray();
    element("<path" + attribute("d", path.take(!line)) + "/>", fillAttributes(brush) + rule + stroke);
}

void SvgPaintEngine::drawTextItem(const QPointF& at, const QTextItem& item)
{
    if (item.text().trimmed().isEmpty()) return;
    const QFont font = item.font();
    const double size = font.pixelSize() > 0 ? font.pixelSize() : font.pointSizeF() * m_pixelsPerPoint;
    const QByteArray family = escaped(font.family()) + (font.fixedPitch() ? ", monospace" : ", sans-serif");
    const double height = size * 1.5;
    if (isClippedAway(QRectF(at.x(), at.y() - height, item.width(), 2 * height), 0)) return;
    QByteArray style = attribute("font-family", family) + attribute("font-size", number(size));
    if (font.weight() != QFont::Normal) style += attribute("font-weight", QByteArray::number(font.weight()));
    if (font.italic()) style += attribute("font-style", "italic");
    // Not all programs know textLength.
    if (font.letterSpacingType() == QFont::AbsoluteSpacing && font.letterSpacing() != 0)
        style += attribute("letter-spacing", number(font.letterSpacing()));
    const QColor color = painter()->pen().color();
    style += attribute("fill", color.name().toLatin1());
    if (color.alpha() < 255) style += attribute("fill-opacity", number(color.alphaF()));
    element("<text" + attribute("x", number(at.x())) + attribute("y", number(at.y())) +
                attribute("textLength", number(item.width())) + attribute("lengthAdjust", "spacingAndGlyphs") + '>' +
                escaped(item.text()) + "</text>",
            style);
}

void SvgPaintEngine::drawImage(const QRectF& box, const QImage& image, const QRectF& source, Qt::ImageConversionFlags)
{
    const QRect part = source.toAlignedRect().intersected(image.rect());
    if (part.isEmpty() || box.isEmpty() || isClippedAway(box, 0)) return;
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    (part == image.rect() ? image : image.copy(part)).save(&buffer, "PNG");
    element("<image" + attribute("x", number(box.x())) + attribute("y", number(box.y())) +
                attribute("width", number(box.width())) + attribute("height", number(box.height())) +
                attribute("preserveAspectRatio", "none") +
                attribute("href", "data:image/png;base64," + png.toBase64()) + "/>",
            {});
}

void SvgPaintEngine::drawPixmap(const QRectF& box, const QPixmap& pixmap, const QRectF& source)
{
    drawImage(box, pixmap.toImage(), source, Qt::AutoColor);
}

}  // namespace watchglass::ui
