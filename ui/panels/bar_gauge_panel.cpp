#include "ui/panels/bar_gauge_panel.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/panels/link_menu.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/threshold_stops.h"
#include "ui/panels/value_text.h"
#include "ui/theme/arrow_scroll_bar.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kBodyLine = 22.0 / 14;  ///< the line height that texts inherit
constexpr double kValuePadding = 10;

}  // namespace

BarGaugePanel::BarGaugePanel(QWidget* parent) : PanelWidget(parent), m_scroll(new ArrowScrollBar(Qt::Vertical, this))
{
    m_scroll->setOnPanel(true);
    m_scroll->hide();
    connect(m_scroll, &QScrollBar::valueChanged, this, [this] { update(); });
}

bool BarGaugePanel::isVertical() const
{
    return m_orientation == "vertical" || (m_orientation != "horizontal" && width() > height());
}

void BarGaugePanel::placeScroll()
{
    const BarGaugeLayout layout = layOut();
    const bool vertical = isVertical();
    double end = 0;
    for (const BarGaugeTile& tile : layout.tiles)
        end = std::max(end, vertical ? tile.tile.right() : tile.tile.bottom());
    const int room = vertical ? width() : height();
    const int beyond = static_cast<int>(std::ceil(end)) - room;
    m_scroll->setOrientation(vertical ? Qt::Horizontal : Qt::Vertical);
    const QSize hint = m_scroll->sizeHint();
    m_scroll->setGeometry(vertical ? QRect(0, height() - hint.height(), width(), hint.height())
                                   : QRect(width() - hint.width(), 0, hint.width(), height()));
    m_scroll->setRange(0, std::max(0, beyond));
    m_scroll->setPageStep(room);
    m_scroll->setSingleStep(30);
    m_scroll->setVisible(beyond > 1);
}

QPointF BarGaugePanel::scrolled() const
{
    if (m_scroll->maximum() == 0) return {};
    return isVertical() ? QPointF(m_scroll->value(), 0) : QPointF(0, m_scroll->value());
}

void BarGaugePanel::resizeEvent(QResizeEvent*) { placeScroll(); }

void BarGaugePanel::wheelEvent(QWheelEvent* event)
{
    if (m_scroll->maximum() == 0) {
        event->ignore();  // the dashboard scrolls
        return;
    }
    QCoreApplication::sendEvent(m_scroll, event);
    event->accept();
}

void BarGaugePanel::rebuild()
{
    const json::Value& options = data().options;
    m_values = reducedValues(data());
    m_orientation = options["orientation"].toString();
    m_look = {};
    m_look.mode = barMode(options["displayMode"].toString());
    m_look.showUnfilled = options["showUnfilled"].toBool(true);
    m_look.showValue = options["valueMode"].toString() != "hidden";
    m_look.namePlacement = options["namePlacement"].toString();
    m_look.nameSize = options.get("text.titleSize").toDouble(0);
    m_look.valueSize = options.get("text.valueSize").toDouble(0);
    m_look.mostSize = options["maxVizHeight"].toDouble(300);
    // A single value has the panel's title.
    if (m_values.size() == 1 && !m_values[0].field->config.displayName) m_values[0].title.clear();
    for (const ReducedValue& value : m_values) {
        if (value.title.size() > m_look.longestName.size()) m_look.longestName = value.title;
        if (value.text().size() > m_look.longestValue.size()) m_look.longestValue = value.text();
    }
    m_colorText = options["valueMode"].toString() != "text";
    placeScroll();
    setAccessibleDescription(summary());
}

QColor BarGaugePanel::textColor(const ReducedValue& value) const
{
    return m_colorText ? value.color : currentTheme().text;
}

BarGaugeLayout BarGaugePanel::layOut() const
{
    BarGaugeLook look = m_look;
    look.vertical = isVertical();
    const json::Value& options = data().options;
    look.leastSize = options[look.vertical ? "minVizWidth" : "minVizHeight"].toDouble(look.vertical ? 8 : 16);
    return layOutBarGauge(look, QSizeF(size()), m_values.size());
}

void BarGaugePanel::paintName(QPainter& painter, const BarGaugeTile& tile, double size, const QString& title,
                              bool vertical) const
{
    const QFont font = numberFont(size);
    const QFontMetricsF metrics(font);
    const double line = size * kBodyLine;
    const QString text = metrics.elidedText(title, Qt::ElideRight, std::max(tile.name.width(), 8.0) + 1);
    const double width = metrics.horizontalAdvance(text);
    double x = tile.name.left();
    double top = tile.name.top();
    if (vertical) x += (tile.name.width() - width) / 2;
    if (tile.nameBeside) {
        x = std::max(x, tile.name.right() - width);
        top = tile.name.center().y() - line / 2;
    }
    painter.setFont(font);
    painter.setPen(currentTheme().text);
    painter.drawText(QPointF(x, textBaseline(font, top, line)), text);
}

void BarGaugePanel::paintEvent(QPaintEvent*)
{
    const BarGaugeLayout layout = layOut();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool vertical = isVertical();
    painter.translate(-scrolled());
    const QRectF seen = QRectF(rect()).translated(scrolled());
    for (std::size_t i = 0; i < layout.tiles.size(); ++i) {
        const BarGaugeTile& tile = layout.tiles[i];
        const ReducedValue& value = m_values[i];
        if (tile.tile.bottom() < seen.top() || tile.tile.right() < seen.left()) continue;
        if (tile.tile.top() > seen.bottom() || tile.tile.left() > seen.right()) break;
        if (layout.nameSize > 0 && !value.title.isEmpty())
            paintName(painter, tile, layout.nameSize, value.title, vertical);
        QRectF bar = tile.bar;
        QRectF text = tile.value;
        BarPaint paint{m_look.mode, vertical, m_look.showUnfilled, vertical ? bar.height() : bar.width(), {}};
        const bool whole = m_look.mode != BarMode::Lcd;
        // As in Grafana the unfilled part goes with the value, and ends below it.
        if (whole && !m_look.showValue) paint.showUnfilled = false;
        if (whole && vertical && m_look.showValue) bar.setTop(std::max(bar.top(), text.bottom()));
        paintBar(painter, bar, *value.field, value.display, paint);
        bar = tile.bar;
        if (!m_look.showValue) continue;
        if (!m_look.showUnfilled && m_look.mode != BarMode::Lcd) {
            const double share = shareOf(*value.field, value.display.numeric);
            if (vertical)
                text.moveTop(bar.bottom() - bar.height() * share - text.height());
            else
                text.moveLeft(bar.left() + bar.width() * share);
        }
        if (!vertical) text.adjust(kValuePadding, 0, -kValuePadding, 0);
        paintValue(painter, text, vertical ? Qt::AlignHCenter : Qt::AlignRight, value.display, layout.valueSize,
                   QFont::Normal, textColor(value), 1);
    }
}

void BarGaugePanel::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) return;
    const BarGaugeLayout layout = layOut();
    for (std::size_t i = 0; i < layout.tiles.size(); ++i) {
        if (layout.tiles[i].tile.contains(event->position() + scrolled()))
            followLinks(*this, pointOf(m_values[i], data()));
    }
}

}  // namespace watchglass::ui
