#include "ui/widgets/range_fields.h"

#include <optional>

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimeZone>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/theme/time_zone.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/popup.h"
#include "ui/widgets/range_calendar.h"

namespace watchglass::ui {

namespace {

QString qt(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}  // namespace

RangeFields::RangeFields(QWidget* parent)
    : QWidget(parent), m_from(new QLineEdit(this)), m_to(new QLineEdit(this)), m_problem(new QLabel(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto* title = new QLabel(tr("Absolute time range"), this);
    title->setFont(textFont(Metrics::kTextPixels, QFont::Medium));
    layout->addWidget(title);
    layout->addSpacing(8);
    addField(*m_from, tr("From"));
    layout->addSpacing(6);
    addField(*m_to, tr("To"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    layout->addWidget(m_problem);
    layout->addSpacing(10);

    auto* copyButton = iconButton(IconKind::Copy, tr("Copy time range"), this);
    auto* pasteButton = iconButton(IconKind::Paste, tr("Paste time range"), this);
    auto* applyButton = new QPushButton(tr("Apply time range"), this);
    applyButton->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    buttons->addWidget(copyButton);
    buttons->addWidget(pasteButton);
    buttons->addWidget(applyButton, 1);
    layout->addLayout(buttons);

    connect(copyButton, &QToolButton::clicked, this, &RangeFields::copy);
    connect(pasteButton, &QToolButton::clicked, this, &RangeFields::paste);
    connect(applyButton, &QPushButton::clicked, this, &RangeFields::apply);
    for (QLineEdit* field : {m_from, m_to}) connect(field, &QLineEdit::returnPressed, this, &RangeFields::apply);
}

QToolButton* RangeFields::addField(QLineEdit& field, const QString& name)
{
    auto* label = new QLabel(name, this);
    label->setBuddy(&field);
    field.setAccessibleName(name);
    auto* button = iconButton(IconKind::Calendar, tr("Choose days: %1").arg(name), this);
    connect(button, &QToolButton::clicked, this, [this, button] { openCalendar(*button); });
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(&field, 1);
    row->addWidget(button);
    auto* all = static_cast<QVBoxLayout*>(layout());
    all->addWidget(label);
    all->addLayout(row);
    return button;
}

void RangeFields::setRange(const TimeRange& range, const TimeContext& context)
{
    m_context = context;
    const bool relative = range.text.isRelative();
    const QString described = qt(describeTimeRange(range, context));
    m_from->setText(relative ? qt(range.text.from) : described.section(QStringLiteral(" to "), 0, 0));
    m_to->setText(relative ? qt(range.text.to) : described.section(QStringLiteral(" to "), 1, 1));
    m_problem->hide();
}

/// Days are whole ones, in the zone of the dashboard, as in Grafana's calendar.
void RangeFields::openCalendar(QToolButton& button)
{
    if (!m_calendar) {
        m_calendarPopup = new Popup(this);
        m_calendar = new RangeCalendar(m_calendarPopup);
        auto* layout = new QVBoxLayout(m_calendarPopup);
        layout->setContentsMargins(8, 8, 8, 8);
        layout->addWidget(m_calendar);
        connect(m_calendar, &RangeCalendar::rangeChosen, this, [this](const QDate& from, const QDate& to, bool whole) {
            m_from->setText(from.toString(QStringLiteral("yyyy-MM-dd")) + QStringLiteral(" 00:00:00"));
            m_to->setText(to.toString(QStringLiteral("yyyy-MM-dd")) + QStringLiteral(" 23:59:59"));
            m_problem->hide();
            if (whole) m_calendarPopup->hide();
        });
    }
    const QTimeZone zone = timeZoneOf(m_context.timeZone);
    const auto day = [&](const QLineEdit& field, bool roundUp) {
        const auto time = parseTime(field.text().trimmed().toStdString(), m_context, roundUp);
        return QDateTime::fromMSecsSinceEpoch(time ? *time : m_context.nowMs, zone).date();
    };
    m_calendar->setWeekStart(m_context.weekStart);
    m_calendar->setToday(QDateTime::fromMSecsSinceEpoch(m_context.nowMs, zone).date());
    m_calendar->setRange(day(*m_from, false), day(*m_to, true));
    m_calendarPopup->openBelow(button, Qt::AlignRight);
    m_calendar->setFocus();
}

void RangeFields::apply()
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
        say(qt(problem->message));
        return;
    }
    Q_EMIT applied(text);
}

void RangeFields::say(const QString& problem)
{
    m_problem->setText(problem);
    QPalette colors = m_problem->palette();
    colors.setColor(QPalette::WindowText, currentTheme().errorText);
    m_problem->setPalette(colors);
    m_problem->show();
}

void RangeFields::copy()
{
    const QJsonObject range{{QStringLiteral("from"), m_from->text().trimmed()},
                            {QStringLiteral("to"), m_to->text().trimmed()}};
    QApplication::clipboard()->setText(QString::fromUtf8(QJsonDocument(range).toJson(QJsonDocument::Compact)));
}

void RangeFields::paste()
{
    const QJsonObject range = QJsonDocument::fromJson(QApplication::clipboard()->text().toUtf8()).object();
    const QString from = range.value(QStringLiteral("from")).toVariant().toString();
    const QString to = range.value(QStringLiteral("to")).toVariant().toString();
    if (from.isEmpty() || to.isEmpty()) {
        say(tr("The clipboard holds no time range: expected {\"from\": \"now-6h\", \"to\": \"now\"}."));
        return;
    }
    m_from->setText(from);
    m_to->setText(to);
    apply();
}

}  // namespace watchglass::ui
