#include "ui/pages/home_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kDetailRole = Qt::UserRole + 1;
constexpr int kLocationRole = Qt::UserRole + 2;

/// Title over detail, with an icon before both.
class EntryDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = currentTheme();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF box = QRectF(option.rect).adjusted(0.5, 2.5, -0.5, -2.5);
        const bool lit = option.state & (QStyle::State_MouseOver | QStyle::State_Selected);
        painter->setPen(option.state & QStyle::State_HasFocus ? theme.primary : theme.borderWeak);
        painter->setBrush(lit ? theme.secondary : theme.panel);
        painter->drawRoundedRect(box, 4, 4);
        paintIcon(*painter, IconKind::Dashboard, QRectF(box.x() + 16, box.center().y() - 12, 24, 24),
                  theme.textSecondary);
        const QRectF text = box.adjusted(56, 9, -16, -9);
        painter->setPen(theme.text);
        painter->setFont(textFont(14, QFont::Medium));
        painter->drawText(text, Qt::AlignLeft | Qt::AlignTop, index.data().toString());
        painter->setPen(theme.textSecondary);
        painter->setFont(textFont(12));
        const QString detail = painter->fontMetrics().elidedText(index.data(kDetailRole).toString(), Qt::ElideMiddle,
                                                                 static_cast<int>(text.width()));
        painter->drawText(text, Qt::AlignLeft | Qt::AlignBottom, detail);
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {200, 64}; }
};

}  // namespace

HomePage::HomePage(QWidget* parent) : QWidget(parent), m_list(new QListWidget(this))
{
    auto* title = new QLabel(tr("Dashboards"), this);
    title->setFont(textFont(24, QFont::Medium));
    auto* hint = new QLabel(tr("Open a Grafana dashboard (JSON), drop one anywhere on this window, or paste its text."),
                            this);
    auto* open = new QPushButton(tr("Open file…"), this);
    open->setDefault(true);
    auto* paste = new QPushButton(tr("Paste JSON"), this);
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setAccessibleName(tr("Dashboards"));
    m_list->setStyleSheet(QStringLiteral("background: transparent;"));

    auto* head = new QHBoxLayout;
    auto* words = new QVBoxLayout;
    words->addWidget(title);
    words->addWidget(hint);
    head->addLayout(words, 1);
    head->addWidget(paste);
    head->addWidget(open);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(32, 24, 32, 24);
    layout->setSpacing(20);
    layout->addLayout(head);
    layout->addWidget(m_list, 1);

    connect(open, &QPushButton::clicked, this, &HomePage::browseRequested);
    connect(paste, &QPushButton::clicked, this, &HomePage::pasteRequested);
    const auto activate = [this](const QListWidgetItem* item) {
        Q_EMIT openRequested(item->data(kLocationRole).toString());
    };
    connect(m_list, &QListWidget::itemActivated, this, activate);
    connect(m_list, &QListWidget::itemClicked, this, activate);
}

void HomePage::setEntries(const std::vector<DashboardEntry>& entries)
{
    m_list->clear();
    for (const DashboardEntry& entry : entries) {
        auto* item = new QListWidgetItem(entry.title, m_list);
        item->setData(kDetailRole, entry.detail);
        item->setData(kLocationRole, entry.location);
        item->setToolTip(entry.detail);
    }
}

}  // namespace watchglass::ui
