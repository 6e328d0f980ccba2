#include "ui/pages/targets_page.h"

#include <QDateTime>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include "engine/base/duration.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kSortRole = Qt::UserRole + 1;  ///< numbers behind their texts
enum Column { kJob, kTarget, kHealth, kLabels, kLastScrape, kTook, kSamples, kInterval, kError, kColumns };

QString qt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString agoText(std::int64_t ms)
{
    if (ms == 0) return QObject::tr("never");
    const double seconds = static_cast<double>(QDateTime::currentMSecsSinceEpoch() - ms) / 1000;
    return seconds < 60 ? QObject::tr("%1 s ago").arg(seconds, 0, 'f', 1)
                        : QObject::tr("%1 min ago").arg(seconds / 60, 0, 'f', 1);
}

QString healthText(scrape::Health health)
{
    switch (health) {
    case scrape::Health::Up: return QObject::tr("● Up");
    case scrape::Health::Down: return QObject::tr("✕ Down");
    case scrape::Health::Unknown: break;
    }
    return QObject::tr("○ Unknown");
}

QColor healthColor(scrape::Health health)
{
    const Theme& theme = currentTheme();
    switch (health) {
    case scrape::Health::Up: return theme.successText;
    case scrape::Health::Down: return theme.errorText;
    case scrape::Health::Unknown: break;
    }
    return theme.textSecondary;
}

}  // namespace

TargetsPage::TargetsPage(Sources sources, QWidget* parent)
    : QWidget(parent), m_sources(std::move(sources)), m_summary(new QLabel(this)), m_warnings(new QLabel(this)),
      m_filter(new QLineEdit(this)), m_table(new QTableView(this)), m_model(new QStandardItemModel(0, kColumns, this)),
      m_filtered(new QSortFilterProxyModel(this))
{
    m_model->setHorizontalHeaderLabels({tr("Job"), tr("Target"), tr("Health"), tr("Labels"), tr("Last scrape"),
                                        tr("Took"), tr("Samples"), tr("Interval"), tr("Error")});
    m_filtered->setSourceModel(m_model);
    m_filtered->setSortRole(kSortRole);
    m_filtered->setFilterKeyColumn(-1);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(m_filtered);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(kJob, Qt::AscendingOrder);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(32);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setAccessibleName(tr("Targets"));
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const int widths[] = {120, 230, 80, 170, 100, 75, 80, 70};
    for (int column = 0; column < kError; ++column) m_table->setColumnWidth(column, widths[column]);
    m_filter->setPlaceholderText(tr("Filter by job, address, label or error"));
    m_filter->setClearButtonEnabled(true);
    m_warnings->setWordWrap(true);
    m_warnings->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_summary);
    layout->addWidget(m_warnings);
    layout->addWidget(m_filter);
    layout->addWidget(m_table, 1);

    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &TargetsPage::refresh);
    connect(m_filter, &QLineEdit::textChanged, m_filtered, &QSortFilterProxyModel::setFilterFixedString);
}

void TargetsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
    m_timer.start();
}

void TargetsPage::hideEvent(QHideEvent* event)
{
    m_timer.stop();
    QWidget::hideEvent(event);
}

void TargetsPage::refresh()
{
    const std::vector<scrape::TargetStatus> targets = m_sources.targets();
    int up = 0, down = 0;
    m_model->setRowCount(static_cast<int>(targets.size()));
    const auto put = [&](int row, int column, const QString& text, const QColor& color = {},
                         const QVariant& number = {}) {
        QStandardItem* item = m_model->item(row, column);
        if (!item) m_model->setItem(row, column, item = new QStandardItem);
        if (item->text() != text) {
            item->setText(text);
            item->setToolTip(text);
        }
        const QVariant order = number.isValid() ? number : QVariant(text);
        if (item->data(kSortRole) != order) item->setData(order, kSortRole);
        if (color.isValid() && item->foreground().color() != color) item->setForeground(color);
    };
    for (int row = 0; row < static_cast<int>(targets.size()); ++row) {
        const scrape::TargetStatus& target = targets[static_cast<std::size_t>(row)];
        up += target.health == scrape::Health::Up ? 1 : 0;
        down += target.health == scrape::Health::Down ? 1 : 0;
        put(row, kJob, qt(target.scrapePool));
        put(row, kTarget, target.internal ? tr("built in") : qt(target.scrapeUrl));
        put(row, kHealth, healthText(target.health), healthColor(target.health));
        put(row, kLabels, qt(target.labels.toString()));
        put(row, kLastScrape, agoText(target.lastScrapeMs), {}, qint64{target.lastScrapeMs});
        put(row, kTook, tr("%1 ms").arg(target.lastDurationSeconds * 1000, 0, 'f', 1), {}, target.lastDurationSeconds);
        put(row, kSamples, QString::number(target.samplesScraped), {}, quint64{target.samplesScraped});
        put(row, kInterval, QString::fromStdString(formatDuration(target.interval)), {},
            qint64{target.interval.count()});
        QString trouble = qt(target.lastError);
        if (trouble.isEmpty() && target.insecureSkipVerify) trouble = tr("TLS certificate is not verified");
        put(row, kError, trouble, target.lastError.empty() ? currentTheme().warningText : currentTheme().errorText);
    }
    const QString summary =
        tr("<b>%1</b> up &nbsp; <b>%2</b> down &nbsp;·&nbsp; %3 targets").arg(up).arg(down).arg(targets.size());
    if (m_summary->text() != summary) m_summary->setText(summary);

    QStringList lines;
    for (const std::string& warning : m_sources.warnings()) lines << QStringLiteral("⚠ %1").arg(qt(warning));
    const QString text = lines.join(QLatin1Char('\n'));
    if (m_warnings->text() != text) m_warnings->setText(text);
    m_warnings->setVisible(!text.isEmpty());
}

}  // namespace watchglass::ui
