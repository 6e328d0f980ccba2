#include "ui/panels/panel_frame.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QContextMenuEvent>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>
#include <QTextLayout>
#include <QToolTip>

#include "ui/panels/panel_support.h"
#include "ui/theme/button_text.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/motion.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/rounded_box.h"
#include "ui/theme/text_metrics.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kHeaderBottom = 1 + Metrics::kPanelHeaderHeight;
constexpr int kTitleLeft = 13;
constexpr int kLoadingDelayMs = 300;
constexpr int kFrameMs = 33;
constexpr double kLoadingWidth = 0.28;

const TextMetrics& titleMetrics() { return textMetrics(14, QFont::Medium); }

}  // namespace

PanelFrame::PanelFrame(QWidget* parent) : QWidget(parent)
{
    installAccessibleItems();
    setFocusPolicy(Qt::TabFocus);
    connect(&m_loadingTimer, &QTimer::timeout, this, [this] { update(0, 0, width(), 3); });
}

void PanelFrame::setPanel(PanelWidget* panel)
{
    delete m_panel;
    m_panel = panel;
    m_hasData = false;
    if (panel) {
        panel->setParent(this);
        panel->setGeometry(contentRect());
        panel->setVisible(true);
    }
    refresh();
}

void PanelFrame::refresh()
{
    describe();
    update();
}

/// Says to assistive tools what is shown, and places the panel.
void PanelFrame::describe()
{
    QString state;
    if (!m_error.isEmpty())
        state = tr("error: %1").arg(m_error);
    else if (m_panel && m_hasData)
        state = m_panel->hasContent() ? m_panel->summary() : tr("no data");
    setAccessibleName(m_title.isEmpty() ? tr("Panel") : m_title);
    if (m_panel) m_panel->setAccessibleName(accessibleName());
    if (m_alert) state += (state.isEmpty() ? QString() : QStringLiteral("; ")) + alertText();
    if (!m_stale.isEmpty()) state += (state.isEmpty() ? QString() : QStringLiteral("; ")) + staleText();
    if (!m_notice.isEmpty()) state += (state.isEmpty() ? QString() : QStringLiteral("; ")) + m_notice;
    setAccessibleDescription(m_loading ? QString(state + tr(" (loading)")) : state);
    if (m_panel) {
        m_panel->setGeometry(contentRect());
        // Qt would give it to the next panel.
        const QWidget* focus = QApplication::focusWidget();
        if (showsMessage() && focus && (focus == m_panel || m_panel->isAncestorOf(focus)))
            setFocus(Qt::OtherFocusReason);
        m_panel->setVisible(!showsMessage());
        m_panel->setBackground(m_transparent ? currentTheme().canvas : currentTheme().panel);
    }
}

bool PanelFrame::showsMessage() const
{
    if (!m_panel) return true;
    if (!m_hasData) return !m_error.isEmpty() || !m_hint.isEmpty();
    // A query that failed says more than a panel without data.
    if (!m_error.isEmpty() && m_panel->data().frames->empty()) return true;
    return !m_panel->hasContent();
}

void PanelFrame::setTitle(const QString& title)
{
    if (m_title == title) return;
    m_title = title;
    refresh();
}

void PanelFrame::setDescription(const QString& description)
{
    if (m_description == description) return;
    m_description = description;
    refresh();
}

void PanelFrame::setTransparent(bool transparent)
{
    m_transparent = transparent;
    refresh();
}

void PanelFrame::setLoading(bool loading)
{
    if (m_loading == loading) return;
    m_loading = loading;
    if (loading) {
        m_loadingSince.start();
        m_loadingTimer.start(wantsLessMotion(*this) ? kLoadingDelayMs + 1 : kFrameMs);
    } else {
        m_loadingTimer.stop();
        update(0, 0, width(), 3);
    }
}

void PanelFrame::setError(const QString& message)
{
    if (m_error == message) return;
    m_error = message;
    refresh();
}

