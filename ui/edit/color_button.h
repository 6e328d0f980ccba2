#pragma once

#include <QToolButton>

namespace watchglass::ui {

/// A colour as a round swatch; a click opens the colours of dashboards. GUI thread only.
class ColorButton final : public QToolButton {
    Q_OBJECT

public:
    /// `what` has the colour ("threshold 2"): with it the accessible name is "Color of threshold 2: red".
    explicit ColorButton(QString what, QWidget* parent = nullptr);

    /// As dashboards spell it; "" for none.
    void setColor(const QString& color);
    [[nodiscard]] const QString& color() const { return m_color; }

Q_SIGNALS:
    void chosen(const QString& color);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void choose();

    QString m_what;
    QString m_color;
};

}  // namespace watchglass::ui
