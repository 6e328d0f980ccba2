#pragma once

#include <QColor>
#include <QFrame>
#include <QRect>
#include <vector>

class QLineEdit;
class QToolButton;

namespace watchglass::ui {

class PanelWidget;

/// Colours of a dashboard to choose from: the named hues, or any by its code. Keys: arrows walk over the hues, Return
/// takes one. GUI thread only.
class ColorPicker final : public QFrame {
    Q_OBJECT

public:
    /// `present` is what it has now; an invalid one: nothing.
    ColorPicker(const QString& series, const QColor& present, QWidget* parent);

    /// Below `anchor`, which is global, inside the screen.
    void showBelow(const QRect& anchor);
    /// Takes a colour: a hue's name or what CSS knows. False when it is none.
    bool choose(const QString& color);

Q_SIGNALS:
    void chosen(const QString& color);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addHues(const QColor& present);
    bool walk(std::size_t from, int key);

    std::vector<QToolButton*> m_hues;  ///< row by row
    std::size_t m_present = 0;         ///< which of them it has
    QLineEdit* m_code;
};

/// Lets a colour be chosen for a series of `panel`, whose signal says which.
ColorPicker* pickColor(PanelWidget& panel, const QString& series, const QColor& present, const QRect& anchor);

}  // namespace watchglass::ui
