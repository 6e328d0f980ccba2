#include "ui/widgets/time_picker.h"

#include <algorithm>
#include <utility>

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QTimeZone>
#include <QVBoxLayout>

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/text_metrics.h"
#include "ui/theme/theme.h"
#include "ui/theme/time_zone.h"
#include "ui/widgets/popup.h"
#include "ui/widgets/range_fields.h"
#include "ui/widgets/recent_ranges.h"
#include "ui/widgets/time_zone_row.h"

namespace watchglass::ui {

namespace {

std::vector<OfferedRange> usualRanges()
{
    std::vector<OfferedRange> out;
    for (const QuickRange& quick : quickRanges())
        out.push_back({std::string(quick.name), {std::string(quick.from), std::string(quick.to)}});
    return out;
}

const TextMetrics& zoneMetrics() { return textMetrics(Metrics::kSmallTextPixels, QFont::Medium); }

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
    const QTimeZone zone = timeZoneOf(context.timeZone);
    const QString zoneBefore = std::exchange(m_zoneMark,
                                             zone.abbreviation(QDateTime::fromMSecsSinceEpoch(range.fromMs)));
    // Tool buttons leave no gap behind the icon. The zone is painted over the room that the blanks keep.
    QString label = QLatin1Char(' ') + text + QStringLiteral("  ");
    const QFontMetricsF metrics(font());
    const double room = zoneMetrics().width(m_zoneMark);
    for (double kept = 0; kept < room; kept += metrics.horizontalAdvance(QLatin1Char(' '))) label += QLatin1Char(' ');
    if (label == this->text() && m_zoneMark == zoneBefore) return;
    setText(label);
    update();
    setAccessibleName(tr("Time range: %1, %2").arg(text, m_zoneMark));
}

void TimePicker::paintEvent(QPaintEvent* event)
{
    constexpr double kFromRight = 32;  // the chevron's
    DropDownButton::paintEvent(event);
    QPainter painter(this);
    const TextMetrics& metrics = zoneMetrics();
    painter.setPen(isEnabled() ? currentTheme().warningText : currentTheme().textDisabled);
    metrics.draw(painter, {width() - kFromRight - metrics.width(m_zoneMark), textBaseline(metrics.font(), 0, height())},
                 m_zoneMark);
}

void TimePicker::setOffered(std::vector<OfferedRange> ranges)
{
    m_offered = ranges.empty() ? usualRanges() : std::move(ranges);
    setRange(m_range, m_context);
}

QLayout* TimePicker::buildFields()
{
    m_fields = new RangeFields(m_popup);
    m_recentTitle = new QLabel(tr("Recently used absolute ranges"), m_popup);
    m_recentTitle->setFont(textFont(Metrics::kTextPixels, QFont::Medium));
    m_recent = new QListWidget(m_popup);
    m_recent->setObjectName(QStringLiteral("recent"));
    setUpPopupList(*m_recent);
    m_recent->setAccessibleName(m_recentTitle->text());
    auto* layout = new QVBoxLayout;
    layout->setSpacing(6);
    layout->addWidget(m_fields);
    layout->addSpacing(10);
    layout->addWidget(m_recentTitle);
    layout->addWidget(m_recent);
    layout->addStretch();
    connect(m_fields, &RangeFields::applied, this, &TimePicker::choose);
    connect(m_recent, &QListWidget::itemActivated, this, [this] {
        choose(RecentRanges::instance().ranges()[static_cast<std::size_t>(m_recent->currentRow())].text);
    });
    connect(m_recent, &QListWidget::itemClicked, m_recent, &QListWidget::itemActivated);
    return layout;
}

QLayout* TimePicker::buildOffered()
{
    m_search = new QLineEdit(m_popup);
    m_search->setPlaceholderText(tr("Search quick ranges"));
    m_search->installEventFilter(this);
    m_quick = new QListWidget(m_popup);
    m_quick->setObjectName(QStringLiteral("offered"));
    m_quick->setMinimumSize(220, 330);
    setUpPopupList(*m_quick);
    auto* layout = new QVBoxLayout;
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_quick);
    connect(m_search, &QLineEdit::textChanged, this, &TimePicker::filter);
    connect(m_quick, &QListWidget::itemActivated, this,
            [this] { choose(m_offered[static_cast<std::size_t>(m_quick->currentRow())].range); });
    connect(m_quick, &QListWidget::itemClicked, m_quick, &QListWidget::itemActivated);
    return layout;
}

void TimePicker::buildPopup()
{
    m_popup = new Popup(this);
    m_popup->setMinimumWidth(540);
    auto* above = new QHBoxLayout;
    above->setSpacing(12);
    above->addLayout(buildFields(), 3);
    above->addLayout(buildOffered(), 2);
    auto* line = new QFrame(m_popup);
    line->setFixedHeight(1);
    line->setBackgroundRole(QPalette::Mid);
    line->setAutoFillBackground(true);
    m_zone = new TimeZoneRow(m_popup);
    auto* layout = new QVBoxLayout(m_popup);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(10);
    layout->addLayout(above);
    layout->addWidget(line);
    layout->addWidget(m_zone);
    connect(m_zone, &TimeZoneRow::zoneChosen, this, [this](const std::string& zone) {
        m_popup->hide();
        Q_EMIT zoneChosen(zone);
    });
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
    m_fields->setRange(m_range, m_context);
    m_zone->setZone(m_context.timeZone, m_context.nowMs);
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
