#include "ui/widgets/variable_picker.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/widgets/popup.h"

namespace watchglass::ui {

namespace {

constexpr int kValueRole = Qt::UserRole + 1;
constexpr int kWidestButton = 300;

QString qt(const std::string& text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}  // namespace

VariablePicker::VariablePicker(QWidget* parent) : DropDownButton(parent)
{
    connect(this, &QToolButton::clicked, this, &VariablePicker::openPopup);
}

void VariablePicker::setVariable(const Variable& variable)
{
    m_variable = variable;
    const QString full = qt(variable.text());
    setText(fontMetrics().elidedText(full.isEmpty() ? tr("None") : full, Qt::ElideRight, kWidestButton - 60));
    const QString name = qt(variable.label.empty() ? variable.name : variable.label);
    setAccessibleName(QStringLiteral("%1: %2").arg(name, full));
    setToolTip(variable.error.empty() ? (full == text() ? QString() : full) : qt(variable.error));
    updateGeometry();
}

QSize VariablePicker::sizeHint() const
{
    QSize size = DropDownButton::sizeHint();
    size.setWidth(std::min(size.width(), kWidestButton));
    return size;
}

void VariablePicker::buildPopup()
{
    m_popup = new Popup(this);
    m_search = new QLineEdit(m_popup);
    m_search->setPlaceholderText(tr("Search"));
    m_list = new QListView(m_popup);
    setUpPopupList(*m_list);
    m_list->setUniformItemSizes(true);  // 50,000 values without a pause
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_model = new QStandardItemModel(m_list);
    m_filtered = new QSortFilterProxyModel(m_list);
    m_filtered->setSourceModel(m_model);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_filtered);
    auto* layout = new QVBoxLayout(m_popup);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_search);
    layout->addWidget(m_list);
    connect(m_search, &QLineEdit::textChanged, m_filtered, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_list, &QListView::clicked, this, &VariablePicker::activate);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex& index) {
        if (!m_variable.multi) activate(index);
    });
    m_search->installEventFilter(this);
    m_popup->installEventFilter(this);
}

void VariablePicker::fillList()
{
    m_model->clear();
    const auto add = [&](const QString& text, const std::string& value) {
        auto* item = new QStandardItem(text);
        item->setData(qt(value), kValueRole);
        const bool on = std::any_of(m_variable.selected.begin(), m_variable.selected.end(),
                                    [&](const VariableOption& one) { return one.value == value; });
        // Not checkable by the view: a click anywhere on the row toggles, see activate().
        if (m_variable.multi) item->setCheckState(on ? Qt::Checked : Qt::Unchecked);
        m_model->appendRow(item);
        if (on) m_list->setCurrentIndex(m_filtered->mapFromSource(item->index()));
    };
    if (m_variable.includeAll) add(tr("All"), std::string(kAllValue));
    for (const VariableOption& option : m_variable.options) add(qt(option.text), option.value);
}

void VariablePicker::openPopup()
{
    if (!m_popup) buildPopup();
    m_search->clear();
    fillList();
    const int rows = std::clamp(m_model->rowCount(), 1, 12);
    const int rowHeight = m_list->sizeHintForRow(0);
    m_list->setFixedHeight(rows * rowHeight);
    m_popup->setFixedWidth(std::max(260, width()));
    m_popup->openBelow(*this, Qt::AlignLeft);
    m_search->setFocus();
}

void VariablePicker::activate(const QModelIndex& index)
{
    const QModelIndex source = m_filtered->mapToSource(index);
    if (!source.isValid()) return;
    const std::string value = source.data(kValueRole).toString().toStdString();
    if (!m_variable.multi) {
        m_popup->hide();
        Q_EMIT chosen({value});
        return;
    }
    QStandardItem* item = m_model->itemFromIndex(source);
    item->setCheckState(item->checkState() == Qt::Checked ? Qt::Unchecked : Qt::Checked);
    // "All" excludes the rest and the rest excludes "All".
    if (value == kAllValue && item->checkState() == Qt::Checked) {
        for (int row = 0; row < m_model->rowCount(); ++row) {
            if (row != source.row()) m_model->item(row)->setCheckState(Qt::Unchecked);
        }
    } else if (m_variable.includeAll && value != kAllValue) {
        m_model->item(0)->setCheckState(Qt::Unchecked);
    }
}

void VariablePicker::takeTicked()
{
    std::vector<std::string> values;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QStandardItem* item = m_model->item(row);
        if (item->checkState() == Qt::Checked) values.push_back(item->data(kValueRole).toString().toStdString());
    }
    if (values.empty() && m_variable.includeAll) values.emplace_back(kAllValue);
    std::vector<std::string> before;
    for (const VariableOption& option : m_variable.selected) before.push_back(option.value);
    if (!values.empty() && values != before) Q_EMIT chosen(values);
}

bool VariablePicker::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_popup && event->type() == QEvent::Hide && m_variable.multi) takeTicked();
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const QModelIndex current = m_list->currentIndex();
        switch (key->key()) {
        case Qt::Key_Down:
        case Qt::Key_Up: {
            const int step = key->key() == Qt::Key_Down ? 1 : -1;
            const int row = std::clamp(current.isValid() ? current.row() + step : 0, 0, m_filtered->rowCount() - 1);
            m_list->setCurrentIndex(m_filtered->index(row, 0));
            return true;
        }
        case Qt::Key_Return:
        case Qt::Key_Enter: activate(current.isValid() ? current : m_filtered->index(0, 0)); return true;
        default: break;
        }
    }
    return DropDownButton::eventFilter(watched, event);
}

}  // namespace watchglass::ui
