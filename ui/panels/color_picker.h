#pragma once

#include <QFrame>
#include <QRect>

namespace watchglass::ui {

class PanelWidget;

/// Colours of a dashboard to choose from: the named hues, or any by its code. GUI thread only.
class ColorPicker final : public QFrame {
    Q_OBJECT

public:
    ColorPicker(const QString& series, QWidget* parent);

    /// Below `anchor`, which is global, inside the screen.
    void showBelow(const QRect& anchor);
    /// Takes a colour: a hue's name or what CSS knows. False when it is none.
    bool choose(const QString& color);

Q_SIGNALS:
    void chosen(const QString& color);
};

/// Lets a colour be chosen for a series of `panel`, whose signal says which.
ColorPicker* pickColor(PanelWidget& panel, const QString& series, const QRect& anchor);

}  // namespace watchglass::ui
