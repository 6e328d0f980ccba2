#include "ui/panels/unsupported_panel.h"

#include <QFontMetricsF>
#include <QPainter>

#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

QString UnsupportedPanel::summary() const
{
    return tr("Panels of type \"%1\" are not drawn yet. The JSON is kept.").arg(toQString(data().type));
}

void UnsupportedPanel::paintEvent(QPaintEvent*)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    const QRectF card = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPen dashes(theme.borderMedium, 1);
    dashes.setDashPattern({4, 4});
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(dashes);
    painter.drawRoundedRect(card, 4, 4);
    const bool tall = height() >= 90;
    const QRectF middle(12, height() / 2.0 - (tall ? 34 : 12), std::max(1, width() - 24), tall ? 68 : 24);
    if (tall)
        paintIcon(painter, IconKind::Info, QRectF(middle.center().x() - 10, middle.top(), 20, 20), theme.textSecondary);
    const QString title = tr("Panel type \"%1\"").arg(toQString(data().type));
    painter.setFont(textFont(14, QFont::Medium));
    painter.setPen(theme.text);
    const QRectF line(middle.left(), middle.top() + (tall ? 24 : 0), middle.width(), 22);
    painter.drawText(line, Qt::AlignCenter,
                     QFontMetricsF(painter.font()).elidedText(title, Qt::ElideRight, line.width()));
    if (!tall) return;
    painter.setFont(textFont(12));
    painter.setPen(theme.textSecondary);
    painter.drawText(line.translated(0, 22), Qt::AlignCenter,
                     QFontMetricsF(painter.font())
                         .elidedText(tr("is not drawn yet. The JSON is kept."), Qt::ElideRight, line.width()));
}

}  // namespace watchglass::ui
