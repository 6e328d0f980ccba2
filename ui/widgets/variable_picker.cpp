#include "ui/widgets/variable_picker.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <unordered_set>

#include "ui/theme/button_text.h"
#include "ui/widgets/option_model.h"
#include "ui/widgets/popup.h"

namespace watchglass::ui {

namespace {

constexpr int kWidestButton = 300;
constexpr qsizetype kLongestText = 500;

/// Grafana's data sources and intervals are lists that are complete.
bool takesTyped(const Variable& variable)
{
    return variable.allowCustomValue && (variable.type == VariableType::Query || variable.type == VariableType::Custom);
}

QString qt(const std::string& text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}  // namespace

VariablePicker::VariablePicker(QWidget* parent) : DropDownButton(parent)
{
    connect(this, &QToolButton::clicked, this, &VariablePicker::openPopup);
}

void VariablePicker::setVariable(const Variable& variable)
{
    m_variable = variable;
    // Thousands of ticked values are a text that nobody reads, and measuring it takes seconds.
    QString full = qt(variable.text());
    if (full.size() > kLongestText) full = full.left(kLongestText) + QChar(0x2026);
    setText(
        buttonText(fontMetrics().elidedText(full.isEmpty() ? tr("None") : full, Qt::ElideRight, kWidestButton - 60)));
    const QString name = qt(variable.label.empty() ? variable.name : variable.label);
    setAccessibleName(QStringLiteral("%1: %2").arg(name, full));
    setToolTip(variable.error.empty() ? (full == text() ? QString() : full) : qt(variable.error));
    setAccessibleDescription(qt(variable.error));
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
    m_model = new OptionModel(m_list);
    m_list->setModel(m_model);
    m_nothing = new QLabel(tr("No options found"), m_popup);
    m_nothing->setEnabled(false);
    m_typed = new QPushButton(m_popup);
    auto* layout = new QVBoxLayout(m_popup);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_search);
    layout->addWidget(m_list);
    layout->addWidget(m_nothing);
    layout->addWidget(m_typed);
    m_apply = new QPushButton(tr("Apply"), m_popup);
    layout->addWidget(m_apply);
    connect(m_apply, &QPushButton::clicked, m_popup, &QWidget::hide);
    connect(m_typed, &QPushButton::clicked, this, &VariablePicker::useTyped);
    connect(m_search, &QLineEdit::textChanged, this, &VariablePicker::search);
    connect(m_list, &QListView::clicked, this, &VariablePicker::activate);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex& index) {
        if (!m_variable.multi) activate(index);
    });
    m_search->installEventFilter(this);
    m_popup->installEventFilter(this);
}

void VariablePicker::fillList()
{
    std::unordered_set<std::string> selected;
    for (const VariableOption& one : m_variable.selected) selected.insert(one.value);
    std::unordered_set<std::string> offered{std::string(kAllValue)};
    for (const VariableOption& option : m_variable.options) offered.insert(option.value);
    std::vector<OptionModel::Option> options;
    options.reserve(m_variable.options.size() + 1);
    int current = -1;
    const auto add = [&](const QString& text, const std::string& value) {
        // Not ticked by the view: a click anywhere on the row toggles, see activate().
        options.push_back({text, value, selected.contains(value)});
        if (options.back().ticked) current = static_cast<int>(options.size()) - 1;
    };
    if (m_variable.includeAll) add(tr("All"), std::string(kAllValue));
    // What was typed before can be taken out again.
    for (const VariableOption& one : m_variable.selected) {
        if (!one.value.empty() && !offered.contains(one.value)) add(qt(one.text), one.value);
    }
    for (const VariableOption& option : m_variable.options) add(qt(option.text), option.value);
    m_model->setOptions(std::move(options), m_variable.multi);
    if (current >= 0) m_list->setCurrentIndex(m_model->index(current));
}

void VariablePicker::openPopup()
{
    if (!m_popup) buildPopup();
    m_apply->setVisible(m_variable.multi);
    m_search->clear();
    fillList();
    search({});
    const int rows = std::clamp(m_model->rowCount(), 1, 12);
    const int rowHeight = m_list->sizeHintForRow(0);
    m_list->setFixedHeight(rows * rowHeight);
    m_popup->setFixedWidth(std::max(260, width()));
    m_popup->openBelow(*this, Qt::AlignLeft);
    m_search->setFocus();
}

void VariablePicker::search(const QString& text)
{
    constexpr int kWidest = 26;  // letters of what is typed, on the button
    m_model->setSearch(text);
    const QString typed = text.trimmed();
    const auto& options = m_model->options();
    const bool isNew = !typed.isEmpty() && takesTyped(m_variable) &&
                       std::none_of(options.begin(), options.end(),
                                    [&](const OptionModel::Option& one) { return one.text == typed; });
    const bool nothing = m_model->rowCount() == 0;
    m_list->setVisible(!nothing);
    m_nothing->setVisible(nothing && !isNew);
    m_typed->setVisible(isNew);
    const QString shown = typed.size() > kWidest ? typed.left(kWidest) + QChar(0x2026) : typed;
    m_typed->setText(tr("Use custom value: %1").arg(QString(shown).replace(QLatin1Char('&'), QLatin1String("&&"))));
    m_popup->adjustSize();
}

void VariablePicker::useTyped()
{
    const QString typed = m_search->text().trimmed();
    if (!m_variable.multi) {
        m_popup->hide();
        Q_EMIT chosen({typed.toStdString()});
        return;
    }
    std::vector<OptionModel::Option> options = m_model->options();
    const auto first = options.begin() + (m_variable.includeAll ? 1 : 0);
    options.insert(first, {typed, typed.toStdString(), true});
    m_model->setOptions(std::move(options), true);
    if (m_variable.includeAll) m_model->clear(0);
    m_search->clear();
    search({});
    m_search->setFocus();
}

void VariablePicker::activate(const QModelIndex& index)
{
    if (!index.isValid()) return;
    const OptionModel::Option option = m_model->optionAt(index.row());
    if (!m_variable.multi) {
        m_popup->hide();
        Q_EMIT chosen({option.value});
        return;
    }
    // "All" excludes the rest and the rest excludes "All".
    if (option.value == kAllValue && !option.ticked) m_model->setAllTicked(false);
    m_model->setTicked(index.row(), !option.ticked);
    if (m_variable.includeAll && option.value != kAllValue) m_model->clear(0);
}

void VariablePicker::takeTicked()
{
    std::vector<std::string> values;
    for (const OptionModel::Option& option : m_model->options()) {
        if (option.ticked) values.push_back(option.value);
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
            if (m_model->rowCount() == 0) return true;
            const int row = std::clamp(current.isValid() ? current.row() + step : 0, 0, m_model->rowCount() - 1);
            m_list->setCurrentIndex(m_model->index(row));
            return true;
        }
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_variable.multi && (key->modifiers() & Qt::ControlModifier)) {
                m_popup->hide();
                return true;
            }
            if (m_model->rowCount() == 0 && !m_typed->isHidden())
                useTyped();
            else
                activate(current.isValid() ? current : m_model->index(0));
            return true;
        default: break;
        }
    }
    return DropDownButton::eventFilter(watched, event);
}

}  // namespace watchglass::ui
