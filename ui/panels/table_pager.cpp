#include "ui/panels/table_pager.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kButton = 24;
constexpr int kSummaryFrom = 550;  ///< width of a table that tells its rows

QToolButton* makeButton(const QString& text, const QString& name, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setFixedHeight(kButton);
    button->setMinimumWidth(kButton);
    return button;
}

}  // namespace

TablePager::TablePager(QWidget* parent) : QWidget(parent), m_row(new QHBoxLayout), m_rows(new QLabel(this))
{
    auto* all = new QHBoxLayout(this);
    all->setContentsMargins(0, Metrics::kGridUnit, 0, 0);
    m_row->setSpacing(4);
    all->addStretch(1);
    all->addLayout(m_row);
    all->addStretch(1);
    all->addWidget(m_rows);
}

std::vector<int> TablePager::listed(int page, int pages)
{
    constexpr int kAround = 1;
    std::vector<int> out;
    for (int i = 0; i < pages; ++i) {
        if (i == 0 || i == pages - 1 || std::abs(i - page) <= kAround) {
            out.push_back(i);
        } else if (out.back() >= 0) {
            // A gap of one page is that page.
            const bool single = i + 1 == pages - 1 || std::abs(i + 1 - page) <= kAround;
            out.push_back(single ? i : -1);
            if (!single) i = i < page ? page - kAround - 1 : pages - 2;
        }
    }
    return out;
}

void TablePager::setPages(int page, int pages, int first, int last, int rows)
{
    m_rows->setText(tr("%1 - %2 of %3 rows").arg(first).arg(last).arg(rows));
    m_rows->setVisible(width() > kSummaryFrom);
    if (page == m_page && pages == m_pages) return;
    const bool focused = isAncestorOf(focusWidget()) && focusWidget()->hasFocus();
    m_page = page;
    m_pages = pages;
    while (QLayoutItem* item = m_row->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    const auto add = [this](QToolButton* button, int target) {
        m_row->addWidget(button);
        connect(button, &QToolButton::clicked, this, [this, target] { Q_EMIT pageRequested(target); });
        return button;
    };
    auto* back = add(makeButton({}, tr("Previous page"), this), page - 1);
    back->setIcon(icon(IconKind::ChevronLeft));
    back->setEnabled(page > 0);
    for (const int one : listed(page, pages)) {
        if (one < 0) {
            m_row->addWidget(new QLabel(QStringLiteral("…"), this));
            continue;
        }
        auto* button = add(makeButton(QString::number(one + 1), tr("Page %1 of %2").arg(one + 1).arg(pages), this),
                           one);
        button->setCheckable(true);
        button->setChecked(one == page);
        button->setProperty("wgPage", true);
        if (one == page && focused) button->setFocus();
    }
    auto* on = add(makeButton({}, tr("Next page"), this), page + 1);
    on->setIcon(icon(IconKind::ChevronRight));
    on->setEnabled(page + 1 < pages);
}

void TablePager::resizeEvent(QResizeEvent*) { m_rows->setVisible(width() > kSummaryFrom); }

}  // namespace watchglass::ui
