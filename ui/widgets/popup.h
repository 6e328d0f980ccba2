#pragma once

#include <QFrame>

class QCompleter;
class QListView;

namespace watchglass::ui {

/// A framed box over the window that a click elsewhere or Escape closes. GUI thread only.
class Popup final : public QFrame {
    Q_OBJECT

public:
    explicit Popup(QWidget* parent);

    /// Opens below `anchor`, flush with its left or right edge, and on the screen.
    void openBelow(const QWidget& anchor, Qt::AlignmentFlag edge);
};

/// Makes the list of completions look as menus do.
void setUpCompletions(QCompleter& completer);

/// Makes a list look and behave as a menu does. The popup's own colour is behind it.
void setUpPopupList(QListView& list);

}  // namespace watchglass::ui
