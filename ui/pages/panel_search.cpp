#include "ui/pages/panel_search.h"

#include <algorithm>

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include "ui/theme/icons.h"
#include "ui/widgets/popup.h"

namespace watchglass::ui {

namespace {

constexpr int kKeyRole = Qt::UserRole + 1;
constexpr int kWidth = 480;
constexpr int kRows = 10;

/// Shows rows that have every word of the text in them.
class WordFilter final : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setText(const QString& text)
    {
        m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override
    {
        const QString text = sourceModel()->index(row, 0, parent).data().toString();
        return std::all_of(m_words.begin(), m_words.end(),
                           [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
    }

private:
    QStringList m_words;
};

}  // namespace

PanelSearch::PanelSearch(const std::vector<FoundPanel>& panels, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_edit(new QLineEdit(this)), m_list(new QListView(this)),
      m_model(new QStandardItemModel(this)), m_filtered(new WordFilter(this))
{
    setProperty("wgPopup", true);
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Find a panel"));
    for (const FoundPanel& panel : panels) {
        const QString place = panel.place.isEmpty() ? QString() : QStringLiteral("   ·   ") + panel.place;
        auto* item = new QStandardItem(panel.title + place);
        item->setData(panel.key, kKeyRole);
        m_model->appendRow(item);
    }
    m_filtered->setSourceModel(m_model);
    m_edit->setPlaceholderText(tr("Find a panel"));
    m_edit->setAccessibleName(tr("Title of the panel"));
    m_edit->addAction(icon(IconKind::Search), QLineEdit::LeadingPosition);
    m_edit->installEventFilter(this);
    setUpPopupList(*m_list);
    m_list->setModel(m_filtered);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFocusPolicy(Qt::NoFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_edit);
    layout->addWidget(m_list);
    connect(m_edit, &QLineEdit::textChanged, this, &PanelSearch::filter);
    connect(m_list, &QListView::clicked, this, &PanelSearch::take);
    // One row is marked: what is pointed at is what Return takes.
    connect(m_list, &QListView::entered, m_list, &QListView::setCurrentIndex);
}

void PanelSearch::open()
{
    const QWidget* over = parentWidget();
    const int width = std::min(kWidth, over->width() - 32);
    m_list->setFixedHeight(std::max(1, m_list->sizeHintForRow(0)) * std::clamp(m_model->rowCount(), 1, kRows));
    setFixedWidth(width);
    adjustSize();
    move(over->mapToGlobal(QPoint((over->width() - width) / 2, std::max(16, over->height() / 8))));
    show();
    m_edit->setFocus();
    filter({});
}

void PanelSearch::filter(const QString& text)
{
    static_cast<WordFilter*>(m_filtered)->setText(text);
    m_list->setCurrentIndex(m_filtered->index(0, 0));
}

void PanelSearch::take(const QModelIndex& index)
{
    if (!index.isValid()) return;
    const QString key = index.data(kKeyRole).toString();
    close();
    Q_EMIT chosen(key);
}

bool PanelSearch::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    const int row = m_list->currentIndex().row();
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
    case Qt::Key_Up: {
        const int step = static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down ? 1 : -1;
        m_list->setCurrentIndex(m_filtered->index(std::clamp(row + step, 0, m_filtered->rowCount() - 1), 0));
        return true;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter: take(m_list->currentIndex()); return true;
    case Qt::Key_Escape: close(); return true;
    default: return QFrame::eventFilter(watched, event);
    }
}

}  // namespace watchglass::ui
