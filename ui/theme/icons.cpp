#include "ui/theme/icons.h"

#include <numbers>

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

void polyline(QPainterPath& path, std::initializer_list<QPointF> points)
{
    auto it = points.begin();
    path.moveTo(*it);
    for (++it; it != points.end(); ++it) path.lineTo(*it);
}

void circle(QPainterPath& path, QPointF centre, double radius) { path.addEllipse(centre, radius, radius); }

void gear(QPainterPath& path)
{
    constexpr int kTeeth = 8;
    for (int i = 0; i < kTeeth * 4; ++i) {
        const double angle = (i - 0.5) * std::numbers::pi / (kTeeth * 2);
        const double radius = i % 4 < 2 ? 9.5 : 7.0;
        const QPointF point(12 + radius * std::sin(angle), 12 - radius * std::cos(angle));
        if (i == 0)
            path.moveTo(point);
        else
            path.lineTo(point);
    }
    path.closeSubpath();
    circle(path, {12, 12}, 3);
}

void sun(QPainterPath& path)
{
    circle(path, {12, 12}, 4);
    for (int i = 0; i < 8; ++i) {
        const double angle = i * std::numbers::pi / 4;
        const QPointF direction(std::cos(angle), std::sin(angle));
        polyline(path, {QPointF(12, 12) + direction * 7, QPointF(12, 12) + direction * 9.5});
    }
}

void database(QPainterPath& path)
{
    path.addEllipse(QRectF(4, 3, 16, 6));
    path.moveTo(4, 6);
    path.lineTo(4, 18);
    path.arcTo(QRectF(4, 15, 16, 6), 180, 180);
    path.lineTo(20, 6);
    path.moveTo(4, 12);
    path.arcTo(QRectF(4, 9, 16, 6), 180, 180);
}

void star(QPainterPath& path)
{
    constexpr int kPoints = 5;
    for (int i = 0; i < kPoints * 2; ++i) {
        const double angle = i * std::numbers::pi / kPoints;
        const double radius = i % 2 == 0 ? 9.5 : 4.2;
        const QPointF point(12 + radius * std::sin(angle), 12.5 - radius * std::cos(angle));
        if (i == 0)
            path.moveTo(point);
        else
            path.lineTo(point);
    }
    path.closeSubpath();
}

void heart(QPainterPath& path)
{
    path.moveTo(12, 20.5);
    path.lineTo(4, 12.2);
    path.cubicTo(0, 7.5, 6.5, 1, 12, 7);
    path.cubicTo(17.5, 1, 24, 7.5, 20, 12.2);
    path.closeSubpath();
}

void bell(QPainterPath& path)
{
    path.moveTo(5, 17);
    path.lineTo(7, 14.5);
    path.lineTo(7, 10);
    path.arcTo(QRectF(7, 4.5, 10, 10), 180, -180);
    path.lineTo(17, 14.5);
    path.lineTo(19, 17);
    path.closeSubpath();
    path.moveTo(10, 20);
    path.arcTo(QRectF(10, 18, 4, 4), 180, 180);
}

