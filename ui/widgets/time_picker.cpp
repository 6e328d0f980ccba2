#include "ui/widgets/time_picker.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <optional>

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/popup.h"
#include "ui/widgets/recent_ranges.h"

namespace watchglass::ui {

namespace {

std::vector<OfferedRange> usualRanges()
{
    std::vector<OfferedRange> out;
    for (const QuickRange& quick : quickRanges())
        out.push_back({std::string(quick.name), {std::string(quick.from), std::string(quick.to)}});
    return out;
}

QString qt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}  // namespace

TimePicker::TimePicker(QWidget* parent) : DropDownButton(parent), m_offered(usualRanges())
{
    setIcon(ui::icon(IconKind::Clock));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setToolTip(tr("Time range"));
    connect(this, &QToolButton::clicked, this, &TimePicker::openPopup);
}

void TimePicker::setRange(const TimeRange& range, const TimeContext& context)
{
    m_range = range;
    m_context = context;
    const auto named = std::find_if(m_offered.begin(), m_offered.end(),
                                    [&](const OfferedRange& one) { return one.range == range.text; });
    const QString text = qt(named != m_offered.end() ? named->name : describeTimeRange(range, context));
    const QString label = QLatin1Char(' ') + text;  // tool buttons leave no gap behind the icon
    if (label == this->text()) return;
    setText(label);
    setAccessibleName(tr("Time range: %1").arg(text));
}

void TimePicker::setOffered(std::vector<OfferedRange> ranges)
{
    m_offered = ranges.empty() ? usualRanges() : std::move(ranges);
    setRange(m_range, m_context);
}

void TimePicker::buildPopup()
{
    m_popup = new Popup(this);
    m_from = new QLineEdit(m_popup);
    m_to = new QLineEdit(m_popup);
    m_from->setAccessibleName(tr("From"));
    m_to->setAccessibleName(tr("To"));
    m_problem = new QLabel(m_popup);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* apply = new QPushButton(tr("Apply time range"), m_popup);
    apply->setDefault(true);
    m_search = new QLineEdit(m_popup);
    m_search->setPlaceholderText(tr("Search quick ranges"));
    m_quick = new QListWidget(m_popup);
    m_quick->setMinimumSize(220, 330);
    setUpPopupList(*m_quick);

    auto* title = new QLabel(tr("Absolute time range"), m_popup);
    title->setFont(textFont(Metrics::kTextPixels, QFont::Medium));
    auto* left = new QVBoxLayout;
    left->setSpacing(6);
    left->addWidget(title);
    left->addSpacing(8);
    left->addWidget(new QLabel(tr("From"), m_popup));
    left->addWidget(m_from);
    left->addSpacing(6);
    left->addWidget(new QLabel(tr("To"), m_popup));
    left->addWidget(m_to);
    left->addWidget(m_problem);
    left->addSpacing(10);
    left->addWidget(apply);
    left->addSpacing(10);
    m_recentTitle = new QLabel(tr("Recently used absolute ranges"), m_popup);
    m_recentTitle->setFont(textFont(Metrics::kTextPixels, QFont::Medium));
    m_recent = new QListWidget(m_popup);
    m_recent->setObjectName(QStringLiteral("recent"));
    setUpPopupList(*m_recent);
    m_recent->setAccessibleName(m_recentTitle->text());
    left->addWidget(m_recentTitle);
    left->addWidget(m_recent);
    left->addStretch();
    auto* right = new QVBoxLayout;
    right->setSpacing(8);
    right->addWidget(m_search);
    right->addWidget(m_quick);
    auto* layout = new QHBoxLayout(m_popup);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(12);
    layout->addLayout(left, 3);
    layout->addLayout(right, 2);
    m_popup->setMinimumWidth(520);

    connect(apply, &QPushButton::clicked, this, &TimePicker::applyFields);
    connect(m_from, &QLineEdit::returnPressed, this, &TimePicker::applyFields);
    connect(m_to, &QLineEdit::returnPressed, this, &TimePicker::applyFields);
    connect(m_search, &QLineEdit::textChanged, this, &TimePicker::filter);
    connect(m_quick, &QListWidget::itemActivated, this,
            [this] { choose(m_offered[static_cast<std::size_t>(m_quick->currentRow())].range); });
    connect(m_quick, &QListWidget::itemClicked, m_quick, &QListWidget::itemActivated);
    connect(m_recent, &QListWidget::itemActivated, this, [this] {
        choose(RecentRanges::instance().ranges()[static_cast<std::size_t>(m_recent->currentRow())].text);
    });
    connect(m_recent, &QListWidget::itemClicked, m_recent, &QListWidget::itemActivated);
    m_search->installEventFilter(this);
}

/// In the time zone of the dashboard; nothing is said while there are none.
void TimePicker::listRecent()
{
    m_recent->clear();
    for (const TimeRange& range : RecentRanges::instance().ranges())
        m_recent->addItem(qt(describeTimeRange(range, m_context)));
    m_recent->setVisible(m_recent->count() > 0);
    m_recentTitle->setVisible(m_recent->count() > 0);
    m_recent->setFixedHeight(m_recent->count() * m_recent->sizeHintForRow(0) + 2 * m_recent->frameWidth() + 2);
}

void TimePicker::openPopup()
{
    if (!m_popup) buildPopup();
    const bool relative = m_range.text.isRelative();
    m_from->setText(relative ? qt(m_range.text.from) : qt(describeTimeRange(m_range, m_context)).section(" to ", 0, 0));
    m_to->setText(relative ? qt(m_range.text.to) : qt(describeTimeRange(m_range, m_context)).section(" to ", 1, 1));
    m_problem->hide();
    m_search->clear();
    listRecent();
    m_quick->clear();
    for (const OfferedRange& one : m_offered) {
        m_quick->addItem(qt(one.name));
        if (one.range == m_range.text) m_quick->setCurrentRow(m_quick->count() - 1);
    }
    m_popup->openBelow(*this, Qt::AlignRight);
    m_search->setFocus();
}

void TimePicker::applyFields()
{
    const TimeRangeText text{m_from->text().trimmed().toStdString(), m_to->text().trimmed().toStdString()};
    // Stricter than a range in a file, where "now-1" counts as now: each field must be a time.
    const auto problem = [&]() -> std::optional<Error> {
        if (const auto from = parseTime(text.from, m_context, false); !from) return from.error();
        if (const auto to = parseTime(text.to, m_context, true); !to) return to.error();
        if (const auto range = resolveTimeRange(text, m_context); !range) return range.error();
        return std::nullopt;
    }();
    if (problem) {
        m_problem->setText(qt(problem->message));
        QPalette colors = m_problem->palette();
        colors.setColor(QPalette::WindowText, currentTheme().errorText);
        m_problem->setPalette(colors);
        m_problem->show();
        return;
    }
    choose(text);
}

void TimePicker::choose(const TimeRangeText& text)
{
    m_popup->hide();
    if (const auto range = resolveTimeRange(text, m_context)) RecentRanges::instance().add(*range);
    Q_EMIT rangeChosen(text);
}

void TimePicker::filter(const QString& words)
{
    int first = -1;
    for (int i = 0; i < m_quick->count(); ++i) {
        const bool hit = m_quick->item(i)->text().contains(words, Qt::CaseInsensitive);
        m_quick->item(i)->setHidden(!hit);
        if (hit && first < 0) first = i;
    }
    if (!words.isEmpty() && first >= 0) m_quick->setCurrentRow(first);
}

/// Arrow keys and Enter in the search field go to the list.
bool TimePicker::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up) {
            int row = m_quick->currentRow();
            const int step = key->key() == Qt::Key_Down ? 1 : -1;
            do {
                row += step;
            } while (row >= 0 && row < m_quick->count() && m_quick->item(row)->isHidden());
            if (row >= 0 && row < m_quick->count()) m_quick->setCurrentRow(row);
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            if (m_quick->currentItem() && !m_quick->currentItem()->isHidden()) {
                Q_EMIT m_quick->itemActivated(m_quick->currentItem());
            }
            return true;
        }
    }
    return DropDownButton::eventFilter(watched, event);
}

}  // namespace watchglass::ui
