#include "ui/panels/color_picker.h"

#include <algorithm>

#include <QGridLayout>
#include <QKeyEvent>
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

ColorPicker::ColorPicker(const QString& series, const QColor& present, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_code(new QLineEdit(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setProperty("wgPopup", true);
    setAccessibleName(tr("Colour of %1").arg(series));
    auto* title = new QLabel(this);
    title->setTextFormat(Qt::PlainText);
    constexpr int kTitleWidth = 200;
    title->setText(title->fontMetrics().elidedText(accessibleName(), Qt::ElideMiddle, kTitleWidth));
    addHues(present);
    auto* grid = new QGridLayout;
    grid->setSpacing(2);
    for (std::size_t i = 0; i < m_hues.size(); ++i)
        grid->addWidget(m_hues[i], static_cast<int>(i / std::size(kShades)), static_cast<int>(i % std::size(kShades)));
    m_code->setPlaceholderText(present.isValid() ? present.name() : tr("#73BF69 or a name"));
    m_code->setAccessibleName(tr("Colour by code or name"));
    m_code->installEventFilter(this);
    connect(m_code, &QLineEdit::returnPressed, this, [this] { choose(m_code->text().trimmed()); });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::kGridUnit, Metrics::kGridUnit, Metrics::kGridUnit, Metrics::kGridUnit);
    column->addWidget(title);
    column->addLayout(grid);
    column->addWidget(m_code);
}

void ColorPicker::addHues(const QColor& present)
{
    for (const char* hue : kHues) {
        for (const char* shade : kShades) {
            const QString name = QLatin1String(shade) + QLatin1String(hue);
            const QColor color = toQColor(currentVisualTheme().color(name.toStdString()));
            auto* button = new QToolButton(this);
            button->setIcon(swatch(color));
            button->setIconSize({kSwatch, kSwatch});
            button->setAccessibleName(name);
            button->setToolTip(name);
            button->setCheckable(true);
            if (present.isValid() && color.rgb() == present.rgb()) m_present = m_hues.size();
            button->setChecked(present.isValid() && m_present == m_hues.size());
            connect(button, &QToolButton::clicked, this, [this, name] { choose(name); });
            button->installEventFilter(this);
            m_hues.push_back(button);
        }
    }
}

/// The tool buttons' own way goes from one to the next by any arrow.
bool ColorPicker::walk(std::size_t from, int key)
{
    const auto across = static_cast<int>(std::size(kShades));
    const int step = key == Qt::Key_Left    ? -1
                     : key == Qt::Key_Right ? 1
                     : key == Qt::Key_Up    ? -across
                     : key == Qt::Key_Down  ? across
                                            : 0;
    if (step == 0) return false;
    const int to = static_cast<int>(from) + step;
    if (to >= static_cast<int>(m_hues.size()))
        m_code->setFocus(Qt::TabFocusReason);
    else if (to >= 0)
        m_hues[static_cast<std::size_t>(to)]->setFocus(Qt::TabFocusReason);
    return true;
}

bool ColorPicker::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (watched == m_code) {
        if (key != Qt::Key_Up) return QFrame::eventFilter(watched, event);
        m_hues[m_hues.size() - std::size(kShades)]->setFocus(Qt::TabFocusReason);
        return true;
    }
    const auto at = std::find(m_hues.begin(), m_hues.end(), watched);
    if (at == m_hues.end()) return QFrame::eventFilter(watched, event);
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        (*at)->click();
        return true;
    }
    return walk(static_cast<std::size_t>(at - m_hues.begin()), key) || QFrame::eventFilter(watched, event);
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
    m_hues[m_present]->setFocus(Qt::PopupFocusReason);
}

ColorPicker* pickColor(PanelWidget& panel, const QString& series, const QColor& present, const QRect& anchor)
{
    auto* picker = new ColorPicker(series, present, &panel);
    QObject::connect(picker, &ColorPicker::chosen, &panel,
                     [&panel, series](const QString& color) { Q_EMIT panel.colorChosen(series, color); });
    picker->showBelow(anchor);
    return picker;
}

}  // namespace watchglass::ui
