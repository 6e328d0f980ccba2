#include "ui/panels/timeseries_panel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <algorithm>
#include <cmath>

#include "ui/frame/data_link.h"
#include "ui/frame/display.h"
#include "ui/frame/legend_values.h"
#include "ui/frame/reducer.h"
#include "ui/panels/color_picker.h"
#include "ui/panels/exemplar_rows.h"
#include "ui/panels/panel_support.h"
#include "ui/query/program_lists.h"

namespace watchglass::ui {

namespace {

TooltipOptions tooltipOptions(const json::Value& options)
{
    TooltipOptions result;
    const std::string& sort = options.get("tooltip.sort").toString();
    if (sort == "asc") result.sort = TooltipSort::Ascending;
    if (sort == "desc") result.sort = TooltipSort::Descending;
    result.hideZeros = options.get("tooltip.hideZeros").toBool();
    result.maxWidth = options.get("tooltip.maxWidth").toDouble(0);
    result.maxHeight = options.get("tooltip.maxHeight").toDouble(0);
    return result;
}

QString valuesInWords(const PlotSeries& series)
{
    double last = std::nan("");
    double least = std::nan("");
    double greatest = std::nan("");
    for (std::size_t i = 0; i < series.count; ++i) {
        const double value = series.values[i];
        if (std::isnan(value)) continue;
        last = value;
        least = std::fmin(least, value);
        greatest = std::fmax(greatest, value);
    }
    if (std::isnan(last)) return TimeSeriesPanel::tr("no values");
    return TimeSeriesPanel::tr("last %1, min %2, max %3")
        .arg(series.format(last), series.format(least), series.format(greatest));
}

}  // namespace

TooltipMode TimeSeriesPanel::tooltipMode() const
{
    const std::string& mode = data().options.get("tooltip.mode").toString();
    return mode == "multi" ? TooltipMode::Multi : mode == "none" ? TooltipMode::None : TooltipMode::Single;
}

TimeSeriesPanel::TimeSeriesPanel(QWidget* parent)
    : PanelWidget(parent), m_view(new TimeSeriesView(this)), m_legend(new LegendView(this))
{
    connect(m_view, &TimeSeriesView::zoomRequested, this, [this](qint64 fromMs, qint64 toMs) {
        if (zoomsTime()) Q_EMIT zoomRequested(fromMs, toMs);
    });
    connect(m_view, &TimeSeriesView::zoomOutRequested, this, [this] {
        if (zoomsTime()) Q_EMIT zoomOutRequested();
    });
    connect(m_view, &TimeSeriesView::annotationRequested, this, &PanelWidget::annotationRequested);
    connect(m_view, &TimeSeriesView::dirtied, this, &PanelWidget::prepareRequested);
    m_view->setExemplarActions([this](std::size_t exemplar) {
        return exemplarActions((*data().exemplars)[exemplar], data(),
                               [this](const QUrl& url) { Q_EMIT linkActivated(url); });
    });
    m_view->setActions([this](std::size_t series, double timeMs) { return linksOf(series, timeMs); });
    connect(m_legend, &LegendView::colorRequested, this, [this](int series, const QRect& anchor) {
        const auto index = static_cast<std::size_t>(series);
        if (index >= m_view->model().series.size()) return;
        const PlotSeries& one = m_view->model().series[index];
        pickColor(*this, one.name, one.color, anchor);
    });
    connect(m_legend, &LegendView::isolateRequested, this, [this](int series) { changeHidden(series, true); });
    connect(m_legend, &LegendView::toggleRequested, this, [this](int series) { changeHidden(series, false); });
    connect(m_legend, &LegendView::hovered, m_view, &TimeSeriesView::setHighlight);
}

std::vector<TooltipAction> TimeSeriesPanel::linksOf(std::size_t series, double timeMs)
{
    if (series >= m_sources.size()) return {};
    DataPoint point;
    point.frames = &modelFrames();
    point.frame = m_sources[series].frame;
    point.field = m_sources[series].field;
    point.format = formatContextOf(data());
    const Frame& frame = modelFrames()[point.frame];
    if (const Field* times = frame.first(FieldType::Time)) {
        for (std::size_t row = 0; row < frame.rows() && !point.row; ++row) {
            if (times->values.number(row) == timeMs) point.row = row;
        }
    }
    std::vector<TooltipAction> actions;
    for (const ShownLink& link : linksAt(point, data().replace)) {
        const QUrl url(toQString(link.href), QUrl::TolerantMode);
        actions.push_back(
            {toQString(link.title.empty() ? link.href : link.title), [this, url] { Q_EMIT linkActivated(url); }});
    }
    return actions;
}

void TimeSeriesPanel::setAnnotatable(bool on)
{
    m_view->setAnnotatable(on && zoomsTime());
    m_view->setMarkActions([this, on](const PlotMark& mark) -> std::vector<TooltipAction> {
        if (!on || mark.id == 0) return {};
        const qint64 id = mark.id;
        return {{tr("Edit annotation"), [this, id] { Q_EMIT annotationEditRequested(id); }},
                {tr("Delete annotation"), [this, id] { Q_EMIT annotationRemoveRequested(id); }}};
    });
}

bool TimeSeriesPanel::hasContent() const
{
    for (const Frame& frame : *data().frames) {
        if (frame.rows() > 0 && frame.first(FieldType::Time) && frame.first(FieldType::Number)) return true;
    }
    return false;
}

void TimeSeriesPanel::setBackground(const QColor& color)
{
    PanelWidget::setBackground(color);
    m_view->setBackground(color);
}

QString TimeSeriesPanel::summary() const
{
    QStringList parts;
    for (const PlotSeries& series : m_view->model().series) {
        if (series.hidden || parts.size() >= 5) continue;
        double last = std::nan("");
        for (std::size_t i = series.count; i > 0 && std::isnan(last); --i) last = series.values[i - 1];
        if (!std::isnan(last)) parts += series.name + QStringLiteral(": ") + series.format(last);
    }
    const auto more = static_cast<qsizetype>(m_view->model().series.size()) - parts.size();
    if (more > 0) parts += tr("%1 more series").arg(more);
    return parts.join(QStringLiteral(", "));
}

std::vector<AccessibleItem> TimeSeriesPanel::accessibleItems() const
{
    if (!m_items.empty()) return m_items;
    for (const PlotSeries& series : m_view->model().series) {
        AccessibleItem item;
        item.name = series.name;
        item.role = QAccessible::ListItem;
        item.value = series.hidden ? tr("hidden") : valuesInWords(series);
        m_items.push_back(std::move(item));
    }
    for (const PlotExemplar& exemplar : m_view->model().exemplars) {
        constexpr std::size_t kMostItems = 500;
        if (m_items.size() >= kMostItems) break;
        AccessibleItem item;
        item.name = tr("Exemplar");
        item.role = QAccessible::ListItem;
        QStringList words;
        for (const auto& [name, value] : exemplar.rows) words += name + QLatin1Char(' ') + value;
        item.value = words.join(QStringLiteral(", "));
        m_items.push_back(std::move(item));
    }
    return m_items;
}

void TimeSeriesPanel::rebuild()
{
    m_items.clear();
    TimeSeriesModel model = makeModel();
    m_sources = std::move(model.sources);
    for (PlotSeries& series : model.plot.series) series.hidden = m_hidden.count(series.name) != 0;
    TooltipOptions tooltip = tooltipOptions(data().options);
    tooltip.mode = tooltipMode();
    m_view->setTooltip(tooltip);
    m_view->setModel(std::move(model.plot));
    rebuildLegend();
    place();
    m_view->setAccessibleDescription(summary());
}

void TimeSeriesPanel::rebuildLegend()
{
    const json::Value& options = data().options["legend"];
    m_legendMode = options["displayMode"].toString() == "table" ? LegendMode::Table : LegendMode::List;
    if (!options["showLegend"].toBool(true) || options["displayMode"].toString() == "hidden")
        m_legendMode = LegendMode::Hidden;
    m_placement = options["placement"].toString() == "right" ? LegendPlacement::Right : LegendPlacement::Bottom;
    QStringList titles;
    std::vector<std::string> calculations;
    for (const json::Value& id : options["calcs"].items()) {
        const std::string_view known = reducerId(id.toString());
        if (known.empty()) continue;
        calculations.emplace_back(known);
        titles += toQString(reducerName(known));
    }
    const VisualTheme& theme = currentVisualTheme();
    std::vector<LegendItem> items;
    const auto& series = m_view->model().series;
    if (m_legendMode != LegendMode::Hidden) {
        for (std::size_t s = 0; s < series.size(); ++s) {
            if (!series[s].inLegend) continue;
            LegendItem item;
            item.series = static_cast<int>(s);
            item.color = series[s].color;
            item.pattern = series[s].pattern;
            item.name = series[s].name;
            item.hidden = series[s].hidden;
            item.rightAxis = m_view->model().axes[static_cast<std::size_t>(series[s].axis)].side == AxisSide::Right;
            const Field& field = modelFrames()[m_sources[s].frame].fields[m_sources[s].field];
            for (const LegendValue& value : legendValues(field, calculations, theme, formatContextOf(data()))) {
                item.texts += toQString(value.display.toString());
                item.values.push_back(value.display.numeric);
            }
            items.push_back(std::move(item));
        }
    }
    m_legend->setItems(std::move(items), titles, m_legendMode, m_placement);
    const std::string& sortBy = options["sortBy"].toString();
    const bool down = options["sortDesc"].toBool();
    // What somebody has chosen since stays, until the panel says something else.
    if (m_legendMode != LegendMode::Table || m_legendSort == std::pair(sortBy, down)) return;
    m_legendSort = {sortBy, down};
    const auto column = static_cast<int>(titles.indexOf(toQString(sortBy)));
    if (column >= 0 || sortBy == "Name") m_legend->sortBy(column, down ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void TimeSeriesPanel::place()
{
    const bool shown = m_legendMode != LegendMode::Hidden && !m_legend->items().empty();
    m_legend->setVisible(shown);
    if (!shown) {
        m_view->setGeometry(rect());
        return;
    }
    placeBesideLegend(*m_legend, rect(), m_placement, data().options.get("legend.width").toDouble(0), *m_view);
}

void TimeSeriesPanel::changeHidden(int series, bool isolate)
{
    std::vector<bool> hidden;
    for (const PlotSeries& entry : m_view->model().series) hidden.push_back(entry.hidden);
    if (series < 0 || static_cast<std::size_t>(series) >= hidden.size()) return;
    if (isolate)
        isolateSeries(hidden, static_cast<std::size_t>(series));
    else
        toggleSeries(hidden, static_cast<std::size_t>(series));
    m_view->setSeriesHidden(hidden);
    m_items.clear();
    m_hidden.clear();
    for (const PlotSeries& entry : m_view->model().series) {
        if (entry.hidden) m_hidden.insert(entry.name);
    }
    rebuildLegend();
}

void TimeSeriesPanel::resizeEvent(QResizeEvent*) { place(); }

/// The legend needs other room, as with an arrow in its head.
bool TimeSeriesPanel::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest) place();
    return PanelWidget::event(event);
}

}  // namespace watchglass::ui
