#pragma once

#include <vector>

#include <QColor>
#include <QString>
#include <QWidget>

namespace watchglass::ui {

enum class TooltipMode { Single, Multi, None };
enum class TooltipSort { None, Ascending, Descending };

struct TooltipRow {
    QColor color;
    QString name;
    QString text;      ///< the formatted value
    double value = 0;  ///< what rows are sorted by
    bool nearest = false;
};

/// Orders rows by value (NaN last) and keeps the first `limit`; returns how many were left out. The nearest row is
/// never among those.
int arrangeTooltipRows(std::vector<TooltipRow>& rows, TooltipSort sort, std::size_t limit);

/// The box beside the pointer: a time and one row per series. It is a child of the window that shows over everything
/// and lets the mouse through. GUI thread only.
class PlotTooltip final : public QWidget {
public:
    static constexpr std::size_t kMaxRows = 30;

    explicit PlotTooltip(QWidget* window);

    /// Shows the box 10 pixels from `position` (in the window's coordinates), on the side where it fits.
    void showAt(const QPoint& position, const QString& header, std::vector<TooltipRow> rows, int leftOut);

    [[nodiscard]] const std::vector<TooltipRow>& rows() const { return m_rows; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_header;
    std::vector<TooltipRow> m_rows;
    int m_leftOut = 0;
    double m_nameWidth = 0;
    double m_valueWidth = 0;
};

}  // namespace watchglass::ui
