#pragma once

#include <QWidget>
#include <vector>

class QListWidget;

namespace watchglass::ui {

/// A dashboard that can be opened from the home page.
struct DashboardEntry {
    QString title;
    QString detail;    ///< where it comes from
    QString location;  ///< path, or ":/..." for shipped ones: handed back by openRequested()
};

/// Which dashboards there are: shipped ones and those opened lately. Also where a file can be dropped.
class HomePage final : public QWidget {
    Q_OBJECT

public:
    explicit HomePage(QWidget* parent = nullptr);

    void setEntries(const std::vector<DashboardEntry>& entries);

signals:
    void openRequested(const QString& location);
    void browseRequested();
    void pasteRequested();

private:
    QListWidget* m_list;
};

}  // namespace watchglass::ui
