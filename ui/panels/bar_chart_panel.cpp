#include "ui/panels/bar_chart_panel.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/frame/display.h"
#include "ui/frame/legend_values.h"
#include "ui/frame/reducer.h"
#include "ui/graph/axis_size.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/timeseries_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kAir = 8;
constexpr double kGapToText = 5;
constexpr double kTick = 4;
constexpr double kSmall = 12;
constexpr double kLabelGap = 10;
constexpr double kLabelRow = 18;
constexpr double kCap = kSmall * 0.3636;  ///< half the height of capitals
constexpr double kMostShare = 0.4;        ///< of the panel that names may take

double customNumber(const Field& field, const char* name, double otherwise)
{
    return field.config.custom[name].toDouble(otherwise);
}

}  // namespace

QString BarChartPanel::summary() const
{
    QStringList parts;
    for (const BarSeries& series : m_model.series) {
        for (std::size_t c = 0; c < m_model.categories.size() && parts.size() < 8; ++c) {
            if (!series.hidden && std::isfinite(series.values[c]))
                parts += m_model.categories[c] + QStringLiteral(": ") + series.texts[c];
        }
    }
    return parts.join(QStringLiteral(", "));
}

void BarChartPanel::rebuildChart()
{
    m_model = makeModel();
    std::vector<std::string> calculations;
    QStringList titles;
    for (const json::Value& id : data().options.get("legend.calcs").items()) {
        const std::string_view known = reducerId(id.toString());
        if (known.empty()) continue;
        calculations.emplace_back(known);
        titles += toQString(reducerName(known));
    }
    std::vector<LegendItem> items;
    for (BarSeries& series : m_model.series) {
        series.hidden = isHidden(series.name);
        if (!series.inLegend) continue;
        LegendItem item;
        item.color = series.color;
        item.name = series.name;
        item.hidden = series.hidden;
        for (const LegendValue& value :
             legendValues(*series.field, calculations, currentVisualTheme(), formatContextOf(data()))) {
            item.texts += toQString(value.display.toString());
            item.values.push_back(value.display.numeric);
        }
        items.push_back(std::move(item));
    }
    setLegend(std::move(items), titles);
}

QString BarChartPanel::label(std::size_t category) const
{
    const QString& text = m_model.categories[category];
    const auto most = data().options["xTickLabelMaxLength"].toInt(0);
    return most > 0 && text.size() > most ? text.left(static_cast<qsizetype>(most)) + QChar(0x2026) : text;
}

QString BarChartPanel::valueLabel(double value, int decimals) const
{
    if (m_model.stacking == BarStacking::Percent) return QString::number(std::round(value * 100)) + QLatin1Char('%');
    if (isContinuous()) return QString::number(value);
    const DisplayProcessor display(*m_model.series.front().field, currentVisualTheme(), formatContextOf(data()));
    return toQString((decimals < 0 ? display(value) : display.withDecimals(value, decimals)).toString());
}

