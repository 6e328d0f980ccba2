#include "ui/export/svg_path.h"

#include <cmath>
#include <cstdlib>

namespace watchglass::ui {

namespace {

constexpr double kParts = 100;

/// Of hundredths.
QByteArray shortest(qint64 value)
{
    const qint64 size = std::llabs(value);
    QByteArray out = value < 0 ? QByteArray("-") : QByteArray();
    const qint64 whole = size / 100;
    const qint64 rest = size % 100;
    if (whole > 0 || rest == 0) out += QByteArray::number(whole);
    if (rest == 0) return out;
    out += '.';
    out += static_cast<char>('0' + rest / 10);
    if (rest % 10 != 0) out += static_cast<char>('0' + rest % 10);
    return out;
}

qint64 inParts(double value)
{
    constexpr double kFar = 1e12;  // further than any picture
    return std::isfinite(value) ? std::llround(std::min(std::max(value, -kFar), kFar) * kParts) : 0;
}

}  // namespace

QByteArray svgNumber(double value) { return shortest(inParts(value)); }

SvgPath::Point SvgPath::rounded(const QPointF& at) { return {inParts(at.x()), inParts(at.y())}; }

void SvgPath::put(char command, std::initializer_list<qint64> numbers)
{
    bool first = command != m_command;
    if (first) m_out += command;
    for (const qint64 number : numbers) {
        const QByteArray text = shortest(number);
        if (!first && text.front() != '-') m_out += ' ';
        m_out += text;
        first = false;
    }
    // Numbers that follow a move are lines.
    m_command = command == 'm' ? 'l' : command;
}

void SvgPath::flushLine()
{
    if (!m_waits) return;
    const qint64 dx = m_waiting.x - m_written.x;
    const qint64 dy = m_waiting.y - m_written.y;
    if (dy == 0 && dx != 0)
        put('h', {dx});
    else if (dx == 0 && dy != 0)
        put('v', {dy});
    else
        put('l', {dx, dy});
    m_written = m_waiting;
    m_waits = false;
}

void SvgPath::endSubpath(bool closed)
{
    const Point end = m_waits ? m_waiting : m_written;
    if (m_drawn && (closed || end == m_start)) {
        // The line back to the start need not be written.
        if (m_waits && m_waiting == m_start && m_written != m_start) m_waits = false;
        flushLine();
        m_out += 'z';
        m_command = 0;
        m_written = m_start;
    } else {
        flushLine();
    }
    m_drawn = false;
}

void SvgPath::moveTo(const QPointF& at)
{
    endSubpath(false);
    const Point to = rounded(at);
    m_command = 0;
    put('m', {to.x - m_written.x, to.y - m_written.y});
    m_start = m_written = to;
}

void SvgPath::lineTo(const QPointF& at)
{
    const Point to = rounded(at);
    if (m_waits) {
        if (to == m_waiting) return;
        const qint64 ax = m_waiting.x - m_written.x;
        const qint64 ay = m_waiting.y - m_written.y;
        const qint64 bx = to.x - m_waiting.x;
        const qint64 by = to.y - m_waiting.y;
        const bool on = ax * by == ay * bx && ax * bx + ay * by > 0;
        if (!on) flushLine();
    } else if (m_drawn && to == m_written) {
        return;
    }
    m_waiting = to;
    m_waits = true;
    m_drawn = true;
}

void SvgPath::curveTo(const QPointF& control1, const QPointF& control2, const QPointF& at)
{
    flushLine();
    const Point a = rounded(control1);
    const Point b = rounded(control2);
    const Point to = rounded(at);
    put('c', {a.x - m_written.x, a.y - m_written.y, b.x - m_written.x, b.y - m_written.y, to.x - m_written.x,
              to.y - m_written.y});
    m_written = to;
    m_drawn = true;
}

QByteArray SvgPath::take(bool closed)
{
    endSubpath(closed);
    QByteArray out;
    out.swap(m_out);
    *this = {};
    return out;
}

QByteArray svgPath(const QPainterPath& path)
{
    SvgPath out;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element& element = path.elementAt(i);
        switch (element.type) {
        case QPainterPath::MoveToElement: out.moveTo(element); break;
        case QPainterPath::LineToElement: out.lineTo(element); break;
        case QPainterPath::CurveToElement:
            if (i + 2 < path.elementCount()) out.curveTo(element, path.elementAt(i + 1), path.elementAt(i + 2));
            i += 2;
            break;
        case QPainterPath::CurveToDataElement: break;
        }
    }
    return out.take();
}

}  // namespace watchglass::ui
