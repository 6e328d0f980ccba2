#include "ui/panels/table_panel.h"

#include <algorithm>

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPainter>
#include <QTableView>

#include "ui/frame/csv_text.h"
#include "ui/frame/reducer.h"
#include "ui/panels/link_menu.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/table_delegate.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kHeaderHeight = 34;
constexpr int kFooterLine = 22;
constexpr int kFooterPadding = 6;
constexpr int kCellPadding = 6;
constexpr double kHeaderLine = 20;
constexpr double kSortArrow = 18;

/// Column titles at the bottom of their row, with an arrow beside the one that is sorted by.
class TableHeader final : public QHeaderView {
public:
    explicit TableHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent)
    {
        setSectionsClickable(true);
        setHighlightSections(false);
        setFixedHeight(kHeaderHeight);
    }

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override
    {
        const Theme& theme = currentTheme();
        painter->save();
        const QFont font = textFont(Metrics::kTextPixels, QFont::Medium);
        painter->setFont(font);
        const QFontMetricsF metrics(font);
        const QString text = model()->headerData(section, orientation(), Qt::DisplayRole).toString();
        const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
        const auto alignment = Qt::Alignment(
            model()->headerData(section, orientation(), Qt::TextAlignmentRole).toInt());
        const double line = section + 1 < count() ? 1 : 0;
        const QRectF inner = QRectF(rect).adjusted(kCellPadding, 0, -kCellPadding - line, 0);
        const double room = inner.width() - (sorted ? kSortArrow : 0);
        const QString shown = metrics.elidedText(text, Qt::ElideRight, std::max(1.0, room));
        const double width = metrics.horizontalAdvance(shown);
        double x = inner.left();
        if (alignment & Qt::AlignRight) x = inner.left() + room - width;
        if (alignment & Qt::AlignHCenter) x = inner.left() + (room - width) / 2;
        painter->setPen(theme.textSecondary);
        painter->drawText(QPointF(x, textBaseline(font, rect.top() + 7, kHeaderLine)), shown);
        if (sorted) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(QPen(theme.textSecondary, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            const QPointF middle(x + width + kSortArrow / 2, rect.top() + 18);
            const double tip = sortIndicatorOrder() == Qt::AscendingOrder ? -5 : 5;
            painter->drawLine(middle - QPointF(0, tip), middle + QPointF(0, tip));
            painter->drawPolyline(
                QPolygonF{middle + QPointF(-4, tip * 0.2), middle + QPointF(0, tip), middle + QPointF(4, tip * 0.2)});
            painter->setRenderHint(QPainter::Antialiasing, false);
        }
        painter->setPen(theme.tableBorder);
        painter->drawLine(QPointF(rect.left(), rect.bottom() + 0.5), QPointF(rect.right() + 1, rect.bottom() + 0.5));
        if (section + 1 < count()) {
            painter->drawLine(QPointF(rect.right() + 0.5, rect.top()), QPointF(rect.right() + 0.5, rect.bottom()));
        }
        painter->restore();
    }
    void paintEvent(QPaintEvent* event) override { QHeaderView::paintEvent(event); }
};

int rowHeight(const std::string& cellHeight)
{
    if (cellHeight == "md") return 42;
    return cellHeight == "lg" ? 48 : 36;
}

}  // namespace

TablePanel::TablePanel(QWidget* parent)
    : PanelWidget(parent), m_model(new TableModel(this)), m_view(new QTableView(this)), m_choice(new QComboBox(this))
{
    auto* header = new TableHeader(m_view);
    m_view->setHorizontalHeader(header);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new TableDelegate(m_view));
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->verticalHeader()->setMinimumSectionSize(20);
    m_view->setShowGrid(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setMouseTracking(true);
    m_view->setWordWrap(false);
    m_view->setCornerButtonEnabled(false);
    m_view->setAutoFillBackground(false);
    m_view->viewport()->setAutoFillBackground(false);
    m_choice->hide();
    auto* copy = new QAction(tr("Copy as CSV"), m_view);
    m_view->addAction(copy);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(copy, &QAction::triggered, this, [this] {
        const auto shown = static_cast<std::size_t>(std::max(m_choice->currentIndex(), 0));
        const auto& frames = *data().frames;
        if (shown < frames.size()) QGuiApplication::clipboard()->setText(toQString(toCsv({frames[shown]})));
    });
    connect(m_choice, &QComboBox::activated, this, &TablePanel::showFrame);
    connect(m_view, &QTableView::clicked, this, [this](const QModelIndex& cell) {
        DataPoint point = m_model->pointAt(cell.row(), cell.column());
        point.format = formatContextOf(data());
        followLinks(*this, point);
    });
    connect(header, &QHeaderView::sectionClicked, this, [this, header](int section) {
        // Ascending, descending, as it came.
        const bool same = section == m_sortColumn;
        m_sortedByUser = true;
        if (same && m_sortOrder == Qt::DescendingOrder)
            m_sortColumn = -1;
        else {
            m_sortOrder = same ? Qt::DescendingOrder : Qt::AscendingOrder;
            m_sortColumn = section;
        }
        header->setSortIndicatorShown(m_sortColumn >= 0);
        header->setSortIndicator(m_sortColumn, m_sortOrder);
        m_model->sort(m_sortColumn, m_sortOrder);
        setRowHeights();
    });
}

bool TablePanel::hasContent() const { return m_model->columnCount() > 0; }

QString TablePanel::summary() const
{
    return tr("Table, %1 rows, %2 columns").arg(m_model->rowCount()).arg(m_model->columnCount());
}

