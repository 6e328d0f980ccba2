#include "ui/panels/node_graph_panel.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/panels/link_menu.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kRing = 5;
constexpr double kTextRoom = 44;    ///< below a node
constexpr double kReadable = 0.45;  ///< texts are left out below this scale
constexpr double kEdgeSlack = 5;

/// A segment cut by the radii of the nodes at its ends.
QLineF between(const QPointF& from, double fromRadius, const QPointF& to, double toRadius)
{
    const QPointF way = to - from;
    const double length = std::hypot(way.x(), way.y());
    if (length <= fromRadius + toRadius + 10) return {};
    const QPointF along = way / length;
    return {from + along * (fromRadius + 5), to - along * (toRadius + 5)};
}

double distanceTo(const QLineF& line, const QPointF& at)
{
    const QPointF way = line.p2() - line.p1();
    const double length = way.x() * way.x() + way.y() * way.y();
    if (length <= 0) return INFINITY;
    const QPointF from = at - line.p1();
    const double share = std::clamp((from.x() * way.x() + from.y() * way.y()) / length, 0.0, 1.0);
    const QPointF off = at - (line.p1() + way * share);
    return std::hypot(off.x(), off.y());
}

QString joined(const QString& a, const QString& b)
{
    if (a.isEmpty() || b.isEmpty()) return a + b;
    return a + QStringLiteral(", ") + b;
}

}  // namespace

void NodeGraphPanel::rebuildElements()
{
    m_model = nodeGraphModel(data(), &m_model);
    const QRectF now = bounds();
    // A graph of another size is shown as a whole; one with new figures stays where it was moved to.
    if (now != m_bounds) m_moved = false;
    m_bounds = now;
    if (!m_moved) showAll();
}

QRectF NodeGraphPanel::bounds() const
{
    QRectF box;
    for (const GraphNode& node : m_model.nodes) {
        const double side = std::max(node.radius, 60.0);
        box |= QRectF(node.at.x() - side, node.at.y() - node.radius - 6, 2 * side, 2 * node.radius + kTextRoom);
    }
    return box;
}

void NodeGraphPanel::showAll()
{
    m_moved = false;
    m_view.fit(m_bounds, QRectF(rect()).adjusted(12, 8, -12, m_model.legend.empty() ? -8 : -28));
}

void NodeGraphPanel::resizeEvent(QResizeEvent* event)
{
    ElementPanel::resizeEvent(event);
    if (!m_moved) showAll();
}

bool NodeGraphPanel::wheelZooms() const { return data().options["zoomMode"].toString() == "greedy"; }

void NodeGraphPanel::moveBy(const QPointF& pixels)
{
    m_moved = true;
    m_view.shift += pixels;
}

void NodeGraphPanel::zoomBy(double factor, const QPointF& about)
{
    m_moved = true;
    m_view.zoomBy(factor, about);
}

QLineF NodeGraphPanel::lineOf(const GraphEdge& edge) const
{
    const GraphNode& from = m_model.nodes[edge.from];
    const GraphNode& to = m_model.nodes[edge.to];
    return between(from.at, from.radius, to.at, to.radius);
}

PanelElement NodeGraphPanel::element(std::size_t index) const
{
    PanelElement out;
    if (index < m_model.nodes.size()) {
        const GraphNode& node = m_model.nodes[index];
        out.name = node.title.isEmpty() ? node.id : node.title;
        out.value = joined(joined(node.mainStat, node.secondaryStat), node.subtitle);
        out.box = m_view.toView(
            QRectF(node.at - QPointF(node.radius, node.radius), QSizeF(2 * node.radius, 2 * node.radius)));
    } else {
        const GraphEdge& edge = m_model.edges[index - m_model.nodes.size()];
        const auto name = [&](std::size_t node) {
            return m_model.nodes[node].title.isEmpty() ? m_model.nodes[node].id : m_model.nodes[node].title;
        };
        out.name = name(edge.from) + QStringLiteral(" → ") + name(edge.to);
        out.value = joined(edge.mainStat, edge.secondaryStat);
        const QLineF line = lineOf(edge);
        if (!line.isNull()) {
            const QPointF middle = m_view.toView(line.center());
            out.box = QRectF(middle - QPointF(6, 6), QSizeF(12, 12));
        }
    }
    if (!out.box.intersects(QRectF(rect()))) out.box = {};
    return out;
}