QPainterPath outline(IconKind kind)
{
    QPainterPath path;
    switch (kind) {
    case IconKind::ChevronDown: polyline(path, {{6, 9.5}, {12, 15.5}, {18, 9.5}}); break;
    case IconKind::ChevronUp: polyline(path, {{6, 14.5}, {12, 8.5}, {18, 14.5}}); break;
    case IconKind::ChevronRight: polyline(path, {{9.5, 6}, {15.5, 12}, {9.5, 18}}); break;
    case IconKind::ChevronLeft: polyline(path, {{14.5, 6}, {8.5, 12}, {14.5, 18}}); break;
    case IconKind::ArrowLeft:
        polyline(path, {{20, 12}, {4, 12}});
        polyline(path, {{10, 6}, {4, 12}, {10, 18}});
        break;
    case IconKind::Refresh:
        path.arcMoveTo(QRectF(4, 4, 16, 16), 40);
        path.arcTo(QRectF(4, 4, 16, 16), 40, 280);
        polyline(path, {{18.5, 2.5}, {18.2, 6.9}, {13.8, 6.6}});
        break;
    case IconKind::Clock:
        circle(path, {12, 12}, 9);
        polyline(path, {{12, 7}, {12, 12}, {15.5, 14}});
        break;
    case IconKind::ZoomOut:
        circle(path, {10.5, 10.5}, 7);
        polyline(path, {{15.6, 15.6}, {21, 21}});
        polyline(path, {{7.5, 10.5}, {13.5, 10.5}});
        break;
    case IconKind::Bell: bell(path); break;
    case IconKind::Gear: gear(path); break;
    case IconKind::Search:
        circle(path, {10.5, 10.5}, 7);
        polyline(path, {{15.6, 15.6}, {21, 21}});
        break;
    case IconKind::Filter:
        polyline(path, {{5, 3},
                        {19, 3},
                        {21, 5},
                        {21, 6.4},
                        {14, 13.6},
                        {14, 18.6},
                        {10, 20.8},
                        {10, 13.6},
                        {3, 6.4},
                        {3, 5},
                        {5, 3}});
        polyline(path, {{3.6, 7}, {20.4, 7}});
        break;
    case IconKind::Warning:
        polyline(path, {{12, 3.5}, {22, 20.5}, {2, 20.5}, {12, 3.5}});
        polyline(path, {{12, 10}, {12, 14.5}});
        polyline(path, {{12, 17.2}, {12, 17.5}});
        break;
    case IconKind::Info:
        circle(path, {12, 12}, 9.5);
        polyline(path, {{12, 11}, {12, 16.5}});
        polyline(path, {{12, 7.5}, {12, 7.8}});
        break;
    case IconKind::Plus:
        polyline(path, {{12, 5}, {12, 19}});
        polyline(path, {{5, 12}, {19, 12}});
        break;
    case IconKind::Pencil:
        polyline(path, {{4, 20}, {5, 15.5}, {16.5, 4}, {20, 7.5}, {8.5, 19}, {4, 20}});
        polyline(path, {{14, 6.5}, {17.5, 10}});
        break;
    case IconKind::Undo:
        polyline(path, {{8, 4.5}, {4, 8.5}, {8, 12.5}});
        path.moveTo(4, 8.5);
        path.lineTo(14, 8.5);
        path.arcTo(QRectF(9, 8.5, 10.5, 10.5), 90, -180);
        path.lineTo(8, 19);
        break;
    case IconKind::Redo:
        polyline(path, {{16, 4.5}, {20, 8.5}, {16, 12.5}});
        path.moveTo(20, 8.5);
        path.lineTo(10, 8.5);
        path.arcTo(QRectF(4.5, 8.5, 10.5, 10.5), 90, 180);
        path.lineTo(16, 19);
        break;
    case IconKind::Trash:
        polyline(path, {{4, 6.5}, {20, 6.5}});
        polyline(path, {{9, 6.5}, {9, 3.5}, {15, 3.5}, {15, 6.5}});
        polyline(path, {{6, 6.5}, {7, 20.5}, {17, 20.5}, {18, 6.5}});
        polyline(path, {{10, 10.5}, {10, 16.5}});
        polyline(path, {{14, 10.5}, {14, 16.5}});
        break;
    case IconKind::History:
        path.arcMoveTo(QRectF(4, 4, 16, 16), 140);
        path.arcTo(QRectF(4, 4, 16, 16), 140, -280);
        polyline(path, {{4.5, 3.5}, {5.2, 7.9}, {9.6, 7.2}});
        polyline(path, {{12, 8}, {12, 12}, {15, 13.5}});
        break;
    case IconKind::Close:
        polyline(path, {{6, 6}, {18, 18}});
        polyline(path, {{18, 6}, {6, 18}});
        break;
    case IconKind::Menu:
        for (const double y : {6.0, 12.0, 18.0}) polyline(path, {{4, y}, {20, y}});
        break;
    case IconKind::Dots:
        for (const double y : {5.0, 12.0, 19.0}) polyline(path, {{12, y}, {12, y + 0.1}});
        break;
    case IconKind::Dashboard:
        for (const QPointF corner : {QPointF(3, 3), QPointF(14, 3), QPointF(3, 14), QPointF(14, 14)}) {
            path.addRoundedRect(QRectF(corner, QSizeF(7, 7)), 1, 1);
        }
        break;
    case IconKind::Database: database(path); break;
    case IconKind::Star: star(path); break;
    case IconKind::Heart: heart(path); break;
    case IconKind::BrokenHeart:
        heart(path);
        polyline(path, {{12, 7}, {9.5, 11}, {14, 12.5}, {11.5, 16.5}});
        break;
    case IconKind::Target:
        circle(path, {12, 12}, 9);
        circle(path, {12, 12}, 4.5);
        circle(path, {12, 12}, 0.6);
        break;
    case IconKind::Compass:
        circle(path, {12, 12}, 9.5);
        polyline(path, {{16, 8}, {13.6, 13.6}, {8, 16}, {10.4, 10.4}, {16, 8}});
        break;
    case IconKind::Save:
        polyline(path, {{4, 4}, {16, 4}, {20, 8}, {20, 20}, {4, 20}, {4, 4}});
        polyline(path, {{8, 4}, {8, 9}, {14, 9}, {14, 4}});
        polyline(path, {{8, 20}, {8, 14}, {16, 14}, {16, 20}});
        break;
    case IconKind::Share:
        polyline(path, {{8.4, 10.8}, {15.6, 6.6}});
        polyline(path, {{8.4, 13.2}, {15.6, 17.4}});
        circle(path, {6, 12}, 2.7);
        circle(path, {18, 5.3}, 2.7);
        circle(path, {18, 18.7}, 2.7);
        break;
    case IconKind::External:
        polyline(path, {{12, 6}, {5, 6}, {4, 7}, {4, 19}, {5, 20}, {17, 20}, {18, 19}, {18, 12}});
        polyline(path, {{14.5, 4}, {20, 4}, {20, 9.5}});
        polyline(path, {{20, 4}, {10.5, 13.5}});
        break;
    case IconKind::Question:
        circle(path, {12, 12}, 9.5);
        path.arcMoveTo(QRectF(9, 6.5, 6, 6), 170);
        path.arcTo(QRectF(9, 6.5, 6, 6), 170, -260);
        path.lineTo(12, 14);
        polyline(path, {{12, 17}, {12, 17.3}});
        break;
    case IconKind::Bolt:
        polyline(path, {{13, 2.5}, {5, 13.5}, {12, 13.5}, {11, 21.5}, {19, 10.5}, {12, 10.5}, {13, 2.5}});
        break;
    case IconKind::Document:
        polyline(path, {{13, 3}, {5, 3}, {5, 21}, {19, 21}, {19, 9}, {13, 3}});
        polyline(path, {{13, 3}, {13, 9}, {19, 9}});
        polyline(path, {{9, 13}, {15, 13}});
        polyline(path, {{9, 17}, {15, 17}});
        break;
    case IconKind::Cloud:
        path.moveTo(7, 19);
        path.arcTo(QRectF(2.5, 10, 9, 9), 270, -150);
        path.arcTo(QRectF(6.5, 4.5, 11, 11), 160, -135);
        path.arcTo(QRectF(12.5, 10, 9, 9), 75, -165);
        path.closeSubpath();
        break;
    case IconKind::Home:
        polyline(path, {{3, 11.5}, {12, 4}, {21, 11.5}});
        polyline(path, {{5.5, 9.8}, {5.5, 20}, {18.5, 20}, {18.5, 9.8}});
        break;
    case IconKind::Sun: sun(path); break;
    case IconKind::Calendar:
        path.addRoundedRect(QRectF(3.5, 5, 17, 15.5), 2, 2);
        polyline(path, {{3.5, 10}, {20.5, 10}});
        polyline(path, {{8, 3}, {8, 7}});
        polyline(path, {{16, 3}, {16, 7}});
        polyline(path, {{8, 14}, {8, 14.3}});
        polyline(path, {{12, 14}, {12, 14.3}});
        polyline(path, {{16, 14}, {16, 14.3}});
        break;
    case IconKind::Copy:
        path.addRoundedRect(QRectF(8, 8, 12.5, 12.5), 2, 2);
        polyline(path, {{16, 8}, {16, 3.5}, {3.5, 3.5}, {3.5, 16}, {8, 16}});
        break;
    case IconKind::Paste:
        path.addRoundedRect(QRectF(4.5, 4.5, 15, 16.5), 2, 2);
        path.addRoundedRect(QRectF(8.5, 2.5, 7, 4), 1, 1);
        polyline(path, {{8.5, 12}, {15.5, 12}});
        polyline(path, {{8.5, 16}, {13, 16}});
        break;
    case IconKind::Moon:
        path.arcMoveTo(QRectF(3, 3, 18, 18), 80);
        path.arcTo(QRectF(3, 3, 18, 18), 80, 280);
        path.arcTo(QRectF(10, 1, 12, 12), -60, -170);
        break;
    }
    return path;
}

