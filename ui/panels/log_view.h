#pragma once

#include <map>
#include <optional>
#include <set>

#include <QAbstractScrollArea>
#include <QTextLayout>

#include "ui/panels/log_model.h"

namespace watchglass::ui {

/// How lines of a log are shown.
struct LogLook {
    bool time = false;
    bool wrap = false;
    bool labels = false;
    bool level = false;
    bool details = true;  ///< a click shows what belongs to a line
    bool small = false;
    std::string timeZone;
};

/// Lines of a log. Only those that are seen are measured and drawn: the scroll bar counts lines and parts of lines, not
/// pixels. While the newest line is in sight the view follows those that come; scrolled away from it, it stays at the
/// lines that are seen. Keyboard: Up, Down, Page Up, Page Down, Home, End move; Return opens a line; Ctrl+C copies it.
/// GUI thread only.
class LogView final : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit LogView(QWidget* parent = nullptr);

    void setContent(LogModel model, const LogLook& look);
    [[nodiscard]] const LogModel& model() const { return m_model; }
    /// Opens what belongs to a line below it, or closes it.
    void toggle(std::size_t row);
    [[nodiscard]] bool isOpen(std::size_t row) const { return m_open.contains(row); }
    /// The line at a place of the viewport, or -1.
    [[nodiscard]] int rowAt(const QPointF& position) const;
    /// Where a line stands in the viewport; empty when it is not seen.
    [[nodiscard]] QRectF rowRect(std::size_t row) const;
    [[nodiscard]] bool isFollowing() const { return m_following; }
    /// How many lines were measured since the content was set: tests see that not all are.
    [[nodiscard]] std::size_t measured() const { return m_measured; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Parts;  // a line laid out
    struct Shown {
        std::size_t row = 0;
        QRectF box;
    };

    [[nodiscard]] Parts layOut(std::size_t row) const;
    [[nodiscard]] double heightOf(std::size_t row) const;
    [[nodiscard]] double lineHeight() const;
    [[nodiscard]] double textLeft() const;
    [[nodiscard]] QString timeText(const LogRow& row) const;
    [[nodiscard]] std::vector<Shown> shown() const;
    void place();
    void updateRange();
    [[nodiscard]] std::optional<int> valueIn(const LogModel& next) const;
    void scrollBy(double pixels);
    void makeSeen(std::size_t row);
    void moveCurrent(int to);
    void paintRow(QPainter& painter, std::size_t row, const QRectF& box) const;
    void paintDetails(QPainter& painter, std::size_t row, const QRectF& box) const;
    void copy(std::size_t row) const;

    LogModel m_model;
    LogLook m_look;
    std::set<std::size_t> m_open;
    int m_current = -1;
    int m_hover = -1;
    bool m_following = true;  ///< the newest line is in sight and stays so
    bool m_placing = false;   ///< the scroll bar moves by itself, nobody moves it
    QPointF m_pressed;
    mutable std::map<std::size_t, double> m_heights;  ///< of lines that were seen at this width
    mutable std::size_t m_measured = 0;
};

}  // namespace watchglass::ui
