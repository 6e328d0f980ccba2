#include "ui/panels/flame_panel.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QFontMetricsF>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QTableWidget>
#include <QWheelEvent>

#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kRow = 20;
constexpr double kBar = 36;         ///< search and choices
constexpr double kPath = 20;        ///< the line that says what is shown
constexpr double kLeastWide = 0.6;  ///< pixels; narrower blocks are not drawn
constexpr double kWide = 800;       ///< table and graph beside each other from here on
constexpr int kMostSymbols = 5000;

/// White or black, whichever reads better.
QColor readableOn(const QColor& ground)
{
    return toQColor(contrastText({static_cast<std::uint8_t>(ground.red()), static_cast<std::uint8_t>(ground.green()),
                                  static_cast<std::uint8_t>(ground.blue()), 1}));
}

/// Sorts by the number behind the text.
class NumberItem final : public QTableWidgetItem {
public:
    NumberItem(const QString& text, double value) : QTableWidgetItem(text), m_value(value)
    {
        setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    bool operator<(const QTableWidgetItem& other) const override
    {
        const auto* number = dynamic_cast<const NumberItem*>(&other);
        return number ? m_value < number->m_value : QTableWidgetItem::operator<(other);
    }

private:
    double m_value;
};

}  // namespace

FlamePanel::FlamePanel(QWidget* parent)
    : ElementPanel(parent), m_field(new QLineEdit(this)), m_colors(new QComboBox(this)), m_parts(new QComboBox(this)),
      m_table(new QTableWidget(this))
{
    m_field->setPlaceholderText(tr("Search…"));
    m_field->setAccessibleName(tr("Search names"));
    m_field->setClearButtonEnabled(true);
    connect(m_field, &QLineEdit::textChanged, this, &FlamePanel::search);
    m_colors->addItems({tr("By package"), tr("By value")});
    m_colors->setAccessibleName(tr("Colours"));
    connect(m_colors, &QComboBox::currentIndexChanged, this, [this] { update(); });
    m_parts->addItems({tr("Both"), tr("Top table"), tr("Flame graph")});
    m_parts->setAccessibleName(tr("Parts shown"));
    connect(m_parts, &QComboBox::currentIndexChanged, this, [this] { place(); });
    m_table->setColumnCount(3);
    m_table->setHorizontalHeaderLabels({tr("Symbol"), tr("Self"), tr("Total")});
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(24);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Top table"));
    connect(m_table, &QTableWidget::itemActivated, this,
            [this](QTableWidgetItem* item) { m_field->setText(m_table->item(item->row(), 0)->text()); });
}

QString FlamePanel::text(double value) const
{
    const Field& field = (*data().frames)[m_model.frame].fields[m_model.valueField];
    return toQString(DisplayProcessor(field, currentVisualTheme(), formatContextOf(data()))(value).toString());
}

QString FlamePanel::percent(double value) const
{
    return m_model.total > 0 ? QString::number(value / m_model.total * 100, 'f', 2) + QLatin1Char('%') : QString();
}

void FlamePanel::rebuildElements()
{
    m_model = flameModel(data());
    m_entered.reset();
    m_scroll = 0;
    fillTable();
    search(m_search);
    place();
}

void FlamePanel::fillTable()
{
    m_table->setSortingEnabled(false);
    std::vector<std::size_t> order(m_model.symbols.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return m_model.symbols[a].self > m_model.symbols[b].self; });
    const int rows = std::min(static_cast<int>(order.size()), kMostSymbols);
    m_table->setRowCount(rows);
    for (int row = 0; row < rows; ++row) {
        const FlameSymbol& symbol = m_model.symbols[order[static_cast<std::size_t>(row)]];
        m_table->setItem(row, 0, new QTableWidgetItem(symbol.label));
        m_table->setItem(row, 1, new NumberItem(text(symbol.self), symbol.self));
        m_table->setItem(row, 2, new NumberItem(text(symbol.total), symbol.total));
    }
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(1, Qt::DescendingOrder);
}

void FlamePanel::search(const QString& text)
{
    m_search = text;
    if (m_field->text() != text) m_field->setText(text);
    m_found.clear();
    if (!text.isEmpty()) {
        for (std::size_t i = 0; i < m_model.symbols.size(); ++i) {
            if (m_model.symbols[i].label.contains(text, Qt::CaseInsensitive)) m_found.insert(i);
        }
    }
    update();
}

void FlamePanel::place()
{
    const bool room = height() > 140 && width() > 360 && !m_model.blocks.empty();
    for (QWidget* widget :
         {static_cast<QWidget*>(m_field), static_cast<QWidget*>(m_colors), static_cast<QWidget*>(m_parts)})
        widget->setVisible(room);
    const double top = room ? kBar : 0;
    if (room) {
        const int height = Metrics::kControlHeight - 4;
        m_parts->setGeometry(width() - 130, 2, 128, height);
        m_colors->setGeometry(width() - 264, 2, 130, height);
        m_field->setGeometry(2, 2, std::max(60, width() - 270), height);
    }
    QRectF rest(0, top, width(), std::max(0.0, height() - top));
    const int parts = m_parts->currentIndex();
    const bool table = room && (parts == 1 || (parts == 0 && width() >= kWide));
    m_table->setVisible(table);
    if (table) {
        const double share = parts == 1 ? rest.width() : std::round(rest.width() * 0.4);
        m_table->setGeometry(QRectF(rest.left(), rest.top(), share, rest.height()).toRect());
        rest.setLeft(rest.left() + share + (parts == 1 ? 0 : 8));
    }
    m_chart = parts == 1 && room ? QRectF() : rest;
    layOut();
    update();
}

