#pragma once

#include <QWidget>

class QLabel;

namespace watchglass::ui {

/// A line over the page that says what is wrong with the program itself: data not kept, configuration not
/// loaded. Takes no room while there is nothing to say.
class Banner final : public QWidget {
    Q_OBJECT

public:
    explicit Banner(QWidget* parent = nullptr);

    void setMessage(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_label;
    QString m_dismissed;
};

}  // namespace watchglass::ui