void PanelFrame::setNotices(const std::vector<std::string>& warnings, const std::vector<std::string>& infos)
{
    QStringList lines;
    for (const auto* texts : {&warnings, &infos}) {
        for (const std::string& text : *texts) lines << QString::fromStdString(text);
    }
    const QString notice = lines.join(QLatin1Char('\n'));
    if (m_notice == notice && m_warns == !warnings.empty()) return;
    m_notice = notice;
    m_warns = !warnings.empty();
    refresh();
}

void PanelFrame::setStale(const QString& since)
{
    if (m_stale == since) return;
    m_stale = since;
    refresh();
}

QString PanelFrame::staleText() const { return tr("stale since %1").arg(m_stale); }

void PanelFrame::addAccessibleState(QAccessible::State& state) const
{
    state.busy = m_loading;
    state.invalid = !m_error.isEmpty();
}

void PanelFrame::readValue(int step)
{
    const std::vector<AccessibleItem> items = m_panel && m_panel->isVisible() ? m_panel->accessibleItems()
                                                                              : std::vector<AccessibleItem>();
    if (items.empty()) return;
    const auto count = static_cast<int>(items.size());
    m_read = m_read < 0 ? (step > 0 ? 0 : count - 1) : std::clamp(m_read + step, 0, count - 1);
    const AccessibleItem& item = items[static_cast<std::size_t>(m_read)];
    if (!m_reading) {
        m_reading = new QLabel(this);
        m_reading->setObjectName(QStringLiteral("reading"));
        m_reading->setTextFormat(Qt::PlainText);
        m_reading->setAutoFillBackground(true);
        m_reading->setBackgroundRole(QPalette::ToolTipBase);
        m_reading->setMargin(6);
    }
    const QString text = tr("%1: %2 (%3 of %4)").arg(item.name, item.value).arg(m_read + 1).arg(count);
    m_reading->setText(m_reading->fontMetrics().elidedText(text, Qt::ElideMiddle, width() - 24));
    const int high = m_reading->sizeHint().height();
    m_reading->setGeometry(2, height() - high - 2, width() - 4, high);
    m_reading->raise();
    m_reading->show();
    announceItem(*m_panel, m_read);
}

void PanelFrame::stopReading()
{
    m_read = -1;
    if (m_reading) m_reading->hide();
}

void PanelFrame::setNote(const QString& note)
{
    m_note = note;
    update();
}

void PanelFrame::setLinks(const std::vector<FrameLink>& links)
{
    m_links = links;
    update(0, 0, width(), kHeaderBottom);
}

void PanelFrame::setAlert(std::optional<rules::AlertState> state)
{
    if (m_alert == state) return;
    m_alert = state;
    refresh();
}

QString PanelFrame::alertText() const
{
    if (m_alert == rules::AlertState::Firing) return tr("alert: firing");
    return m_alert == rules::AlertState::Pending ? tr("alert: pending") : tr("alert: normal");
}

/// Behind title and description.
QRect PanelFrame::linkRect() const
{
    if (m_links.empty() || !hasHeader()) return {};
    const double width = titleMetrics().width(titleText());
    return {static_cast<int>(titleLeft() + width + (showsInfo() ? 28 : 6)), 12, 18, 18};
}

/// Behind the links.
QRect PanelFrame::alertRect() const
{
    if (!m_alert || !hasHeader()) return {};
    const double width = titleMetrics().width(titleText());
    const int before = (showsInfo() ? 28 : 6) + (m_links.empty() ? 0 : 22);
    return {static_cast<int>(titleLeft() + width) + before, 12, 18, 18};
}

/// What links and alerts take behind the title.
double PanelFrame::marksWidth() const { return (m_links.empty() ? 0 : 22) + (m_alert ? 22 : 0); }

void PanelFrame::followLinks()
{
    if (m_links.size() == 1) {
        Q_EMIT linkActivated(m_links.front().url);
        return;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const FrameLink& link : m_links)
        connect(menu->addAction(buttonText(link.title)), &QAction::triggered, this,
                [this, url = link.url] { Q_EMIT linkActivated(url); });
    menu->popup(mapToGlobal(linkRect().bottomLeft()));
}

