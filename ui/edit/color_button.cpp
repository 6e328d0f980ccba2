#include "ui/edit/color_button.h"

#include <QPainter>

#include "ui/panels/color_picker.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

ColorButton::ColorButton(QString what, QWidget* parent) : QToolButton(parent), m_what(std::move(what))
{
    setFixedSize(Metrics::kControlHeight, Metrics::kControlHeight);
    setFocusPolicy(Qt::StrongFocus);
    setColor({});
    connect(this, &QToolButton::clicked, this, &ColorButton::choose);
}

void ColorButton::setColor(const QString& color)
{
    m_color = color;
    const QString value = color.isEmpty() ? tr("none") : color;
    setAccessibleName(tr("Color of %1: %2").arg(m_what, value));
    setToolTip(value);
    update();
}

void ColorButton::choose()
{
    const QColor present = m_color.isEmpty() ? QColor() : toQColor(currentVisualTheme().color(m_color.toStdString()));
    auto* picker = new ColorPicker(m_what, present, this);
    connect(picker, &ColorPicker::chosen, this, [this](const QString& color) {
        setColor(color);
        Q_EMIT chosen(color);
    });
    picker->showBelow(QRect(mapToGlobal(QPoint(0, 0)), size()));
}

void ColorButton::paintEvent(QPaintEvent* event)
{
    QToolButton::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    constexpr qreal kDiameter = 16;
    const QRectF circle(width() / 2.0 - kDiameter / 2, height() / 2.0 - kDiameter / 2, kDiameter, kDiameter);
    if (m_color.isEmpty()) {
        painter.setPen(QPen(currentTheme().textSecondary, 1, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
    } else {
        painter.setPen(currentTheme().borderStrong);
        painter.setBrush(toQColor(currentVisualTheme().color(m_color.toStdString())));
    }
    painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5));
}

}  // namespace watchglass::ui
