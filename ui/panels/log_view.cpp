#include "ui/panels/log_view.h"

#include <algorithm>
#include <cmath>

#include <QClipboard>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include "ui/frame/date_text.h"
#include "ui/panels/log_match.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/arrow_scroll_bar.h"
#include "ui/theme/fonts.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kParts = 64;  ///< steps of the scroll bar within a line, however high it is
constexpr double kBar = 3;
constexpr double kAfterBar = 9;
constexpr double kGap = 10;
constexpr double kAround = 2;  ///< above and below a line
constexpr double kDetailsIndent = 20;
constexpr qsizetype kMostCharacters = 20'000;  ///< of a line that are drawn
constexpr int kMostLines = 500;                ///< that one entry takes
constexpr std::size_t kMostDetails = 100;

QColor colorOf(LogLevel level)
{
    const Theme& theme = currentTheme();
    switch (level) {
    case LogLevel::Critical: return QColor(0x70, 0x5d, 0xa0);
    case LogLevel::Error: return QColor(0xe2, 0x4d, 0x42);
    case LogLevel::Warning: return theme.warning;
    case LogLevel::Info: return QColor(0x7e, 0xb2, 0x6d);
    case LogLevel::Debug: return QColor(0x1f, 0x78, 0xc1);
    case LogLevel::Trace: return QColor(0x6e, 0xd0, 0xe0);
    case LogLevel::Unknown: break;
    }
    return theme.isDark() ? QColor(0x8e, 0x8e, 0x8e) : QColor(0xbd, 0xc4, 0xcd);
}

QString pairText(const std::pair<std::string, std::string>& pair)
{
    return toQString(pair.first) + QLatin1Char('=') + toQString(pair.second);
}

}  // namespace

struct LogView::Parts {
    QString before;  ///< count, time, level, labels
    std::vector<std::unique_ptr<QTextLayout>> lines;
    double height = 0;  ///< without details
    double detailsTop = 0;
    LogPairs details;
};

LogView::LogView(QWidget* parent) : QAbstractScrollArea(parent)
{
    useArrowScrollBars(*this);
    setFrameShape(QFrame::NoFrame);
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(1, 1);
    setAccessibleName(tr("Logs"));
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_placing) m_following = value == (m_model.newestLast() ? verticalScrollBar()->maximum() : 0);
    });
}

/// The scroll bar's value that shows in `next` what is seen now; none when nothing of it is left.
std::optional<int> LogView::valueIn(const LogModel& next) const
{
    const int value = verticalScrollBar()->value();
    const int first = value / kParts;
    for (const Shown& one : shown()) {
        const auto row = sameLine(m_model, one.row, next);
        if (!row) continue;
        const int before = static_cast<int>(one.row) - first;
        return std::max(0, static_cast<int>(*row) - before) * kParts + value % kParts;
    }
    return std::nullopt;
}

void LogView::setContent(LogModel model, const LogLook& look)
{
    if (model.newestLast() != m_model.newestLast()) m_following = true;
    std::optional<int> value;
    if (!m_following) {
        value = valueIn(model);
        const auto seen = static_cast<std::size_t>(verticalScrollBar()->value() / kParts);
        if (!value && seen < m_model.rows().size())
            value = static_cast<int>(placeOfTime(model, m_model.rows()[seen].timeMs)) * kParts;
    }
    // What was opened and where the keys were goes with the lines.
    std::set<std::size_t> open;
    for (const std::size_t row : m_open) {
        if (const auto now = sameLine(m_model, row, model)) open.insert(*now);
    }
    const auto current = sameLine(m_model, static_cast<std::size_t>(std::max(m_current, 0)), model);
    m_current = m_current >= 0 && current ? static_cast<int>(*current) : -1;
    m_open = std::move(open);
    m_model = std::move(model);
    m_look = look;
    m_hover = -1;
    m_measured = 0;
    place();
    if (value) verticalScrollBar()->setValue(*value);
    viewport()->update();
}

double LogView::lineHeight() const { return m_look.small ? 16 : 18; }

QString LogView::timeText(const LogRow& row) const
{
    if (!m_look.time || std::isnan(row.timeMs)) return {};
    return toQString(formatMoment(row.timeMs, dateFormats().fullMs, m_look.timeZone));
}

double LogView::textLeft() const { return kBar + kAfterBar; }