void PanelFrame::setHint(const QString& hint)
{
    m_hint = hint;
    refresh();
}

void PanelFrame::setData(const PanelData& shown)
{
    const bool showed = !showsMessage() && m_hasData;
    m_hasData = true;
    if (m_panel) m_panel->setData(shown);
    describe();
    // What is around the values has not changed then, and the panel paints itself when it is ready.
    if (!showed || showsMessage()) update();
}

QRect PanelFrame::contentRect() const
{
    const int padding = Metrics::kPanelPadding;
    const int top = hasHeader() ? kHeaderBottom : 1 + padding;
    return QRect(1 + padding, top, std::max(1, width() - 2 - 2 * padding), std::max(1, height() - 1 - padding - top));
}

QRect PanelFrame::cornerRect() const { return {9, 9, 22, 24}; }

QRect PanelFrame::menuRect() const { return {width() - 29, 9, 20, 24}; }

double PanelFrame::titleLeft() const { return kTitleLeft + (m_error.isEmpty() && m_notice.isEmpty() ? 0 : 30); }

QString PanelFrame::titleText() const
{
    const double room = titleRoom() - (showsInfo() ? 24 : 0) - marksWidth();
    return titleMetrics().elided(m_title, std::max(10.0, room));
}

/// By the pointer or the keyboard.
bool PanelFrame::isPointed() const { return (underMouse() || hasFocus()) && !PictureMode::isActive(); }

/// The menu button takes its room only while it is shown.
double PanelFrame::titleRoom() const { return width() - titleLeft() - (isPointed() ? 34 : 10); }

/// On narrow panels the title is worth more than the mark; the description is still the title's tool tip.
bool PanelFrame::showsInfo() const
{
    if (m_description.isEmpty()) return false;
    return titleMetrics().width(m_title) + 24 <= titleRoom() || width() > 240;
}

QRect PanelFrame::infoRect() const
{
    if (!showsInfo()) return {};
    const double width = titleMetrics().width(titleText());
    return {static_cast<int>(titleLeft() + width + 6), 12, 18, 18};
}

void PanelFrame::paintHeader(QPainter& painter)
{
    const Theme& theme = currentTheme();
    if (!m_error.isEmpty() || !m_notice.isEmpty()) {
        const bool failed = !m_error.isEmpty();
        painter.setPen(Qt::NoPen);
        painter.setBrush(failed ? theme.error : theme.button);
        painter.drawRoundedRect(QRectF(cornerRect()), Metrics::kControlRadius, Metrics::kControlRadius);
        const QRectF mark = QRectF(cornerRect()).adjusted(4, 5, -4, -5);
        if (failed || m_warns) {
            paintIcon(painter, IconKind::Warning, mark, failed ? QColor(Qt::white) : theme.warningText);
        } else {
            paintIcon(painter, IconKind::Info, mark, theme.primaryText);
        }
    }
    if (!hasHeader()) return;
    painter.setFont(titleMetrics().font());
    painter.setPen(theme.text);
    const QString title = titleText();
    painter.drawText(QRectF(titleLeft(), 9, width(), 24), Qt::AlignLeft | Qt::AlignVCenter, title);
    if (showsInfo()) paintIcon(painter, IconKind::Info, QRectF(infoRect()).adjusted(2, 2, -2, -2), theme.textSecondary);
    if (!m_links.empty())
        paintIcon(painter, IconKind::External, QRectF(linkRect()).adjusted(2, 2, -2, -2), theme.textSecondary);
    if (m_alert) {
        const bool fires = m_alert == rules::AlertState::Firing;
        const QColor& color = fires                                   ? theme.errorText
                              : m_alert == rules::AlertState::Pending ? theme.warningText
                                                                      : theme.successText;
        paintIcon(painter, fires ? IconKind::BrokenHeart : IconKind::Heart, QRectF(alertRect()).adjusted(1, 1, -1, -1),
                  color);
    }
    if (!m_note.isEmpty()) {
        painter.setFont(textFont(12));
        painter.setPen(theme.primaryText);
        const double left = titleLeft() + titleMetrics().width(title) + (showsInfo() ? 32 : 10) + marksWidth();
        painter.drawText(QRectF(left, 9, std::max(0.0, width() - left - 34), 24), Qt::AlignLeft | Qt::AlignVCenter,
                         m_note);
    }
    if (!m_stale.isEmpty()) paintStale(painter);
    if (isPointed()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.button);
        painter.drawRoundedRect(QRectF(menuRect()), Metrics::kControlRadius, Metrics::kControlRadius);
        paintIcon(painter, IconKind::Dots, QRectF(menuRect()).adjusted(3, 5, -3, -5), theme.text);
    }
}