void FlamePanel::layOut()
{
    m_shown.clear();
    if (m_chart.isEmpty() || m_model.total <= 0) return;
    double from = 0;
    double span = m_model.total;
    if (m_entered) {
        from = m_model.blocks[*m_entered].start;
        span = m_model.blocks[*m_entered].value;
    }
    if (span <= 0) return;
    const double top = m_chart.top() + kPath;
    m_scroll = std::clamp(m_scroll, 0.0, std::max(0.0, m_model.depth * kRow - (m_chart.height() - kPath)));
    for (std::size_t i = 0; i < m_model.blocks.size(); ++i) {
        const FlameBlock& block = m_model.blocks[i];
        const double left = std::max(block.start, from);
        const double right = std::min(block.start + block.value, from + span);
        const double width = (right - left) / span * m_chart.width();
        const double y = top + block.level * kRow - m_scroll;
        if (width < kLeastWide || y + kRow <= top || y >= m_chart.bottom()) continue;
        m_shown.push_back({i, QRectF(m_chart.left() + (left - from) / span * m_chart.width(), y, width, kRow - 1)});
    }
}

void FlamePanel::resizeEvent(QResizeEvent* event)
{
    ElementPanel::resizeEvent(event);
    place();
}

void FlamePanel::wheelEvent(QWheelEvent* event)
{
    const double before = m_scroll;
    m_scroll -= event->angleDelta().y() / 120.0 * kRow * 3;
    layOut();
    if (m_scroll == before)
        event->ignore();
    else
        update();
}

PanelElement FlamePanel::element(std::size_t index) const
{
    const Shown& shown = m_shown[index];
    const FlameBlock& block = m_model.blocks[shown.block];
    return {shown.box, m_model.symbols[block.label].label,
            text(block.value) + QStringLiteral(", ") + percent(block.value)};
}

std::optional<ElementPanel::Hover> FlamePanel::hoverOf(std::size_t index) const
{
    const FlameBlock& block = m_model.blocks[m_shown[index].block];
    Hover hover;
    hover.header = m_model.symbols[block.label].label.left(160);
    hover.rows = {{QColor(), tr("Total"), text(block.value) + QStringLiteral("  ") + percent(block.value), 0, false},
                  {QColor(), tr("Self"), text(block.self) + QStringLiteral("  ") + percent(block.self), 0, false}};
    return hover;
}

void FlamePanel::activateElement(std::size_t index)
{
    const std::size_t block = m_shown[index].block;
    m_entered = m_model.blocks[block].parent == block || m_entered == block ? std::nullopt : std::optional(block);
    layOut();
    std::optional<std::size_t> again;
    for (std::size_t i = 0; i < m_shown.size(); ++i) {
        if (m_shown[i].block == block) again = i;
    }
    if (currentElement()) setCurrentElement(again);
    update();
}

void FlamePanel::showAll()
{
    m_entered.reset();
    m_scroll = 0;
    layOut();
}

void FlamePanel::paintElements(QPainter& painter, const QRectF& area)
{
    const Theme& theme = currentTheme();
    if (!m_model.problem.isEmpty()) {
        painter.setFont(textFont(14));
        painter.setPen(theme.textSecondary);
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, m_model.problem);
        return;
    }
    if (m_chart.isEmpty() || m_model.blocks.empty()) return;
    painter.setFont(plainFont(12));
    const QFontMetricsF metrics(painter.font());
    QString path = tr("%1 in all").arg(text(m_model.total));
    if (m_entered) {
        const FlameBlock& block = m_model.blocks[*m_entered];
        path = m_model.symbols[block.label].label + QStringLiteral(": ") + text(block.value) + QStringLiteral(" (") +
               percent(block.value) + QLatin1Char(')');
    }
    for (const QString& note : m_model.notes) path += QStringLiteral("; ") + note;
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(m_chart.left() + 4, m_chart.top(), m_chart.width() - 8, kPath), Qt::AlignVCenter,
                     metrics.elidedText(path, Qt::ElideMiddle, m_chart.width() - 8));
    painter.setClipRect(m_chart.adjusted(0, kPath, 0, 0));
    const bool byValue = m_colors->currentIndex() == 1;
    const bool searching = !m_search.isEmpty();
    for (const Shown& shown : m_shown) {
        const FlameBlock& block = m_model.blocks[shown.block];
        const QString& label = m_model.symbols[block.label].label;
        QColor color = byValue ? flameColorByValue(m_model.total > 0 ? block.self / m_model.total : 0, theme.isDark())
                               : flameColorByPackage(label, theme.isDark());
        const bool around = m_entered && block.level < m_model.blocks[*m_entered].level;
        const bool dimmed = around || (searching && !matches(block.label));
        if (dimmed) color = theme.gaugeTrack;
        painter.fillRect(shown.box.adjusted(0, 0, shown.box.width() > 3 ? -1 : 0, 0), color);
        if (shown.box.width() < 24) continue;
        painter.setPen(dimmed ? theme.textSecondary : readableOn(color));
        const QRectF room = shown.box.adjusted(4, 0, -4, 0);
        painter.drawText(room, Qt::AlignVCenter,
                         metrics.elidedText(label + QStringLiteral(" (") + text(block.value) + QLatin1Char(')'),
                                            Qt::ElideRight, room.width()));
    }
}

}  // namespace watchglass::ui
