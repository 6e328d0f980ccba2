#include "ui/panels/note_panel.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr const char* kGrafanaNews = "https://grafana.com/blog/news.xml";
constexpr double kPadding = 12;
constexpr double kIcon = 24;
constexpr double kWidest = 480;

}  // namespace

NotePanel::NotePanel(QWidget* parent) : PanelWidget(parent) { setMouseTracking(true); }

QString NotePanel::title() const
{
    const std::string& type = data().type;
    if (type == "news") return tr("News are not fetched");
    if (type == "pluginlist") return tr("There are no plugins");
    return type == "gettingstarted" ? tr("Getting started") : tr("Welcome");
}

QString NotePanel::text() const
{
    const std::string& type = data().type;
    if (type == "news") return tr("Watchglass works offline; this panel shows a feed:");
    if (type == "pluginlist") return tr("This panel lists what is installed in a Grafana server.");
    return tr("This panel belongs to the home page of a Grafana server and has no data of its own.");
}

QString NotePanel::address() const
{
    if (data().type != "news") return {};
    const QString url = toQString(data().replace(data().options["feedUrl"].toString(), DataPoint{})).trimmed();
    return url.isEmpty() ? QString::fromLatin1(kGrafanaNews) : url;
}

QString NotePanel::summary() const
{
    QStringList parts{title(), text(), address()};
    parts.removeAll(QString());
    return parts.join(QLatin1Char(' '));
}

void NotePanel::rebuild()
{
    setFocusPolicy(address().isEmpty() ? Qt::NoFocus : Qt::StrongFocus);
    setAccessibleName(title());
    setAccessibleDescription(summary());
}

void NotePanel::paintEvent(QPaintEvent*)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double width = std::max(1.0, std::min(kWidest, this->width() - 2 * kPadding));
    const QFont titleFont = textFont(16, QFont::Medium);
    const QFont bodyFont = textFont(14);
    const QFontMetricsF body(bodyFont);
    const QRectF wrapped = body.boundingRect(QRectF(0, 0, width, 1e4), Qt::AlignHCenter | Qt::TextWordWrap, text());
    const double line = body.height();
    double needed = 24 + wrapped.height() + (address().isEmpty() ? 0 : line + 6);
    const bool tall = height() >= needed + kIcon + 8 + kPadding;
    if (tall) needed += kIcon + 8;
    double top = std::max(0.0, (height() - needed) / 2);
    const double left = (this->width() - width) / 2;
    if (tall) {
        paintIcon(painter, IconKind::Info, QRectF(this->width() / 2.0 - kIcon / 2, top, kIcon, kIcon),
                  theme.textSecondary);
        top += kIcon + 8;
    }
    painter.setFont(titleFont);
    painter.setPen(theme.text);
    painter.drawText(QRectF(left, top, width, 22), Qt::AlignCenter,
                     QFontMetricsF(titleFont).elidedText(title(), Qt::ElideRight, width));
    top += 24;
    painter.setFont(bodyFont);
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(left, top, width, wrapped.height() + 1), Qt::AlignHCenter | Qt::TextWordWrap, text());
    top += wrapped.height() + 6;
    m_link = {};
    if (address().isEmpty()) return;
    const QString shown = body.elidedText(address(), Qt::ElideMiddle, width);
    const double length = body.horizontalAdvance(shown);
    m_link = QRectF(this->width() / 2.0 - length / 2, top, length, line);
    painter.setPen(theme.textLink);
    painter.drawText(m_link.adjusted(-1, 0, 1, 0), Qt::AlignCenter, shown);
    if (!hasFocus() || PictureMode::isActive()) return;
    painter.setPen(QPen(theme.primary, 1));
    painter.drawRoundedRect(m_link.adjusted(-3.5, -1.5, 3.5, 1.5), 3, 3);
}

void NotePanel::follow()
{
    const QUrl url(address(), QUrl::TolerantMode);
    if (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https")) Q_EMIT linkActivated(url);
}

void NotePanel::mouseMoveEvent(QMouseEvent* event)
{
    setCursor(m_link.contains(event->position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    event->ignore();
}

void NotePanel::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_link.contains(event->position())) follow();
}

void NotePanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        follow();
    else
        PanelWidget::keyPressEvent(event);
}

}  // namespace watchglass::ui