LogView::Parts LogView::layOut(std::size_t index) const
{
    ++m_measured;
    Parts parts;
    const LogRow& row = m_model.rows()[index];
    QStringList before;
    if (row.repeated > 0) before += QStringLiteral("%1x").arg(row.repeated + 1);
    if (const QString time = timeText(row); !time.isEmpty()) before += time;
    if (m_look.level) before += toQString(logLevelName(m_model.level(row))).leftJustified(8);
    if (m_look.labels) {
        for (const auto& pair : m_model.uniqueLabels(row)) before += pairText(pair);
    }
    parts.before = before.join(QStringLiteral("  "));
    QString text = toQString(m_model.text(row));
    if (text.size() > kMostCharacters) text = text.left(kMostCharacters) + QChar(0x2026);
    text.replace(QLatin1Char('\t'), QStringLiteral("    "));
    const QFont font = codeFont(m_look.small ? 11 : 12);
    const QFontMetricsF metrics(font);
    const double left = textLeft() + (parts.before.isEmpty() ? 0 : metrics.horizontalAdvance(parts.before) + kGap);
    const double room = std::max(40.0, viewport()->width() - left - kAfterBar);
    QTextOption option;
    option.setWrapMode(m_look.wrap ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    double y = kAround;
    const double most = kMostLines * lineHeight();
    const QStringList pieces = text.split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < pieces.size() && y < most; ++i) {
        auto layout = std::make_unique<QTextLayout>(pieces[i], font);
        layout->setTextOption(option);
        layout->beginLayout();
        double inner = 0;
        for (QTextLine line = layout->createLine(); line.isValid() && y + inner < most; line = layout->createLine()) {
            line.setLineWidth(m_look.wrap ? room : 1e7);
            line.setPosition(QPointF(0, inner + (lineHeight() - line.height()) / 2));
            inner += lineHeight();
        }
        layout->endLayout();
        layout->setPosition(QPointF(left, y));
        y += std::max(inner, lineHeight());
        parts.lines.push_back(std::move(layout));
    }
    parts.height = y + kAround;
    parts.detailsTop = parts.height;
    if (!m_open.contains(index)) return parts;
    parts.details = m_model.fields(row);
    if (parts.details.size() > kMostDetails) parts.details.resize(kMostDetails);
    parts.height += lineHeight() * static_cast<double>(std::max<std::size_t>(parts.details.size(), 1)) + 3 * kAround;
    return parts;
}

double LogView::heightOf(std::size_t row) const
{
    if (const auto known = m_heights.find(row); known != m_heights.end()) return known->second;
    const bool simple = !m_look.wrap && !m_open.contains(row);
    // A line that is not wrapped and holds no break has the height of a line: nothing has to be laid out.
    if (simple && m_model.text(m_model.rows()[row]).find('\n') == std::string::npos) return lineHeight() + 2 * kAround;
    return m_heights[row] = layOut(row).height;
}

void LogView::place()
{
    m_placing = true;
    updateRange();
    if (m_following) verticalScrollBar()->setValue(m_model.newestLast() ? verticalScrollBar()->maximum() : 0);
    m_placing = false;
    double widest = 0;
    if (!m_look.wrap) {
        for (const Shown& one : shown()) {
            for (const auto& line : layOut(one.row).lines)
                widest = std::max(widest, line->position().x() + line->maximumWidth());
        }
    }
    horizontalScrollBar()->setRange(0,
                                    std::max(0, static_cast<int>(std::ceil(widest + kAfterBar)) - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(20);
}

void LogView::updateRange()
{
    m_heights.clear();
    const std::size_t count = m_model.rows().size();
    QScrollBar* bar = verticalScrollBar();
    // From the end: how many lines fill the last page, and how much of the first of them is above it.
    double room = viewport()->height();
    std::size_t first = count;
    double hidden = 0;
    while (first > 0 && room > 0) {
        --first;
        const double height = heightOf(first);
        if (height > room) hidden = (height - room) / height;
        room -= height;
    }
    const int most = room > 0 ? 0 : static_cast<int>(first) * kParts + static_cast<int>(std::ceil(hidden * kParts));
    const auto policy = most > 0 ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff;
    if (policy != verticalScrollBarPolicy()) {
        // The bar takes or gives room: lines wrap anew.
        setVerticalScrollBarPolicy(policy);
        updateRange();
        return;
    }
    bar->setRange(0, most);
    bar->setSingleStep(kParts);
    const double lines = std::max(1.0, viewport()->height() / (lineHeight() + 2 * kAround));
    bar->setPageStep(static_cast<int>(lines) * kParts);
}

std::vector<LogView::Shown> LogView::shown() const
{
    std::vector<Shown> out;
    const int value = verticalScrollBar()->value();
    double y = 0;
    for (auto row = static_cast<std::size_t>(value / kParts); row < m_model.rows().size() && y < viewport()->height();
         ++row) {
        const double height = heightOf(row);
        if (out.empty()) y = -height * (value % kParts) / kParts;
        out.push_back({row, QRectF(0, y, viewport()->width(), height)});
        y += height;
    }
    return out;
}

int LogView::rowAt(const QPointF& position) const
{
    for (const Shown& one : shown()) {
        if (position.y() >= one.box.top() && position.y() < one.box.bottom()) return static_cast<int>(one.row);
    }
    return -1;
}

QRectF LogView::rowRect(std::size_t row) const
{
    for (const Shown& one : shown()) {
        if (one.row == row) return one.box;
    }
    return {};
}

void LogView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Shown& one : shown()) paintRow(painter, one.row, one.box);
}

