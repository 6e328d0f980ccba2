#include "ui/widgets/time_zone_row.h"

#include <QComboBox>
#include <QCompleter>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/theme/time_zone.h"
#include "ui/widgets/popup.h"

namespace watchglass::ui {

namespace {

QString nameOf(const std::string& setting)
{
    if (setting.empty() || setting == "browser") return TimeZoneRow::tr("Local time");
    if (timeZoneOf(setting) == QTimeZone::utc()) return TimeZoneRow::tr("Coordinated Universal Time");
    return QString::fromStdString(setting);
}

}  // namespace

TimeZoneRow::TimeZoneRow(QWidget* parent)
    : QWidget(parent), m_name(new QLabel(this)), m_offset(new QLabel(this)), m_change(new QToolButton(this)),
      m_list(new QComboBox(this))
{
    m_change->setText(tr("Change time zone"));
    m_change->setCheckable(true);
    m_change->setProperty("wgButton", true);
    m_list->setEditable(true);
    m_list->setInsertPolicy(QComboBox::NoInsert);
    m_list->setAccessibleName(tr("Time zone"));
    m_list->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_list->completer()->setFilterMode(Qt::MatchContains);
    setUpCompletions(*m_list->completer());
    m_list->hide();
    auto* line = new QHBoxLayout;
    line->addWidget(m_name, 1);
    line->addWidget(m_offset);
    line->addWidget(m_change);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(line);
    layout->addWidget(m_list);
    connect(m_change, &QToolButton::toggled, this, &TimeZoneRow::openList);
    connect(m_list, &QComboBox::activated, this, [this](int row) {
        const std::string setting = m_list->itemData(row).toString().toStdString();
        openList(false);
        Q_EMIT zoneChosen(setting);
    });
}

void TimeZoneRow::setZone(const std::string& setting, qint64 nowMs)
{
    m_setting = setting;
    const QTimeZone zone = timeZoneOf(setting);
    const QString short_ = zone.abbreviation(QDateTime::fromMSecsSinceEpoch(nowMs));
    const QString name = nameOf(setting);
    const bool isLocal = setting.empty() || setting == "browser";
    const QString detail = isLocal ? QString::fromLatin1(zone.id()) + QStringLiteral(", ") + short_ : short_;
    m_name->setText(QStringLiteral("%1 <span style='color:%2'>%3</span>")
                        .arg(name.toHtmlEscaped(), currentTheme().textSecondary.name(), detail.toHtmlEscaped()));
    m_offset->setText(offsetText(zone, nowMs));
    openList(false);
}

/// All zones, made when they are first asked for.
void TimeZoneRow::fill()
{
    m_list->addItem(tr("Local time"), QStringLiteral("browser"));
    m_list->addItem(tr("Coordinated Universal Time"), QStringLiteral("utc"));
    for (const QByteArray& id : QTimeZone::availableTimeZoneIds()) {
        if (!id.contains('/') || id.startsWith("Etc/")) continue;
        m_list->addItem(QString::fromLatin1(id), QString::fromLatin1(id));
    }
}

void TimeZoneRow::openList(bool on)
{
    m_change->setChecked(on);
    m_list->setVisible(on);
    if (!on) return;
    if (m_list->count() == 0) fill();
    const std::string wanted = m_setting.empty() ? "browser" : m_setting == "UTC" ? "utc" : m_setting;
    m_list->setCurrentIndex(std::max(0, m_list->findData(QString::fromStdString(wanted))));
    m_list->lineEdit()->selectAll();
    m_list->setFocus();
}

}  // namespace watchglass::ui
