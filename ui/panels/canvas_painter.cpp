#include "ui/panels/canvas_painter.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

struct SignName {
    const char* name;
    IconKind kind;
};
constexpr SignName kSigns[] = {{"angle-down", IconKind::ChevronDown},
                               {"angle-right", IconKind::ChevronRight},
                               {"angle-up", IconKind::ChevronUp},
                               {"arrow-left", IconKind::ArrowLeft},
                               {"sync", IconKind::Refresh},
                               {"clock-nine", IconKind::Clock},
                               {"clock", IconKind::Clock},
                               {"bell", IconKind::Bell},
                               {"cog", IconKind::Gear},
                               {"search", IconKind::Search},
                               {"exclamation-triangle", IconKind::Warning},
                               {"info-circle", IconKind::Info},
                               {"plus", IconKind::Plus},
                               {"pen", IconKind::Pencil},
                               {"trash-alt", IconKind::Trash},
                               {"history", IconKind::History},
                               {"times", IconKind::Close},
                               {"apps", IconKind::Dashboard},
                               {"database", IconKind::Database},
                               {"compass", IconKind::Compass},
                               {"save", IconKind::Save},
                               {"share-alt", IconKind::Share},
                               {"external-link-alt", IconKind::External},
                               {"question-circle", IconKind::Question},
                               {"bolt", IconKind::Bolt},
                               {"file-alt", IconKind::Document},
                               {"cloud", IconKind::Cloud},
                               {"home-alt", IconKind::Home},
                               {"home", IconKind::Home},
                               {"sun", IconKind::Sun},
                               {"moon", IconKind::Moon}};

QPainterPath cloudPath(const QRectF& box)
{
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    const auto puff = [&](double x, double y, double rx, double ry) {
        path.addEllipse(QPointF(box.left() + x * box.width(), box.top() + y * box.height()), rx * box.width(),
                        ry * box.height());
    };
    puff(0.24, 0.62, 0.24, 0.3);
    puff(0.45, 0.38, 0.25, 0.36);
    puff(0.7, 0.45, 0.22, 0.32);
    puff(0.78, 0.68, 0.22, 0.28);
    puff(0.48, 0.7, 0.28, 0.28);
    return path.simplified();
}

QPainterPath outlineOf(const CanvasElement& element, const QRectF& box)
{
    QPainterPath path;
    switch (element.shape) {
    case CanvasShape::Ellipse: path.addEllipse(box); break;
    case CanvasShape::Triangle:
        path.addPolygon(QPolygonF({{box.center().x(), box.top()}, box.bottomRight(), box.bottomLeft()}));
        path.closeSubpath();
        break;
    case CanvasShape::Parallelogram: {
        const double lean = std::min(box.width() * 0.2, box.height());
        path.addPolygon(QPolygonF(
            {{box.left() + lean, box.top()}, box.topRight(), {box.right() - lean, box.bottom()}, box.bottomLeft()}));
        path.closeSubpath();
        break;
    }
    case CanvasShape::Cloud: path = cloudPath(box); break;
    case CanvasShape::Button: path.addRoundedRect(box, Metrics::kControlRadius, Metrics::kControlRadius); break;
    default: path.addRoundedRect(box, element.radius, element.radius);
    }
    return path;
}

void paintSign(QPainter& painter, const CanvasElement& element, const QRectF& box)
{
    const double side = std::min(box.width(), box.height()) * 0.9;
    const QRectF room(box.center().x() - side / 2, box.center().y() - side / 2, side, side);
    for (const SignName& sign : kSigns) {
        if (element.icon == QLatin1String(sign.name)) {
            paintIcon(painter, sign.kind, room, element.ink);
            return;
        }
    }
    if (element.icon == QLatin1String("cloud")) {
        painter.fillPath(cloudPath(room), element.ink);
        return;
    }
    // Signs that are not at hand: a ring with the first letter of the name.
    painter.setPen(QPen(element.ink, std::max(1.0, side / 16)));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(room.adjusted(side * 0.08, side * 0.08, -side * 0.08, -side * 0.08));
    painter.setFont(numberFont(std::max(side * 0.45, 4.0), QFont::Medium));
    painter.drawText(room, Qt::AlignCenter,
                     element.icon.isEmpty() ? QStringLiteral("?") : element.icon.left(1).toUpper());
}

void paintServer(QPainter& painter, const CanvasElement& element, const QRectF& box)
{
    const Theme& theme = currentTheme();
    const QRectF body = box.adjusted(box.width() * 0.1, 0, -box.width() * 0.1, 0);
    painter.setPen(QPen(theme.textSecondary, 1.5));
    painter.setBrush(theme.secondary);
    for (int i = 0; i < 3; ++i) {
        const QRectF unit(body.left(), body.top() + body.height() * i / 3 + 1, body.width(), body.height() / 3 - 2);
        painter.drawRoundedRect(unit, 3, 3);
        const double lamp = std::max(1.5, unit.height() * 0.12);
        painter.save();
        painter.setPen(Qt::NoPen);
        painter.setBrush(element.ink);
        painter.drawEllipse(QPointF(unit.right() - unit.height() / 2, unit.center().y()), lamp, lamp);
        painter.restore();
    }
}

void paintWords(QPainter& painter, const CanvasElement& element, const QRectF& box)
{
    if (element.text.isEmpty()) return;
    painter.setFont(numberFont(element.textSize));
    painter.setPen(element.shape == CanvasShape::Button ? currentTheme().primaryContrast : element.ink);
    const QFontMetricsF metrics(painter.font());
    const double spacing = metrics.lineSpacing();
    const QStringList lines = element.text.left(5000).split(QLatin1Char('\n'));
    double y = box.top();
    const double height = spacing * static_cast<double>(lines.size());
    if (element.down == 0) y = box.center().y() - height / 2;
    if (element.down > 0) y = box.bottom() - height;
    const Qt::Alignment across = element.across < 0   ? Qt::AlignLeft
                                 : element.across > 0 ? Qt::AlignRight
                                                      : Qt::AlignHCenter;
    for (const QString& line : lines) {
        painter.drawText(QRectF(box.left(), y, box.width(), spacing),
                         static_cast<int>(across | Qt::AlignVCenter) | Qt::TextDontClip, line);
        y += spacing;
    }
}

}  // namespace

void paintCanvasElement(QPainter& painter, const CanvasElement& element, const QRectF& box)
{
    painter.save();
    painter.translate(box.center());
    painter.rotate(element.place.rotation);
    painter.translate(-box.center());
    const double half = element.borderWidth / 2;
    const QPainterPath outline = outlineOf(element, box.adjusted(half, half, -half, -half));
    painter.setPen(element.borderWidth > 0 ? QPen(element.border, element.borderWidth) : QPen(Qt::NoPen));
    painter.setBrush(element.shape == CanvasShape::Button && element.ground.alpha() == 0 ? currentTheme().primary
                                                                                         : element.ground);
    if (!element.known) {
        painter.setPen(QPen(currentTheme().borderStrong, 1, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
    }
    painter.drawPath(outline);
    if (element.shape == CanvasShape::Icon) paintSign(painter, element, box);
    if (element.shape == CanvasShape::Server) paintServer(painter, element, box);
    const double air = element.borderWidth + (element.across == 0 ? 0 : 2);
    paintWords(painter, element, box.adjusted(air, 0, -air, 0));
    painter.restore();
}

}  // namespace watchglass::ui
