#include "ui/panels/canvas_panel.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/panels/canvas_painter.h"
#include "ui/panels/link_menu.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

/// The points of a connection, its corners included.
QPolygonF wayOf(const QPointF& from, const QPointF& to, const std::vector<QPointF>& corners)
{
    QPolygonF way{from};
    const QPointF all = to - from;
    for (const QPointF& corner : corners) way << from + QPointF(corner.x() * all.x(), corner.y() * all.y());
    way << to;
    return way;
}

void paintArrow(QPainter& painter, const QPointF& from, const QPointF& tip, const QColor& color, double width)
{
    const QPointF way = tip - from;
    const double length = std::hypot(way.x(), way.y());
    if (length < 1) return;
    const QPointF along = way / length * (6 + 2 * width);
    const QPointF across(-along.y() * 0.45, along.x() * 0.45);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF({tip, tip - along + across, tip - along - across}));
}

}  // namespace

void CanvasPanel::rebuildElements() { m_model = canvasModel(data()); }

bool CanvasPanel::canMove() const { return data().options["panZoom"].toBool(); }

bool CanvasPanel::hasTooltip() const { return data().options.get("tooltip.mode").toString() != "none"; }

PanelElement CanvasPanel::element(std::size_t index) const
{
    const CanvasElement& one = m_model.elements[index];
    QRectF shown = m_view.toView(boxOf(one));
    if (!shown.intersects(QRectF(rect()))) shown = {};
    QString value = one.shape == CanvasShape::Icon ? one.icon : one.text;
    if (value.isEmpty()) value = toQString(one.type);
    return {shown, one.name.isEmpty() ? toQString(one.type) : one.name, value};
}

std::optional<std::size_t> CanvasPanel::elementAt(const QPointF& at) const
{
    const QPointF place = m_view.fromView(at);
    for (std::size_t i = m_model.elements.size(); i-- > 0;) {
        const QRectF box = boxOf(m_model.elements[i]);
        const double turn = -m_model.elements[i].place.rotation * M_PI / 180;
        const QPointF way = place - box.center();
        const QPointF straight(way.x() * std::cos(turn) - way.y() * std::sin(turn),
                               way.x() * std::sin(turn) + way.y() * std::cos(turn));
        if (box.contains(box.center() + straight)) return i;
    }
    return {};
}

std::optional<ElementPanel::Hover> CanvasPanel::hoverOf(std::size_t index) const
{
    const CanvasElement& one = m_model.elements[index];
    Hover hover;
    hover.header = one.name;
    if (one.fromData) {
        const Field& field = (*data().frames)[one.frame].fields[one.field];
        hover.rows.push_back({one.ink, toQString(field.displayName), one.text, 0, false});
        for (const Field& other : (*data().frames)[one.frame].fields) {
            if (other.type != FieldType::Time || one.row >= other.values.size()) continue;
            const DisplayValue time = DisplayProcessor(other, currentVisualTheme(),
                                                       formatContextOf(data()))(other.values.cell(one.row));
            hover.rows.push_back({QColor(), toQString(other.displayName), toQString(time.toString()), 0, false});
            break;
        }
    }
    for (const DataLink& link : one.links)
        hover.rows.push_back({QColor(), tr("Link"), toQString(link.title.empty() ? link.url : link.title), 0, false});
    if (one.calls) hover.rows.push_back({QColor(), tr("Call"), tr("addresses are not called"), 0, false});
    if (!one.known) hover.rows.push_back({QColor(), toQString(one.type), tr("is not drawn"), 0, false});
    if (hover.rows.empty()) return {};
    return hover;
}

void CanvasPanel::activateElement(std::size_t index)
{
    const CanvasElement& one = m_model.elements[index];
    DataPoint point;
    point.format = formatContextOf(data());
    if (one.fromData) {
        point.frame = one.frame;
        point.field = one.field;
        point.row = one.row;
    }
    if (!one.links.empty()) {
        // The element's own links, spoken of at the place in the data that it shows.
        std::vector<Frame> frames = *data().frames;
        if (frames.empty()) frames.resize(1);
        if (frames[point.frame].fields.empty()) frames[point.frame].fields.resize(1);
        frames[point.frame].fields[point.field].config.links = one.links;
        point.frames = &frames;
        followLinks(*this, point);
        return;
    }
    if (!one.fromData) return;
    point.frames = data().frames.get();
    followLinks(*this, point);
}

void CanvasPanel::paintConnection(QPainter& painter, const CanvasConnection& connection) const
{
    const CanvasElement& from = m_model.elements[connection.from];
    const CanvasElement& to = m_model.elements[connection.to];
    const QPolygonF way = wayOf(anchorOf(boxOf(from), from.place.rotation, connection.fromAt),
                                anchorOf(boxOf(to), to.place.rotation, connection.toAt), connection.corners);
    QPen pen(connection.color, connection.width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
    if (connection.dashed) pen.setDashPattern({8 / connection.width, 8 / connection.width});
    if (connection.dotted) pen.setDashPattern({2 / connection.width, 4 / connection.width});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(way);
    if (connection.arrowAtEnd) paintArrow(painter, way[way.size() - 2], way.last(), connection.color, connection.width);
    if (connection.arrowAtStart) paintArrow(painter, way[1], way.first(), connection.color, connection.width);
}

void CanvasPanel::paintElements(QPainter& painter, const QRectF& area)
{
    painter.setClipRect(area);
    painter.fillRect(area, m_model.ground);
    painter.save();
    painter.translate(m_view.shift);
    painter.scale(m_view.scale, m_view.scale);
    for (const CanvasElement& one : m_model.elements) paintCanvasElement(painter, one, boxOf(one));
    for (const CanvasConnection& one : m_model.connections) paintConnection(painter, one);
    painter.restore();
    if (m_model.borderWidth > 0) {
        const double half = m_model.borderWidth / 2;
        painter.setPen(QPen(m_model.border, m_model.borderWidth));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(area.adjusted(half, half, -half, -half));
    }
    if (m_model.elements.empty()) {
        painter.setFont(textFont(14));
        painter.setPen(currentTheme().textSecondary);
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, tr("The canvas has no elements"));
    }
    painter.setFont(plainFont(12));
    painter.setPen(currentTheme().textSecondary);
    double y = area.bottom() - 4;
    for (const QString& note : m_model.notes) {
        painter.drawText(QPointF(8, y), note);
        y -= 16;
    }
}

}  // namespace watchglass::ui
