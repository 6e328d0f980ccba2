#include "ui/panels/logs_panel.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kCommonHeight = 24;

}  // namespace

LogsPanel::LogsPanel(QWidget* parent) : PanelWidget(parent), m_view(new LogView(this)) {}

QString LogsPanel::summary() const
{
    const auto& rows = m_view->model().rows();
    if (rows.empty()) return {};
    return tr("%1 lines, first: %2").arg(rows.size()).arg(toQString(m_view->model().text(rows.front())).left(200));
}

void LogsPanel::rebuild()
{
    const json::Value& options = data().options;
    LogLook look;
    look.time = options["showTime"].toBool();
    look.wrap = options["wrapLogMessage"].toBool();
    look.labels = options["showLabels"].toBool();
    look.level = options["showLevel"].toBool();
    look.details = options["enableLogDetails"].toBool(true);
    look.small = options["fontSize"].toString() == "small";
    look.timeZone = data().timeZone;
    LogModel model(data());
    QStringList common;
    if (options["showCommonLabels"].toBool()) {
        for (const auto& [name, value] : model.commonLabels())
            common += toQString(name) + QLatin1Char('=') + toQString(value);
    }
    m_common = common.join(QStringLiteral("  "));
    place();
    m_view->setContent(std::move(model), look);
    setAccessibleDescription(summary());
}

void LogsPanel::place() { m_view->setGeometry(rect().adjusted(0, m_common.isEmpty() ? 0 : kCommonHeight, 0, 0)); }

void LogsPanel::resizeEvent(QResizeEvent*) { place(); }

void LogsPanel::paintEvent(QPaintEvent*)
{
    if (m_common.isEmpty()) return;
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setFont(textFont(12));
    const QFontMetricsF metrics(painter.font());
    const QString title = tr("Common labels:");
    const QRectF line(8, 0, std::max(1, width() - 16), kCommonHeight);
    painter.setPen(theme.textSecondary);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, title);
    const QRectF rest = line.adjusted(metrics.horizontalAdvance(title) + 8, 0, 0, 0);
    painter.setPen(theme.text);
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(m_common, Qt::ElideRight, rest.width()));
}

}  // namespace watchglass::ui