/// At the right of the header, with a clock: a colour alone would not say it.
void PanelFrame::paintStale(QPainter& painter)
{
    constexpr double kIcon = 14;
    const Theme& theme = currentTheme();
    const TextMetrics& metrics = textMetrics(Metrics::kSmallTextPixels);
    painter.setFont(metrics.font());
    painter.setPen(theme.warningText);
    const double right = width() - (isPointed() ? 36 : 12);
    const double left = titleLeft() + titleMetrics().width(titleText()) + 8;
    const double wide = metrics.width(staleText());
    const bool fits = right - wide - kIcon - 4 > left;
    const QRectF mark(fits ? right - wide - kIcon - 4 : right - kIcon, 14, kIcon, kIcon);
    if (fits) painter.drawText(QRectF(right - wide, 9, wide, 24), Qt::AlignVCenter, staleText());
    paintIcon(painter, IconKind::Clock, mark, theme.warningText);
}

void PanelFrame::paintLoading(QPainter& painter)
{
    if (!m_loading || m_loadingSince.elapsed() < kLoadingDelayMs) return;
    if (wantsLessMotion(*this)) {  // it stands where one would run
        painter.fillRect(QRectF(1, 1, width() - 2, 2), currentTheme().primary);
        return;
    }
    const double run = std::clamp(width() * 2.4, 500.0, 4000.0);
    const double phase = std::fmod(static_cast<double>(m_loadingSince.elapsed() - kLoadingDelayMs), run) / run / 0.85;
    if (phase > 1) return;
    const double length = width() * kLoadingWidth;
    const double left = -length + phase * (width() + length);
    QLinearGradient gradient(left, 0, left + length, 0);
    QColor clear = currentTheme().primary;
    clear.setAlpha(0);
    gradient.setColorAt(0, clear);
    gradient.setColorAt(0.8075, currentTheme().primary);
    gradient.setColorAt(1, clear);
    painter.fillRect(QRectF(1, 1, width() - 2, 2), gradient);
}

/// As many lines in the middle of `box` as it holds; all of it is in the corner's tooltip.
void PanelFrame::paintShortened(QPainter& painter, const QRectF& box, const QString& text)
{
    const QFontMetricsF metrics(painter.font());
    if (box.width() < metrics.averageCharWidth() || box.height() < metrics.height()) return;
    QString flat = text;
    flat.replace(QLatin1Char('\n'), QChar::LineSeparator);
    QTextLayout layout(flat, painter.font());
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    const int room = static_cast<int>(box.height() / metrics.lineSpacing());
    QStringList lines;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(box.width());
        const bool isLast = lines.size() + 1 == room;
        lines += isLast ? metrics.elidedText(flat.mid(line.textStart()), Qt::ElideRight, box.width())
                        : flat.mid(line.textStart(), line.textLength()).remove(QChar::LineSeparator);
        if (isLast) break;
    }
    layout.endLayout();
    painter.drawText(box, Qt::AlignCenter, lines.join(QLatin1Char('\n')));
}