std::optional<std::size_t> NodeGraphPanel::elementAt(const QPointF& at) const
{
    const QPointF place = m_view.fromView(at);
    for (std::size_t i = m_model.nodes.size(); i-- > 0;) {
        const QPointF way = place - m_model.nodes[i].at;
        if (std::hypot(way.x(), way.y()) <= m_model.nodes[i].radius + kRing) return i;
    }
    for (std::size_t i = m_model.edges.size(); i-- > 0;) {
        const double slack = std::max(kEdgeSlack / m_view.scale, m_model.edges[i].thickness);
        if (distanceTo(lineOf(m_model.edges[i]), place) <= slack) return m_model.nodes.size() + i;
    }
    return {};
}

std::optional<ElementPanel::Hover> NodeGraphPanel::hoverOf(std::size_t index) const
{
    const PanelElement shown = element(index);
    Hover hover;
    hover.header = shown.name;
    const auto row = [&](const QString& name, const QString& text, const QColor& color = {}) {
        if (!text.isEmpty()) hover.rows.push_back({color, name, text, 0, false});
    };
    if (index < m_model.nodes.size()) {
        const GraphNode& node = m_model.nodes[index];
        row(tr("Id"), node.id == shown.name ? QString() : node.id);
        row(tr("Subtitle"), node.subtitle);
        row(tr("Main stat"), node.mainStat);
        row(tr("Secondary stat"), node.secondaryStat);
        for (const GraphArc& arc : node.arcs) {
            const auto legend = std::find_if(m_model.legend.begin(), m_model.legend.end(),
                                             [&](const GraphLegend& one) { return one.color == arc.color; });
            row(legend == m_model.legend.end() ? QString() : legend->name,
                QString::number(arc.share * 100, 'f', 1) + QLatin1Char('%'), arc.color);
        }
        for (const auto& [name, text] : node.details) row(name, text);
    } else {
        const GraphEdge& edge = m_model.edges[index - m_model.nodes.size()];
        row(tr("Main stat"), edge.mainStat);
        row(tr("Secondary stat"), edge.secondaryStat);
        for (const auto& [name, text] : edge.details) row(name, text);
    }
    return hover;
}

void NodeGraphPanel::activateElement(std::size_t index)
{
    std::optional<GraphSource> source;
    if (index < m_model.nodes.size())
        source = m_model.nodes[index].source;
    else
        source = m_model.edges[index - m_model.nodes.size()].source;
    if (!source) return;
    DataPoint point;
    point.frames = data().frames.get();
    point.frame = source->frame;
    point.row = source->row;
    point.format = formatContextOf(data());
    for (point.field = 0; point.field < (*data().frames)[source->frame].fields.size(); ++point.field) {
        if (followLinks(*this, point)) return;
    }
}

