#include "ui/panels/color_picker.h"

#include <algorithm>

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPixmap>
#include <QScreen>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/frame/color.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/panel_widget.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr const char* kHues[] = {"red", "orange", "yellow", "green", "blue", "purple"};
constexpr const char* kShades[] = {"dark-", "semi-dark-", "", "light-", "super-light-"};
constexpr int kSwatch = 18;

QIcon swatch(const QColor& color)
{
    QPixmap picture(kSwatch, kSwatch);
    picture.fill(color);
    return picture;
}

}  // namespace

ColorPicker::ColorPicker(const QString& series, QWidget* parent) : QFrame(parent, Qt::Popup)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setProperty("wgPopup", true);
    setAccessibleName(tr("Colour of %1").arg(series));
    auto* title = new QLabel(this);
    title->setTextFormat(Qt::PlainText);
    constexpr int kTitleWidth = 200;
    title->setText(title->fontMetrics().elidedText(accessibleName(), Qt::ElideMiddle, kTitleWidth));
    auto* grid = new QGridLayout;
    grid->setSpacing(2);
    int row = 0;
    for (const char* hue : kHues) {
        int column = 0;
        for (const char* shade : kShades) {
            const QString name = QLatin1String(shade) + QLatin1String(hue);
            auto* button = new QToolButton(this);
            button->setIcon(swatch(toQColor(currentVisualTheme().color(name.toStdString()))));
            button->setIconSize({kSwatch, kSwatch});
            button->setAccessibleName(name);
            button->setToolTip(name);
            connect(button, &QToolButton::clicked, this, [this, name] { choose(name); });
            grid->addWidget(button, row, column++);
        }
        ++row;
    }
    auto* code = new QLineEdit(this);
    code->setPlaceholderText(tr("#73BF69 or a name"));
    code->setAccessibleName(tr("Colour by code or name"));
    connect(code, &QLineEdit::returnPressed, this, [this, code] { choose(code->text().trimmed()); });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::kGridUnit, Metrics::kGridUnit, Metrics::kGridUnit, Metrics::kGridUnit);
    column->addWidget(title);
    column->addLayout(grid);
    column->addWidget(code);
}

bool ColorPicker::choose(const QString& color)
{
    const std::string name = color.toStdString();
    const bool hue = std::any_of(std::begin(kHues), std::end(kHues),
                                 [&](const char* one) { return color.endsWith(QLatin1String(one)); });
    if (!hue && !parseColor(name)) return false;
    Q_EMIT chosen(color);
    close();
    return true;
}

void ColorPicker::showBelow(const QRect& anchor)
{
    adjustSize();
    QPoint corner(anchor.left(), anchor.bottom() + 4);
    if (const QScreen* on = screen()) {
        const QRect room = on->availableGeometry();
        corner.setX(std::clamp(corner.x(), room.left(), std::max(room.left(), room.right() - width())));
        if (corner.y() + height() > room.bottom()) corner.setY(std::max(room.top(), anchor.top() - 4 - height()));
    }
    move(corner);
    show();
    if (auto* first = findChild<QToolButton*>()) first->setFocus(Qt::PopupFocusReason);
}

ColorPicker* pickColor(PanelWidget& panel, const QString& series, const QRect& anchor)
{
    auto* picker = new ColorPicker(series, &panel);
    QObject::connect(picker, &ColorPicker::chosen, &panel,
                     [&panel, series](const QString& color) { Q_EMIT panel.colorChosen(series, color); });
    picker->showBelow(anchor);
    return picker;
}

}  // namespace watchglass::ui
