#include "ui/panels/table_panel.h"

#include <algorithm>

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QScrollBar>

#include "ui/frame/csv_text.h"
#include "ui/panels/link_menu.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/table_delegate.h"
#include "ui/panels/table_filter.h"
#include "ui/panels/table_footer.h"
#include "ui/panels/table_header.h"
#include "ui/panels/table_inspect.h"
#include "ui/panels/table_pager.h"
#include "ui/panels/table_view.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kCellPadding = 6;
constexpr const char* kOnCanvas = "wgOnCanvas";  ///< for the style sheet

int rowHeight(const std::string& cellHeight)
{
    if (cellHeight == "md") return 42;
    return cellHeight == "lg" ? 48 : 36;
}

}  // namespace

TablePanel::TablePanel(QWidget* parent)
    : PanelWidget(parent), m_model(new TableModel(this)), m_view(new TableView(this)),
      m_header(new TableHeader(m_view)), m_footer(new TableFooter(*m_model, *m_view)), m_pager(new TablePager(this)),
      m_choice(new QComboBox(this))
{
    m_view->setHorizontalHeader(m_header);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new TableDelegate(m_view));
    m_view->setFooter(m_footer, 0);
    m_pager->hide();
    m_choice->hide();
    m_choice->setAccessibleName(tr("Shown table"));
    addActions();
    connect(m_choice, &QComboBox::activated, this, &TablePanel::showFrame);
    connect(m_view, &QTableView::clicked, this, [this](const QModelIndex& cell) {
        DataPoint point = m_model->pointAt(cell.row(), cell.column());
        point.format = formatContextOf(data());
        followLinks(*this, point);
    });
    connect(m_header, &QHeaderView::sectionClicked, this, &TablePanel::sortBy);
    connect(m_header, &TableHeader::filterRequested, this, &TablePanel::openFilter);
    connect(m_pager, &TablePager::pageRequested, this, [this](int page) {
        m_model->setPage(page, m_model->rowsPerPage());
        place();
    });
    connect(m_header, &QHeaderView::sectionResized, m_footer, qOverload<>(&QWidget::update));
    connect(m_view->horizontalScrollBar(), &QScrollBar::valueChanged, m_footer, qOverload<>(&QWidget::update));
}

void TablePanel::setBackground(const QColor& color)
{
    PanelWidget::setBackground(color);
    const bool onCanvas = color == currentTheme().canvas;
    if (m_view->property(kOnCanvas).toBool() == onCanvas) return;
    for (QWidget* part : std::initializer_list<QWidget*>{m_view, m_header}) {
        part->setProperty(kOnCanvas, onCanvas);
        part->style()->unpolish(part);
        part->style()->polish(part);
    }
    m_footer->setOnCanvas(onCanvas);
}

/// What a right click offers; the keys work while the table has the focus.
void TablePanel::addActions()
{
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    const auto add = [this](const QString& text, auto run) {
        auto* action = new QAction(text, m_view);
        action->setShortcutContext(Qt::WidgetShortcut);
        m_view->addAction(action);
        connect(action, &QAction::triggered, this, run);
        return action;
    };
    auto* inspect = add(tr("Inspect value"), [this] {
        const QModelIndex cell = m_view->currentIndex();
        if (cell.isValid())
            inspectValue(*this, m_model->columns()[static_cast<std::size_t>(cell.column())].title,
                         m_model->wholeText(cell.row(), cell.column()));
    });
    inspect->setShortcut(Qt::CTRL | Qt::Key_I);
    auto* filter = add(tr("Filter column"), [this] { openFilter(std::max(0, m_view->currentIndex().column())); });
    filter->setShortcut(Qt::ALT | Qt::Key_Down);
    auto* sort = add(tr("Sort by column"), [this] { sortBy(std::max(0, m_view->currentIndex().column())); });
    sort->setShortcut(Qt::ALT | Qt::Key_Up);
    add(tr("Copy as CSV"), [this] {
        const auto shown = static_cast<std::size_t>(std::max(m_choice->currentIndex(), 0));
        const auto& frames = *data().frames;
        if (shown < frames.size()) QGuiApplication::clipboard()->setText(toQString(toCsv({frames[shown]})));
    });
}

/// Ascending, descending, as it came.
void TablePanel::sortBy(int section)
{
    const bool same = section == m_sortColumn;
    m_sortedByUser = true;
    if (same && m_sortOrder == Qt::DescendingOrder) {
        m_sortColumn = -1;
    } else {
        m_sortOrder = same ? Qt::DescendingOrder : Qt::AscendingOrder;
        m_sortColumn = section;
    }
    m_header->setSortIndicatorShown(m_sortColumn >= 0);
    m_header->setSortIndicator(m_sortColumn, m_sortOrder);
    const int column = m_view->currentIndex().column();
    m_model->sort(m_sortColumn, m_sortOrder);
    if (column >= 0) m_view->setCurrentIndex(m_model->index(0, column));
    setRowHeights();
}

