#include "ui/plot/plot_tooltip.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolButton>

#include "ui/plot/hover_marks.h"
#include "ui/theme/button_text.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/text_metrics.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kShadow = 12;
constexpr double kPadding = 8;
constexpr double kBorder = 1;
constexpr double kHeaderLine = 14.4;
constexpr double kHeaderHeight = kHeaderLine + 2 * kPadding;  ///< below the border, above the line
constexpr double kLine = 18.857;
constexpr double kMarkerTop = 5.74;  ///< in its line
constexpr double kRowHeight = kLine + 2;
constexpr double kMarkerGap = 10;
constexpr double kColumnGap = 7.25;
constexpr double kMaxNameWidth = 360;
constexpr int kPointerGap = 10;
constexpr int kFaint = kShadow - kPointerGap + 1;  ///< of the shadow: hardly seen, and over the pointer
constexpr double kRadius = 10;
constexpr int kButtonHeight = 28;
constexpr int kCloseSide = 24;

/// Closes a pinned tooltip by Escape, wherever the focus is, and by a press beside it, as Grafana does
/// (TooltipPlugin2.tsx).
class PinnedGuard final : public QObject {
public:
    PinnedGuard(PlotTooltip& tooltip, QObject* parent) : QObject(parent), m_tooltip(tooltip)
    {
        qApp->installEventFilter(this);
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        const auto* widget = qobject_cast<const QWidget*>(watched);
        if (!widget || !m_tooltip.isPinned() || !m_tooltip.isVisible()) return false;  // hidden: on its way out
        switch (event->type()) {
        case QEvent::ShortcutOverride:  // before shortcuts take the key
        case QEvent::KeyPress:
            if (static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape || widget->window() != m_tooltip.window())
                break;
            event->accept();
            if (event->type() == QEvent::KeyPress) Q_EMIT m_tooltip.closeRequested();
            return true;
        case QEvent::MouseButtonPress:
        case QEvent::MouseButtonDblClick: {
            const QRect box = m_tooltip.rect().adjusted(kShadow, kShadow, -kShadow, -kShadow);
            const QPoint at = static_cast<QMouseEvent*>(event)->globalPosition().toPoint();
            if (!box.contains(m_tooltip.mapFromGlobal(at))) Q_EMIT m_tooltip.closeRequested();
            break;
        }
        default: break;
        }
        return false;
    }

private:
    PlotTooltip& m_tooltip;
};

bool before(const TooltipRow& a, const TooltipRow& b, TooltipSort sort)
{
    if (std::isnan(a.value) || std::isnan(b.value)) return !std::isnan(a.value) && std::isnan(b.value);
    return sort == TooltipSort::Ascending ? a.value < b.value : a.value > b.value;
}

constexpr int kRim = 3;  ///< from the border to where no rounded corner reaches

/// The line below the header reaches from border to border.
QRectF headerLine(const QRectF& box)
{
    const double y = std::floor(box.top() + kBorder + kHeaderHeight);
    return {box.left() + kBorder, y, box.width() - 2 * kBorder, 1};
}

}  // namespace

/// All but the shadow and the rim. It is opaque: what is below it, mostly a graph and its legend, is not painted while
/// the pointer moves.
class PlotTooltip::Inside final : public QWidget {
public:
    explicit Inside(PlotTooltip* tooltip) : QWidget(tooltip), m_tooltip(tooltip)
    {
        setAttribute(Qt::WA_OpaquePaintEvent);
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), currentTheme().elevated);
        painter.translate(-pos());
        m_tooltip->paintInside(painter);
    }

private:
    PlotTooltip* m_tooltip;
};

int arrangeTooltipRows(std::vector<TooltipRow>& rows, TooltipSort sort, std::size_t limit)
{
    if (sort != TooltipSort::None) {
        std::stable_sort(rows.begin(), rows.end(),
                         [sort](const TooltipRow& a, const TooltipRow& b) { return before(a, b, sort); });
    }
    if (rows.size() <= limit || limit == 0) return 0;
    const auto nearest = std::find_if(rows.begin(), rows.end(), [](const TooltipRow& row) { return row.nearest; });
    const auto cut = rows.begin() + static_cast<std::ptrdiff_t>(limit);
    if (nearest != rows.end() && nearest >= cut) std::rotate(cut - 1, nearest, nearest + 1);
    const auto leftOut = static_cast<int>(rows.size() - limit);
    rows.erase(cut, rows.end());
    return leftOut;
}

PlotTooltip::PlotTooltip(QWidget* window) : QWidget(window), m_inside(new Inside(this))
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

/// Without the shadow.
QRectF PlotTooltip::box() const { return QRectF(rect()).adjusted(kShadow, kShadow, -kShadow, -kShadow); }