void PanelFrame::paintMessage(QPainter& painter)
{
    const Theme& theme = currentTheme();
    const QRect box = contentRect();
    if (m_error.isEmpty()) {
        painter.setFont(textFont(14));
        painter.setPen(theme.textSecondary);
        if (!m_panel || !m_hasData) {
            painter.drawText(box, Qt::AlignCenter | Qt::TextWordWrap, m_hint);
            return;
        }
        QString text = tr("No data");
        for (const Frame& frame : *m_panel->data().frames) {
            for (const Field& field : frame.fields) {
                if (field.config.noValue && !field.config.noValue->empty()) text = toQString(*field.config.noValue);
            }
        }
        painter.drawText(box, Qt::AlignCenter | Qt::TextWordWrap, text);
        return;
    }
    painter.setFont(textFont(12));
    painter.setPen(theme.errorText);
    paintShortened(painter, QRectF(box.adjusted(8, 4, -8, -4)), m_error);
}

void PanelFrame::paintEvent(QPaintEvent* event)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_transparent) {
        if (const QRect part = event->rect(); contentRect().contains(part))
            painter.fillRect(part, theme.panel);
        else
            paintRoundedBox(painter, rect(), Metrics::kPanelRadius, theme.panel, theme.borderWeak);
    }
    if (event->rect().top() < kHeaderBottom) paintHeader(painter);
    if (!PictureMode::isActive()) paintLoading(painter);
    if (showsMessage()) paintMessage(painter);
    if (hasFocus() && !PictureMode::isActive()) {
        painter.setPen(QPen(theme.primary, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), Metrics::kPanelRadius, Metrics::kPanelRadius);
    }
}

void PanelFrame::resizeEvent(QResizeEvent*)
{
    if (m_panel) m_panel->setGeometry(contentRect());
}

void PanelFrame::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) refresh();
    QWidget::changeEvent(event);
}

void PanelFrame::enterEvent(QEnterEvent*) { update(0, 0, width(), kHeaderBottom); }

void PanelFrame::leaveEvent(QEvent*) { update(0, 0, width(), kHeaderBottom); }

void PanelFrame::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && menuRect().contains(event->position().toPoint())) {
        Q_EMIT menuRequested(mapToGlobal(menuRect().bottomLeft()));
        return;
    }
    if (event->button() == Qt::LeftButton && linkRect().contains(event->position().toPoint())) {
        followLinks();
        return;
    }
    QWidget::mousePressEvent(event);
}

void PanelFrame::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->position().y() < kHeaderBottom && hasHeader())
        Q_EMIT titleDoubleClicked();
    else
        QWidget::mouseDoubleClickEvent(event);
}

void PanelFrame::focusOutEvent(QFocusEvent* event)
{
    stopReading();
    QWidget::focusOutEvent(event);
}

void PanelFrame::contextMenuEvent(QContextMenuEvent* event) { Q_EMIT menuRequested(event->globalPos()); }

void PanelFrame::keyPressEvent(QKeyEvent* event)
{
    const bool shiftF10 = event->key() == Qt::Key_F10 && event->modifiers() == Qt::ShiftModifier;
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Menu || shiftF10)
        Q_EMIT menuRequested(mapToGlobal(menuRect().bottomLeft()));
    else if (event->modifiers() == Qt::AltModifier && (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up))
        readValue(event->key() == Qt::Key_Down ? 1 : -1);
    else if (event->key() == Qt::Key_Escape && m_read >= 0)
        stopReading();
    else
        QWidget::keyPressEvent(event);
}

bool PanelFrame::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QString text;
        if (infoRect().contains(help->pos())) text = m_description;
        if (!showsInfo() && help->pos().y() < kHeaderBottom)
            text = m_description.isEmpty() ? m_title : m_title + QStringLiteral("\n\n") + m_description;
        if (linkRect().contains(help->pos())) text = m_links.size() == 1 ? m_links.front().title : tr("Links");
        if (alertRect().contains(help->pos())) text = alertText();
        if (cornerRect().contains(help->pos())) text = m_error.isEmpty() ? m_notice : m_error;
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace watchglass::ui
