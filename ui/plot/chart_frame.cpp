#include <QCategoryAxis>
#include <QChart>
#include <QCoreApplication>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QLineSeries>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/plot/plot_frame.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

/// One axis of the chart, which remembers the labels it shows: replacing all of them costs twice as much as adding
/// the one that came and removing the one that went.
class AxisHost {
public:
    AxisHost(QChart& chart, Qt::Alignment alignment) : m_axis(new QCategoryAxis(&chart))
    {
        m_axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        m_axis->setTruncateLabels(false);
        m_axis->setLineVisible(false);
        m_axis->setLabelsFont(textFont(Metrics::kSmallTextPixels));
        chart.addAxis(m_axis, alignment);
    }

    [[nodiscard]] QCategoryAxis* axis() const { return m_axis; }

    void setColors(const QColor& text, const QColor& grid)
    {
        if (m_text != text) m_axis->setLabelsBrush(QBrush(m_text = text));
        if (m_grid != grid) {
            m_grid = grid;
            m_axis->setGridLinePen(QPen(grid, 1));
        }
    }

    void show(double min, double max, const std::vector<Tick>& ticks, const Scale& scale, bool grid)
    {
        if (m_axis->isGridLineVisible() != grid) m_axis->setGridLineVisible(grid);
        std::vector<std::pair<double, QString>> wanted;
        for (const Tick& tick : ticks) {
            // The axis leaves out labels that touch their neighbour, even empty ones: those ticks are painted by us.
            if (!tick.labelled) continue;
            const QString label = uniqueLabel(tick.label, wanted);
            wanted.emplace_back(scale.forward(tick.value), label);
        }
        for (auto it = m_shown.begin(); it != m_shown.end();) {
            if (std::find(wanted.begin(), wanted.end(), *it) == wanted.end()) {
                m_axis->remove(it->second);
                it = m_shown.erase(it);
            } else {
                ++it;
            }
        }
        // The axis takes labels in ascending order only and drops one that comes late: then all are set anew.
        const bool late = !m_shown.empty() && std::any_of(wanted.begin(), wanted.end(), [this](const auto& entry) {
            return entry.first < m_shown.back().first &&
                   std::find(m_shown.begin(), m_shown.end(), entry) == m_shown.end();
        });
        if (late) {
            for (const auto& entry : m_shown) m_axis->remove(entry.second);
            m_shown.clear();
        }
        std::sort(wanted.begin(), wanted.end());
        for (const auto& entry : wanted) {
            if (std::find(m_shown.begin(), m_shown.end(), entry) == m_shown.end())
                m_axis->append(entry.second, entry.first);
        }
        m_shown = std::move(wanted);
        if (m_axis->min() != min || m_axis->max() != max) m_axis->setRange(min, max);
    }

private:
    /// A category axis finds its labels by their text, so equal ones get an invisible tail.
    static QString uniqueLabel(QString label, const std::vector<std::pair<double, QString>>& taken)
    {
        const auto isTaken = [&] {
            return std::any_of(taken.begin(), taken.end(), [&](const auto& entry) { return entry.second == label; });
        };
        while (label.isEmpty() || isTaken()) label += QChar(0x200b);
        return label;
    }

    QCategoryAxis* m_axis;
    std::vector<std::pair<double, QString>> m_shown;
    QColor m_text;
    QColor m_grid;
};

std::vector<AxisSide> shownSides(const PlotLayout& layout)
{
    std::vector<AxisSide> sides;
    for (const AxisLayout& axis : layout.axes) {
        if (axis.side != AxisSide::Hidden) sides.push_back(axis.side);
    }
    return sides;
}

/// Draws graphs with a time axis and with value axes on the given sides, one at least. Another set of axes is another
/// host: parts of an axis that is taken from a chart stay on the scene for a while.
class ChartFrame final : public PlotFrame {
public:
    explicit ChartFrame(std::vector<AxisSide> sides) : m_sides(std::move(sides))
    {
        m_chart = new QChart;
        m_chart->setAnimationOptions(QChart::NoAnimation);
        m_chart->legend()->hide();
        m_chart->setMargins({});
        m_chart->layout()->setContentsMargins(0, 0, 0, 0);
        m_chart->setBackgroundVisible(false);
        m_chart->setPlotAreaBackgroundVisible(false);
        m_scene.addItem(m_chart);
        m_time = std::make_unique<AxisHost>(*m_chart, Qt::AlignBottom);
        for (const AxisSide side : m_sides) {
            m_values.push_back(
                std::make_unique<AxisHost>(*m_chart, side == AxisSide::Left ? Qt::AlignLeft : Qt::AlignRight));
            // Axes only work when a series hangs on them; it stays empty.
            auto* series = new QLineSeries(m_chart);
            m_chart->addSeries(series);
            series->attachAxis(m_time->axis());
            series->attachAxis(m_values.back()->axis());
        }
    }

    [[nodiscard]] const std::vector<AxisSide>& sides() const { return m_sides; }