TableFilterPopup* TablePanel::openFilter(int column)
{
    if (column >= m_model->columnCount() || !m_model->columns()[static_cast<std::size_t>(column)].filterable)
        return nullptr;
    const QString& title = m_model->columns()[static_cast<std::size_t>(column)].title;
    auto* popup = new TableFilterPopup(title, m_model->filterValues(column), m_model->filter(column), this);
    connect(popup, &TableFilterPopup::chosen, this, [this, title](const std::optional<QSet<QString>>& accepted) {
        const int now = m_model->columnOf(title);
        if (now < 0) return;
        m_model->setFilter(now, accepted);
        m_header->viewport()->update();
        rowsChanged();
    });
    QRect anchor = m_header->filterRect(column);
    anchor.moveTo(m_header->viewport()->mapToGlobal(anchor.topLeft()));
    popup->showBelow(anchor);
    return popup;
}

bool TablePanel::hasContent() const { return m_model->columnCount() > 0; }

QString TablePanel::summary() const
{
    const auto all = static_cast<int>(m_model->shownRows().size());
    return tr("Table, %1 rows, %2 columns").arg(all).arg(m_model->columnCount());
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
}

void TablePanel::showFrame(int frame)
{
    const int row = m_view->currentIndex().row();
    const int column = m_view->currentIndex().column();
    const json::Value& options = data().options;
    m_pages = options["enablePagination"].toBool() || options.get("footer.enablePagination").toBool();
    m_model->setFrame(data(), static_cast<std::size_t>(std::max(frame, 0)));
    m_header->setVisible(options["showHeader"].toBool(true));
    m_view->verticalHeader()->setDefaultSectionSize(rowHeight(options["cellHeight"].toString()));
    if (!m_sortedByUser) {
        const json::Value& first = options["sortBy"].at(0);
        m_sortColumn = first.isNull() ? -1 : m_model->columnOf(toQString(first["displayName"].toString()));
        m_sortOrder = first["desc"].toBool() ? Qt::DescendingOrder : Qt::AscendingOrder;
    }
    if (m_sortColumn >= m_model->columnCount()) m_sortColumn = -1;
    m_header->setSortIndicatorShown(m_sortColumn >= 0);
    if (m_sortColumn >= 0) m_header->setSortIndicator(m_sortColumn, m_sortOrder);
    m_model->sort(m_sortColumn, m_sortOrder);
    rowsChanged();
    if (row < 0) return;
    // The keys' cell stays, without a jump to it.
    m_view->setAutoScroll(false);
    m_view->setCurrentIndex(m_model->index(row, column));
    m_view->setAutoScroll(true);
}

/// Other rows are shown: the footer tells of these, pages are counted anew.
void TablePanel::rowsChanged()
{
    m_footer->setData(data());
    m_view->setFooter(m_footer, m_footer->wantedHeight());
    setAccessibleDescription(summary());
    place();
}

void TablePanel::place()
{
    int bottom = height();
    if (!m_choice->isHidden()) {
        m_choice->setGeometry(0, bottom - 32, std::min(width(), 240), 32);
        bottom -= 36;
    }
    const int room = bottom;
    placePages(room, 0);
    if (!m_pager->isHidden()) bottom -= TablePager::kHeight;
    m_view->setGeometry(0, 0, width(), std::max(0, bottom));
    setColumnWidths();
    if (m_pages && m_header->length() > m_view->width())
        placePages(room, m_view->horizontalScrollBar()->sizeHint().height());
}

/// As many rows are a page as fit above a scroll bar of that height, one at least.
void TablePanel::placePages(int room, int scrollBar)
{
    m_pager->setVisible(m_pages);
    if (!m_pages) {
        m_model->setPage(0, 0);
        return;
    }
    const int header = m_header->isHidden() ? 0 : m_header->height();
    const int rows = (room - header - m_footer->wantedHeight() - TablePager::kHeight - scrollBar) /
                     m_view->verticalHeader()->defaultSectionSize();
    m_model->setPage(m_model->page(), std::max(1, rows));
    const auto all = static_cast<int>(m_model->shownRows().size());
    m_pager->setGeometry(0, room - TablePager::kHeight, width(), TablePager::kHeight);
    m_pager->setPages(m_model->page(), m_model->pageCount(), std::min(all, m_model->firstRow() + 1),
                      m_model->firstRow() + m_model->rowCount(), all);
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

}  // namespace watchglass::ui