/// Paints at the size asked for, so no picture files and no scaling are needed.
class PathIconEngine final : public QIconEngine {
public:
    PathIconEngine(IconKind kind, const QColor& color) : m_kind(kind), m_color(color) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const Theme& theme = currentTheme();
        QColor color = m_color.isValid() ? m_color : theme.text;
        if (mode == QIcon::Disabled) color = theme.textDisabled;
        paintIcon(*painter, m_kind, rect, color);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        if (size.isEmpty()) return {};  // a button squeezed to nothing
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new PathIconEngine(m_kind, m_color); }

private:
    IconKind m_kind;
    QColor m_color;
};

}  // namespace

void paintIcon(QPainter& painter, IconKind kind, const QRectF& box, const QColor& color)
{
    const double side = std::min(box.width(), box.height());
    if (side <= 0) return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center().x() - side / 2, box.center().y() - side / 2);
    painter.scale(side / 24, side / 24);
    painter.setBrush(Qt::NoBrush);
    const double width = kind == IconKind::Dots ? 3.5 : 1.75;
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(outline(kind));
    painter.restore();
}

QIcon icon(IconKind kind) { return icon(kind, QColor()); }

QIcon icon(IconKind kind, const QColor& color) { return QIcon(new PathIconEngine(kind, color)); }

}  // namespace watchglass::ui
