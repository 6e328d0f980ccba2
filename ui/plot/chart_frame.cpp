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
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

/// One axis of the chart, which draws grid lines only: its labels would be left out where they touch, and be laid out
/// as documents. It remembers its ticks: setting all of them anew costs twice as much as adding the one that came and
/// removing the one that went.
class AxisHost {
public:
    AxisHost(QChart& chart, Qt::Alignment alignment) : m_axis(new QCategoryAxis(&chart))
    {
        m_axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        m_axis->setLabelsVisible(false);
        m_axis->setLineVisible(false);
        chart.addAxis(m_axis, alignment);
    }

    [[nodiscard]] QCategoryAxis* axis() const { return m_axis; }

    void setColor(const QColor& grid)
    {
        if (m_grid != grid) m_axis->setGridLinePen(QPen(m_grid = grid, 1));
    }

    void show(double min, double max, const std::vector<Tick>& ticks, const Scale& scale, bool grid)
    {
        if (m_axis->isGridLineVisible() != grid) m_axis->setGridLineVisible(grid);
        std::vector<double> wanted;
        for (const Tick& tick : ticks) wanted.push_back(scale.forward(tick.value));
        std::sort(wanted.begin(), wanted.end());
        wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
        std::erase_if(m_shown, [&](double tick) {
            if (std::binary_search(wanted.begin(), wanted.end(), tick)) return false;
            m_axis->remove(nameOf(tick));
            return true;
        });
        // The axis takes ticks in ascending order only and drops one that comes late: then all are set anew.
        const auto isNew = [this](double tick) { return !std::binary_search(m_shown.begin(), m_shown.end(), tick); };
        const auto first = std::find_if(wanted.begin(), wanted.end(), isNew);
        if (first != wanted.end() && !m_shown.empty() && *first < m_shown.back()) {
            for (const double tick : m_shown) m_axis->remove(nameOf(tick));
            m_shown.clear();
        }
        for (const double tick : wanted) {
            if (isNew(tick)) m_axis->append(nameOf(tick), tick);
        }
        m_shown = std::move(wanted);
        if (m_axis->min() != min || m_axis->max() != max) m_axis->setRange(min, max);
    }

private:
    static QString nameOf(double tick) { return QString::number(tick, 'g', QLocale::FloatingPointShortest); }

    QCategoryAxis* m_axis;
    std::vector<double> m_shown;  ///< ascending
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
            m_chart->layout()->invalidate();  // else axes keep their place until a tick changes
        }
        showValueAxes(layout, theme);
        m_time->setColor(theme.grid);
        m_time->show(layout.fromMs, layout.toMs, layout.timeTicks, Scale(), true);
        m_chart->layout()->activate();
        m_scene.render(&painter, picture, picture);
        paintLabels(painter, layout, theme);
        paintAxisExtras(painter, layout, theme);
    }

private:
    void showValueAxes(const PlotLayout& layout, const Theme& theme)
    {
        std::size_t host = 0;
        for (const AxisLayout& axis : layout.axes) {
            if (axis.side == AxisSide::Hidden) continue;
            m_values[host]->setColor(theme.grid);
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
        // Never destroyed: without a QCoreApplication that ends nobody may touch what Qt's statics held.
        static auto* pool = new HostPool;
        return *pool;
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
