#include "ui/export/svg_engine.h"

#include <cmath>

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QPen>
#include <QPixmap>

namespace watchglass::ui {

namespace {

/// Hundredths of a pixel are below what can be seen.
QByteArray number(double value)
{
    QByteArray text = QByteArray::number(value, 'f', 2);
    while (text.endsWith('0')) text.chop(1);
    if (text.endsWith('.')) text.chop(1);
    return text == "-0" ? QByteArray("0") : text;
}

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

QByteArray pathData(const QPainterPath& path)
{
    QByteArray out;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        const QByteArray point = number(element.x) + ' ' + number(element.y);
        switch (element.type) {
        case QPainterPath::MoveToElement: out += 'M' + point; break;
        case QPainterPath::LineToElement: out += 'L' + point; break;
        case QPainterPath::CurveToElement: out += 'C' + point; break;
        case QPainterPath::CurveToDataElement: out += ' ' + point; break;
        }
    }
    return out;
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
    if (!m_group.isEmpty()) m_body += "</g></g>\n";
    m_group.clear();
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

QByteArray SvgPaintEngine::clipAttribute()
{
    QPainterPath clip;
    const QRegion system = systemClip();
    const QPainter* now = painter();
    const bool own = now->hasClipping();
    if (system.isEmpty() && !own) return {};
    if (own) clip = now->deviceTransform().map(now->clipPath());
    if (!system.isEmpty()) {
        QPainterPath region;
        region.addRegion(system);
        clip = own ? clip.intersected(region) : region;
    }
    return attribute("clip-path", define("clipPath", {}, "<path" + attribute("d", pathData(clip)) + "/>"));
}

QByteArray SvgPaintEngine::groupStart()
{
    // The clip is in the device's coordinates: it stands outside of the transformation.
    const QTransform matrix = painter()->deviceTransform();
    QByteArray start = "<g" + clipAttribute() + '>';
    QByteArray inner;
    if (!matrix.isIdentity()) {
        const bool moved = matrix.type() == QTransform::TxTranslate;
        const QByteArray offset = number(matrix.dx()) + ' ' + number(matrix.dy());
        inner = attribute("transform", moved ? "translate(" + offset + ')'
                                             : "matrix(" + QByteArray::number(matrix.m11()) + ' ' +
                                                   QByteArray::number(matrix.m12()) + ' ' +
                                                   QByteArray::number(matrix.m21()) + ' ' +
                                                   QByteArray::number(matrix.m22()) + ' ' + offset + ')');
    }
    if (painter()->opacity() < 1) inner += attribute("opacity", number(painter()->opacity()));
    return start + "<g" + inner + '>';
}

void SvgPaintEngine::element(const QByteArray& text)
{
    const QByteArray group = groupStart();
    if (group != m_group) {
        if (!m_group.isEmpty()) m_body += "</g></g>\n";
        m_body += group + '\n';
        m_group = group;
    }
    m_body += text + '\n';
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
    const QByteArray units = ofBox ? QByteArray() : attribute("gradientUnits", "userSpaceOnUse");
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
    QByteArray rule;
    if (path.fillRule() == Qt::OddEvenFill && brush.style() != Qt::NoBrush) rule = attribute("fill-rule", "evenodd");
    element("<path" + attribute("d", pathData(path)) + fillAttributes(brush) + rule + stroke + "/>");
}

void SvgPaintEngine::drawPolygon(const QPointF* points, int count, PolygonDrawMode mode)
{
    QByteArray places;
    for (int i = 0; i < count; ++i) places += number(points[i].x()) + ',' + number(points[i].y()) + ' ';
    const QByteArray shape = attribute("points", places.trimmed());
    if (mode == PolylineMode) {
        element("<polyline" + shape + attribute("fill", "none") + strokeAttributes(painter()->pen()) + "/>");
        return;
    }
    const QByteArray rule = mode == OddEvenMode ? attribute("fill-rule", "evenodd") : QByteArray();
    element("<polygon" + shape + fillAttributes(painter()->brush()) + rule + strokeAttributes(painter()->pen()) + "/>");
}

void SvgPaintEngine::drawTextItem(const QPointF& at, const QTextItem& item)
{
    if (item.text().trimmed().isEmpty()) return;
    const QFont font = item.font();
    const double size = font.pixelSize() > 0 ? font.pixelSize() : font.pointSizeF() * m_pixelsPerPoint;
    const QByteArray family = escaped(font.family()) + (font.fixedPitch() ? ", monospace" : ", sans-serif");
    QByteArray out = "<text xml:space=\"preserve\"" + attribute("x", number(at.x())) + attribute("y", number(at.y())) +
                     attribute("font-family", family) + attribute("font-size", number(size)) +
                     attribute("textLength", number(item.width())) + attribute("lengthAdjust", "spacingAndGlyphs");
    if (font.weight() != QFont::Normal) out += attribute("font-weight", QByteArray::number(font.weight()));
    if (font.italic()) out += attribute("font-style", "italic");
    const QColor color = painter()->pen().color();
    out += attribute("fill", color.name().toLatin1());
    if (color.alpha() < 255) out += attribute("fill-opacity", number(color.alphaF()));
    element(out + '>' + escaped(item.text()) + "</text>");
}

void SvgPaintEngine::drawImage(const QRectF& box, const QImage& image, const QRectF& source, Qt::ImageConversionFlags)
{
    const QRect part = source.toAlignedRect().intersected(image.rect());
    if (part.isEmpty() || box.isEmpty()) return;
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    (part == image.rect() ? image : image.copy(part)).save(&buffer, "PNG");
    element("<image" + attribute("x", number(box.x())) + attribute("y", number(box.y())) +
            attribute("width", number(box.width())) + attribute("height", number(box.height())) +
            attribute("preserveAspectRatio", "none") + attribute("href", "data:image/png;base64," + png.toBase64()) +
            "/>");
}

void SvgPaintEngine::drawPixmap(const QRectF& box, const QPixmap& pixmap, const QRectF& source)
{
    drawImage(box, pixmap.toImage(), source, Qt::AutoColor);
}

}  // namespace watchglass::ui