QSize PlotTooltip::sizeHint() const
{
    const TextMetrics& bold = textMetrics(Metrics::kSmallTextPixels, QFont::Medium);
    const double columns = kSeriesMarkerWidth + kMarkerGap + m_nameWidth + 2 * kColumnGap + m_valueWidth;
    double width = std::max(columns, bold.width(m_header)) + 2 * (kPadding + kBorder);
    const auto lines = static_cast<double>(m_rows.size() + (m_leftOut > 0 ? 1 : 0));
    double height = kHeaderHeight + 2 * kBorder;
    if (lines > 0) height += kBorder + lines * kRowHeight - 2 + 2 * kPadding;
    if (isPinned()) {
        width += kCloseSide;
        for (const QToolButton* button : m_buttons) width = std::max(width, button->sizeHint().width() + 2 * kPadding);
        height += kButtonHeight * static_cast<double>(m_buttons.size() - 1) + (m_buttons.size() > 1 ? kPadding : 0);
    }
    return {static_cast<int>(std::ceil(width)) + 2 * kShadow, static_cast<int>(std::ceil(height)) + 2 * kShadow};
}

void PlotTooltip::showAt(const QPoint& position, const QString& header, std::vector<TooltipRow> rows, int leftOut)
{
    m_header = header;
    m_rows = std::move(rows);
    m_leftOut = leftOut;
    const TextMetrics& plain = textMetrics(Metrics::kSmallTextPixels);
    const TextMetrics& bold = textMetrics(Metrics::kSmallTextPixels, QFont::Medium);
    const double widestName = m_maxWidth > 0 ? std::max(40.0, m_maxWidth - kSeriesMarkerWidth - kMarkerGap - 80)
                                             : kMaxNameWidth;
    m_nameWidth = 0;
    m_valueWidth = 0;
    for (const TooltipRow& row : m_rows) {
        m_nameWidth = std::max(m_nameWidth, std::min((row.nearest ? bold : plain).width(row.name), widestName));
        m_valueWidth = std::max(m_valueWidth, bold.width(row.text));
    }
    m_position = position;
    place();
    raise();
    show();
    update();
}

void PlotTooltip::place()
{
    const QPoint position = m_position;
    const QSize size = sizeHint();
    const QSize room = parentWidget()->size();
    int x = position.x() + kPointerGap - kShadow;
    int y = position.y() + kPointerGap - kShadow;
    if (x + size.width() > room.width()) x = position.x() - kPointerGap - size.width() + kShadow;
    if (y + size.height() > room.height()) y = position.y() - kPointerGap - size.height() + kShadow;
    x = std::max(-kShadow, std::min(x, room.width() - size.width() + kShadow));
    y = std::max(-kShadow, std::min(y, room.height() - size.height() + kShadow));
    setGeometry(QRect(QPoint(x, y), size));
    constexpr int kAround = kShadow + kRim;
    m_inside->setGeometry(rect().adjusted(kAround, kAround, -kAround, -kAround));
    if (!isPinned()) {
        clearMask();
        return;
    }
    // The second press of a double click belongs to what the first one was at.
    setMask(rect().adjusted(kFaint, kFaint, -kFaint, -kFaint));
    m_buttons.front()->setGeometry(size.width() - kShadow - kCloseSide - 4, kShadow + 4, kCloseSide, kCloseSide);
    int top = size.height() - kShadow - kButtonHeight * static_cast<int>(m_buttons.size() - 1) - 4;
    for (std::size_t i = 1; i < m_buttons.size(); ++i, top += kButtonHeight) {
        m_buttons[i]->setGeometry(kShadow + 4, top, size.width() - 2 * kShadow - 8, kButtonHeight);
    }
}

std::size_t PlotTooltip::rowsFor(double maxHeight)
{
    if (!(maxHeight > 0)) return kMaxRows;
    const double rows = std::floor((maxHeight - kHeaderHeight - 2 * kPadding) / kRowHeight);
    return static_cast<std::size_t>(std::clamp(rows, 1.0, static_cast<double>(kMaxRows)));
}

void PlotTooltip::pin(const std::vector<TooltipAction>& actions)
{
    unpin();
    setAttribute(Qt::WA_TransparentForMouseEvents, false);
    setFocusPolicy(Qt::StrongFocus);
    auto* close = new QToolButton(this);
    close->setIcon(icon(IconKind::Close));
    close->setAccessibleName(tr("Close"));
    connect(close, &QToolButton::clicked, this, &PlotTooltip::closeRequested);
    m_buttons.push_back(close);
    for (const TooltipAction& action : actions) {
        auto* button = new QToolButton(this);
        button->setText(buttonText(action.text));
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        connect(button, &QToolButton::clicked, this, action.run);
        m_buttons.push_back(button);
    }
    place();  // before they are seen: what comes up under the pointer looks pointed at
    for (QToolButton* button : m_buttons) button->show();
    new PinnedGuard(*this, close);  // as long as there are buttons
    update();
}

void PlotTooltip::focusActions()
{
    if (isPinned()) m_buttons[m_buttons.size() > 1 ? 1 : 0]->setFocus(Qt::OtherFocusReason);
}

