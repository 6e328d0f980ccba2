#include "tests/conformance/reference/measure.h"

#include <algorithm>
#include <cmath>

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

#include "tests/conformance/reference/specimen.h"
#include "ui/panels/panel_widget.h"
#include "ui/plot/time_series_view.h"
#include "ui/theme/theme.h"

namespace watchglass::conformance {

namespace {

constexpr double kTextTolerance = 2;
constexpr double kEdgeTolerance = 0.55;
constexpr double kAscent = 1984.0 / 2048;  ///< of Inter, in parts of its size
constexpr int kColorTolerance = 2;
constexpr QPointF kContentOrigin{9, 41};  ///< of what is inside a panel's frame

QRectF rectFrom(const json::Value& list)
{
    return {list.at(0).toDouble(), list.at(1).toDouble(), list.at(2).toDouble(), list.at(3).toDouble()};
}

bool alike(const QColor& a, const QColor& b)
{
    const auto near = [](int p, int q) { return std::abs(p - q) <= kColorTolerance; };
    return near(a.red(), b.red()) && near(a.green(), b.green()) && near(a.blue(), b.blue()) &&
           near(a.alpha(), b.alpha());
}

/// Ours stands for theirs when it is the same or its beginning with an ellipsis.
bool standsFor(const QString& ours, const QString& theirs)
{
    // What is set in capitals by CSS is measured as it is written.
    if (ours.trimmed().compare(theirs.simplified(), Qt::CaseInsensitive) == 0) return true;
    return ours.endsWith(QChar(0x2026)) && theirs.simplified().startsWith(ours.chopped(1).trimmed());
}

void compareText(const QString& text, const QPointF& origin, const QColor& color, const Recorder& drawn,
                 Measures& measures)
{
    const DrawnText* best = nullptr;
    double bestDistance = 1e9;
    for (const DrawnText& candidate : drawn.texts) {
        if (!standsFor(candidate.text, text)) continue;
        const QPointF way = candidate.origin - origin;
        const double distance = std::abs(way.x()) + std::abs(way.y());
        if (distance >= bestDistance) continue;
        bestDistance = distance;
        best = &candidate;
    }
    const std::string name = '"' + text.toStdString() + '"';
    measures.texts.add(best != nullptr, name + " is not drawn");
    if (!best) return;
    const QPointF way = best->origin - origin;
    const bool near = std::abs(way.x()) <= kTextTolerance && std::abs(way.y()) <= kTextTolerance;
    measures.positions.add(near, name + " is off by " + std::to_string(way.x()) + ", " + std::to_string(way.y()));
    if (!color.isValid()) return;
    measures.colors.add(alike(best->color, color), name + " is " + best->color.name(QColor::HexArgb).toStdString() +
                                                       ", not " + color.name(QColor::HexArgb).toStdString());
}

void compareBox(const QRectF& box, const QRectF& visible, const std::string& name, const Recorder& drawn,
                Measures& measures)
{
    const QRectF wanted = box.intersected(visible);
    if (wanted.width() < 1 || wanted.height() < 1) return;
    double best = 1e9;
    QRectF nearest;
    for (const DrawnBox& candidate : drawn.boxes) {
        const QRectF found = candidate.rect.intersected(visible);
        const double off = std::max({std::abs(found.left() - wanted.left()), std::abs(found.right() - wanted.right()),
                                     std::abs(found.top() - wanted.top()), std::abs(found.bottom() - wanted.bottom())});
        if (off >= best) continue;
        best = off;
        nearest = found;
    }
    const auto text = [](const QRectF& r) {
        return QStringLiteral("[%1 %2 %3 %4]").arg(r.x()).arg(r.y()).arg(r.width()).arg(r.height()).toStdString();
    };
    measures.boxes.add(best <= kEdgeTolerance, name + ' ' + text(wanted) + ": nearest is " + text(nearest));
}

/// The baseline's left end of a text in a drawing of shapes.
QPointF shapeOrigin(const json::Value& shape, double width)
{
    const double x = std::atof(shape["x"].toString().c_str());
    double y = std::atof(shape["y"].toString().c_str());
    // Centred texts stand with the middle of their small letters at y.
    constexpr double kMiddle = 0.273;
    if (shape["text-anchor"].toString() == "middle") y += kMiddle * std::atof(shape["font-size"].toString().c_str());
    return {shape["text-anchor"].toString() == "middle" ? x - width / 2 : x, y};
}

const ui::TimeSeriesView* graphOf(const ui::PanelWidget& panel) { return panel.findChild<ui::TimeSeriesView*>(); }

bool sameTicks(const json::Value& axis, const std::vector<ui::Tick>& ticks, std::string& why)
{
    QStringList wanted;
    QStringList got;
    for (std::size_t i = 0; i < axis["splits"].items().size(); ++i) {
        const json::Value& label = axis["labels"].at(i);
        wanted += QString::number(axis["splits"].at(i).toDouble(), 'g', 12) + QLatin1Char('=') +
                  QString::fromStdString(label.isNull() ? std::string() : label.toString());
    }
    for (const ui::Tick& tick : ticks) {
        got += QString::number(tick.value, 'g', 12) + QLatin1Char('=') + (tick.labelled ? tick.label : QString());
    }
    why = (wanted.join(QLatin1Char(' ')) + QStringLiteral(" / ours ") + got.join(QLatin1Char(' '))).toStdString();
    return wanted == got;
}

}  // namespace

void compareDrawn(const json::Value& measured, const Recorder& drawn, const QSize& size, Measures& measures)
{
    const QRectF picture{QPointF(), QSizeF(size)};
    // What scrolls out of the panel is measured as well.
    const QRectF visible = picture.adjusted(9, 0, -9, -9);
    for (const json::Value& text : measured["texts"].items()) {
        const QRectF rect = rectFrom(text["rect"]);
        const double ascent = std::round(kAscent * text["size"].toDouble());
        if (!visible.contains(rect.center()) || rect.width() < 0.5 || text["text"].toString() == "Series color")
            continue;
        compareText(QString::fromStdString(text["text"].toString()), {rect.left(), rect.top() + ascent},
                    cssColor(text["color"].toString()), drawn, measures);
    }
    for (const json::Value& box : measured["boxes"].items()) {
        QRectF rect = rectFrom(box["rect"]);
        const bool lineOnly = box["border"].at(2).isString() && box["border"].at(1).toString().empty();
        if (box["el"].toString() == "tr" && lineOnly) rect.setTop(std::round(rect.bottom()) - 1);
        // The head of a legend's table is as the panel behind it.
        if (box["el"].toString() == "thead") continue;
        const bool whole = box["el"].toString() == "section";
        compareBox(rect, whole ? picture : visible, box["el"].toString(), drawn, measures);
    }
    for (const json::Value& shape : measured["shapes"].items()) {
        if (shape["el"].toString() != "text") continue;
        const QString text = QString::fromStdString(shape["text"].toString());
        const auto same = std::find_if(drawn.texts.begin(), drawn.texts.end(),
                                       [&](const DrawnText& candidate) { return standsFor(candidate.text, text); });
        measures.texts.add(same != drawn.texts.end(), '"' + text.toStdString() + "\" is not drawn");
        // Tiles count from their own corner and labels are turned: only single upright texts have a place to compare.
        const bool single = measured["charts"].items().size() <= 1 && shape["transform"].isNull();
        if (!single || same == drawn.texts.end()) continue;
        const QPointF way = same->origin - kContentOrigin - shapeOrigin(shape, same->width);
        measures.positions.add(std::abs(way.x()) <= kTextTolerance && std::abs(way.y()) <= kTextTolerance,
                               '"' + text.toStdString() + "\" is off by " + std::to_string(way.x()) + ", " +
                                   std::to_string(way.y()));
    }
}

void compareGraph(const json::Value& measured, const ui::PanelWidget& panel, Measures& measures)
{
    const ui::TimeSeriesView* view = graphOf(panel);
    if (!view) return;
    const ui::PlotLayout& layout = view->layoutInfo();
    const json::Value& chart = measured["charts"].at(0);
    std::vector<bool> used(layout.axes.size(), false);
    for (const json::Value& axis : chart["axes"].items()) {
        const std::string& side = axis["side"].toString();
        if (axis["labels"].isNull()) continue;
        std::string why;
        if (side == "bottom") {
            const bool same = sameTicks(axis, layout.timeTicks, why);
            measures.ticks.add(same, "time axis: " + why);
            continue;
        }
        const ui::AxisSide wanted = side == "left" ? ui::AxisSide::Left : ui::AxisSide::Right;
        std::size_t a = 0;
        while (a < layout.axes.size() && (used[a] || layout.axes[a].side != wanted)) ++a;
        if (a == layout.axes.size()) {
            measures.ticks.add(false, "no axis at the " + side);
            continue;
        }
        used[a] = true;
        const bool same = sameTicks(axis, layout.axes[a].ticks, why);
        measures.ticks.add(same, side + " axis: " + why);
    }
    const auto& series = view->model().series;
    for (std::size_t s = 0; s < chart["series"].items().size(); ++s) {
        const json::Value& stroke = chart["series"].at(s)["stroke"];
        if (!stroke.isString() || !cssColor(stroke.toString()).isValid()) continue;
        const QColor wanted = cssColor(stroke.toString());
        measures.colors.add(s < series.size() && alike(series[s].color, wanted),
                            "series " + std::to_string(s) + " is not " + stroke.toString());
    }
    const QRectF plot = rectFrom(chart["plotArea"]);
    const QPointF offset = view->mapTo(view->window(), QPointF(0, 0));
    Recorder own(view->size());
    own.boxes.push_back({layout.plot.translated(offset), {}});
    compareBox(plot, plot.united(layout.plot.translated(offset)), "plot area", own, measures);
    for (const json::Value& axis : chart["axes"].items()) {
        const bool bottom = axis["side"].toString() == "bottom";
        const auto& positions = axis["positions"].items();
        for (std::size_t i = 0; i < positions.size(); ++i) {
            if (bottom) {
                const double x = layout.xOf(axis["splits"].at(i).toDouble()) + offset.x();
                measures.positions.add(std::abs(x - positions[i].toDouble()) <= kTextTolerance, "a time tick is off");
            }
        }
    }
}

void recordGraph(const ui::PanelWidget& panel, const QPoint& offset, Recorder& drawn)
{
    const ui::TimeSeriesView* view = graphOf(panel);
    if (!view) return;
    QPainter painter(&drawn);
    painter.translate(offset + view->pos());
    ui::painterFrame()->paint(painter, view->layoutInfo(), ui::currentTheme());
}

void recordCells(const ui::PanelWidget& panel, Recorder& drawn)
{
    const auto* view = panel.findChild<QTableView*>();
    if (!view) return;
    const auto add = [&](const QWidget& source, const QRect& rect) {
        drawn.boxes.push_back({QRectF(rect).translated(source.mapTo(source.window(), QPointF(0, 0))), {}});
    };
    add(panel, panel.rect());
    const QHeaderView* header = view->horizontalHeader();
    for (int c = 0; c < view->model()->columnCount(); ++c) {
        if (!header->isHidden()) {
            add(*header->viewport(),
                QRect(header->sectionViewportPosition(c), 0, header->sectionSize(c), header->height()));
        }
        for (int r = 0; r < view->model()->rowCount(); ++r)
            add(*view->viewport(), view->visualRect(view->model()->index(r, c)));
    }
}

}  // namespace watchglass::conformance