BarChartPanel::Layout BarChartPanel::layOut(const QRectF& area) const
{
    Layout layout;
    const std::string& orientation = data().options["orientation"].toString();
    layout.lying = !isContinuous() &&
                   (orientation == "horizontal" || (orientation != "vertical" && area.width() < area.height()));
    const Field& first = *m_model.series.front().field;
    RangeRules rules;
    if (!isContinuous()) {
        rules.hardMin = first.config.min;
        rules.hardMax = first.config.max;
        const json::Value& custom = first.config.custom;
        if (custom["axisSoftMin"].isNumber()) rules.softMin = custom["axisSoftMin"].toDouble();
        if (custom["axisSoftMax"].isNumber()) rules.softMax = custom["axisSoftMax"].toDouble();
        rules.centeredZero = custom["axisCenteredZero"].toBool();
        if (m_model.stacking != BarStacking::Percent) layout.scale = fieldScale(first);
        rules.scale = layout.scale;
    }
    rules.percent = m_model.stacking == BarStacking::Percent;
    const Range found = layout.scale.kind == ScaleKind::Log ? m_model.positiveExtremes() : m_model.extremes();
    layout.range = axisRange(found.min, found.max, rules).value_or(Range{0, 100});
    const TextRuler ruler = [](const QString& text) { return plainTextWidth(text, kSmall); };
    double widest = 0;
    for (std::size_t c = 0; c < m_model.categories.size(); ++c) widest = std::max(widest, ruler(label(c)));
    const bool hiddenAxis = first.config.custom["axisPlacement"].toString() == "hidden";
    TickRules ticks;
    const auto fillTicks = [&](double length, double spacing) {
        ticks.lengthPx = length;
        ticks.minSpacingPx = spacing;
        ValueTicks values = valueTicks(layout.range, layout.scale, ticks);
        for (Tick& tick : values.ticks) tick.label = valueLabel(tick.value, values.decimals);
        layout.values = std::move(values.ticks);
    };
    if (layout.lying) {
        const double names = std::ceil(std::min(widest, area.width() * kMostShare)) + kTick + kGapToText;
        layout.plot = QRectF(area.left() + names, area.top() + kAir, std::max(1.0, area.width() - names - kAir),
                             std::max(1.0, area.height() - kAir - (hiddenAxis ? kAir : timeAxisHeight())));
        fillTicks(layout.plot.width(), 60);
        const double each = layout.plot.height() / static_cast<double>(m_model.categories.size());
        layout.labelEvery = static_cast<std::size_t>(std::max(1.0, std::ceil(kLabelRow / std::max(each, 0.01))));
    } else {
        const double angle = data().options["xTickLabelRotation"].toDouble(0) * M_PI / 180;
        const double turned = std::abs(std::sin(angle)) * std::min(widest, area.height() * kMostShare);
        const double below = timeAxisHeight() + turned;
        const double height = std::max(1.0, area.height() - kAir - below);
        fillTicks(height, valueTickSpacing(height));
        const double axis = hiddenAxis ? kAir : valueAxisWidth(layout.values, area.width(), ruler);
        layout.plot = QRectF(area.left() + axis, area.top() + kAir, std::max(1.0, area.width() - axis - kAir), height);
        const double each = layout.plot.width() / static_cast<double>(m_model.categories.size());
        const double spacing = std::abs(data().options["xTickLabelSpacing"].toDouble(0));
        const double need = turned > 0 ? kLabelRow : std::max(widest + kLabelGap, spacing);
        layout.labelEvery = static_cast<std::size_t>(std::max(1.0, std::ceil(need / std::max(each, 0.01))));
    }
    if (hiddenAxis) layout.values.clear();
    return layout;
}

double BarChartPanel::along(const Layout& layout, double value) const
{
    const double low = layout.scale.forward(layout.range.min);
    const double at = layout.scale.forward(value);
    // What a logarithmic axis cannot show stands at its foot, as bars do.
    const double share = std::isnan(at) || std::isinf(at) ? 0
                                                          : (at - low) / (layout.scale.forward(layout.range.max) - low);
    return layout.lying ? layout.plot.left() + share * layout.plot.width()
                        : layout.plot.bottom() - share * layout.plot.height();
}

QRectF BarChartPanel::slotRect(const Layout& layout, std::size_t category) const
{
    const auto count = static_cast<double>(m_model.categories.size());
    const auto at = static_cast<double>(category);
    const QRectF& plot = layout.plot;
    if (layout.lying)
        return {plot.left(), plot.top() + plot.height() * at / count, plot.width(), plot.height() / count};
    return {plot.left() + plot.width() * at / count, plot.top(), plot.width() / count, plot.height()};
}

