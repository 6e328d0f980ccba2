#include "ui/panels/panel_widget.h"

#include <QEvent>

#include "ui/theme/theme.h"

namespace watchglass::ui {

PanelWidget::PanelWidget(QWidget* parent) : QWidget(parent) { installAccessibleItems(); }

void PanelWidget::setData(const PanelData& data)
{
    m_data = data;
    rebuild();
    repaintRebuilt();
}

bool PanelWidget::hasContent() const
{
    for (const Frame& frame : *m_data.frames) {
        if (frame.rows() > 0) return true;
    }
    return false;
}

QColor PanelWidget::background() const { return m_background.isValid() ? m_background : currentTheme().panel; }

void PanelWidget::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        rebuild();
        repaintRebuilt();
    }
    QWidget::changeEvent(event);
}

}  // namespace watchglass::ui
