#pragma once

#include <functional>
#include <vector>

#include <QColor>
#include <QPixmap>
#include <QPoint>
#include <QString>
#include <QWidget>

#include "ui/plot/line_pattern.h"
#include "ui/theme/theme.h"

class QToolButton;

namespace watchglass::ui {

/// Something that a pinned tooltip offers: a link, a value to copy.
struct TooltipAction {
    QString text;
    std::function<void()> run;
};

enum class TooltipMode { Single, Multi, None };
enum class TooltipSort { None, Ascending, Descending };

struct TooltipRow {
    QColor color;
    QString name;
    QString text;      ///< the formatted value
    double value = 0;  ///< what rows are sorted by
    bool nearest = false;
    LinePattern pattern = LinePattern::Solid;
};

/// Orders rows by value (NaN last) and keeps the first `limit`; returns how many were left out. The nearest row is
/// never among those.
int arrangeTooltipRows(std::vector<TooltipRow>& rows, TooltipSort sort, std::size_t limit);

/// The box beside the pointer: a time and one row per series. It is a child of the window that shows over everything
/// and lets the mouse through until it is pinned. GUI thread only.
class PlotTooltip final : public QWidget {
    Q_OBJECT

public:
    static constexpr std::size_t kMaxRows = 30;

    /// How many rows fit a height in pixels; kMaxRows for none.
    [[nodiscard]] static std::size_t rowsFor(double maxHeight);

    explicit PlotTooltip(QWidget* window);

    /// Shows the box 10 pixels from `position` (in the window's coordinates), on the side where it fits.
    void showAt(const QPoint& position, const QString& header, std::vector<TooltipRow> rows, int leftOut);

    /// Wider names are cut; 0: as wide as names usually get.
    void setMaxWidth(double width) { m_maxWidth = width; }

    /// Stays where it is and takes the mouse: the actions as buttons below the rows, and one that closes.
    void pin(const std::vector<TooltipAction>& actions);
    void unpin();
    /// Gives the first action of a pinned one the focus.
    void focusActions();
    [[nodiscard]] bool isPinned() const { return !m_buttons.empty(); }

    [[nodiscard]] const std::vector<TooltipRow>& rows() const { return m_rows; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void closeRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    class Inside;

    [[nodiscard]] QRectF box() const;
    void place();
    void paintGround(QPainter& painter);
    void makeGround(const QSize& size);
    void paintInside(QPainter& painter);

    QString m_header;
    std::vector<TooltipRow> m_rows;
    int m_leftOut = 0;
    QPoint m_position;
    double m_maxWidth = 0;
    QWidget* m_inside;
    std::vector<QToolButton*> m_buttons;  ///< of a pinned one; the first closes
    double m_nameWidth = 0;
    double m_valueWidth = 0;
    QPixmap m_ground;
    ThemeKind m_groundTheme = ThemeKind::Dark;
};

}  // namespace watchglass::ui