void LogView::paintRow(QPainter& painter, std::size_t index, const QRectF& box) const
{
    const Theme& theme = currentTheme();
    const Parts parts = layOut(index);
    const LogRow& row = m_model.rows()[index];
    const bool pictured = PictureMode::isActive();
    if (!pictured && (static_cast<int>(index) == m_hover || m_open.contains(index))) painter.fillRect(box, theme.hover);
    painter.fillRect(QRectF(0, box.top() + 1, kBar, box.height() - 2), colorOf(m_model.level(row)));
    painter.save();
    painter.setClipRect(box.adjusted(kBar, 0, 0, 0));
    painter.translate(-horizontalScrollBar()->value(), box.top());
    const QFont font = codeFont(m_look.small ? 11 : 12);
    painter.setFont(font);
    painter.setPen(theme.textSecondary);
    if (!parts.before.isEmpty())
        painter.drawText(QRectF(textLeft(), kAround, 1e5, lineHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                         parts.before);
    painter.setPen(theme.text);
    for (const auto& line : parts.lines) line->draw(&painter, QPointF());
    painter.restore();
    if (m_open.contains(index)) paintDetails(painter, index, box.adjusted(0, parts.detailsTop, 0, 0));
    if (pictured || !hasFocus() || static_cast<int>(index) != m_current) return;
    painter.setPen(QPen(theme.primary, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
}

void LogView::paintDetails(QPainter& painter, std::size_t index, const QRectF& box) const
{
    const Theme& theme = currentTheme();
    const LogPairs fields = m_model.fields(m_model.rows()[index]);
    const QFont font = codeFont(m_look.small ? 11 : 12);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    double y = box.top() + kAround;
    if (fields.empty()) {
        painter.setPen(theme.textSecondary);
        painter.drawText(QRectF(textLeft() + kDetailsIndent, y, box.width(), lineHeight()),
                         Qt::AlignLeft | Qt::AlignVCenter, tr("This line has no labels and no fields"));
        return;
    }
    double names = 0;
    for (const auto& [name, value] : fields) names = std::max(names, metrics.horizontalAdvance(toQString(name)));
    names = std::min(names, box.width() / 3);
    std::size_t shownFields = 0;
    for (const auto& [name, value] : fields) {
        if (shownFields++ == kMostDetails) break;
        const double left = textLeft() + kDetailsIndent;
        painter.setPen(theme.textSecondary);
        painter.drawText(QRectF(left, y, names, lineHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(toQString(name), Qt::ElideRight, names));
        painter.setPen(theme.text);
        const double room = std::max(1.0, box.width() - left - names - 2 * kGap);
        painter.drawText(QRectF(left + names + kGap, y, room, lineHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(toQString(value).simplified(), Qt::ElideRight, room));
        y += lineHeight();
    }
}

void LogView::toggle(std::size_t row)
{
    if (!m_look.details || row >= m_model.rows().size()) return;
    if (!m_open.erase(row)) m_open.insert(row);
    // The line that was clicked stays under the pointer.
    m_following = m_following && !m_model.newestLast();
    place();
    m_following = verticalScrollBar()->value() == (m_model.newestLast() ? verticalScrollBar()->maximum() : 0);
    viewport()->update();
}

void LogView::copy(std::size_t row) const
{
    QGuiApplication::clipboard()->setText(toQString(m_model.text(m_model.rows()[row])));
}

/// By pixels, whatever the lines' heights are.
void LogView::scrollBy(double pixels)
{
    QScrollBar* bar = verticalScrollBar();
    int value = bar->value();
    double left = pixels;
    while (std::abs(left) > 0.5) {
        const bool down = left > 0;
        int row = value / kParts;
        if (!down && value % kParts == 0) --row;
        if (row < 0 || row >= static_cast<int>(m_model.rows().size())) break;
        const double height = std::max(1.0, heightOf(static_cast<std::size_t>(row)));
        const int edge = down ? (row + 1) * kParts : row * kParts;
        const double toEdge = std::abs(edge - value) * height / kParts;
        if (toEdge > std::abs(left)) {
            value += static_cast<int>(std::lround(left / height * kParts));
            break;
        }
        left += down ? -toEdge : toEdge;
        value = edge;
    }
    bar->setValue(value);
}

void LogView::makeSeen(std::size_t row)
{
    const QRectF box = rowRect(row);
    if (box.isEmpty() || box.top() < 0) {
        verticalScrollBar()->setValue(static_cast<int>(row) * kParts);
    } else if (box.bottom() > viewport()->height()) {
        scrollBy(std::min(box.bottom() - viewport()->height(), box.top()));
    }
}

void LogView::moveCurrent(int to)
{
    const auto count = static_cast<int>(m_model.rows().size());
    if (count == 0) return;
    m_current = std::clamp(to, 0, count - 1);
    const auto row = static_cast<std::size_t>(m_current);
    // From below the viewport a line comes in at its end.
    if (rowRect(row).isEmpty() && m_current * kParts > verticalScrollBar()->value()) {
        verticalScrollBar()->setValue(m_current * kParts);
        scrollBy(heightOf(row) - viewport()->height());
    }
    makeSeen(row);
    setAccessibleDescription(toQString(m_model.text(m_model.rows()[row])).left(500));
    viewport()->update();
}

void LogView::resizeEvent(QResizeEvent*) { place(); }

void LogView::wheelEvent(QWheelEvent* event)
{
    const QPoint delta = event->angleDelta();
    if (verticalScrollBar()->maximum() == 0 && delta.x() == 0) {
        event->ignore();  // the dashboard scrolls
        return;
    }
    if (delta.x() != 0) horizontalScrollBar()->setValue(horizontalScrollBar()->value() - delta.x() / 2);
    scrollBy(-delta.y() / 120.0 * 3 * lineHeight());
    event->accept();
}

void LogView::mousePressEvent(QMouseEvent* event) { m_pressed = event->position(); }

void LogView::mouseMoveEvent(QMouseEvent* event)
{
    const int row = rowAt(event->position());
    viewport()->setCursor(row >= 0 && m_look.details ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (row == m_hover) return;
    m_hover = row;
    viewport()->update();
}

void LogView::mouseReleaseEvent(QMouseEvent* event)
{
    const int row = rowAt(event->position());
    if (event->button() != Qt::LeftButton || row < 0 || (event->position() - m_pressed).manhattanLength() > 4) return;
    m_current = row;
    toggle(static_cast<std::size_t>(row));
}

void LogView::keyPressEvent(QKeyEvent* event)
{
    const int page = std::max(1, static_cast<int>(shown().size()) - 1);
    if (event->matches(QKeySequence::Copy) && m_current >= 0) {
        copy(static_cast<std::size_t>(m_current));
        return;
    }
    switch (event->key()) {
    case Qt::Key_Down: moveCurrent(m_current + 1); break;
    case Qt::Key_Up: moveCurrent(m_current - 1); break;
    case Qt::Key_PageDown: moveCurrent(m_current + page); break;
    case Qt::Key_PageUp: moveCurrent(m_current - page); break;
    case Qt::Key_Home: moveCurrent(0); break;
    case Qt::Key_End: moveCurrent(static_cast<int>(m_model.rows().size()) - 1); break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_current >= 0) toggle(static_cast<std::size_t>(m_current));
        break;
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

bool LogView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave && m_hover >= 0) {
        m_hover = -1;
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace watchglass::ui