QRectF BarChartPanel::barIn(const Layout& layout, std::size_t series, std::size_t category) const
{
    const BarChartModel::Span span = m_model.span(series, category);
    if (std::isnan(span.to)) return {};
    const QRectF box = slotRect(layout, category);
    const double slot = layout.lying ? box.height() : box.width();
    const double start = layout.lying ? box.top() : box.left();
    double first = start;
    double width = slot;
    if (!isContinuous()) {
        const bool grouped = m_model.stacking == BarStacking::None;
        double visible = 0;
        double before = 0;
        for (std::size_t s = 0; s < m_model.series.size(); ++s) {
            if (m_model.series[s].hidden) continue;
            if (s < series) ++before;
            ++visible;
        }
        if (!grouped) visible = 1, before = 0;
        const double group = visible > 1 ? std::clamp(data().options["groupWidth"].toDouble(0.7), 0.01, 1.0) : 1;
        const double share = std::clamp(data().options["barWidth"].toDouble(0.97), 0.01, 1.0);
        const double each = slot * group / visible;
        width = each * share;
        first = start + slot * (1 - group) / 2 + each * before + (each - width) / 2;
    }
    const double low = std::round(first);
    const double high = std::max(low + 1, std::round(first + width) - (isContinuous() && width > 4 ? 1 : 0));
    const double a = std::round(along(layout, span.from));
    const double b = std::round(along(layout, span.to));
    const QRectF bar = layout.lying ? QRectF(std::min(a, b), low, std::abs(b - a), high - low)
                                    : QRectF(low, std::min(a, b), high - low, std::abs(b - a));
    return bar.intersected(layout.plot.adjusted(0, 0, 1, 1));
}

QRectF BarChartPanel::barRect(std::size_t series, std::size_t category, const QRectF& area) const
{
    return barIn(layOut(area), series, category);
}

void BarChartPanel::paintAxes(QPainter& painter, const Layout& layout) const
{
    const Theme& theme = currentTheme();
    const QRectF& plot = layout.plot;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(plainFont(kSmall));
    const bool grid = m_model.series.front().field->config.custom["axisGridShow"].toBool(true);
    for (const Tick& tick : layout.values) {
        const double at = std::round(along(layout, tick.value));
        painter.setPen(QPen(theme.grid, 1));
        if (grid && layout.lying) painter.drawLine(QPointF(at + 0.5, plot.top()), QPointF(at + 0.5, plot.bottom()));
        if (grid && !layout.lying) painter.drawLine(QPointF(plot.left(), at + 0.5), QPointF(plot.right(), at + 0.5));
        if (!tick.labelled) continue;
        painter.setPen(theme.text);
        const double width = plainTextWidth(tick.label, kSmall);
        if (layout.lying)
            painter.drawText(QPointF(std::min(at - width / 2, plot.right() + kAir - width),
                                     plot.bottom() + kTick + kGapToText + kSmall * 0.8),
                             tick.label);
        else
            painter.drawText(QPointF(plot.left() - kGapToText - width, at + kCap), tick.label);
    }
    painter.setPen(theme.text);
    const double angle = data().options["xTickLabelRotation"].toDouble(0);
    const bool fromEnd = data().options["xTickLabelSpacing"].toDouble(0) < 0;
    const QFontMetricsF metrics(painter.font());
    for (std::size_t c = 0; c < m_model.categories.size(); ++c) {
        const std::size_t from = fromEnd ? m_model.categories.size() - 1 - c : c;
        if (from % layout.labelEvery != 0) continue;
        const QRectF box = slotRect(layout, c);
        if (layout.lying) {
            const QString text = metrics.elidedText(label(c), Qt::ElideRight, plot.left() - kGapToText);
            painter.drawText(QPointF(plot.left() - kGapToText - metrics.horizontalAdvance(text),
                                     std::round(box.center().y()) + kCap),
                             text);
            continue;
        }
        const QString text = label(c);
        const double x = isContinuous() ? box.left() : box.center().x();
        const double y = plot.bottom() + kTick + kGapToText + kSmall * 0.8;
        if (std::abs(angle) < 0.5) {
            painter.drawText(QPointF(x - plainTextWidth(text, kSmall) / 2, y), text);
            continue;
        }
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.translate(x, plot.bottom() + kTick + kGapToText);
        painter.rotate(angle);
        painter.drawText(QPointF(angle > 0 ? 0 : -plainTextWidth(text, kSmall), kSmall * 0.8), text);
        painter.restore();
    }
}