void PlotTooltip::unpin()
{
    // Later: the call may come from one of them.
    for (QToolButton* button : m_buttons) {
        button->hide();
        button->deleteLater();
    }
    m_buttons.clear();
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
}

void PlotTooltip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closeRequested();
    else
        QWidget::keyPressEvent(event);
}

/// Draws shadow, ground and border. They are most of the work of a tooltip, whose width changes with each value: the
/// picture is made somewhat too wide, and shown in two parts, of which the right one stands where the box ends.
void PlotTooltip::paintGround(QPainter& painter)
{
    constexpr int kWidthStep = 64;
    constexpr int kEnd = kShadow + 16;  ///< more than the rounded corner
    const Theme& theme = currentTheme();
    const double ratio = devicePixelRatioF();
    const QSize made((width() / kWidthStep + 1) * kWidthStep, height());
    if (m_ground.size() != (QSizeF(made) * ratio).toSize() || m_groundTheme != theme.kind) {
        m_ground = QPixmap((QSizeF(made) * ratio).toSize());
        m_ground.setDevicePixelRatio(ratio);
        m_groundTheme = theme.kind;
        makeGround(made);
    }
    const double left = width() - kEnd;
    // A few rows at once: of more than 96 pieces of rows, two of them around the inside, Qt hands some to other threads
    // and waits for them.
    constexpr double kRows = 40;
    const auto part = [&](double from, double to, double wide) {
        for (double top = 0; top < height(); top += kRows) {
            const double rows = std::min(kRows, height() - top);
            painter.drawPixmap(QRectF(to, top, wide, rows), m_ground,
                               QRectF(from * ratio, top * ratio, wide * ratio, rows * ratio));
        }
    };
    part(0, 0, left);
    part(made.width() - kEnd, left, kEnd);
}

void PlotTooltip::makeGround(const QSize& size)
{
    const Theme& theme = currentTheme();
    const QRectF border =
        QRectF(QPointF(), size).adjusted(kShadow + 0.5, kShadow + 0.5, -kShadow - 0.5, -kShadow - 0.5);
    m_ground.fill(Qt::transparent);
    QPainter painter(&m_ground);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (int i = kShadow - 2; i > 0; i -= 2) {
        QColor shade = theme.shadow;
        shade.setAlphaF(theme.shadow.alphaF() * 0.12F);
        painter.setBrush(shade);
        painter.drawRoundedRect(border.adjusted(-i / 2.0, -i / 2.0 + 3, i / 2.0, i / 2.0 + 2), kRadius + i / 2.0,
                                kRadius + i / 2.0);
    }
    painter.setBrush(theme.elevated);
    painter.drawRoundedRect(border, kRadius, kRadius);
    painter.setPen(QPen(theme.borderWeak, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(border, kRadius, kRadius);
}

void PlotTooltip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintGround(painter);
    if (!m_rows.empty() || m_leftOut > 0) painter.fillRect(headerLine(box()), currentTheme().borderWeak);
}

void PlotTooltip::paintInside(QPainter& painter)
{
    const Theme& theme = currentTheme();
    const QRectF box = this->box();
    const TextMetrics& plain = textMetrics(Metrics::kSmallTextPixels);
    const TextMetrics& bold = textMetrics(Metrics::kSmallTextPixels, QFont::Medium);
    const double left = box.left() + kBorder + kPadding;
    const double right = box.right() - kBorder - kPadding;
    painter.setPen(theme.text);
    bold.draw(painter, {left, textBaseline(bold.font(), box.top() + kBorder + kPadding, kHeaderLine)}, m_header);
    if (m_rows.empty() && m_leftOut == 0) return;
    painter.fillRect(headerLine(box), theme.borderWeak);
    const double ascent = textBaseline(plain.font(), 0, kLine);
    double y = box.top() + 2 * kBorder + kHeaderHeight + kPadding;
    for (const TooltipRow& row : m_rows) {
        const double baseline = y + ascent;
        paintSeriesMarker(painter, {std::round(left), std::round(y + kMarkerTop)}, row.color, row.pattern);
        const TextMetrics& name = row.nearest ? bold : plain;
        painter.setPen(row.nearest ? theme.textMaxContrast : theme.textSecondary);
        name.draw(painter, {left + kSeriesMarkerWidth + kMarkerGap, baseline},
                  name.elided(row.name, m_nameWidth + 1, Qt::ElideMiddle));
        painter.setPen(row.nearest ? theme.textMaxContrast : theme.text);
        bold.draw(painter, {right - bold.width(row.text), baseline}, row.text);
        y += kRowHeight;
    }
    if (m_leftOut > 0) {
        painter.setPen(theme.textSecondary);
        plain.draw(painter, {left, y + ascent}, QStringLiteral("%1 more").arg(m_leftOut));
    }
}

}  // namespace watchglass::ui
