#pragma once

#include <QByteArray>
#include <QPainterPath>

namespace watchglass::ui {

/// A number of SVG, to hundredths, as short as it can be: ".5", "-3", "0".
[[nodiscard]] QByteArray svgNumber(double value);

/// Path data, which SVG reads command by command: relative, to hundredths of a pixel, without points that lie on the
/// line between their neighbours. A subpath that ends where it begins is closed.
class SvgPath {
public:
    void moveTo(const QPointF& at);
    void lineTo(const QPointF& at);
    void curveTo(const QPointF& control1, const QPointF& control2, const QPointF& at);
    /// What was drawn; `closed`: the last subpath is, wherever it ends.
    [[nodiscard]] QByteArray take(bool closed = false);

private:
    /// In hundredths.
    struct Point {
        qint64 x = 0;
        qint64 y = 0;
        bool operator==(const Point&) const = default;
    };

    [[nodiscard]] static Point rounded(const QPointF& at);
    void put(char command, std::initializer_list<qint64> numbers);
    void flushLine();
    void endSubpath(bool closed);

    QByteArray m_out;
    char m_command = 0;  ///< the last one, which need not be said again
    Point m_start;       ///< of the subpath
    Point m_written;     ///< where what is written ends
    Point m_waiting;     ///< end of a line that may go on
    bool m_waits = false;
    bool m_drawn = false;  ///< the subpath has more than its start
};

[[nodiscard]] QByteArray svgPath(const QPainterPath& path);

}  // namespace watchglass::ui