void BarChartPanel::paintBars(QPainter& painter, const Layout& layout) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t s = 0; s < m_model.series.size(); ++s) {
        const BarSeries& series = m_model.series[s];
        if (series.hidden) continue;
        const double opacity = std::clamp(customNumber(*series.field, "fillOpacity", 80) / 100, 0.0, 1.0);
        const double line = std::clamp(customNumber(*series.field, "lineWidth", 1), 0.0, 20.0);
        const std::string& gradient = series.field->config.custom["gradientMode"].toString();
        const double rounding = std::clamp(data().options["barRadius"].toDouble(0), 0.0, 0.5);
        for (std::size_t c = 0; c < m_model.categories.size(); ++c) {
            const QRectF bar = barIn(layout, s, c);
            if (bar.width() < 0.5 && bar.height() < 0.5) continue;
            const QColor color = series.colors[c].isValid() ? series.colors[c] : series.color;
            QColor fill = color;
            fill.setAlphaF(static_cast<float>(opacity * color.alphaF()));
            if (gradient == "opacity" || gradient == "hue") {
                QLinearGradient fade(layout.lying ? layout.plot.topRight() : layout.plot.topLeft(),
                                     layout.lying ? layout.plot.topLeft() : layout.plot.bottomLeft());
                QColor end = gradient == "opacity" ? fill : fill.darker(125);
                if (gradient == "opacity") end.setAlphaF(0);
                fade.setColorAt(gradient == "opacity" ? 0 : 1, fill);
                fade.setColorAt(gradient == "opacity" ? 1 : 0, end);
                painter.setBrush(fade);
            } else {
                painter.setBrush(fill);
            }
            painter.setPen(line > 0 ? QPen(color, line) : QPen(Qt::NoPen));
            const double inset = line / 2;
            const QRectF shape = bar.adjusted(inset, inset, -std::min(inset, bar.width() / 2),
                                              -std::min(inset, bar.height() / 2));
            const double radius = rounding * std::min(bar.width(), bar.height());
            if (radius > 0)
                painter.drawRoundedRect(shape, radius, radius);
            else
                painter.drawRect(shape);
        }
    }
}

void BarChartPanel::paintValues(QPainter& painter, const Layout& layout) const
{
    const std::string& mode = data().options["showValue"].toString();
    if (mode == "never" || isContinuous()) return;
    const double size = std::clamp(data().options.get("text.valueSize").toDouble(kSmall), 4.0, 60.0);
    painter.setFont(plainFont(size));
    painter.setPen(currentTheme().text);
    for (std::size_t s = 0; s < m_model.series.size(); ++s) {
        for (std::size_t c = 0; c < m_model.categories.size(); ++c) {
            const BarChartModel::Span span = m_model.span(s, c);
            if (std::isnan(span.to)) continue;
            const QRectF bar = barIn(layout, s, c);
            const QString& text = m_model.series[s].texts[c];
            const double width = plainTextWidth(text, size);
            const bool stacked = m_model.stacking != BarStacking::None;
            const bool down = m_model.series[s].values[c] < 0;
            const bool fits = layout.lying ? bar.height() >= size && (!stacked || bar.width() > width + 4)
                                           : bar.width() >= width && (!stacked || bar.height() > size + 4);
            if (!fits && mode != "always") continue;
            QPointF at(bar.center().x() - width / 2, bar.center().y() + size * 0.3636);
            if (!stacked && layout.lying) at.setX(down ? bar.left() - 4 - width : bar.right() + 4);
            if (!stacked && !layout.lying) at.setY(down ? bar.bottom() + size : bar.top() - 4);
            // What would leave the drawing is put inside its bar.
            if (at.x() + width > layout.plot.right() + kAir) at.setX(bar.right() - width - 4);
            if (at.y() - size < 0) at.setY(bar.top() + size);
            painter.drawText(at, text);
        }
    }
}