    void paint(QPainter& painter, const PlotLayout& layout, const Theme& theme) override
    {
        const QRectF picture(QPointF(), layout.size);
        if (m_chart->size() != layout.size || m_chart->plotArea() != layout.plot) {
            m_chart->resize(layout.size);
            m_scene.setSceneRect(picture);
            m_chart->setPlotArea(layout.plot);
            m_chart->layout()->invalidate();  // else axes keep their place until a label changes
        }
        showValueAxes(layout, theme);
        const auto [whole, cut] = splitTimeTicks(layout);
        m_time->setColors(theme.text, theme.grid);
        m_time->show(static_cast<double>(layout.fromMs), static_cast<double>(layout.toMs), whole, Scale(), true);
        m_chart->layout()->activate();
        m_scene.render(&painter, picture, picture);
        paintBareGrid(painter, layout, theme);
        paintTimeTicks(painter, layout, cut, theme);
        paintAxisExtras(painter, layout, theme);
    }

private:
    /// The ticks whose labels the chart can draw, and those that the edge of the picture would cut.
    static std::pair<std::vector<Tick>, std::vector<Tick>> splitTimeTicks(const PlotLayout& layout)
    {
        const QFontMetricsF metrics(textFont(Metrics::kSmallTextPixels));
        std::pair<std::vector<Tick>, std::vector<Tick>> out;
        for (const Tick& tick : layout.timeTicks) {
            const double x = layout.xOf(tick.value);
            const double half = metrics.horizontalAdvance(tick.label) / 2;
            (x - half < 0 || x + half > layout.size.width() ? out.second : out.first).push_back(tick);
        }
        return out;
    }

    /// The grid lines of ticks that have no label.
    static void paintBareGrid(QPainter& painter, const PlotLayout& layout, const Theme& theme)
    {
        painter.setPen(QPen(theme.grid, 1));
        for (std::size_t a = 0; a < layout.axes.size(); ++a) {
            const AxisLayout& axis = layout.axes[a];
            if (axis.side == AxisSide::Hidden || !axis.grid) continue;
            for (const Tick& tick : axis.ticks) {
                if (tick.labelled) continue;
                const double y = std::floor(layout.yOf(static_cast<int>(a), tick.value)) + 0.5;
                painter.drawLine(QPointF(layout.plot.left(), y), QPointF(layout.plot.right(), y));
            }
        }
    }

    void showValueAxes(const PlotLayout& layout, const Theme& theme)
    {
        std::size_t host = 0;
        for (const AxisLayout& axis : layout.axes) {
            if (axis.side == AxisSide::Hidden) continue;
            m_values[host]->setColors(axis.color.isValid() ? axis.color : theme.text, theme.grid);
            m_values[host]->show(axis.scale.forward(axis.range.min), axis.scale.forward(axis.range.max), axis.ticks,
                                 axis.scale, axis.grid);
            ++host;
        }
    }

    std::vector<AxisSide> m_sides;
    QGraphicsScene m_scene;
    QChart* m_chart;  ///< owned by the scene
    std::unique_ptr<AxisHost> m_time;
    std::vector<std::unique_ptr<AxisHost>> m_values;
};

/// Hosts that no graph uses at the moment: making one takes longer than drawing most graphs.
class HostPool {
public:
    std::unique_ptr<ChartFrame> take(const std::vector<AxisSide>& sides)
    {
        const auto it = std::find_if(m_idle.rbegin(), m_idle.rend(),
                                     [&sides](const auto& host) { return host->sides() == sides; });
        if (it == m_idle.rend()) return std::make_unique<ChartFrame>(sides);
        auto host = std::move(*it);
        m_idle.erase(std::next(it).base());
        return host;
    }
    void giveBack(std::unique_ptr<ChartFrame> host)
    {
        if (!host || !QCoreApplication::instance() || QCoreApplication::closingDown()) return;
        if (m_idle.size() == kMostIdle) m_idle.erase(m_idle.begin());
        m_idle.push_back(std::move(host));
    }
    static HostPool& instance()
    {
        static HostPool pool;
        return pool;
    }

private:
    HostPool()
    {
        qAddPostRoutine([] { instance().m_idle.clear(); });  // scenes must not outlive Qt
    }

    static constexpr std::size_t kMostIdle = 32;  ///< about what a large screen shows; 2 MB each

    std::vector<std::unique_ptr<ChartFrame>> m_idle;  ///< the last used at the end
};

/// Uses a host of the pool for as long as it lives, or none where a chart has nothing to draw.
class PooledFrame final : public PlotFrame {
public:
    PooledFrame() : m_bare(painterFrame()) {}
    ~PooledFrame() override { HostPool::instance().giveBack(std::move(m_host)); }

    void paint(QPainter& painter, const PlotLayout& layout, const Theme& theme) override
    {
        const std::vector<AxisSide> sides = shownSides(layout);
        if (sides.empty() || !layout.timeAxis) {
            m_bare->paint(painter, layout, theme);
            return;
        }
        if (!m_host || m_host->sides() != sides) {
            HostPool::instance().giveBack(std::move(m_host));
            m_host = HostPool::instance().take(sides);
        }
        m_host->paint(painter, layout, theme);
    }

private:
    std::unique_ptr<PlotFrame> m_bare;
    std::unique_ptr<ChartFrame> m_host;
};

}  // namespace

std::unique_ptr<PlotFrame> chartFrame() { return std::make_unique<PooledFrame>(); }

}  // namespace watchglass::ui