void NodeGraphPanel::paintEdge(QPainter& painter, const GraphEdge& edge) const
{
    const Theme& theme = currentTheme();
    QColor color = edge.color.isValid() ? edge.color : theme.textDisabled;
    if (edge.highlighted && !edge.color.isValid()) color = theme.primary;
    QPen pen(color, edge.thickness);
    if (!edge.dashes.empty()) {
        QList<qreal> pattern;
        for (const double length : edge.dashes) pattern << length / edge.thickness;
        pen.setDashPattern(pattern);
        pen.setCapStyle(Qt::FlatCap);
    }
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    const GraphNode& from = m_model.nodes[edge.from];
    if (edge.from == edge.to) {
        const double side = from.radius * 0.8;
        painter.drawArc(QRectF(from.at.x() - side / 2, from.at.y() - from.radius - side * 0.8, side, side), -40 * 16,
                        260 * 16);
        return;
    }
    const QLineF line = lineOf(edge);
    if (line.isNull()) return;
    const double head = 6 + edge.thickness * 1.2;
    const QPointF along = (line.p2() - line.p1()) / line.length();
    painter.drawLine(line.p1(), line.p2() - along * head * 0.8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const QPointF across(-along.y() * head * 0.5, along.x() * head * 0.5);
    painter.drawPolygon(QPolygonF({line.p2(), line.p2() - along * head + across, line.p2() - along * head - across}));
}

void NodeGraphPanel::paintNode(QPainter& painter, const GraphNode& node) const
{
    const Theme& theme = currentTheme();
    const double ring = std::min(kRing, node.radius / 4);
    const QRectF circle(node.at - QPointF(node.radius, node.radius), QSizeF(2 * node.radius, 2 * node.radius));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.panel);
    painter.drawEllipse(circle);
    painter.setBrush(Qt::NoBrush);
    const QRectF rim = circle.adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2);
    painter.setPen(QPen(node.color.isValid() ? node.color : theme.borderStrong, ring, Qt::SolidLine, Qt::FlatCap));
    painter.drawEllipse(rim);
    double turn = 0;
    for (const GraphArc& arc : node.arcs) {
        if (turn >= 1) break;
        const double share = std::min(arc.share, 1 - turn);
        painter.setPen(QPen(arc.color, ring, Qt::SolidLine, Qt::FlatCap));
        painter.drawArc(rim, static_cast<int>(std::lround((90 - turn * 360) * 16)),
                        static_cast<int>(std::lround(-share * 360 * 16)));
        turn += share;
    }
    if (node.highlighted) {
        painter.setPen(QPen(theme.primary, 2));
        painter.drawEllipse(circle.adjusted(-3, -3, 3, 3));
    }
    if (m_view.scale < kReadable) return;
    const auto words = [&](const QString& text, double size, double top, double width, const QColor& color,
                           QFont::Weight weight = QFont::Normal) {
        if (text.isEmpty()) return;
        painter.setFont(plainFont(size, weight));
        painter.setPen(color);
        const QString shown = QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, width);
        painter.drawText(QRectF(node.at.x() - width / 2, node.at.y() + top, width, size * 1.4), Qt::AlignCenter, shown);
    };
    const double inner = node.radius * 1.6;
    if (!node.icon.isEmpty() && node.mainStat.isEmpty()) {
        words(node.icon, 11, -8, inner, theme.textSecondary);
    } else {
        const double up = node.secondaryStat.isEmpty() ? -8 : -16;
        words(node.mainStat, 12, up, inner, theme.text, QFont::Medium);
        words(node.secondaryStat, 11, 1, inner, theme.textSecondary);
    }
    words(node.title.isEmpty() ? node.id : node.title, 12, node.radius + 4, 120, theme.text);
    words(node.subtitle, 11, node.radius + 20, 120, theme.textSecondary);
}

void NodeGraphPanel::paintLegend(QPainter& painter, const QRectF& area) const
{
    painter.setFont(plainFont(12));
    const QFontMetricsF metrics(painter.font());
    double x = area.left() + 8;
    const double y = area.bottom() - 10;
    for (const GraphLegend& entry : m_model.legend) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(entry.color);
        painter.drawRoundedRect(QRectF(x, y - 6, 14, 4), 2, 2);
        painter.setPen(currentTheme().text);
        painter.drawText(QPointF(x + 20, y), entry.name);
        x += 36 + metrics.horizontalAdvance(entry.name);
        if (x > area.right() - 60) break;
    }
    double top = area.top() + 16;
    painter.setPen(currentTheme().textSecondary);
    for (const QString& note : m_model.notes) {
        painter.drawText(QPointF(area.left() + 8, top), note);
        top += 16;
    }
}

void NodeGraphPanel::paintElements(QPainter& painter, const QRectF& area)
{
    painter.setClipRect(area);
    if (!m_model.problem.isEmpty()) {
        painter.setFont(textFont(14));
        painter.setPen(currentTheme().textSecondary);
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, m_model.problem);
        return;
    }
    const QRectF sight = area.adjusted(-60, -60, 60, 60);
    painter.save();
    painter.translate(m_view.shift);
    painter.scale(m_view.scale, m_view.scale);
    for (const GraphEdge& edge : m_model.edges) {
        const QRectF span(m_view.toView(m_model.nodes[edge.from].at), m_view.toView(m_model.nodes[edge.to].at));
        if (span.normalized().adjusted(-60, -60, 60, 60).intersects(area)) paintEdge(painter, edge);
    }
    for (const GraphNode& node : m_model.nodes) {
        const double reach = (node.radius + kTextRoom) * m_view.scale;
        if (sight.adjusted(-reach, -reach, reach, reach).contains(m_view.toView(node.at))) paintNode(painter, node);
    }
    painter.restore();
    paintLegend(painter, area);
}

}  // namespace watchglass::ui
