#pragma once

#include <optional>

#include <QAbstractListModel>
#include <QFrame>
#include <QSet>

class QCheckBox;
class QLineEdit;
class QListView;

namespace watchglass::ui {

/// The values of a column with a tick each, narrowed by a text.
class FilterValues final : public QAbstractListModel {
    Q_OBJECT

public:
    FilterValues(QStringList values, QSet<QString> ticked, QObject* parent);

    void narrow(const QString& text);
    /// Ticks or clears all that are listed now.
    void tickAll(bool tick);
    [[nodiscard]] Qt::CheckState allTicked() const;
    [[nodiscard]] const QSet<QString>& ticked() const { return m_ticked; }
    [[nodiscard]] const QStringList& values() const { return m_values; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void ticksChanged();

private:
    QStringList m_values;
    QStringList m_listed;
    QSet<QString> m_ticked;
};

/// The pop-up of a column's funnel: its values to choose from, with a search. GUI thread only.
class TableFilterPopup final : public QFrame {
    Q_OBJECT

public:
    /// `ticked`: what the column is filtered by now.
    TableFilterPopup(const QString& title, QStringList values, const std::optional<QSet<QString>>& ticked,
                     QWidget* parent);

    /// Below `anchor`, which is global, inside the screen.
    void showBelow(const QRect& anchor);
    [[nodiscard]] FilterValues* model() const { return m_model; }
    [[nodiscard]] QLineEdit* search() const { return m_search; }

    /// As the button says: nothing ticked, or all, is no filter.
    void accept();
    void clear();

Q_SIGNALS:
    void chosen(const std::optional<QSet<QString>>& accepted);

private:
    void updateAll();

    FilterValues* m_model;
    QLineEdit* m_search;
    QCheckBox* m_all;
    QListView* m_list;
};

}  // namespace watchglass::ui
