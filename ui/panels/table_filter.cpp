#include "ui/panels/table_filter.h"

#include <algorithm>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace watchglass::ui {

FilterValues::FilterValues(QStringList values, QSet<QString> ticked, QObject* parent)
    : QAbstractListModel(parent), m_values(std::move(values)), m_listed(m_values), m_ticked(std::move(ticked))
{
}

void FilterValues::narrow(const QString& text)
{
    beginResetModel();
    m_listed = text.isEmpty() ? m_values : m_values.filter(text, Qt::CaseInsensitive);
    endResetModel();
    Q_EMIT ticksChanged();
}

void FilterValues::tickAll(bool tick)
{
    for (const QString& value : std::as_const(m_listed)) {
        if (tick)
            m_ticked.insert(value);
        else
            m_ticked.remove(value);
    }
    if (!m_listed.isEmpty()) Q_EMIT dataChanged(index(0), index(static_cast<int>(m_listed.size()) - 1));
    Q_EMIT ticksChanged();
}

Qt::CheckState FilterValues::allTicked() const
{
    const auto count = std::count_if(m_listed.begin(), m_listed.end(),
                                     [this](const QString& value) { return m_ticked.contains(value); });
    if (count == 0) return Qt::Unchecked;
    return count == m_listed.size() ? Qt::Checked : Qt::PartiallyChecked;
}

int FilterValues::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_listed.size());
}

QVariant FilterValues::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_listed.size()) return {};
    const QString& value = m_listed[index.row()];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return value;
    if (role == Qt::CheckStateRole) return m_ticked.contains(value) ? Qt::Checked : Qt::Unchecked;
    return {};
}

bool FilterValues::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !index.isValid()) return false;
    const QString& text = m_listed[index.row()];
    if (value.toInt() == Qt::Checked)
        m_ticked.insert(text);
    else
        m_ticked.remove(text);
    Q_EMIT dataChanged(index, index);
    Q_EMIT ticksChanged();
    return true;
}

Qt::ItemFlags FilterValues::flags(const QModelIndex&) const
{
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren;
}

TableFilterPopup::TableFilterPopup(const QString& title, QStringList values, const std::optional<QSet<QString>>& ticked,
                                   QWidget* parent)
    : QFrame(parent, Qt::Popup), m_model(new FilterValues(std::move(values), ticked.value_or(QSet<QString>()), this)),
      m_search(new QLineEdit(this)), m_all(new QCheckBox(tr("Select all"), this)), m_list(new QListView(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setProperty("wgPopup", true);
    setAccessibleName(tr("Filter %1").arg(title));
    auto* heading = new QLabel(tr("Filter by values of %1").arg(title), this);
    heading->setTextFormat(Qt::PlainText);
    m_search->setPlaceholderText(tr("Search values"));
    m_search->setAccessibleName(tr("Search values"));
    m_search->setClearButtonEnabled(true);
    m_all->setTristate(true);
    m_list->setModel(m_model);
    m_list->setUniformItemSizes(true);
    m_list->setProperty("wgPopupList", true);
    m_list->setAccessibleName(tr("Values"));
    auto* ok = new QPushButton(tr("Ok"), this);
    ok->setDefault(true);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    auto* clearing = new QPushButton(tr("Clear filter"), this);
    clearing->setEnabled(ticked.has_value());

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(ok);
    buttons->addWidget(cancel);
    buttons->addStretch();
    buttons->addWidget(clearing);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::kGridUnit, Metrics::kGridUnit, Metrics::kGridUnit, Metrics::kGridUnit);
    column->setSpacing(Metrics::kGridUnit);
    column->addWidget(heading);
    column->addWidget(m_search);
    column->addWidget(m_all);
    column->addWidget(m_list, 1);
    column->addLayout(buttons);

    connect(m_search, &QLineEdit::textChanged, m_model, &FilterValues::narrow);
    connect(m_search, &QLineEdit::returnPressed, this, &TableFilterPopup::accept);
    connect(m_model, &FilterValues::ticksChanged, this, &TableFilterPopup::updateAll);
    connect(m_all, &QCheckBox::clicked, this, [this] { m_model->tickAll(m_model->allTicked() != Qt::Checked); });
    connect(ok, &QPushButton::clicked, this, &TableFilterPopup::accept);
    connect(cancel, &QPushButton::clicked, this, &QWidget::close);
    connect(clearing, &QPushButton::clicked, this, &TableFilterPopup::clear);
    updateAll();
}

void TableFilterPopup::updateAll() { m_all->setCheckState(m_model->allTicked()); }

void TableFilterPopup::showBelow(const QRect& anchor)
{
    constexpr QSize kSize(280, 360);
    QPoint corner(anchor.left(), anchor.bottom() + 4);
    if (const QScreen* on = screen()) {
        const QRect room = on->availableGeometry();
        corner.setX(std::clamp(corner.x(), room.left(), std::max(room.left(), room.right() - kSize.width())));
        if (corner.y() + kSize.height() > room.bottom())
            corner.setY(std::max(room.top(), anchor.top() - 4 - kSize.height()));
    }
    setGeometry(QRect(corner, kSize));
    show();
    m_search->setFocus(Qt::PopupFocusReason);
}

void TableFilterPopup::accept()
{
    const QSet<QString>& ticked = m_model->ticked();
    const bool all = ticked.size() >= m_model->values().size();
    Q_EMIT chosen(ticked.isEmpty() || all ? std::optional<QSet<QString>>() : ticked);
    close();
}

void TableFilterPopup::clear()
{
    Q_EMIT chosen({});
    close();
}

}  // namespace watchglass::ui
