#pragma once

#include <QScrollBar>

class QAbstractScrollArea;

namespace watchglass::ui {

/// A scroll bar as browsers draw thin ones: on a track of its own, with an arrow at each end. GUI thread only.
class ArrowScrollBar final : public QScrollBar {
    Q_OBJECT

public:
    explicit ArrowScrollBar(Qt::Orientation orientation, QWidget* parent = nullptr);

    /// What the bar reaches past that does not scroll, such as a header: the thumb tells of all that is seen.
    void setFixedPart(int length);
    /// Without a track, in the colour of borders: inside a panel.
    void setOnPanel(bool on);

protected:
    void sliderChange(SliderChange change) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void updatePageStep();

    int m_page = 0;  ///< what scrolls of that which is seen
    int m_fixed = 0;
    bool m_adjusting = false;
    bool m_onPanel = false;
};

/// Gives an area inside of a panel such scroll bars.
void useArrowScrollBars(QAbstractScrollArea& area);

}  // namespace watchglass::ui