/// Shades below the bars, or lines above them, where the first series' thresholds are.
void BarChartPanel::paintThresholds(QPainter& painter, const Layout& layout, bool areas) const
{
    if (isContinuous() || m_model.stacking == BarStacking::Percent) return;
    PlotModel marks;
    addThresholds(*m_model.series.front().field, 0, marks);
    const QRectF& plot = layout.plot;
    for (const PlotThreshold& threshold : marks.thresholds) {
        QColor color = threshold.color;
        const double from = std::clamp(threshold.from, layout.range.min, layout.range.max);
        if (areas && threshold.area) {
            const double a = along(layout, from);
            const double b = along(layout, std::clamp(threshold.to, layout.range.min, layout.range.max));
            color.setAlphaF(color.alphaF() * 0.15F);
            painter.fillRect(layout.lying ? QRectF(std::min(a, b), plot.top(), std::abs(b - a), plot.height())
                                          : QRectF(plot.left(), std::min(a, b), plot.width(), std::abs(b - a)),
                             color);
        }
        if (areas || !threshold.line || from != threshold.from) continue;
        color.setAlphaF(color.alphaF() * 0.7F);
        QPen pen(color, 2);
        if (threshold.dashed) pen.setDashPattern({5, 5});
        painter.setPen(pen);
        const double at = along(layout, from);
        painter.drawLine(layout.lying ? QLineF(at, plot.top(), at, plot.bottom())
                                      : QLineF(plot.left(), at, plot.right(), at));
    }
}

void BarChartPanel::paintChart(QPainter& painter, const QRectF& area)
{
    if (!hasContent()) return;
    const Layout layout = layOut(area);
    paintThresholds(painter, layout, true);
    paintAxes(painter, layout);
    paintBars(painter, layout);
    paintThresholds(painter, layout, false);
    paintValues(painter, layout);
}

std::optional<ChartPanel::Hover> BarChartPanel::hoverAt(const QPointF& at, const QRectF& area) const
{
    if (!hasContent()) return {};
    const Layout layout = layOut(area);
    if (!layout.plot.contains(at)) return {};
    const double share = layout.lying ? (at.y() - layout.plot.top()) / layout.plot.height()
                                      : (at.x() - layout.plot.left()) / layout.plot.width();
    const auto count = m_model.categories.size();
    const auto category = std::min(static_cast<std::size_t>(share * static_cast<double>(count)), count - 1);
    Hover hover;
    hover.header = m_model.categories[category];
    for (std::size_t s = 0; s < m_model.series.size(); ++s) {
        const BarSeries& series = m_model.series[s];
        if (series.hidden || !std::isfinite(series.values[category]) || series.field->config.hiddenFromTooltip())
            continue;
        const QRectF bar = barIn(layout, s, category);
        const bool nearest = layout.lying ? at.y() >= bar.top() && at.y() <= bar.bottom()
                                          : at.x() >= bar.left() && at.x() <= bar.right();
        if (tooltipMode() == TooltipMode::Single && !nearest) continue;
        const QColor color = series.colors[category].isValid() ? series.colors[category] : series.color;
        hover.rows.push_back({color, series.name, series.texts[category], series.values[category], nearest});
    }
    if (hover.rows.empty()) return {};
    hover.mark = data().options["fullHighlight"].toBool() ? slotRect(layout, category) : QRectF();
    return hover;
}

}  // namespace watchglass::ui
