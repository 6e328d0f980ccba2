#pragma once

#include <vector>

#include <QFrame>

class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace watchglass::ui {

/// A panel that can be found.
struct FoundPanel {
    QString key;  ///< of the panel
    QString title;
    QString place;  ///< the row that it is in; "" for none
};

/// A list of panels that gets shorter while one types. Keyboard: Up and Down, Return takes, Escape closes.
/// GUI thread only.
class PanelSearch final : public QFrame {
    Q_OBJECT

public:
    PanelSearch(const std::vector<FoundPanel>& panels, QWidget* parent);

    /// Opens over the upper middle of its parent.
    void open();

Q_SIGNALS:
    void chosen(const QString& key);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& text);
    void take(const QModelIndex& index);

    QLineEdit* m_edit;
    QListView* m_list;
    QStandardItemModel* m_model;
    QSortFilterProxyModel* m_filtered;
};

}  // namespace watchglass::ui