void TablePanel::rebuild()
{
    const auto& frames = *data().frames;
    const int wanted = m_choice->count() == static_cast<int>(frames.size()) && m_choice->count() > 1
                           ? m_choice->currentIndex()
                           : static_cast<int>(data().options["frameIndex"].toInt(0));
    m_choice->clear();
    for (const Frame& frame : frames) m_choice->addItem(toQString(frame.name.empty() ? frame.refId : frame.name));
    const int frame = std::clamp(wanted, 0, std::max(0, static_cast<int>(frames.size()) - 1));
    m_choice->setCurrentIndex(frame);
    m_choice->setVisible(frames.size() > 1);
    showFrame(frame);
    setAccessibleDescription(summary());
}

void TablePanel::showFrame(int frame)
{
    m_model->setFrame(data(), static_cast<std::size_t>(std::max(frame, 0)));
    const json::Value& options = data().options;
    m_view->horizontalHeader()->setVisible(options["showHeader"].toBool(true));
    m_view->verticalHeader()->setDefaultSectionSize(rowHeight(options["cellHeight"].toString()));
    if (!m_sortedByUser) {
        const json::Value& first = options["sortBy"].at(0);
        m_sortColumn = first.isNull() ? -1 : m_model->columnOf(toQString(first["displayName"].toString()));
        m_sortOrder = first["desc"].toBool() ? Qt::DescendingOrder : Qt::AscendingOrder;
    }
    if (m_sortColumn >= m_model->columnCount()) m_sortColumn = -1;
    m_view->horizontalHeader()->setSortIndicatorShown(m_sortColumn >= 0);
    if (m_sortColumn >= 0) {
        m_view->horizontalHeader()->setSortIndicator(m_sortColumn, m_sortOrder);
        m_model->sort(m_sortColumn, m_sortOrder);
    }
    place();
}

void TablePanel::place()
{
    int bottom = height();
    if (!m_choice->isHidden()) {
        m_choice->setGeometry(0, bottom - 32, std::min(width(), 240), 32);
        bottom -= 36;
    }
    const auto lines = static_cast<int>(m_model->footerLines());
    if (lines > 0) bottom -= kFooterLine * lines + kFooterPadding * 2;
    m_view->setGeometry(0, 0, width(), std::max(0, bottom));
    setColumnWidths();
}

/// Columns with a width keep it, the others share what is left but never get narrower than their minimum.
void TablePanel::setColumnWidths()
{
    const auto& columns = m_model->columns();
    // A scroll bar covers the last column's end instead of making all of them narrower.
    int left = width();
    int open = 0;
    for (const TableColumn& column : columns) {
        if (column.width > 0)
            left -= column.width;
        else
            ++open;
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        int columnWidth = columns[i].width;
        if (columnWidth <= 0) {
            columnWidth = std::max(columns[i].minWidth, left / std::max(open, 1));
            left -= columnWidth;
            --open;
        }
        m_view->setColumnWidth(static_cast<int>(i), columnWidth);
    }
    setRowHeights();
}

/// Rows are as high as the highest of their wrapped texts.
void TablePanel::setRowHeights()
{
    constexpr int kMostRows = 2'000;
    constexpr int kLine = 22;
    const auto& columns = m_model->columns();
    const bool wraps = std::any_of(columns.begin(), columns.end(), [](const TableColumn& one) { return one.wraps; });
    QHeaderView* rows = m_view->verticalHeader();
    for (int row = 0; wraps && row < std::min(m_model->rowCount(), kMostRows); ++row) {
        int height = rows->defaultSectionSize();
        for (int c = 0; c < m_model->columnCount(); ++c) {
            if (!columns[static_cast<std::size_t>(c)].wraps) continue;
            const QString text = m_model->data(m_model->index(row, c), Qt::DisplayRole).toString();
            const auto lines = wrappedLines(text, m_view->columnWidth(c) - 2 * kCellPadding - 1).size();
            height = std::max(height, static_cast<int>(lines) * kLine + 2 * kCellPadding);
        }
        rows->resizeSection(row, height);
    }
}

void TablePanel::resizeEvent(QResizeEvent*) { place(); }

void TablePanel::paintEvent(QPaintEvent*)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    if (m_model->rowCount() == 0) {
        painter.setFont(textFont(Metrics::kTextPixels));
        painter.setPen(theme.textSecondary);
        painter.drawText(rect().adjusted(0, kHeaderHeight, 0, 0), Qt::AlignCenter, tr("No rows"));
    }
    if (m_model->footerLines() == 0) return;
    const int top = m_view->geometry().bottom() + 1;
    painter.setPen(theme.tableBorder);
    painter.drawLine(0, top, width(), top);
    const auto& columns = m_model->columns();
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (columns[c].footer.empty()) continue;
        const int x = m_view->columnViewportPosition(static_cast<int>(c));
        const DisplayProcessor display(*columns[c].field, currentVisualTheme(), formatContextOf(data()));
        for (std::size_t line = 0; line < columns[c].footer.size(); ++line) {
            const QRectF box(x + kCellPadding, top + kFooterPadding + kFooterLine * static_cast<double>(line),
                             m_view->columnWidth(static_cast<int>(c)) - 2 * kCellPadding - 1, kFooterLine);
            painter.setFont(textFont(Metrics::kSmallTextPixels));
            painter.setPen(theme.textSecondary);
            painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                             toQString(reducerName(columns[c].footer[line])).toUpper());
            painter.setFont(textFont(Metrics::kTextPixels, QFont::Medium));
            painter.setPen(theme.text);
            const Cell value = reduce(columns[c].field->values, columns[c].footer[line]);
            painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, toQString(display(value).toString()));
        }
    }
}

}  // namespace watchglass::ui
